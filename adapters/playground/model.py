"""What the world is made of: people, channels, entries and open dialogs."""

from dataclasses import dataclass, field
from datetime import datetime

from bot.ids import ChannelId, HomeId, MenuId, UserId
from bot.ports.commands import Place, PlaceKind
from bot.ports.messages import Form, Menu, Message


@dataclass(slots=True, kw_only=True)
class Resident:
    """Keep one person of the world; `organises` lists the homes that they may organise."""

    id: UserId
    name: str
    language: str | None = None
    homes: set[HomeId] = field(default_factory=set)
    organises: set[HomeId] = field(default_factory=set)
    takes_directs: bool = True
    roles: set[str] = field(default_factory=set)


@dataclass(slots=True, kw_only=True)
class Channel:
    """Keep one public channel, group place or direct conversation; public ones are open to the whole home."""

    id: ChannelId
    name: str
    kind: PlaceKind
    home: HomeId | None
    people: set[UserId] = field(default_factory=set)
    archived: bool = False


@dataclass(slots=True, kw_only=True)
class Entry:
    """Keep one line of a channel.

    `author` is None for Kith. `seen_by` is None when everybody in the channel sees it. `call` is what `caller`
    typed or tapped to get it. `taps` remembers what each person chose here; only that person is shown it.
    """

    id: str
    channel: ChannelId
    at: datetime
    message: Message
    language: str = "en"
    author: UserId | None = None
    seen_by: frozenset[UserId] | None = None
    call: str = ""
    caller: UserId | None = None
    taps: dict[UserId, tuple[str, ...]] = field(default_factory=dict)

    @property
    def menu_id(self) -> MenuId | None:
        """Return the id of the menu that stands here, if any."""
        menu: Menu | None = self.message.menu
        return menu.id if menu is not None else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Dialog:
    """Keep one form that somebody has open, and where they opened it."""

    id: str
    user: UserId
    form: Form
    place: Place
    language: str
