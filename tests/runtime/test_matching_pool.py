"""Large rounds run in a process of their own: the loop goes on, and people are matched whatever becomes of it."""

import asyncio
import contextlib
import logging
import os
import random
import signal
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import pytest

from bot.matching import Candidate, MatchRequest, match
from bot.matching.model import Together
from bot.runtime.matching_pool import MatchingPool
from bot.runtime.piecemeal import PART, match_in_parts
from bot.simulation.town import pretend_town
from tests.support import matchers

pytestmark = pytest.mark.timeout(240)
LARGE = 60
ROOT = Path(__file__).parents[2]


def a_request(count: int = LARGE, **circle) -> MatchRequest:
    town = pretend_town(count, random.Random(7), areas=5)
    return MatchRequest(candidates=town.candidates, separated=town.separated, seed="round", **circle)


@pytest.fixture
def signed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """Return a function that lists the processes that matched."""
    folder = tmp_path / "signed"
    folder.mkdir()
    monkeypatch.setenv(matchers.SCRATCH, str(folder))
    return lambda: [int(path.name) for path in folder.iterdir()]


def is_running(process: int) -> bool:
    """Say whether a process is there and more than a zombie that nobody has collected."""
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    stat = Path(f"/proc/{process}/stat")
    return not stat.exists() or stat.read_text().rpartition(")")[2].split()[0] != "Z"


async def ticks_while(awaitable):
    """Return what an awaitable returns, and how often the loop came round meanwhile."""
    ticks = 0

    async def tick():
        nonlocal ticks
        while True:
            await asyncio.sleep(0.005)
            ticks += 1

    ticker = asyncio.create_task(tick())
    try:
        return await awaitable, ticks
    finally:
        ticker.cancel()


def seated(result) -> list:
    return [member for group in result.groups for member in group.members]


async def test_a_large_round_is_matched_in_one_other_process_while_the_loop_goes_on(signed):
    request = a_request()
    result, ticks = await ticks_while(MatchingPool(work=matchers.slow).match(request))
    (process,) = signed()
    assert process != os.getpid()
    assert not is_running(process)
    assert ticks > 20
    assert result == match(request)


async def test_a_small_round_is_matched_without_a_process(signed):
    request = a_request(12)
    assert await MatchingPool(work=matchers.signed).match(request) == match(request)
    assert signed() == []


async def test_large_rounds_take_turns(signed):
    pool, request = MatchingPool(work=matchers.slow), a_request()
    both = asyncio.gather(pool.match(request), pool.match(request))
    most = 0
    while not both.done():
        most = max(most, sum(map(is_running, signed())))
        await asyncio.sleep(0.05)
    one, other = await both
    assert one == other
    assert (most, len(signed())) == (1, 2)


async def test_a_process_that_is_killed_is_replaced_at_once(signed, caplog):
    request = a_request()
    assert await MatchingPool(work=matchers.killed_at_first).match(request) == match(request)
    assert len(signed()) == 2
    assert [record.levelno for record in caplog.records] == [logging.WARNING]
    assert "exit code -9" in caplog.text


@pytest.mark.parametrize(
    ("work", "processes", "says"),
    [
        (matchers.always_killed, 2, "exit code -9"),
        (matchers.out_of_memory, 2, "exit code 1"),
        (matchers.hangs, 1, "longer than 3"),
        (matchers.hangs_with_the_lock, 1, "longer than 3"),
    ],
)
async def test_whatever_becomes_of_the_process_people_are_matched_and_the_log_says_why(
    signed, caplog, work, processes, says
):
    request = a_request()
    result = await MatchingPool(work=work, limit=3).match(request)
    assert len(seated(result)) > LARGE * 0.8
    assert len(signed()) == processes
    assert not any(map(is_running, signed()))
    assert says in caplog.text
    assert caplog.records[-1].levelno == logging.ERROR


async def test_the_pool_serves_on_after_a_failure(signed):
    pool, request = MatchingPool(work=matchers.killed_at_first), a_request()
    await pool.match(request)
    assert await pool.match(request) == match(request)
    assert len(signed()) == 3


async def test_the_process_ends_when_the_bot_is_asked_to_stop(signed):
    pool = MatchingPool(work=matchers.hangs_with_the_lock)
    asked = asyncio.create_task(pool.match(a_request()))
    while not signed():
        await asyncio.sleep(0.05)
    asked.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await asked
    assert not is_running(*signed())


A_BOT = """
import asyncio
from bot.runtime.matching_pool import MatchingPool
from tests.runtime.test_matching_pool import a_request
from tests.support import matchers

if __name__ == "__main__":
    asyncio.run(MatchingPool(work=matchers.hangs).match(a_request()))
"""


@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGINT])
def test_the_process_ends_when_the_bot_is_killed(signed, tmp_path, how):
    script = tmp_path / "a_bot.py"
    script.write_text(A_BOT)
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    bot = subprocess.Popen([sys.executable, script], cwd=ROOT, env=environment, stderr=subprocess.PIPE)
    try:
        wait_until(signed)
        bot.send_signal(how)
    finally:
        bot.kill() if not signed() else bot.communicate(timeout=120)
    (process,) = signed()
    wait_until(lambda: not is_running(process))


def wait_until(true, seconds: float = 90) -> None:
    ends = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < ends
        time.sleep(0.05)


async def asked_at_once(request):
    assert len(request.candidates) <= PART
    return match(request)


@pytest.mark.parametrize(
    "circle",
    [
        {"size": 2},
        {"size": 2, "pairs_only": True},
        {"size": 3},
        {"size": 4, "same_area": True},
        {"size": 5},
    ],
)
async def test_a_round_in_parts_keeps_every_hard_rule(circle):
    """Put back into the matcher as those who come together, its groups are groups that the matcher allows."""
    request = a_request(101, **circle)
    result = await match_in_parts(request, asked_at_once)
    placed = seated(result)
    assert len(set(placed)) == len(placed)
    assert sorted([*placed, *(each.member for each in result.unplaced)]) == sorted(
        candidate.id for candidate in request.candidates
    )
    people = {candidate.id: candidate for candidate in request.candidates}
    for group in result.groups:
        assert 2 <= len(group.members) <= request.largest
        assert allowed(request, [people[member] for member in group.members])
    assert len(placed) > 101 * 0.8


def allowed(request: MatchRequest, members: list[Candidate]) -> bool:
    slots = -1
    for member in members:
        slots &= member.slots
    languages = frozenset.intersection(*(member.languages for member in members))
    apart = any((one.id, other.id) in request.separated for one in members for other in members)
    areas = {member.area for member in members}
    return bool(slots) and bool(languages) and not apart and (len(areas) == 1 or not request.same_area)


async def test_who_comes_together_stays_together_in_parts():
    town = pretend_town(40, random.Random(3), areas=1)
    easy = [replace(each, slots=(1 << 21) - 1, languages=frozenset({"l0"})) for each in town.candidates]
    couples = tuple(Together(members=(easy[at].id, easy[39 - at].id)) for at in range(5))
    request = MatchRequest(candidates=tuple(easy), size=4, seed="s", together=couples)
    result = await match_in_parts(request, asked_at_once)
    assert len(seated(result)) == len(set(seated(result))) == 40
    group_of = {member: number for number, group in enumerate(result.groups) for member in group.members}
    for one, other in (couple.members for couple in couples):
        assert group_of[one] == group_of[other]
