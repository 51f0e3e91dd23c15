"""What pictures and recaps cost: time, bytes, and how long the event loop waits meanwhile.

python -m tests.benchmarks.painting
"""

import asyncio
import statistics
import sys
from datetime import date, timedelta

from bot.content.library import load_library
from bot.runtime.painting import Painter
from bot.services.cards.pictures import challenge_picture
from bot.services.recap.seasons import tell
from tests.benchmarks.event_loop import stall_of
from tests.support.seasons import a_round, in_pairs, people
from tests.support.storage import open_storage
from tests.support.town import CIRCLE, COMMUNITY, NOW, build

PICTURES = 12
MEMBERS, ROUNDS = 4_000, 3


async def draw(how: str, painter: Painter) -> None:
    """Draw some cards one after the other and print what they cost."""
    stalls, times, sizes = [], [], []
    for challenge in load_library().challenges[:PICTURES]:
        picture = challenge_picture(challenge, COMMUNITY, "en").picture
        stall, taken, drawn = await stall_of(painter.paint(picture))
        stalls.append(stall * 1000)
        times.append(taken * 1000)
        sizes.append(len(drawn) / 1000)
    sys.stdout.write(
        f"a card drawn {how}: {statistics.median(times):.0f} ms, at most {max(times):.0f}; {max(sizes):.0f} kB at most; "
        f"the event loop waited {statistics.median(stalls):.0f} ms, at most {max(stalls):.0f}\n"
    )


async def recap() -> None:
    """Tell a season of a large community with a past, and print what it costs."""
    async with open_storage() as storage:
        await storage.run(build)
        everybody = await storage.run(
            lambda repos: people(repos, COMMUNITY, MEMBERS, joined=NOW - timedelta(days=200))
        )
        for number in range(ROUNDS):
            slot = date(2026, 11, 23) - timedelta(weeks=2 * number)
            around = everybody[number:] + everybody[:number]
            pairs = in_pairs(around)
            await storage.run(
                lambda repos, slot=slot, pairs=pairs: a_round(repos, COMMUNITY, CIRCLE, slot, pairs)
            )
        stall, taken, _ = await stall_of(storage.run(lambda repos: tell(repos, COMMUNITY, NOW)))
        sys.stdout.write(
            f"a season of {MEMBERS} members told: {taken:.2f} s, the event loop waited {stall * 1000:.0f} ms at most\n"
        )


async def main() -> None:
    await draw("in a process", Painter())
    await draw("in a thread", Painter(apart=False))
    await recap()


if __name__ == "__main__":
    asyncio.run(main())
