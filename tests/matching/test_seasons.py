"""Promises that only show over many rounds: fair turns, no repeats while new people remain, and life after that."""

from itertools import pairwise

import pytest

from tests.support.matching import Series, anyone, named


def people(count: int) -> list:
    return [anyone(i) for i in range(count)]


@pytest.mark.parametrize("count", [5, 7, 9, 11, 13, 15, 27])
def test_turns_in_the_odd_trio_differ_by_at_most_one(count: int) -> None:
    series = Series(people(count))
    for _ in range(12):
        result = series.play()
        assert not result.unplaced
        assert sum(len(group.members) == 3 for group in result.groups) == 1
        assert max(series.turns()) - min(series.turns()) <= 1


@pytest.mark.parametrize("count", [3, 5, 7, 9, 15])
def test_rounds_sat_out_differ_by_at_most_one_and_never_run_twice(count: int) -> None:
    series = Series(people(count), pairs_only=True)
    before: set[str] = set()
    for _ in range(2 * count + 1):
        left = {unplaced.member for unplaced in series.play().unplaced}
        assert len(left) == 1
        assert not left & before
        assert max(series.turns()) - min(series.turns()) <= 1
        before = left


@pytest.mark.parametrize(("count", "size"), [(7, 3), (8, 3), (10, 3), (9, 4), (11, 4)])
def test_turns_in_a_group_of_another_size_differ_by_at_most_one(count: int, size: int) -> None:
    series = Series(people(count), size=size)
    for _ in range(8):
        assert not series.play().unplaced
        assert max(series.turns()) - min(series.turns()) <= 1


@pytest.mark.parametrize("count", [4, 6, 8, 16, 30])
@pytest.mark.parametrize("seed", ["one", "two", "three"])
def test_a_stable_community_meets_in_one_round_less_than_its_members_without_a_repeat(
    count: int, seed: str
) -> None:
    series = Series(people(count), seed=seed)
    assert [series.play().repeats for _ in range(count - 1)] == [0] * (count - 1)


@pytest.mark.parametrize("count", [8, 16])
def test_when_everybody_has_met_the_oldest_meetings_come_again_first(count: int) -> None:
    series = Series(people(count))
    for _ in range(3 * (count - 1)):
        assert not series.play().unplaced
    gaps = [later - earlier for rounds in series.met.values() for earlier, later in pairwise(rounds)]
    assert min(gaps) == count - 1


@pytest.mark.parametrize("count", [2, 3, 4, 5, 6])
def test_a_small_community_stays_alive_after_everybody_has_met(count: int) -> None:
    series = Series(people(count))
    for _ in range(24):
        result = series.play()
        assert not result.unplaced
        assert result.groups


def test_an_avoid_is_kept_for_a_whole_year_and_nobody_is_left_alone_for_it() -> None:
    series = Series(people(6), separated=named((0, 1), (0, 2), (3, 4)))
    for _ in range(26):
        assert not series.play().unplaced
    assert not series.separated & set(series.met)
