"""Circles, their rounds, and the groups and seats of a round.

States are those of `product.md`: a round is open, matched, closed or skipped; a group proposed, agreed, then
met, missed or unknown, and closed; a seat active or released.
"""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from bot.domain.recurrence import Cadence, instant
from bot.ids import ChannelId, CircleId, CommunityId, GroupId, MemberId, PlatformName, RoundId, SpotId
from bot.text.message import T, Text

OPENS_BEFORE = timedelta(hours=48)
NUDGE_AFTER = timedelta(hours=48)
RELEASE_AFTER = timedelta(hours=72)
CLOSE_AFTER_MEETING = timedelta(days=7)
CLOSE_AFTER_MATCH = timedelta(days=14)
CHECK_IN_WITHOUT_PLAN = timedelta(days=5)
LATEST_START = timedelta(hours=48)
"""How late a slot may still be matched after an outage; later it is skipped and recorded."""


POD_MEETINGS = 4
"""How often the same people are kept together before they are mixed again."""


class CircleState(StrEnum):
    """Whether a circle comes round."""

    ACTIVE = "active"
    PAUSED = "paused"


class Mix(StrEnum):
    """What the groups of a circle shall bring together, where its organiser wants that."""

    AREAS = "areas"
    ROLES = "roles"
    NEWCOMERS = "newcomers"

    @property
    def label(self) -> Text:
        """Return the words for the rule."""
        return _MIX_LABELS[self]


