"""Groups that share no time any more: told so, offered what comes nearest, and let go only when that fails too."""

from dataclasses import replace

import pytest

from bot.domain.availability import mask_of
from bot.domain.rounds import GroupState
from bot.matching import MatchedGroup, MatchResult
from tests.support.rounds import NEUTRAL, a_town, heard, matched

pytestmark = pytest.mark.timeout(60)
GRIDS = {
    "m-a": ["sat-morning", "wed-evening", "sun-afternoon"],
    "m-b": ["sat-morning", "wed-evening", "fri-morning"],
    "m-c": ["sat-morning", "mon-morning"],
}


async def everybody_together(request):
    """Match whoever comes in one group, the first time."""
    members = tuple(each.id for each in request.candidates)
    groups = ()
    if request.seed.endswith("first"):
        shared = mask_of(["sat-morning"])
        groups = (
            MatchedGroup(
                members=members, slots=shared, languages=frozenset({"en"}), facts=(), fits=(1,) * len(members)
            ),
        )
    return MatchResult(groups=groups, unplaced=(), repeats=0, value=0, bound=None, most_placed=len(members))


async def town_with(town, grids):
    def write(repos):
        for member, times in grids.items():
            repos.members.save(replace(repos.members.get(member), times=mask_of(times)))

    await town.kith.storage.run(write)
    return await matched(town)


async def everybody(town, label, *members):
    for member in members or town.people:
        await town.people[member].tap(label)
    await town.kith.due()


def slots(group):
    return [f"{at:%a %H}" for at in group.options]


async def test_three_who_share_no_more_times_are_offered_what_suits_two_of_them():
    """After both Saturdays, the one evening that two of three have; the card does not say who is missing."""
    async with a_town(list("abc"), match=everybody_together) as town:
        group = await town_with(town, GRIDS)
        assert slots(group) == ["Sat 09", "Sat 09"]
        await everybody(town, "Neither")
        (group,) = await town.groups()
        assert (group.state, group.stretch, slots(group)) == (GroupState.PROPOSED, True, ["Wed 17", "Wed 17"])
        card = (await town.people["m-c"].sees())[-1].text
        assert "no time left that all of you usually share" in card
        assert "@" not in card.split("Time 1")[0]
        await everybody(town, "Either")
        (group,) = await town.groups()
        assert (group.state, group.meets_at) == (GroupState.AGREED, group.options[0])


async def test_only_when_the_nearest_fail_too_is_a_group_let_go():
    async with a_town(list("abc"), match=everybody_together) as town:
        await town_with(town, GRIDS)
        await everybody(town, "Neither")
        assert not heard(await town.people["m-a"].sees(), NEUTRAL)
        await everybody(town, "Neither")
        (group,) = await town.groups()
        assert group.state is GroupState.MISSED
        for human in town.people.values():
            assert heard(await human.sees(), NEUTRAL) == ["group"]


async def test_whoever_stays_may_share_more_than_all_did():
    """One of three goes while near-misses are on offer: the two who stay share more than the three, and get that."""
    grids = {**GRIDS, "m-c": ["sat-morning", "mon-morning", "sun-afternoon", "fri-morning"]}
    async with a_town(list("abc"), match=everybody_together) as town:
        await town_with(town, grids)
        await everybody(town, "Neither")
        (group,) = await town.groups()
        assert group.stretch
        await everybody(town, "Neither", "m-a", "m-c")
        await town.people["m-b"].say("meet cancel")
        await town.kith.due()
        (group,) = await town.groups()
        assert (group.state, group.stretch) == (GroupState.PROPOSED, False)
        assert set(slots(group)) <= {"Sun 13"}


async def test_two_are_offered_a_time_that_one_of_them_has():
    async with a_town(list("ab"), match=everybody_together) as town:
        await town_with(town, {"m-a": ["sat-morning", "tue-evening"], "m-b": ["sat-morning"]})
        await everybody(town, "Neither")
        (group,) = await town.groups()
        assert (group.stretch, slots(group)) == (True, ["Tue 17"])


async def test_anybody_may_ask_for_other_times_and_an_old_tap_on_that_does_nothing():
    """Other times come at once, for all; none of those before comes again; the old button asks for nothing more."""
    async with a_town() as town:
        before = await matched(town)
        one, other = town.people.values()
        entry, choice = one._find("Other times")
        await one.tap("Time 1")
        await other.tap("Other times")
        await town.kith.due()
        (after,) = await town.groups()
        assert not set(after.options) & set(before.options)
        assert len(after.options) == 2
        assert len(heard(await one.sees(), "Two other times")) == 1
        stale = one._seen(await one.client.tap(one.user_id, entry.id, choice.key))
        assert "no longer on offer" in stale.text
        (still,) = await town.groups()
        assert still == after


async def test_when_no_times_are_left_to_ask_for_the_ones_on_offer_stay():
    async with a_town(times=mask_of(["sat-morning"])) as town:
        before = await matched(town)
        one, _ = town.people.values()
        assert "no other times left" in (await one.tap("Other times")).text
        assert (await town.groups()) == (before,)
