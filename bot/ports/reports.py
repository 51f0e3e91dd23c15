"""The storage of reports, and of who may not take part any more."""

from datetime import datetime
from typing import Protocol

from bot.domain.community import Account
from bot.domain.moderation import Report
from bot.ids import CommunityId, MemberId, ReportId


class Reports(Protocol):
    """Keep reports until a year after they were closed; lists come oldest first."""

    def add(self, report: Report) -> None: ...
    def save(self, report: Report) -> None: ...
    def get(self, report: ReportId) -> Report | None: ...
    def remove(self, report: ReportId) -> None:
        """Delete a report; a missing one is fine."""
        ...

    def of_community(self, community: CommunityId) -> tuple[Report, ...]:
        """Return the reports that were sent, whatever became of them."""
        ...

    def by_account(self, community: CommunityId, account: Account) -> tuple[Report, ...]:
        """Return the reports that somebody sent with an account."""
        ...

    def drafts(self, community: CommunityId, account: Account) -> int:
        """Count the reports that somebody writes with an account and has not sent."""
        ...

    def about(
        self, community: CommunityId, member: MemberId | None, account: Account | None
    ) -> tuple[Report, ...]:
        """Return the sent reports about a member or about an account."""
        ...

    def bar(self, community: CommunityId, account: Account) -> None:
        """Remember, as a keyed hash, that an account may not take part here; twice is fine."""
        ...

    def barred(self, community: CommunityId, account: Account) -> bool:
        """Say whether an account may not take part here."""
        ...

    def hold(self, community: CommunityId, account: Account, until: datetime) -> None:
        """Remember, as a keyed hash, that an account is held back until an instant, also if it comes back anew."""
        ...

    def held(self, community: CommunityId, account: Account) -> datetime | None:
        """Return until when an account is held back, or None."""
        ...

    def let_in(self, community: CommunityId, account: Account) -> None:
        """Forget that an account may not take part, or not now."""
        ...

    def forget(self, community: CommunityId, account: Account) -> None:
        """Take an account out of a community's reports: what is open stays until it is closed, unsigned; the rest goes.

        Marks stay. Open ones about it are as those about an erased member: they go when they are closed.
        """
        ...

    def forget_about(self, account: Account) -> None:
        """Do so in every community with what is said about an account, wherever else nothing is known of it."""
        ...
