"""Proposed times, the fair spot, and when a plan stands."""

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from itertools import product
from math import asin, pi
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from bot.domain.availability import ANY_TIME, Part, slot
from bot.domain.community import Area, Spot, SpotNote
from bot.domain.plans import (
    EARLIEST,
    HORIZON_DAYS,
    LATEST,
    LEAD,
    cannot_settle,
    distance_km,
    next_spot,
    outcome,
    propose_times,
    rank_spots,
    settled_time,
)
from bot.domain.rounds import Acceptance, GroupState, Met
from bot.ids import AreaId, CommunityId, SpotId

TOWN = CommunityId("town")
ZONES = st.sampled_from(sorted(available_timezones()))
CURIOUS = (
    "Africa/Casablanca",  # back an hour for Ramadan
    "Australia/Lord_Howe",  # half an hour of summer time
    "America/Nuuk",
    "Antarctica/Troll",  # two hours
    "Asia/Kathmandu",
    "Pacific/Chatham",
)
MASKS = st.integers(min_value=0, max_value=ANY_TIME)
INSTANTS = st.datetimes(
    min_value=datetime(2012, 2, 1), max_value=datetime(2037, 12, 1), timezones=st.just(UTC)
)
TIMES = (datetime(2026, 12, 5, 9, tzinfo=UTC), datetime(2026, 12, 6, 13, tzinfo=UTC))
SILENT, FIRST, SECOND = Acceptance.SILENT, Acceptance.FIRST, Acceptance.SECOND
EITHER, NEITHER = Acceptance.EITHER, Acceptance.NEITHER


def slot_of(local):
    """Return the bit of the grid in which a local time lies."""
    return slot(local.weekday(), next(part for part in Part if part.starts == local.time()))


@given(MASKS, INSTANTS, ZONES, st.integers(min_value=1, max_value=4))
def test_proposed_times_keep_every_promise_in_any_zone(mask, after, zone, how_many):
    """In a shared slot, by daylight hours, after the nudge had its chance, within two weeks, in order, no twins."""
    found = propose_times(mask, after=after, zone=zone, how_many=how_many)
    assert len(found) <= how_many
    assert list(found) == sorted(set(found))
    for at in found:
        assert after + LEAD <= at <= after + timedelta(days=HORIZON_DAYS)
        local = at.astimezone(ZoneInfo(zone))
        assert EARLIEST <= local.time() <= LATEST
        assert mask & slot_of(local)


@pytest.mark.parametrize("zone", [*sorted(available_timezones())[::12], *CURIOUS])
def test_the_clocks_never_move_a_meeting_out_of_its_hours(zone):
    """Walk through every week of two years, so that each change of the clocks lies within some horizon."""
    after = datetime(2026, 1, 1, 5, 45, tzinfo=UTC)
    while after.year < 2028:
        for at in propose_times(ANY_TIME, after=after, zone=zone, how_many=2):
            assert at.astimezone(ZoneInfo(zone)).time() in {part.starts for part in Part}
            assert after + LEAD <= at
        after += timedelta(days=7)


@given(MASKS, INSTANTS, ZONES)
def test_whoever_shares_any_time_is_offered_one(mask, after, zone):
    """Even where a zone drops a whole day, two weeks hold each slot at least once after the lead."""
    found = propose_times(mask, after=after, zone=zone)
    assert bool(found) == bool(mask)


@given(MASKS, INSTANTS, ZONES)
def test_two_times_lie_on_different_days_where_two_days_are_shared(mask, after, zone):
    assume(len({day for day in range(7) if mask >> day * 3 & 0b111}) > 1)
    first, second = propose_times(mask, after=after, zone=zone)
    assert first.astimezone(ZoneInfo(zone)).date() != second.astimezone(ZoneInfo(zone)).date()


@given(MASKS, INSTANTS, ZONES)
def test_nothing_earlier_was_passed_over(mask, after, zone):
    found = propose_times(mask, after=after, zone=zone)
    every = propose_times(mask, after=after, zone=zone, how_many=60)
    assert found[:1] == every[:1]


def test_a_group_with_one_free_afternoon_meets_on_it_in_either_week():
    after = datetime(2026, 12, 1, 9, tzinfo=UTC)
    found = propose_times(slot(5, Part.AFTERNOON), after=after, zone="Europe/Amsterdam")
    assert [f"{at:%F %H}" for at in found] == ["2026-12-05 13", "2026-12-12 13"]


def test_the_hours_are_the_walls_on_both_sides_of_a_change():
    after = datetime(2026, 10, 19, 9, tzinfo=UTC)  # summer time ends on the 25th
    found = propose_times(slot(5, Part.MORNING), after=after, zone="Europe/Amsterdam")
    assert [f"{at:%F %H}" for at in found] == ["2026-10-24 08", "2026-10-31 09"]


