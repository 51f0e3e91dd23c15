"""What happens to rooms and people without a command: invitations, departures, removals, upgrades."""

import asyncio
import logging
from collections.abc import Mapping
from typing import Any

from adapters.matrix.errors import MALFORMED
from adapters.matrix.events import Event, listing, mapping, read_event, text
from adapters.matrix.http import quoted
from adapters.matrix.records import InviteRecord, RoomRecord, load, save
from adapters.matrix.rooms import PLATFORM
from adapters.matrix.tools import Tools
from bot.errors import PermanentPlatformError, PlatformError, Refusal, TemporaryPlatformError
from bot.ids import ChannelId, HomeId, UserId
from bot.ports.inbox import HomeLost, Inbox, PersonLeft, PlaceMoved

log = logging.getLogger(__name__)
_OUT = frozenset({"leave", "ban"})
_IN = frozenset({"join", "invite"})
_RETRY_MS = 30_000
_MOST_TRIES = 20


class Watch:
    """Take note of what happens and tell the core."""

    def __init__(self, tools: Tools, inbox: Inbox) -> None:
        self._http = tools.http
        self._rooms = tools.rooms
        self._directs = tools.directs
        self._menus = tools.menus
        self._notebook = tools.notebook
        self._clock = tools.clock
        self._inbox = inbox
        self._me = tools.settings.user_id
        self._knocked = asyncio.Event()

    def learn(self, event: Event) -> None:
        """Take note of a state event."""
        self._rooms.learn(event)

    def wants(self, event: Event) -> bool:
        """Say whether the core has to hear of an event."""
        if event.type == "m.room.tombstone":
            return event.state_key == ""
        left = event.membership in _OUT and text(event.before.get("membership")) in {"join", ""}
        return left and event.state_key != self._me

    async def happened(self, event: Event) -> None:
        """Tell the core, with the server's refusals ending here."""
        try:
            if event.type == "m.room.tombstone":
                await self._upgraded(event.room, text(event.content.get("replacement_room")))
            else:
                await self._left(event)
        except PlatformError as error:
            if isinstance(error, PermanentPlatformError) and error.reason is Refusal.LOGGED_OUT:
                raise
            log.warning("a change could not be followed")
        except MALFORMED:
            log.exception("a change could not be understood")

    async def _left(self, event: Event) -> None:
        """Say that somebody left a home; leaving a group's place or the direct room is not that."""
        if await self._rooms.record(event.room) is None and event.state_key is not None:
            await self._inbox.noticed(
                PersonLeft(platform=PLATFORM, home=HomeId(event.room), user=UserId(event.state_key))
            )

    # ---- out

    async def put_out(self, room: str, about: Mapping[str, Any]) -> None:
        """Notice that the bot is no longer in a room: the only word of it stands among the rooms left."""
        await self._notebook.erase(f"invite/{room}")
        events = [read_event(room, raw) for raw in listing(mapping(about.get("timeline")).get("events"))]
        states = [read_event(room, raw) for raw in listing(mapping(about.get("state")).get("events"))]
        own = [e for e in (*states, *events) if e is not None and e.membership and e.state_key == self._me]
        record = await self._rooms.record(room)
        removed = own and own[-1].membership in _OUT and own[-1].sender != self._me
        was_in = own and text(own[-1].before.get("membership")) != "invite"
        self._rooms.forget(room)
        await self._menus.forget_room(room)
        if removed and was_in and record is None:
            await self._inbox.noticed(HomeLost(platform=PLATFORM, home=HomeId(room)))

    # ---- in

    async def invited(self, room: str, about: Mapping[str, Any]) -> None:
        """Write an invitation down: the server says it once, and joining may fail."""
        for raw in listing(mapping(about.get("invite_state")).get("events")):
            source = mapping(raw)
            content = mapping(source.get("content"))
            mine = source.get("type") == "m.room.member" and source.get("state_key") == self._me
            if mine and content.get("membership") == "invite":
                record = InviteRecord(
                    inviter=text(source.get("sender")), direct=content.get("is_direct") is True
                )
                await save(self._notebook, f"invite/{room}", record)
                self._knocked.set()

    async def knock(self, group: asyncio.TaskGroup) -> None:
        """Join what the bot is invited to, again and again until it works or is refused for good."""
        while True:
            self._knocked.clear()
            for key in await self._notebook.keys("invite/"):
                await self._try_to_join(key.removeprefix("invite/"))
            if await self._notebook.keys("invite/"):
                group.create_task(self._knock_later())
            await self._knocked.wait()

    async def _knock_later(self) -> None:
        await self._clock.sleep(_RETRY_MS / 1000)
        self._knocked.set()

    async def _try_to_join(self, room: str) -> None:
        record = await load(self._notebook, f"invite/{room}", InviteRecord)
        if record is None:
            return
        try:
            await self._http.call("POST", f"v3/join/{quoted(room)}", {})
            if record.direct:
                await self._directs.remember(record.inviter, room)
            await self._follow_up(room)
        except TemporaryPlatformError:
            record.tries += 1
            if record.tries < _MOST_TRIES:
                await save(self._notebook, f"invite/{room}", record)
                return
        except PermanentPlatformError as error:
            if error.reason is Refusal.LOGGED_OUT:
                raise
            log.info("an invitation was withdrawn")
        await self._notebook.erase(f"invite/{room}")

    # ---- upgrades

    async def _upgraded(self, old: str, new: str) -> None:
        """Follow a room to its successor; where that needs an invitation, wait for it."""
        if not new:
            return
        await self._notebook.write(f"successor/{new}", old)
        server = old.partition(":")[2] or self._me.partition(":")[2]
        try:
            await self._http.call("POST", f"v3/join/{quoted(new)}", {}, query={"via": server})
        except PermanentPlatformError as error:
            if error.reason is Refusal.LOGGED_OUT:
                raise
            return
        await self._follow_up(new)

    async def _follow_up(self, new: str) -> None:
        """Tell the core that a room lives on, if the joined room says so itself."""
        old = await self._notebook.read(f"successor/{new}")
        if old is None:
            return
        if await self._rooms.continues(old, new):
            record = await load(self._notebook, f"room/{old}", RoomRecord)
            if record is not None:
                await self._rooms.write_record(new, record)
                if record.kind == "direct":
                    await self._directs.remember(record.user, new)
            await self._inbox.noticed(PlaceMoved(platform=PLATFORM, old=ChannelId(old), new=ChannelId(new)))
        await self._notebook.erase(f"successor/{new}")
