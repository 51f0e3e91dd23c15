"""The best pairs, by maximum-weight matching (Edmonds' blossom algorithm, rustworkx)."""

from collections.abc import Callable, Sequence

from bot.matching.board import Board, Group

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
