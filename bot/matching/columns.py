"""All groups that are possible among a party, as arrays, with the score of each."""

from collections.abc import Collection
from dataclasses import dataclass
from itertools import combinations, product

from bot.matching.arrays import Bools, Ints, Words
from bot.matching.party import Party
from bot.matching.score import Score, shape_cost
from bot.matching.solution import Group


@dataclass(frozen=True, slots=True)
class Columns:
    """Hold possible groups: `nodes` has one row a group, filled up with -1; `parts` its `Score`, one row a group."""

    nodes: Ints
    parts: Ints

    def __len__(self) -> int:
        """Count the groups."""
        return len(self.nodes)

    def group(self, index: int) -> Group:
        """Return one group."""
        return tuple(node for node in self.nodes[index].tolist() if node >= 0)

    def take(self, chosen: Ints | Bools) -> "Columns":
        """Keep some groups."""
        return Columns(self.nodes[chosen], self.parts[chosen])

    def with_nobody_bound(self, count: int) -> "Columns":
        """Add for each node a way to be left out, which is worth nothing."""
        import numpy as np

        alone = np.full((count, self.nodes.shape[1]), -1, dtype=np.int64)
        alone[:, 0] = np.arange(count)
        nothing = np.zeros((count, self.parts.shape[1]), dtype=np.int64)
        return Columns(np.concatenate([self.nodes, alone]), np.concatenate([self.parts, nothing]))


@dataclass(frozen=True, slots=True)
class _Layer:
    """Hold groups of equally many nodes under way: who may join, and what all of them share."""

    nodes: Ints
    may: Bools
    slots: Words
    languages: Words
    size: Ints


def possible_groups(party: Party, most: int, sizes: Collection[int] | None = None) -> Columns | None:
    """List every possible group, of some sizes only where these are given; None beyond `most`."""
    import numpy as np

    asked = range(1, party.largest + 1) if sizes is None else sizes
    single = np.arange(party.count)
    layer = _Layer(single[:, None], party.may, party.slots, party.languages, party.size)
    alone = single[party.complete & np.isin(party.size, list(asked))]
    found: list[Ints] = [alone[:, None]] if len(alone) else []
    total = len(alone)
    for _ in range(max(asked, default=1) - 1):
        grown = _grown(party, layer, max(asked), most)
        if grown is None:
            return None
        layer = grown
        rows = layer.nodes[np.isin(layer.size, list(asked))]
        total += len(rows)
        if total > most:
            return None
        if len(rows):
            found.append(rows)
    if not found:
        return Columns(np.empty((0, 1), dtype=np.int64), np.empty((0, len(Score._fields)), dtype=np.int64))
    width = found[-1].shape[1]
    nodes = np.concatenate(
        [np.pad(each, ((0, 0), (0, width - each.shape[1])), constant_values=-1) for each in found]
    )
    return Columns(nodes, scores(party, nodes))


def _grown(party: Party, layer: _Layer, largest: int, most: int) -> _Layer | None:
    """Add one later node to each group in every possible way; None where that makes more than so many."""
    import numpy as np

    later = np.arange(party.count) > layer.nodes[:, -1:]
    fits = layer.may & later & (layer.size[:, None] + party.size <= largest)
    fits &= (layer.slots[:, None] & party.slots) != 0
    speak = np.zeros_like(fits)
    for word in range(party.languages.shape[1]):
        speak |= (layer.languages[:, None, word] & party.languages[:, word]) != 0
    fits &= speak
    if np.count_nonzero(fits) > most:
        return None
    group, node = np.nonzero(fits)
    return _Layer(
        nodes=np.column_stack([layer.nodes[group], node]),
        may=layer.may[group] & party.may[node],
        slots=layer.slots[group] & party.slots[node],
        languages=layer.languages[group] & party.languages[node],
        size=layer.size[group] + party.size[node],
    )


def scores(party: Party, nodes: Ints) -> Ints:
    """Score groups (rows of nodes, filled up with -1), as `Party.score` does one by one."""
    import numpy as np

    there = nodes >= 0

    def total(values: Ints) -> Ints:
        return np.where(there, values[nodes], 0).sum(axis=1)

    def over_pairs(table: Ints) -> Ints:
        pairs = combinations(range(nodes.shape[1]), 2)
        sums = np.zeros(len(nodes), dtype=np.int64)
        for one, other in pairs:
            sums += np.where(there[:, other], table[nodes[:, one], nodes[:, other]], 0)
        return sums

    size = total(party.size)
    shape = np.array([shape_cost(members, party.wanted) for members in range(party.largest + 1)])[size]
    if party.new_faces is None:
        repeats = over_pairs(party.repeat)
    else:
        repeats = _missing_faces(party, nodes, party.new_faces)
    fit = 2 * (over_pairs(party.fit) + total(party.inside)) // np.maximum(size - 1, 1)
    parts = {
        "placed": size,
        "turns_to_come": total(party.overdue),
        "shape": -shape,
        "odd_turns": -np.where(size != party.wanted, total(party.odd_turns), 0),
        "repeats": -repeats,
        "recency": -over_pairs(party.recency),
        "fit": fit,
    }
    return np.stack([parts[name] for name in Score._fields], axis=1)


def _missing_faces(party: Party, nodes: Ints, new_faces: int) -> Ints:
    """Count how many new people groups lack for what the circle asks, member by member."""
    import numpy as np

    there, first = nodes >= 0, np.cumsum(party.size) - party.size
    size = np.where(there, party.size[nodes], 0)
    missing = np.zeros(len(nodes), dtype=np.int64)
    for place, each in product(range(nodes.shape[1]), range(int(party.size.max(initial=0)))):
        counts = each < size[:, place]
        member = np.where(counts, first[nodes[:, place]] + each, 0)
        seats, again = size.sum(axis=1) - size[:, place], np.zeros(len(nodes), dtype=np.int64)
        for other in range(nodes.shape[1]):
            if other != place:
                again += np.where(there[:, other], party.met[member, nodes[:, other]], 0)
        lacks = np.maximum(0, np.minimum(new_faces, seats) - seats + again)
        missing += np.where(counts, lacks, 0)
    return missing