def all_taps(people):
    return product(Acceptance, repeat=people)


@pytest.mark.parametrize("people", [1, 2, 3])
def test_a_time_stands_when_all_can_and_the_first_goes_first(people):
    for taps in all_taps(people):
        can = [all(tap in {one, EITHER} for tap in taps) for one in (FIRST, SECOND)]
        expected = next((at for at, everybody in zip(TIMES, can, strict=True) if everybody), None)
        assert settled_time(TIMES, taps) == expected


@pytest.mark.parametrize(
    ("taps", "stands"),
    [
        ([], None),
        ([FIRST, FIRST], TIMES[0]),
        ([SECOND, SECOND], TIMES[1]),
        ([EITHER, EITHER], TIMES[0]),
        ([EITHER, SECOND], TIMES[1]),
        ([FIRST, SECOND], None),
        ([FIRST, NEITHER], None),
        ([FIRST, SILENT], None),
        ([EITHER, EITHER, SECOND], TIMES[1]),
    ],
)
def test_when_a_plan_stands(taps, stands):
    assert settled_time(TIMES, iter(taps)) == stands


def test_one_offered_time_can_be_taken_and_a_missing_one_cannot():
    assert settled_time(TIMES[:1], [FIRST, EITHER]) == TIMES[0]
    assert settled_time(TIMES[:1], [SECOND, SECOND]) is None
    assert settled_time((), [EITHER]) is None


@pytest.mark.parametrize("people", [1, 2, 3])
def test_a_group_waits_settles_or_needs_other_times(people):
    """Nobody is asked again while somebody is silent; afterwards it is one or the other."""
    for taps in all_taps(people):
        assert cannot_settle(iter(taps)) == (SILENT not in taps)
    assert not cannot_settle([])


YES, NO, PLANNING = Met.YES, Met.NO, Met.PLANNING


@pytest.mark.parametrize(
    ("answers", "state"),
    [
        ([], GroupState.UNKNOWN),
        ([None, None], GroupState.UNKNOWN),
        ([YES], GroupState.MET),
        ([YES, None], GroupState.MET),
        ([YES, YES, PLANNING], GroupState.MET),
        ([NO, None], GroupState.MISSED),
        ([NO, NO], GroupState.MISSED),
        ([YES, NO], GroupState.UNKNOWN),
        ([YES, YES, NO], GroupState.UNKNOWN),
        ([PLANNING, PLANNING], GroupState.UNKNOWN),
        ([PLANNING, NO], GroupState.MISSED),
    ],
)
def test_what_the_answers_say_together(answers, state):
    assert outcome(iter(answers)) is state
    assert outcome(reversed(answers)) is state


# A line of areas ten minutes of longitude apart on the equator: west, middle, east; and one without a centre.
AREAS = {
    AreaId(name): Area(id=AreaId(name), community=TOWN, name=name, centre=(0.0, number / 6))
    for number, name in enumerate(("west", "middle", "east"))
} | {AreaId("somewhere"): Area(id=AreaId("somewhere"), community=TOWN, name="somewhere")}


def a_spot(area, name="", notes=()):
    return Spot(
        id=SpotId(name or str(area)),
        community=TOWN,
        area=AreaId(area) if area else None,
        name=name,
        notes=frozenset(notes),
    )


def ranked(spots, *homes, wishes=(), seed="g"):
    return rank_spots(
        spots,
        areas=AREAS,
        homes=[AreaId(home) if home else None for home in homes],
        wishes=frozenset(wishes),
        seed=seed,
    )


def chosen(spots, *homes, wishes=(), seed="g"):
    return next(iter(ranked(spots, *homes, wishes=wishes, seed=seed)), None)


LINE = [a_spot("west"), a_spot("middle"), a_spot("east")]


@pytest.mark.parametrize(
    ("homes", "area"),
    [
        (["west", "east"], "middle"),
        (["west", "west", "east"], "middle"),  # two near neighbours do not outvote the third
        (["west", "west"], "west"),
        (["east", None], "east"),
        (["east", "unheard-of"], "east"),
    ],
)
def test_the_spot_is_near_for_whoever_has_it_farthest(homes, area):
    assert chosen(LINE, *homes).area == area
    assert chosen(list(reversed(LINE)), *homes).area == area


def test_wishes_come_before_the_way():
    quiet = a_spot("east", "quiet", {SpotNote.QUIET})
    both = a_spot("somewhere", "both", {SpotNote.QUIET, SpotNote.STEP_FREE})
    near = a_spot("west", "near")
    wishes = {SpotNote.QUIET, SpotNote.STEP_FREE}
    assert chosen([near, quiet, both], "west", wishes=wishes) == both
    assert chosen([near, quiet], "west", wishes=wishes) == quiet
    assert chosen([near, quiet], "west") == near


