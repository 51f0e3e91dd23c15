"""Members who can influence each other's groups, directly or by way of others."""

from collections.abc import Iterator
from dataclasses import replace

from bot.matching.arrays import Ints
from bot.matching.edges import Edges
from bot.matching.model import SMALLEST_SIZE


def components(edges: Edges, count: int) -> Ints:
    """Number for each member the component they are in."""
    return linked(edges.one, edges.other, count)


def linked(one: Ints, other: Ints, count: int) -> Ints:
    """Number for each of `count` nodes the part that links between nodes put it in."""
    import numpy as np
    from scipy.sparse import coo_array
    from scipy.sparse.csgraph import connected_components

    links = coo_array((np.ones(len(one), dtype=np.int8), (one, other)), shape=(count, count))
    return connected_components(links, directed=False)[1].astype(np.int64)


def parts(edges: Edges, label: Ints, members: Ints) -> Iterator[tuple[Ints, Edges]]:
    """Yield components with more than one of these members: who they are, and their pairs numbered within.

    Components must be among these members as a whole.
    """
    import numpy as np

    order = members[np.argsort(label[members], kind="stable")]
    number = np.empty(len(label), dtype=np.int64)
    by_part = np.argsort(label[edges.one], kind="stable")
    at = label[edges.one][by_part]
    for part in np.split(order, np.flatnonzero(np.diff(label[order])) + 1):
        if len(part) < SMALLEST_SIZE:
            continue
        number[part] = np.arange(len(part))
        inside = edges.take(by_part[slice(*np.searchsorted(at, [label[part[0]], label[part[0]] + 1]))])
        yield part, replace(inside, one=number[inside.one], other=number[inside.other])
