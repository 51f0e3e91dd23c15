"""What stands in people's calendars through whole stories: another spot and then a no, and clocks that change meanwhile."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.domain.availability import mask_of
from tests.support.calendar import OwnCalendar
from tests.support.kith import kith_on
from tests.support.meeting_town import ZONE, settle_town
from tests.support.playground_stage import open_stage
from tests.support.rounds import a_town, agreed, heard

pytestmark = pytest.mark.timeout(30)
BEFORE_SPRING = datetime(2027, 3, 19, 9, tzinfo=UTC)
"""A Friday: people are matched on Sunday the 21st, and the clocks go forward on the 28th."""


async def calendar_of(human):
    calendar = OwnCalendar()
    calendar.take_all(await human.sees())
    return calendar


@pytest.mark.parametrize("who", ["m-a", "m-b"])
async def test_another_spot_updates_the_entry_and_a_no_takes_it_out_for_everybody(who):
    """One entry a person, whoever cancels; the files are read by a parser that is not ours, also the other way round."""
    async with a_town() as town:
        group = await agreed(town)
        one, other = town.people[who], town.people["m-b" if who == "m-a" else "m-a"]
        first = {name: (await calendar_of(human)).entries for name, human in town.people.items()}
        await one.tap("Another spot")
        await town.kith.due()
        (moved,) = await town.groups()
        assert moved.spot != group.spot
        for name, human in town.people.items():
            (before,), (now,) = first[name], (await calendar_of(human)).entries
            assert now["UID"] == before["UID"]
            assert int(now["SEQUENCE"]) > int(before["SEQUENCE"])
            assert now["DTSTART"].dt == before["DTSTART"].dt
            assert now["LOCATION"] != before["LOCATION"]
        await one.tap("I can't come")
        await town.kith.due()
        for human in (one, other):
            assert (await calendar_of(human)).entries == []
            backwards = OwnCalendar()
            backwards.take_all([*reversed(await human.sees())])
            assert backwards.entries == []


async def test_a_plan_beyond_a_change_of_the_clocks_keeps_its_hour_on_the_wall():
    """Proposed in winter time, met in summer time: cards, calendar, reminders and the morning after go by the new clock."""
    async with open_stage() as stage, kith_on(stage, start=BEFORE_SPRING) as kith:
        town = await settle_town(kith, ["a", "b"], times=mask_of(["mon-morning"]))
        await kith.push(days=2, hours=10)
        (group,) = await town.groups()
        at = datetime(2027, 3, 29, 10, tzinfo=ZoneInfo(ZONE)).astimezone(UTC)
        assert group.options == (at,)
        assert at.hour == 8
        for human in town.people.values():
            await human.tap("Time 1")
        await kith.due()
        ada = town.people["m-a"]
        assert "29 March 2027, 10:00" in (await ada.say("meet plan")).text
        assert (await calendar_of(ada)).begins == [at]
        day_before = datetime(2027, 3, 28, 10, tzinfo=ZoneInfo(ZONE)).astimezone(UTC)
        assert at - day_before == timedelta(hours=24)
        await kith.push(seconds=(day_before - kith.clock.now()).total_seconds() - 60)
        assert not heard(await ada.sees(), "You meet")
        await kith.push(minutes=2)
        assert heard(await ada.sees(), "You meet")
        morning = datetime(2027, 3, 30, 10, tzinfo=ZoneInfo(ZONE)).astimezone(UTC)
        await kith.push(seconds=(morning - kith.clock.now()).total_seconds() - 60)
        assert not heard(await ada.sees(), "Did you meet?")
        await kith.push(minutes=2)
        assert heard(await ada.sees(), "Did you meet?")