def test_an_area_without_a_centre_is_near_itself_and_far_from_others():
    spots = [a_spot("somewhere"), a_spot("west")]
    assert chosen(spots, "somewhere", "somewhere").area == "somewhere"
    assert chosen(spots, "west").area == "west"


@given(
    st.permutations([a_spot(area, f"{area}-{n}") for area in ("west", "east") for n in range(3)]),
    st.text(max_size=8),
)
def test_the_order_of_the_list_does_not_matter_and_the_seed_decides(spots, seed):
    assert chosen(spots, "west", seed=seed) == chosen(sorted(spots, key=lambda s: s.id), "west", seed=seed)
    assert chosen(spots, "west", seed=seed).area == "west"


def test_equal_spots_take_turns_from_group_to_group():
    spots = [a_spot("west", f"w{number}") for number in range(3)]
    assert len({chosen(spots, "west", seed=f"group-{number}").id for number in range(30)}) == 3


def test_another_spot_is_the_next_best_and_after_the_last_the_first_again():
    line = ranked(LINE, "west")
    assert [next_spot(line, spot.id).area for spot in line] == ["middle", "east", "west"]
    assert next_spot(line, SpotId("removed meanwhile")).area == "west"
    assert next_spot(line, None).area == "west"
    assert next_spot(line[:1], line[0].id) is None
    assert next_spot((), None) is None


def test_step_free_comes_before_all_other_wishes():
    steps = a_spot("west", "steps", {SpotNote.QUIET, SpotNote.SEATED, SpotNote.INDOORS})
    level = a_spot("east", "level", {SpotNote.STEP_FREE})
    wishes = {SpotNote.STEP_FREE, SpotNote.QUIET, SpotNote.SEATED, SpotNote.INDOORS}
    assert chosen([steps, level], "west", wishes=wishes) == level
    assert chosen([steps, level], "west", wishes=wishes - {SpotNote.STEP_FREE}) == steps


def test_the_wishes_of_all_come_before_a_choice_of_hours_and_that_before_the_way():
    """A step-free spot that is open at one of the times is better than another that is open at both."""
    once = replace(a_spot("east", "once", {SpotNote.STEP_FREE}), hours=slot(5, Part.MORNING))
    both = a_spot("middle", "both")
    near = replace(a_spot("west", "near"), hours=slot(6, Part.AFTERNOON))
    closed = replace(a_spot("west", "closed", {SpotNote.STEP_FREE}), hours=slot(0, Part.EVENING))
    spots, hours = [near, both, once, closed], {"times": TIMES, "zone": "Europe/Amsterdam"}
    facts = {"areas": AREAS, "homes": [AreaId("west")], "seed": "g", **hours}
    assert rank_spots(spots, wishes=frozenset({SpotNote.STEP_FREE}), **facts) == (once, both, near)
    assert rank_spots(spots, wishes=frozenset(), **facts)[0] == both
    assert rank_spots([closed], wishes=frozenset(), **facts) == ()


COORDINATES = st.tuples(st.floats(-90, 90), st.floats(-180, 180))


@given(COORDINATES, COORDINATES)
def test_distance_is_the_same_both_ways_and_never_more_than_half_the_globe(one, other):
    there = distance_km(one, other)
    assert there == pytest.approx(distance_km(other, one), abs=1e-6)
    assert 0 <= there <= 6371 * pi + 1e-6


@pytest.mark.parametrize(
    ("one", "other", "km"),
    [
        ((52.3702, 4.8952), (52.3702, 4.8952), 0),
        ((52.3702, 4.8952), (51.9244, 4.4777), 57),  # Amsterdam, Rotterdam
        ((0, 179.9), (0, -179.9), 22),  # across the date line
        ((90, 0), (-90, 0), 20015),
        ((0, 0), (0, 180), 2 * 6371 * asin(1)),
    ],
)
def test_known_distances(one, other, km):
    assert distance_km(one, other) == pytest.approx(km, abs=1)


def test_the_hours_of_the_grid_lie_within_the_hours_of_first_meetings():
    assert all(EARLIEST <= part.starts <= LATEST for part in Part)
    assert (time(9), time(20)) == (EARLIEST, LATEST)


def test_a_time_that_runs_into_another_meeting_can_not_become_the_plan():
    """Half an hour apart is too near; when one meeting ends, the next may begin."""
    half, whole = timedelta(minutes=30), timedelta(minutes=60)
    assert settled_time(TIMES, [EITHER, EITHER], taken={TIMES[0] + half}) == TIMES[1]
    assert settled_time(TIMES, [EITHER, EITHER], taken={TIMES[0] - half, TIMES[1]}) is None
    assert settled_time(TIMES, [EITHER, EITHER], taken={TIMES[0] - whole, TIMES[0] + whole}) == TIMES[0]
