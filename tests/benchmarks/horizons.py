"""See whether stable circles meet without a repeat for as long as can be: `python -m tests.benchmarks.horizons`.

For every even size, series start with nobody acquainted or after some drawn rounds; for odd sizes, in circles of pairs
only, everybody sits out once. What fails is told with its seed. `--page docs/matching.md` writes the sum down there.
"""

import argparse
import random
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

from tests.benchmarks.matching_parts import report
from tests.support.series import Series, varied

EVEN = (*range(4, 42, 2), 100)
ODD = (*range(5, 26, 2),)


def lasts(count: int, seed: int, before: int) -> bool:
    """Say whether a circle meets for as many rounds as there are new people, without a repeat or anybody left out."""
    series = Series(varied(count, seed), seed=str(seed), pairs_only=count % 2 == 1)
    series.play_at_random(before, random.Random(seed))
    rounds = count - 1 + count % 2 - before
    results = [series.play() for _ in range(rounds)]
    left = [each.member for result in results for each in result.unplaced]
    return not any(result.repeats for result in results) and len(left) == len(set(left)) == rounds * (
        count % 2
    )


def drawn_before(count: int, seed: int) -> int:
    """Draw how many rounds were played before the matcher took over: fewer than half of what can be."""
    return random.Random(f"{count} {seed}").randrange(1, max(2, (count + 1) // 2))


def cases(seeds: int) -> Iterator[tuple[int, int, int]]:
    for count in (*EVEN, *ODD):
        for seed in range(seeds):
            yield count, seed, 0
            if count % 2 == 0:
                yield count, seed, drawn_before(count, seed)


def timed(case: tuple[int, int, int]) -> tuple[bool, float]:
    start = time.process_time()
    return lasts(*case), time.process_time() - start


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seeds", type=int, default=20)
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--page", type=Path, help="page to write the sum into, as docs/matching.md")
    asked = parser.parse_args()
    every = list(cases(asked.seeds))
    seconds: dict[int, float] = {}
    failed = 0
    with ProcessPoolExecutor(asked.jobs) as pool:
        for (count, seed, before), (fine, took) in zip(every, pool.map(timed, every), strict=True):
            seconds[count] = seconds.get(count, 0) + took
            if not fine:
                failed += 1
                sys.stdout.write(f"failed: {count} members, seed {seed}, after {before} drawn rounds\n")
    for count, took in seconds.items():
        sys.stdout.write(f"{count:4} members {took:8.1f} CPU s\n")
    sys.stdout.write(f"{len(every)} series, {failed} failed\n")
    if asked.page:
        text = (
            f"{len(every):,} series, {asked.seeds} of each kind: even numbers of members from {EVEN[0]} to {EVEN[-2]}, and "
            f"{EVEN[-1]}, from the first round on and after some drawn rounds; odd ones from {ODD[0]} to {ODD[-1]} in pairs "
            f"only. **{failed:,} had a repeat** before everybody had met everybody, or somebody sat out twice.\n"
        )
        report.put(asked.page, "horizons", text)


if __name__ == "__main__":
    main()
