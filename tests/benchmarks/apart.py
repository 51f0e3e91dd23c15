"""Play many small communities in which anything can happen: `python -m tests.benchmarks.apart --first 1000`.

The suite plays the first thousand. Every step is held against the bookkeeper of `tests/support/apart_checks.py`; the
first breach stops with its seed.
"""

import argparse
import asyncio
import time
from collections import Counter
from concurrent.futures import ProcessPoolExecutor

from tests.support.apart_machine import run_one

PORTION = 25


def play(first: int, rounds: int) -> tuple[int, Counter[str]]:
    """Play a portion of communities, and return how many were told that they are left over, and what was done."""

    async def several() -> tuple[int, Counter[str]]:
        told, deeds = 0, Counter()
        for seed in range(first, first + PORTION):
            try:
                town = await run_one(seed, rounds)
            except AssertionError as breach:
                raise SystemExit(f"community {seed}: {breach}") from breach
            told += len(town.unmatched)
            deeds.update(town.deeds)
        return told, deeds

    return asyncio.run(several())


def main() -> None:
    """Play as many communities as asked for and print what happened in them."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--first", type=int, default=0)
    parser.add_argument("--communities", type=int, default=1000)
    parser.add_argument("--rounds", type=int, default=2)
    parser.add_argument("--processes", type=int, default=2)
    asked = parser.parse_args()
    started = time.perf_counter()
    firsts = range(asked.first, asked.first + asked.communities, PORTION)
    with ProcessPoolExecutor(asked.processes) as pool:
        results = [*pool.map(play, firsts, [asked.rounds] * len(firsts))]
    deeds = sum((each for _, each in results), Counter())
    print(f"{len(firsts) * PORTION} communities of {asked.rounds} rounds, 0 breaches")
    print(f"{sum(told for told, _ in results)} were left over and told so")
    for deed, count in deeds.most_common():
        print(f"{count:8} {deed}")
    print(f"{time.perf_counter() - started:.0f} s")


if __name__ == "__main__":
    main()
