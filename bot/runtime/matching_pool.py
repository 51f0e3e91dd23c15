"""Runs the matcher: small rounds at once, large ones in another process.

The solvers hold the interpreter's lock for a whole solve, so a thread would stall everybody (`matching.md` 4).
A worker that dies or takes too long is replaced, and the round is tried again later by the scheduler.
"""

import asyncio
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from multiprocessing import get_context

from bot.matching import MatchRequest, MatchResult, match

INLINE_PAIRS, INLINE_GROUPS = 24, 13
"""Up to how many members a round is matched at once: measured below 50 ms on one core for pairs and for groups."""
_TIME_LIMIT = 300.0
PAIR = 2


class MatchingPool:
    """Match rounds without holding up the event loop."""

    def __init__(self) -> None:
        self._pool: ProcessPoolExecutor | None = None

    async def match(self, request: MatchRequest) -> MatchResult:
        """Return the groups of a round. Raise `TimeoutError` or `BrokenProcessPool` when the worker gave up."""
        inline = INLINE_PAIRS if request.size == PAIR else INLINE_GROUPS
        if len(request.candidates) <= inline:
            return match(request)
        loop = asyncio.get_running_loop()
        try:
            async with asyncio.timeout(_TIME_LIMIT):
                return await loop.run_in_executor(self._workers(), match, request)
        except (BrokenProcessPool, TimeoutError):
            self.close()
            raise

    def close(self) -> None:
        """End the worker; the next large round starts a new one."""
        if self._pool is not None:
            self._pool.shutdown(wait=False, cancel_futures=True)
            self._pool = None

    def _workers(self) -> ProcessPoolExecutor:
        if self._pool is None:
            self._pool = ProcessPoolExecutor(max_workers=1, mp_context=get_context("spawn"))
        return self._pool
