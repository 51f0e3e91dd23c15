"""Numbers that docs/matching.md promises and that a few seconds can hold; the benchmark measures the rest."""

import random
from functools import cache

import numpy as np
import pytest
from scipy.sparse import csr_array
from scipy.sparse.csgraph import maximum_bipartite_matching

from bot.matching import MatchRequest, PastMeeting, pair_of
from bot.matching.duos import pair_up
from bot.matching.edges import Edges, pairs_among, possible_pairs
from bot.matching.exact import exact_pairs
from bot.matching.snapshot import Snapshot, take_snapshot
from bot.matching.weights import exact_weights
from bot.simulation.town import pretend_town
from tests.benchmarks.matching_parts import quality
from tests.benchmarks.matching_parts.targets import GOLFERS, STRICT
from tests.support.series import Series, varied

MET = 8  # people whom everybody met before, on average


@cache
def pairs_of(count: int) -> tuple[Snapshot, Edges]:
    """Make up a town in which everybody met some others, and list who may meet."""
    rng = random.Random(count)
    town = pretend_town(count, rng)
    names = [person.id for person in town.candidates]
    met = {pair_of(*rng.sample(names, 2)) for _ in range(MET * count // 2)}
    request = MatchRequest(
        candidates=town.candidates,
        separated=town.separated,
        history={pair: PastMeeting(rounds_ago=rng.randint(1, 8)) for pair in sorted(met)},
        seed="targets",
        pairs_only=True,
    )
    snap = take_snapshot(request)
    return snap, possible_pairs(snap)


def ours(snap: Snapshot, edges: Edges) -> quality.Tally:
    return quality.of_pairs(snap, quality.mates_of(pair_up(snap, edges).groups, snap.count))


@pytest.mark.timeout(60)
def test_pairs_of_a_thousand_are_as_good_as_the_best_but_for_a_thousandth_of_their_fit() -> None:
    snap, edges = pairs_of(1000)
    every = pairs_among(snap, np.arange(snap.count))
    weights = exact_weights(every, snap.overdue)
    best = quality.of_pairs(snap, exact_pairs(snap.count, every.one, every.other, weights, most=True))
    own = ours(snap, edges)
    assert (own.placed, own.repeats) == (best.placed, best.repeats)
    assert quality.strict(own, best) >= STRICT[1000]


@pytest.mark.timeout(60)
def test_of_two_thousand_as_many_are_placed_in_pairs_as_can_be() -> None:
    """No more can be than would take a partner if people could be taken by one and take another."""
    snap, edges = pairs_of(2000)
    every = pairs_among(snap, np.arange(snap.count))
    ends = (np.append(every.one, every.other), np.append(every.other, every.one))
    table = csr_array((np.ones(len(ends[0])), ends), shape=(snap.count, snap.count))
    taking = int((maximum_bipartite_matching(table) >= 0).sum())
    assert ours(snap, edges).placed == taking - taking % 2


@pytest.mark.timeout(120)
@pytest.mark.parametrize(("size", "count"), GOLFERS)
def test_groups_meet_in_as_many_rounds_without_a_repeat_as_was_aimed_at(size: int, count: int) -> None:
    series = Series(varied(count, 0), size=size, seed="0")
    assert not any(series.play().repeats for _ in range(GOLFERS[size, count]))
