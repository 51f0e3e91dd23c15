"""Members: people who opted in, and what they told Kith about meeting."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from math import inf

from bot.domain.availability import ANY_TIME
from bot.domain.community import SpotNote
from bot.ids import AreaId, CircleId, CommunityId, MemberId, UserId
from bot.text.message import T, Text

CONSENT_VERSION = 1
HELLO_LONGEST = 140
ROLE_LONGEST = 30
A_MONTH = timedelta(weeks=4)
MAX_INTERESTS = 3


class MemberState(StrEnum):
    """Where a member stands."""

    ACTIVE = "active"
    PAUSED = "paused"
    LEFT = "left"  # opted out; erased at `erase_at`


class Contact(StrEnum):
    """Where a member allowed Kith to write to them."""

    DIRECT = "direct"  # direct messages, by their own tap
    PLACE = "place"  # only inside the community


class Attendance(StrEnum):
    """How a member takes part in a circle."""

    ALWAYS = "always"  # in, unless they say not this time
    ASK = "ask"  # in only where they say yes


class Frequency(StrEnum):
    """How often a member takes part in a circle where they do not say yes to a round by themselves."""

    EVERY = "every"
    OTHER = "other"  # rests after each round in which they had a seat
    MONTHLY = "monthly"  # rests for four weeks after it

    @property
    def label(self) -> Text:
        """Return the words for the choice."""
        return _FREQUENCY_LABELS[self]

    def rests(self, slot: date, *, last: date | None, before: date | None) -> bool:
        """Say whether a round is left out; `last` is the newest slot with a seat, `before` the slot of the round before."""
        if last is None or self is Frequency.EVERY:
            return False
        return last == before if self is Frequency.OTHER else slot - last < A_MONTH


_FREQUENCY_LABELS: dict[Frequency, Text] = {
    Frequency.EVERY: T("Every round"),
    Frequency.OTHER: T("Every other round"),
    Frequency.MONTHLY: T("Once a month at most"),
}


class Reach(StrEnum):
    """How far a member is willing to go."""

    AREA = "area"
    NEAR = "near"
    TOWN = "town"

    @property
    def km(self) -> float:
        """Return the distance in kilometres that the choice stands for; anywhere in town is any distance."""
        return _REACH_KM[self]

    @property
    def label(self) -> Text:
        """Return the words for the choice."""
        return _REACH_LABELS[self]


_REACH_KM: dict[Reach, float] = {Reach.AREA: 2.0, Reach.NEAR: 6.0, Reach.TOWN: inf}
_REACH_LABELS: dict[Reach, Text] = {
    Reach.AREA: T("My own area"),
    Reach.NEAR: T("The areas around mine too"),
    Reach.TOWN: T("Anywhere in town"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """Hold one member. `times` is an availability mask; `languages` are language codes, lower case.

    `role` is what they do here, in a word or two of their own. Nothing here is a name: people are shown by their
    platform account. `held_until` is the end of a hold; until then they are in no group.
    """

    id: MemberId
    community: CommunityId
    joined_at: datetime
    consent: int = CONSENT_VERSION
    state: MemberState = MemberState.ACTIVE
    contact: Contact = Contact.PLACE
    paused_until: datetime | None = None
    erase_at: datetime | None = None
    language: str = ""
    area: AreaId | None = None
    reach: Reach = Reach.TOWN
    times: int = ANY_TIME
    languages: frozenset[str] = frozenset()
    interests: tuple[str, ...] = ()
    wishes: frozenset[SpotNote] = frozenset()
    pairs_only: bool = False
    hello: str = ""
    role: str = ""
    held_until: datetime | None = None

    def held(self, now: datetime) -> bool:
        """Say whether moderators (or a report) hold their matching back; they are never told (H9)."""
        return self.held_until is not None and self.held_until > now

    @property
    def agreed(self) -> bool:
        """Say whether the member belongs here by what the consent card says now."""
        return self.state is not MemberState.LEFT and self.consent >= CONSENT_VERSION


@dataclass(frozen=True, slots=True, kw_only=True)
class Enrolment:
    """Say that a member belongs to a circle, and how they take part.

    `host` is their consent to hold one extra seat. `partner` is whom they wish to come with; it counts for nothing
    until the other wishes the same.
    """

    circle: CircleId
    member: MemberId
    attendance: Attendance
    frequency: Frequency = Frequency.EVERY
    host: bool = False
    partner: MemberId | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Participant:
    """Hold a member with their enrolment in a circle and their account on the circle's platform."""

    member: Member
    enrolment: Enrolment
    user: UserId
