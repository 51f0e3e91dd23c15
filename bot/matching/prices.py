"""One number for what groups are worth, where a search needs one: each promise far above the sum of later ones.

A price only steers. Whether a choice is better is always asked of the whole `Score`, promise by promise.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from bot.matching.arrays import Floats, Ints
from bot.matching.party import Party
from bot.matching.score import OFTEN, shape_cost

if TYPE_CHECKING:
    from numpy.typing import NDArray

TRADES = 200  # pairs' fit that cannot buy one repeat
STEP = 8  # how far one step of a promise outweighs the usual sums of the next


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
        placed = self.prices.placed * party.size + self.prices.turn * party.overdue
        self._placed, self._odd = _and_nobody(placed, 0), _and_nobody(party.odd_turns, 0)
        self._size, self._inside = _and_nobody(party.size, 0), _and_nobody(party.inside.astype(float), 0)
        self._complete = _and_nobody(party.complete, 0)
        self._share = np.array([2.0, 2.0, *(2 / (size - 1) for size in range(2, party.largest + 1))])

    def of_rows(self, rows: Ints) -> Floats:
        """Price possible groups (rows of nodes, filled up with -1); whoever is alone without being a group is worth 0."""
        return self._own(rows, self._priced(*self._brought(rows), *self._between(rows)))

    def beside(self, rows: Ints) -> tuple[Floats, Ints, Ints, Floats]:
        """Say what rows are worth, who may join which row, and what the two are worth together.

        The last three have an entry for each that may join: number of the row, node, worth. A row may be empty; whoever
        is alone there without being a group is worth 0.
        """
        import numpy as np

        size, placed, odd = self._brought(rows)
        between = self._between(rows)
        row, node = self._joining(rows, size)
        again, fit = (table[row] for table in between)
        for column in rows.T:
            at = column[row] * self.party.count + node
            again += self._again.take(at)
            fit += self._fit.take(at)
        brought = size[row] + self._size[node], placed[row] + self._placed[node], odd[row] + self._odd[node]
        worth = self._priced(*brought, again, fit + self._inside[node])
        worth = np.where((size[row] > 0) | self.party.complete[node], worth, 0.0)
        return self._own(rows, self._priced(size, placed, odd, *between)), row, node, worth

    def _own(self, rows: Ints, worth: Floats) -> Floats:
        """Leave what rows are worth where they are groups."""
        import numpy as np

        return np.where(((rows >= 0).sum(axis=1) > 1) | self._complete[rows].any(axis=1), worth, 0.0)

    def _joining(self, rows: Ints, size: Ints) -> tuple[Ints, Ints]:
        """Name for each row the nodes that may join it: all may meet, at a time and in a language that they share."""
        import numpy as np

        party = self.party
        may = self._may[rows[:, 0]]
        for column in rows.T[1:]:
            may &= self._may[column]
        row, node = np.divmod(np.flatnonzero(may), party.count)
        slots = np.bitwise_and.reduce(self._slots[rows], axis=1)
        languages = np.bitwise_and.reduce(self._languages[rows], axis=1)
        fine = (slots[row] & party.slots[node]) != 0
        fine &= size[row] + party.size[node] <= party.largest
        row, node = row[fine], node[fine]
        speak = ((languages[row] & party.languages[node]) != 0).any(axis=1)
        return row[speak], node[speak]

    def _brought(self, rows: Ints) -> tuple[Ints, Floats, Ints]:
        """Sum up what the people of rows bring: members, what their places are worth, turns in odd groups."""
        return self._size[rows].sum(axis=1), self._placed[rows].sum(axis=1), self._odd[rows].sum(axis=1)

    def _between(self, rows: Ints) -> tuple[Floats, Floats]:
        """Sum up what it costs that the people of rows meet again, and how well they fit."""
        import numpy as np

        first, second = np.triu_indices(rows.shape[1], 1)
        pair = rows.T[first], rows.T[second]
        there = (pair[0] >= 0) & (pair[1] >= 0)
        again = np.where(there, self._again[pair], 0).sum(axis=0)
        fit = self._inside[rows].sum(axis=1) + np.where(there, self._fit[pair], 0).sum(axis=0)
        return again, fit

    def _priced(self, size: Ints, placed: Floats, odd: Ints, again: Floats, fit: Floats) -> Floats:
        """Weigh sums, promise by promise."""
        prices, party = self.prices, self.party
        worth = placed - prices.shape[size] - again + self._share[size] * fit
        if party.odd_turns.any():
            worth -= prices.odd_turn * odd * (size != party.wanted)
        return worth

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
