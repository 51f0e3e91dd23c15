"""H7: a first meeting is at a public place, between nine and eight in the evening, for an hour at most."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from icalendar import Calendar

from bot.domain.availability import ANY_TIME
from bot.domain.offers import Company, Ground, draft, draft_near_miss
from bot.domain.plans import MEETING_LENGTH
from tests.support.everywhere import a_town_on, on_every_platform
from tests.support.rounds import a_town, matched

pytestmark = pytest.mark.timeout(120)
NINE, EIGHT, HOUR = time(9), time(20), timedelta(minutes=60)
NOBODY = Company(homes=(), wishes=frozenset(), seed="")
PLACES_TO_REFUSE = (
    "My home",
    "Grand Hotel lobby",
    "My car",
    "Kerkstraat 12, second floor",
)


def by_day(at, zone):
    """Say whether a meeting begins and ends within the hours of the day, by the clock on the wall."""
    begins, ends = (moment.astimezone(ZoneInfo(zone)) for moment in (at, at + MEETING_LENGTH))
    return begins.date() == ends.date() and begins.time() >= NINE and ends.time() <= EIGHT


@settings(deadline=None)
@given(
    st.lists(st.integers(min_value=0, max_value=ANY_TIME), min_size=1, max_size=5),
    st.datetimes(datetime(2007, 1, 1), datetime(2037, 1, 1), timezones=st.just(UTC)),
    st.sampled_from(sorted(available_timezones())),
)
def test_whatever_people_wish_no_time_outside_the_day_is_offered(grids, after, zone):
    """Shared times and near-misses alike, in every zone and on both sides of each change of the clocks."""
    ground = Ground(areas={}, spots=(), zone=zone)
    offers = [draft(grid, ground, NOBODY, after=after) for grid in grids]
    offers.append(draft_near_miss(grids, ground, NOBODY, after=after))
    assert all(by_day(at, zone) for offer in offers for at in offer.options)
    assert MEETING_LENGTH <= HOUR


@on_every_platform
async def test_a_first_meeting_is_offered_by_day_at_a_spot_of_the_list_and_ends_within_the_hour(where):
    """What people read and what stands in their calendar: by day, an hour at most, at one of the organiser's spots."""
    async with a_town_on(where) as town:
        group = await matched(town)
        assert group.spot in {"library", "park"}
        assert all(by_day(at, "Europe/Amsterdam") for at in group.options)
        for human in town.people.values():
            await human.tap("Time 1")
        await town.kith.due()
        seen = await next(iter(town.people.values())).sees()
        (data,) = [data for each in seen for _, data in each.files]
        (event,) = Calendar.from_ical(data).walk("VEVENT")
        assert event["DTEND"].dt - event["DTSTART"].dt <= HOUR
        assert str(event["LOCATION"]).startswith(("Library", "Park gate"))


async def test_where_there_is_no_spot_people_are_pointed_to_a_public_place():
    async with a_town() as town:

        def clear(repos):
            for spot in repos.places.spots("town"):
                repos.places.remove_spot(spot.id)

        await town.kith.storage.run(clear)
        group = await matched(town)
        assert group.spot is None
        card = next(each.text for each in await town.people["m-a"].sees() if "You are matched" in each.text)
        assert "a public place that you choose together" in card


@pytest.mark.parametrize("name", PLACES_TO_REFUSE)
async def test_homes_cars_and_hotels_are_no_spots(name):
    """The organiser reads why, and nothing is kept."""
    async with a_town() as town:
        organiser = await town.kith.stage.person("Olga", organiser=True)
        before = await town.kith.storage.run(lambda repos: repos.places.spots("town"))
        answer = await organiser.say("organise spots add", name=name, area="Centre")
        assert "Added" not in answer.text
        after = await town.kith.storage.run(lambda repos: repos.places.spots("town"))
        assert after == before, answer.text
