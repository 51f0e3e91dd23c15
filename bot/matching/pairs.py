"""The best pairs for any number of members, by maximum-weight matching.

Members who can influence each other form a component. Up to `EXACT_MEMBERS` of them are matched exactly (Edmonds'
blossom algorithm). More go through the relaxed problem, which also bounds what any choice could reach: `gap` says how
far the answer can be from the best.
"""

from dataclasses import dataclass

from bot.matching.arrays import Floats, Ints
from bot.matching.blocks import cover_in_blocks
from bot.matching.cover import Graph, cover, split
from bot.matching.edges import Edges
from bot.matching.exact import ALONE
from bot.matching.narrow import best_among
from bot.matching.weights import capped_weights, exact_weights, one_repeat, worth_of_pairs
from bot.matching.windows import mend

EXACT_MEMBERS = 400
WHOLE = 30_000  # members above which the relaxed problem is solved in blocks


@dataclass(frozen=True, slots=True)
class Pairing:
    """Hold everybody's partner, or ALONE, and by how much fit the best choice among the listed pairs could exceed it.

    `gap` is in the units of a `Score`, None where it is not proven that the promises above fit are kept as well as
    possible. No pairing places more than `most`. `price` bounds `worth_of_pairs`, where the relaxed problem was solved
    as a whole.
    """

    mate: Ints
    gap: int | None
    most: int
    price: Floats | None = None


def best_pairs(edges: Edges, overdue: Ints, spots: Floats, most: int | None = None) -> Pairing:
    """Pair the members of one component as well as the promises allow: exactly up to `EXACT_MEMBERS` of them.

    `overdue` ranks who is owed a place, `spots` is where members are on a map, `most` is how many pairs can place,
    where that is known.
    """
    if len(overdue) > EXACT_MEMBERS:
        return _large(edges, overdue, spots, most)
    weights = exact_weights(edges, overdue)
    mate = best_among(len(overdue), edges.one, edges.other, weights, most=True)
    return Pairing(mate, gap=0, most=int((mate != ALONE).sum()))


def _large(edges: Edges, overdue: Ints, spots: Floats, most: int | None) -> Pairing:
    """Pair many: the relaxed problem, split into pairs and mended in windows."""
    import numpy as np

    count = len(overdue)
    weight, alone = capped_weights(edges, overdue)
    if count > WHOLE:
        graph = Graph.of(count, edges.one, edges.other, weight, alone)
        most = most_in_pairs(edges, count) if most is None else most
        return Pairing(mend(graph, *cover_in_blocks(graph, spots)), gap=None, most=most)
    graph = evened(edges, weight, alone)
    relaxed = cover(graph)
    everybody = bool((relaxed.takes != np.arange(graph.count)).all())
    most = count - count % 2 if everybody else most_in_pairs(edges, count)
    mate = mend(graph, split(graph, relaxed.takes), relaxed.price)
    gap = relaxed.twice // 2 - graph.value(mate)
    mate = np.where(mate[:count] < count, mate[:count], ALONE)
    left = mate == ALONE
    owed_last = overdue[left].sum() == np.sort(overdue)[: left.sum()].sum()
    kept = count - left.sum() == most and owed_last and gap < one_repeat(edges, count)
    half = int(weight[0] - worth_of_pairs(edges, count)[0]) / 2
    return Pairing(mate, 2 * gap if kept else None, most, relaxed.price[:count] - half)


def most_in_pairs(edges: Edges, count: int) -> int:
    """Bound how many members pairs can place: no more than take a partner when everybody may take one."""
    import numpy as np
    from scipy.sparse import coo_array
    from scipy.sparse.csgraph import maximum_bipartite_matching

    ends = np.concatenate([edges.one, edges.other]), np.concatenate([edges.other, edges.one])
    both_sides = coo_array((np.ones(len(ends[0]), dtype=np.int8), ends), shape=(count, count))
    taking = int((maximum_bipartite_matching(both_sides) >= 0).sum())
    return taking - taking % 2


def evened(edges: Edges, weight: Ints, alone: Ints) -> Graph:
    """Build the graph; where members are odd in number, a stand-in takes somebody, as one must stay alone anyway.

    Without it the relaxed problem places everybody in rings of odd length, and its bound lies half a pair too high.
    """
    import numpy as np

    count = len(alone)
    if count % 2 == 0:
        return Graph.of(count, edges.one, edges.other, weight, alone)
    members = np.arange(count)
    forbidden = 2 * (int(alone.min()) - int(weight.max()))
    return Graph.of(
        count + 1,
        np.concatenate([edges.one, members]),
        np.concatenate([edges.other, np.full(count, count)]),
        np.concatenate([weight, alone]),
        np.append(alone, forbidden),
    )
