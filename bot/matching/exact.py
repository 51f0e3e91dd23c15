"""The best pairs, exactly: maximum-weight matching by Edmonds' blossom algorithm (rustworkx)."""

from collections.abc import Iterable

from bot.matching.arrays import Ints

ALONE = -1
INTEGER_BITS = 120  # the solver counts in 128 bits and doubles weights


def exact_pairs(count: int, one: Ints, other: Ints, weight: Ints, *, most: bool) -> Ints:
    """Return everybody's partner (or ALONE) in the matching of the greatest weight; the order of pairs counts on ties.

    `most` asks for the greatest weight among the matchings of the most pairs. Raise `OverflowError` for weights that
    the solver cannot add up.
    """
    import rustworkx

    weights = weight.tolist()
    if weights and max(*weights, -min(weights)).bit_length() > INTEGER_BITS:
        raise OverflowError("a weight is too long for the matching solver")
    graph: rustworkx.PyGraph[None, int] = rustworkx.PyGraph(multigraph=False)
    graph.add_nodes_from([None] * count)
    graph.add_edges_from(list(zip(one.tolist(), other.tolist(), weights, strict=True)))
    return partners_of(rustworkx.max_weight_matching(graph, max_cardinality=most, weight_fn=int), count)


def partners_of(pairs: Iterable[tuple[int, int]], count: int) -> Ints:
    """Return everybody's partner (or ALONE)."""
    import numpy as np

    mate = np.full(count, ALONE, dtype=np.int64)
    for one, other in pairs:
        mate[one], mate[other] = other, one
    return mate


def pairs_of(mate: Ints) -> list[tuple[int, int]]:
    """List the pairs, each once, the lower number first."""
    return [(one, other) for one, other in enumerate(mate.tolist()) if other > one]
