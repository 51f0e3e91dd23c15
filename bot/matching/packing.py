"""Small parties, exactly: choose among all possible groups by integer programming (HiGHS, in scipy)."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.matching.board import Board, Group
from bot.matching.model import LARGEST_SIZE, SMALLEST_SIZE
from bot.matching.score import Score

FEW = 13  # members; any number of possible groups among them can be listed
MOST_LOOKS = 3_000_000  # sets of people times groups to try for each; takes about a third of a second
MOST_COLUMNS = 1500  # possible groups to list among more members
MOST_PROVABLE = (
    650  # possible groups; with more, a proof by integer programming takes longer than a round should wait
)
MOST_NODES = 200  # branches per promise; counted, not timed, so that the answer is the same on every machine
EXACT_NUMBER = 1 << 20  # sums up to this size survive the solver's floating point with room to spare


@dataclass(frozen=True, slots=True)
class Packing:
    """Hold the chosen groups, and whether no better choice exists."""

    groups: list[Group]
    proven: bool


def pack(board: Board, members: Sequence[int]) -> Packing | None:
    """Choose the best groups for these members, one promise after the other; None if there are too many to choose from.

    Each promise is maximised among the choices that are best for all promises above it.
    """
    columns = possible_groups(board, members)
    if not columns:
        return None
    if (len(columns) << len(members)) <= MOST_LOOKS * len(members):
        return Packing(best_partition(board, members, columns), proven=True)
    if len(columns) > MOST_PROVABLE:
        return None
    scores = [board.score(group) for group in columns]
    held: list[tuple[list[int], int]] = []
    chosen: list[int] | None = None
    proven = True
    for objective in _objectives(scores):
        found = _maximise(columns, objective, held)
        if found is None:
            proven = False
            break
        chosen, optimal = found
        proven = proven and optimal
        held.append((objective, sum(objective[index] for index in chosen)))
    return Packing([columns[index] for index in chosen], proven) if chosen is not None else None


def best_partition(board: Board, members: Sequence[int], columns: Sequence[Group]) -> list[Group]:
    """Choose among all ways to divide a few members; exact on the whole scale.

    For each set of people still to be placed, its first member stays alone or takes one of their groups.
    """
    by_first: dict[int, list[tuple[int, int, Group]]] = {member: [] for member in members}
    for group in columns:
        by_first[group[0]].append((sum(1 << member for member in group), board.weight(group), group))
    known: dict[int, tuple[int, Group]] = {0: (0, ())}

    def best(people: int) -> int:
        if people in known:
            return known[people][0]
        first = people & -people
        top = best(people ^ first)
        choice: Group = ()
        for mask, weight, group in by_first[first.bit_length() - 1]:
            if mask & people == mask:
                total = weight + best(people ^ mask)
                if total > top:
                    top, choice = total, group
        known[people] = top, choice
        return top

    people = sum(1 << member for member in members)
    best(people)
    chosen: list[Group] = []
    while people:
        group = known[people][1]
        chosen += [group] if group else []
        people ^= sum(1 << member for member in group) or people & -people
    return sorted(chosen)


def possible_groups(board: Board, members: Sequence[int]) -> list[Group] | None:
    """List every possible group among these members, smaller ones first; None beyond `MOST_COLUMNS`."""
    most = MOST_COLUMNS if len(members) > FEW else FEW**LARGEST_SIZE
    found: list[Group] = []
    layer: list[Group] = [(member,) for member in members]
    for _ in range(SMALLEST_SIZE, board.largest + 1):
        layer = _grown(board, layer, most)
        found += layer
        if len(found) > most:
            return None
    return found


def _grown(board: Board, layer: Sequence[Group], most: int) -> list[Group]:
    """Add one later member to each group in every possible way; stop soon after there are too many."""
    grown: list[Group] = []
    for group in layer:
        later = (other for other in board.partners(group[-1]) if other > group[-1])
        grown.extend((*group, other) for other in later if board.possible((*group, other)))
        if len(grown) > most:
            break
    return grown


def _objectives(scores: Sequence[Score]) -> list[list[int]]:
    """Merge neighbouring promises while their sums stay exact in floating point; drop what makes no difference."""
    merged: list[list[int]] = []
    limit = EXACT_NUMBER + 1
    for part in range(len(Score._fields)):
        values = [score[part] for score in scores]
        if not any(values):
            continue
        radix = _largest_sum(scores, part) + 1
        if merged and limit * radix <= EXACT_NUMBER:
            merged[-1] = [high * radix + low for high, low in zip(merged[-1], values, strict=True)]
            limit *= radix
        else:
            merged.append(values)
            limit = radix
    return merged


def _largest_sum(scores: Sequence[Score], part: int) -> int:
    """Bound the size of an entry's sum over groups that share no member."""
    most_groups = max(1, max(score.placed for score in scores) * len(scores) // SMALLEST_SIZE)
    return max(abs(score[part]) for score in scores) * most_groups


def _maximise(
    columns: Sequence[Group], objective: Sequence[int], held: Sequence[tuple[list[int], int]]
) -> tuple[list[int], bool] | None:
    """Choose disjoint columns with the largest sum of `objective` among those that keep the sums already `held`."""
    import numpy as np
    from scipy.optimize import Bounds, LinearConstraint, milp
    from scipy.sparse import csr_array

    ends = [(member, index) for index, group in enumerate(columns) for member in group]
    rows = {member: row for row, member in enumerate(sorted({member for member, _ in ends}))}
    incidence = csr_array(
        (np.ones(len(ends)), ([rows[member] for member, _ in ends], [index for _, index in ends])),
        shape=(len(rows), len(columns)),
    )
    keep = [LinearConstraint(np.array([values], dtype=float), lb=sum_held) for values, sum_held in held]
    answer = milp(
        c=-np.array(objective, dtype=float),
        integrality=np.ones(len(columns)),
        bounds=Bounds(0, 1),
        constraints=[LinearConstraint(incidence, ub=1), *keep],
        options={"node_limit": MOST_NODES, "mip_rel_gap": 0.0},
    )
    if answer.x is None:
        return None
    return [index for index, taken in enumerate(answer.x) if taken > 1 / 2], answer.status == 0
