"""All groups that are possible among a party, as arrays, with the score of each."""

from collections.abc import Collection
from dataclasses import dataclass

from bot.matching.arrays import Bools, Ints, Words
from bot.matching.party import Party
from bot.matching.score import Score
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
    return Columns(nodes, party.scores(nodes))


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
