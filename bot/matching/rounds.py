"""Put one round together: from candidates to groups, reasons and a measure of quality."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from itertools import combinations

from bot.matching.board import Board, Group
from bot.matching.explain import explain
from bot.matching.feasible import can_be_group, can_meet, common_languages, common_slots
from bot.matching.horizon import look_ahead
from bot.matching.improve import improve
from bot.matching.model import (
    SMALLEST_SIZE,
    MatchedGroup,
    MatchRequest,
    MatchResult,
    Unplaced,
    UnplacedReason,
)
from bot.matching.odd import place_with_one_trio
from bot.matching.packing import pack
from bot.matching.pairs import EXACT_UP_TO, match_pairs
from bot.matching.score import TIES


@dataclass(frozen=True, slots=True)
class Solution:
    """Hold the groups of one component, and the highest fit possible for it where that is proven."""

    groups: list[Group]
    bound: int | None


def match(request: MatchRequest) -> MatchResult:
    """Choose the groups of one round; the same for the same request, in whatever order candidates come.

    Raise AssertionError rather than return a group that breaks a hard rule.
    """
    board = Board(request)
    solutions = [
        _solve(board, component) for component in board.components() if len(component) >= SMALLEST_SIZE
    ]
    groups = sorted(group for solution in solutions for group in solution.groups)
    _assert_allowed(board, groups)
    bounds = [solution.bound for solution in solutions if solution.bound is not None]
    return MatchResult(
        groups=tuple(_described(board, group) for group in groups),
        unplaced=_unplaced(board, groups),
        repeats=sum(board.met(*pair) for group in groups for pair in combinations(group, 2)),
        value=sum(board.fit(group) for group in groups) // TIES,
        bound=sum(bounds) // TIES if len(bounds) == len(solutions) else None,
    )


def _solve(board: Board, members: Sequence[int]) -> Solution:
    """Solve one component by the most exact means that fits its size."""
    pairs = match_pairs(board, members)
    left_out = len(members) - 2 * len(pairs)
    if board.largest == SMALLEST_SIZE or (board.wanted == SMALLEST_SIZE and not left_out):
        bound = sum(board.fit(pair) for pair in pairs) if len(members) <= EXACT_UP_TO else None
        return Solution(look_ahead(board, members, pairs), bound)
    if board.wanted == SMALLEST_SIZE and left_out == 1:
        with_trio = place_with_one_trio(board, members)
        if with_trio is not None:
            return _solution(board, with_trio.groups, proven=with_trio.proven)
    packing = pack(board, members)
    if packing is not None and packing.proven:
        return _solution(board, packing.groups, proven=True)
    improved = improve(board, members, pairs)
    if packing is not None and board.total(packing.groups) > board.total(improved):
        improved = packing.groups
    return _solution(board, improved, proven=False)


def _solution(board: Board, groups: list[Group], *, proven: bool) -> Solution:
    return Solution(groups, sum(board.fit(group) for group in groups) if proven else None)


def _assert_allowed(board: Board, groups: Sequence[Group]) -> None:
    """Ask the hard rules themselves once more, whatever the solvers believed."""
    may_meet = partial(can_meet, board.request)
    for group in groups:
        right_size = SMALLEST_SIZE <= len(group) <= board.largest
        if not right_size or not can_be_group([board.members[i] for i in group], may_meet):
            raise AssertionError("the matcher made a group that the hard rules forbid")
    placed = [member for group in groups for member in group]
    if len(set(placed)) < len(placed):
        raise AssertionError("the matcher placed somebody twice")


def _described(board: Board, group: Group) -> MatchedGroup:
    members = [board.members[i] for i in group]
    return MatchedGroup(
        members=tuple(member.id for member in members),
        slots=common_slots(members),
        languages=common_languages(members),
        facts=explain(board.request, members),
    )


def _unplaced(board: Board, groups: Sequence[Group]) -> tuple[Unplaced, ...]:
    placed = {member for group in groups for member in group}
    return tuple(
        Unplaced(
            member=member.id,
            reason=UnplacedReason.NOBODY_LEFT if board.partners(i) else UnplacedReason.NO_POSSIBLE_PARTNER,
        )
        for i, member in enumerate(board.members)
        if i not in placed
    )
