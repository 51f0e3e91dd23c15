"""What looking a town up costs: time, memory, and how long the event loop waits meanwhile.

python -m tests.benchmarks.gazetteer
"""

import asyncio
import resource
import time

from adapters.geonames.gazetteer import GeoNames

TICK = 0.001


def peak_kilobytes() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


async def measure(names: tuple[str, ...]) -> None:
    done = asyncio.Event()
    longest = 0.0

    async def tick() -> None:
        nonlocal longest
        while not done.is_set():
            before = time.perf_counter()
            await asyncio.sleep(TICK)
            longest = max(longest, time.perf_counter() - before - TICK)

    async with asyncio.TaskGroup() as tasks:
        tasks.create_task(tick())
        await asyncio.sleep(0.05)
        memory, begun, worked = peak_kilobytes(), time.perf_counter(), time.process_time()
        await GeoNames().find(names)
        took, work = time.perf_counter() - begun, time.process_time() - worked
        grown = (peak_kilobytes() - memory) / 1024
        done.set()
    print(
        f"{len(names):3} names: {took:.2f} s ({work:.2f} s of work), {grown:.0f} MB more at the peak, "
        f"the event loop waited {longest * 1000:.0f} ms at most"
    )


def main() -> None:
    asyncio.run(measure(("Utrecht",)))
    asyncio.run(measure(tuple(f"Nowhere {number}" for number in range(200))))


if __name__ == "__main__":
    main()
