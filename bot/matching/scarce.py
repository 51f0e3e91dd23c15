"""A start for a search: those with the fewest possible partners choose first.

Whoever could hardly be in any group decides how many groups are of the wanted size, and a search that starts from the
best pairs gives their few partners away. So, each time, the one with the fewest partners left takes the group of those
who have the fewest partners themselves (compare Karp and Sipser, 1981, for pairs).
"""

import random
from collections.abc import Sequence

from bot.matching.arrays import Bools, Floats, Ints
from bot.matching.party import Party
from bot.matching.score import shape_cost
from bot.matching.solution import Group

LOOK = 8  # partners among whom a group is looked for
UNEVEN = 1.5  # partners by which a draw may change whose turn it is


def scarcest_first(party: Party, rng: random.Random) -> list[Group]:
    """Group people in an order that is drawn anew each time; some may stay without a group."""
    import numpy as np

    partners = party.may.sum(axis=1) + np.array([rng.random() for _ in range(party.count)]) * UNEVEN
    free = ~party.complete
    waiting = free & party.may.any(axis=1)
    chosen: list[Group] = [(node,) for node in np.flatnonzero(party.complete).tolist()]
    while waiting.any():
        node = int(np.where(waiting, partners, np.inf).argmin())
        group = _group_of(party, node, free, partners)
        members = list(group)
        waiting[members] = False
        if len(group) > 1:
            chosen.append(group)
            free[members] = False
            partners -= party.may[:, members].sum(axis=1)
    return sorted(chosen)


def _group_of(party: Party, node: int, free: Bools, partners: Floats) -> Group:
    """Choose the group of somebody: of the best size, then of those with few partners, who have not met much."""
    import numpy as np

    near = np.flatnonzero(party.may[node] & free)
    nodes = np.append(node, near[np.argsort(partners[near], kind="stable")[:LOOK]])
    table = np.ix_(nodes, nodes)
    choice = _Choice(party, nodes.tolist(), partners[nodes].tolist(), party.may[table], party.repeat[table])
    choice.go_on([0], choice.sets[0], 0.0)
    return tuple(sorted(nodes[choice.best].tolist()))


class _Choice:
    """Look through the groups of one node (the first) with some others, who stand in the order of their partners."""

    def __init__(
        self, party: Party, nodes: Sequence[int], partners: Sequence[float], may: Bools, again: Ints
    ) -> None:
        self.sets = [party.sets[node] for node in nodes]
        self.best = [0]
        self._least = (shape_cost(0, party.wanted), 0.0)
        self._wanted, self._largest = party.wanted, party.largest
        self._biggest = max(size for size, _, _ in self.sets)
        self._partners, self._may, self._again = partners, may.tolist(), again.tolist()

    def go_on(self, group: Sequence[int], taken: tuple[int, int, int], price: float) -> None:
        """Add one more to a group in every way that could be the best yet: the best size, then few partners taken."""
        size, slots, spoken = taken
        lacking = -((size - self._wanted) // self._biggest)  # nodes, at least
        for other in range(group[-1] + 1, len(self.sets)):
            if self._least <= (0, price + lacking * self._partners[other]):
                return
            more, free, speaks = self.sets[other]
            may = self._may[other]
            if size + more > self._largest or not slots & free or not spoken & speaks:
                continue
            if not all(may[member] for member in group[1:]):
                continue
            again = self._again[other]
            cost = price + self._partners[other] + sum([again[member] for member in group])
            joined = (*group, other)
            rank = (shape_cost(size + more, self._wanted), cost)
            if rank < self._least:
                self._least, self.best = rank, list(joined)
            if size + more < self._wanted:
                self.go_on(joined, (size + more, slots & free, spoken & speaks), cost)
