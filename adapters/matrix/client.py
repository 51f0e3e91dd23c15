"""Our own sync loop.

- The token is kept only after a batch was handled (see `ledger`), so nothing is lost and nothing repeated.
- The first sync of each process asks for the full state; the first of all is history: learnt, never answered.
- A gap (more events than a sync carries) is filled before the batch is looked at.
- One event that nobody foresaw is passed over; an unreachable server is asked again with growing pauses; a
  revoked login ends the loop.
"""

import asyncio
import json
import logging
from collections.abc import Mapping
from typing import Any, Protocol

from adapters.matrix.desk import Desk
from adapters.matrix.events import Event, listing, mapping, read_event, text
from adapters.matrix.http import Http, Json, in_room
from adapters.matrix.ledger import Ledger
from adapters.matrix.settings import MatrixSettings
from adapters.matrix.unread import Unread
from adapters.matrix.watch import Watch
from bot.errors import PermanentPlatformError, Refusal, TemporaryPlatformError
from bot.ports.clock import Clock

log = logging.getLogger(__name__)
_LONGEST_PAUSE = 60.0
_WINDOW = 50
_GAP_PAGES, _GAP_PAGE = 10, 100
_NOTHING: Json = {"types": []}


class Cryptography(Protocol):
    """What the loop needs of `adapters.matrix.crypto`."""

    async def absorb(self, answer: Json) -> None:
        """Take in the keys and the memberships of a sync."""
        ...

    def open(self, room: str, raw: object) -> object:
        """Return a decrypted event, or the event itself."""
        ...


