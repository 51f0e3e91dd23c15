"""Draws pictures so that the event loop goes on, in a process of its own.

The renderer holds the interpreter's lock for as long as it draws (some 60 to 120 ms), so a thread would stall everybody
for that long; and whatever goes wrong in it, the bot lives on. A picture is an extra: when it can't be had, what it was
for is said without it.
"""

import asyncio
import logging
from collections.abc import Callable

from bot.pictures.drawing import Picture, draw
from bot.runtime.worker import Worker, WorkerDied

_log = logging.getLogger(__name__)

TIME_LIMIT = 60.0
"""Seconds for a process to draw one picture, from its start; on a quiet machine it takes less than half of one, on a busy one some."""
_KEPT = 32


class Painter:
    """Draw one picture at a time, and keep the last ones: a community with several homes shows one in each."""

    def __init__(
        self,
        *,
        work: Callable[[Picture], bytes | None] = draw,
        limit: float = TIME_LIMIT,
        apart: bool = True,
    ) -> None:
        """Take what draws; without `apart` it does so in a thread of this process, for a demo that nobody waits in."""
        self._work = work
        self._limit = limit
        self._apart = apart
        self._turn = asyncio.Lock()
        self._drawn: dict[Picture, bytes | None] = {}

    async def paint(self, picture: Picture) -> bytes | None:
        """Return a picture as PNG, or None where it can't be had."""
        async with self._turn:
            if picture not in self._drawn:
                while len(self._drawn) >= _KEPT:
                    del self._drawn[next(iter(self._drawn))]
                try:
                    self._drawn[picture] = await self._ask(picture)
                except (WorkerDied, TimeoutError) as error:
                    _log.warning(
                        "a picture could not be drawn", extra={"action": "paint", "why": repr(error)}
                    )
                    return None
            return self._drawn[picture]

    async def _ask(self, picture: Picture) -> bytes | None:
        """Ask one process; it is gone when this returns or raises, or is cancelled."""
        if not self._apart:
            return await asyncio.to_thread(self._work, picture)
        worker: Worker[Picture, bytes | None] = await asyncio.to_thread(Worker, self._work)
        try:
            async with asyncio.timeout(self._limit):
                return await asyncio.to_thread(worker.ask, picture)
        finally:
            await asyncio.to_thread(worker.end)
