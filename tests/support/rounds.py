"""Rounds on the playground, brought to the point at which a test begins."""

from contextlib import asynccontextmanager

from bot.domain.rounds import GroupState
from bot.errors import Refusal
from tests.support.kith import kith_on
from tests.support.meeting_town import WALKS, settle_town
from tests.support.playground_stage import open_stage

NEUTRAL = "This one didn't come together. You're in for the next round."


@asynccontextmanager
async def a_town(names=("a", "b"), match=None, **settings):
    async with open_stage() as stage, kith_on(stage, match=match) as kith:
        yield await settle_town(kith, list(names), **settings)


def heard(seen, words):
    """Return where somebody read some words."""
    return [each.where for each in seen if words in each.text]


async def rounds_of(town):
    return await town.kith.storage.run(lambda repos: repos.rounds.of_circle(WALKS))


async def matched(town):
    """Let the first round be matched, its groups be spoken to, and return its only group."""
    await town.kith.push(days=6, hours=10)
    (group,) = await town.groups()
    return group


async def agreed(town):
    await matched(town)
    for human in town.people.values():
        await human.tap("Time 1")
    await town.kith.due()
    (group,) = await town.groups()
    assert group.state is GroupState.AGREED
    return group


async def until(town, instant):
    await town.kith.push(seconds=(instant - town.kith.clock.now()).total_seconds())


async def refuse_the_place(town, reason=Refusal.LIMIT):
    faults = town.kith.stage.world.faults
    await town.kith.push(days=6)
    faults.refuse_once()  # the question who is still here; a platform that can't tell opts nobody out
    faults.refuse_once(reason)
    await town.kith.push(days=1)
