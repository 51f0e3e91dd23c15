"""Spots that are taken off the list while people plan to meet there: told on the playground."""

from datetime import timedelta

import pytest

from tests.support.meeting_town import TOWN
from tests.support.rounds import a_town, agreed, matched, until

pytestmark = pytest.mark.timeout(60)


async def spots_of(town):
    return {
        spot.id: spot.name for spot in await town.kith.storage.run(lambda repos: repos.places.spots(TOWN))
    }


async def test_a_plan_whose_spot_goes_gets_another_one_and_everybody_reads_it():
    async with a_town() as town:
        group, names = await agreed(town), await spots_of(town)
        olga = await town.kith.stage.person("Olga", organiser=True)
        assert "told of another spot" in (await olga.say("organise spots remove", name=group.spot)).text
        await town.kith.due()
        (now,) = await town.groups()
        assert (now.meets_at, now.revision) == (group.meets_at, group.revision + 1)
        assert now.spot in names.keys() - {group.spot}
        for human in town.people.values():
            told = [each.text for each in await human.sees() if "The plan has changed" in each.text]
            assert names[now.spot] in told[-1]


async def test_groups_that_choose_a_time_choose_it_for_another_spot():
    async with a_town() as town:
        group = await matched(town)
        olga = await town.kith.stage.person("Olga", organiser=True)
        await olga.say("organise spots remove", name=group.spot)
        (now,) = await town.groups()
        assert now.options == group.options
        assert now.spot not in {group.spot, None}


async def test_the_only_spot_of_a_plan_stays_until_people_have_met():
    """The organiser reads when, never who."""
    async with a_town() as town:
        group = await agreed(town)
        olga = await town.kith.stage.person("Olga", organiser=True)
        (other,) = (await spots_of(town)).keys() - {group.spot}
        await olga.say("organise spots remove", name=other)
        answer = (await olga.say("organise spots remove", name=group.spot)).text
        assert "A group meets there on" in answer
        assert "no other spot" in answer
        assert (await town.groups())[0].spot == group.spot
        await until(town, group.meets_at + timedelta(hours=1))
        assert "off the list" in (await olga.say("organise spots remove", name=group.spot)).text


async def test_nobody_is_sent_elsewhere_at_the_last_minute():
    async with a_town() as town:
        group = await agreed(town)
        olga = await town.kith.stage.person("Olga", organiser=True)
        await until(town, group.meets_at - timedelta(hours=1))
        assert "too soon" in (await olga.say("organise spots remove", name=group.spot)).text
        assert (await town.groups())[0].spot == group.spot


@pytest.mark.parametrize("others", [True, False])
async def test_a_group_that_chooses_is_told_once_when_its_spot_goes(others):
    """Where no other spot is open then, they read that they choose a place together, and the times stay."""
    async with a_town() as town:
        group = await matched(town)
        olga = await town.kith.stage.person("Olga", organiser=True)
        if not others:
            for other in (await spots_of(town)).keys() - {group.spot}:
                await olga.say("organise spots remove", name=other)
        await olga.say("organise spots remove", name=group.spot)
        await town.kith.push(hours=1)
        (now,) = await town.groups()
        title = "Another spot, same times" if others else "That spot is off the list, same times"
        for human in town.people.values():
            (told,) = [each.text for each in await human.sees() if "same times" in each.text]
            assert title in told
            assert others or "a public place that you choose together" in told
        for human in town.people.values():
            await human.tap("Time 1")
        await town.kith.due()
        (agreed_on,) = await town.groups()
        assert agreed_on.meets_at == now.options[0]
        assert (agreed_on.spot is not None) is others
