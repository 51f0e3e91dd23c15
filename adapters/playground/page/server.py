"""The page's server: state, events, and what the viewer does."""

import asyncio
import json
from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta
from importlib.resources import files
from typing import Protocol, TypeVar
from urllib.parse import quote

from aiohttp import web
from pydantic import BaseModel, Field, ValidationError

from adapters.playground.client import Client
from adapters.playground.page.guard import add_headers, loopback_only
from adapters.playground.page.views import Views
from adapters.playground.render import words
from adapters.playground.world import PLATFORM, World
from bot.ids import ChannelId, UserId
from bot.ports.commands import Place, PlaceKind
from bot.text.catalogue import SOURCE_LANGUAGE
from bot.text.message import T

PING_SECONDS = 15.0
LARGEST_BODY = 1024 * 1024
_TYPES = {"html": "text/html", "css": "text/css", "js": "text/javascript"}


class Driver(Protocol):
    """Move the pretend town through time."""

    async def push(self, duration: timedelta, progress: Callable[[float], None]) -> UserId | None:
        """Live through a duration; `progress` is told the part that is done, from 0 to 1.

        Return for whom time stopped early, if it did.
        """
        ...

    async def settle(self) -> None:
        """Do what is due after somebody did something."""
        ...


class _Body(BaseModel, extra="forbid"):
    viewer: str


class _Line(_Body):
    channel: str
    line: str = Field(max_length=LARGEST_BODY)
    options: dict[str, str] = {}


class _Tap(_Body):
    entry: str
    keys: list[str] = Field(max_length=25)


class _Submit(_Body):
    form: str
    answers: dict[str, str]


class _PutAway(_Body):
    form: str


class _Suggest(_Body):
    channel: str
    command: str
    option: str
    typed: str


class _Push(BaseModel, extra="forbid"):
    hours: int = Field(ge=1, le=24 * 7 * 12)


_AnyBody = TypeVar("_AnyBody", bound=BaseModel)


