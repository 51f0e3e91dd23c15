"""The storage port: repositories inside one transaction.

`Storage.run(use_case)` opens a transaction, hands the use case the repositories, and commits when it returns
(rolls back when it raises). The use case is a plain synchronous function, so a transaction can't be held across
a network call. Every *decision* is one `run`.

`save` replaces a row that exists and `add` makes one; reads return domain objects or None. Lists come sorted by
id unless a method says otherwise. All instants are timezone-aware UTC.
"""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol, TypeAlias, TypeVar

from bot.domain.community import Account, Area, Community, Home, Spot
from bot.domain.member import Enrolment, Member, Participant
from bot.domain.posts import ChallengePost, ChallengeTap, Tap
from bot.domain.rounds import Circle, Group, Meeting, Round, Seat, SeatRecord, Turn
from bot.ids import (
    AreaId,
    ChannelId,
    CircleId,
    CommunityId,
    GroupId,
    HomeId,
    MemberId,
    MenuId,
    PlatformName,
    PostId,
    RoundId,
    SpotId,
    UserId,
)
from bot.ports.aftermath import Aftermath
from bot.ports.care_repositories import CareRepositories
from bot.ports.jobs import Jobs
from bot.ports.messages import Menu
from bot.ports.norms import Norms
from bot.ports.open_tables import OpenTables
from bot.ports.seasons import Seasons
from bot.ports.shelf import Packs, Suggestions

R = TypeVar("R")
PairsOfRound: TypeAlias = tuple[RoundId, date, Sequence[tuple[MemberId, MemberId, bool | None]]]
"""A round, its slot, and the pairs matched in it, each with whether they met."""


class Communities(Protocol):
    """Keep communities and their homes."""

    def add(self, community: Community) -> None: ...
    def save(self, community: Community) -> None: ...
    def get(self, community: CommunityId) -> Community | None: ...
    def all(self) -> tuple[Community, ...]: ...
    def add_home(self, home: Home) -> None: ...
    def save_home(self, home: Home) -> None: ...
    def remove_home(self, platform: PlatformName, home: HomeId) -> None: ...
    def home(self, platform: PlatformName, home: HomeId) -> Home | None: ...
    def homes(self, community: CommunityId) -> tuple[Home, ...]: ...
    def move_home(self, platform: PlatformName, old: HomeId, new: HomeId) -> None:
        """Let a home live on under another id; its channel moves along when it had the same id."""
        ...


class Places(Protocol):
    """Keep areas and spots."""

    def add_area(self, area: Area) -> None: ...
    def save_area(self, area: Area) -> None: ...
    def remove_area(self, area: AreaId) -> None:
        """Remove an area; its members and spots have none from then on."""
        ...

    def areas(self, community: CommunityId) -> tuple[Area, ...]:
        """Return the areas sorted by name."""
        ...

    def add_spot(self, spot: Spot) -> None: ...
    def save_spot(self, spot: Spot) -> None: ...
    def remove_spot(self, spot: SpotId) -> None: ...
    def spots(self, community: CommunityId) -> tuple[Spot, ...]:
        """Return the spots sorted by name."""
        ...

    def spot(self, spot: SpotId) -> Spot | None: ...


class Members(Protocol):
    """Keep members, their accounts and their enrolments."""

    def add(self, member: Member) -> None: ...
    def save(self, member: Member) -> None: ...
    def get(self, member: MemberId) -> Member | None: ...
    def erase(self, member: MemberId) -> None:
        """Delete the member with accounts, enrolments and answers; who met whom stays under the bare id."""
        ...

    def merge(self, other: MemberId, kept: Member) -> None:
        """Replace a member, who takes over everything of another one in the community; that one is gone.

        Accounts, circles, answers, seats, sit-outs and meetings are theirs from then on, as are the jobs that named
        the other. The promise that nobody sits twice in a round holds: of two active seats one is released.
        """
        ...

    def of_community(self, community: CommunityId) -> tuple[Member, ...]: ...
    def of_account(self, community: CommunityId, platform: PlatformName, user: UserId) -> Member | None: ...
    def of_user(self, platform: PlatformName, user: UserId) -> tuple[Member, ...]:
        """Return the memberships of one account in all communities."""
        ...

    def add_account(self, member: MemberId, account: Account) -> None:
        """Give a member an account: on each platform the first is written to, the others are extra ones to call from."""
        ...

    def prefer_account(self, member: MemberId, account: Account) -> None:
        """Let an account of a member be the one to write to on its platform, and the others there extra ones."""
        ...

    def remove_account(self, member: MemberId, account: Account) -> None: ...
    def accounts(self, member: MemberId) -> tuple[Account, ...]:
        """Return a member's accounts by platform, the one to write to before extra ones."""
        ...

    def enrol(self, enrolment: Enrolment) -> None:
        """Add or replace an enrolment."""
        ...

    def unenrol(self, circle: CircleId, member: MemberId) -> None:
        """Remove an enrolment, and with it the wish of anybody there to come with the member."""
        ...

    def enrolments(self, member: MemberId) -> tuple[Enrolment, ...]: ...
    def enrolled(self, circle: CircleId) -> tuple[Enrolment, ...]: ...
    def taking_part(self, circle: CircleId, platform: PlatformName) -> Iterator[Participant]:
        """Yield a circle's active members who have an account on a platform, by member.

        Read page by page as it is used: ten thousand people hold nobody else up.
        """
        ...


