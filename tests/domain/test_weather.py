"""Climates are coarse and honest: they say what nobody of a place would argue about, in both halves of the world."""

from datetime import date
from zoneinfo import available_timezones

import pytest

from bot.domain.challenges import Condition
from bot.domain.weather import ANYTHING, CLIMATES, ZONES, Weather, likely_climate, weather_of
from tests.support.content import a_challenge

JANUARY, JULY = date(2027, 1, 15), date(2027, 7, 15)


def holds(name: str, day: date) -> set[str]:
    return {condition.value for condition in weather_of(CLIMATES[name], day).holds}


@pytest.mark.parametrize(
    ("climate", "january", "july"),
    [
        ("oceanic-north", {"wet", "cold", "dark"}, set()),
        ("oceanic-south", set(), {"wet", "cold", "dark"}),
        ("continental-north", {"cold", "dark"}, {"hot"}),
        ("subtropical-north", {"cold", "dark"}, {"wet", "hot"}),
        ("mediterranean-north", {"wet", "dark"}, {"dry", "hot"}),
        ("mediterranean-south", {"dry", "hot"}, {"wet", "dark"}),
        ("arid-north", {"dry"}, {"dry", "hot"}),
        ("wet-and-dry-north", {"dry"}, {"wet"}),
        ("wet-and-dry-south", {"wet"}, {"dry"}),
        ("equatorial", {"wet", "hot"}, {"wet", "hot"}),
        ("highland-south", {"wet"}, {"dry"}),
        ("polar-north", {"cold", "dark"}, set()),
        ("polar-south", set(), {"cold", "dark"}),
    ],
)
def test_the_months_of_a_climate(climate, january, july):
    assert (holds(climate, JANUARY), holds(climate, JULY)) == (january, july)


@pytest.mark.parametrize("climate", CLIMATES)
def test_no_month_is_wet_and_dry_or_hot_and_cold_at_once(climate):
    for month in range(1, 13):
        found = holds(climate, date(2027, month, 1))
        assert not {"wet", "dry"} <= found
        assert not {"hot", "cold"} <= found


def test_what_comes_with_a_season_is_left_for_the_months_that_have_it():
    stars = a_challenge(conditions=frozenset({Condition.DARK}))
    picnic = a_challenge(conditions=frozenset({Condition.DRY}))
    hello = a_challenge(conditions=frozenset({Condition.ANY}))
    winter, summer = (weather_of(CLIMATES["oceanic-north"], day) for day in (JANUARY, JULY))
    assert [each.suits(stars) for each in (winter, summer, ANYTHING)] == [True, False, True]
    assert [each.suits(picnic) for each in (winter, summer, ANYTHING)] == [False, True, True]
    assert all(each.suits(hello) for each in (winter, summer, ANYTHING))


def test_what_is_said_rules_out_the_opposite_only():
    wet = Weather(holds=frozenset({Condition.WET}))
    assert not wet.suits(a_challenge(conditions=frozenset({Condition.DRY})))
    assert wet.suits(a_challenge(conditions=frozenset({Condition.DARK})))


def test_a_climate_is_proposed_where_a_zone_has_one_and_not_where_it_has_several():
    assert likely_climate("Europe/Amsterdam") == CLIMATES["oceanic-north"]
    assert likely_climate("Australia/Darwin") == CLIMATES["wet-and-dry-south"]
    assert likely_climate("Asia/Singapore") == CLIMATES["equatorial"]
    assert likely_climate("UTC") is None


def test_every_zone_that_a_climate_is_proposed_for_exists_and_has_one():
    named = [zone for zones in ZONES.values() for zone in zones]
    assert len(named) == len(set(named))
    assert set(ZONES) <= set(CLIMATES)
    assert set(named) <= available_timezones()
