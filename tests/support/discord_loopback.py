"""A Discord of our own on 127.0.0.1, for discord.py's real HTTP and gateway code.

    async with LoopbackDiscord() as discord:
        settings = DiscordSettings(token="t", api_url=discord.api_url, gateway_url=discord.gateway_url)

It keeps its world when the bot is killed and remembers what was posted, speaks RESUME, honours nonces until
`forget_nonces`, limits rates when told to, and fails as told (`fail`). It also runs by itself:
`python -m tests.support.discord_loopback --port 8765`, then steered over `/control` (see `discord_control`).
"""

import argparse
import asyncio
import fnmatch
import json
import time
import zlib
from collections import Counter, defaultdict, deque
from dataclasses import dataclass, field

from aiohttp import WSMsgType, web

from tests.support.discord_openapi import Contract
from tests.support.discord_rest import Rest
from tests.support.discord_world import Refused, World

VIA = {"Via": "1.1 pretend"}


@dataclass
class Fault:
    """Describe how requests fail: `after` commits first, `drop` cuts the line, `body` is sent in place of JSON."""

    method: str
    path: str
    status: int = 502
    code: int = 0
    times: int = 1
    after: bool = False
    drop: bool = False
    via: bool = True
    retry_after: float = 0.2
    delay: float = 0.0
    body: str | None = None

    def fits(self, method, path):
        return self.times > 0 and self.method in (method, "*") and fnmatch.fnmatch(path, self.path)


@dataclass
class Session:
    """Hold one gateway session: what it has been told, and the line to it while there is one."""

    id: str
    line: web.WebSocketResponse | None = None
    packer: object = None
    sequence: int = 0
    told: list = field(default_factory=list)

    async def write(self, payload):
        if self.line is None or self.line.closed:
            return
        text = json.dumps(payload)
        if self.packer is None:
            await self.line.send_str(text)
        else:
            data = self.packer.compress(text.encode()) + self.packer.flush(zlib.Z_SYNC_FLUSH)
            await self.line.send_bytes(data)


