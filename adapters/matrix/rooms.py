"""What the bot knows about rooms and people: what a room is for, who is in it, who may do what.

Rights and members are asked from the server each time they matter. What the sync loop saw before is used for
names only: a client's own picture of power levels goes stale (a demoted moderator, a creator since room
version 12).
"""

from collections.abc import Mapping
from typing import Any

from adapters.matrix.errors import is_code
from adapters.matrix.events import Event, listing, mapping, text
from adapters.matrix.http import Http, in_room, quoted
from adapters.matrix.records import RoomRecord, load, save
from bot.errors import PermanentPlatformError
from bot.ids import ChannelId, HomeId, PlatformName
from bot.ports.commands import Place, PlaceKind
from bot.ports.notebook import Notebook

PLATFORM = PlatformName("matrix")
ORGANISER_LEVEL = 50
_CREATORS_RULE = 12
_TWO = 2


class Rooms:
    """Answer questions about rooms."""

    def __init__(self, http: Http, notebook: Notebook, me: str) -> None:
        self._http = http
        self._notebook = notebook
        self._me = me
        self._names: dict[tuple[str, str], str] = {}
        self._titled: set[str] = set()
        self._pairs: dict[str, str | None] = {}
        self._creators: dict[str, frozenset[str]] = {}
        self._encrypted: dict[str, bool] = {}

    def learn(self, event: Event) -> None:
        """Take note of a state event that passed by."""
        if event.type == "m.room.member" and event.state_key is not None:
            self._pairs.pop(event.room, None)
            name = text(event.content.get("displayname")).strip()
            if name:
                self._names[event.room, event.state_key] = name[:64]
                self._names["", event.state_key] = name[:64]
        elif event.type in {"m.room.name", "m.room.canonical_alias"}:
            self._pairs.pop(event.room, None)
            self._titled.add(event.room)
        elif event.type == "m.room.encryption":
            self._encrypted[event.room] = True

    def forget(self, room: str) -> None:
        """Drop what was remembered about a room that the bot is no longer in."""
        self._pairs.pop(room, None)
        self._titled.discard(room)
        self._creators.pop(room, None)
        for key in [key for key in self._names if key[0] == room]:
            del self._names[key]

    def forget_person(self, user: str) -> None:
        """Drop how somebody is called."""
        for key in [key for key in self._names if key[1] == user]:
            del self._names[key]

    def name_of(self, user: str, room: str = "") -> str:
        """Return how a person is called in a room, else anywhere, else the readable part of their id."""
        name = self._names.get((room, user)) or self._names.get(("", user))
        return name or user.removeprefix("@").split(":", maxsplit=1)[0]

    async def record(self, room: str) -> RoomRecord | None:
        """Return what was written down about a room."""
        return await load(self._notebook, f"room/{room}", RoomRecord)

    async def write_record(self, room: str, record: RoomRecord) -> None:
        """Write down what a room is for."""
        self._pairs.pop(room, None)
        await save(self._notebook, f"room/{room}", record)

    async def place(self, room: str) -> Place:
        """Say what sort of place a room is."""
        record = await self.record(room)
        if record is not None and record.kind == "group":
            return Place(
                platform=PLATFORM, home=HomeId(record.home), channel=ChannelId(room), kind=PlaceKind.GROUP
            )
        if await self.partner(room) is not None:
            return Place(platform=PLATFORM, home=None, channel=ChannelId(room), kind=PlaceKind.DIRECT)
        return Place(platform=PLATFORM, home=HomeId(room), channel=ChannelId(room), kind=PlaceKind.PUBLIC)

    async def encrypted(self, room: str) -> bool:
        """Say whether a room is encrypted: asked once, and then seen when it is switched on."""
        if room not in self._encrypted:
            state = await self.state(room, "m.room.encryption")
            self._encrypted.setdefault(room, bool(state))
        return self._encrypted[room]

    async def partner(self, room: str) -> str | None:
        """Return the one person with whom the bot is alone in a room, or None.

        Nothing private is ever written to a room for which this is not that person. The answer is kept until
        a membership in the room changes.
        """
        if room not in self._pairs:
            self._pairs[room] = await self._find_partner(room)
        return self._pairs[room]

    async def alone_with(self, room: str, user: str) -> bool:
        """Ask the server, now, whether the bot is alone with somebody."""
        self._pairs.pop(room, None)
        return await self.partner(room) == user

    async def _find_partner(self, room: str) -> str | None:
        record = await self.record(room)
        if record is None and room in self._titled:
            return None
        members = await self.members(room)
        others = [user for user in members if user != self._me]
        if len(members) != _TWO or len(others) != 1:
            return None
        return others[0] if record is None or record.user == others[0] else None

    async def members(self, room: str) -> dict[str, str]:
        """Return who is joined or invited, from the server: user id -> membership."""
        answer = await self._http.call("GET", in_room(room, "members"), query={"not_membership": "leave"})
        found: dict[str, str] = {}
        for raw in listing(answer.get("chunk")):
            source = mapping(raw)
            user = text(source.get("state_key"))
            membership = text(mapping(source.get("content")).get("membership"))
            if membership in {"join", "invite"}:
                found[user] = membership
                name = text(mapping(source.get("content")).get("displayname"))
                if name:
                    self._names[room, user] = name[:64]
        return found

    async def joined(self, room: str) -> frozenset[str]:
        """Return who is in a room, from the server."""
        answer = await self._http.call("GET", in_room(room, "joined_members"))
        return frozenset(mapping(answer.get("joined")))

    async def membership(self, room: str, user: str) -> str:
        """Return one person's membership, from the server; "leave" where there is none."""
        state = await self.state(room, "m.room.member", user)
        return text(state.get("membership")) or "leave"

    async def state(self, room: str, kind: str, key: str = "") -> Mapping[str, Any]:
        """Return one state event's content; empty where there is none."""
        try:
            return await self._http.call("GET", in_room(room, "state", kind, key))
        except PermanentPlatformError as error:
            if is_code(error, "M_NOT_FOUND"):
                return {}
            raise

    async def level(self, room: str, user: str) -> float:
        """Return a person's power level now; those who made a room of version 12 or later stand above all."""
        if user in await self._creators_of(room):
            return float("inf")
        levels = await self.state(room, "m.room.power_levels")
        value = mapping(levels.get("users")).get(user, levels.get("users_default", 0))
        return float(value) if isinstance(value, int | float) and not isinstance(value, bool) else 0.0

    async def can_organise(self, room: str, user: str) -> bool:
        """Say whether somebody has the organisers' power level in a room and is still in it."""
        return await self.has_level(room, user, ORGANISER_LEVEL)

    async def has_level(self, room: str, user: str, least: float) -> bool:
        """Say whether somebody has at least a power level in a room and is still in it."""
        if await self.level(room, user) < least:
            return False
        return await self.membership(room, user) == "join"

    async def _creators_of(self, room: str) -> frozenset[str]:
        if room in self._creators:
            return self._creators[room]
        path = f"{in_room(room, 'state', 'm.room.create')}/"
        event = await self._http.call("GET", path, query={"format": "event"})
        about = mapping(event.get("content"))
        version = text(about.get("room_version")) or "1"
        creators: frozenset[str] = frozenset()
        if version.isascii() and version.isdigit() and int(version) >= _CREATORS_RULE:
            more = [user for user in listing(about.get("additional_creators")) if isinstance(user, str)]
            creators = frozenset([text(event.get("sender")), *more])
        self._creators[room] = creators
        return creators

    async def continues(self, old: str, new: str) -> bool:
        """Say whether a room declares itself the successor of another: a tombstone alone proves nothing."""
        create = await self.state(new, "m.room.create")
        return text(mapping(create.get("predecessor")).get("room_id")) == old

    async def by_alias(self, alias: str) -> str | None:
        """Return the room that an alias leads to."""
        try:
            answer = await self._http.call("GET", f"v3/directory/room/{quoted(alias)}")
        except PermanentPlatformError as error:
            if is_code(error, "M_NOT_FOUND"):
                return None
            raise
        return text(answer.get("room_id")) or None
