"""The part of the storage port that keeps what is around a meeting: buddies, and plans to which somebody did not come."""

from datetime import datetime
from typing import Protocol

from bot.domain.aftermath import Absence, BuddyCheck
from bot.ids import GroupId, MemberId


class Aftermath(Protocol):
    """Keep check-ins with a buddy, and absences until they fade. Both go with the member."""

    def note(self, absence: Absence) -> None:
        """Note an absence; twice is fine."""
        ...

    def explain(self, member: MemberId, group: GroupId) -> None:
        """Forget one absence; a missing one is fine."""
        ...

    def absences(self, member: MemberId) -> tuple[Absence, ...]:
        """Return a member's absences, oldest first."""
        ...

    def fade(self, before: datetime) -> None:
        """Forget the absences of everybody up to an instant."""
        ...

    def put_check(self, check: BuddyCheck) -> None:
        """Add or replace a member's check-in for a group."""
        ...

    def check(self, member: MemberId, group: GroupId) -> BuddyCheck | None:
        """Return a member's check-in for a group, or None."""
        ...

    def checks(self, group: GroupId) -> tuple[BuddyCheck, ...]:
        """Return a group's check-ins by member."""
        ...

    def checks_with(self, member: MemberId) -> tuple[BuddyCheck, ...]:
        """Return the check-ins that a member set, or in which they are the buddy."""
        ...

    def drop_check(self, member: MemberId, group: GroupId) -> None:
        """Forget a check-in; a missing one is fine."""
        ...
