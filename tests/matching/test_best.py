"""The matcher's choice where one can say by hand what it has to be, and how many it places."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.matching import MatchRequest, PastMeeting, match, pair_of
from bot.matching.bounds import fit_gap, limit_prices
from bot.matching.division import merged
from bot.matching.edges import possible_pairs
from bot.matching.party import gather
from bot.matching.score import Score
from bot.matching.snapshot import take_snapshot
from bot.matching.weights import LONG
from tests.support.matching import anyone, crowd, member, named
from tests.support.oracle import Oracle
from tests.support.solvers import most_in_pairs


def test_new_faces_are_counted_for_each_of_those_who_come_together() -> None:
    """0 and 1 come as one; 0 met both others, and so lacks somebody new, which 1's new people do not make up for."""
    met = {pair: PastMeeting(rounds_ago=9) for pair in named((0, 2), (0, 3))}
    people = tuple(anyone(i) for i in range(4))
    snap = take_snapshot(MatchRequest(candidates=people, history=met, size=3, new_faces=1, seed="s"))
    party = gather(snap, possible_pairs(snap), [(0, 1), (2,), (3,)], [False] * 3)
    assert Score(*party.scores(np.array([[0, 1, 2]]))[0].tolist()).repeats == -1


@pytest.mark.parametrize("seed", range(40))
def test_as_many_are_placed_as_the_largest_matching_places(seed: int) -> None:
    request = crowd(seed)
    oracle, result = Oracle(request), match(request)
    placed = len(request.candidates) - len(result.unplaced)
    in_pairs = most_in_pairs(oracle)
    assert placed == in_pairs if oracle.largest == 2 else placed >= in_pairs
    assert result.most_placed >= placed


@given(
    rows=st.lists(st.tuples(*[st.integers(0, 50)] * 2, *[st.integers(-50, 0)] * 5), min_size=2, max_size=6)
)
def test_an_earlier_promise_outweighs_all_later_ones(rows: list[tuple[int, ...]]) -> None:
    """Whichever of these groups are chosen, short numbers compare as promise after promise does."""
    parts = np.array(rows)
    shortened = np.stack(merged(parts, len(rows), LONG), axis=1) if parts.any() else parts
    one, other = range(len(rows) // 2), range(len(rows) // 2, len(rows))

    def sums(table: np.ndarray, chosen: range) -> list[int]:
        return table[list(chosen)].sum(axis=0).tolist()

    assert (sums(shortened, one) > sums(shortened, other)) == (sums(parts, one) > sums(parts, other))


@pytest.mark.parametrize("seed", range(30))
def test_four_members_one_of_whom_avoids_two_are_all_placed(seed: int) -> None:
    request = MatchRequest(
        candidates=tuple(anyone(i) for i in range(4)), separated=named((0, 1), (0, 2)), seed=str(seed)
    )
    assert [group.members for group in match(request).groups] == [
        (member(0), member(3)),
        (member(1), member(2)),
    ]


def test_a_left_over_member_is_placed_even_when_others_must_change_seats() -> None:
    """Only 4 may meet 0, so one of the pair (4, 5) joins 0, and the other makes a trio with (2, 3)."""
    strangers = [(0, i) for i in (1, 2, 3, 5, 6)]
    people = tuple(anyone(i) for i in range(7))
    result = match(MatchRequest(candidates=people, separated=named(*strangers), seed="s"))
    assert not result.unplaced
    assert (member(0), member(4)) in [group.members for group in result.groups]


@pytest.mark.timeout(60)
@pytest.mark.parametrize(
    ("count", "size", "sizes"),
    [
        (3, 2, [3]),
        (5, 2, [2, 3]),
        (6, 2, [2, 2, 2]),
        (7, 3, [3, 4]),
        (8, 3, [4, 4]),
        (5, 3, [2, 3]),
        (6, 4, [3, 3]),
        (10, 4, [5, 5]),
        (11, 4, [3, 4, 4]),
        (2, 5, [2]),
        (31, 3, [3] * 9 + [4]),
        (41, 4, [4] * 9 + [5]),
    ],
)
def test_numbers_that_do_not_divide(count: int, size: int, sizes: list[int]) -> None:
    people = tuple(anyone(i) for i in range(count))
    result = match(MatchRequest(candidates=people, size=size, seed="s"))
    assert sorted(len(group.members) for group in result.groups) == sizes
    assert not result.unplaced


def test_whoever_was_left_out_longest_goes_first() -> None:
    people = tuple(anyone(i, sat_out=i == 3, odd_trios=i) for i in range(5))
    result = match(MatchRequest(candidates=people, seed="s", pairs_only=True))
    assert [left.member for left in result.unplaced] == [member(0)]


def test_the_oldest_meeting_is_repeated_first_and_of_equals_the_rarest() -> None:
    def met(*meetings: tuple[int, int, int, int]) -> dict[tuple[str, str], PastMeeting]:
        return {
            pair_of(member(one), member(other)): PastMeeting(rounds_ago=ago, times=times)
            for one, other, ago, times in meetings
        }

    history = met((0, 1, 1, 1), (2, 3, 1, 1), (0, 2, 2, 3), (1, 3, 2, 3), (0, 3, 2, 2), (1, 2, 2, 2))
    people = tuple(anyone(i) for i in range(4))
    result = match(MatchRequest(candidates=people, history=history, seed="s"))
    assert [group.members for group in result.groups] == [
        (member(0), member(3)),
        (member(1), member(2)),
    ]
    assert result.repeats == 2


def test_shared_interests_decide_among_equals() -> None:
    likes = ["chess", "birds", "chess", "birds"]
    people = tuple(anyone(i, interests=frozenset({like})) for i, like in enumerate(likes))
    for seed in range(10):
        groups = match(MatchRequest(candidates=people, seed=str(seed))).groups
        assert [group.members for group in groups] == [(member(0), member(2)), (member(1), member(3))]


def test_nothing_is_proven_of_a_group_with_a_pair_that_was_not_looked_at() -> None:
    """Above 800 members only the likeliest partners of each are; whoever is left over may sit with others."""
    edges = possible_pairs(
        take_snapshot(MatchRequest(candidates=tuple(anyone(i) for i in range(3)), seed="s"))
    )
    seen = edges.take(np.array([True, True, False]))
    price = limit_prices(edges, 3)
    assert fit_gap(edges, [(0, 1, 2)], 3, price) == 0
    assert fit_gap(seen, [(0, 1, 2)], 3, price) is None
