"""Prices that limit what any pairs can be worth, nearly always exactly what the best pairs are worth.

The relaxed problem (`cover`) lets an odd ring of members be matched by halves, which real pairs cannot. So each odd
ring becomes a blossom: one member among the others, since of an odd set at least one looks for a partner outside
(Edmonds, 1965). The relaxed problem is solved anew among them, blossoms close and open, until no odd ring is left.
That is a cutting plane method whose cuts are the blossoms (Chandrasekaran, Vegh and Vempala, 2016); it ends after a few
turns, as most rings are few and far from one another.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from bot.matching.arrays import Ints
from bot.matching.cover import Graph, cover, rings

ROOM = 44  # bits of the whole numbers that the relaxed problem is given
LEAST = 2 << ROOM  # less than nothing by so much, they are cut off
LONG = 58  # bits above which whole numbers are Python's; a few can be added up
TURNS = 20  # before a proof is given up
GOES = 8  # at the relaxed problem in one turn


@dataclass(frozen=True, slots=True)
class Limit:
    """Hold prices of members and of blossoms, which limit what any choice of pairs is worth; all numbers are doubled.

    `lack` is how much less than its price each pair is worth. A choice that lacks so much to the limit has no pair that
    lacks more (linear programming duality).
    """

    lack: Ints
    price: Ints
    blossoms: "tuple[_Blossom, ...]"

    @property
    def most(self) -> int:
        """Return what no choice exceeds."""
        import numpy as np

        return int(self.beside(np.zeros((1, 0), dtype=np.int64))[0])

    def beside(self, rows: Ints) -> Ints:
        """Return for each row of members what no choice among all others exceeds."""
        import numpy as np

        most = sum(self.price.tolist())
        price = self.price if most.bit_length() <= LONG else self.price.astype(object)
        less = sum((price[column] for column in rows.T), np.zeros(len(rows), dtype=price.dtype))
        for blossom in self.blossoms:
            inside = np.zeros(len(price), dtype=np.int8)
            inside[blossom.members] = 1
            taken = sum((inside[column] for column in rows.T), np.zeros(len(rows), dtype=np.int8))
            some = np.flatnonzero(taken > 1)  # a blossom is odd, so one less costs it no pair
            less[some] += (taken[some] // 2).astype(price.dtype) * blossom.price
            most += len(blossom.members) // 2 * blossom.price
        return most - less


@dataclass(slots=True)
class _Blossom:
    """Hold an odd set of members, the blossoms within it, and its price: what pairs inside it are worth the less."""

    members: Ints
    within: "list[_Blossom]"
    price: int = 0

    def unfolded(self) -> "Iterator[_Blossom]":
        """Yield this blossom and all within."""
        yield self
        for inner in self.within:
            yield from inner.unfolded()


def relaxed_limit(one: Ints, other: Ints, weight: Ints, alone: Ints) -> Limit | None:
    """Return a limit without blossoms: found sooner than `limit`, but odd rings exceed what pairs can reach."""
    prices = _Prices.of(one, other, weight, alone)
    return None if prices.turn() is None else prices.limit()


def limit(one: Ints, other: Ints, weight: Ints, alone: Ints, near: Ints | None = None) -> Limit | None:
    """Return the limit for pairs of members, who may also stay alone (for at most 0); None where it takes too long.

    Numbers may be of any length. Whoever knows prices that are near saves time.
    """
    prices = _Prices.of(one, other, weight, alone)
    if near is not None:
        prices.start(near)
    for _ in range(TURNS):
        found = prices.turn()
        if found is None:
            return None
        if found:
            return prices.limit()
    return None


class _Prices:
    """Hold members' prices, and blossoms with theirs, under way; everything is doubled, so that halves are whole."""

    def __init__(self, one: Ints, other: Ints, worth: Ints, alone: Ints) -> None:
        import numpy as np

        self._one, self._other, self._worth, self._alone = one, other, worth, alone
        self._price = np.zeros_like(alone)
        self._blossoms: list[_Blossom] = []  # those within no other
        self._priced = False

    @classmethod
    def of(cls, one: Ints, other: Ints, weight: Ints, alone: Ints) -> "_Prices":
        """Begin without prices."""
        import numpy as np

        length = int(np.abs(weight).max()) + int(np.abs(alone).max())
        kind = np.int64 if length.bit_length() + 1 <= LONG else object
        return cls(one, other, 2 * weight.astype(kind), 2 * alone.astype(kind))

    def start(self, price: Ints) -> None:
        """Begin with prices that are near, of the first members."""
        self._price[: len(price)] = price
        self._priced = True

    def limit(self) -> Limit:
        """Return what the prices limit."""
        import numpy as np

        lack = self._price[self._one] + self._price[self._other] - self._worth
        every = tuple(each for outer in self._blossoms for each in outer.unfolded())
        for blossom in every:
            inside = np.zeros(len(self._price), dtype=bool)
            inside[blossom.members] = True
            lack[inside[self._one] & inside[self._other]] += blossom.price
        return Limit(lack, self._price, every)

    def turn(self) -> bool | None:
        """Price members and blossoms anew and say whether no odd ring is left; None where it takes too long."""
        node = self._numbered()
        found = _relaxed(*self._between(node), near=self._priced)
        self._priced = True
        if found is None:
            return None
        more, takes = found
        prices = [
            blossom.price - 2 * rise for blossom, rise in zip(self._blossoms, more.tolist(), strict=False)
        ]
        if min(prices, default=0) < 0:
            self._open({number for number, price in enumerate(prices) if price < 0})
            return False
        self._price = self._price + more[node]
        for blossom, price in zip(self._blossoms, prices, strict=True):
            blossom.price = price
        odd = [ring for ring in rings(takes) if len(ring) % 2]
        self._close(odd, node)
        return not odd

    def _numbered(self) -> Ints:
        """Number the nodes that everybody is part of: blossoms first, then whoever is in none."""
        import numpy as np

        node = np.full(len(self._price), -1, dtype=np.int64)
        for number, blossom in enumerate(self._blossoms):
            node[blossom.members] = number
        single = node < 0
        node[single] = len(self._blossoms) + np.arange(np.count_nonzero(single))
        return node

    def _between(self, node: Ints) -> tuple[Ints, Ints, Ints, Ints]:
        """List the pairs of nodes: who, by how much the best pair of members exceeds its prices; and so for being alone."""
        import numpy as np

        above = self._worth - self._price[self._one] - self._price[self._other]
        count = int(node.max()) + 1
        one, other = node[self._one], node[self._other]
        outside = np.flatnonzero(one != other)
        names = (np.minimum(one, other) * count + np.maximum(one, other))[outside]
        names, most = _most_by_name(names, above[outside])
        return names // count, names % count, most, _most_by_name(node, self._alone - self._price)[1]

    def _open(self, numbers: set[int]) -> None:
        """Open blossoms that would have a price below nothing."""
        opened = [inner for number in sorted(numbers) for inner in self._blossoms[number].within]
        self._blossoms = [
            each for number, each in enumerate(self._blossoms) if number not in numbers
        ] + opened

    def _close(self, odd: list[list[int]], node: Ints) -> None:
        """Make blossoms of odd rings of nodes."""
        import numpy as np

        before = dict(enumerate(self._blossoms))
        closed = [
            _Blossom(
                np.flatnonzero(np.isin(node, ring)),
                [before.pop(number) for number in ring if number in before],
            )
            for ring in odd
        ]
        self._blossoms = [*before.values(), *closed]


