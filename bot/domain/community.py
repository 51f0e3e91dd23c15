"""Communities, their homes on platforms, their areas and spots."""

from dataclasses import dataclass, field
from datetime import date, time
from enum import StrEnum

from bot.domain.availability import ANY_TIME
from bot.domain.care_phrases import CarePhrases
from bot.ids import AreaId, ChannelId, CommunityId, HomeId, PlatformName, SpotId, UserId
from bot.text.message import T, Text


@dataclass(frozen=True, slots=True, kw_only=True)
class ChallengeSettings:
    """Say whether, when and where the weekly challenge is posted. Off until an organiser turns it on.

    `pictures` says whether a picture goes with it.
    `question` lets Kith ask people, once a season at most, whether they would be glad to be invited.
    """

    on: bool = False
    weekday: int = 0
    at: time = time(10)
    anchor: date | None = None
    pictures: bool = True
    question: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """Tie a member to one account on one platform."""

    platform: PlatformName
    user: UserId


@dataclass(frozen=True, slots=True, kw_only=True)
class Channel:
    """Name a channel or room on a platform."""

    platform: PlatformName
    channel: ChannelId


@dataclass(frozen=True, slots=True, kw_only=True)
class Moderators:
    """Say who sees reports: whoever has a right on a platform, and people by name.

    `rights` pair a platform with a role's id or a power level. `organisers` says that whoever organises moderates too.
    """

    organisers: bool = True
    rights: tuple[tuple[PlatformName, str], ...] = ()
    people: tuple[Account, ...] = ()

    def right_on(self, platform: PlatformName) -> str | None:
        """Return the right that makes a moderator on a platform, if one was chosen."""
        return dict(self.rights).get(platform)


@dataclass(frozen=True, slots=True, kw_only=True)
class Community:
    """Hold one community's settings. `zone` is an IANA name, `language` a language tag.

    `contact` names whoever takes reports when a moderator is concerned (H9), `alternate` is their account;
    `alternate_agreed` says that they allowed Kith to write to them.
    """

    id: CommunityId
    zone: str
    name: str = ""
    language: str = "en"
    steward: str = ""
    contact: str = ""
    help_lines: str = ""
    challenges: ChallengeSettings = field(default_factory=ChallengeSettings)
    moderators: Moderators = field(default_factory=Moderators)
    moderator_channel: Channel | None = None
    alternate: Account | None = None
    alternate_agreed: bool = False
    emergency: str = ""  # the local emergency number
    help_checked: date | None = None  # when an organiser last looked whether number and help lines are right
    phrases: CarePhrases = field(default_factory=CarePhrases)


@dataclass(frozen=True, slots=True, kw_only=True)
class Home:
    """Tie a community to one server, space or room, and name the channel where Kith posts."""

    platform: PlatformName
    home: HomeId
    community: CommunityId
    channel: ChannelId


@dataclass(frozen=True, slots=True, kw_only=True)
class Area:
    """Name a part of town; `centre` is a coarse (latitude, longitude) in degrees, never an address.

    `zone` is the IANA name of its time zone, empty where that is the community's.
    """

    id: AreaId
    community: CommunityId
    name: str
    centre: tuple[float, float] | None = None
    zone: str = ""


class SpotNote(StrEnum):
    """What is worth knowing about a spot; the same words serve as members' venue wishes."""

    STEP_FREE = "step-free"
    QUIET = "quiet"
    SEATED = "seated"
    FREE = "free"
    NO_PURCHASE = "no-purchase"
    NO_ALCOHOL = "no-alcohol"
    INDOORS = "indoors"
    OUTDOORS = "outdoors"

    @property
    def label(self) -> Text:
        """Return the words for the note."""
        return _NOTE_LABELS[self]


_NOTE_LABELS: dict[SpotNote, Text] = {
    SpotNote.STEP_FREE: T("step-free"),
    SpotNote.QUIET: T("quiet"),
    SpotNote.SEATED: T("seats to sit on"),
    SpotNote.FREE: T("free of charge"),
    SpotNote.NO_PURCHASE: T("no purchase needed"),
    SpotNote.NO_ALCOHOL: T("no alcohol"),
    SpotNote.INDOORS: T("indoors"),
    SpotNote.OUTDOORS: T("outdoors"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Spot:
    """Name a public place from the organiser's list; `hours` is the mask of the parts of the week in which it is open."""

    id: SpotId
    community: CommunityId
    area: AreaId | None
    name: str
    notes: frozenset[SpotNote] = frozenset()
    hours: int = ANY_TIME
