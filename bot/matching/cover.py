"""The relaxed matching problem: everybody takes a partner, whether or not the partner takes them.

Matching in a general graph is hard work for thousands of people; in a graph of two sides it is quick. So everybody
stands on both sides (the double cover) and each left one gets a right one. The best such choice is a linear program's,
an upper bound for every real matching, and falls apart into pairs, even rings (which split into pairs) and few odd
rings, where one must be left out for `windows` to mend. Its dual prices say where to look.

Sources: the double cover's half-integral optimum is Balinski's (1965); the solver is scipy's (Jonker and Volgenant).
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property

from bot.matching.arrays import Floats, Ints
from bot.matching.exact import ALONE
from bot.matching.score import LARGEST_FIT, TIES

EXACT = 1 << 53  # whole numbers up to here are exact in floating point, which the solver counts in
GUESSES = 5  # before the first prices
COARSE = TIES  # the first prices are found to the point
SPAN = 4096 * LARGEST_FIT * TIES  # more than new partners for a few repeats cost, less than being alone
FEW_MOVE = 5  # of so many members one or less


@dataclass(frozen=True)
class Graph:
    """Hold weighted pairs both ways: member m's partners are `partner[starts[m]:starts[m + 1]]`, ascending.

    `alone` is what it is worth, at most 0, that a member stays alone. A matching's value sums the weights of its
    pairs and the worth of whoever is alone.
    """

    starts: Ints
    partner: Ints
    weight: Ints
    alone: Ints

    @classmethod
    def of(cls, count: int, one: Ints, other: Ints, weight: Ints, alone: Ints) -> "Graph":
        """Build the graph from pairs that are listed once each, in any order."""
        import numpy as np

        ends, partners = np.concatenate([one, other]), np.concatenate([other, one])
        order = np.argsort(ends * count + partners)
        starts = np.concatenate([[0], np.cumsum(np.bincount(ends, minlength=count))])
        return cls(starts, partners[order], np.concatenate([weight, weight])[order], alone)

    @property
    def count(self) -> int:
        """Return how many members there are."""
        return len(self.alone)

    @cached_property
    def ends(self) -> Ints:
        """Return for each entry of `partner` whose it is."""
        import numpy as np

        return np.repeat(np.arange(self.count), np.diff(self.starts))

    @cached_property
    def _names(self) -> Ints:
        return self.ends * self.count + self.partner

    def weight_of(self, one: Ints, other: Ints) -> Ints:
        """Return the weights of pairs that are in the graph."""
        import numpy as np

        return self.weight[np.searchsorted(self._names, one * self.count + other)]

    def value(self, mate: Ints) -> int:
        """Sum up a matching, exactly."""
        import numpy as np

        paired = np.flatnonzero(mate > np.arange(self.count))
        pairs = sum(self.weight_of(paired, mate[paired]).tolist())
        return pairs + sum(self.alone[mate == ALONE].tolist())

    def part(self, members: Ints) -> "Graph":
        """Keep some members (ascending), numbered anew in their order, and the pairs among them."""
        import numpy as np

        counts = self.starts[members + 1] - self.starts[members]
        ends = np.repeat(np.arange(len(members)), counts)
        skipped = np.repeat(self.starts[members] - (np.cumsum(counts) - counts), counts)
        entries = np.arange(len(ends)) + skipped
        number = np.minimum(np.searchsorted(members, self.partner[entries]), len(members) - 1)
        inside = members[number] == self.partner[entries]
        starts = np.searchsorted(ends[inside], np.arange(len(members) + 1))
        return Graph(starts, number[inside], self.weight[entries[inside]], self.alone[members])


@dataclass(frozen=True, slots=True)
class Cover:
    """Hold who takes whom (themselves: alone), each member's price, and twice the upper bound that this proves."""

    takes: Ints
    price: Floats
    twice: int


def cover(graph: Graph, near: Floats | None = None) -> Cover:
    """Solve the relaxed problem. Raise `OverflowError` where weights are too long to be added up exactly.

    That takes two steps: roughly first, with shorter weights, and from the prices that this yields exactly. Whoever
    knows prices that are near saves the first.
    """
    import numpy as np

    table = _Table.of(graph)
    if (int(table.worth.max()) + 1 - int(table.worth.min())) * 64 > EXACT:
        raise OverflowError("weights are too long for the relaxed solver")
    near = _first_prices(table) if near is None else near
    takes = _best_choice(table, near, bidding=False)
    taken = table.worth[table.where(np.arange(graph.count), takes)]
    return Cover(takes, _prices(table, takes, taken, near), sum(map(int, taken.tolist())))


@dataclass(frozen=True, slots=True)
class _Table:
    """Hold a graph whose members may also take themselves, for twice the worth of being alone.

    Row m's entries are `starts[m]:starts[m + 1]`, ascending by column; `worth` is whole numbers.
    """

    rows: Ints
    columns: Ints
    worth: Floats
    starts: Ints

    @classmethod
    def of(cls, graph: Graph) -> "_Table":
        """Put everybody into their own row."""
        import numpy as np

        members = np.arange(graph.count)
        below = np.bincount(graph.ends[graph.partner < graph.ends], minlength=graph.count)
        own = graph.starts[:-1] + below
        return cls(
            rows=np.insert(graph.ends, own, members),
            columns=np.insert(graph.partner, own, members),
            worth=np.insert(graph.weight, own, 2 * graph.alone).astype(np.float64),
            starts=graph.starts + np.arange(graph.count + 1),
        )

    def where(self, rows: Ints, columns: Ints) -> Ints:
        """Say where entries stand."""
        import numpy as np

        count = len(self.starts) - 1
        return np.searchsorted(self.rows * count + self.columns, rows * count + columns)

    def entries(self, rows: Ints) -> tuple[Ints, Ints]:
        """List some rows' entries: whose each is, as a position in `rows`, and where it stands."""
        import numpy as np

        counts = self.starts[rows + 1] - self.starts[rows]
        which = np.repeat(np.arange(len(rows)), counts)
        skipped = self.starts[rows] - (np.cumsum(counts) - counts)
        return which, np.arange(len(which)) + skipped[which]


