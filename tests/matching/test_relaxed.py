"""The relaxed problem of pairs: its choice and its prices prove each other, and it is solved soon wherever it is tight."""

import random
import time

import numpy as np
import pytest

from bot.matching.cover import EXACT, Cover, Graph, cover
from bot.matching.score import TIES

HUBS, WISHES = 3, 80


def tight(base: int) -> Graph:
    """Let many wish for the same few, who all suit them almost alike, at what it costs to stay alone."""
    one, other = np.divmod(np.arange(HUBS * WISHES), WISHES)
    rng = np.random.default_rng(1)
    weight = base + 500 * TIES + rng.integers(0, TIES, len(one))
    return Graph.of(HUBS + WISHES, one, other + HUBS, weight, np.zeros(HUBS + WISHES, dtype=np.int64))


def anybody(seed: int) -> Graph:
    """Draw a graph, with repeats and people who are owed a place."""
    rng, draw = np.random.default_rng(seed), random.Random(seed)
    count = draw.randint(2, 60)
    names = np.unique(rng.integers(0, count * count, count * draw.randint(1, 8)))
    one, other = np.divmod(names, count)
    one, other = one[one < other], other[one < other]
    repeat = rng.random(len(one)) < draw.random()
    weight = (1 << 36) + rng.integers(0, 1000 * TIES, len(one)) - repeat * (1 << 29)
    return Graph.of(count, one, other, weight, -rng.integers(0, 3, count) * (1 << 34))


def proven(graph: Graph, found: Cover) -> bool:
    """Say whether prices bound what anybody can choose, and the choice reaches that."""
    price = found.price
    bound = (price[graph.ends] + price[graph.partner] >= graph.weight).all() and (price >= graph.alone).all()
    return bool(bound) and 2 * price.sum() == found.twice and sorted(found.takes) == list(range(graph.count))


@pytest.mark.parametrize("seed", range(60))
def test_prices_prove_that_the_choice_is_the_best(seed: int) -> None:
    graph = anybody(seed)
    assert proven(graph, cover(graph))


def test_few_who_are_wanted_by_many_take_no_time() -> None:
    graph = tight(1 << 38)
    cover(tight(1))  # loads the solver
    begun = time.process_time()
    found = cover(graph)
    assert time.process_time() - begun < 1
    assert proven(graph, found)


def test_prices_prove_it_along_a_chain_of_thousands_as_well() -> None:
    """Each way of exchanges leads through all of them here, so prices need as many sweeps."""
    count = 5001
    one, nothing = np.arange(count - 1), np.zeros(count, dtype=np.int64)
    graph = Graph.of(count, one, one + 1, (1 << 36) + one % 2 * TIES, nothing)
    assert proven(graph, cover(graph))


def test_weights_that_can_not_be_added_up_exactly_are_refused() -> None:
    with pytest.raises(OverflowError, match="too long"):
        cover(tight(EXACT // 32))
