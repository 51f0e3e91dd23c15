"""Draws pictures so that the event loop goes on, in a process of its own.

The renderer holds the interpreter's lock for as long as it draws (some 60 to 120 ms), so a thread would stall everybody
for that long; and whatever goes wrong in it, the bot lives on. A picture is an extra: when it can't be had, what it was
for is said without it, and soon: deliveries wait for one another, so a machine that can't draw is not asked again at
once, and reminders are not held up.
"""

import asyncio
import logging
from collections.abc import Callable

from bot.pictures.drawing import Picture, draw
from bot.runtime.worker import Worker, WorkerDied

_log = logging.getLogger(__name__)

TIME_LIMIT = 10.0
"""Seconds for a process to draw one picture, from its start; on a quiet machine it takes less than half of one, on a busy one some.
As long somebody waits for their turn."""
REST = 60.0
"""Seconds after a failure in which no picture is begun: thirty that fail one after the other would take minutes."""
NOT_AGAIN = 600.0
"""Seconds after a failure in which the same picture is not tried again."""
_KEPT = 32


class Painter:
    """Draw one picture at a time, and keep the last ones: a community with several homes shows one in each."""

    def __init__(
        self,
        *,
        work: Callable[[Picture], bytes | None] = draw,
        limit: float = TIME_LIMIT,
        rest: float = REST,
        not_again: float = NOT_AGAIN,
        apart: bool = True,
    ) -> None:
        """Take what draws; without `apart` it does so in a thread of this process, for a demo that nobody waits in."""
        self._work = work
        self._limit = limit
        self._rest = rest
        self._not_again = not_again
        self._apart = apart
        self._turn = asyncio.Lock()
        self._drawn: dict[Picture, bytes | None] = {}
        self._failed: dict[Picture, float] = {}

    async def paint(self, picture: Picture) -> bytes | None:
        """Return a picture as PNG, or None where it can't be had."""
        try:
            async with asyncio.timeout(self._limit):
                await self._turn.acquire()
        except TimeoutError:
            return None
        try:
            if picture not in self._drawn and not self._resting(picture):
                await self._draw(picture)
            return self._drawn.get(picture)
        finally:
            self._turn.release()

    def _resting(self, picture: Picture) -> bool:
        """Say whether something failed so lately that this picture is not tried just now."""
        now = asyncio.get_running_loop().time()
        self._failed = {each: at for each, at in self._failed.items() if now < at + self._not_again}
        return picture in self._failed or any(now < at + self._rest for at in self._failed.values())

    async def _draw(self, picture: Picture) -> None:
        """Keep a picture, or that it can't be had."""
        try:
            drawn = await self._ask(picture)
        except (WorkerDied, TimeoutError) as error:
            _log.warning("a picture could not be drawn", extra={"action": "paint", "why": repr(error)})
            self._failed[picture] = asyncio.get_running_loop().time()
            return
        while len(self._drawn) >= _KEPT:
            del self._drawn[next(iter(self._drawn))]
        self._drawn[picture] = drawn

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