def _most_by_name(names: Ints, values: Ints) -> tuple[Ints, Ints]:
    """Return the different names, ascending, and the highest value of each."""
    import numpy as np

    order = np.argsort(names, kind="stable")
    names = names[order]
    starts = np.flatnonzero(np.append(True, names[1:] != names[:-1]))[: len(names)]
    return names[starts], np.maximum.reduceat(values[order], starts) if len(names) else values


def _relaxed(one: Ints, other: Ints, worth: Ints, alone: Ints, *, near: bool) -> tuple[Ints, Ints] | None:
    """Return prices of the relaxed problem, rounded up, and who takes whom there; None where it takes too long.

    Numbers too long for it are shortened, for prices that are nearly right, and what is above these is priced anew.
    `near` says that no prices at all are nearly right.
    """
    import numpy as np

    price, coarse = np.zeros_like(alone), 0
    for _ in range(GOES):
        shift = max(0, _length(worth, alone) - ROOM, coarse)
        pairs = np.maximum(worth >> shift, -LEAST).astype(np.int64)
        singles = np.maximum(alone >> shift, -LEAST // 2).astype(np.int64)
        found = cover(
            Graph.of(len(alone), one, other, pairs, singles),
            np.zeros(len(alone)) if near and not coarse else None,
        )
        # What is cut off at the least may have to be chosen all the same: the prices of earlier promises come first.
        cut_off = (pairs == -LEAST) & (found.price[one] + found.price[other] <= -LEAST)
        if cut_off.any() or ((singles == -LEAST // 2) & (found.price <= -LEAST // 2)).any():
            coarse = _length(-worth, -alone) - ROOM
            continue
        more = np.ceil(found.price).astype(np.int64).astype(price.dtype) << shift
        price, worth, alone = price + more, worth - more[one] - more[other], alone - more
        if not shift:
            return price, found.takes
        coarse, near = 0, True
    return None


def _length(*numbers: Ints) -> int:
    """Return the length in bits of the highest of all numbers; nothing has length 0, as have those below."""
    return max(0, *(int(each.max(initial=0)) for each in numbers)).bit_length()