class Rounds(Protocol):
    """Keep circles, rounds, what people said to an opening, groups, seats and who met whom."""

    def add_circle(self, circle: Circle) -> None: ...
    def save_circle(self, circle: Circle) -> None: ...
    def circle(self, circle: CircleId) -> Circle | None: ...
    def circles(self, community: CommunityId) -> tuple[Circle, ...]: ...
    def add(self, round_: Round) -> None: ...
    def save(self, round_: Round) -> None: ...
    def remove(self, round_: RoundId) -> None:
        """Remove a round that is still planned or open, with its answers."""
        ...

    def get(self, round_: RoundId) -> Round | None: ...
    def of_circle(self, circle: CircleId) -> tuple[Round, ...]:
        """Return the circle's turns by slot, oldest first; rounds that follow a group are none."""
        ...

    def answer(self, round_: RoundId, member: MemberId, *, coming: bool) -> None: ...
    def take_back_answer(self, round_: RoundId, member: MemberId) -> None: ...
    def answers(self, round_: RoundId) -> Mapping[MemberId, bool]: ...
    def sit_out(self, round_: RoundId, member: MemberId) -> None:
        """Note that a member who wanted to meet was not placed."""
        ...

    def sat_after_all(self, round_: RoundId, member: MemberId) -> None:
        """Take such a note back; a missing one is fine."""
        ...

    def sat_out(self, circle: CircleId) -> tuple[tuple[date, MemberId], ...]:
        """Return who was left out of which slot, oldest first."""
        ...

    def seat_records(self, circle: CircleId, *, since: date, before: date) -> Mapping[MemberId, SeatRecord]:
        """Sum up everybody's seats in the rounds of a circle from one slot on, before another."""
        ...

    def note_turns(self, *turns: Turn) -> None:
        """Add or replace what a round means for whose turn it is."""
        ...

    def turns(
        self, circle: CircleId, *, since: date, before: date
    ) -> Mapping[MemberId, tuple[date, int, bool]]:
        """Return everybody's newest turn in the rounds of a circle from one slot on, before another: slot, level, had."""
        ...

    def last_seat(self, circle: CircleId, member: MemberId, before: date) -> date | None:
        """Return the newest slot before another for which a member kept a seat in the circle."""
        ...

    def pods(
        self, circle: CircleId, *, since: date, before: date
    ) -> tuple[tuple[date, tuple[MemberId, ...]], ...]:
        """Return the people, hosts apart, of every group of the circle that all said "again", oldest slot first."""
        ...

    def plans_ahead(self, circle: CircleId, now: datetime) -> Mapping[MemberId, tuple[RoundId, datetime]]:
        """Return who sits in a group of the circle whose plan stands and is ahead: its round and time, the last one."""
        ...

    def add_group(self, *groups: Group) -> None: ...
    def save_group(self, group: Group) -> None: ...
    def group(self, group: GroupId) -> Group | None: ...
    def groups(self, round_: RoundId) -> tuple[Group, ...]: ...
    def group_in(self, platform: PlatformName, channel: ChannelId) -> Group | None: ...
    def open_in(self, platform: PlatformName, channel: ChannelId) -> tuple[Group, ...]:
        """Return the groups that are not closed and whose place a channel is, newest match first."""
        ...

    def following(self, group: GroupId) -> Round | None:
        """Return the round in which a group's people meet again by themselves, or None."""
        ...

    def groups_at(self, spot: SpotId) -> tuple[Group, ...]:
        """Return the groups that choose a time or have a plan at a spot."""
        ...

    def groups_of(self, member: MemberId) -> tuple[Group, ...]:
        """Return the member's groups that are not closed and where their seat is active, newest match first."""
        ...

    def add_seat(self, *seats: Seat) -> None:
        """Seat members. Raise `ValueError` where one has an active seat of that role in the round already."""
        ...

    def save_seat(self, seat: Seat) -> None: ...
    def seats(self, group: GroupId) -> tuple[Seat, ...]: ...
    def seats_in(self, round_: RoundId) -> tuple[Seat, ...]: ...
    def record(self, *meetings: Meeting) -> None:
        """Add or replace what is known of two members in a round (`first` < `second`)."""
        ...

    def meetings(self, community: CommunityId) -> tuple[Meeting, ...]:
        """Return all recorded meetings, oldest slot first."""
        ...

    def companions(self, member: MemberId, *, since: date) -> tuple[tuple[CircleId, MemberId], ...]:
        """Return whom a member sat with from one slot on, in which circle; the newest slot first."""
        ...

    def unmake(self, round_: RoundId) -> None:
        """Forget who sat with whom in a round, whose turn it was and who was left out; its groups stay, without people."""
        ...

    def pairs_by_round(self, community: CommunityId) -> Iterator[PairsOfRound]:
        """Yield the pairs of all recorded meetings round by round, oldest slot first; read as it is used."""
        ...


