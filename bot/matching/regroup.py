"""Better groups, step by step, for parties too large to solve exactly.

In each step somebody of every group, drawn by lot, gets up, some groups that are too small are dissolved, and all of
them take seats again as well as possible: one assignment problem over the prices of all seats (a very large
neighbourhood in the words of Ahuja and others, 2002). A step is kept where the whole `Score` is no worse, promise by
promise, so an earlier promise is never sold for a later one; steps that change nothing in worth are kept too, because
what they open is worth something.
"""

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from bot.matching.arrays import Floats
from bot.matching.party import Party
from bot.matching.prices import Worth
from bot.matching.seating import Seating
from bot.matching.seats import Seats
from bot.matching.solution import Group

DISSOLVED = (0, 1, 2)  # groups too small that are dissolved in a step, by turns
OVERFULL = 0.1  # how often a full group offers a seat all the same


@dataclass(slots=True)
class _Risen:
    """Say who takes part in a step.

    `up`: one of each of many groups. `out`: people without a seat, or of dissolved groups. `free`: numbers of groups
    that offer a seat; these keep their people, so that no group changes in two ways at once.
    """

    up: list[int] = field(default_factory=list)
    out: list[int] = field(default_factory=list)
    free: list[int] = field(default_factory=list)


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
        changed = self._seats.renumbered(groups)
        if changed:
            self._seats.put(changed)

    def fill_up(self) -> None:
        """Dissolve groups that are too small where chains of others make room for their people."""
        self._keep(self._seats.renumbered(Seating(self.party, self.groups).fill_up()))

    def run(self, steps: int, patience: int) -> None:
        """Take steps until a number of them in a row betters nothing."""
        idle = 0
        for step in range(steps):
            better = self._keep(self._reseated(self._risen(DISSOLVED[step % len(DISSOLVED)])))
            idle = 0 if better else idle + 1
            if idle >= patience:
                return

    def _keep(self, groups: Mapping[int, Group]) -> bool:
        """Change groups unless that is worse; say whether it is better."""
        seats = self._seats
        changed = {number: group for number, group in groups.items() if group != seats.groups[number]}
        if not changed:
            return False
        before = seats.rated([seats.groups[number] for number in changed])
        after = seats.rated([*changed.values()])
        if after >= before:
            seats.put(changed)
        return after > before

    def _risen(self, dissolved: int) -> _Risen:
        """Draw who gets up, which small groups are dissolved, and which offer a seat."""
        party, seats, draw = self.party, self._seats, self.rng.random
        risen = _Risen()
        sizes = {
            number: size
            for number, size in enumerate(seats.size.tolist())
            if seats.groups[number] and number not in seats.pods
        }
        small = [number for number, size in sizes.items() if size < party.wanted]
        gone = set(self.rng.sample(small, min(dissolved, len(small))))
        for number, size in sizes.items():
            group = seats.groups[number]
            offers = 1 / 2 if size < party.wanted else OVERFULL if size < party.largest else 0.0
            if number in gone or (len(group) == 1 and draw() < 1 / 2):
                risen.out += group
            elif draw() < offers:
                risen.free.append(number)
            else:
                risen.up.append(group[int(draw() * len(group))])
        return risen

    def _reseated(self, risen: _Risen) -> dict[int, Group]:
        """Let all of them take seats where that is worth most; return the groups that change."""
        from scipy.optimize import linear_sum_assignment

        seats, nodes = self._seats, [*risen.up, *risen.out]
        places = [*(int(seats.place[node]) for node in nodes), *risen.free]
        taken, takers = linear_sum_assignment(self._costs(risen))
        moved = taken != takers
        members = {places[at]: set(seats.groups[places[at]]) for at in taken[moved].tolist()}
        for at in taken[moved].tolist():
            if at < len(nodes):
                members[places[at]].discard(nodes[at])
        for at, taker in zip(taken[moved].tolist(), takers[moved].tolist(), strict=True):
            if taker < len(nodes):
                members[places[at]].add(nodes[taker])
        return {number: tuple(sorted(group)) for number, group in members.items()}

    def _costs(self, risen: _Risen) -> Floats:
        """Price who takes which seat. Rows: seats that were left, places of people without, free seats. Columns: people.

        As many columns more stand for nobody, who may leave a seat empty.
        """
        import numpy as np

        seats, up, out, free = self._seats, risen.up, risen.out, risen.free
        first, second = len(up), len(up) + len(out)
        own = seats.place[out]
        alone = np.array([len(seats.groups[number]) == 1 for number in own], dtype=bool)
        share = np.array([seats.value[number] / len(seats.groups[number]) for number in own])
        cost = np.full((second + len(free),) * 2, np.inf)
        cost[:first, :second] = seats.taken[np.ix_(up, [*up, *out])]
        cost[second:, :second] = seats.joined(free)[:, [*up, *out]]
        cost[:, first:second] += share
        cost[first:second, :first] = np.where(alone[:, None], seats.taken[np.ix_(out, up)], np.inf)
        cost[:first, second:] = seats.left[up][:, None]
        cost[first:second, second:] = 0.0
        np.fill_diagonal(cost, 0.0)
        return cost
