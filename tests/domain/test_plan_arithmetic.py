"""Proposed times around every change of the clocks in thirty years, in every zone, against an answer found by looking.

The other answer knows no rules: it goes through the quarters of an hour of two weeks, reads each on the zone's clock
(`zoneinfo`), and keeps those that the clock shows as ten, two or six o'clock on a free day.
"""

from datetime import UTC, datetime, time, timedelta
from functools import cache
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.availability import ANY_TIME
from bot.domain.plans import EARLIEST, HORIZON_DAYS, LATEST, LEAD, MEETING_LENGTH, times_in
from bot.domain.recurrence import instant
from bot.services.planning.settling import check_in_at

ZONES = sorted(available_timezones())
BEGIN, END = datetime(2007, 1, 1, tzinfo=UTC), datetime(2037, 1, 1, tzinfo=UTC)
QUARTER, STEP = timedelta(minutes=15), timedelta(days=6)
SECOND, A_DAY = timedelta(seconds=1), timedelta(days=1)
STARTS = {time(10): 0, time(14): 1, time(18): 2}


def changes_in(zone):
    """Yield each instant at which a zone's clocks change, to the second, with the offsets before and after."""
    clock, at = ZoneInfo(zone), BEGIN
    offset = at.astimezone(clock).utcoffset()
    while at < END:
        ahead = at + STEP
        after = ahead.astimezone(clock).utcoffset()
        if after != offset:
            early, late = at, ahead
            while late - early > SECOND:
                middle = early + (late - early) // 2 // SECOND * SECOND
                if middle.astimezone(clock).utcoffset() == offset:
                    early = middle
                else:
                    late = middle
            yield late, offset, after
        at, offset = ahead, after


@cache
def changes():
    """Return a change for each kind there is (offsets, day of the week and hour by the clock), and each zone's last."""
    kinds, last = {}, dict.fromkeys(ZONES, BEGIN)
    for zone in ZONES:
        for at, before, after in changes_in(zone):
            local = at + before
            kinds.setdefault((before, after, local.weekday(), local.time()), (zone, at))
            last[zone] = at
    return tuple(dict.fromkeys([*kinds.values(), *last.items()]))


def looked_up(mask, after, zone):
    """Return what a person with a calendar and the zone's clock would find."""
    clock, first = ZoneInfo(zone), {}
    at = after + LEAD
    at += -(at - BEGIN) % QUARTER
    while at <= after + timedelta(days=HORIZON_DAYS):
        local, ends = at.astimezone(clock), (at + MEETING_LENGTH).astimezone(clock)
        part = STARTS.get(local.time())
        if part is not None and mask >> (local.weekday() * 3 + part) & 1:
            inside = local.time() >= EARLIEST and ends.time() <= LATEST and ends.date() == local.date()
            first.setdefault((local.date(), part), at if inside else None)
        at += QUARTER
    return tuple(sorted(at for at in first.values() if at is not None))


def test_there_is_something_to_find():
    """Every kind of change is among them: half an hour, a whole day, and the clocks of Ramadan."""
    found = changes()
    assert {zone for zone, _ in found} == available_timezones()
    steps = {
        (at.astimezone(ZoneInfo(zone)).utcoffset() - (at - SECOND).astimezone(ZoneInfo(zone)).utcoffset())
        for zone, at in found
    }
    assert {timedelta(minutes=30), timedelta(minutes=-30), timedelta(days=1), timedelta(hours=2)} <= steps


@pytest.mark.timeout(60)
def test_times_are_right_around_every_kind_of_change():
    """With the change in the middle of what can be proposed, all slots of the grid come out as the clock shows them."""
    for zone, at in changes():
        after = at - timedelta(days=5, seconds=17)
        that_day = 0b111 << 3 * (at - SECOND).astimezone(ZoneInfo(zone)).date().weekday()
        next_day = 0b111 << 3 * ((at - SECOND).astimezone(ZoneInfo(zone)).date() + A_DAY).weekday()
        every = looked_up(ANY_TIME, after, zone)
        assert times_in(ANY_TIME, after=after, zone=zone) == every, (zone, at)
        for mask in (that_day, next_day):
            free = tuple(each for each in every if mask & slot_of(each, zone))
            assert times_in(mask, after=after, zone=zone) == free, (zone, at)


def slot_of(at, zone):
    local = at.astimezone(ZoneInfo(zone))
    return 1 << local.weekday() * 3 + STARTS[local.time()]


def test_an_instant_is_the_first_at_which_the_clock_shows_it():
    """An hour that comes twice is meant the first time; one that never comes is later by as much as the clocks jump."""
    twice = never = 0
    for zone, change in changes():
        clock, first, seen = ZoneInfo(zone), {}, set()
        for step in range(-104, 105):
            at = change + step * QUARTER
            wall = at.astimezone(clock).replace(tzinfo=None)
            twice += wall in first
            first.setdefault(wall, at)
            seen.add(wall)
        start = change.astimezone(clock).replace(tzinfo=None)
        for step in range(-100, 101):
            wall = start + step * QUARTER
            made = instant(wall.date(), wall.time(), zone)
            if wall in seen:
                assert made == first[wall], (zone, wall)
            else:
                never += 1
                before = (change - SECOND).astimezone(clock).utcoffset()
                assert made == (wall - before).replace(tzinfo=UTC), (zone, wall)
    assert twice
    assert never


@settings(deadline=None)
@given(
    st.sampled_from(ZONES),
    st.integers(min_value=0, max_value=int((END - BEGIN).total_seconds())),
    st.integers(min_value=0, max_value=ANY_TIME),
)
def test_times_are_right_at_any_second_in_any_zone(zone, seconds, mask):
    after = BEGIN + timedelta(seconds=seconds)
    assert times_in(mask, after=after, zone=zone) == looked_up(mask, after, zone)


@settings(deadline=None)
@given(
    st.data(),
    st.integers(min_value=-HORIZON_DAYS * 86400, max_value=86400),
    st.integers(min_value=0, max_value=ANY_TIME),
)
def test_times_are_right_at_any_second_near_a_change(data, seconds, mask):
    zone, at = data.draw(st.sampled_from(changes()))
    after = at + timedelta(seconds=seconds)
    assert times_in(mask, after=after, zone=zone) == looked_up(mask, after, zone)


def test_a_day_that_a_zone_skips_and_an_hour_that_comes_twice():
    """Samoa had no 30 December 2011; in Amsterdam the night hour of 25 October 2026 came twice, the day's hours once."""
    samoa = times_in(ANY_TIME, after=datetime(2011, 12, 27, tzinfo=UTC), zone="Pacific/Apia")
    days = {f"{at.astimezone(ZoneInfo('Pacific/Apia')):%F}" for at in samoa}
    assert {"2011-12-29", "2011-12-31"} <= days
    assert "2011-12-30" not in days
    autumn = times_in(ANY_TIME, after=datetime(2026, 10, 20, tzinfo=UTC), zone="Europe/Amsterdam")
    assert [f"{at:%H}" for at in autumn if f"{at:%d}" in {"24", "25"}] == ["08", "12", "16", "09", "13", "17"]


def test_the_check_in_comes_on_a_morning_twelve_hours_later_in_every_zone():
    for zone, change in changes():
        for hours in (-20, -1, 5):
            at = change + timedelta(hours=hours)
            ask = check_in_at(at, zone)
            local = ask.astimezone(ZoneInfo(zone))
            assert ask - at >= timedelta(hours=12)
            assert local.date() > at.astimezone(ZoneInfo(zone)).date()
            assert ask - at < timedelta(hours=12 + 24 + 24)
            assert local.hour in {10, 11}