class Page:
    """Serve one world to a browser."""

    def __init__(self, world: World, client: Client, driver: Driver, views: Views, *, me: UserId) -> None:
        self._world = world
        self._client = client
        self._driver = driver
        self._views = views
        self._me = me
        self._playing: float | None = None
        self._over = asyncio.Event()

    def application(self, token: str) -> web.Application:
        """Return the application; every path starts with the token."""
        app = web.Application(middlewares=[loopback_only()], client_max_size=2 * LARGEST_BODY)
        app.on_response_prepare.append(add_headers)
        app.on_shutdown.append(self._end)
        app.router.add_get(f"/{token}/", self._index)
        app.router.add_get(f"/{token}/static/{{name}}", self._static)
        app.router.add_get(f"/{token}/state", self._state)
        app.router.add_get(f"/{token}/commands", self._commands)
        app.router.add_get(f"/{token}/words", self._words)
        app.router.add_get(f"/{token}/events", self._events)
        app.router.add_get(f"/{token}/files/{{entry}}/{{number}}", self._file)
        for name in ("type", "tap", "submit", "put-away", "suggest", "push"):
            app.router.add_post(f"/{token}/{name}", getattr(self, "_" + name.replace("-", "_")))
        return app

    async def _end(self, _app: web.Application) -> None:
        self._over.set()
        self._world.changed()

    # ------------------------------------------------------------------ reading

    async def _index(self, _request: web.Request) -> web.Response:
        return _asset("index.html")

    async def _static(self, request: web.Request) -> web.Response:
        return _asset(request.match_info["name"])

    async def _state(self, request: web.Request) -> web.Response:
        viewer = self._viewer(request.query.get("viewer", ""))
        channel = ChannelId(request.query.get("channel", ""))
        state = self._views.state(viewer, channel, await self._language(viewer))
        return web.json_response({**state, "playing": self._playing})

    async def _commands(self, request: web.Request) -> web.Response:
        language = await self._language(self._viewer(request.query.get("viewer", "")))
        return web.json_response(self._views.commands(self._client.inbox.specs, language))

    async def _words(self, request: web.Request) -> web.Response:
        language = await self._language(self._viewer(request.query.get("viewer", "")))
        return web.json_response(self._views.words(language))

    async def _language(self, viewer: UserId) -> str:
        """Return the language in which Kith answers somebody in their own conversation."""
        place = Place(platform=PLATFORM, home=None, channel=ChannelId(""), kind=PlaceKind.DIRECT)
        return await self._client.language(viewer, place)

    async def _events(self, request: web.Request) -> web.StreamResponse:
        """Tell the page that something changed; it asks for the new state itself, at its own pace."""
        language = request.query.get("language", SOURCE_LANGUAGE)
        response = web.StreamResponse(headers={"Content-Type": "text/event-stream"})
        await response.prepare(request)
        revision = -1
        with suppress(ConnectionResetError):
            while not self._over.is_set():
                revision = await self._next_revision(revision)
                pulse = {"revision": revision, "now": self._views.now(language), "playing": self._playing}
                await response.write(f"data: {json.dumps(pulse)}\n\n".encode())
        return response

    async def _next_revision(self, revision: int) -> int:
        try:
            async with asyncio.timeout(PING_SECONDS):
                return await self._world.wait(revision)
        except TimeoutError:
            return revision

    async def _file(self, request: web.Request) -> web.Response:
        viewer = self._viewer(request.query.get("viewer", ""))
        entry = self._world.entry(request.match_info["entry"])
        number = request.match_info["number"]
        if entry is None or viewer not in self._world.viewers(entry) or not number.isdecimal():
            raise web.HTTPNotFound
        if int(number) >= len(entry.message.files):
            raise web.HTTPNotFound
        file = entry.message.files[int(number)]
        disposition = f"attachment; filename*=UTF-8''{quote(file.name)}"
        return web.Response(
            body=file.data, content_type=file.media_type, headers={"Content-Disposition": disposition}
        )

    # ------------------------------------------------------------------ doing

    async def _type(self, request: web.Request) -> web.Response:
        body = await _read(request, _Line)
        viewer, channel = self._viewer(body.viewer), self._channel(body.viewer, body.channel)
        is_direct = self._world.channel(channel).kind is PlaceKind.DIRECT
        if body.line.startswith("/") or is_direct:
            await self._client.type_command(viewer, channel, body.line, body.options)
        else:
            self._client.write(viewer, channel, body.line)
        return await self._done()

    async def _tap(self, request: web.Request) -> web.Response:
        body = await _read(request, _Tap)
        await self._client.tap(self._viewer(body.viewer), body.entry, *body.keys)
        return await self._done()

    async def _submit(self, request: web.Request) -> web.Response:
        body = await _read(request, _Submit)
        await self._client.submit_form(self._viewer(body.viewer), body.form, body.answers)
        return await self._done()

    async def _put_away(self, request: web.Request) -> web.Response:
        body = await _read(request, _PutAway)
        self._client.put_away_form(self._viewer(body.viewer), body.form)
        return web.json_response({})

    async def _suggest(self, request: web.Request) -> web.Response:
        body = await _read(request, _Suggest)
        viewer, channel = self._viewer(body.viewer), self._channel(body.viewer, body.channel)
        if self._client.spec(body.command) is None:
            raise web.HTTPNotFound
        found = await self._client.suggest(viewer, channel, body.command, body.option, body.typed)
        return web.json_response(self._views.choices(found, await self._language(viewer)))

    async def _push(self, request: web.Request) -> web.Response:
        body = await _read(request, _Push)
        if self._playing is not None:
            moving = words(self._world, T("The clock is already moving."), await self._language(self._me))
            raise web.HTTPConflict(text=moving)
        self._progress(0.0)
        try:
            stopped = await self._driver.push(timedelta(hours=body.hours), self._progress)
        finally:
            self._playing = None
            self._world.changed()
        return web.json_response({"stopped": stopped or None})

    def _progress(self, part: float) -> None:
        self._playing = part
        self._world.changed()

    async def _done(self) -> web.Response:
        if self._playing is None:
            await self._driver.settle()
        return web.json_response({})

    def _viewer(self, identifier: str) -> UserId:
        """Return whom the page looks as: somebody who is still here, or the visitor."""
        resident = self._world.people.get(UserId(identifier))
        return resident.id if resident is not None and resident.homes else self._me

    def _channel(self, viewer: str, identifier: str) -> ChannelId:
        for channel in self._world.channels_of(self._viewer(viewer)):
            if channel.id == identifier:
                return channel.id
        raise web.HTTPNotFound(text="That channel is not there for you.")  # not shown: the page asks for none


async def _read(request: web.Request, model: type[_AnyBody]) -> _AnyBody:
    if request.content_type != "application/json":
        raise web.HTTPUnsupportedMediaType(text="JSON, please.")  # not shown: the page sends nothing else
    try:
        return model.model_validate_json(await request.read())
    except ValidationError as error:
        unknown = web.HTTPBadRequest(text="Unknown to this server.")  # not shown: the page sends nothing else
        raise unknown from error


def _asset(name: str) -> web.Response:
    suffix = name.rpartition(".")[2]
    source = files("adapters.playground.page") / "static" / name
    if suffix not in _TYPES or "/" in name or "\\" in name or not source.is_file():
        raise web.HTTPNotFound
    return web.Response(text=source.read_text(encoding="utf-8"), content_type=_TYPES[suffix])
