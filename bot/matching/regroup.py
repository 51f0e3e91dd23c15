"""Better groups, step by step, for parties too large to solve exactly.

In each step somebody of every group, drawn by lot, gets up, some groups offer a seat more, and all of them take seats
again as well as possible: one assignment problem over the prices of all seats (a very large neighbourhood in the words of
Ahuja and others, 2002). Groups that depend on one another form a part of a step. Each part is kept where its whole
`Score` is no worse, promise by promise, so an earlier promise is never sold for a later one; what changes nothing in
worth is kept too, because what that opens is worth something. A search that wanders takes this further.
"""

import random
from collections.abc import Sequence

from bot.matching.arrays import Floats, Ints
from bot.matching.party import Party
from bot.matching.prices import Worth
from bot.matching.score import Score
from bot.matching.seating import Seating
from bot.matching.seats import Seats
from bot.matching.solution import Group

OVERFULL = 0.1  # how often a full group offers a seat all the same
KEPT = Score._fields.index("recency")  # promises that are kept even where a search wanders
DRAWN = 0.3  # by how much of a repeat's price prices differ there


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

    def run(self, steps: int, patience: int, *, wander: bool = False) -> None:
        """Take steps until a number of them in a row betters nothing.

        Whoever wanders draws the prices of fit and of how long ago people met, and gives up both where the promises before
        them are kept: from there, other exchanges lead on.
        """
        idle = 0
        for _ in range(steps):
            idle = 0 if self._step(wander=wander) else idle + 1
            if idle >= patience:
                return

    def _step(self, *, wander: bool) -> bool:
        """Let people change seats; keep each part of that which is no worse, and say whether one is better."""
        import numpy as np

        up, free = self._risen()
        cost = self._costs(up, free)
        if wander:
            cost -= self._drawn(cost.size).reshape(cost.shape) * (DRAWN * self.worth.prices.repeat)
            np.fill_diagonal(cost, 0.0)
        groups, part = self._reseated(up, free, cost)
        if not groups:
            return False
        numbers = [*groups]
        parts = np.array([part[number] for number in numbers])
        gain = self._seats.scores([*groups.values()]) - self._seats.score[numbers]
        counts = KEPT if wander else len(Score._fields)
        kept: dict[int, Group] = {}
        better = False
        for each in sorted(set(parts.tolist())):
            total = tuple(gain[parts == each].sum(axis=0).tolist())[:counts]
            if total >= Score()[:counts]:
                kept |= {number: groups[number] for number in numbers if part[number] == each}
                better = better or total > Score()[:counts]
        self._seats.put(kept)
        return better

    def _risen(self) -> tuple[Ints, Ints]:
        """Draw who gets up, and which groups (by number) offer a seat: these keep their people, so that no group changes
        in two ways at once.
        """
        import numpy as np

        party, seats = self.party, self._seats
        number = np.flatnonzero((seats.size > 0) & ~seats.pod)
        size, rows = seats.size[number], seats.rows[number]
        offers, who = self._drawn(2 * len(number)).reshape(2, -1)
        often = np.where(size < party.wanted, 1 / 2, np.where(size < party.largest, OVERFULL, 0))
        free = offers < often
        up = rows[np.arange(len(rows)), (who * (rows >= 0).sum(axis=1)).astype(np.int64)]
        return up[~free], number[free]

    def _drawn(self, count: int) -> Floats:
        """Draw numbers from 0 to below 1."""
        import numpy as np

        return np.frombuffer(self.rng.randbytes(4 * count), dtype="<u4") / float(1 << 32)

    def _reseated(self, up: Ints, free: Ints, cost: Floats) -> tuple[dict[int, Group], dict[int, int]]:
        """Let all of them take seats where that is worth most; return by number the groups that change, and which of
        them change together.
        """
        import numpy as np
        from scipy.optimize import linear_sum_assignment

        places = np.concatenate([self._seats.place[up], free])
        taken, takers = linear_sum_assignment(cost)
        moved = np.flatnonzero(taken != takers).tolist()
        members = {place: set(self._seats.groups[place]) for place in places[moved].tolist()}
        part = {place: place for place in members}
        for at in moved:
            if at < len(up):
                members[int(places[at])].discard(int(up[at]))
        for at, taker in zip(moved, takers[moved].tolist(), strict=True):
            if taker < len(up):
                members[int(places[at])].add(int(up[taker]))
                _link(part, int(places[at]), int(places[taker]))
        groups = {number: tuple(sorted(group)) for number, group in members.items()}
        return groups, {number: _root(part, number) for number in groups}

    def _costs(self, up: Ints, free: Ints) -> Floats:
        """Price who takes which seat. Rows: seats that were left, free seats. Columns: people who got up.

        As many columns more as there are free seats stand for nobody, who may leave a seat empty.
        """
        import numpy as np

        seats, many = self._seats, len(up)
        cost = np.full((many + len(free),) * 2, np.inf)
        cost[:many, :many] = seats.taken[up[:, None], up]
        cost[many:, :many] = seats.joined[free[:, None], up]
        cost[:many, many:] = seats.left[up][:, None]
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
