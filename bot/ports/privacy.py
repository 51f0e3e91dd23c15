"""The part of the storage port that forgets: whatever names a person, and the counts that stay when rows go."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Protocol

from bot.domain.community import Account
from bot.domain.jobs import Job
from bot.domain.member import Member
from bot.domain.rounds import Group, Meeting, Seat
from bot.ids import CommunityId, MemberId, PlatformName, RoundId, UserId


class Traces(Protocol):
    """Find and take away what names a person. Nothing of it can be undone."""

    def communities_of(self, platform: PlatformName, user: UserId) -> tuple[CommunityId, ...]:
        """Return where an account is a member, in whatever state, tapped on a challenge or suggested one, was asked, or reported."""
        ...

    def accounts(self, community: CommunityId, *, offset: int, limit: int) -> tuple[Account, ...]:
        """Return, some at a time, the accounts of members, in whatever state, and of those who tapped on challenges or suggested one."""
        ...

    def groups(self, member: MemberId) -> tuple[Group, ...]:
        """Return all groups in which a member ever had a seat, closed ones too."""
        ...

    def seats(self, member: MemberId) -> tuple[Seat, ...]:
        """Return all seats of a member."""
        ...

    def meetings(self, member: MemberId) -> tuple[Meeting, ...]:
        """Return all recorded meetings of a member, oldest slot first."""
        ...

    def left_out(self, member: MemberId) -> int:
        """Count the rounds for which a member was left out and has no seat."""
        ...

    def jobs(self, name: str) -> tuple[Job, ...]:
        """Return the jobs, in whatever state, that name an id."""
        ...

    def drop_jobs(self, community: CommunityId, name: str) -> None:
        """Delete a community's jobs that name an id; a list of several members only loses the one named."""
        ...

    def drop_menus(self, community: CommunityId, user: UserId) -> None:
        """Delete the menus that name a user, and let those for several people be for the others alone.

        Those of other communities stay; those of none go.
        """
        ...

    def rename(self, member: MemberId, fresh: Callable[[], MemberId]) -> None:
        """Let seats and meetings lead to nobody: in each round under another id, without what was answered there."""
        ...

    def hand_on(self, community: CommunityId, account: Account, to: Account) -> None:
        """Let what somebody tapped, suggested, was asked and said with an account stand under another one of theirs.

        What stands there already stays as it is, and what it is in the way of stays under the first.
        """
        ...

    def taps(self, community: CommunityId, account: Account) -> int:
        """Count the challenges of a community that an account tapped on."""
        ...


class Sightings(Protocol):
    """Remember the day on which a member last did something here, for profiles that nobody uses any more.

    And the language of the app they did it with: they are written to in it until they choose one themselves.
    """

    def note(self, member: MemberId, day: date, language: str = "") -> None:
        """Remember that a member was here on a day; nothing happens where there is no such member any more.

        An app that tells no language changes nothing about the one that is known.
        """
        ...

    def language(self, member: MemberId) -> str:
        """Return the language of the app a member last used, or an empty string where none is known."""
        ...

    def last(self, member: MemberId) -> date | None:
        """Return the day on which a member was last here, where that is known."""
        ...

    def begin(self, community: CommunityId, day: date) -> int:
        """Let members of whom no day is known count as seen on this one, and return how many there were."""
        ...

    def quiet(self, community: CommunityId, since: date, *, offset: int, limit: int) -> tuple[Member, ...]:
        """Return, some at a time, members who did not leave and were last here on a day or before, by id."""
        ...


class Tallies(Protocol):
    """Keep counts whose rows are gone, so that no number that was ever shown moves.

    `scope` is what is counted in: a round, a challenge's post, a community.
    """

    def add(self, community: CommunityId, scope: str, name: str, number: int = 1) -> None:
        """Add to a count; the number may be negative, and zero changes nothing."""
        ...

    def of(self, scope: str) -> Mapping[str, int]:
        """Return the counts of a scope by name."""
        ...


class Retention(Protocol):
    """Delete what is too old. Each call is one or a few statements and may be repeated."""

    def close_plans(self, community: CommunityId) -> int:
        """Erase what closed groups still hold of their plans, and return how many did."""
        ...

    def drop_answers(self, community: CommunityId, before: date) -> int:
        """Delete who said yes or no to rounds with a slot before a day."""
        ...

    def forget_times(self, community: CommunityId, seen_before: date) -> int:
        """Let members who take part in no circle and were last here before a day have no grid of times."""
        ...

    def unread_feedback(self, community: CommunityId, before: date, *, limit: int) -> tuple[Seat, ...]:
        """Return seats of rounds before a day that still hold somebody's answers to a check-in."""
        ...

    def old_rounds(self, community: CommunityId, before: date, *, limit: int) -> tuple[RoundId, ...]:
        """Return rounds with a slot before a day that still hold who met whom, oldest first."""
        ...

    def drop_history(self, round_: RoundId) -> int:
        """Delete who sat where, who met whom and who was left out of a round, and where its groups talked.

        Return how many had been left out without a seat.
        """
        ...

    def drop_taps(self, community: CommunityId, before: date) -> int:
        """Delete taps on posts before a day that are nobody's diary, or not any more; their counts stay."""
        ...

    def drop_asked(self, community: CommunityId, before: date) -> int:
        """Delete who was asked before a day whether they would be glad to be invited; the counts stay."""
        ...
