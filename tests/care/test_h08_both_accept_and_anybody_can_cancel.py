"""H8: everybody accepts before a plan stands; anybody can cancel in one tap up to the minute, and no reason is shown."""

from datetime import timedelta

import pytest

from bot.domain.rounds import GroupState
from tests.support.calendar import OwnCalendar
from tests.support.everywhere import Counted, a_town_on, on_every_platform
from tests.support.rounds import NEUTRAL, a_town, heard, matched, until

pytestmark = pytest.mark.timeout(180)


@on_every_platform
async def test_a_plan_stands_when_both_accepted_and_one_tap_ends_it_to_the_minute(where):
    """One yes is no plan. With the other one it stands; a minute before it begins, one tap takes somebody out of it."""
    async with a_town_on(where) as town:
        one, other = (Counted(human) for human in town.people.values())
        await town.kith.push(days=6, hours=10)
        await one.tap("Either")
        await town.kith.due()
        (group,) = await town.groups()
        assert (group.state, group.meets_at) == (GroupState.PROPOSED, None)
        assert not any(each.files for each in await other.sees())
        await other.tap("Time 1")
        await town.kith.due()
        (group,) = await town.groups()
        assert group.state is GroupState.AGREED
        await until(town, group.meets_at - timedelta(minutes=1))
        before = one.taps + one.typed
        answer = await one.tap("I can't come")
        assert one.taps + one.typed == before + 1
        assert answer.where != "public"
        assert "no reason needed" in answer.text
        await town.kith.due()
        (group,) = await town.groups()
        assert group.state is GroupState.MISSED
        await only_what_is_kind(other)
        for human in (one, other):
            calendar = OwnCalendar()
            calendar.take_all(await human.sees())
            assert calendar.entries == []


async def only_what_is_kind(human):
    """The one who is left reads that it fell through, and nothing of why or by whom."""
    seen = await human.sees()
    assert heard(seen, NEUTRAL)
    told = " ".join(each.text.casefold() for each in seen[-3:])
    assert not any(word in told for word in ("reason", "because", "cancelled", "cancel:", "sick", "why"))


async def test_silence_is_no_yes_and_two_of_three_are_no_plan():
    """Nobody's seat is agreed for them: two yeses and a silence wait, and a no from one is no plan for all."""
    async with a_town(list("abc")) as town:
        await matched(town)
        one, two, three = town.people.values()
        await one.tap("Time 1")
        await two.tap("Time 1")
        await town.kith.push(hours=40)
        (group,) = await town.groups()
        assert group.state is GroupState.PROPOSED
        await three.tap("Time 2")
        await town.kith.due()
        (group,) = await town.groups()
        assert (group.state, group.meets_at) == (GroupState.PROPOSED, None)


async def test_a_moved_plan_needs_everybodys_word_again():
    """Who said yes to the old time has not said yes to the new one."""
    async with a_town() as town:
        await matched(town)
        one, other = town.people.values()
        for human in (one, other):
            await human.tap("Either")
        await town.kith.due()
        await one.tap("Another time")
        await town.kith.due()
        await one.tap("Either")
        await town.kith.due()
        (group,) = await town.groups()
        assert group.state is GroupState.PROPOSED
        await other.tap("Time 2")
        await town.kith.due()
        (group,) = await town.groups()
        assert (group.state, group.meets_at) == (GroupState.AGREED, group.options[1])
