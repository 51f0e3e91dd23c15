"""The pairs that are possible at all, with what each is worth.

Up to `EVERY_PAIR` members, every pair is looked at. Above, members are cut into neighbourhoods (leaves of a k-d tree);
each looks at everybody within its reach, or at half nearest and half drawn from the seed where those are too many,
and keeps for each member the best by pair terms alone. (A bonus per person must have no part in this: it would make
everybody keep the same few.) Whoever has few new people left looks at everybody.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from bot.matching.arrays import Bools, Floats, Ints
from bot.matching.feasible import allowed, apart, way_squared
from bot.matching.fit import fit
from bot.matching.score import LARGEST_FIT, TIES
from bot.matching.snapshot import ROUNDING_KM, Snapshot

if TYPE_CHECKING:
    import numpy as np

EVERY_PAIR = 2000
LEAF = 256  # members in a neighbourhood
ROWS = 32  # members looked at in one go, so that intermediate tables stay in the processor's cache
COLUMNS = 3200  # people a neighbourhood looks at
FEW_NEW = 6  # new people below which a member looks at everybody
_IMPOSSIBLE = -(1 << 30)
_MET = LARGEST_FIT * TIES  # more than all fit: people who met rank after all who did not


@dataclass(frozen=True, slots=True)
class Edges:
    """Hold possible pairs (one < other), sorted, and each one's part in a `Score`.

    `repeat` is 1 where they met, `recency` the price of meeting again, `fit` in units of 1 / TIES.
    """

    one: Ints
    other: Ints
    repeat: Ints
    recency: Ints
    fit: Ints

    def among(self, members: Ints, count: int) -> "Edges":
        """Keep the pairs among some of `count` members (ascending), who are numbered anew in their order."""
        import numpy as np

        number = np.full(count, -1, dtype=np.int64)
        number[members] = np.arange(len(members))
        kept = self.take((number[self.one] >= 0) & (number[self.other] >= 0))
        return replace(kept, one=number[kept.one], other=number[kept.other])

    def joined(self, others: "Edges", count: int) -> "Edges":
        """Put two lists of pairs of the same `count` members together; each pair is listed once."""
        import numpy as np

        names = np.concatenate([self.one * count + self.other, others.one * count + others.other])
        columns = ("one", "other", "repeat", "recency", "fit")
        both = {name: np.concatenate([getattr(self, name), getattr(others, name)]) for name in columns}
        listed = Edges(**both)
        return listed.take(np.unique(names, return_index=True)[1])

    def take(self, chosen: "Bools | Ints") -> "Edges":
        """Keep some of the pairs, in their order."""
        return Edges(
            one=self.one[chosen],
            other=self.other[chosen],
            repeat=self.repeat[chosen],
            recency=self.recency[chosen],
            fit=self.fit[chosen],
        )


def possible_pairs(snap: Snapshot, *, best: int | None = None, columns: int = COLUMNS) -> Edges:
    """List who may meet whom: everybody, or in large communities the best for each.

    Other numbers of partners that are kept (`best`) or looked at (`columns`) than usual show what these are worth.
    """
    import numpy as np

    if snap.count <= EVERY_PAIR:
        return pairs_among(snap, np.arange(snap.count))
    keys = np.unique(np.concatenate([*_kept(snap, best or best_of(snap.count), columns)]))
    return rated(snap, keys // snap.count, keys % snap.count)


def rated(snap: Snapshot, one: Ints, other: Ints) -> Edges:
    """Rate possible pairs (one < other) exactly, leaving out those that must not meet."""
    import numpy as np

    may = ~apart(snap, one, other)
    one, other = one[may], other[may]
    met, where = snap.history.find(one, other)
    repeat, recency = np.zeros(len(one), np.int64), np.zeros(len(one), np.int64)
    repeat[met], recency[met] = snap.history.repeat[where[met]], snap.history.recency[where[met]]
    value = fit(snap, one, other, way_squared(snap, one, other)).astype(np.int64)
    return Edges(one=one, other=other, repeat=repeat, recency=recency, fit=value)


def rows_of(snap: Snapshot, members: Ints) -> Edges:
    """List every possible pair of some members, whoever the other is."""
    import numpy as np

    everybody = np.arange(snap.count)
    found: list[Ints] = [np.empty(0, np.int64)]
    for start in range(0, len(members), ROWS):
        rows = members[start : start + ROWS]
        which, partner = np.nonzero(allowed(snap, rows[:, None], everybody))
        found.append(_named(snap, rows[which], partner))
    keys = np.unique(np.concatenate(found))
    return rated(snap, keys // snap.count, keys % snap.count)


def pairs_among(snap: Snapshot, members: Ints) -> Edges:
    """List every possible pair among some members (ascending)."""
    return rated(snap, *_all_pairs(snap, members))


def _all_pairs(snap: Snapshot, members: Ints) -> tuple[Ints, Ints]:
    import numpy as np

    found = []
    for start in range(0, len(members), ROWS * 4):
        rows, later = members[start : start + ROWS * 4], members[start:]
        which, partner = np.nonzero(np.triu(allowed(snap, rows[:, None], later), 1))
        found.append((rows[which], later[partner]))
    if not found:
        return np.empty(0, np.int64), np.empty(0, np.int64)
    return np.concatenate([one for one, _ in found]), np.concatenate([other for _, other in found])


def _named(snap: Snapshot, one: Ints, other: Ints) -> Ints:
    """Name pairs by one number each."""
    import numpy as np

    return np.minimum(one, other) * snap.count + np.maximum(one, other)


def best_of(count: int) -> int:
    """Say how many partners each member of a community of this size keeps."""
    return 24 if count <= 10_000 else 20 if count <= 20_000 else 10  # noqa: PLR2004 - measured, see docs/matching.md


@dataclass(frozen=True, slots=True)
class _Lookups:
    """Hold who met or must not meet whom, to be looked up by member, and what meeting again costs in a ranking."""

    history: tuple[Ints, Ints, Ints]
    separated: tuple[Ints, Ints, Ints]
    price: Ints


def _kept(snap: Snapshot, most: int, columns: int) -> Iterator[Ints]:
    """Yield the names of the pairs worth keeping, neighbourhood by neighbourhood."""
    import numpy as np

    spots = mapped(snap)
    rng = np.random.default_rng(int(snap.key.astype(np.uint64).sum()))
    price = (snap.history.repeat * _MET + snap.history.recency * TIES).astype(np.int32)
    lookups = _Lookups(snap.history.both_ways(), snap.separated.both_ways(), price)
    lonely = []
    for leaf in leaves(spots, np.arange(snap.count), LEAF):
        way = np.sqrt(((spots - spots[leaf].mean(axis=0)) ** 2).sum(axis=1))
        rows = leaf[np.argsort(snap.reach[leaf], kind="stable")]
        for start in range(0, len(rows), ROWS):
            part = rows[start : start + ROWS]
            # Both must accept the way, so those with a short reach look at few others, and few look at those.
            reach = np.minimum(snap.reach, snap.reach[part].max())
            reached = np.flatnonzero(way <= way[part].max() + reach + ROUNDING_KM)
            seen = reached if len(reached) <= columns else _drawn(reached, way, columns, rng)
            names, new = _best(snap, part, seen, most, lookups)
            yield names
            lonely.append(part[new < FEW_NEW] if len(seen) < len(reached) else part[:0])
    everybody = np.arange(snap.count)
    few = np.concatenate(lonely)
    for start in range(0, len(few), 4):
        yield _best(snap, few[start : start + 4], everybody, most, lookups)[0]


def mapped(snap: Snapshot) -> Floats:
    """Put members on a map; areas without a centre each get a place of their own, far away from all others."""
    import numpy as np

    spots = snap.point.copy()
    unknown = np.isnan(spots[:, 0])
    spots[unknown] = np.stack([1e6 + 1e3 * snap.locality[unknown], *np.zeros((2, unknown.sum()))], axis=1)
    return spots


def leaves(spots: Floats, members: Ints, size: int) -> Iterator[Ints]:
    """Cut members into neighbourhoods of at most `size`, always across the widest spread."""
    import numpy as np

    if len(members) <= size:
        yield np.sort(members)
        return
    axis = int(np.argmax(np.ptp(spots[members], axis=0)))
    order = members[np.lexsort((members, spots[members, axis]))]
    half = len(members) // 2
    yield from leaves(spots, order[:half], size)
    yield from leaves(spots, order[half:], size)


def _drawn(reached: Ints, way: Floats, most: int, rng: "np.random.Generator") -> Ints:
    """Draw whom to look at: the nearest, and as many of the others as there is room for."""
    import numpy as np

    half = most // 2
    drawn = way[reached] < np.partition(way[reached], half)[half]
    far = np.flatnonzero(~drawn)
    drawn[far[rng.integers(0, len(far), most - half)]] = True
    return reached[drawn]


def _best(snap: Snapshot, rows: Ints, columns: Ints, most: int, lookups: _Lookups) -> tuple[Ints, Ints]:
    """Name each row's best pairs with some columns, and count the new people each row could meet among them."""
    import numpy as np

    way = way_squared(snap, rows[:, None], columns)
    may = allowed(snap, rows[:, None], columns, way)
    apart_row, apart_column, _ = _scattered(lookups.separated, rows, columns)
    may[apart_row, apart_column] = False
    worth = fit(snap, rows[:, None], columns, way)
    met_row, met_column, where = _scattered(lookups.history, rows, columns)
    worth[met_row, met_column] -= lookups.price[where]
    # All different: partition dawdles over equal values.
    worth = np.where(may, worth, _IMPOSSIBLE + np.arange(len(columns), dtype=np.int32))
    place = max(0, len(columns) - most)
    kept = may & (worth >= np.partition(worth, place, axis=1)[:, place, None])
    row, column = np.divmod(np.flatnonzero(kept), len(columns))
    may[met_row, met_column] &= lookups.price[where] == 0
    new = np.bincount(row[may[row, column]], minlength=len(rows))
    return _named(snap, rows[row], columns[column]), new


def _scattered(lookup: tuple[Ints, Ints, Ints], rows: Ints, columns: Ints) -> tuple[Ints, Ints, Ints]:
    """Return where pairs of a table stand in rows x columns: row, column and position in the table."""
    import numpy as np

    starts, partners, where = lookup
    counts = starts[rows + 1] - starts[rows]
    row = np.repeat(np.arange(len(rows)), counts)
    at = np.arange(len(row)) - np.repeat(np.cumsum(counts) - counts, counts) + np.repeat(starts[rows], counts)
    column = np.minimum(np.searchsorted(columns, partners[at]), len(columns) - 1)
    hit = columns[column] == partners[at]
    return row[hit], column[hit], where[at][hit]
