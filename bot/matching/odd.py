"""One member too many: choose the trio whose turn it is, and pair all others."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

from bot.matching.board import Board, Group
from bot.matching.pairs import match_pairs

FIRST_IN_LINE = 24  # members of a large community who come into question for the trio
EFFORT = 2000  # members times matchings that may be tried


@dataclass(frozen=True, slots=True)
class WithTrio:
    """Hold groups that place everybody with a single trio, and whether no better choice exists."""

    groups: list[Group]
    proven: bool


def place_with_one_trio(board: Board, members: Sequence[int]) -> WithTrio | None:
    """Place an odd number of members in pairs and one trio; None if no trio tried leaves everybody placed.

    Trios come in the order of the best that could possibly be reached with them, so that the search may stop, proven,
    when the next one could not win any more.
    """
    in_line = sorted(members, key=lambda member: (board.odd_turns(member), member))[:FIRST_IN_LINE]
    hopes = sorted(_hopes(board, members, in_line), reverse=True)
    allowed = max(3, EFFORT // len(members))
    best: list[Group] | None = None
    best_weight = 0
    for hope, trio in hopes[:allowed]:
        if best is not None and hope <= best_weight:
            return WithTrio(best, proven=len(in_line) == len(members))
        groups = [trio, *match_pairs(board, [member for member in members if member not in trio])]
        if 2 * len(groups) + 1 < len(members):
            continue
        weight = sum(_weight(board, group) for group in groups)
        if best is None or weight > best_weight:
            best, best_weight = groups, weight
    if best is None:
        return None
    return WithTrio(best, proven=len(hopes) <= allowed and len(in_line) == len(members))


def _hopes(board: Board, members: Sequence[int], in_line: Sequence[int]) -> Iterator[tuple[int, Group]]:
    """Name each possible trio with an upper bound of the whole solution: all others get their best partner."""
    best_edge = {
        member: max((_weight(board, _pair(member, other)) for other in board.partners(member)), default=0)
        for member in members
    }
    everybody = sum(best_edge.values())
    for trio in combinations(sorted(in_line), 3):
        if board.possible(trio):
            others = everybody - sum(best_edge[member] for member in trio)
            yield _weight(board, trio) + others // 2, trio


def _weight(board: Board, group: Group) -> int:
    """Weigh a group without what its members are owed: it makes no difference among solutions that place everybody."""
    return board.scale.weigh(board.score(group)._replace(turns_to_come=0))


def _pair(one: int, other: int) -> Group:
    return (one, other) if one < other else (other, one)
