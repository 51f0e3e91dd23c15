"""Rooms for matched groups."""

from typing import Any

from adapters.matrix.direct import ENCRYPTION, NO_SHOWN_ALIAS, VISIBLE_TO_INVITED
from adapters.matrix.erasing import Eraser
from adapters.matrix.errors import MatrixRefusal, is_code
from adapters.matrix.events import text
from adapters.matrix.http import in_room
from adapters.matrix.records import RoomRecord
from adapters.matrix.tools import Tools
from bot.errors import PermanentPlatformError, Refusal, TemporaryPlatformError
from bot.ids import ChannelId, UserId, short_hash
from bot.ports.platform import PlaceRequest

_HERE = frozenset({"join", "invite"})
_NOBODY_WRITES = 100


class Places:
    """Open and close group rooms."""

    def __init__(self, tools: Tools) -> None:
        self._http = tools.http
        self._rooms = tools.rooms
        self._directs = tools.directs
        self._notebook = tools.notebook
        self._settings = tools.settings
        self._eraser = Eraser(tools.http, tools.rooms, tools.sender)

    async def open(self, request: PlaceRequest, *, key: str) -> ChannelId:
        """Make the room, or find the one that this key made before, and invite whoever is missing.

        Making a room is not repeatable and has no transaction id; its alias is what makes it so. People are
        invited one by one, so that one account that cannot be invited does not keep the others out.
        """
        known = await self._notebook.read(f"place/{key}")
        if known is not None:
            return ChannelId(known)  # everybody was invited then; who has left since is left alone
        room = await self._make(request, key)
        record = RoomRecord(kind="group", home=request.home, channel=request.channel)
        await self._rooms.write_record(room, record)
        members = await self._rooms.members(room)
        for user in request.people:
            if user not in members:
                await self._invite(room, user)
        await self._notebook.write(f"place/{key}", room)
        return ChannelId(room)

    async def _make(self, request: PlaceRequest, key: str) -> str:
        name = f"kith-{short_hash(await self._directs.salt(), 'place', key)}"
        try:
            answer = await self._http.call("POST", "v3/createRoom", self._plan(request, name))
            room: str | None = text(answer.get("room_id"))
        except PermanentPlatformError as error:
            if not is_code(error, "M_ROOM_IN_USE"):
                raise
            room = await self._rooms.by_alias(f"#{name}:{self._settings.server_name}")
        if not room:
            raise TemporaryPlatformError("the room is being made")
        return room

    def _plan(self, request: PlaceRequest, alias: str) -> dict[str, Any]:
        """Describe the room. The bot is not named in the power levels: who makes a room needs no mention,
        and from room version 12 on may have none."""
        secret = self._settings.encryption and self._settings.encrypt_group_places
        return {
            "name": request.name,
            "room_alias_name": alias,
            "preset": "private_chat",
            "initial_state": [VISIBLE_TO_INVITED, NO_SHOWN_ALIAS, *([ENCRYPTION] if secret else [])],
            "power_level_content_override": {"users_default": 0, "invite": 50, "events": {"m.room.name": 0}},
        }

    async def _invite(self, room: str, user: str) -> None:
        try:
            await self._http.call("POST", in_room(room, "invite"), {"user_id": user})
        except PermanentPlatformError as error:
            if error.reason is Refusal.LOGGED_OUT or not isinstance(error, MatrixRefusal):
                raise  # anything else is that person's own refusal, and leaves the room to the others

    async def remove(self, room: ChannelId, user: UserId) -> None:
        """Take somebody out; already out is success."""
        if await self._rooms.membership(room, user) not in _HERE:
            return
        await self._http.call("POST", in_room(room, "kick"), {"user_id": user})

    async def close(self, room: ChannelId) -> None:
        """Take away what the bot wrote, let nobody write any more and leave.

        Whom they met, when and where is not to be read for longer than that; what people said to each other they keep
        until they leave, too. Afterwards nothing can be redacted any more.
        """
        record = await self._rooms.record(room)
        if record is None or record.kind == "closed":
            return
        await self._eraser.everything(room)
        try:
            levels = dict(await self._rooms.state(room, "m.room.power_levels"))
            levels["events_default"] = _NOBODY_WRITES
            await self._http.call("PUT", in_room(room, "state", "m.room.power_levels", ""), levels)
            await self._http.call("POST", in_room(room, "leave"), {})
        except PermanentPlatformError as error:
            if error.reason is Refusal.LOGGED_OUT:
                raise
        await self._rooms.write_record(room, record.model_copy(update={"kind": "closed"}))
