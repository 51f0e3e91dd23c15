"""What is told of a season leads back to no count of one to four: every small community is tried."""

from collections import defaultdict
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.recap import (
    AREA,
    FEELINGS_FROM,
    PLAN_DAYS,
    SHARE_OF,
    SHOWN_FROM,
    WEEK,
    WEEKS,
    Count,
    Hidden,
    Outcome,
    breakdown,
    published,
    rounded,
    share,
)
from bot.domain.rounds import Reason
from bot.domain.tally import reason_name

pytestmark = pytest.mark.timeout(60)
FEW = {1, 2, 3, 4}


def given_away(worlds, told):
    """Return what a reader can work out who knows the rules: a number of a world that must be one to four.

    `told` says what is published of a world; the worlds of which the same is published can't be told apart.
    """
    alike = defaultdict(list)
    for world in worlds:
        alike[told(world)].append(world)
    return [
        (seen, place)
        for seen, group in alike.items()
        for place in range(len(group[0]))
        if {world[place] for world in group} <= FEW
    ]


def as_parts(world):
    return {f"part {place}": count for place, count in enumerate(world)}


def told_parts(world):
    shown, rest = breakdown(as_parts(world))
    return tuple(sorted(shown.items())), rest


@pytest.mark.parametrize("parts", [1, 2, 3])
def test_a_breakdown_gives_no_small_part_away(parts):
    assert given_away(product(range(15), repeat=parts), told_parts) == []


def test_a_breakdown_of_four_gives_none_away_either():
    assert given_away(product(range(20), repeat=4), told_parts) == []


@pytest.mark.parametrize("empty", [None, 1])
def test_the_weeks_and_their_sum_give_no_week_away(empty):
    """Also not to somebody who knows that there was no round in one of the weeks."""
    worlds = (world for world in product(range(13), repeat=3) if empty is None or world[empty] == 0)
    assert given_away(worlds, lambda world: (rounded(sum(world)), told_parts(world)[0])) == []


def test_a_share_gives_neither_of_its_sides_away():
    """Beside the rounded whole, as with those who are new among those who took part."""
    sides = ((part, whole - part) for whole in range(70) for part in range(whole + 1))
    assert given_away(sides, lambda side: (rounded(sum(side)), share(side[0], sum(side)))) == []


def test_why_plans_did_not_happen_gives_nobody_away():
    """Three shares of one whole, told side by side."""

    def told(world):
        names = (Outcome.MET, Outcome.CALLED_OFF, Outcome.NOT_COME)
        recap = published(dict(zip(names, world, strict=True)))
        return recap.met_of_planned, recap.called_off, recap.not_come

    assert given_away(product(range(26), repeat=3), told) == []


def test_nested_counts_give_their_difference_not_away():
    worlds = ((inner, whole - inner) for whole in range(60) for inner in range(whole + 1))
    assert given_away(worlds, lambda world: (rounded(sum(world)), rounded(world[0]))) == []


NAMES = (
    *Count,
    *Outcome,
    *(reason_name(reason) for reason in Reason),
    *(f"{WEEK}{week}" for week in range(WEEKS)),
    *(f"{AREA}{area}" for area in ("Centre", "North", "South", "")),
    *(f"{PLAN_DAYS}{days}" for days in range(4)),
)


@given(st.dictionaries(st.sampled_from([str(name) for name in NAMES]), st.integers(0, 60)))
def test_whatever_was_counted_only_numbers_of_five_and_more_are_told(counts):
    recap = published(counts)
    plain = (
        recap.joined,
        recap.paused,
        recap.left,
        recap.took_part,
        recap.met,
        recap.pairs_met,
        recap.meetings,
    )
    parts = (*(count for _, count in (*recap.reasons, *recap.areas)), recap.other_areas, recap.other_reasons)
    for count in (*plain, *parts, *recap.weeks, recap.pairs_again, recap.done, recap.swapped, recap.skipped):
        assert count is None or (count >= SHOWN_FROM and count % 5 == 0)
    for told in (recap.matched, recap.planned, recap.called_off, recap.not_come, recap.newer, recap.busiest):
        assert isinstance(told, Hidden) or (5 <= told <= 95 and told % 5 == 0)


@given(st.integers(0, 200), st.integers(0, 200))
def test_a_share_is_told_of_twenty_and_with_five_on_both_sides(part, rest):
    told = share(part, part + rest)
    assert isinstance(told, int) == (part + rest >= SHARE_OF and min(part, rest) >= SHOWN_FROM)


def test_feelings_take_ten_on_both_sides():
    counts = {Outcome.AGAIN_ASKED: 30, Outcome.AGAIN_ALL: FEELINGS_FROM - 1}
    assert published(counts).again is Hidden.FEW
    assert published({**counts, Outcome.AGAIN_ALL: 21}).again is Hidden.NEARLY_ALL
    assert published({**counts, Outcome.AGAIN_ALL: 15}).again == 50


def test_the_busiest_are_told_of_when_a_tenth_is_five_people():
    counts = {Count.MEETING_SEATS: 100, Count.BUSIEST_SEATS: 30}
    assert published({**counts, Count.MET: 49}).busiest is Hidden.TOO_FEW
    assert published({**counts, Count.MET: 50}).busiest == 30


def test_an_empty_season_tells_nothing():
    recap = published({})
    assert recap.met is None
    assert recap.weeks == (None,) * WEEKS
    assert recap.matched is Hidden.TOO_FEW
    assert recap.days_to_plan is None


def test_the_days_to_a_plan_are_those_of_the_one_in_the_middle():
    assert published({f"{PLAN_DAYS}0": 10, f"{PLAN_DAYS}3": 11}).days_to_plan == 3
    assert published({f"{PLAN_DAYS}0": 19}).days_to_plan is None