_MIX_LABELS: dict[Mix, Text] = {
    Mix.AREAS: T("areas"),
    Mix.ROLES: T("roles"),
    Mix.NEWCOMERS: T("newcomers with others"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Circle:
    """Hold a recurring meetup series. `at` is local time in the community's zone.

    `new_faces` is how many people new to them everybody shall meet in a round, None for as many as there are seats.
    `pods` keeps a group together whose people all said "again".
    """

    id: CircleId
    community: CommunityId
    name: str
    cadence: Cadence
    anchor: date
    at: time
    platform: PlatformName
    channel: ChannelId
    size: int = 2
    pairs_only: bool = False
    same_area: bool = False
    state: CircleState = CircleState.ACTIVE
    mix: frozenset[Mix] = frozenset()
    new_faces: int | None = None
    pods: bool = False


class RoundState(StrEnum):
    """Where a round stands."""

    PLANNED = "planned"
    OPEN = "open"
    MATCHED = "matched"
    CLOSED = "closed"
    SKIPPED = "skipped"


@dataclass(frozen=True, slots=True, kw_only=True)
class Round:
    """Hold one turn of a circle; `slot` is the local date of the occurrence and its identity.

    `follows` names the group whose people meet again by themselves. Such a round is nobody's turn in the circle: it
    counts for history and plans only, and its slot is the day on which it was made.
    """

    id: RoundId
    circle: CircleId
    community: CommunityId
    slot: date
    opens_at: datetime
    due_at: datetime
    state: RoundState = RoundState.PLANNED
    follows: GroupId | None = None


def round_of(circle: Circle, slot: date, zone: str) -> Round:
    """Make the round of a circle on one date."""
    due = instant(slot, circle.at, zone)
    return Round(
        id=RoundId(f"{circle.id}/{slot.isoformat()}"),
        circle=circle.id,
        community=circle.community,
        slot=slot,
        opens_at=due - OPENS_BEFORE,
        due_at=due,
    )


class GroupState(StrEnum):
    """Where a group stands."""

    PROPOSED = "proposed"
    AGREED = "agreed"
    MET = "met"
    MISSED = "missed"
    UNKNOWN = "unknown"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Hold the 2-5 people matched in a round, their place and their plan.

    `options` are the two proposed instants (UTC), `meets_at` the agreed one, `revision` counts changes of the
    calendar entry. `channel` is None until the place is open. `again` is kept in circles with pods only: all of its
    people said that they would like to meet again.
    """

    id: GroupId
    round: RoundId
    community: CommunityId
    matched_at: datetime
    platform: PlatformName
    state: GroupState = GroupState.PROPOSED
    channel: ChannelId | None = None
    options: tuple[datetime, ...] = ()
    spot: SpotId | None = None
    meets_at: datetime | None = None
    revision: int = 0
    shared_slots: int = 0
    again: bool = False
    offered: tuple[datetime, ...] = ()
    stretch: bool = False
    moved_from: datetime | None = None
    choosing_since: datetime | None = None

    @property
    def choose_until(self) -> datetime:
        """Return the instant after which no time is proposed any more."""
        return (self.choosing_since or self.matched_at) + CLOSE_AFTER_MATCH

    @property
    def entered_at(self) -> datetime | None:
        """Return the time that calendars hold: that of the plan, or of the one that is being moved."""
        return self.meets_at or self.moved_from

    @property
    def offer(self) -> str:
        """Name the proposed times, so that a tap on an older message is never taken for one of the newer times."""
        return "-".join(str(int(at.timestamp())) for at in self.options)

    @property
    def standing(self) -> str:
        """Name the plan that stands, so that a tap on an older one is never taken for it; empty without one."""
        return str(int(self.meets_at.timestamp())) if self.meets_at is not None else ""


class SeatState(StrEnum):
    """Whether a member still sits in the group."""

    ACTIVE = "active"
    RELEASED = "released"


class SeatRole(StrEnum):
    """As what a member sits in a group: nobody has more than one seat of each kind in a round."""

    MEMBER = "member"
    HOST = "host"  # an extra seat, by their own consent, beside somebody who would be left out otherwise


class Acceptance(StrEnum):
    """What a member tapped on the plan."""

    SILENT = "silent"
    FIRST = "first"
    SECOND = "second"
    EITHER = "either"
    NEITHER = "neither"


class Met(StrEnum):
    """What a member answered at the check-in."""

    YES = "yes"
    PLANNING = "planning"
    NO = "no"


class Feeling(StrEnum):
    """How the meetup was for a member."""

    GOOD = "good"
    OK = "ok"
    NOT_FOR_ME = "not-for-me"


class Reason(StrEnum):
    """Why a meetup did not happen, where a member likes to say; only ever counted."""

    NO_REPLY = "no-reply"
    TIMES = "times"
    LIFE = "life"
    CHANGED = "changed"
    UNSAID = "unsaid"


@dataclass(frozen=True, slots=True, kw_only=True)
class Seat:
    """Hold one member's seat in a group, their taps and their check-in.

    `fit` says how well the group suited them when it was made, 0 to 1000; None for a seat from before that was kept.
    `confirmed` is the meeting time for which they said that they are still on, so that a plan that moves asks again.
    `sign` is a line of theirs by which the group finds them. `alone` says that they came and found nobody.
    `reason` stands there until the group is closed, and is only counted then.
    """

    round: RoundId
    group: GroupId
    member: MemberId
    state: SeatState = SeatState.ACTIVE
    accepted: Acceptance = Acceptance.SILENT
    met: Met | None = None
    feeling: Feeling | None = None
    again: bool | None = None
    role: SeatRole = SeatRole.MEMBER
    fit: int | None = None
    confirmed: datetime | None = None
    sign: str | None = None
    alone: bool = False
    reason: Reason | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SeatRecord:
    """Sum up a member's seats in the rounds of a circle.

    `last` is the newest slot for which they kept a seat of any kind, `hosted` the newest with an extra seat as a host;
    `fit` is the mean of what is known of their own seats.
    """

    last: date | None = None
    hosted: date | None = None
    fit: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """Say that a member came to a round, whether they had the odd turn, and where that left them.

    An odd turn is a group of another size than the circle's, or in pairs-only circles a sit-out; `level` is counted as
    in `bot.matching.turns`.
    """

    round: RoundId
    member: MemberId
    level: int
    had: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Meeting:
    """Record that two members were matched in a round, and whether they met (None: unknown)."""

    first: MemberId
    second: MemberId
    round: RoundId
    community: CommunityId
    slot: date
    met: bool | None = None
