"""The Matrix platform: the core's port, and everything put together."""

import asyncio
import logging
from collections.abc import Awaitable, Collection

from typing_extensions import override

from adapters.matrix.client import Client
from adapters.matrix.crosssign import Signed
from adapters.matrix.crypto import Crypto
from adapters.matrix.desk import Desk
from adapters.matrix.direct import DirectRooms
from adapters.matrix.forgetting import Forgetter, Keys
from adapters.matrix.http import Http
from adapters.matrix.ledger import Ledger
from adapters.matrix.menus import Menus
from adapters.matrix.people import is_user_id
from adapters.matrix.places import Places
from adapters.matrix.prune import prune
from adapters.matrix.records import SentRecord, load, save
from adapters.matrix.rooms import PLATFORM, Rooms
from adapters.matrix.sender import Delivery, Sender
from adapters.matrix.session import Session, load_session, only_process
from adapters.matrix.settings import MatrixSettings
from adapters.matrix.tools import Tools
from adapters.matrix.unread import Unread
from adapters.matrix.watch import Watch
from bot.errors import PermanentPlatformError, Refusal, TemporaryPlatformError
from bot.ids import ChannelId, HomeId, PlatformName, UserId
from bot.ports.clock import Clock
from bot.ports.commands import Place, PlaceKind
from bot.ports.inbox import Inbox
from bot.ports.messages import Message
from bot.ports.naming import CommandWords
from bot.ports.notebook import Notebook
from bot.ports.platform import Capabilities, ChatPlatform, PlaceRequest, Posted, Trace

log = logging.getLogger(__name__)


async def _unless_outside(asked: Awaitable[bool]) -> bool:
    """Return the answer, and no for a room that the bot is not in. Any other refusal is none: nobody is locked out by it."""
    try:
        return await asked
    except PermanentPlatformError as error:
        if error.reason in {Refusal.FORBIDDEN, Refusal.GONE}:
            return False
        raise