class Client:
    """Follow the account's stream of events."""

    def __init__(
        self,
        http: Http,
        *,
        settings: MatrixSettings,
        clock: Clock,
        ledger: Ledger,
        watch: Watch,
        desk: Desk,
        crypto: Cryptography | None,
        unread: Unread | None,
        ready: asyncio.Event,
    ) -> None:
        self._http = http
        self._settings = settings
        self._clock = clock
        self._ledger = ledger
        self._watch = watch
        self._desk = desk
        self._crypto = crypto
        self._unread = unread
        self._lanes: dict[str, asyncio.Lock] = {}
        self._since: str | None = None
        self._fresh = True
        self._ready = ready

    async def run(self) -> None:
        """Follow the stream until cancelled; raises PermanentPlatformError when logged out."""
        self._since = await self._ledger.start()
        try:
            async with asyncio.TaskGroup() as group:
                group.create_task(self._watch.knock(group))
                await self._follow(group)
        except BaseExceptionGroup as failed:
            raise _first(failed) from failed

    async def _follow(self, group: asyncio.TaskGroup) -> None:
        failures = 0
        while True:
            try:
                answer = await self._sync()
                gaps = await self._gaps(answer)
            except TemporaryPlatformError as error:
                failures += 1
                pause = min(_LONGEST_PAUSE, max(error.retry_after, 2.0**failures))
                log.warning("sync failed", extra={"failures": failures, "pause": pause})
                await self._clock.sleep(pause)
                continue
            failures = 0
            await self._take_in(answer, gaps, group)

    async def _sync(self) -> Json:
        """Ask for what is new; an answer without a place in the stream is no answer."""
        seconds = 0.0 if self._fresh else self._settings.sync_timeout
        query = {
            "timeout": str(int(seconds * 1000)),
            "filter": json.dumps(self._filter()),
        }
        if self._since is not None:
            query["since"] = self._since
        if self._fresh:
            query["full_state"] = "true"
        within = seconds + (120.0 if self._fresh else self._settings.request_timeout)
        answer = await self._http.call("GET", "v3/sync", query=query, within=within)
        if not text(answer.get("next_batch")):
            raise TemporaryPlatformError("the homeserver's sync had no place in it")
        return answer

    def _filter(self) -> Json:
        """Return what to tell us of. The first request of all is made unlike any other: Synapse answers the same
        request with the same old place in the stream for two minutes, and what lay between would be new to us."""
        first = self._since is None
        own = {"not_types": [f"kith.{self._clock.now().timestamp()}"]} if first else {}
        return {
            "presence": _NOTHING,
            "account_data": {**_NOTHING, **own},
            "room": {
                "state": {"lazy_load_members": True},
                "timeline": {"limit": 1 if first else _WINDOW},
                "ephemeral": _NOTHING,
                "account_data": _NOTHING,
            },
        }

    async def _gaps(self, answer: Json) -> dict[str, list[Any]]:
        """Fetch what did not fit into the sync, oldest first, a thousand events a room at most."""
        found: dict[str, list[Any]] = {}
        if self._since is None:
            return found
        for room, about in _rooms(answer, "join").items():
            timeline = mapping(about.get("timeline"))
            start = text(timeline.get("prev_batch"))
            if timeline.get("limited") is True and start:
                found[room] = await self._gap(room, start, self._since)
        return found

    async def _gap(self, room: str, start: str, end: str) -> list[Any]:
        missed: list[Any] = []
        for _ in range(_GAP_PAGES):
            query = {"dir": "b", "from": start, "to": end, "limit": str(_GAP_PAGE)}
            try:
                answer = await self._http.call("GET", in_room(room, "messages"), query=query)
            except PermanentPlatformError as error:
                if error.reason is Refusal.LOGGED_OUT:
                    raise
                break
            chunk = listing(answer.get("chunk"))
            missed.extend(chunk)
            start = text(answer.get("end"))
            if not chunk or not start:
                break
        return missed[::-1]

    async def _take_in(self, answer: Json, gaps: Mapping[str, list[Any]], group: asyncio.TaskGroup) -> None:
        live = self._since is not None
        if self._crypto is not None:
            await self._crypto.absorb(answer)
        for event in self._state(answer):
            self._watch.learn(event)
        events = [*(await self._events(answer, gaps) if live else []), *await self._late(group)]
        for room, about in _rooms(answer, "invite").items():
            await self._watch.invited(room, about)
        for room, about in _rooms(answer, "leave").items():
            await self._watch.put_out(room, about)
        token = text(answer.get("next_batch"))
        fresh = set(self._ledger.open(token, [event.id for event in events]))
        for event in events:
            if event.id in fresh:
                fresh.discard(event.id)
                group.create_task(self._handle(event))
        await self._ledger.advance()
        self._since, self._fresh = token, False
        self._ready.set()

    def _state(self, answer: Json) -> list[Event]:
        """Return the state that a sync tells, timeline included, in order."""
        found: list[Event] = []
        for room, about in _rooms(answer, "join").items():
            for part in ("state", "timeline"):
                for raw in listing(mapping(about.get(part)).get("events")):
                    event = read_event(room, raw)
                    if event is not None and event.state_key is not None:
                        found.append(event)
        return found

    async def _events(self, answer: Json, gaps: Mapping[str, list[Any]]) -> list[Event]:
        """Return what has to be handled: decrypted, and of a new room nothing before the invitation."""
        found: list[Event] = []
        for room, about in _rooms(answer, "join").items():
            timeline = listing(mapping(about.get("timeline")).get("events"))
            for raw in self._since_invited([*gaps.get(room, []), *timeline]):
                event = await self._read(room, raw)
                if event is not None and self._wanted(event):
                    found.append(event)
        return found

    async def _late(self, group: asyncio.TaskGroup) -> list[Event]:
        """Return events whose key came after them, and ask people to repeat what stays unreadable."""
        if self._unread is None:
            return []
        readable, overdue = await self._unread.look_again()
        for event in overdue:
            group.create_task(self._desk.ask_again(event))
        for event in readable:
            if not self._wanted(event):
                await self._unread.done(event.id)
        return [event for event in readable if self._wanted(event)]

    def _wanted(self, event: Event) -> bool:
        return self._watch.wants(event) or self._desk.wants(event)

    async def _read(self, room: str, raw: object) -> Event | None:
        event = read_event(room, raw)
        if event is None or event.type != "m.room.encrypted" or self._crypto is None:
            return event
        opened = self._crypto.open(room, raw)
        if opened is raw and event.sender != self._settings.user_id and self._unread is not None:
            await self._unread.keep(event, mapping(raw))
        return read_event(room, opened)

    def _since_invited(self, timeline: list[Any]) -> list[Any]:
        """Cut off what was said before the bot was invited: nobody said it to the bot."""
        for index, raw in enumerate(timeline):
            source = mapping(raw)
            if source.get("type") != "m.room.member" or source.get("state_key") != self._settings.user_id:
                continue
            now = mapping(source.get("content")).get("membership")
            before = mapping(mapping(source.get("unsigned")).get("prev_content")).get("membership")
            if now == "invite" or (now == "join" and before not in {"invite", "join"}):
                return timeline[index + 1 :]
        return timeline

    async def _handle(self, event: Event) -> None:
        """Handle one event; those of one room in order, rooms beside each other."""
        lane = self._lanes.setdefault(event.room, asyncio.Lock())
        async with lane:
            if self._watch.wants(event):
                await self._watch.happened(event)
            else:
                await self._desk.handle(event)
        if self._unread is not None:
            await self._unread.done(event.id)
        await self._ledger.done(event.id)


def _rooms(answer: Json, kind: str) -> Mapping[str, Mapping[str, Any]]:
    return {room: mapping(about) for room, about in mapping(mapping(answer.get("rooms")).get(kind)).items()}


def _first(failed: BaseExceptionGroup[BaseException]) -> BaseException:
    """Return what ended the loop, out of the group that Python makes of it."""
    inner = failed.exceptions[0]
    return _first(inner) if isinstance(inner, BaseExceptionGroup) else inner
