"""Messages that came before their key: kept, read when the key comes, and asked for again when it does not."""

import json
from collections.abc import Mapping
from typing import Any, Protocol

from pydantic import BaseModel

from adapters.matrix.events import Event, read_event
from adapters.matrix.records import load, save
from bot.ports.clock import Clock
from bot.ports.notebook import Notebook

PATIENCE_MS = 60_000
KEPT_MS = 7 * 24 * 3_600_000


class UnreadRecord(BaseModel):
    """Keep an event as it came: encrypted."""

    room: str
    raw: str
    at: int
    told: bool = False


class Opener(Protocol):
    """Decrypt where possible."""

    def open(self, room: str, raw: object) -> object:
        """Return a decrypted event, or the very same object."""
        ...


class Unread:
    """Keep what could not be read."""

    def __init__(self, notebook: Notebook, clock: Clock, opener: Opener) -> None:
        self._notebook = notebook
        self._clock = clock
        self._opener = opener

    async def keep(self, event: Event, raw: Mapping[str, Any]) -> None:
        """Remember an event; its place in the stream may be passed now."""
        record = UnreadRecord(room=event.room, raw=json.dumps(raw), at=self._now())
        await save(self._notebook, f"unread/{event.id}", record)

    async def look_again(self) -> tuple[list[Event], list[Event]]:
        """Return what can be read now, and what has been waiting for too long to hope on in silence."""
        readable: list[Event] = []
        overdue: list[Event] = []
        for key in await self._notebook.keys("unread/"):
            record = await load(self._notebook, key, UnreadRecord)
            if record is None or self._now() - record.at > KEPT_MS:
                await self._notebook.erase(key)
                continue
            raw = json.loads(record.raw)
            opened = self._opener.open(record.room, raw)
            event = read_event(record.room, opened)
            if event is not None and opened is not raw:
                readable.append(event)
            elif event is not None and not record.told and self._now() - record.at > PATIENCE_MS:
                await save(self._notebook, key, record.model_copy(update={"told": True}))
                overdue.append(event)
        return readable, overdue

    async def done(self, event: str) -> None:
        """Forget an event that was handled."""
        await self._notebook.erase(f"unread/{event}")

    def _now(self) -> int:
        return int(self._clock.now().timestamp() * 1000)
