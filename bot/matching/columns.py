"""All groups that are possible among a party, as arrays, with the score of each."""

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

    def take(self, chosen: Ints) -> "Columns":
        """Keep some groups."""
        return Columns(self.nodes[chosen], self.parts[chosen])


@dataclass(frozen=True, slots=True)
class _Layer:
    """Hold groups of equally many nodes under way: who may join, and what all of them share."""

    nodes: Ints
    may: Bools
    slots: Words
    languages: Words
    size: Ints


def possible_groups(party: Party, most: int) -> Columns | None:
    """List every possible group; None beyond `most`."""
    import numpy as np

    single = np.arange(party.count)
    layer = _Layer(single[:, None], party.may.copy(), party.slots, party.languages, party.size)
    alone = single[party.complete]
    found: list[Ints] = [alone[:, None]] if len(alone) else []
    total = len(alone)
    for _ in range(party.largest - 1):
        layer = _grown(party, layer)
        total += len(layer.nodes)
        if total > most:
            return None
        if not len(layer.nodes):
            break
        found.append(layer.nodes)
    if not found:
        return Columns(np.empty((0, 1), dtype=np.int64), np.empty((0, len(Score._fields)), dtype=np.int64))
    width = found[-1].shape[1]
    nodes = np.concatenate(
        [np.pad(each, ((0, 0), (0, width - each.shape[1])), constant_values=-1) for each in found]
    )
    return Columns(nodes, party.scores(nodes))


def _grown(party: Party, layer: _Layer) -> _Layer:
    """Add one later node to each group in every possible way."""
    import numpy as np

    later = np.arange(party.count) > layer.nodes[:, -1:]
    fits = layer.may & later & (layer.size[:, None] + party.size <= party.largest)
    fits &= (layer.slots[:, None] & party.slots) != 0
    speak = np.zeros_like(fits)
    for word in range(party.languages.shape[1]):
        speak |= (layer.languages[:, None, word] & party.languages[:, word]) != 0
    group, node = np.nonzero(fits & speak)
    return _Layer(
        nodes=np.column_stack([layer.nodes[group], node]),
        may=layer.may[group] & party.may[node],
        slots=layer.slots[group] & party.slots[node],
        languages=layer.languages[group] & party.languages[node],
        size=layer.size[group] + party.size[node],
    )
