"""H17: `kith stop` ends everything at once, pauses end by themselves, and nobody is asked why or whether they are sure."""

from contextlib import asynccontextmanager
from datetime import timedelta
from importlib import import_module

import pytest

from bot.domain.member import MemberState
from bot.domain.rounds import GroupState
from tests.support.kith import kith_on
from tests.support.meeting_town import settle_town

STAGES = {
    "playground": "tests.support.playground_stage",
    "discord": "tests.support.discord_stage",
    "matrix": "tests.support.matrix_stage",
}
pytestmark = pytest.mark.timeout(180)


@asynccontextmanager
async def a_town(names, stage="playground", **settings):
    async with import_module(STAGES[stage]).open_stage() as opened, kith_on(opened) as kith:
        yield await settle_town(kith, names, **settings)


async def member(town, name):
    return await town.kith.storage.run(lambda repos: repos.members.get(name))


async def seated(town):
    return {member for group in await town.groups() for member in await town.seats(group)}


@pytest.mark.parametrize("stage", list(STAGES))
async def test_one_word_ends_everything_at_once(stage):
    """In the middle of a plan: the answer asks nothing, the seat is free, no job is left, and nothing is said any more."""
    async with a_town(["Ben", "Cem"], stage) as town:
        await town.kith.push(days=6, hours=10)
        ben = town.people["m-Ben"]
        answer = await ben.say("kith stop")
        assert answer.where == "private"
        assert "Everything is stopped" in answer.text
        assert not answer.labels
        assert not answer.form
        assert "?" not in answer.text
        assert (await member(town, "m-Ben")).state is MemberState.LEFT
        (group,) = await town.groups()
        assert group.state is GroupState.MISSED
        assert (await town.seats(group))["m-Ben"] == "released"
        waiting = await town.kith.storage.run(lambda repos: repos.jobs.failing(group.community))
        assert waiting == ()
        await town.kith.due()
        heard = len([each for each in await ben.sees() if each.where == "private"])
        await town.kith.push(days=15)
        assert len([each for each in await ben.sees() if each.where == "private"]) == heard
        again = [group for group in await town.groups() if "m-Ben" in await town.seats(group)]
        assert len(again) == 1, "never matched again"


@pytest.mark.parametrize("weeks", [1, 2, 4])
async def test_a_pause_needs_one_answer_and_ends_by_itself(weeks):
    """One call, no question back; every round until its end goes by without them."""
    async with a_town(["Ben", "Cem", "Dia"], weeks=1) as town:
        ben = town.people["m-Ben"]
        answer = await ben.say("meet pause", until=f"{weeks} weeks" if weeks > 1 else "1 week")
        assert not answer.form
        assert "why" not in answer.text.lower()
        paused = await member(town, "m-Ben")
        assert paused.state is MemberState.PAUSED
        length = paused.paused_until - town.kith.clock.now()
        assert timedelta(weeks=weeks, days=-1) <= length <= timedelta(weeks=weeks)
        await town.kith.push(seconds=length.total_seconds() - 60)
        assert "m-Ben" not in await seated(town)
        await town.kith.push(days=8)
        assert (await member(town, "m-Ben")).state is MemberState.ACTIVE
        assert "m-Ben" in await seated(town)


async def test_the_choices_of_a_pause_are_weeks_and_no_reasons():
    async with a_town(["Ben"]) as town:
        asked = await town.people["m-Ben"].say("meet pause")
        words = " ".join((asked.text, *asked.labels, *asked.form)).lower()
        assert all(each in words for each in ("1 week", "2 weeks", "4 weeks"))
        assert "reason" not in words.replace("no reason", "")


async def test_leaving_a_circle_and_everything_asks_for_no_reason():
    async with a_town(["Ben", "Cem"]) as town:
        left = await town.people["m-Ben"].say("meet leave", circle="Sunday walks")
        assert not left.form
        gone = await town.people["m-Cem"].say("meet leave")
        assert not gone.form
        assert (await member(town, "m-Cem")).state is MemberState.LEFT
