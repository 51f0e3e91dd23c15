"""One number for what groups are worth, where a search needs one: each promise far above the sum of later ones.

A price only steers. Whether a choice is better is always asked of the whole `Score`, promise by promise.
"""

from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING, Any

from bot.matching.arrays import Bools, Floats, Ints
from bot.matching.party import Party
from bot.matching.score import OFTEN, shape_cost

if TYPE_CHECKING:
    from numpy.typing import NDArray

TRADES = 200  # pairs' fit that cannot buy one repeat
STEP = 8  # how far one step of a promise outweighs the usual sums of the next

SIZE, OVERDUE, ODD, FIT = range(4)  # what the people of a group bring, in the sums below


@dataclass(frozen=True, slots=True)
class Prices:
    """Say what one step of each promise is worth in the assignments, in units of fit."""

    placed: float
    turn: float
    shape: Floats  # by size
    odd_turn: float
    repeat: float
    rounds: float

    @classmethod
    def of(cls, party: Party) -> "Prices":
        """Order the promises of a party; what makes no difference takes no room."""
        import numpy as np

        fit = float(party.fit.max(initial=1)) + 1
        rounds = 2 * fit
        repeat = fit * TRADES
        worst = repeat + rounds * float(-(-party.recency // OFTEN).max(initial=0))
        odd_turn = STEP * worst
        odd_most = odd_turn * party.largest * float(party.odd_turns.max(initial=0))
        shape = STEP * worst + odd_most
        shapes = np.array([shape_cost(size, party.wanted) for size in range(party.largest + 1)]) * shape
        turn = STEP * worst + 2 * float(shapes[-1] + shapes[min(2, party.largest)])
        placed = turn + turn * float(party.overdue.max(initial=0))
        return cls(placed, turn, shapes, odd_turn, repeat, rounds)


class Worth:
    """Price groups of a party. Its tables have one row more, for nobody: rows of nodes are filled up with -1."""

    def __init__(self, party: Party) -> None:
        import numpy as np

        self.party, self.prices = party, Prices.of(party)
        again = self.prices.repeat * party.repeat + self.prices.rounds * -(-party.recency // OFTEN)
        self._again, self._fit = _and_nobody(again.astype(float), 0), _and_nobody(party.fit.astype(float), 0)
        self._may = _and_nobody(party.may, 1)
        self._slots = _and_nobody(party.slots, np.iinfo(party.slots.dtype).max)
        self._languages = _and_nobody(party.languages, np.iinfo(party.languages.dtype).max)
        single = np.stack([party.size, party.overdue, party.odd_turns, party.inside], axis=1).astype(float)
        self._single = _and_nobody(single, 0)
        self._complete = _and_nobody(party.complete, 0)

    def of_rows(self, rows: Ints) -> Floats:
        """Price possible groups (rows of nodes, filled up with -1); whoever is alone without being a group is worth 0."""
        count = (rows >= 0).sum(axis=1)
        return self._priced(*self._sums(rows), (count > 1) | self._complete[rows].any(axis=1))

    def beside(self, rows: Ints) -> Floats:
        """Price each row with each node beside it; minus infinity where the hard rules forbid that. A row may be empty."""
        import numpy as np

        single, again = self._sums(rows)
        together = single[:, None] + self._single[:-1]
        together[..., FIT] += self._fit[rows].sum(axis=1)
        again = again[:, None] + self._again[rows].sum(axis=1)
        there = (rows >= 0).sum(axis=1) > 0
        group = there[:, None] | self.party.complete
        worth = self._priced(together, again, group)
        return np.where(self._may_join(rows) & (together[..., SIZE] <= self.party.largest), worth, -np.inf)

    def _may_join(self, rows: Ints) -> Bools:
        """Say for each row and node whether they may all meet, at a time and in a language that they share."""
        import numpy as np

        slots = np.bitwise_and.reduce(self._slots[rows], axis=1)
        languages = np.bitwise_and.reduce(self._languages[rows], axis=1)
        speak = (languages[:, None, 0] & self.party.languages[:, 0]) != 0
        for word in range(1, languages.shape[1]):
            speak |= (languages[:, None, word] & self.party.languages[:, word]) != 0
        may = speak & ((slots[:, None] & self.party.slots) != 0)
        for column in rows.T:
            may &= self._may[column]
        return may

    def _sums(self, rows: Ints) -> tuple[Floats, Floats]:
        """Sum up rows: what their people bring (SIZE, OVERDUE, ODD, FIT), and what it costs that they meet again."""
        import numpy as np

        single, again = self._single[rows].sum(axis=1), np.zeros(len(rows))
        for one, other in combinations(range(rows.shape[1]), 2):
            pair = rows[:, one], rows[:, other]
            there = (pair[0] >= 0) & (pair[1] >= 0)
            single[:, FIT] += np.where(there, self._fit[pair[0], pair[1]], 0)
            again += np.where(there, self._again[pair[0], pair[1]], 0)
        return single, again

    def _priced(self, single: Floats, again: Floats, group: Bools) -> Floats:
        """Weigh sums; what is no group is worth nothing."""
        import numpy as np

        prices, party = self.prices, self.party
        size, overdue, odd, fit = (single[..., which] for which in (SIZE, OVERDUE, ODD, FIT))
        worth = prices.placed * size - prices.shape[np.minimum(size, party.largest).astype(int)] - again
        worth += 2 * fit // np.maximum(size - 1, 1)
        if party.overdue.any():
            worth += prices.turn * overdue
        if party.odd_turns.any():
            worth -= prices.odd_turn * odd * (size != party.wanted)
        return np.where(group, worth, 0.0)

    def of_pairs(self) -> Floats:
        """Price every two nodes as a group, at least 1; 0 where they may not be one."""
        import numpy as np

        party = self.party
        one, other = np.nonzero(np.triu(party.may, 1))
        small = party.size[one] + party.size[other] <= party.largest
        one, other = one[small], other[small]
        table = np.zeros((party.count, party.count))
        table[one, other] = np.maximum(self.of_rows(np.column_stack([one, other])), 1.0)
        return table + table.T


def _and_nobody(table: "NDArray[Any]", fill: float) -> "NDArray[Any]":
    """Add a row for nobody, which -1 finds; in square tables pairs with nobody are never asked for."""
    import numpy as np

    return np.concatenate([table, np.full_like(table[:1], fill)])
