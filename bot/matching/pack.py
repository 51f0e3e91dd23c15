"""Small parties, exactly: choose among all possible groups, one promise after the other.

For few nodes, every way to divide them is weighed (by subsets, each once). For more, integer programming (HiGHS, in
scipy): each promise is maximised among the choices that are best for all promises above it. A stage is over at once
where the linear relaxation proves that a choice already known is best; else only groups that could still be part of a
better choice, by their reduced cost, go to the integer solver.
"""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import takewhile
from typing import Any

from bot.matching.arrays import Bools, Floats, Ints
from bot.matching.columns import Columns, possible_groups
from bot.matching.model import SMALLEST_SIZE
from bot.matching.party import Party
from bot.matching.score import Score, shape_cost
from bot.matching.solution import Group
from bot.matching.weights import LONG

FEW = 13  # nodes; all possible groups among them can be listed
DIVISIBLE = 18  # nodes up to which every division is looked at, unless that takes too many looks
MOST_LOOKS = 10_000_000  # takes about half a second
MOST_COLUMNS = 6_000  # possible groups that the linear relaxation deals with in about a second
MOST_PROVABLE = 3_000  # groups left by reduced cost that go to the integer solver
MOST_NODES = 300  # branches per stage; counted, not timed, so that the answer is the same on every machine
EXACT_NUMBER = 1 << 20  # sums up to this size survive the solver's floating point with room to spare
_INFEASIBLE = 2  # scipy's word for it
MIXTURE = (120, 500)  # groups that are mixed: two for each node, but within these numbers
MIXTURE_NODES = 20  # branches spent on it
FIT = Score._fields.index("fit")
MARGIN = 1e-5  # of a stage's objective, by which the relaxation's prices may be off


@dataclass(frozen=True, slots=True)
class Packing:
    """Hold the chosen groups, and by how much fit the best choice could exceed them.

    `gap` is None where it is not proven that the promises above fit are kept as well as possible.
    """

    groups: list[Group]
    gap: int | None


def divided(party: Party) -> Packing | None:
    """Choose the best groups by looking at every division; None where those are too many."""
    columns = possible_groups(party, MOST_COLUMNS) if party.count <= DIVISIBLE else None
    if columns is None or _looks(party, columns) > MOST_LOOKS:
        return None
    return Packing(best_division(party, columns) if columns.parts.any() else [], gap=0)


def _looks(party: Party, columns: Columns) -> int:
    """Count the sets of nodes that some group is tried for."""
    size = (columns.nodes >= 0).sum(axis=1)
    return int((2.0 ** (party.count - columns.nodes[:, 0] - size)).sum())


def pack_party(party: Party, start: Sequence[Group] = ()) -> Packing | None:
    """Choose the best groups, at least as good as `start`; None where there are too many to choose from."""
    best = divided(party)
    if best is not None:
        return best
    columns = possible_groups(party, MOST_COLUMNS)
    return None if columns is None else _Program(party, columns).solve(start)


def best_mixture(party: Party, columns: Columns, worth: Floats) -> list[Group]:
    """Choose among some groups by one number each, as well as the integer solver finds among the likeliest of them."""
    import numpy as np

    program = _Program(party, columns)
    _, reduced = program.relaxed(worth)
    fewest, most = MIXTURE
    mixed = min(most, max(fewest, 2 * party.count))
    likely = np.sort(np.argsort(-reduced, kind="stable")[:mixed])
    chosen, _ = program.whole(worth, likely, MIXTURE_NODES)
    return [] if chosen is None else sorted(columns.group(index) for index in chosen.tolist())


