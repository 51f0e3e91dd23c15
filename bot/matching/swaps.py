"""Better groups by exchanging two people at a time, for parties where nearly everybody may meet.

All exchanges are rated at once, and the best is made even where it makes things worse for now; whoever was exchanged
may not go back for some steps (tabu search; for groups that shall not repeat: Dotu and Van Hentenryck, 2005). Sizes
stay as they are, so this is about whose turn it is, repeats and fit.
"""

import random
from collections.abc import Sequence

from bot.matching.arrays import Floats
from bot.matching.party import Party
from bot.matching.prices import Prices
from bot.matching.score import OFTEN
from bot.matching.solution import Group

STEPS = 400
PATIENCE = 120  # steps without a better solution
SHORTEST_TABU, LONGEST_TABU = 4, 12
OFTEN_POSSIBLE = 0.1  # share of pairs who may meet, below which hardly an exchange is possible
CHOICES = 20  # exchanges asked whether they are possible
LARGEST = 150  # nodes; more have enough new people in sight


def exchanged(party: Party, groups: Sequence[Group], rng: random.Random) -> list[Group]:
    """Return these groups or better ones of the same sizes."""
    worthwhile = party.count <= LARGEST and party.may.mean() >= OFTEN_POSSIBLE and len(groups) > 1
    if not worthwhile or party.size.max() > 1 or party.new_faces is not None:
        return list(groups)
    search = _Search(party, groups, rng)
    best, idle = list(groups), 0
    for step in range(STEPS):
        if not search.step(step) or idle > PATIENCE:
            break
        idle += 1
        if search.cost < search.least - 1 / 2:
            search.least, idle = search.cost, 0
            best = search.groups()
    return best if party.total(best) > party.total(groups) else list(groups)


class _Search:
    """Hold an exchange search under way: who is in which group, and what everybody costs in each.

    `cost` counts from where the search began, in the units of `Prices`; `least` is the lowest so far.
    """

    def __init__(self, party: Party, groups: Sequence[Group], rng: random.Random) -> None:
        import numpy as np

        self._party, self._rng = party, rng
        self._seats = np.array([node for group in groups for node in group], dtype=np.int64)
        self._place = np.array([place for place, group in enumerate(groups) for _ in group], dtype=np.int64)
        sizes = np.array([len(group) for group in groups])
        prices = Prices.of(party)
        here = np.ix_(self._seats, self._seats)
        self._again = prices.repeat * party.repeat[here] + prices.rounds * -(-party.recency[here] // OFTEN)
        self._fit, self._strangers = party.fit[here].astype(float), party.strangers[here]
        self._share = 2.0 / (sizes - 1)
        self._odd = prices.odd_turn * np.outer(party.odd_turns[self._seats], sizes != party.wanted)
        self._tabu = np.zeros((len(self._seats), len(groups)), dtype=np.int64)
        self._inside = np.zeros((len(self._seats), len(groups)))
        self._inside[np.arange(len(self._seats)), self._place] = 1
        self.cost = self.least = 0.0

    def groups(self) -> list[Group]:
        """Return the groups as they stand."""
        import numpy as np

        members = (np.flatnonzero(column) for column in self._inside.T)
        return sorted(tuple(sorted(self._seats[each].tolist())) for each in members)

    def step(self, now: int) -> bool:
        """Make the best exchange that is not tabu; say whether there was one."""
        import numpy as np

        change = self._changes()
        forbidden = self._tabu[:, self._place] > now
        tabu = (forbidden | forbidden.T) & (self.cost + change >= self.least - 1 / 2)
        change[tabu] = np.inf
        for at in np.argsort(change, axis=None, kind="stable")[:CHOICES].tolist():
            one, other = divmod(at, len(self._seats))
            if not np.isfinite(change[one, other]):
                return False
            if self._possible(one, other):
                self.cost += float(change[one, other])
                self._exchange(one, other, now)
                return True
        return False

    def _changes(self) -> Floats:
        """Say what each exchange of two seats costs; infinite where the hard rules or their group forbid it."""
        import numpy as np

        place, share = self._place, self._share[self._place]
        again = (self._again @ self._inside)[:, place]
        fit = (self._fit @ self._inside)[:, place] * share
        odd = self._odd[:, place]
        own_again, own_fit, own_odd = np.diagonal(again), np.diagonal(fit), np.diagonal(odd)
        moved = again + odd - fit
        own = own_again + own_odd - own_fit
        change = moved + moved.T - own[:, None] - own - 2 * self._again + self._fit * (share[:, None] + share)
        strangers = (self._strangers @ self._inside)[:, place] - self._strangers
        change[(strangers + strangers.T > 0) | (place[:, None] == place)] = np.inf
        return np.where(np.tri(len(place), k=-1, dtype=bool), np.inf, change)

    def _possible(self, one: int, other: int) -> bool:
        """Say whether both groups have a time and a language in common after an exchange."""
        import numpy as np

        for stays, comes in ((one, other), (other, one)):
            members = np.flatnonzero(self._inside[:, self._place[stays]])
            group = [comes if member == stays else member for member in members.tolist()]
            if not self._party.possible(sorted(self._seats[group].tolist())):
                return False
        return True

    def _exchange(self, one: int, other: int, now: int) -> None:
        for seat in (one, other):
            until = now + self._rng.randint(SHORTEST_TABU, LONGEST_TABU)
            self._tabu[seat, self._place[seat]] = until
            self._inside[seat, self._place[seat]] = 0
        self._place[one], self._place[other] = self._place[other], self._place[one]
        for seat in (one, other):
            self._inside[seat, self._place[seat]] = 1
