"""People whom pairs leave out: let each join a pair, and where none takes them, let others make room.

Joining is an assignment problem and solved exactly. Making room follows chains: somebody left out takes the partner of
another, who takes the partner of a third, until one of them can join a pair (a breadth-first search, shortest first).
"""

from collections import deque
from functools import cached_property
from itertools import pairwise

from bot.matching.arrays import Bools, Ints
from bot.matching.cover import Graph
from bot.matching.edges import Edges
from bot.matching.exact import ALONE
from bot.matching.feasible import may_be_groups
from bot.matching.snapshot import Snapshot
from bot.matching.solution import Group
from bot.matching.weights import in_order

CHAINS_UP_TO = 400  # members; in larger components somebody can always join
AT_ONCE = 2000  # people assigned in one go, so that tables stay small


def seat_the_left_over(snap: Snapshot, members: Ints, edges: Edges, mate: Ints) -> list[Group]:
    """Return groups of two and three that place at least everybody whom `mate` pairs.

    Groups name positions in `members`, like `edges` and `mate` do.
    """
    import numpy as np

    seating = _Seating(snap, members, edges, mate)
    left = np.flatnonzero(mate == ALONE)
    owed_first = left[np.lexsort((left, -snap.overdue[members[left]]))]
    for start in range(0, len(left), AT_ONCE):
        seating.assign(owed_first[start : start + AT_ONCE])
    if len(members) <= CHAINS_UP_TO:
        for member in owed_first.tolist():
            seating.make_room(member)
    return seating.groups()


class _Seating:
    """Hold who is with whom: `mate` for pairs, `third` for who joined the pair of a member (or ALONE)."""

    def __init__(self, snap: Snapshot, members: Ints, edges: Edges, mate: Ints) -> None:
        import numpy as np

        self._snap, self._members, self._edges = snap, members, edges
        self._mate = mate.copy()
        self._third = np.full(len(mate), ALONE, dtype=np.int64)

    @cached_property
    def _graph(self) -> Graph:
        import numpy as np

        nothing = np.zeros(len(self._mate), dtype=np.int64)
        return Graph.of(len(self._mate), self._edges.one, self._edges.other, self._edges.fit, nothing)

    def groups(self) -> list[Group]:
        """Return the groups."""
        groups: list[Group] = []
        for one, (other, third) in enumerate(zip(self._mate.tolist(), self._third.tolist(), strict=True)):
            if other > one:
                groups.append((one, other) if third == ALONE else tuple(sorted((one, other, third))))
        return groups

    def assign(self, left: Ints) -> None:
        """Let as many as possible join a pair, those owed a place first, each where it is somebody's turn and fits."""
        import numpy as np

        one, other = self._open_pairs()
        if not len(one) or not len(left):
            return
        guest, pair = np.nonzero(self._may_join(left[:, None], one, other))
        if not len(guest):
            return
        # Takes 20 MB, which a round that leaves nobody over need not have.
        from scipy.optimize import linear_sum_assignment

        worth = np.zeros((len(left), len(one)))
        worth[guest, pair] = self._worth(left[guest], one[pair], other[pair])
        for row, column in zip(*linear_sum_assignment(worth, maximize=True), strict=True):
            if worth[row, column] > 0:
                self._join(int(left[row]), int(one[column]))

    def make_room(self, alone: int) -> None:
        """Seat somebody left out, if a chain of people who change partners ends where one can join a pair."""
        import numpy as np

        if self._mate[alone] != ALONE or (self._third == alone).any():
            return
        before: dict[int, tuple[int, int]] = {alone: (ALONE, ALONE)}
        queue = deque([alone])
        while queue:
            member = queue.popleft()
            way = [member]
            while (step := before[way[-1]])[0] != ALONE:
                way.append(step[0])
            one, other = self._open_pairs(without=way)
            fits = np.flatnonzero(self._may_join(np.array([member]), one, other))
            if len(fits):
                self._shift(way[::-1], before)
                self._join(member, int(one[fits[0]]))
                return
            here = slice(self._graph.starts[member], self._graph.starts[member + 1])
            for partner in self._graph.partner[here].tolist():
                freed = int(self._mate[partner])
                known = freed in before or partner in way  # a pair on the way is broken up already
                if not known and freed != ALONE and self._third[partner] == ALONE:
                    before[freed] = (member, partner)
                    queue.append(freed)

    def _shift(self, way: list[int], before: dict[int, tuple[int, int]]) -> None:
        """Give each on the way the partner of the next."""
        for taker, freed in pairwise(way):
            partner = before[freed][1]
            self._mate[taker], self._mate[partner], self._mate[freed] = partner, taker, ALONE

    def _join(self, member: int, one: int) -> None:
        self._third[[one, self._mate[one]]] = member

    def _open_pairs(self, without: "list[int] | tuple[()]" = ()) -> tuple[Ints, Ints]:
        """List the pairs that may take a third, except those of some members."""
        import numpy as np

        is_open = (self._mate > np.arange(len(self._mate))) & (self._third == ALONE)
        one = np.flatnonzero(is_open)
        one = one[~np.isin(one, without) & ~np.isin(self._mate[one], without)]
        return one, self._mate[one]

    def _may_join(self, guest: Ints, one: Ints, other: Ints) -> Bools:
        """Say which guests may join which pairs; arrays broadcast."""
        import numpy as np

        trios = np.stack([self._members[each] for each in np.broadcast_arrays(guest, one, other)], axis=-1)
        return may_be_groups(self._snap, np.sort(trios.reshape(-1, 3), axis=1)).reshape(trios.shape[:-1])

    def _worth(self, guest: Ints, one: Ints, other: Ints) -> Ints:
        """Weigh who joins whom: who is owed a place, whose turn it is, new faces, fit."""
        import numpy as np

        turns = self._snap.odd_turns[self._members]
        edges, count = self._edges, len(self._members)
        names = edges.one * count + edges.other

        def of_both(values: Ints) -> Ints:
            total = np.zeros(len(guest), dtype=np.int64)
            for end in (one, other):
                name = np.minimum(guest, end) * count + np.maximum(guest, end)
                where = np.minimum(np.searchsorted(names, name), len(names) - 1)
                total += np.where(names[where] == name, values[where], 0)
            return total

        aims = (
            self._snap.overdue[self._members[guest]],
            -(turns[guest] + turns[one] + turns[other]),
            -of_both(edges.repeat),
            -of_both(edges.recency),
            of_both(edges.fit),
        )
        return in_order(aims, seats=len(np.unique(guest)))
