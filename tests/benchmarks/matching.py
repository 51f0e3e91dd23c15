"""Measure the matcher: `python -m tests.benchmarks.matching`. Prints CPU seconds; nothing is asserted."""

import random
import sys
import time

from bot.ids import AreaId
from bot.matching import Candidate, MatchRequest, MatchResult, PastMeeting, match
from tests.support.matching import member

CASES = (
    (12, 2),
    (15, 2),
    (12, 3),
    (30, 3),
    (30, 4),
    (100, 2),
    (101, 2),
    (100, 3),
    (200, 2),
    (400, 2),
    (800, 2),
)


def town(count: int, rng: random.Random) -> tuple[Candidate, ...]:
    """Make up members around one town centre, with a handful of free slots each."""
    return tuple(
        Candidate(
            id=member(number),
            slots=sum(1 << slot for slot in rng.sample(range(21), rng.randint(2, 8))),
            languages=frozenset({"en", *rng.sample(["nl", "ar", "pl"], 1)}),
            area=AreaId(f"area{number}"),
            centre=(52.1 + rng.gauss(0, 0.05), 5.1 + rng.gauss(0, 0.08)),
            reach_km=rng.choice([3.0, 8.0, 15.0, 30.0]),
            interests=frozenset(rng.sample("abcdefghij", 3)),
        )
        for number in range(count)
    )


def measure(count: int, size: int) -> tuple[MatchResult, float]:
    rng = random.Random(count * 10 + size)
    history = {
        (member(i), member(j)): PastMeeting(rounds_ago=rng.randint(1, 8))
        for i in range(count)
        for j in rng.sample(range(count), min(8, count))
        if i < j
    }
    request = MatchRequest(candidates=town(count, rng), history=history, size=size, seed="bench")
    start = time.process_time()
    return match(request), time.process_time() - start


def main() -> None:
    sys.stdout.write("members  size  groups  left out  repeats  value  bound    CPU s\n")
    for count, size in CASES:
        result, seconds = measure(count, size)
        bound = "-" if result.bound is None else str(result.bound)
        sys.stdout.write(
            f"{count:7}  {size:4}  {len(result.groups):6}  {len(result.unplaced):8}  {result.repeats:7}"
            f"  {result.value:6}  {bound:>6}  {seconds:7.3f}\n"
        )


if __name__ == "__main__":
    main()
