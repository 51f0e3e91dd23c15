"""The best pairs, exactly: maximum-weight matching by Edmonds' blossom algorithm (rustworkx)."""

from bot.matching.arrays import Ints

ALONE = -1
INTEGER_BITS = 120  # the solver counts in 128 bits and doubles weights


def exact_pairs(count: int, one: Ints, other: Ints, weight: Ints, *, most: bool) -> Ints:
    """Return everybody's partner (or ALONE) in the matching of the greatest weight; the order of pairs counts on ties.

    `most` asks for the greatest weight among the matchings of the most pairs. Raise `OverflowError` for weights that
    the solver cannot add up.
    """
    import numpy as np
    import rustworkx

    weights = weight.tolist()
    if weights and max(*weights, -min(weights)).bit_length() > INTEGER_BITS:
        raise OverflowError("a weight is too long for the matching solver")
    graph: rustworkx.PyGraph[None, int] = rustworkx.PyGraph(multigraph=False)
    graph.add_nodes_from([None] * count)
    graph.add_edges_from(list(zip(one.tolist(), other.tolist(), weights, strict=True)))
    mate = np.full(count, ALONE, dtype=np.int64)
    for first, second in rustworkx.max_weight_matching(graph, max_cardinality=most, weight_fn=int):
        mate[first], mate[second] = second, first
    return mate
