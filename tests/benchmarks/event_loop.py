"""Measure how long the event loop stands still while a round is matched: `python -m tests.benchmarks.event_loop`.

A ticker asks for its turn every five milliseconds; a stall is how much later it gets it. All stalls of one run stand
next to those of an idle loop in the same run. Nothing is asserted. `--members` changes the size of the large round,
`--size` that of its groups, `--database` also measures reading and writing it in a SQLite file.
"""

import argparse
import asyncio
import random
import sys
import time
from collections.abc import Awaitable
from typing import Any

from bot.domain.community import Account
from bot.domain.member import Attendance, Enrolment, Member
from bot.domain.rounds import Round
from bot.ids import UserId
from bot.matching import MatchRequest, PastMeeting, pair_of
from bot.ports.storage import Repositories
from bot.runtime.heap import at_rest
from bot.runtime.matching_pool import AT_HAND, MatchingPool
from bot.services import rounds
from bot.services.candidates import Setting
from bot.services.circles.schedule import plan_next_round
from bot.simulation.town import pretend_town
from tests.support.storage import open_storage
from tests.support.town import AREAS, CIRCLE, COMMUNITY, NOW, PLATFORM, build

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


async def stall_of(awaitable: Awaitable[Any]) -> tuple[float, float, Any]:
    """Await something, and return the longest stall meanwhile, how long it took and its result."""
    stalls = [0.0]

    async def tick() -> None:
        last = time.perf_counter()
        while True:
            await asyncio.sleep(EVERY)
            now = time.perf_counter()
            stalls.append(now - last - EVERY)
            last = now

    ticker = asyncio.create_task(tick())
    await asyncio.sleep(0)
    start = time.perf_counter()
    result = await awaitable
    taken = time.perf_counter() - start
    await asyncio.sleep(2 * EVERY)  # a stall at the very end shows as well
    ticker.cancel()
    return max(stalls), taken, result


def show(what: str, stall: float, taken: float) -> None:
    sys.stdout.write(f"{what:44} {taken:9.2f} {stall * 1000:10.0f}\n")
    sys.stdout.flush()


async def measured(what: str, awaitable: Awaitable[Any]) -> tuple[float, Any]:
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
            show(f"{name}, {count} members, in a thread", max(f[0] for f in found), max(f[1] for f in found))


def move_in(repos: Repositories, request: MatchRequest) -> Round:
    """Write the people of a request down as a circle that is due."""
    build(repos)
    for number, candidate in enumerate(request.candidates):
        member = Member(
            id=candidate.id,
            community=COMMUNITY.id,
            times=candidate.slots,
            area=AREAS[number % len(AREAS)].id,
            joined_at=NOW,
        )
        repos.members.add(member)
        repos.members.add_account(candidate.id, Account(platform=PLATFORM, user=UserId(candidate.id)))
        repos.members.enrol(Enrolment(circle=CIRCLE.id, member=candidate.id, attendance=Attendance.ALWAYS))
    round_ = plan_next_round(repos, CIRCLE, COMMUNITY, NOW)
    assert round_ is not None
    return round_


async def through_the_database(pool: MatchingPool, request: MatchRequest) -> None:
    async with open_storage() as storage:
        _, round_ = await measured("(members written one by one)", storage.run(lambda r: move_in(r, request)))
        now = round_.due_at
        _, read = await measured("request read", storage.run(lambda r: rounds._request(r, round_.id, now)))
        _, result = await measured("request read from it matched", pool.match(read))

        setting = Setting(round=round_, circle=CIRCLE, community=COMMUNITY)

        def write(repos: Repositories) -> None:
            rounds._write_matched(repos, setting, read, result.groups, now)

        with at_rest():
            await measured("match written", storage.run(write))


async def measure(members: int, size: int, *, database: bool) -> None:
    sys.stdout.write(f"{'':44} {'seconds':>9} {'stall, ms':>10}\n")
    idle, _ = await measured("idle", asyncio.sleep(3))
    pool = MatchingPool()
    await small_rounds(pool)
    request = a_request(members, size=size)
    worst, _ = await measured(f"groups of {size}, {members} members, in a process", pool.match(request))
    above = (worst - idle) * 1000
    sys.stdout.write(f"The large round stalls the loop for {above:.0f} ms more than nothing does.\n")
    if database:
        await through_the_database(pool, request)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--members", type=int, default=10_000)
    parser.add_argument("--size", type=int, default=2)
    parser.add_argument("--database", action="store_true")
    asked = parser.parse_args()
    asyncio.run(measure(asked.members, asked.size, database=asked.database))


if __name__ == "__main__":
    main()
