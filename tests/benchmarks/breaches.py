"""Count breaches of the hard rules: `python -m tests.benchmarks.breaches --rounds 100000`.

Rounds are made up from their numbers, so a breach can be looked at again: `--first <number> --rounds 1`.
`--page docs/matching.md` writes the sum down there.
"""

import argparse
import random
import sys
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

from bot.matching import match
from tests.benchmarks.matching_parts import report
from tests.support.breaches import breaches
from tests.support.made_up import anything, usual_count

BATCH = 250


def count(numbers: range) -> Counter[str]:
    """Play rounds and count them, their members, who was placed, and every kind of breach."""
    counts: Counter[str] = Counter()
    for number in numbers:
        rng = random.Random(number)
        request = anything(rng, usual_count(rng))
        members = len(request.candidates)
        counts["rounds"] += 1
        counts["rounds of 60 and more"] += members >= 60
        counts["members"] += members
        counts["separations"] += len(request.separated)
        try:
            result = match(request)
        except AssertionError as refusal:  # it asks the hard rules once more itself
            found = [str(refusal)]
        else:
            counts["members placed"] += members - len(result.unplaced)
            counts["groups"] += len(result.groups)
            found = breaches(request, result)
        counts["breaches"] += len(found)
        for breach in found:
            counts[f"breach: {breach}"] += 1
            counts[f"first seen in round {number}: {breach}"] += 1
    return counts


def batches(first: int, rounds: int) -> Iterator[range]:
    for start in range(first, first + rounds, BATCH):
        yield range(start, min(start + BATCH, first + rounds))


def told(counts: Counter[str]) -> str:
    """Say in a sentence what was found."""
    return (
        f"{counts['rounds']:,} rounds, {counts['rounds of 60 and more']:,} of them of 60 members and more: "
        f"{counts['members']:,} seats asked for, {counts['separations']:,} separations, {counts['groups']:,} groups, "
        f"**{counts['breaches']:,} breaches**.\n"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--page", type=Path, help="page to write the sum into, as docs/matching.md")
    parser.add_argument("--rounds", type=int, default=100_000)
    parser.add_argument("--first", type=int, default=0)
    parser.add_argument("--jobs", type=int, default=2)
    asked = parser.parse_args()
    start = time.monotonic()
    with ProcessPoolExecutor(asked.jobs) as pool:
        counts = sum(pool.map(count, batches(asked.first, asked.rounds)), Counter[str]())
    counts.setdefault("breaches", 0)
    for name, number in counts.items():
        sys.stdout.write(f"{number:9}  {name}\n")
    sys.stdout.write(f"{time.monotonic() - start:9.0f}  seconds\n")
    if asked.page:
        report.put(asked.page, "breaches", told(counts))


if __name__ == "__main__":
    main()
