"""Silence and cancelling in groups of three to five, and what becomes of whoever is left."""

import pytest

from bot.domain.availability import mask_of
from bot.domain.rounds import GroupState
from bot.matching import MatchedGroup, MatchResult
from tests.support.rounds import NEUTRAL, a_town, heard

pytestmark = pytest.mark.timeout(60)


def put(*first_groups):
    """Return a matcher that makes these groups at first, and afterwards pairs whoever is left over, in order."""

    async def match(request):
        there = [each.id for each in request.candidates]
        if request.seed.endswith("first"):
            wanted = [tuple(f"m-{name}" for name in names) for names in first_groups]
        else:
            wanted = list(zip(there[::2], there[1::2], strict=False))
            wanted = [pair for pair in wanted if tuple(sorted(pair)) not in request.separated]
        shared = request.candidates[0].slots
        groups = tuple(
            MatchedGroup(
                members=members, slots=shared, languages=frozenset({"en"}), facts=(), fits=(1,) * len(members)
            )
            for members in wanted
        )
        return MatchResult(groups=groups, unplaced=(), repeats=0, value=0, bound=None, most_placed=0)

    return match


async def matched(town):
    await town.kith.push(days=6, hours=10)
    return await town.groups()


async def taps(town, label, names):
    for name in names:
        await town.people[f"m-{name}"].tap(label)
    await town.kith.due()


async def people_of(town, state):
    return [sorted(await town.seats(group)) for group in await town.groups() if group.state is state]


@pytest.mark.parametrize("names", ["abc", "abcde"])
async def test_one_silent_seat_is_released_and_the_plan_of_the_others_stands(names):
    """All but one share a time: after the nudge and a day more, theirs stands, and the silent one is out of it."""
    weekends = mask_of(["sat-morning", "sun-afternoon"])
    async with a_town(list(names), match=put(names), times=weekends) as town:
        await matched(town)
        await taps(town, "Time 1", names[:-1])
        await town.kith.push(hours=60)
        (group,) = await town.groups()
        assert group.state is GroupState.PROPOSED
        silent = town.people[f"m-{names[-1]}"]
        assert len(heard(await silent.sees(), "which time suits you")) == 1
        await town.kith.push(hours=13)
        (group,) = await town.groups()
        assert (group.state, group.meets_at) == (GroupState.AGREED, group.options[0])
        seats = await town.seats(group)
        assert [member for member, state in seats.items() if state == "released"] == [f"m-{names[-1]}"]
        assert not any(each.files for each in await silent.sees())


async def test_when_those_who_answered_share_no_time_they_are_offered_others_with_the_whole_time_to_answer():
    async with a_town(list("abc"), match=put("abc")) as town:
        (before,) = await matched(town)
        await taps(town, "Time 1", "a")
        await taps(town, "Time 2", "b")
        await town.kith.push(hours=73)
        (group,) = await town.groups()
        assert group.state is GroupState.PROPOSED
        assert not set(group.options) & set(before.options)
        await town.kith.push(hours=60)
        assert (await town.groups())[0].state is GroupState.PROPOSED
        await taps(town, "Either", "ab")
        assert (await town.groups())[0].state is GroupState.AGREED


async def test_a_round_can_be_drawn_several_times():
    """Whoever is left at different hours is matched as soon as there are two; those of a second draw once more."""
    async with a_town(list("abcdef"), match=put("ab", "cd", "ef")) as town:
        await matched(town)
        await town.people["m-a"].say("meet cancel")
        await town.kith.push(hours=1)
        assert len(await town.groups()) == 3, "one person alone waits"
        await town.people["m-c"].say("meet cancel")
        await town.kith.push(hours=1)
        assert await people_of(town, GroupState.PROPOSED) == [["m-e", "m-f"], ["m-b", "m-d"]]
        await town.people["m-e"].say("meet cancel")
        await town.people["m-b"].say("meet cancel", group=(await town.groups())[3].id)
        await town.kith.push(hours=1)
        assert await people_of(town, GroupState.PROPOSED) == [["m-d", "m-f"]]
        await taps(town, "Time 1", "df")
        assert await people_of(town, GroupState.AGREED) == [["m-d", "m-f"]]


async def test_a_week_later_nobody_is_drawn_again_because_the_next_round_is_nearer():
    times = mask_of(["sat-morning", "sun-morning", "mon-morning"])
    async with a_town(list("abcd"), match=put("ab", "cd"), times=times) as town:
        await matched(town)
        await taps(town, "Time 2", "abcd")
        await town.kith.push(days=8)
        standing = [
            group
            for group in await town.groups()
            if group.meets_at and group.meets_at > town.kith.clock.now()
        ]
        for group in standing:
            await town.people[min(await town.seats(group))].say("meet cancel", group=group.id)
        await town.kith.push(hours=1)
        assert len(await town.groups()) == 2


async def test_a_group_that_still_chooses_when_its_time_is_up_is_told_and_goes_first_next_time():
    """Answers come so late that two weeks go by: nobody is left without a word."""
    async with a_town(list("ab"), match=put("ab")) as town:
        await matched(town)
        for _ in range(5):
            await town.kith.push(hours=60)
            (group,) = await town.groups()
            if group.state is not GroupState.PROPOSED:
                break
            await taps(town, "Neither" if len(group.options) > 1 else "It doesn't suit me", "ab")
        told = []
        for _ in range(8):
            await town.kith.push(hours=12)  # what is said in the place is gone with it, a day later
            told.append([len(heard(await human.sees(), NEUTRAL)) for human in town.people.values()])
        assert (await town.groups())[0].state is GroupState.CLOSED
        assert [1, 1] in told
        assert max(map(max, told)) == 1