class Challenges(Protocol):
    """Keep weekly posts and taps."""

    def add_post(self, post: ChallengePost) -> None: ...
    def post(self, post: PostId) -> ChallengePost | None: ...
    def posts(self, community: CommunityId, *, newest: int | None = None) -> tuple[ChallengePost, ...]:
        """Return the posts, newest first; only so many of them, if that is said."""
        ...

    def tap(self, tap: ChallengeTap) -> None:
        """Add or replace a person's answer to a post."""
        ...

    def tapped(self, post: PostId, platform: PlatformName, user: UserId) -> ChallengeTap | None: ...
    def counts(self, post: PostId) -> Mapping[Tap, int]: ...
    def forget(self, platform: PlatformName, user: UserId, community: CommunityId | None = None) -> None:
        """Delete everything an account ever tapped or wrote, in one community or everywhere; counts stay."""
        ...

    def diary(
        self, community: CommunityId, platform: PlatformName, user: UserId
    ) -> tuple[tuple[ChallengePost, ChallengeTap], ...]:
        """Return a person's own answers in a community, newest first."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredMenu:
    """Keep a menu for as long as it may be tapped. `only` are the users who may tap (empty: anybody who sees it)."""

    menu: Menu
    community: CommunityId | None
    only: tuple[UserId, ...]
    expires: datetime


class Menus(Protocol):
    """Keep menus, so that taps work after a restart."""

    def put(self, stored: StoredMenu) -> None:
        """Add or replace the menu under its own id."""
        ...

    def get(self, menu: MenuId) -> StoredMenu | None: ...
    def drop_naming(self, community: CommunityId, users: Collection[UserId], name: str) -> None:
        """Delete the menus that are for some users alone and name an id."""
        ...

    def take(self, menu: MenuId) -> bool:
        """Delete a menu that may be tapped only once, and say whether it was still there."""
        ...

    def purge(self, before: datetime) -> int:
        """Delete menus that expired before an instant and return how many."""
        ...


class Repositories(CareRepositories, Protocol):
    """Stand for one transaction's view of everything stored."""

    def pause(self) -> None:
        """Let whatever else is due have its turn, in the middle of a long use case; the transaction stays open."""
        ...

    @property
    def communities(self) -> Communities: ...
    @property
    def places(self) -> Places: ...
    @property
    def open_tables(self) -> OpenTables: ...
    @property
    def members(self) -> Members: ...
    @property
    def rounds(self) -> Rounds: ...
    @property
    def aftermath(self) -> Aftermath: ...
    @property
    def challenges(self) -> Challenges: ...
    @property
    def norms(self) -> Norms: ...
    @property
    def suggestions(self) -> Suggestions: ...
    @property
    def packs(self) -> Packs: ...
    @property
    def seasons(self) -> Seasons: ...
    @property
    def menus(self) -> Menus: ...
    @property
    def jobs(self) -> Jobs: ...


class Storage(Protocol):
    """Run use cases, each in one transaction."""

    async def run(self, use_case: Callable[[Repositories], R], /) -> R:
        """Run a synchronous use case and commit; roll back if it raises."""
        ...

    async def tidy(self) -> None:
        """Let nothing that was deleted stand on in what the database keeps for itself."""
        ...