def best_division(party: Party, columns: Columns) -> list[Group]:
    """Choose among all ways to divide a few nodes; exact on the whole scale.

    For each set of nodes still to be placed, its first stays alone or takes one of its groups. Sets are numbers with a
    bit a node. Those with the latest first are weighed first, and for each group all at once.
    """
    import numpy as np

    worth = np.stack(merged(columns.parts, party.count, LONG))
    groups = [columns.group(index) for index in range(len(columns))]
    best = np.zeros((len(worth), 1 << party.count), dtype=np.int64)
    taken = np.full(1 << party.count, -1, dtype=np.int64)
    for first in reversed(range(party.count)):
        rest = _subsets(range(first + 1, party.count))
        best[:, rest | 1 << first] = best[:, rest]
        for index, group in enumerate(groups):
            if group[0] != first:
                continue
            rest = _subsets(node for node in range(first + 1, party.count) if node not in group)
            sets = rest | sum(1 << node for node in group)
            total = best[:, rest] + worth[:, index, None]
            better = _above(total, best[:, sets])
            best[:, sets[better]] = total[:, better]
            taken[sets[better]] = index
    chosen: list[Group] = []
    people = (1 << party.count) - 1
    while people:
        group = groups[taken[people]] if taken[people] >= 0 else ()
        chosen += [group] if group else []
        people ^= sum(1 << node for node in group) or people & -people
    return sorted(chosen)


def _subsets(nodes: Iterable[int]) -> Ints:
    """List all sets of some nodes."""
    import numpy as np

    sets = np.zeros(1, dtype=np.int64)
    for node in nodes:
        sets = np.concatenate([sets, sets | 1 << node])
    return sets


def _above(one: Ints, other: Ints) -> Bools:
    """Say which columns of numbers are above others, the first number counting before all later ones."""
    above = one[0] > other[0]
    same = one[0] == other[0]
    for left, right in zip(one[1:], other[1:], strict=True):
        above |= same & (left > right)
        same &= left == right
    return above


def limits(party: Party) -> tuple[float, ...]:
    """Say what no choice can exceed, promise by promise, while the earlier ones are kept as well as that."""
    everybody = int(party.size.sum())
    shape, odd = least_shape(everybody, party.wanted)
    turns = sorted(party.odd_turns.tolist())[:odd] if party.size.max() == 1 else []
    return everybody, int(party.overdue.sum()), -shape, -sum(turns), 0, 0


def least_shape(people: int, wanted: int) -> tuple[float, int]:
    """Return the lowest price of sizes at which everybody has a place, and how few are in groups of another size."""
    least: list[tuple[float, int]] = [(0.0, 0)]
    for total in range(1, people + 1):
        sizes = range(SMALLEST_SIZE, min(wanted + 1, total) + 1)
        before = ((least[total - size], size) for size in sizes)
        least.append(
            min(
                (
                    (price + shape_cost(size, wanted), odd + size * (size != wanted))
                    for (price, odd), size in before
                ),
                default=(math.inf, 0),
            )
        )
    return least[people]


