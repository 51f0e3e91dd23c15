"""Two years of weekly challenges in a thousand communities: `python -m tests.benchmarks.seasons [communities] [first]`."""

import asyncio
import sys
import time
from collections import Counter

from adapters.sql.quick import open_quick_storage
from tests.support.two_years import TwoYears

_TELL_EVERY = 50


async def main(communities: int, first: int) -> int:
    """Play and judge one community after the other; print what went wrong and how long it took."""
    found, posts, deeds, begun = Counter(), 0, 0, time.process_time()
    storage = open_quick_storage()
    for number in range(first, first + communities):
        life = await storage.run(lambda repos, number=number: _play(repos, number))
        for rule, at in life.breaches():
            found[rule] += 1
            print(f"community {number}: {rule} at {at}", flush=True)
        posts, deeds = posts + len(life.witness.seen), deeds + life.deeds
        if number % _TELL_EVERY == 0:
            print(f"... up to community {number}: {posts} posts", flush=True)
    storage.close()
    seconds = time.process_time() - begun
    print(f"{communities} communities, {posts} posts, {deeds} deeds, {seconds:.0f} s of CPU: {dict(found)}")
    return 1 if found else 0


def _play(repos, number):
    life = TwoYears(repos, number)
    life.play()
    return life


if __name__ == "__main__":
    numbers = [int(word) for word in sys.argv[1:3]]
    sys.exit(asyncio.run(main(*(numbers + [1000, 0][len(numbers) :]))))
