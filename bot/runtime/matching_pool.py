"""Runs the matcher so that the event loop goes on: small rounds in a thread, large ones in a process of their own.

The solvers hold the interpreter's lock for long stretches of a large round, so a thread would stall everybody
(`matching.md` 4). What follows when the process lets us down:

- it died (killed, out of memory, an error): a new one is asked once more, at once;
- it took longer than the limit: it is ended and not asked again, because it would only hang again;
- after either the round is matched in small parts in this process, worse but under the same hard rules: people meet
  on the day they were promised, and the operator finds the reason in the log.
"""

import asyncio
import logging
from collections.abc import Callable

from bot.matching import MatchRequest, MatchResult, match
from bot.runtime.piecemeal import match_in_parts
from bot.runtime.worker import Worker, WorkerDied
from bot.services.portions import leave_alone

_log = logging.getLogger(__name__)

AT_HAND = 50
"""Up to how many members a round is matched in a thread.

Measured by `python -m tests.benchmarks.event_loop` on a quiet machine: up to here no kind of circle stalls the loop
for more than some 20 ms, the first one, which loads the solvers, for 50; with 100, planning pairs ahead comes to 100.
"""
TIME_LIMIT = 600.0
"""Seconds for a process to answer, from its start: 10,000 members take 10 as pairs, and some minutes in groups of four."""
_TRIES = 2


class MatchingPool:
    """Match rounds one after the other; whoever asks while a large one is matched waits for their turn."""

    def __init__(
        self,
        *,
        work: Callable[[MatchRequest], MatchResult] = match,
        at_hand: int = AT_HAND,
        limit: float = TIME_LIMIT,
    ) -> None:
        """Take what runs in the process instead of the matcher; a function that a module can be asked for by name."""
        self._work = work
        self._at_hand = at_hand
        self._limit = limit
        self._turn = asyncio.Lock()

    async def match(self, request: MatchRequest) -> MatchResult:
        """Return the groups of a round."""
        if len(request.candidates) <= self._at_hand:
            return await _in_thread(request)
        async with self._turn:
            leave_alone()
            result = await self._in_process(request)
            return result if result is not None else await match_in_parts(request, _in_thread)

    async def _in_process(self, request: MatchRequest) -> MatchResult | None:
        """Ask processes until one answers, or return None when none did."""
        fields = {"action": "match", "members": len(request.candidates), "seed": request.seed}
        for _ in range(_TRIES):
            try:
                return await self._ask(request)
            except WorkerDied as error:
                _log.warning("the matcher's process died: %s", error, extra=fields)
            except TimeoutError:
                _log.warning(
                    "the matcher took longer than %s seconds and was ended", self._limit, extra=fields
                )
                break
        _log.error("a round is matched in small parts, less well, because the matcher failed", extra=fields)
        return None

    async def _ask(self, request: MatchRequest) -> MatchResult:
        """Ask one process; it is gone when this returns or raises, or is cancelled."""
        worker: Worker[MatchRequest, MatchResult] = await asyncio.to_thread(Worker, self._work)
        try:
            async with asyncio.timeout(self._limit):
                return await asyncio.to_thread(worker.ask, request)
        finally:
            await asyncio.to_thread(worker.end)


async def _in_thread(request: MatchRequest) -> MatchResult:
    """Match a small round; not on the loop, because the first one loads the solvers."""
    return await asyncio.to_thread(match, request)