class _Program:
    """Solve one party stage by stage; every stage holds what the earlier ones reached."""

    def __init__(self, party: Party, columns: Columns) -> None:
        self._party = party
        self._columns = columns
        self._held: list[tuple[Ints, int]] = []
        self._open = _all_of(columns)

    def solve(self, start: Sequence[Group]) -> Packing | None:
        """Go through the stages. None where even the first finds no choice and none was known."""
        import numpy as np

        where = {self._columns.group(index): index for index in range(len(self._columns))} if start else {}
        best: Ints = np.array([where[group] for group in start if group in where], dtype=np.int64)
        known, gap = bool(len(best)), 0.0
        proven = self._proven(best)
        for objective in merged(self._columns.parts[:, :proven], self._party.count):
            self._held.append((objective, int(objective[best].sum())))
        for objective in merged(self._columns.parts[:, proven:], self._party.count):
            if gap:
                return self._packed(best, None)
            reached = int(objective[best].sum())
            found, bound = self._stage(objective, reached if known else None)
            if found is not None and (not known or objective[found].sum() >= reached):
                best, known = found, True
            if not known:
                return None
            reached = int(objective[best].sum())
            self._held.append((objective, reached))
            gap = max(0.0, bound - reached)
        only_fit = bool(self._held) and np.array_equal(self._held[-1][0], self._columns.parts[:, FIT])
        return self._packed(best, int(gap) if not gap or (only_fit and math.isfinite(gap)) else None)

    def _proven(self, chosen: Ints) -> int:
        """Count the promises, from the first, that no choice could keep better than this one, whoever may meet."""
        reached = self._columns.parts[chosen].sum(axis=0).tolist()
        same = (one == other for one, other in zip(reached, limits(self._party), strict=False))
        return sum(takewhile(bool, same))

    def _packed(self, chosen: Ints, gap: int | None) -> Packing:
        return Packing(sorted(self._columns.group(index) for index in chosen.tolist()), gap)

    def _stage(self, objective: Ints, reached: int | None) -> tuple[Ints | None, float]:
        """Maximise one objective; None for "nothing better than what is known". Say also what nothing can exceed."""
        import numpy as np

        bound, reduced = self.relaxed(objective)
        slack = MARGIN * max(1.0, abs(bound))
        if reached is not None:
            if bound < reached + 1 - slack:
                return None, reached
            likely = reduced >= reached - bound - slack
        else:
            likely = np.ones(len(self._open), dtype=bool)
        chosen = self._open[likely]
        if len(chosen) > MOST_PROVABLE:
            return None, bound + slack
        found, optimal = self.whole(objective, chosen, MOST_NODES)
        if not optimal:
            return found, bound + slack
        return found, -math.inf if reached is None else reached

    def relaxed(self, objective: "Ints | Floats") -> tuple[float, Floats]:
        """Return the linear relaxation's bound, and what each open group is worth beyond its nodes' prices."""
        from scipy.optimize import linprog

        incidence, held, sums = self._rows(self._open)
        answer = linprog(
            -objective[self._open].astype(float),
            A_ub=incidence,
            b_ub=[1.0] * incidence.shape[0],
            A_eq=held if len(sums) else None,
            b_eq=sums if len(sums) else None,
            method="highs",
        )
        if answer.x is None:
            return float("inf"), objective[self._open].astype(float)
        worth = objective[self._open] + incidence.T @ answer.ineqlin.marginals
        if len(sums):
            worth = worth + held.T @ answer.eqlin.marginals
        return -float(answer.fun), worth

    def whole(self, objective: "Ints | Floats", chosen: Ints, branches: int) -> tuple[Ints | None, bool]:
        """Solve a stage in whole groups."""
        import numpy as np
        from scipy.optimize import Bounds, LinearConstraint, milp

        incidence, held, sums = self._rows(chosen)
        keep = [LinearConstraint(held, lb=sums, ub=sums)] if len(sums) else []
        answer = milp(
            c=-objective[chosen].astype(float),
            integrality=np.ones(len(chosen)),
            bounds=Bounds(0, 1),
            constraints=[LinearConstraint(incidence, ub=1), *keep],
            options={"node_limit": branches, "mip_rel_gap": 0.0},
        )
        if answer.x is None:
            return None, bool(answer.status == _INFEASIBLE)
        return chosen[answer.x > 1 / 2], bool(answer.status == 0)

    def _rows(self, chosen: Ints) -> "tuple[Any, Any, Floats]":
        """Say who is in which of these groups, and what the earlier stages count for each."""
        import numpy as np
        from scipy.sparse import csr_array

        nodes = self._columns.nodes[chosen]
        group, place = np.nonzero(nodes >= 0)
        incidence = csr_array(
            (np.ones(len(group)), (nodes[group, place], group)), shape=(self._party.count, len(chosen))
        )
        held = csr_array(
            np.array([values[chosen] for values, _ in self._held], dtype=float).reshape(-1, len(chosen))
        )
        return incidence, held, np.array([sum_held for _, sum_held in self._held], dtype=float)


def _all_of(columns: Columns) -> Ints:
    import numpy as np

    return np.arange(len(columns))


def merged(parts: Ints, most_groups: int, longest: int = EXACT_NUMBER) -> list[Ints]:
    """Merge neighbouring promises while their sums stay exact in the solver's numbers; drop what makes no difference."""
    import numpy as np

    objectives: list[Ints] = []
    limit = longest + 1
    for values in parts.T:
        if not values.any():
            continue
        radix = int(np.abs(values).max()) * most_groups + 1
        if objectives and limit * radix <= longest:
            objectives[-1] = objectives[-1] * radix + values
            limit *= radix
        else:
            objectives.append(values)
            limit = radix
    return objectives
