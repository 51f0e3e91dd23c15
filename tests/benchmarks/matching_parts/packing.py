"""The best groups of few people, by a way of its own: every possible group, and one integer program after another."""

from itertools import combinations

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_array

from bot.matching.party import Party, padded

LONGEST = 30.0  # seconds for one promise


def exact_groups(party: Party) -> list[tuple[int, ...]] | None:
    """Maximise promise by promise, each among the best for those before; None where that takes too long."""
    groups = [
        group
        for size in range(2, party.largest + 1)
        for group in _cliques(party, size)
        if party.possible(group)
    ]
    parts = party.scores(padded(groups)).astype(float)
    ends = [(node, at) for at, group in enumerate(groups) for node in group]
    rows, columns = np.array(ends).T
    seats = csr_array((np.ones(len(ends)), (rows, columns)), shape=(party.count, len(groups)))
    held: list[LinearConstraint] = []
    chosen = np.zeros(len(groups), dtype=bool)
    for aim in parts.T:
        if not aim.any():
            continue
        scale = max(1.0, np.abs(aim).max() / 1000)
        answer = milp(
            -aim / scale,
            integrality=np.ones(len(groups)),
            bounds=Bounds(0, 1),
            constraints=[LinearConstraint(seats, ub=1), *held],
            options={"time_limit": LONGEST, "mip_rel_gap": 0.0},
        )
        if answer.status != 0:
            return None
        chosen = answer.x > 1 / 2
        reached = float(aim[chosen].sum()) / scale
        held.append(LinearConstraint(aim[None, :] / scale, lb=reached - 1e-6, ub=np.inf))
    return [groups[at] for at in np.flatnonzero(chosen)]


def _cliques(party: Party, size: int):
    """List sets of people any two of whom may meet."""
    if size == 2:
        yield from (pair for pair in combinations(range(party.count), 2) if party.may[pair])
        return
    for smaller in _cliques(party, size - 1):
        for node in range(smaller[-1] + 1, party.count):
            if all(party.may[node, other] for other in smaller):
                yield (*smaller, node)
