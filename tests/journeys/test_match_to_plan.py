"""From a match to a plan that stands: one tap a person, and nothing to type, on every platform."""

import pytest

from bot.domain.rounds import GroupState
from tests.support.calendar import OwnCalendar
from tests.support.everywhere import Counted, a_town_on, on_every_platform

pytestmark = pytest.mark.timeout(180)


@on_every_platform
async def test_one_tap_each_makes_a_plan_and_nobody_types(where):
    """Three are matched and tap once; the plan stands at once, and its file is in everybody's calendar."""
    async with a_town_on(where, "abc") as town:
        people = [Counted(human) for human in town.people.values()]
        await town.kith.push(days=6, hours=10)
        for number, each in enumerate(people):
            await each.tap(("Either", "Time 2", "Either")[number])
            await town.kith.due()
        (group,) = await town.groups()
        assert (group.state, group.meets_at) == (GroupState.AGREED, group.options[1])
        assert [(each.taps, each.typed) for each in people] == [(1, 0)] * 3
        for each in people:
            calendar = OwnCalendar()
            calendar.take_all(await each.sees())
            assert calendar.begins == [group.meets_at]
