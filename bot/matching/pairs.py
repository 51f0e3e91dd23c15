"""The best pairs, by maximum-weight matching (Edmonds' blossom algorithm, rustworkx)."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from bot.matching.arrays import Floats, Ints
from bot.matching.blocks import cover_in_blocks
from bot.matching.board import Board, Group
from bot.matching.cover import Graph, cover, split
from bot.matching.edges import Edges
from bot.matching.exact import ALONE, exact_pairs
from bot.matching.model import SMALLEST_SIZE
from bot.matching.weights import capped_weights, exact_weights
from bot.matching.windows import mend

EXACT_MEMBERS = 400
WHOLE = 30_000  # members above which the relaxed problem is solved in blocks

EXACT_UP_TO = 800  # members; above it the solver's time, which grows with their cube, would hold a round up
INTEGER_BITS = 120  # the solver counts in 128 bits and doubles weights

Edge = tuple[int, int, int]


def solve_edges(edges: Sequence[Edge]) -> list[Group]:
    """Choose edges (one, other, weight > 0) that share no member and weigh the most together; exact."""
    import rustworkx

    names = sorted({end for one, other, _ in edges for end in (one, other)})
    place = {name: index for index, name in enumerate(names)}
    if any(weight.bit_length() > INTEGER_BITS for _, _, weight in edges):
        raise OverflowError("a weight is too long for the matching solver")
    graph: rustworkx.PyGraph[int, int] = rustworkx.PyGraph(multigraph=False)
    graph.add_nodes_from(names)
    graph.add_edges_from([(place[one], place[other], weight) for one, other, weight in sorted(edges)])
    chosen = rustworkx.max_weight_matching(graph, weight_fn=int)
    return sorted((names[min(pair)], names[max(pair)]) for pair in chosen)


def match_pairs(board: Board, members: Sequence[int]) -> list[Group]:
    """Pair these members as well as the promises allow: exact up to `EXACT_UP_TO` members.

    Larger sets are cut into neighbourhoods, and whoever is left alone there is matched once more with the others
    left alone.
    """
    if len(members) <= EXACT_UP_TO:
        return solve_edges(edges_among(board, members, board.pair_weight))
    pairs: list[Group] = []
    for part in _neighbourhoods(board, members):
        pairs += match_pairs(board, part)
    paired = {member for pair in pairs for member in pair}
    alone = [member for member in members if member not in paired]
    return sorted(pairs + solve_edges(edges_among(board, alone[:EXACT_UP_TO], board.pair_weight)))


def edges_among(board: Board, members: Sequence[int], weight: Callable[[int, int], int]) -> list[Edge]:
    """List the possible pairs among these members with their weights."""
    inside = set(members)
    return [
        (one, other, weight(one, other))
        for one in members
        for other in board.partners(one)
        if other > one and other in inside
    ]


def _neighbourhoods(board: Board, members: Sequence[int]) -> tuple[Sequence[int], Sequence[int]]:
    """Cut members in two halves across the direction in which they are spread widest."""
    centres = [board.members[member].centre or (0.0, 0.0) for member in members]
    spread = [
        max(centre[axis] for centre in centres) - min(centre[axis] for centre in centres) for axis in (0, 1)
    ]
    axis = 0 if spread[0] >= spread[1] else 1
    order = sorted(members, key=lambda member: ((board.members[member].centre or (0.0, 0.0))[axis], member))
    half = len(order) // 4 * 2
    return sorted(order[:half]), sorted(order[half:])


@dataclass(frozen=True, slots=True)
class Pairing:
    """Hold everybody's partner, or ALONE; whether that is proven the best; and by how much fit it can fall short.

    `gap` is in the units of fit, None where it is not proven that the promises above fit are kept as well as possible.
    Proofs hold among the pairs that were listed.
    """

    mate: Ints
    proven: bool
    gap: int | None


def best_pairs(edges: Edges, overdue: Ints, spots: Floats) -> Pairing:
    """Pair members as well as the promises allow: exactly up to `EXACT_MEMBERS` who can influence each other.

    `overdue` ranks who is owed a place, `spots` is where members are on a map.
    """
    import numpy as np
    from scipy.sparse import coo_array
    from scipy.sparse.csgraph import connected_components

    count = len(overdue)
    links = coo_array(
        (np.ones(len(edges.one), dtype=np.int8), (edges.one, edges.other)), shape=(count, count)
    )
    parts, label = connected_components(links, directed=False)
    sizes = np.bincount(label, minlength=parts)
    mate = np.full(count, ALONE, dtype=np.int64)
    gap: int | None = 0
    small = sizes[label] <= EXACT_MEMBERS
    for members, inside in _parts(edges, label, np.flatnonzero(small)):
        part = exact_pairs(
            len(members), inside.one, inside.other, exact_weights(inside, overdue[members]), most=True
        )
        mate[members] = np.where(part == ALONE, ALONE, members[part])
    for members, inside in _parts(edges, label, np.flatnonzero(~small)):
        found = _large(inside, overdue[members], spots[members])
        mate[members] = np.where(found.mate == ALONE, ALONE, members[found.mate])
        gap = None if gap is None or found.gap is None else gap + found.gap
    return Pairing(mate, proven=gap == 0, gap=gap)


def _parts(edges: Edges, label: Ints, members: Ints) -> Iterator[tuple[Ints, Edges]]:
    """Yield components with more than one of these members: who they are, and their pairs numbered within."""
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


def _large(edges: Edges, overdue: Ints, spots: Floats) -> Pairing:
    """Pair many: the relaxed problem, split into pairs and mended in windows."""
    weight, alone = capped_weights(edges, overdue)
    graph = Graph.of(len(overdue), edges.one, edges.other, weight, alone)
    if len(overdue) > WHOLE:
        mate, price = cover_in_blocks(graph, spots)
        return Pairing(mend(graph, mate, price), proven=False, gap=None)
    relaxed = cover(graph)
    mate = mend(graph, split(graph, relaxed.takes), relaxed.price)
    gap = relaxed.twice // 2 - graph.value(mate)
    one_repeat = int(edges.fit.max()) + 1
    return Pairing(mate, proven=gap == 0, gap=gap if gap < one_repeat else None)
