"""Whom to look at in large communities, where all pairs would be too many.

Members are cut into neighbourhoods (leaves of a k-d tree); each looks at everybody within its reach, or at half
nearest and half drawn from the seed where those are too many, and keeps for each member the best by pair terms alone.
(A bonus per person must have no part in this: it would make everybody keep the same few.) Whoever has few new people
left looks at everybody.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from bot.matching.arrays import Floats, Ints
from bot.matching.feasible import allowed, way_squared
from bot.matching.fit import fit
from bot.matching.score import LARGEST_FIT, TIES
from bot.matching.snapshot import ROUNDING_KM, Snapshot

if TYPE_CHECKING:
    import numpy as np

LEAF = 256  # members in a neighbourhood
ROWS = 32  # members looked at in one go, so that intermediate tables stay in the processor's cache
COLUMNS = 3200  # people a neighbourhood looks at
FEW_NEW = 6  # new people below which a member looks at everybody
# Partners that each keeps, up to so many members: measured, see docs/matching.md.
BEST = ((2_000, 40), (10_000, 24), (20_000, 20))
BEST_OF_MORE = 10
_BLUR_KM = 0.003  # more than single precision is off, the globe over
_IMPOSSIBLE = -(1 << 30)
_MET = LARGEST_FIT * TIES  # more than all fit: people who met rank after all who did not


def best_of(count: int) -> int:
    """Say how many partners each member of a community of this size keeps."""
    return next((kept for largest, kept in BEST if count <= largest), BEST_OF_MORE)


def neighbours(snap: Snapshot, most: int, columns: int) -> tuple[Ints, Ints]:
    """List pairs (one < other, sorted) that hold each member's best, `most` of them, of `columns` looked at."""
    import numpy as np

    keys = np.sort(np.concatenate([*_kept(_roughly(snap), most, columns)]))
    one, other = np.divmod(keys[np.diff(keys, prepend=-1) > 0], snap.count)
    may = allowed(snap, one, other)
    return one[may], other[may]


def _roughly(snap: Snapshot) -> Snapshot:
    """Measure from the middle in single precision: quicker, right to a few metres, and nobody in reach is missed."""
    import numpy as np

    known = snap.point[~np.isnan(snap.point[:, 0])]
    middle = known.mean(axis=0) if len(known) else np.zeros(3)
    point = np.asfortranarray(snap.point - middle, dtype=np.float32)
    return replace(snap, point=point, reach=(snap.reach + _BLUR_KM).astype(np.float32))


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
        middle = spots[leaf].mean(axis=0)
        way = np.sqrt(sum((axis - at) ** 2 for axis, at in zip(spots.T, middle, strict=True)))
        beyond = way - snap.reach
        rows = leaf[np.argsort(snap.reach[leaf], kind="stable")]
        for start in range(0, len(rows), ROWS):
            part = rows[start : start + ROWS]
            # Both must accept the way, so those with a short reach look at few others, and few look at those.
            around = way[part].max() + ROUNDING_KM
            reached = np.flatnonzero((way <= around + snap.reach[part].max()) & (beyond <= around))
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

    spots = snap.point.copy(order="K")
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
    # Sums are quicker than a choice, and all are different: partition dawdles over equal values.
    worth += ~may * np.arange(_IMPOSSIBLE, _IMPOSSIBLE + len(columns), dtype=np.int32)
    place = max(0, len(columns) - most)
    kept = may & (worth >= np.partition(worth, place, axis=1)[:, place, None])
    row, column = np.divmod(np.flatnonzero(kept), len(columns))
    may[met_row, met_column] &= lookups.price[where] == 0
    new = np.bincount(row[may[row, column]], minlength=len(rows))
    return named(snap, rows[row], columns[column]), new


def named(snap: Snapshot, one: Ints, other: Ints) -> Ints:
    """Name pairs by one number each."""
    import numpy as np

    return np.minimum(one, other) * snap.count + np.maximum(one, other)


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
