"""A time that all who answered share does not pass while somebody silent is waited for."""

from datetime import timedelta

import pytest

from bot.domain.availability import mask_of
from bot.domain.rounds import GroupState
from tests.support.rounds import a_town, heard, matched, until

pytestmark = pytest.mark.timeout(60)
HOUR = timedelta(hours=1)
SOON = ["wed-morning", "wed-afternoon", "wed-evening"]
"""From 64 to 72 hours after a round on Sunday at six; silent seats are freed after 72."""


def a_choice(slot, names="abc"):
    """Open a town in which a group of three chooses between a time on Wednesday and one on Saturday."""
    return a_town(list(names), size=len(names), times=mask_of([slot, "sat-morning"]))


async def the_group(town):
    (group,) = await town.groups()
    return group


@pytest.mark.parametrize("slot", SOON)
@pytest.mark.parametrize("tap", ["Time 1", "Either"])
async def test_two_who_share_a_time_get_it_though_the_third_says_nothing(slot, tap):
    """They read it in time to come; the silent one is let go as ever, six hours after the nudge at the soonest."""
    async with a_choice(slot) as town:
        group = await matched(town)
        ada, ben, chi = town.people.values()
        assert group.options[0] - group.matched_at < 73 * HOUR
        for human in (ada, ben):
            await human.tap(tap)
        await until(town, group.matched_at + 53 * HOUR)
        assert set((await town.seats(group)).values()) == {"active"}
        assert heard(await chi.sees(), "which time suits you?")
        await until(town, group.options[0] - 6 * HOUR)
        now = await the_group(town)
        assert (now.state, now.meets_at) == (GroupState.AGREED, group.options[0])
        assert await town.seats(group) == {"m-a": "active", "m-b": "active", "m-c": "released"}


async def test_a_yes_that_comes_late_but_in_time_counts_at_once():
    async with a_choice("wed-evening") as town:
        group = await matched(town)
        ada, ben, _chi = town.people.values()
        await ada.tap("Time 1")
        await until(town, group.options[0] - 5 * HOUR)
        assert (await the_group(town)).state is GroupState.PROPOSED
        await ben.tap("Time 1")
        assert (await the_group(town)).meets_at == group.options[0]
        assert await town.seats(group) == {"m-a": "active", "m-b": "active", "m-c": "released"}


async def test_whoever_answers_meanwhile_is_part_of_it():
    async with a_choice("wed-evening") as town:
        group = await matched(town)
        ada, ben, chi = town.people.values()
        for human in (ada, ben):
            await human.tap("Time 1")
        await until(town, group.matched_at + 50 * HOUR)
        await chi.tap("Time 2")
        await until(town, group.options[0])
        assert set((await town.seats(group)).values()) == {"active"}


async def test_where_those_who_answered_share_none_nobody_is_let_go_early():
    async with a_choice("wed-evening") as town:
        group = await matched(town)
        ada, ben, _ = town.people.values()
        await ada.tap("Time 1")
        await ben.tap("Time 2")
        await until(town, group.matched_at + 71 * HOUR)
        assert set((await town.seats(group)).values()) == {"active"}
        await until(town, group.matched_at + 73 * HOUR)
        assert (await town.seats(group))["m-c"] == "released"


async def test_a_time_that_is_far_enough_away_waits_the_whole_day_after_the_nudge():
    async with a_choice("thu-morning") as town:
        group = await matched(town)
        ada, ben, _ = town.people.values()
        for human in (ada, ben):
            await human.tap("Time 1")
        await until(town, group.matched_at + 71 * HOUR)
        assert set((await town.seats(group)).values()) == {"active"}
        await until(town, group.matched_at + 73 * HOUR)
        assert (await the_group(town)).meets_at == group.options[0]


async def test_two_silent_ones_of_four_are_let_go_together():
    async with a_choice("wed-morning", "abcd") as town:
        group = await matched(town)
        ada, ben, *_ = town.people.values()
        for human in (ada, ben):
            await human.tap("Either")
        await until(town, group.options[0] - 5 * HOUR)
        assert (await the_group(town)).meets_at == group.options[0]
        assert sorted((await town.seats(group)).values()) == ["active", "active", "released", "released"]


async def test_times_that_were_replaced_are_not_looked_at_any_more():
    """They moved on to other times before the look: nobody is let go by it."""
    async with a_choice("wed-evening") as town:
        group = await matched(town)
        ada, ben, chi = town.people.values()
        for human in (ada, ben):
            await human.tap("Time 1")
        await until(town, group.matched_at + 50 * HOUR)
        await chi.say("meet plan", times="other")
        fresh = await the_group(town)
        assert fresh.options != group.options
        await until(town, group.matched_at + 71 * HOUR)
        assert set((await town.seats(group)).values()) == {"active"}
