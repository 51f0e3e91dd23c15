"""The matcher's choice against the best there is, found by others' solvers, and the proofs that come with it."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from bot.matching import MatchRequest, match
from tests.support.matching import crowd
from tests.support.oracle import Group, Kept, Oracle
from tests.support.solvers import best_groups, best_pairs


def check(request: MatchRequest, solver: Callable[[Oracle], list[Group]]) -> None:
    """Assert that all promises above fit are kept as well as can be, that fit is too, and that the proof is honest."""
    oracle, result = Oracle(request), match(request)
    chosen, best = oracle.rate(oracle.own(result)), oracle.rate(solver(oracle))
    assert chosen[:-1] == best[:-1]
    assert result.most_placed >= best.placed
    assert best.fit <= result.bound
    if result.value == result.bound:
        assert chosen.fit >= best.fit - oracle.draws
    else:
        assert looks_ahead(request, chosen)


def looks_ahead(request: MatchRequest, chosen: Kept) -> bool:
    """Say whether fit may be given up for the rounds to come: in pairs, while all of them are new."""
    return request.wanted == 2 and not chosen.repeats and not chosen.recency


@pytest.mark.parametrize("seed", range(40))
def test_pairs_are_the_heaviest_of_all_matchings(seed: int) -> None:
    request = replace(crowd(seed), pairs_only=True)
    check(request, best_pairs)


@pytest.mark.timeout(60)
@pytest.mark.parametrize("seed", [1000, 1001])
def test_so_they_are_among_two_hundred(seed: int) -> None:
    request = replace(crowd(seed, least=199, most=200), pairs_only=True)
    check(request, best_pairs)


@pytest.mark.timeout(60)
@pytest.mark.parametrize("size", [3, 4, 5])
@pytest.mark.parametrize("seed", range(20))
def test_groups_are_the_best_of_all_divisions_of_thirty(size: int, seed: int) -> None:
    request = replace(crowd(seed, most=30), size=size, pairs_only=False)
    check(request, best_groups)


@pytest.mark.timeout(60)
@pytest.mark.parametrize("seed", range(30))
def test_an_odd_circle_of_pairs_has_the_best_trio_and_the_best_pairs_beside_it(seed: int) -> None:
    request = replace(crowd(seed, least=15, most=25), size=2, pairs_only=False)
    odd = request.candidates[: (len(request.candidates) - 1) // 2 * 2 + 1]
    request = replace(request, candidates=odd)
    check(request, best_groups)
