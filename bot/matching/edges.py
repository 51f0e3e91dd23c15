"""The pairs that are possible at all, with what each is worth.

Up to `EVERY_PAIR` members, every pair is looked at; above, who is listed is `neighbourhoods`' choice.
"""

from dataclasses import dataclass, replace

from bot.matching.arrays import Bools, Ints
from bot.matching.feasible import allowed, apart, way_squared
from bot.matching.fit import fit
from bot.matching.neighbourhoods import COLUMNS, best_of, named, neighbours
from bot.matching.snapshot import Snapshot

EVERY_PAIR = 800
ROWS = 64  # members looked at in one go


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
    return rated(snap, *neighbours(snap, best or best_of(snap.count), columns))


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
        found.append(named(snap, rows[which], partner))
    keys = np.unique(np.concatenate(found))
    return rated(snap, keys // snap.count, keys % snap.count)


def pairs_among(snap: Snapshot, members: Ints) -> Edges:
    """List every possible pair among some members (ascending)."""
    return rated(snap, *_all_pairs(snap, members))


def _all_pairs(snap: Snapshot, members: Ints) -> tuple[Ints, Ints]:
    import numpy as np

    found = []
    for start in range(0, len(members), ROWS):
        rows, later = members[start : start + ROWS], members[start:]
        may = np.triu(allowed(snap, rows[:, None], later), 1)
        which, partner = np.divmod(np.flatnonzero(may), len(later))
        found.append((rows[which], later[partner]))
    if not found:
        return np.empty(0, np.int64), np.empty(0, np.int64)
    return np.concatenate([one for one, _ in found]), np.concatenate([other for _, other in found])