class LoopbackDiscord:
    """Serve REST and gateway."""

    def __init__(self, *, port=0, world=None):
        self.world = world or World()
        self.contract = Contract.from_environment()
        self.rest = Rest(self)
        self.faults = []
        self.requests = []  # (method, path, body) of every request
        self.counts = Counter()
        self.limit = None  # (number, seconds) for creating messages
        self.sessions = {}
        self._port = port
        self._spent = defaultdict(deque)
        self._runner = None

    @property
    def url(self):
        return f"http://127.0.0.1:{self._port}"

    @property
    def api_url(self):
        return f"{self.url}/api/v10"

    @property
    def gateway_url(self):
        return f"ws://127.0.0.1:{self._port}/gateway/"

    async def __aenter__(self):
        app = web.Application(client_max_size=30 << 20)
        app.router.add_get("/gateway/", self._gateway)
        app.router.add_route("*", "/api/v10/{path:.*}", self._answer)
        app.router.add_get("/attachments/{path:.*}", self._file)
        app.router.add_post("/control", self._control)
        self._runner = web.AppRunner(app, shutdown_timeout=0.2)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", self._port).start()
        self._port = self._runner.addresses[0][1]
        return self

    async def __aexit__(self, *_):
        await self.hang_up()
        await self._runner.cleanup()

    def fail(self, method, path, **how):
        """Let matching requests fail."""
        self.faults.append(Fault(method, path, **how))

    def forget_nonces(self):
        """Play the minutes after which Discord remembers no nonce."""
        self.world.nonces.clear()

    def calls(self, method, pattern):
        """Return the requests of one kind."""
        return [one for one in self.requests if one[0] == method and fnmatch.fnmatch(one[1], pattern)]

    async def hang_up(self):
        """Cut every gateway line; the sessions can be resumed."""
        for session in self.sessions.values():
            if session.line is not None and not session.line.closed:
                await session.line.close(code=4000)
            session.line = None

    async def tell(self, event, data, *, lose=False):
        """Send an event to every session; with `lose` it is only to be had by a RESUME."""
        self.counts[event] += 1
        for session in self.sessions.values():
            session.sequence += 1
            payload = {"op": 0, "s": session.sequence, "t": event, "d": data}
            session.told.append(payload)
            if not lose:
                await session.write(payload)

    @property
    def listening(self):
        """Say whether a bot is on the line."""
        return any(one.line is not None and not one.line.closed for one in self.sessions.values())

    async def wait_for_bot(self, *, seconds=20.0):
        """Wait until a bot is on the line and has been told of the server."""
        async with asyncio.timeout(seconds):
            while not (self.listening and self.counts["GUILD_CREATE"]):
                await asyncio.sleep(0.02)

    async def _answer(self, request):
        path = "/" + request.match_info["path"]
        body, files = await _body_of(request)
        self.requests.append((request.method, path, body))
        if self.contract:
            self.contract.check(request.method, path, body)
        fault = next((one for one in self.faults if one.fits(request.method, path)), None)
        if fault is not None:
            fault.times -= 1
            await asyncio.sleep(fault.delay)
            if not fault.after:
                return _broken(request, fault)
        late = self._too_fast(request.method, path)
        if late is not None:
            return late
        try:
            status, answer = await self.rest.handle(request.method, path, body or {}, files, request.query)
        except Refused as refused:
            status, answer = refused.status, refused.body
        if fault is not None:
            return _broken(request, fault)
        return (
            _json(answer, status, {**VIA, **self._rate_headers(path)})
            if answer is not None
            else _bare(status)
        )

    def _too_fast(self, method, path):
        """Refuse what comes too fast, where a limit is set."""
        if self.limit is None or method != "POST" or not path.endswith("/messages"):
            return None
        number, seconds = self.limit
        spent, now = self._spent[path], time.monotonic()
        if spent and now >= spent[0] + seconds:
            spent.clear()
        if len(spent) < number:
            spent.append(now)
            return None
        wait = spent[0] + seconds - now
        self.counts["429"] += 1
        body = {"message": "You are being rate limited.", "retry_after": wait, "global": False}
        return _json(body, 429, {**VIA, "Retry-After": f"{wait:.3f}", "X-RateLimit-Scope": "user"})

    def _rate_headers(self, path):
        if self.limit is None or not path.endswith("/messages"):
            return {}
        number, seconds = self.limit
        spent = self._spent[path]
        after = (spent[0] + seconds - time.monotonic()) if spent else 0.0
        return {
            "X-RateLimit-Bucket": "messages",
            "X-RateLimit-Limit": str(number),
            "X-RateLimit-Remaining": str(max(0, number - len(spent))),
            "X-RateLimit-Reset-After": f"{after + 0.005:.3f}",
            "X-RateLimit-Reset": f"{time.time() + after:.3f}",
        }

    async def _file(self, request):
        data = self.world.files.get(request.path)
        return web.Response(body=data) if data is not None else web.Response(status=404)

    async def _control(self, request):
        from tests.support.discord_control import steer

        return _json(await steer(self, await request.json()), 200, {})

    async def _gateway(self, request):
        line = web.WebSocketResponse()
        await line.prepare(request)
        packed = request.query.get("compress") == "zlib-stream"
        session = Session("", line, zlib.compressobj() if packed else None)
        await session.write({"op": 10, "d": {"heartbeat_interval": 45000}, "s": None, "t": None})
        async for message in line:
            if message.type is WSMsgType.TEXT:
                session = await self._heard(session, json.loads(message.data))
        if session.line is line:
            session.line = None
        return line

    async def _heard(self, session, said):
        """Take one message of the bot; return the session that it belongs to from then on."""
        if said["op"] == 1:
            await session.write({"op": 11, "d": None})
        elif said["op"] == 2:
            return await self._identified(session, said["d"])
        elif said["op"] == 6:
            return await self._resumed(session, said["d"])
        return session

    async def _identified(self, session, said):
        self.counts["identify"] += 1
        self.intents = said["intents"]
        if said["token"] == "revoked":
            await session.line.close(code=4004)
            return session
        self.sessions = {}  # whoever identifies anew has given up the session before
        session.id = self.world.new_id()
        self.sessions[session.id] = session
        ready = {
            "v": 10,
            "user": self.world.bot,
            "guilds": [{"id": self.world.guild, "unavailable": True}] if self.world.guild else [],
            "session_id": session.id,
            "resume_gateway_url": self.gateway_url,
            "application": {"id": self.world.app, "flags": 0},
            "shard": said.get("shard", [0, 1]),
        }
        await self.tell("READY", ready)
        if self.world.guild:
            await self.tell("GUILD_CREATE", self.world.guild_payload())
        return session

    async def _resumed(self, session, said):
        known = self.sessions.get(said["session_id"])
        if known is None:
            await session.write({"op": 9, "d": False})
            return session
        self.counts["resume"] += 1
        known.line, known.packer = session.line, session.packer
        for payload in known.told:
            if payload["s"] > said["seq"]:
                self.counts["replayed"] += 1
                await known.write(payload)
        await self.tell("RESUMED", {})
        return known


def _json(answer, status, headers):
    """Answer with exactly `application/json`: discord.py parses nothing else."""
    hidden = ("with", "seen_by", "notified")
    if isinstance(answer, dict):
        answer = {name: value for name, value in answer.items() if name not in hidden}
    body = json.dumps(answer).encode()
    return web.Response(body=body, status=status, headers={**headers, "Content-Type": "application/json"})


def _bare(status):
    return web.Response(status=status, headers=VIA)


def _broken(request, fault):
    if fault.drop:
        request.transport.abort()
        return web.Response(status=500)
    headers = VIA if fault.via else {}
    if fault.body is not None:
        return web.Response(text=fault.body, status=fault.status, headers=headers, content_type="text/html")
    body = {"message": "told to fail", "code": fault.code}
    if fault.status == 429:
        body |= {"retry_after": fault.retry_after, "global": False}
    return _json(body, fault.status, headers)


async def _body_of(request):
    """Return a request's JSON and its files."""
    if request.content_type == "application/json" and request.can_read_body:
        return await request.json(), ()
    if not request.content_type.startswith("multipart/"):
        return None, ()
    parts = await request.post()
    files = [(part.filename, part.file.read()) for name, part in parts.items() if name.startswith("files[")]
    return json.loads(parts["payload_json"]) if "payload_json" in parts else None, files


async def serve(port):
    """Serve until killed."""
    async with LoopbackDiscord(port=port) as discord:
        print(json.dumps({"api_url": discord.api_url, "gateway_url": discord.gateway_url}), flush=True)
        await asyncio.Event().wait()


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--port", type=int, default=0)
    asyncio.run(serve(parser.parse_args().port))
