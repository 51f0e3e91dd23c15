"""A group that is still choosing is asked how it went; what one of it says takes the plan from nobody."""

from datetime import timedelta

import pytest

from bot.domain.rounds import GroupState
from bot.services import names
from bot.services.deliveries import checkins as told
from bot.services.planned import delivery
from tests.support.rounds import a_town, heard, matched, until

pytestmark = pytest.mark.timeout(60)
ABC = list("abc")


async def still_choosing(town):
    """Let two of three answer, ask for others in between, and come to the question on the fifth day."""
    group = await matched(town)
    for days in (2, 2):
        await town.kith.push(days=days)
        await town.people["m-a"].say("meet plan", times="other")
    await town.kith.push(days=2)
    (group,) = await town.groups()
    assert group.state is GroupState.PROPOSED
    assert heard(await town.people["m-a"].sees(), "Did you meet?")
    return group


@pytest.mark.parametrize("answer", ["It didn't happen", "Yes, we met"])
async def test_one_answer_of_three_leaves_a_group_choosing(answer):
    async with a_town(ABC, size=3) as town:
        await still_choosing(town)
        await town.people["m-a"].tap(answer)
        (group,) = await town.groups()
        assert group.state is GroupState.PROPOSED
        for human in town.people.values():
            await human.tap("Time 1")
        (group,) = await town.groups()
        assert group.state is GroupState.AGREED


@pytest.mark.parametrize(
    ("answer", "state"), [("It didn't happen", GroupState.MISSED), ("Yes, we met", GroupState.MET)]
)
async def test_all_of_a_group_without_a_plan_can_say_how_it_went(answer, state):
    async with a_town(ABC, size=3) as town:
        await still_choosing(town)
        for human in town.people.values():
            await human.tap(answer)
        (group,) = await town.groups()
        assert group.state is state


async def test_two_who_met_without_a_plan_are_not_told_that_it_fell_through():
    async with a_town(ABC, size=3) as town:
        await still_choosing(town)
        for member in ("m-a", "m-b"):
            await town.people[member].tap("Yes, we met")
        await town.kith.push(days=20)
        group = (await town.groups())[0]
        assert group.state is GroupState.CLOSED
        assert not heard(await town.people["m-a"].sees(), "fell through")
        assert not heard(await town.people["m-a"].sees(), "didn't come together")


async def test_a_tap_on_an_old_question_leaves_a_plan_that_is_ahead_as_it_is():
    async with a_town(ABC, size=3) as town:
        await still_choosing(town)
        await town.people["m-b"].tap("It didn't happen")
        for human in town.people.values():
            await human.tap("Time 1")
        said = await town.people["m-a"].tap("It didn't happen")
        assert "still ahead" in said.text
        (group,) = await town.groups()
        assert group.state is GroupState.AGREED
        seats = await town.kith.storage.run(lambda repos: repos.rounds.seats(group.id))
        assert [seat.met for seat in seats] == [None] * 3


async def test_nobody_is_asked_how_a_meeting_went_that_is_ahead():
    async with a_town(ABC, size=3) as town:
        await matched(town)
        for human in town.people.values():
            await human.tap("Time 1")
        (group,) = await town.groups()
        job = delivery(group.community, names.ASK, group.id, town.kith.clock.now())
        kit = town.kith.app.kit
        assert await town.kith.storage.run(lambda repos: told.ask(kit, repos, job)) is None


async def test_some_of_a_group_that_agreed_late_can_meet_again():
    async with a_town(ABC, size=3) as town:
        await still_choosing(town)
        for _ in range(2):
            await town.people["m-a"].say("meet plan", times="other")
            await town.kith.push(days=2)
        for human in town.people.values():
            await human.tap("Time 1")
        (group,) = await town.groups()
        assert group.state is GroupState.AGREED
        await until(town, group.meets_at + timedelta(hours=30))
        for member in ("m-a", "m-b"):
            for answer in ("Yes, we met", "Good", "Yes, gladly"):
                await town.people[member].tap(answer)
        await town.kith.push(days=4)
        assert await town.kith.storage.run(lambda repos: repos.rounds.following(group.id)) is not None