class MatrixPlatform(ChatPlatform):
    """Drive one Matrix account. Everything but `run` needs `run` to be running, or fails as temporary."""

    def __init__(self, settings: MatrixSettings, notebook: Notebook, clock: Clock) -> None:
        self._settings = settings
        self._notebook = notebook
        self._clock = clock
        self._tools: Tools | None = None
        self._keys: Keys | None = None
        self.ready = asyncio.Event()

    @property
    @override
    def name(self) -> PlatformName:
        return PLATFORM

    @property
    @override
    def capabilities(self) -> Capabilities:
        return Capabilities(private_replies=False, members_known=True, renders_zones=False)

    @override
    async def run(self, inbox: Inbox) -> None:
        """Listen until cancelled.

        Raises SetupError without a usable stored login, PermanentPlatformError once the server revokes it.
        """
        with only_process(self._settings):
            session = load_session(self._settings)
            http = Http(
                self._settings.homeserver, session.access_token, timeout=self._settings.request_timeout
            )
            async with http:
                await prune(self._notebook, self._clock)
                try:
                    await self._serve(http, session, inbox)
                finally:
                    self._tools = None
                    self.ready.clear()

    async def _serve(self, http: Http, session: Session, inbox: Inbox) -> None:
        rooms = Rooms(http, self._notebook, self._settings.user_id)
        if not self._settings.encryption:
            await self._follow(http, rooms, None, inbox)
            return
        crypto = Crypto(http, settings=self._settings, session=session, rooms=rooms, clock=self._clock)
        try:
            signed = await crypto.start()
            if signed is not Signed.DONE:
                log.error(
                    "the bot's device is not cross-signed: run `kith login matrix` with a fresh account",
                    extra={"why": signed.value},
                )
            await self._follow(http, rooms, crypto, inbox)
        finally:
            await crypto.stop()

    async def _follow(self, http: Http, rooms: Rooms, crypto: Crypto | None, inbox: Inbox) -> None:
        settings, notebook, clock = self._settings, self._notebook, self._clock
        menus = Menus(notebook)
        directs = DirectRooms(http, rooms, notebook, settings)
        tools = Tools(
            http=http,
            rooms=rooms,
            menus=menus,
            sender=Sender(
                http,
                rooms=rooms,
                menus=menus,
                clock=clock,
                settings=settings,
                cipher=crypto,
                called=CommandWords(inbox.specs).path,
            ),
            directs=directs,
            notebook=notebook,
            clock=clock,
            settings=settings,
        )
        client = Client(
            http,
            settings=settings,
            clock=clock,
            ledger=Ledger(notebook),
            watch=Watch(tools, inbox),
            desk=Desk(tools, inbox),
            crypto=crypto,
            unread=Unread(notebook, clock, crypto) if crypto is not None else None,
            ready=self.ready,
        )
        self._tools, self._keys = tools, crypto
        await client.run()

    def _now(self) -> Tools:
        if self._tools is None or not self.ready.is_set():
            raise TemporaryPlatformError("not connected yet", retry_after=1.0)
        return self._tools

    @override
    async def post(
        self, channel: ChannelId, message: Message, *, language: str, key: str, look: bool = False
    ) -> Posted:
        tools = self._now()
        record = await tools.rooms.record(channel)
        kind = PlaceKind.GROUP if record is not None and record.kind == "group" else PlaceKind.PUBLIC
        how = Delivery(key=key, language=language, kind=kind)
        return await self._once(tools, channel, message, how, look=look)

    @override
    async def direct(
        self, user: UserId, message: Message, *, language: str, key: str, look: bool = False
    ) -> Posted:
        """Write to somebody so that they are notified: what comes without being asked for is no notice."""
        tools = self._now()
        room, _ = await tools.directs.open(user, again=False)
        how = Delivery(key=key, language=language, kind=PlaceKind.DIRECT, reader=user, notice=False)
        return await self._once(tools, ChannelId(room), message, how, look=look)

    async def _once(
        self, tools: Tools, room: ChannelId, message: Message, how: Delivery, *, look: bool
    ) -> Posted:
        """Send a message unless its key was sent, by our own book or by what stands in the room."""
        sent = await load(self._notebook, f"sent/{how.key}", SentRecord)
        if sent is not None:
            return Posted(channel=ChannelId(sent.room), message=sent.event)
        found = await tools.sender.find(room, how.key) if look else None
        event = await tools.sender.deliver(room, message, how, found=found)
        at = int(self._clock.now().timestamp() * 1000)
        await save(self._notebook, f"sent/{how.key}", SentRecord(room=room, event=event, at=at))
        return Posted(channel=room, message=event)

    @override
    async def open_place(self, request: PlaceRequest, *, key: str, look: bool = False) -> ChannelId:
        """Open a private room. Its alias is made from the key, so looking and making are one request."""
        return await self._places().open(request, key=key)

    @override
    async def remove_from_place(self, channel: ChannelId, user: UserId) -> None:
        await self._places().remove(channel, user)

    @override
    async def close_place(self, channel: ChannelId) -> None:
        await self._places().close(channel)

    def _places(self) -> Places:
        tools = self._now()
        return Places(tools)

    @override
    async def forget(self, user: UserId, trace: Trace) -> None:
        """Redact what names a person, and let them out of a group's room or leave their direct room."""
        forgetter = Forgetter(self._now(), self._places(), self._keys)
        if trace.channel is not None:
            await forgetter.in_place(trace.channel, user)
        elif trace.reader is not None:
            await forgetter.in_conversation(trace.reader, user)

    @override
    async def can_organise(self, home: HomeId, user: UserId) -> bool:
        """Ask the server, now. Somebody on the configuration's own list always may."""
        if user in self._settings.organisers:
            return True
        return await _unless_outside(self._now().rooms.can_organise(home, user))

    @override
    async def can_moderate(self, home: HomeId, user: UserId, right: str) -> bool:
        """Ask the server, now, for a power level; nobody has one that is not a number above 0."""
        if not right.isascii() or not right.isdigit() or int(right) < 1:
            return False
        return await _unless_outside(self._now().rooms.has_level(home, user, int(right)))

    @override
    async def present(self, home: HomeId, users: Collection[UserId]) -> frozenset[UserId]:
        joined = await self._now().rooms.joined(home)
        return frozenset(user for user in users if user in joined)

    @override
    def person(self, words: str) -> UserId | None:
        """Take an id with its server."""
        return UserId(words.strip()) if is_user_id(words.strip()) else None

    @override
    def place_link(self, place: Place) -> str:
        """Return a matrix.to link: to the room, or to the bot itself for a direct room."""
        if place.kind is PlaceKind.DIRECT:
            return f"https://matrix.to/#/{self._settings.user_id}"
        return f"https://matrix.to/#/{place.channel}?via={self._settings.server_name}"
