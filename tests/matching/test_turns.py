"""Whoever had to sit out, or to be third, is spared until all others had their turn."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from bot.ids import MemberId
from bot.matching import MatchResult
from tests.support.series import Series, varied

ODD = [*range(7, 27, 2)]


def sitting_out(result: MatchResult) -> set[MemberId]:
    return {each.member for each in result.unplaced}


def in_a_trio(result: MatchResult) -> set[MemberId]:
    return {name for group in result.groups if len(group.members) == 3 for name in group.members}


def check(
    series: Series, turn_of: Callable[[MatchResult], set[MemberId]], *, at_once: int, rounds: int
) -> None:
    """Assert for some rounds that turns differ by one at most, and that nobody has two of them running."""
    turns = {person.id: 0 for person in series.people}
    before: set[MemberId] = set()
    for _ in range(rounds):
        now = turn_of(series.play())
        assert len(now) == at_once
        assert not now & before
        for name in now:
            turns[name] += 1
        assert max(turns.values()) - min(turns.values()) <= 1
        before = now


@pytest.mark.timeout(60)
@pytest.mark.parametrize("count", [3, 5, *ODD])
def test_rounds_sat_out_differ_by_at_most_one_and_never_run_twice(count: int) -> None:
    check(Series(varied(count, count), pairs_only=True), sitting_out, at_once=1, rounds=200)


@pytest.mark.timeout(60)
@pytest.mark.parametrize("count", [7, 9, 13, 19])
def test_turns_in_the_odd_trio_differ_by_at_most_one_and_never_run_twice(count: int) -> None:
    """A slice of the benchmark's 200 rounds, long enough for a few turns of everybody."""
    check(Series(varied(count, count)), in_a_trio, at_once=3, rounds=2 * count)


@pytest.mark.timeout(60)
@pytest.mark.parametrize("count", [9, 13])
def test_whoever_wishes_for_pairs_only_is_spared_the_trio_and_the_others_take_fair_turns(count: int) -> None:
    """Two have the wish: they have no turn, nobody is left out, and the turns of all others differ by one at most."""
    people = varied(count, count)
    series = Series([replace(person, pairs_only=number < 2) for number, person in enumerate(people)])
    for _ in range(60):
        assert not series.play().unplaced
        turns = series.turns()
        assert turns[:2] == [0, 0]
        assert max(turns[2:]) - min(turns[2:]) <= 1


@pytest.mark.parametrize("wishes", [3, 4, 5])
def test_a_wish_for_pairs_only_leaves_nobody_out(wishes: int) -> None:
    """Where too few others are left for a trio, one of those with the wish is in it, and their turns go round."""
    people = varied(5, 5)
    series = Series([replace(person, pairs_only=number < wishes) for number, person in enumerate(people)])
    for _ in range(30):
        result = series.play()
        assert not result.unplaced
        assert len(in_a_trio(result) & {person.id for person in people[:wishes]}) == wishes - 2
        assert max(series.turns()[:wishes]) - min(series.turns()[:wishes]) <= 1


@pytest.mark.timeout(60)
@pytest.mark.parametrize(
    ("count", "size"), [(5, 2), (7, 3), (8, 3), (10, 3), (9, 4), (11, 4), (11, 5), (14, 3), (16, 3)]
)
def test_turns_in_a_group_of_another_size_differ_by_at_most_one(count: int, size: int) -> None:
    series = Series(varied(count, count), size=size)
    for _ in range(12):
        assert not series.play().unplaced
        assert max(series.turns()) - min(series.turns()) <= 1
