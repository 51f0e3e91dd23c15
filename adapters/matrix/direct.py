"""Direct rooms: one room with one person and nobody else."""

import secrets
from typing import Any

from adapters.matrix.errors import MatrixRefusal, is_code
from adapters.matrix.events import listing, text
from adapters.matrix.http import Http, quoted
from adapters.matrix.records import RoomRecord
from adapters.matrix.rooms import Rooms
from adapters.matrix.settings import MatrixSettings
from bot.errors import PermanentPlatformError, Refusal, TemporaryPlatformError
from bot.ids import short_hash
from bot.ports.notebook import Notebook

ENCRYPTION = {
    "type": "m.room.encryption",
    "state_key": "",
    "content": {"algorithm": "m.megolm.v1.aes-sha2"},
}
VISIBLE_TO_INVITED = {
    "type": "m.room.history_visibility",
    "state_key": "",
    "content": {"history_visibility": "invited"},
}
NO_SHOWN_ALIAS: dict[str, Any] = {"type": "m.room.canonical_alias", "state_key": "", "content": {}}
"""The alias is our idempotency key, not a name that people should see above the room."""

_ATTEMPTS = 5


class DirectRooms:
    """Find and open direct rooms."""

    def __init__(self, http: Http, rooms: Rooms, notebook: Notebook, settings: MatrixSettings) -> None:
        self._http = http
        self._rooms = rooms
        self._notebook = notebook
        self._settings = settings
        self._me = settings.user_id

    async def remember(self, user: str, room: str) -> None:
        """Take note that a room is this person's direct room with the bot; the latest one counts."""
        if await self._notebook.read(f"direct/{user}") == room:
            return
        await self._rooms.write_record(room, RoomRecord(kind="direct", user=user))
        await self._notebook.write(f"direct/{user}", room)
        await self._publish(user, room)

    async def known(self, user: str) -> tuple[str, ...]:
        """Return the direct rooms with somebody, by our own notes and by the account's list."""
        noted = await self._notebook.read(f"direct/{user}")
        listed = [room for room in listing((await self._listed()).get(user)) if isinstance(room, str)]
        return tuple(dict.fromkeys([*([noted] if noted else []), *listed]))

    async def forget(self, user: str) -> None:
        """Take somebody from the account's list; a list without them is left as it is."""
        listed = await self._listed()
        if user in listed:
            rest = {other: rooms for other, rooms in listed.items() if other != user}
            await self._http.call("PUT", self._account_data, rest)

    async def open(self, user: str, *, again: bool) -> tuple[str, bool]:
        """Return the direct room with somebody, and whether it had to be made now.

        Who left the direct room is only invited `again` when they just asked for something.
        """
        room = await self._notebook.read(f"direct/{user}") or await self._published(user)
        if room is not None:
            if await self._rooms.partner(room) == user:
                return room, False
            if not again and await self._left(room, user):
                raise MatrixRefusal("M_KITH_LEFT", Refusal.CLOSED, {})
        await self._check_exists(user)
        return await self._make(user), True

    async def _left(self, room: str, user: str) -> bool:
        try:
            return await self._rooms.membership(room, user) in {"leave", "ban"}
        except PermanentPlatformError:
            return False  # the bot itself is out: that says nothing about the person's wish

    async def _check_exists(self, user: str) -> None:
        """Refuse accounts that our own homeserver does not know; it would invite them all the same."""
        if user.partition(":")[2] != self._settings.server_name:
            return
        try:
            await self._http.call("GET", f"v3/profile/{quoted(user)}")
        except PermanentPlatformError as error:
            if is_code(error, "M_NOT_FOUND", "M_UNKNOWN"):  # Synapse says the latter
                raise MatrixRefusal("M_NOT_FOUND", Refusal.CLOSED, {}) from error

    async def _make(self, user: str) -> str:
        """Make a room once, whatever happens to the answers: the alias says whether it is there already."""
        salt = await self.salt()
        for attempt in range(_ATTEMPTS):
            name = f"kith-{short_hash(salt, 'direct', user, str(attempt))}"
            try:
                answer = await self._http.call("POST", "v3/createRoom", self._plan(user, name))
                room = text(answer.get("room_id"))
            except PermanentPlatformError as error:
                if not is_code(error, "M_ROOM_IN_USE"):
                    raise
                room = await self._rooms.by_alias(f"#{name}:{self._settings.server_name}") or ""
            if room and await self._usable(room, user):
                await self.remember(user, room)
                return room
        raise TemporaryPlatformError("no direct room could be made", retry_after=600)

    async def _usable(self, room: str, user: str) -> bool:
        """Say whether an earlier room still is a direct room; one that somebody left stays left."""
        try:
            members = await self._rooms.members(room)
        except PermanentPlatformError:
            return False
        return set(members) == {self._me, user}

    def _plan(self, user: str, alias: str) -> dict[str, Any]:
        secret = self._settings.encryption and self._settings.encrypt_direct_rooms
        return {
            "room_alias_name": alias,
            "is_direct": True,
            "preset": "private_chat",  # "trusted" would make the person a co-creator in room version 12
            "invite": [user],
            "initial_state": [VISIBLE_TO_INVITED, NO_SHOWN_ALIAS, *([ENCRYPTION] if secret else [])],
            "power_level_content_override": {"users_default": 0, "invite": 100},
        }

    async def salt(self) -> str:
        """Return our secret for alias names, or anybody could ask the server who talks with the bot."""
        kept = await self._notebook.read("salt")
        if kept is None:
            kept = secrets.token_urlsafe(16)
            await self._notebook.write("salt", kept)
        return kept

    async def _listed(self) -> dict[str, Any]:
        try:
            return await self._http.call("GET", self._account_data)
        except PermanentPlatformError as error:
            if is_code(error, "M_NOT_FOUND"):
                return {}
            raise

    @property
    def _account_data(self) -> str:
        return f"v3/user/{quoted(self._me)}/account_data/m.direct"

    async def _published(self, user: str) -> str | None:
        """Find a direct room in the account itself: it outlives our notebook."""
        for room in listing((await self._listed()).get(user)):
            if isinstance(room, str) and await self._usable(room, user):
                await self.remember(user, room)
                return room
        return None

    async def _publish(self, user: str, room: str) -> None:
        """Add the room to the account's list, keeping what is there: the list is written as a whole."""
        listed = await self._listed()
        known = [known for known in listing(listed.get(user)) if known != room]
        await self._http.call("PUT", self._account_data, {**listed, user: [room, *known]})