def _best_choice(table: _Table, price: Floats, *, bidding: bool) -> Ints:
    """Return whom each member takes in the best choice; the nearer prices are to the best ones, the sooner.

    What pairs lack to their prices stands for their weights: sums differ by a constant only. With `bidding`, members
    outbid one another first. That is the quickest way, but where many want the same few, each bid is by what they gain
    over their second choice, and it takes many to reach what it costs to stay alone. A table with one column more than
    rows, which nobody may take, is solved without.
    """
    import numpy as np
    from scipy.sparse import csr_array
    from scipy.sparse.csgraph import min_weight_full_bipartite_matching

    costs = price[table.rows] + price[table.columns] - table.worth
    costs += 1 - costs.min()  # costs must be positive: a cost of nothing is no entry to the solver
    shape = len(price), len(price) + (not bidding)
    both_sides = csr_array((costs, table.columns, table.starts), shape=shape)
    takes: Ints = min_weight_full_bipartite_matching(both_sides)[1].astype(np.int64)
    return takes


def _first_prices(table: _Table) -> Floats:
    """Return whole prices that are nearly the best: by weights to the point, none lower than `SPAN` below the highest."""
    import numpy as np

    near = replace(table, worth=np.floor(np.maximum(table.worth - table.worth.max(), -SPAN) / COARSE))
    price = np.maximum.reduceat(near.worth, table.starts[:-1]) / 2
    for _ in range(GUESSES):
        price = (price + np.maximum.reduceat(near.worth - price[table.columns], table.starts[:-1])) / 2
    price = np.rint(price)
    takes = _best_choice(near, price, bidding=True)
    taken = near.worth[table.where(np.arange(len(takes)), takes)]
    return np.rint(_prices(near, takes, taken, price) * COARSE)


def _prices(table: _Table, takes: Ints, taken: Floats, near: Floats) -> Floats:
    """Return prices with price[i] + price[j] >= worth of i and j together, tight where they take each other.

    The longest ways in the graph of exchanges, by relaxing pairs until none moves (Bellman and Ford): all of them at
    once, and when few still move, only theirs. From prices that are near, it is a short way to the right ones. An
    optimal choice leaves no gainful ring, so no way is longer than there are members, and this ends.
    """
    import numpy as np

    taker = np.empty(len(takes), dtype=np.int64)
    taker[takes] = np.arange(len(takes))
    rival = taker[table.columns]
    gain = table.worth - taken[rival]
    left = taken - np.rint(near[takes])
    moved = np.arange(len(takes))
    for _ in range(len(takes) + 1):
        if len(moved) * FEW_MOVE > len(takes):
            raised = np.maximum(left, np.maximum.reduceat(gain + left[rival], table.starts[:-1]))
        else:
            # What stands in a member's row stands in their column, too.
            which, entries = table.entries(takes[moved])
            raised = left.copy()
            after = table.worth[entries] + (left - taken)[moved][which]
            np.maximum.at(raised, table.columns[entries], after)
        moved = np.flatnonzero(raised > left)
        left = raised
        if not len(moved):
            break
    right = np.empty(len(takes))
    right[takes] = taken - left
    return (left + right) / 2


def rings(takes: Ints) -> Iterator[list[int]]:
    """Yield the rings of three and more in which everybody takes the next one."""
    import numpy as np

    members = np.arange(len(takes))
    seen = takes[takes] == members
    for start in np.flatnonzero(~seen).tolist():
        if seen[start]:
            continue
        ring = [start]
        while (following := int(takes[ring[-1]])) != start:
            ring.append(following)
        seen[ring] = True
        yield ring


def split(graph: Graph, takes: Ints) -> Ints:
    """Turn a cover into pairs: rings of even length by their better half, of odd length with one left alone."""
    import numpy as np

    members = np.arange(graph.count)
    mate = np.where((takes[takes] == members) & (takes != members), takes, ALONE)
    for ring in rings(takes):
        for one, other in _best_half(graph, np.array(ring)):
            mate[one], mate[other] = other, one
    return mate


def _best_half(graph: Graph, ring: Ints) -> "list[tuple[int, int]]":
    """Choose alternate pairs around a ring; in an odd one, leave out whose absence costs least."""
    import numpy as np

    length, following = len(ring), np.roll(ring, -1)
    weight = graph.weight_of(ring, following).astype(np.float64)
    starts = range(2) if length % 2 == 0 else range(length)
    steps = 2 * np.arange(length // 2)

    def worth(start: int) -> float:
        left_out = graph.alone[ring[start - 1]] if length % 2 else 0
        return float(weight[(start + steps) % length].sum() + left_out)

    best = max(starts, key=worth)
    chosen = (best + steps) % length
    return list(zip(ring[chosen].tolist(), following[chosen].tolist(), strict=True))
