"""Better groups, step by step, for parties too large to solve exactly.

In each step somebody of every group, drawn by lot, gets up, some groups that are too small are dissolved, and all of
them take seats again as well as possible: one assignment problem over the prices of all seats (a very large
neighbourhood in the words of Ahuja and others, 2002). Groups that depend on one another form a part of a step. Each part
is kept where its whole `Score` is no worse, promise by promise, so an earlier promise is never sold for a later one; what
changes nothing in worth is kept too, because what that opens is worth something.
"""

import random
from collections.abc import Sequence
from dataclasses import dataclass

from bot.matching.arrays import Floats, Ints
from bot.matching.party import Party
from bot.matching.prices import Worth
from bot.matching.score import Score
from bot.matching.seating import Seating
from bot.matching.seats import Seats
from bot.matching.solution import Group

DISSOLVED = (0, 1, 2)  # groups too small that are dissolved in a step, by turns
OVERFULL = 0.1  # how often a full group offers a seat all the same


@dataclass(frozen=True, slots=True)
class _Risen:
    """Say who takes part in a step.

    `up`: one of each of many groups. `out`: people without a seat, or of dissolved groups. `free`: numbers of groups
    that offer a seat; these keep their people, so that no group changes in two ways at once.
    """

    up: Ints
    out: Ints
    free: Ints

    @property
    def nodes(self) -> Ints:
        """Return who wants a seat."""
        import numpy as np

        return np.concatenate([self.up, self.out])


class Regrouping:
    """Hold a solution under way."""

    def __init__(self, party: Party, groups: Sequence[Group], rng: random.Random) -> None:
        self.party, self.rng = party, rng
        self._seats = Seats(party, groups)

    @property
    def worth(self) -> Worth:
        """Return what prices groups here."""
        return self._seats.worth

    @property
    def groups(self) -> list[Group]:
        """Return the groups as they stand."""
        return self._seats.standing()

    @property
    def total(self) -> tuple[int, ...]:
        """Rate them, promise by promise."""
        return self.party.total(self.groups)

    def restart(self, groups: Sequence[Group]) -> None:
        """Go on from other groups."""
        self._seats.put(self._seats.renumbered(groups))

    def fill_up(self) -> None:
        """Dissolve groups that are too small where chains of others make room for their people."""
        self.restart(Seating(self.party, self.groups).fill_up())

    def run(self, steps: int, patience: int) -> None:
        """Take steps until a number of them in a row betters nothing."""
        idle = 0
        for step in range(steps):
            better = self._step(DISSOLVED[step % len(DISSOLVED)])
            idle = 0 if better else idle + 1
            if idle >= patience:
                return

    def _step(self, dissolved: int) -> bool:
        """Let people change seats; keep each part of that which is no worse, and say whether one is better."""
        import numpy as np

        groups, part = self._reseated(self._risen(dissolved))
        if not groups:
            return False
        numbers = [*groups]
        parts = np.array([part[number] for number in numbers])
        gain = self._seats.scores([*groups.values()]) - self._seats.scores(
            [self._seats.groups[number] for number in numbers]
        )
        kept: dict[int, Group] = {}
        better = False
        for each in sorted(set(parts.tolist())):
            total = tuple(gain[parts == each].sum(axis=0).tolist())
            if total >= Score():
                kept |= {number: groups[number] for number in numbers if part[number] == each}
                better = better or total > Score()
        self._seats.put(kept)
        return better

    def _risen(self, dissolved: int) -> _Risen:
        """Draw who gets up, which small groups are dissolved, and which offer a seat."""
        import numpy as np

        party, seats = self.party, self._seats
        number = np.flatnonzero((seats.size > 0) & ~seats.pod)
        size, rows = seats.size[number], seats.rows[number]
        nodes, small = (rows >= 0).sum(axis=1), size < party.wanted
        leaves, offers, who = self._drawn(3 * len(number)).reshape(3, -1)
        up = (nodes > 1) | (leaves >= 1 / 2)
        up[np.flatnonzero(small)[np.argsort(who[small], kind="stable")[:dissolved]]] = False
        free = up & (offers < np.where(small, 1 / 2, np.where(size < party.largest, OVERFULL, 0)))
        out = rows[~up]
        up &= ~free
        return _Risen(rows[up, (who[up] * nodes[up]).astype(np.int64)], out[out >= 0], number[free])

    def _drawn(self, count: int) -> Floats:
        """Draw numbers from 0 to below 1."""
        import numpy as np

        return np.frombuffer(self.rng.randbytes(4 * count), dtype="<u4") / float(1 << 32)

    def _reseated(self, risen: _Risen) -> tuple[dict[int, Group], dict[int, int]]:
        """Let all of them take seats where that is worth most; return by number the groups that change, and which of
        them change together.
        """
        import numpy as np
        from scipy.optimize import linear_sum_assignment

        nodes = risen.nodes
        places = np.concatenate([self._seats.place[nodes], risen.free])
        taken, takers = linear_sum_assignment(self._costs(risen))
        moved = np.flatnonzero(taken != takers).tolist()
        members = {place: set(self._seats.groups[place]) for place in places[moved].tolist()}
        part = {place: place for place in members}
        for at in moved:
            if at < len(nodes):
                members[int(places[at])].discard(int(nodes[at]))
        for at, taker in zip(moved, takers[moved].tolist(), strict=True):
            if taker < len(nodes):
                members[int(places[at])].add(int(nodes[taker]))
                _link(part, int(places[at]), int(places[taker]))
        groups = {number: tuple(sorted(group)) for number, group in members.items()}
        return groups, {number: _root(part, number) for number in groups}

    def _costs(self, risen: _Risen) -> Floats:
        """Price who takes which seat. Rows: seats that were left, places of people without, free seats. Columns: people.

        As many columns more stand for nobody, who may leave a seat empty.
        """
        import numpy as np

        seats, up, out, free, nodes = self._seats, risen.up, risen.out, risen.free, risen.nodes
        first, second = len(up), len(nodes)
        own = seats.place[out]
        together = (seats.rows[own] >= 0).sum(axis=1)
        cost = np.full((second + len(free),) * 2, np.inf)
        cost[:first, :second] = seats.taken[np.ix_(up, nodes)]
        cost[second:, :second] = seats.joined[np.ix_(free, nodes)]
        cost[:, first:second] += seats.value[own] / together
        cost[first:second, :first] = np.where(together[:, None] == 1, seats.taken[np.ix_(out, up)], np.inf)
        cost[:first, second:] = seats.left[up][:, None]
        cost[first:second, second:] = 0.0
        np.fill_diagonal(cost, 0.0)
        return cost


def _root(part: dict[int, int], number: int) -> int:
    """Name the part that a group is in.

    (By hand: `components.linked` builds a matrix each time, and a round of 300 would take half as long again.)
    """
    while part[number] != number:
        number = part[number]
    return number


def _link(part: dict[int, int], one: int, other: int) -> None:
    """Make the parts of two groups one."""
    part[_root(part, one)] = _root(part, other)
