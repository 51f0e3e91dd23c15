"""Parties in which nearly everybody may meet: far too many divisions to look at, and the best one all the same."""

import random

import numpy as np
import pytest

from bot.matching import match
from bot.matching.columns import Columns, possible_groups
from bot.matching.division import Effort, best_division
from bot.matching.edges import possible_pairs
from bot.matching.pack import QUICK, WHOLE, divided, packed
from bot.matching.party import Party, gather
from bot.matching.pricing import Pricer
from bot.matching.score import Score
from bot.matching.snapshot import take_snapshot
from tests.benchmarks.parties import request_of
from tests.support.oracle import Oracle
from tests.support.solvers import best_groups

REPEATS, FIT = Score._fields.index("repeats"), Score._fields.index("fit")


def party_of(kind: str, size: int, count: int, rounds: int, seed: int) -> Party:
    snap = take_snapshot(request_of(kind, size, count, rounds, seed))
    return gather(snap, possible_pairs(snap), [(member,) for member in range(count)], [False] * count)


@pytest.mark.timeout(60)
@pytest.mark.parametrize("size", [3, 4, 5])
@pytest.mark.parametrize(("kind", "count", "rounds"), [("near", 11, 0), ("apart", 11, 3)])
def test_nobody_finds_better_groups_among_people_who_live_close_together(
    kind: str, size: int, count: int, rounds: int
) -> None:
    request = request_of(kind, size, count, rounds, seed=size)
    oracle, result = Oracle(request), match(request)
    chosen, best = oracle.rate(oracle.own(result)), oracle.rate(best_groups(oracle))
    assert chosen[:-1] == best[:-1]
    assert chosen.fit >= best.fit - oracle.draws
    assert result.value == result.bound


@pytest.mark.timeout(60)
@pytest.mark.parametrize("size", [3, 4, 5])
@pytest.mark.parametrize(("count", "rounds"), [(30, 0), (30, 8), (29, 3)])
def test_thirty_people_who_may_all_meet_get_groups_that_are_proven_the_best(
    size: int, count: int, rounds: int
) -> None:
    result = match(request_of("everybody", size, count, rounds, seed=1))
    assert result.value == result.bound
    assert not result.unplaced


@pytest.mark.parametrize("size", [3, 4, 5])
@pytest.mark.parametrize("rounds", [0, 5])
def test_the_same_groups_come_about_whether_all_divisions_are_looked_at_or_few(
    size: int, rounds: int
) -> None:
    party = party_of("apart", size, 14, rounds, seed=3)
    all_of_them, few = divided(party, WHOLE), packed(party)
    assert all_of_them is not None
    assert few is not None
    assert few.groups == all_of_them.groups
    assert few.limit == all_of_them.limit == few.total


@pytest.mark.parametrize("promise", [REPEATS, FIT])
def test_no_choice_exceeds_a_limit_less_what_its_groups_lose(promise: int) -> None:
    party = party_of("everybody", 3, 21, 4, seed=1)
    columns = possible_groups(party, 100_000, {3})
    assert columns is not None
    number = {columns.group(at): at for at in range(len(columns))}
    pricing = Pricer(columns, party.count).priced(columns.parts[:, promise], [])
    assert pricing is not None
    assert pricing.loss.min() >= 0
    rng = random.Random(1)
    for _ in range(200):
        order = rng.sample(range(party.count), party.count)
        chosen = [number[tuple(sorted(order[at : at + 3]))] for at in range(0, party.count, 3)]
        reached = columns.parts[chosen, promise].sum()
        assert reached <= pricing.limit - pricing.loss[chosen].sum() + 0.01


def test_what_nobody_can_keep_has_no_price() -> None:
    """Six people in threes cannot make three new groups."""
    party = party_of("everybody", 3, 6, 0, seed=1)
    columns = possible_groups(party, 1000, {3})
    assert columns is not None
    ones = np.ones(len(columns), dtype=np.int64)
    assert Pricer(columns, 6).priced(columns.parts[:, FIT], [(ones, 3)]) is None


def test_more_people_than_a_number_has_bits_are_divided_as_well() -> None:
    """Along a line of 70, each may be with a neighbour; the pairs that begin with an even number are worth most."""
    count = 70
    nodes = np.array([(one, one + 1) for one in range(count - 1)])
    parts = np.zeros((len(nodes), len(Score._fields)), dtype=np.int64)
    parts[:, FIT] = np.where(nodes[:, 0] % 2 == 0, 3, 2)
    columns = Columns(nodes, parts).with_nobody_bound(count)
    division = best_division(columns, count, QUICK, np.zeros(len(columns)))
    assert division.chosen is not None
    assert division.chosen.tolist() == list(range(0, count, 2))


def test_a_division_tells_what_those_it_did_not_look_at_could_reach() -> None:
    party = party_of("everybody", 3, 18, 0, seed=1)
    columns = possible_groups(party, 1000, {3})
    assert columns is not None
    pricing = Pricer(columns, party.count).priced(columns.parts[:, FIT], [])
    assert pricing is not None
    hasty = best_division(columns, party.count, Effort(choices=5, looks=10**7), pricing.loss)
    best = packed(party)
    assert best is not None
    assert hasty.chosen is not None
    reached = columns.parts[hasty.chosen, FIT].sum()
    assert max(reached, pricing.limit - hasty.others_lose) >= best.total[FIT] >= reached
