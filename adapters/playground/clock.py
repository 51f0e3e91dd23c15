"""A clock that stands still until somebody pushes it."""

import asyncio
import heapq
from datetime import datetime, timedelta
from itertools import count

from typing_extensions import override

from bot.ports.clock import Clock


class PushableClock(Clock):
    """Serve a time of its own: it moves only by `set` and `push`, and sleepers wake as it passes them."""

    def __init__(self, start: datetime) -> None:
        if start.tzinfo is None:
            raise ValueError("a clock starts at an instant with a time zone")
        self._now = start
        self._order = count()
        self._sleepers: list[tuple[datetime, int, asyncio.Future[None]]] = []

    @override
    def now(self) -> datetime:
        """Return the present instant of this clock, in UTC."""
        return self._now

    @override
    async def sleep(self, seconds: float) -> None:
        """Wait until the clock has been pushed past `seconds` from now; zero or less returns after one turn."""
        loop = asyncio.get_running_loop()
        future: asyncio.Future[None] = loop.create_future()
        if seconds <= 0:
            loop.call_soon(_wake, future)
        else:
            wakes_at = self._now + timedelta(seconds=seconds)
            heapq.heappush(self._sleepers, (wakes_at, next(self._order), future))
        await future

    def set(self, instant: datetime) -> None:
        """Move to an instant, never backwards, and wake whoever slept until then."""
        self._now = max(self._now, instant)
        self._wake()

    def push(self, duration: timedelta) -> None:
        """Move forward by a duration."""
        self.set(self._now + duration)

    def _wake(self) -> None:
        while self._sleepers and self._sleepers[0][0] <= self._now:
            _wake(heapq.heappop(self._sleepers)[2])


def _wake(future: asyncio.Future[None]) -> None:
    if not future.done():
        future.set_result(None)
