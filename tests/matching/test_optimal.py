"""The matcher's choice against the best there is, found by others' solvers, and the proofs that come with it."""

import random
from collections.abc import Callable
from dataclasses import replace
from itertools import combinations

import pytest

from bot.matching import MatchRequest, PastMeeting, match, pair_of
from bot.simulation.town import pretend_town
from tests.support.matching import crowd
from tests.support.oracle import Group, Kept, Oracle
from tests.support.series import varied
from tests.support.solvers import best_groups, best_pairs

MOST_GIVEN_UP = 0.1
TRIO = 3


def check(request: MatchRequest, solver: Callable[[Oracle], list[Group]]) -> None:
    """Assert that all promises above fit are kept as well as can be, that fit is too, and that the proof is honest.

    How little fit has to be given up for rounds to come is asked where all choices can be tried: `test_every_choice`.
    """
    oracle, result = Oracle(request), match(request)
    chosen, best = oracle.rate(oracle.own(result)), oracle.rate(solver(oracle))
    assert chosen[:-1] == best[:-1]
    assert result.most_placed >= best.placed
    assert best.fit <= result.bound
    if result.value == result.bound:
        assert chosen.fit >= best.fit - oracle.draws
    else:
        assert looks_ahead(request, chosen)
        assert chosen.fit >= (1 - MOST_GIVEN_UP) * best.fit


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
@pytest.mark.parametrize("size", [3, 4, 5])
@pytest.mark.parametrize("seed", [2, 5])
def test_groups_of_thirty_in_a_few_areas_are_proven_the_best(size: int, seed: int) -> None:
    """Everybody met many before, so that neither the relaxed problem nor a limit proves anything."""
    rng = random.Random(seed)
    town = pretend_town(30, rng, areas=4)
    pairs = [pair_of(one.id, other.id) for one, other in combinations(town.candidates, 2)]
    request = MatchRequest(
        candidates=town.candidates,
        history={
            pair: PastMeeting(rounds_ago=rng.randint(1, 9)) for pair in rng.sample(pairs, len(pairs) // 2)
        },
        separated=town.separated,
        size=size,
        seed=str(seed),
    )
    check(request, best_groups)
    result = match(request)
    assert result.value == result.bound
    assert result.most_placed == 30 - len(result.unplaced)


@pytest.mark.timeout(60)
@pytest.mark.parametrize("seed", range(30))
def test_where_pairs_leave_several_out_the_trios_and_pairs_are_the_best(seed: int) -> None:
    request = replace(crowd(seed, least=15, most=25), size=2, pairs_only=False)
    check(request, best_groups)


@pytest.mark.timeout(60)
@pytest.mark.parametrize("count", [15, 17, 19, 21])
@pytest.mark.parametrize("seed", range(5))
def test_an_odd_circle_has_the_best_trio_and_the_best_pairs_beside_it(count: int, seed: int) -> None:
    """Two in three may meet, everybody met a fifth of the others, and some had turns in the trio already."""
    rng = random.Random(seed)
    people = [
        replace(
            person,
            slots=7 & ~(1 << rng.randrange(3)),
            odd_trios=rng.randrange(3),
            sat_out=rng.randrange(2),
            pairs_only=number < seed,
        )
        for number, person in enumerate(varied(count, seed))
    ]
    pairs = [(one.id, other.id) for one, other in combinations(people, 2)]
    request = MatchRequest(
        candidates=tuple(people),
        history={
            pair: PastMeeting(rounds_ago=rng.randint(1, 9)) for pair in rng.sample(pairs, len(pairs) // 5)
        },
        separated=frozenset(rng.sample(pairs, len(pairs) // 3)),
        seed=str(seed),
    )
    check(request, best_groups)


@pytest.mark.parametrize("count", [65, 151, 251])
def test_the_trio_of_an_odd_town_is_proven_the_best(count: int) -> None:
    """Whoever lives too far from all others is left out; those who can influence one another are odd in number."""
    town = pretend_town(count, random.Random(count))
    result = match(MatchRequest(candidates=town.candidates, separated=town.separated, seed="odd town"))
    assert any(len(group.members) == TRIO for group in result.groups)
    assert sum(len(group.members) for group in result.groups) == result.most_placed
    assert result.value == result.bound
