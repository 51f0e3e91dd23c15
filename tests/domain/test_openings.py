"""Hours of spots: read, written back, and looked up by the clock of the place, on days when the clocks change too."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.availability import ANY_TIME, Part, mask_of, slot
from bot.domain.community import Spot
from bot.domain.openings import open_at, read_hours, write_hours
from bot.domain.plans import rank_spots
from bot.domain.recurrence import instant
from bot.ids import CommunityId, SpotId

MORNINGS = [f"{day}-morning" for day in ("mon", "tue", "wed", "thu", "fri")]
ZONES = (
    "Europe/Amsterdam",
    "America/New_York",
    "Australia/Lord_Howe",
    "Asia/Kathmandu",
    "Pacific/Apia",
    "UTC",
)


def spot(hours=ANY_TIME, name="library"):
    return Spot(id=SpotId(name), community=CommunityId("c1"), area=None, name=name, hours=hours)


@pytest.mark.parametrize(
    ("words", "keys"),
    [
        ("mo-fr morning", MORNINGS),
        ("mon-fri mornings", MORNINGS),
        ("Weekdays Morning", MORNINGS),
        ("sa-su morning afternoon", ["sat-morning", "sat-afternoon", "sun-morning", "sun-afternoon"]),
        ("sat\u2013sun evening", ["sat-evening", "sun-evening"]),
        ("fri to mon morning", ["fri-morning", "sat-morning", "sun-morning", "mon-morning"]),
        ("tue mornings - evenings", ["tue-morning", "tue-afternoon", "tue-evening"]),
        ("tuesday", ["tue-morning", "tue-afternoon", "tue-evening"]),
        ("mon morning; wed and thu evening", ["mon-morning", "wed-evening", "thu-evening"]),
    ],
)
def test_hours_are_read_as_people_write_them(words, keys):
    assert read_hours(words) == mask_of(keys)


@pytest.mark.parametrize("words", ["", "always", "any time", "daily", " , ", "mo-su"])
def test_a_spot_without_hours_is_always_open(words):
    assert read_hours(words) == ANY_TIME


@pytest.mark.parametrize("words", ["9-17", "m morning", "mo-xx morning", "noon", "mon morning, sometimes"])
def test_hours_that_say_nothing_known_are_refused(words):
    with pytest.raises(ValueError, match=r"9-17|m morning|mo-xx|noon|sometimes"):
        read_hours(words)


@pytest.mark.parametrize(
    "words",
    [
        "mon morning - fri evening",
        "mon morning \u2013 fri evening",
        "mon mornings to fri evening",
        "evening-morning",
    ],
)
def test_hours_from_a_part_to_another_are_refused_rather_than_guessed_at(words):
    with pytest.raises(ValueError, match="evening"):
        read_hours(words)


@given(st.integers(1, ANY_TIME))
def test_hours_are_read_back_as_they_were_written(mask):
    assert read_hours(write_hours(mask)) == mask


def test_days_with_the_same_parts_are_written_together():
    assert write_hours(read_hours("mo-fr morning, sa-su morning afternoon")) == (
        "mon-fri morning, sat-sun morning afternoon"
    )
    assert write_hours(ANY_TIME) == ""
    assert write_hours(read_hours("wednesday")) == "wed"


@settings(max_examples=300)
@given(
    mask=st.integers(1, ANY_TIME),
    moment=st.datetimes(datetime(2020, 1, 1), datetime(2040, 1, 1)),
    zone=st.sampled_from(ZONES),
)
def test_a_spot_is_open_when_the_clock_on_its_wall_says_so(mask, moment, zone):
    """Whatever the offset from UTC is on that day: the wall's weekday and hour decide, and nothing else."""
    at = moment.replace(tzinfo=UTC)
    wall = at.astimezone(ZoneInfo(zone))
    part = Part.MORNING if wall.hour < 12 else Part.AFTERNOON if wall.hour < 17 else Part.EVENING
    assert open_at(spot(mask), at, zone) == bool(mask & slot(wall.weekday(), part))


@settings(max_examples=200)
@given(
    day=st.dates(datetime(2020, 1, 1).date(), datetime(2040, 1, 1).date()),
    part=st.sampled_from(Part),
    zone=st.sampled_from(ZONES),
)
def test_a_meetup_in_a_part_of_the_day_finds_a_spot_open_that_is_open_then(day, part, zone):
    """The usual beginning of each part lies in it on every date, those of the clocks' changes included."""
    at = instant(day, part.starts, zone)
    local = at.astimezone(ZoneInfo(zone))
    here = slot(local.weekday(), part)
    assert open_at(spot(here), at, zone)
    assert not open_at(spot(ANY_TIME & ~here), at, zone)


@pytest.mark.parametrize(
    ("zone", "change"),
    [
        ("Europe/Amsterdam", datetime(2026, 3, 29, 1, tzinfo=UTC)),
        ("Europe/Amsterdam", datetime(2026, 10, 25, 1, tzinfo=UTC)),
        ("America/New_York", datetime(2026, 3, 8, 7, tzinfo=UTC)),
        ("Australia/Lord_Howe", datetime(2026, 4, 4, 15, tzinfo=UTC)),
    ],
)
def test_noon_and_five_stay_noon_and_five_on_the_day_of_a_change(zone, change):
    for hours in range(-24, 48):
        at = change + timedelta(hours=hours)
        wall = at.astimezone(ZoneInfo(zone))
        mornings = sum(slot(day, Part.MORNING) for day in range(7))
        assert open_at(spot(mornings), at, zone) == (wall.hour < 12)


SATURDAY, SUNDAY = datetime(2026, 12, 5, 9, tzinfo=UTC), datetime(2026, 12, 6, 13, tzinfo=UTC)


def chosen(*spots, times=(SATURDAY, SUNDAY)):
    found = rank_spots(
        spots, areas={}, homes=[], wishes=frozenset(), seed="s", times=times, zone="Europe/Amsterdam"
    )
    return found[0].name if found else None


def test_a_spot_that_is_open_at_both_times_comes_first_and_a_closed_one_never():
    both, one, none = (
        spot(read_hours("sa-su"), "both"),
        spot(read_hours("sat"), "one"),
        spot(read_hours("mo-fr"), "none"),
    )
    assert chosen(none, one, both) == "both"
    assert chosen(none, one) == "one"
    assert chosen(none) is None
    assert chosen(none, times=()) == "none"
