"""The side of the world that the core drives."""

from collections.abc import Collection

from typing_extensions import override

from adapters.playground.model import Channel, Entry, Resident
from adapters.playground.world import PLATFORM, World
from bot.errors import PermanentPlatformError, Refusal
from bot.ids import ChannelId, HomeId, PlatformName, UserId
from bot.ports.clock import Clock
from bot.ports.commands import Place, PlaceKind
from bot.ports.inbox import Inbox
from bot.ports.messages import Message
from bot.ports.platform import Capabilities, ChatPlatform, PlaceRequest, Posted, Trace

_FOREVER = 86_400.0


class PlaygroundPlatform(ChatPlatform):
    """Serve a world to the core; every creating call is remembered by its key for good."""

    def __init__(self, world: World, clock: Clock) -> None:
        self.world = world
        self._clock = clock

    @property
    @override
    def name(self) -> PlatformName:
        """Return "playground"."""
        return PLATFORM

    @property
    @override
    def capabilities(self) -> Capabilities:
        """Return what the playground can do."""
        return Capabilities(private_replies=True, members_known=True, renders_zones=False)

    @override
    async def run(self, inbox: Inbox) -> None:
        """Do nothing until cancelled: the people's side calls the inbox itself."""
        while True:
            await self._clock.sleep(_FOREVER)

    @override
    async def post(
        self, channel: ChannelId, message: Message, *, language: str, key: str, look: bool = False
    ) -> Posted:
        """Post in a channel; an archived place is gone for new messages."""
        with self.world.faults.around():
            self._usable(channel)
            entry = self.world.write(channel, message, language=language, key=key)
        return Posted(channel=entry.channel, message=entry.id)

    @override
    async def direct(
        self, user: UserId, message: Message, *, language: str, key: str, look: bool = False
    ) -> Posted:
        """Write into somebody's conversation with Kith, in their own language where it is known."""
        with self.world.faults.around():
            resident = self._resident(user)
            if not resident.takes_directs:
                raise PermanentPlatformError("takes no direct messages", reason=Refusal.CLOSED)
            channel = self.world.direct_channel(user)
            entry = self.world.write(channel.id, message, language=language, key=key)
        return Posted(channel=entry.channel, message=entry.id)

    @override
    async def open_place(self, request: PlaceRequest, *, key: str, look: bool = False) -> ChannelId:
        """Open a private place below a channel; people who have left meanwhile are not let in."""
        with self.world.faults.around():
            self._usable(request.channel)
            known = self.world.place_with_key(key)
            if known is not None:
                return known
            place = self.world.open_group(request.home, request.name, request.people)
            self.world.remember_place(key, place)
        return place

    @override
    async def remove_from_place(self, channel: ChannelId, user: UserId) -> None:
        """Take one person out of a private place."""
        with self.world.faults.around():
            self._private(channel).people.discard(user)
            self.world.changed()

    @override
    async def close_place(self, channel: ChannelId) -> None:
        """Take away what Kith wrote in a private place, and archive it: what people wrote stays readable."""
        with self.world.faults.around():
            self._private(channel).archived = True
            self.world.erase(*self.world.kiths(channel))
            self.world.changed()

    @override
    async def forget(self, user: UserId, trace: Trace) -> None:
        """Take away what names a person in a place, or Kith's words to them."""
        with self.world.faults.around():
            if trace.channel is not None:
                self._let_out(trace.channel, user)
            elif trace.reader in self.world.people:
                channel = self.world.direct_channel(trace.reader).id
                own = trace.reader == user
                self.world.erase(
                    *(entry for entry in self.world.kiths(channel) if own or _names(entry, user))
                )
            for dialog in [each.id for each in self.world.dialogs.values() if each.user == user]:
                del self.world.dialogs[dialog]

    def _let_out(self, channel: ChannelId, user: UserId) -> None:
        if channel in self.world.channels:
            self._private(channel).people.discard(user)
            self.world.erase(*(entry for entry in self.world.kiths(channel) if _names(entry, user)))

    @override
    async def can_organise(self, home: HomeId, user: UserId) -> bool:
        """Say whether somebody may organise the home now."""
        with self.world.faults.around():
            return user in self.world.people and home in self.world.people[user].organises

    @override
    async def can_moderate(self, home: HomeId, user: UserId, right: str) -> bool:
        """Say whether somebody in the home has a role now."""
        with self.world.faults.around():
            return self.world.is_in(user, home) and right in self.world.people[user].roles

    @override
    async def present(self, home: HomeId, users: Collection[UserId]) -> frozenset[UserId]:
        """Return those who are still in the home."""
        with self.world.faults.around():
            return frozenset(user for user in users if self.world.is_in(user, home))

    @override
    def person(self, words: str) -> UserId | None:
        """Take the id of anybody who ever lived in the world."""
        return UserId(words) if words in self.world.people else None

    @override
    def place_link(self, place: Place) -> str:
        """Return the channel's name with a hash sign."""
        channel = self.world.channels.get(place.channel)
        return f"#{channel.name}" if channel is not None else "#?"

    def _usable(self, channel: ChannelId) -> Channel:
        found = self.world.channel(channel)
        if found.archived:
            raise PermanentPlatformError("the place is archived", reason=Refusal.GONE)
        return found

    def _private(self, channel: ChannelId) -> Channel:
        found = self.world.channel(channel)
        if found.kind is not PlaceKind.GROUP:
            raise PermanentPlatformError("not a private place", reason=Refusal.INVALID)
        return found

    def _resident(self, user: UserId) -> Resident:
        if user not in self.world.people:
            raise PermanentPlatformError("no such person", reason=Refusal.CLOSED)
        return self.world.people[user]


def _names(entry: Entry, user: UserId) -> bool:
    """Say whether an entry shows or mentions a person, or was for their eyes; ids stand in quotation marks there."""
    return entry.caller == user or user in (entry.seen_by or ()) or repr(user) in repr(entry.message)
