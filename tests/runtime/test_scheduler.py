"""Decisions that fail: the others go on, the organiser learns of it, and deliveries wait for none of them."""

import asyncio
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.domain.rounds import GroupState
from bot.ids import MemberId
from bot.matching import match
from bot.runtime.app import App
from bot.services.circles.schedule import upcoming
from bot.services.seats.leftover import tell_left_out
from tests.support.kith import kith_on
from tests.support.meeting_town import WALKS, settle_town
from tests.support.playground_stage import open_stage

pytestmark = pytest.mark.timeout(60)


class Matcher:
    """Match as the real one does, once it is allowed to; `asked` says that somebody did."""

    def __init__(self):
        self.asked = asyncio.Event()
        self.may = asyncio.Event()
        self.broken = False

    async def match(self, request):
        self.asked.set()
        if self.broken:
            raise AssertionError("the matcher made a group that the hard rules forbid")
        await self.may.wait()
        return match(request)


@asynccontextmanager
async def a_town_matched_by(matcher):
    async with open_stage() as stage, kith_on(stage) as kith:
        kith.app = App(replace(kith.app.kit, match=matcher.match))
        await stage.open(kith.app.inbox)
        yield await settle_town(kith, ["a", "b"])


async def the_round(town):
    return await town.kith.storage.run(lambda repos: upcoming(repos, repos.rounds.circle(WALKS)))


async def test_a_match_that_keeps_failing_is_tried_again_and_told_to_the_organiser():
    """One failure worries nobody; a second one stands among the troubles until the round is matched."""
    matcher = Matcher()
    matcher.may.set()
    async with a_town_matched_by(matcher) as town:
        olga = await town.kith.stage.person("Olga", organiser=True)
        matcher.broken = True
        town.kith.clock.set((await the_round(town)).due_at)
        await town.kith.due()
        assert "Matching a round" not in (await olga.say("organise members")).text
        await town.kith.push(minutes=16)
        words = (await olga.say("organise members")).text
        for part in ("Matching a round", "fails on my side", "the log says more"):
            assert part in words
        matcher.broken = False
        await town.kith.push(minutes=16)
        (group,) = await town.groups()
        assert group.state is GroupState.PROPOSED
        assert "Matching a round" not in (await olga.say("organise members")).text


async def test_deliveries_go_on_while_a_round_is_matched():
    """Whoever waits for a word does not wait for the matcher."""
    matcher = Matcher()
    async with a_town_matched_by(matcher) as town:
        kith, round_ = town.kith, await the_round(town)
        kith.clock.set(round_.due_at)
        running = asyncio.create_task(kith.app.run())
        await matcher.asked.wait()
        await kith.storage.run(lambda repos: tell_left_out(repos, round_, MemberId("m-a"), kith.clock.now()))
        while not (seen := await town.people["m-a"].sees()):
            kith.clock.push(timedelta(seconds=1))
            await asyncio.sleep(0.01)
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)
        assert [each.where for each in seen] == ["private"]
        assert await town.groups() == ()
