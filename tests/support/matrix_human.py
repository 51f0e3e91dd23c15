"""A person on Matrix who speaks bare HTTP: no client library, so nothing of the bot's own picture of Matrix."""

import asyncio
import json
import urllib.parse
import urllib.request
from dataclasses import dataclass, field

from tests.support.synapse import Synapse

CLIENT = "/_matrix/client/v3"
_MUCH = '{"room":{"timeline":{"limit":200}}}'


def quoted(part):
    return urllib.parse.quote(part, safe="")


@dataclass
class Line:
    """One message in a room, as its reader's client holds it."""

    room: str
    event: dict
    arrived: int

    @property
    def content(self):
        return self.event.get("content", {})

    @property
    def body(self):
        return self.content.get("body", "")

    @property
    def at(self):
        return (self.event.get("origin_server_ts", 0), self.arrived)


@dataclass
class MatrixHuman:
    """Act through the client-server API; every sync accepts invitations, as a friendly person would."""

    server: Synapse
    user_id: str
    token: str
    name: str = ""
    password: str = ""
    device_id: str = ""
    since: str | None = None
    lines: list[Line] = field(default_factory=list)
    taken_back: list[Line] = field(default_factory=list)  # read, and redacted since
    joined: set[str] = field(default_factory=set)
    refusing: bool = False
    _count: int = 0

    @classmethod
    async def arrive(cls, server, localpart, *, name="", admin=False, **more):
        """Make an account with a display name."""
        made = await asyncio.to_thread(server.register, localpart, admin=admin, shown=name)
        return cls(
            server, made["user_id"], made["access_token"], name=name, device_id=made["device_id"], **more
        )

    async def request(self, method, path, body=None):
        """Return status and answer."""
        return await asyncio.to_thread(self.server.request, method, CLIENT + path, body, self.token)

    async def ask(self, method, path, body=None):
        """Return the answer of a request that must work."""
        status, answer = await self.request(method, path, body)
        assert status == 200, (method, path, status, answer)
        return answer

    async def create_room(self, **options):
        return (await self.ask("POST", "/createRoom", options))["room_id"]

    async def join(self, room):
        await self.ask("POST", f"/join/{quoted(room)}", {})
        self.joined.add(room)

    async def leave_room(self, room):
        await self.ask("POST", f"/rooms/{quoted(room)}/leave", {})
        self.joined.discard(room)

    async def invite(self, room, user):
        await self.ask("POST", f"/rooms/{quoted(room)}/invite", {"user_id": user})

    async def send(self, room, content, kind="m.room.message"):
        """Send an event and return its id; text becomes a message with (empty) mentions, as clients do now."""
        if isinstance(content, str):
            content = {"msgtype": "m.text", "body": content, "m.mentions": {}}
        self._count += 1
        path = f"/rooms/{quoted(room)}/send/{kind}/h{self._count}-{id(self)}"
        return (await self.ask("PUT", path, content))["event_id"]

    async def react(self, room, event, emoji):
        relation = {"rel_type": "m.annotation", "event_id": event, "key": emoji}
        return await self.send(room, {"m.relates_to": relation}, "m.reaction")

    async def reply(self, room, event, words):
        content = {"msgtype": "m.text", "body": words, "m.mentions": {}}
        return await self.send(room, {**content, "m.relates_to": {"m.in_reply_to": {"event_id": event}}})

    async def state(self, room, kind, key=""):
        return (await self.request("GET", f"/rooms/{quoted(room)}/state/{kind}/{quoted(key)}"))[1]

    async def set_state(self, room, kind, content, key=""):
        return await self.ask("PUT", f"/rooms/{quoted(room)}/state/{kind}/{quoted(key)}", content)

    async def set_level(self, room, user, level):
        levels = await self.state(room, "m.room.power_levels")
        users = {**levels.get("users", {}), user: level}
        if level is None:
            users.pop(user)
        await self.set_state(room, "m.room.power_levels", {**levels, "users": users})

    async def upload(self, data, media_type="text/plain"):
        def post():
            request = urllib.request.Request(
                f"{self.server.url}/_matrix/media/v3/upload",
                data=data,
                headers={"Authorization": f"Bearer {self.token}", "Content-Type": media_type},
            )
            with urllib.request.urlopen(request) as answer:
                return answer.read()

        return json.loads(await asyncio.to_thread(post))["content_uri"]

    async def download(self, address):
        def get():
            path = address.removeprefix("mxc://")
            request = urllib.request.Request(
                f"{self.server.url}/_matrix/client/v1/media/download/{path}",
                headers={"Authorization": f"Bearer {self.token}"},
            )
            with urllib.request.urlopen(request) as answer:
                return answer.read()

        return await asyncio.to_thread(get)

    async def file_of(self, content):
        """Return the bytes of a file that somebody sent."""
        return await self.download(content["url"])

    async def sync(self):
        """Take in what is new, joining what one is invited to, until one is in all of it."""
        for _ in range(10):
            query = f"&since={self.since}" if self.since else "&full_state=true"
            answer = await self.ask("GET", f"/sync?filter={quoted(_MUCH)}{query}")
            self.since = answer["next_batch"]
            rooms = answer.get("rooms", {})
            await self.absorb(answer)
            for room, about in rooms.get("join", {}).items():
                self.joined.add(room)
                for event in about["timeline"]["events"]:
                    await self._take(room, event)
            for room in rooms.get("leave", {}):
                self.joined.discard(room)
            invited = [] if self.refusing else list(rooms.get("invite", {}))
            for room in invited:
                await self.join(room)
            if not invited:
                return
        raise AssertionError("the room never came to rest")

    async def absorb(self, answer):
        """Look at a whole sync first (for keys)."""

    async def read(self, room, event):
        """Return the event as it can be read."""
        return event

    async def _take(self, room, event):
        event = await self.read(room, event)
        if event["type"] == "m.room.redaction":
            gone = event.get("redacts") or event["content"].get("redacts")
            self.taken_back += [line for line in self.lines if line.event["event_id"] == gone]
            self.lines = [line for line in self.lines if line.event["event_id"] != gone]
            return
        known = {line.event["event_id"] for line in self.lines}
        if event["type"] == "m.room.message" and event["event_id"] not in known and event.get("content"):
            self.lines.append(Line(room, event, len(self.lines)))

    async def wait_for(self, fits, *, seconds=45.0):
        """Sync until some line fits."""
        async with asyncio.timeout(seconds):
            while True:
                await self.sync()
                found = [line for line in self.lines if fits(line)]
                if found:
                    return found[-1]
                await asyncio.sleep(0.05)
