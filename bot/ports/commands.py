"""Commands as data: one declaration serves Discord's tree, Matrix's parser, the playground and the help texts.

A `CommandSpec` refuses itself at import when it breaks the grammar, so a bad declaration never reaches a platform.
The limits are Discord's (names of 1-32 characters, summaries of at most 100, at most 25 options or choices;
Discord developer documentation, "Application Commands"), the strictest of the three platforms.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from bot.ids import ChannelId, HomeId, MenuId, PlatformName, UserId
from bot.text.message import Text

_NAME = re.compile(r"[a-z0-9-]{1,32}")
MAX_SUMMARY = 100
MAX_OPTIONS = 25
MAX_CHOICES = 25


class OptionKind(StrEnum):
    """What an option's value means."""

    TEXT = "text"  # free words
    WORD = "word"  # one word, or one of `choices`
    NUMBER = "number"  # a whole number
    USER = "user"  # somebody: the raw value is a platform user id
    RIGHT = "right"  # what makes a moderator: the raw value is a role's id, or a power level
    FILE = "file"  # the raw value is the file's text (CSV imports)


@dataclass(frozen=True, slots=True, kw_only=True)
class OptionChoice:
    """Offer one fixed value of an option."""

    value: str
    label: Text


class Screening(StrEnum):
    """Say what is looked for in the words of an option before anything is done with them (`care.md` 5, H16).

    Free text of members is screened in full unless an option says otherwise, so that nobody can forget it.
    """

    FULL = "full"  # held back where it tells of a crisis, or where it looks like a private detail
    CRISIS = "crisis"  # only a crisis: the words are compared with a list, and never kept
    ALONGSIDE = "alongside"  # goes through whatever it says, with people to talk to named beside the answer
    HEARD = "heard"  # only a crisis: words said to the bot that are no command, and nothing becomes of them


@dataclass(frozen=True, slots=True, kw_only=True)
class Option:
    """Declare one option of a command. `suggest` asks the core for completions while typing.

    `hidden` options are filled by taps only (ids of a group, say): parsers accept them, nobody is shown them.
    `apart` options stand for themselves: the others of the call can go on while this one's words are held back.
    """

    name: str
    summary: Text
    kind: OptionKind = OptionKind.TEXT
    required: bool = False
    choices: tuple[OptionChoice, ...] = ()
    suggest: bool = False
    hidden: bool = False
    longest: int = 200
    screening: Screening = Screening.FULL
    apart: bool = False

    def __post_init__(self) -> None:
        _check_name(self.name)
        _check_summary(self.name, self.summary)
        if len(self.choices) > MAX_CHOICES:
            raise ValueError(f"option {self.name}: more than {MAX_CHOICES} choices")

    @property
    def keeps_words(self) -> bool:
        """Say whether what a person writes here may be kept: it is no word of a list, and nothing that is only heard."""
        return self.kind is OptionKind.TEXT and self.screening in {Screening.FULL, Screening.ALONGSIDE}

    @property
    def takes_words(self) -> bool:
        """Say whether a person can write here what they like. Hidden words are ids and the like."""
        word = self.kind is OptionKind.WORD and not self.hidden
        return (word or self.kind is OptionKind.TEXT) and not self.choices


class Access(StrEnum):
    """Who may call a command."""

    ANYONE = "anyone"
    MEMBER = "member"  # has joined
    ORGANISER = "organiser"
    MODERATOR = "moderator"  # who sees reports; the contact for reports about a moderator may call too
    STAFF = "staff"  # organisers and moderators; the handler says which of its parts is whose


class Visibility(StrEnum):
    """Who sees the answer. Discord fixes this at the acknowledgement, so it stands on the spec."""

    PRIVATE = "private"
    SHARED = "shared"


@dataclass(frozen=True, slots=True, kw_only=True)
class CommandSpec:
    """Declare one command: path, summary, options, access, visibility.

    `tapped` commands exist for menus only; they are parsed everywhere and listed nowhere.
    `sensitive` commands are taken away from public rooms where the platform shows them to others.
    """

    path: tuple[str, ...]
    summary: Text
    options: tuple[Option, ...] = ()
    access: Access = Access.ANYONE
    visibility: Visibility = Visibility.PRIVATE
    tapped: bool = False
    sensitive: bool = False
    details: Text | None = None

    def __post_init__(self) -> None:
        if not 1 <= len(self.path) <= 3:  # noqa: PLR2004 - the grammar: group, command, sub-command
            raise ValueError(f"{self.path}: a path has one to three words")
        for word in self.path:
            _check_name(word)
        _check_summary(self.name, self.summary)
        names = [option.name for option in self.options]
        if len(names) > MAX_OPTIONS or len(set(names)) != len(names):
            raise ValueError(f"{self.name}: options must be unique and at most {MAX_OPTIONS}")
        required = [option.required for option in self.options]
        if required != sorted(required, reverse=True):
            raise ValueError(f"{self.name}: required options come first")

    @property
    def name(self) -> str:
        """Return the path as it is typed: "meet join"."""
        return " ".join(self.path)

    @property
    def shown_options(self) -> tuple[Option, ...]:
        """Return the options that people are shown."""
        return tuple(option for option in self.options if not option.hidden)

    @property
    def for_staff(self) -> bool:
        """Say whether the command is for those who organise or moderate, and not for members."""
        return self.access in {Access.ORGANISER, Access.MODERATOR, Access.STAFF}

    @property
    def screened(self) -> tuple[Option, ...]:
        """Return the options that take members' own words; what organisers write is about the community."""
        if self.for_staff:
            return ()
        return tuple(option for option in self.options if option.takes_words)


def _check_name(name: str) -> None:
    if not _NAME.fullmatch(name):
        raise ValueError(f"{name!r}: names are 1-32 characters of a-z, 0-9 and -")


def _check_summary(name: str, summary: Text) -> None:
    if not 1 <= len(summary.template) <= MAX_SUMMARY:
        raise ValueError(f"{name}: a summary has 1 to {MAX_SUMMARY} characters")


class PlaceKind(StrEnum):
    """What sort of room a call came from."""

    PUBLIC = "public"
    GROUP = "group"  # the private place of a matched group
    DIRECT = "direct"


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Say where something happens: a home (server, space, room) and a channel in it.

    `home` is None in direct messages, where the platform does not say which community is meant.
    """

    platform: PlatformName
    home: HomeId | None
    channel: ChannelId
    kind: PlaceKind = PlaceKind.PUBLIC


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor:
    """Say who calls. `organiser` is what the platform told with the call, None where the core has to ask.

    `language` is the reader's language tag if the platform knows it, `name` is for direct use in this answer and
    is never stored.
    """

    user_id: UserId
    language: str | None = None
    organiser: bool | None = None
    name: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Invocation:
    """Carry one call of a command; `id` is the platform's own id of the event, for idempotency.

    `at` is when it was said, where the platform may bring it late (after an outage). `menu` is what was tapped, if
    it was not typed.
    """

    id: str
    command: str
    actor: Actor
    place: Place
    options: Mapping[str, str] = field(default_factory=dict)
    at: datetime | None = None
    menu: MenuId | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """Carry one tap (or several picks) on a menu."""

    id: str
    menu: MenuId
    keys: tuple[str, ...]
    actor: Actor
    place: Place
