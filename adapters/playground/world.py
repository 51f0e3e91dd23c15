"""The world: homes, channels, people, and what each of them sees."""

import asyncio
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from adapters.playground.faults import Faults
from adapters.playground.model import Channel, Dialog, Entry, Resident
from bot.errors import PermanentPlatformError, Refusal
from bot.ids import ChannelId, HomeId, PlatformName, UserId
from bot.ports.clock import Clock
from bot.ports.commands import Place, PlaceKind
from bot.ports.messages import Form, Message

PLATFORM = PlatformName("playground")
Watcher = Callable[[Entry], None]


def in_english(path: str, _language: str) -> str:
    """Return a command's path as it is in English, until somebody knows what commands there are."""
    return path


@dataclass(slots=True)
class World:
    """Hold everything that exists on the playground; ids are counted, so the same story has the same ids."""

    clock: Clock
    faults: Faults = field(default_factory=Faults)
    homes: dict[HomeId, str] = field(default_factory=dict)
    people: dict[UserId, Resident] = field(default_factory=dict)
    channels: dict[ChannelId, Channel] = field(default_factory=dict)
    dialogs: dict[str, Dialog] = field(default_factory=dict)
    called: Callable[[str, str], str] = in_english
    revision: int = 0
    _entries: dict[ChannelId, list[Entry]] = field(default_factory=dict)
    _by_id: dict[str, Entry] = field(default_factory=dict)
    _by_key: dict[str, str] = field(default_factory=dict)
    _watchers: list[Watcher] = field(default_factory=list)
    _changed: asyncio.Event = field(default_factory=asyncio.Event)
    _count: int = 0

    # ------------------------------------------------------------------ building

    def add_home(self, name: str) -> HomeId:
        """Found a home (what elsewhere is a server or a space)."""
        home = HomeId(self._next("home"))
        self.homes[home] = name
        return home

    def add_channel(self, home: HomeId, name: str) -> ChannelId:
        """Open a public channel in a home."""
        return self._open(name, PlaceKind.PUBLIC, home, set())

    def add_person(
        self, name: str, home: HomeId, *, organiser: bool = False, language: str | None = None
    ) -> UserId:
        """Let somebody new into a home."""
        user = UserId(self._next("person"))
        organises = {home} if organiser else set()
        self.people[user] = Resident(id=user, name=name, language=language, homes={home}, organises=organises)
        self.changed()
        return user

    def leave(self, user: UserId, home: HomeId) -> None:
        """Let somebody leave a home and all its places."""
        self.people[user].homes.discard(home)
        self.people[user].organises.discard(home)
        for channel in self.channels.values():
            if channel.home == home:
                channel.people.discard(user)
        self.changed()

    def open_group(self, home: HomeId, name: str, people: Sequence[UserId]) -> ChannelId:
        """Open a private place for those of `people` who are in the home."""
        return self._open(name, PlaceKind.GROUP, home, {user for user in people if self.is_in(user, home)})

    def _open(self, name: str, kind: PlaceKind, home: HomeId | None, people: set[UserId]) -> ChannelId:
        identifier = ChannelId(self._next("place"))
        self.channels[identifier] = Channel(id=identifier, name=name, kind=kind, home=home, people=people)
        self.changed()
        return identifier

    # ------------------------------------------------------------------ looking

    def is_in(self, user: UserId, home: HomeId) -> bool:
        """Say whether somebody is in a home."""
        return user in self.people and home in self.people[user].homes

    def channel(self, identifier: ChannelId) -> Channel:
        """Return a channel, or raise the refusal of a platform whose channel is gone."""
        if identifier not in self.channels:
            raise PermanentPlatformError("no such channel", reason=Refusal.GONE)
        return self.channels[identifier]

    def direct_channel(self, user: UserId) -> Channel:
        """Return somebody's conversation with Kith, opened when it is first needed."""
        for channel in self.channels.values():
            if channel.kind is PlaceKind.DIRECT and user in channel.people:
                return channel
        return self.channels[self._open("Kith", PlaceKind.DIRECT, None, {user})]

    def place(self, identifier: ChannelId) -> Place:
        """Return a channel as the core names places."""
        channel = self.channel(identifier)
        return Place(platform=PLATFORM, home=channel.home, channel=identifier, kind=channel.kind)

    def channels_of(self, user: UserId) -> Iterator[Channel]:
        """Yield the channels that somebody can open, in the order in which they came to be."""
        return (channel for channel in self.channels.values() if self._enters(user, channel))

    def entry(self, identifier: str) -> Entry | None:
        """Return one entry."""
        return self._by_id.get(identifier)

    def entry_with_key(self, key: str) -> Entry | None:
        """Return the entry that was posted under a key."""
        return self._by_id.get(self._by_key.get(key, ""))

    def entries(self, channel: ChannelId, viewer: UserId) -> list[Entry]:
        """Return what one person sees in one channel, oldest first."""
        if channel not in self.channels or not self._enters(viewer, self.channels[channel]):
            return []
        return [entry for entry in self._entries.get(channel, []) if sees(viewer, entry)]

    def all_entries(self) -> Iterator[Entry]:
        """Yield every entry in the order in which they came."""
        return iter(self._by_id.values())

    def viewers(self, entry: Entry) -> Iterator[UserId]:
        """Yield everybody who can see an entry now."""
        channel = self.channels[entry.channel]
        return (user for user in tuple(self.people) if sees(user, entry) and self._enters(user, channel))

    def _enters(self, user: UserId, channel: Channel) -> bool:
        if channel.kind is PlaceKind.PUBLIC:
            return channel.home is not None and self.is_in(user, channel.home)
        return user in channel.people

    # ------------------------------------------------------------------ writing

    def write(
        self,
        channel: ChannelId,
        message: Message,
        *,
        language: str = "en",
        key: str | None = None,
        author: UserId | None = None,
        seen_by: frozenset[UserId] | None = None,
        call: str = "",
        caller: UserId | None = None,
    ) -> Entry:
        """Write an entry; a known key returns the entry that stands there already."""
        known = self.entry_with_key(key) if key is not None else None
        if known is not None:
            return known
        entry = Entry(
            id=self._next("entry"),
            channel=channel,
            at=self.clock.now(),
            message=message,
            language=language,
            author=author,
            seen_by=seen_by,
            call=call,
            caller=caller,
        )
        if key is not None:
            self._by_key[key] = entry.id
        self._by_id[entry.id] = entry
        self._entries.setdefault(channel, []).append(entry)
        self._announce(entry)
        return entry

    def rewrite(self, entry: Entry, message: Message, language: str) -> None:
        """Put another message in an entry's place."""
        entry.message = message
        entry.language = language
        entry.taps.clear()
        self._announce(entry)

    def erase(self, *entries: Entry) -> None:
        """Take entries away as if they had never been written."""
        for entry in entries:
            self._entries[entry.channel].remove(entry)
            del self._by_id[entry.id]
        gone = {entry.id for entry in entries}
        self._by_key = {key: value for key, value in self._by_key.items() if value not in gone}
        self.changed()

    def kiths(self, channel: ChannelId) -> tuple[Entry, ...]:
        """Return what Kith wrote in a channel, whoever sees it."""
        return tuple(entry for entry in self._entries.get(channel, ()) if entry.author is None)

    def remember_place(self, key: str, channel: ChannelId) -> None:
        """Remember that a place was opened under a key."""
        self._by_key[f"place {key}"] = channel

    def place_with_key(self, key: str) -> ChannelId | None:
        """Return the place that was opened under a key."""
        found = self._by_key.get(f"place {key}")
        return ChannelId(found) if found is not None else None

    def open_dialog(self, user: UserId, form: Form, place: Place, language: str) -> Dialog:
        """Open a form before somebody; their earlier open form is put away."""
        for old in [dialog.id for dialog in self.dialogs.values() if dialog.user == user]:
            del self.dialogs[old]
        dialog = Dialog(id=self._next("form"), user=user, form=form, place=place, language=language)
        self.dialogs[dialog.id] = dialog
        self.changed()
        return dialog

    # ------------------------------------------------------------------ watching

    def watch(self, watcher: Watcher) -> None:
        """Call `watcher` with every entry that is written or rewritten."""
        self._watchers.append(watcher)

    def changed(self) -> None:
        """Wake everybody who waits for a change."""
        self.revision += 1
        self._changed.set()
        self._changed = asyncio.Event()

    async def wait(self, revision: int) -> int:
        """Wait until the world is newer than `revision` and return its revision."""
        while self.revision <= revision:
            await self._changed.wait()
        return self.revision

    def _announce(self, entry: Entry) -> None:
        for watcher in self._watchers:
            watcher(entry)
        self.changed()

    def _next(self, kind: str) -> str:
        self._count += 1
        return f"{kind}-{self._count}"


def sees(viewer: UserId, entry: Entry) -> bool:
    """Say whether an entry is meant for this person's eyes."""
    return entry.seen_by is None or viewer in entry.seen_by
