"""Where a group meets decides its clock and its public holidays."""

from dataclasses import replace
from datetime import date
from zoneinfo import ZoneInfo, available_timezones

import pytest

from bot.domain.community import Area
from bot.domain.offers import Ground
from bot.ids import AreaId, SpotId
from bot.services.people import zone_of
from bot.services.planning.holidays import country_of, is_public_holiday
from tests.support.meeting_town import SPOTS, TOWN, ZONE
from tests.support.rounds import a_town, agreed, matched

pytestmark = pytest.mark.timeout(60)
EAST, WEST, HERE = AreaId("east"), AreaId("west"), AreaId("here")
GROUND = Ground(
    areas={
        EAST: Area(id=EAST, community=TOWN, name="East", zone="Europe/Helsinki"),
        WEST: Area(id=WEST, community=TOWN, name="West", zone="Europe/Lisbon"),
        HERE: Area(id=HERE, community=TOWN, name="Here"),
    },
    spots=(),
    zone=ZONE,
)


@pytest.mark.parametrize(
    ("spot", "homes", "zone"),
    [
        (EAST, [WEST, WEST], "Europe/Helsinki"),
        (HERE, [WEST, WEST], ZONE),
        (None, [WEST, WEST], "Europe/Lisbon"),
        (None, [WEST, EAST], ZONE),
        (None, [HERE, HERE], ZONE),
        (None, [None, AreaId("gone")], ZONE),
        (None, [], ZONE),
    ],
)
def test_the_zone_is_that_of_the_spot_else_of_all_who_come_else_of_the_community(spot, homes, zone):
    place = replace(SPOTS[0], area=spot) if spot is not None else None
    assert GROUND.zone_at(place, homes) == zone


async def test_people_in_another_zone_meet_at_ten_by_their_own_clock():
    """The community is in Amsterdam, its area in Lisbon: the morning there begins at ten there."""
    async with a_town() as town:

        def move(repos):
            (area,) = repos.places.areas(TOWN)
            repos.places.save_area(replace(area, zone="Europe/Lisbon"))

        await town.kith.storage.run(move)
        group = await matched(town)
        assert {at.astimezone(ZoneInfo("Europe/Lisbon")).hour for at in group.options} <= {10, 14, 18}
        group = await agreed_by(town)
        assert await town.kith.storage.run(lambda repos: zone_of(repos, group)) == "Europe/Lisbon"
        shown = (await town.people["m-a"].say("meet plan")).text
        assert f"{group.meets_at.astimezone(ZoneInfo('Europe/Lisbon')):%H:%M}" in shown


async def agreed_by(town):
    for human in town.people.values():
        await human.tap("Time 1")
    await town.kith.due()
    return (await town.groups())[0]


async def test_a_spot_that_is_gone_leaves_the_clock_of_the_people():
    async with a_town() as town:
        group = await agreed(town)
        gone = replace(group, spot=SpotId("gone"))
        assert await town.kith.storage.run(lambda repos: zone_of(repos, gone)) == ZONE


@pytest.mark.parametrize(
    ("day", "zone", "holiday"),
    [
        (date(2026, 12, 25), "Europe/Amsterdam", True),
        (date(2026, 4, 27), "Europe/Amsterdam", True),
        (date(2026, 4, 27), "Europe/Berlin", False),
        (date(2026, 7, 4), "America/New_York", True),
        (date(2026, 11, 26), "America/New_York", True),
        (date(2026, 2, 11), "Asia/Tokyo", True),
        (date(2026, 12, 25), "UTC", False),
        (date(2026, 12, 25), "Nowhere/Atall", False),
    ],
)
def test_public_holidays_are_those_of_the_country(day, zone, holiday):
    assert is_public_holiday(day, zone) is holiday


def test_every_zone_has_an_answer():
    """A zone without a country, or a country that the library does not know, has no public holidays and no error."""
    for zone in available_timezones():
        country = country_of(zone)
        assert country is None or (len(country) == 2 and country.isupper())
    for zone in (
        "Antarctica/Troll",
        "Asia/Kabul",
        "Atlantic/Stanley",
        "Etc/GMT+3",
        "Asia/Pyongyang",
        "EST5EDT",
    ):
        assert is_public_holiday(date(2026, 3, 12), zone) in {True, False}
