"""Measure how long the event loop stands still while a round is matched: `python -m tests.benchmarks.event_loop`.

A ticker asks for its turn every five milliseconds; a stall is how much later it gets it. All stalls of one run stand
next to those of an idle loop in the same run. Nothing is asserted. `--members` changes the size of the large round,
`--size` that of its groups. `whole_round` measures all of a round, with the database. `--page docs/matching.md` writes
what was found down there.
"""

import argparse
import asyncio
import random
import sys
import time
from collections.abc import Awaitable
from dataclasses import dataclass
from functools import reduce
from pathlib import Path
from typing import Any

from bot.matching import MatchRequest, PastMeeting, pair_of
from bot.runtime.matching_pool import AT_HAND, MatchingPool
from bot.simulation.town import pretend_town
from tests.benchmarks.matching_parts import report
from tests.benchmarks.matching_parts.show import Row, table

EVERY = 0.005
KINDS: tuple[tuple[str, dict[str, Any]], ...] = (
    ("pairs", {"size": 2}),
    ("pairs only", {"size": 2, "pairs_only": True}),
    ("threes", {"size": 3}),
    ("fours", {"size": 4}),
    ("fives", {"size": 5}),
)
TOWNS = 4


def a_request(count: int, chance: int = 0, *, met: bool = True, **circle: Any) -> MatchRequest:
    """Make up a round: a metro area of thirty areas, in which everybody met eight others."""
    rng = random.Random(count + chance)
    town = pretend_town(count, rng, areas=30)
    ids = [candidate.id for candidate in town.candidates]
    pairs = [pair_of(*rng.sample(ids, 2)) for _ in range(4 * count if met else 0)]
    history = {pair: PastMeeting(rounds_ago=rng.randint(1, 8)) for pair in pairs}
    return MatchRequest(
        candidates=town.candidates, separated=town.separated, history=history, seed="benchmark", **circle
    )


@dataclass(frozen=True, order=True)
class Stall:
    """Hold for how long a loop stood still, in seconds of the clock, and of the processor's work for this process.

    The second number leaves out what other programs did meanwhile; it counts threads of this one that kept the loop
    from nothing, for some milliseconds at most.
    """

    clock: float
    worked: float

    def above(self, idle: "Stall") -> str:
        more = (self.clock - idle.clock) * 1000, (self.worked - idle.worked) * 1000
        return "{:.0f} ms longer ({:.0f} ms of work)".format(*more)

    def worse(self, other: "Stall") -> "Stall":
        return Stall(max(self.clock, other.clock), max(self.worked, other.worked))


async def stall_of(awaitable: Awaitable[Any]) -> tuple[Stall, float, Any]:
    """Await something, and return the longest stall meanwhile, how long it took and its result."""
    worst = Stall(0.0, 0.0)

    async def tick() -> None:
        nonlocal worst
        while True:
            last, worked = time.perf_counter(), time.process_time()
            await asyncio.sleep(EVERY)
            late = Stall(time.perf_counter() - last - EVERY, time.process_time() - worked)
            worst = worst.worse(late)

    ticker = asyncio.create_task(tick())
    await asyncio.sleep(0)
    start = time.perf_counter()
    result = await awaitable
    taken = time.perf_counter() - start
    await asyncio.sleep(2 * EVERY)  # a stall at the very end shows as well
    ticker.cancel()
    return worst, taken, result


HEAD = f"{'':44} {'seconds':>9} {'stall, ms':>10} {'of work':>10}\n"


FOUND: list[Row] = []  # all that was shown in this run


def show(what: str, stall: Stall, taken: float) -> None:
    FOUND.append(
        {"what": what, "seconds": taken, "stall ms": stall.clock * 1000, "of work ms": stall.worked * 1000}
    )
    sys.stdout.write(f"{what:44} {taken:9.2f} {stall.clock * 1000:10.0f} {stall.worked * 1000:10.0f}\n")
    sys.stdout.flush()


async def measured(what: str, awaitable: Awaitable[Any]) -> tuple[Stall, Any]:
    """Measure something, print it, and return the longest stall and the result."""
    stall, taken, result = await stall_of(awaitable)
    show(what, stall, taken)
    return stall, result


async def small_rounds(pool: MatchingPool) -> None:
    """Print the worst of several towns for each kind of circle."""
    for name, circle in KINDS:
        for count in (AT_HAND // 2, AT_HAND - 1, AT_HAND):
            requests = [a_request(count, chance, met=chance % 2 == 0, **circle) for chance in range(TOWNS)]
            found = [await stall_of(pool.match(request)) for request in requests]
            worst = reduce(Stall.worse, (stall for stall, _, _ in found))
            show(f"{name}, {count} members, in a thread", worst, max(taken for _, taken, _ in found))


async def measure(members: int, size: int) -> None:
    sys.stdout.write(HEAD)
    idle, _ = await measured("idle", asyncio.sleep(3))
    pool = MatchingPool()
    await small_rounds(pool)
    request = a_request(members, size=size)
    worst, _ = await measured(f"groups of {size}, {members} members, in a process", pool.match(request))
    sys.stdout.write(f"The large round stalls the loop {worst.above(idle)} than nothing does.\n")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--members", type=int, default=10_000)
    parser.add_argument("--size", type=int, default=2)
    parser.add_argument("--page", type=Path, help="page to write the table into, as docs/matching.md")
    asked = parser.parse_args()
    asyncio.run(measure(asked.members, asked.size))
    if asked.page:
        report.put(asked.page, "stalls", table(FOUND, tuple(FOUND[0])))


if __name__ == "__main__":
    main()
