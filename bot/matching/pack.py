"""Small parties, exactly: choose among all possible groups, one promise after the other.

For few nodes, every way to divide them is weighed (`division`). For more, integer programming (HiGHS, in
scipy): each promise is maximised among the choices that are best for all promises above it. A stage is over at once
where the linear relaxation proves that a choice already known is best; else only groups that could still be part of a
better choice, by their reduced cost, go to the integer solver.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import takewhile
from typing import Any

from bot.matching.arrays import Floats, Ints
from bot.matching.columns import Columns, possible_groups
from bot.matching.division import LARGEST, best_division, merged
from bot.matching.limits import limits
from bot.matching.party import Party
from bot.matching.score import Score
from bot.matching.solution import Group

MOST_COLUMNS = 7_000  # possible groups that the linear relaxation deals with in about a second
MOST_PROVABLE = 3_000  # groups left by reduced cost that go to the integer solver
MOST_NODES = 150  # branches per stage; counted, not timed, so that the answer is the same on every machine
EXACT_NUMBER = 1 << 20  # sums up to this size survive the solver's floating point with room to spare
_INFEASIBLE = 2  # scipy's word for it
FIT = Score._fields.index("fit")
USUAL = 1000.0  # the size of numbers that solvers like
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
    columns = possible_groups(party, MOST_COLUMNS) if party.count <= LARGEST else None
    if columns is None:
        return None
    groups = best_division(columns, party.count) if columns.parts.any() else []
    return None if groups is None else Packing(groups, gap=0)


def pack_party(party: Party, start: Sequence[Group] = ()) -> Packing | None:
    """Choose the best groups, at least as good as `start`; None where there are too many to choose from."""
    best = divided(party)
    if best is not None:
        return best
    columns = possible_groups(party, MOST_COLUMNS)
    return None if columns is None else _Program(party, columns).solve(start)


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
        for objective in merged(self._columns.parts[:, :proven], self._party.count, EXACT_NUMBER):
            self._held.append((objective, int(objective[best].sum())))
        for objective in merged(self._columns.parts[:, proven:], self._party.count, EXACT_NUMBER):
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

        bound, reduced = self._relaxed(objective)
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
        found, optimal = self._whole(objective, chosen)
        if not optimal:
            return found, bound + slack
        return found, -math.inf if reached is None else reached

    def _relaxed(self, objective: Ints) -> tuple[float, Floats]:
        """Return the linear relaxation's bound, and what each open group is worth beyond its nodes' prices."""
        from scipy.optimize import linprog

        incidence, held, sums = self._rows(self._open)
        scale = _scale(objective)
        answer = linprog(
            -objective[self._open] / scale,
            A_ub=incidence,
            b_ub=[1.0] * incidence.shape[0],
            A_eq=held if len(sums) else None,
            b_eq=sums if len(sums) else None,
            method="highs",
        )
        if answer.x is None:
            return float("inf"), objective[self._open].astype(float)
        worth = objective[self._open] + incidence.T @ answer.ineqlin.marginals * scale
        if len(sums):
            worth = worth + held.T @ answer.eqlin.marginals * scale
        return -float(answer.fun) * scale, worth

    def _whole(self, objective: Ints, chosen: Ints) -> tuple[Ints | None, bool]:
        """Solve a stage in whole groups."""
        import numpy as np
        from scipy.optimize import Bounds, LinearConstraint, milp

        incidence, held, sums = self._rows(chosen)
        keep = [LinearConstraint(held, lb=sums, ub=sums)] if len(sums) else []
        answer = milp(
            c=-objective[chosen] / _scale(objective),
            integrality=np.ones(len(chosen)),
            bounds=Bounds(0, 1),
            constraints=[LinearConstraint(incidence, ub=1), *keep],
            options={"node_limit": MOST_NODES, "mip_rel_gap": 0.0},
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
        scaled = [values[chosen] / _scale(values) for values, _ in self._held]
        held = csr_array(np.array(scaled, dtype=float).reshape(-1, len(chosen)))
        return (
            incidence,
            held,
            np.array([total / _scale(values) for values, total in self._held], dtype=float),
        )


def _scale(values: Ints) -> float:
    """Say by what to divide values, so that the solvers' tolerances suit them: a step stays far above these."""
    return max(1.0, float(abs(values).max(initial=0)) / USUAL)


def _all_of(columns: Columns) -> Ints:
    import numpy as np

    return np.arange(len(columns))
