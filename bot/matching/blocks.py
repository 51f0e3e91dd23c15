"""The relaxed problem for very many, block by block: twice, with the map cut along other lines the second time.

Few pairs cross a cut, and those that the first cuts forbade the second allow. What still hangs at the edges of blocks
is for the windows, which know no blocks.
"""

import math
from collections.abc import Iterator

from bot.matching.arrays import Floats, Ints
from bot.matching.cover import Graph, cover, split
from bot.matching.exact import ALONE
from bot.matching.neighbourhoods import leaves

BLOCK = 20_000  # members at most
ANGLES = (0.0, 0.6)  # by how much the map is turned before it is cut


def cover_in_blocks(graph: Graph, spots: Floats) -> tuple[Ints, Floats]:
    """Return a matching and prices for a graph too large to be relaxed as a whole."""
    import numpy as np

    mate = np.full(graph.count, ALONE, dtype=np.int64)
    price = np.zeros(graph.count)
    for angle in ANGLES:
        for members in _blocks(spots, angle, mate):
            part = graph.part(members)
            relaxed = cover(part)
            after = split(part, relaxed.takes)
            price[members] = relaxed.price
            before = np.where(mate[members] == ALONE, ALONE, np.searchsorted(members, mate[members]))
            if part.value(after) > part.value(before):
                mate[members] = np.where(after == ALONE, ALONE, members[after])
    return mate, price


def _blocks(spots: Floats, angle: float, mate: Ints) -> Iterator[Ints]:
    """Cut the turned map; a pair that lies across a cut goes with its first member."""
    import numpy as np

    turn = np.array(
        [[math.cos(angle), -math.sin(angle), 0], [math.sin(angle), math.cos(angle), 0], [0, 0, 1]]
    )
    turned = spots @ turn
    block = np.empty(len(mate), dtype=np.int64)
    cuts = list(leaves(turned, np.arange(len(mate)), BLOCK))
    for number, members in enumerate(cuts):
        block[members] = number
    first = np.where(mate == ALONE, np.arange(len(mate)), np.minimum(np.arange(len(mate)), mate))
    block = block[first]
    for number in range(len(cuts)):
        yield np.flatnonzero(block == number)
