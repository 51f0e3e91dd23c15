"""People who may be put into one group, as square tables: what the solvers for groups work on.

A node is one member, or several who come together. Tables hold sums over the pairs between two nodes, and what is
inside a node is kept apart, so that all sums come out as if members were asked one by one.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations, product
from typing import TYPE_CHECKING

from bot.matching.arrays import Bools, Ints, Words
from bot.matching.edges import Edges
from bot.matching.score import Score, shape_cost
from bot.matching.snapshot import WORD, Snapshot
from bot.matching.solution import Group

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


@dataclass(frozen=True)
class Party:
    """Hold the tables of n nodes; nodes of a smaller number are earlier in the order of ids.

    `may[a, b]`: they may be in one group. `repeat`, `recency`, `fit`: sums over the pairs between two nodes, in the
    units of `Score`. `size`, `inside` (fit of the pairs inside a node), `slots`, `languages` (bit sets, several words),
    `overdue`, `odd_turns`: one row a node. `complete`: the node can be a group of its own. `met`: whom of a node each
    member met, the members (rows) in the order of nodes. `wanted` and `largest` are the sizes of groups in members;
    `new_faces` how many new people each shall meet, None for all.
    """

    may: Bools
    repeat: Ints
    recency: Ints
    fit: Ints
    size: Ints
    inside: Ints
    slots: "NDArray[np.uint32]"
    languages: Words
    overdue: Ints
    odd_turns: Ints
    complete: Bools
    met: Ints
    wanted: int
    largest: int
    new_faces: int | None

    @property
    def count(self) -> int:
        """Return how many nodes there are."""
        return len(self.size)

    @cached_property
    def strangers(self) -> Ints:
        """Return 1 for each two nodes that may not be in one group."""
        import numpy as np

        strangers = (~self.may).astype(np.int16)
        np.fill_diagonal(strangers, 0)
        return strangers

    @cached_property
    def sets(self) -> list[tuple[int, int, int]]:
        """Return each node's size, and its times and languages as one long bit set each."""
        spoken = [
            sum(word << WORD * at for at, word in enumerate(words)) for words in self.languages.tolist()
        ]
        return list(zip(self.size.tolist(), self.slots.tolist(), spoken, strict=True))

    def possible(self, group: Sequence[int]) -> bool:
        """Say whether the hard rules allow these nodes as one group."""
        if len(group) == 1:
            return bool(self.complete[group[0]])
        members, slots, spoken = 0, -1, -1
        for node in group:
            size, free, speaks = self.sets[node]
            members, slots, spoken = members + size, slots & free, spoken & speaks
        if members > self.largest or not slots or not spoken:
            return False
        return all(self.may[one, other] for one, other in combinations(group, 2))

    def scores(self, groups: Ints) -> Ints:
        """Rate possible groups (rows of nodes, filled up with -1): one row each, in the order of `Score`."""
        import numpy as np

        seats, there = groups.T, groups.T >= 0
        first, second = np.triu_indices(len(seats), 1)
        one, other, both = seats[first], seats[second], there[second]

        def total(values: Ints) -> Ints:
            return np.where(there, values[seats], 0).sum(axis=0)

        def over_pairs(table: Ints) -> Ints:
            return np.where(both, table[one, other], 0).sum(axis=0)

        size = total(self.size)
        shape = np.array([shape_cost(members, self.wanted) for members in range(self.largest + 1)])[size]
        if self.new_faces is None:
            repeats = over_pairs(self.repeat)
        else:
            repeats = self._missing_faces(groups, self.new_faces)
        parts = {
            "placed": size,
            "turns_to_come": total(self.overdue),
            "shape": -shape,
            "odd_turns": -np.where(size != self.wanted, total(self.odd_turns), 0),
            "repeats": -repeats,
            "recency": -over_pairs(self.recency),
            "fit": 2 * (over_pairs(self.fit) + total(self.inside)) // np.maximum(size - 1, 1),
        }
        return np.stack([parts[name] for name in Score._fields], axis=1)

    def possible_rows(self, groups: Ints) -> Bools:
        """Say which groups (rows of nodes, filled up with -1) the hard rules allow."""
        import numpy as np

        there, nodes = groups >= 0, np.maximum(groups, 0)
        fine = self.share_rows(groups)
        for one, other in combinations(range(groups.shape[1]), 2):
            fine &= ~(there[:, one] & there[:, other]) | self.may[nodes[:, one], nodes[:, other]]
        return fine

    def share_rows(self, groups: Ints) -> Bools:
        """Say which groups (rows) are not too large and have a time and a language for all; not whether they may meet."""
        size, slots, languages = self.in_common(groups)
        return (size <= self.largest) & (slots != 0) & (languages != 0).any(axis=1)

    def in_common(self, groups: Ints) -> tuple[Ints, Words, Words]:
        """Return how many members groups (rows) have, and the times and languages of all of them as bit sets."""
        import numpy as np

        everything = np.uint64(0xFFFF_FFFF_FFFF_FFFF)
        size = np.zeros(len(groups), dtype=np.int64)
        slots = np.full(len(groups), everything)
        languages = np.full((len(groups), self.languages.shape[1]), everything)
        for column in groups.T:  # far sooner than along rows as short as these
            there = column >= 0
            size += np.where(there, self.size[column], 0)
            slots &= np.where(there, self.slots[column], everything)
            languages &= np.where(there[:, None], self.languages[column], everything)
        return size, slots, languages

    def strangers_between(self, groups: Ints, others: Ints) -> Ints:
        """Count for each of some groups and each of some others (rows) the pairs across that may not meet."""
        import numpy as np

        count = np.zeros((len(groups), len(others)), dtype=np.int16)
        for one, other in product(groups.T, others.T):
            there = (one[:, None] >= 0) & (other >= 0)
            count += np.where(there, self.strangers[one[:, None], other], 0).astype(np.int16)
        return count

    def total(self, groups: Sequence[Group]) -> tuple[int, ...]:
        """Rate a whole choice of possible groups, promise by promise."""
        return tuple(self.scores(padded(groups)).sum(axis=0).tolist()) if groups else Score()

    def _missing_faces(self, groups: Ints, new_faces: int) -> Ints:
        """Count how many new people groups lack for what the circle asks, member by member."""
        import numpy as np

        there, first = groups >= 0, np.cumsum(self.size) - self.size
        size = np.where(there, self.size[groups], 0)
        missing = np.zeros(len(groups), dtype=np.int64)
        for place, each in product(range(groups.shape[1]), range(int(self.size.max(initial=0)))):
            counts = each < size[:, place]
            member = np.where(counts, first[groups[:, place]] + each, 0)
            seats, again = size.sum(axis=1) - size[:, place], np.zeros(len(groups), dtype=np.int64)
            for other in range(groups.shape[1]):
                if other != place:
                    again += np.where(there[:, other], self.met[member, groups[:, other]], 0)
            lacks = np.maximum(0, np.minimum(new_faces, seats) - seats + again)
            missing += np.where(counts, lacks, 0)
        return missing


def gather(snap: Snapshot, edges: Edges, nodes: Sequence[Sequence[int]], complete: Sequence[bool]) -> Party:
    """Make the tables for some nodes (each a list of members) from the possible pairs among their members.

    Only pairs that `edges` lists count as possible.
    """
    import numpy as np

    node_of = np.full(snap.count, -1, dtype=np.int64)
    for node, members in enumerate(nodes):
        node_of[list(members)] = node
    one, other = node_of[edges.one], node_of[edges.other]
    here = (one >= 0) & (other >= 0)
    one, other = one[here], other[here]
    size = np.array([len(members) for members in nodes], dtype=np.int64)
    across, own = one != other, one == other

    def table(values: Ints) -> Ints:
        sums = np.zeros((len(nodes), len(nodes)), dtype=np.int64)
        np.add.at(sums, (one[across], other[across]), values[here][across])
        return sums + sums.T

    slots, languages = _kept(snap.slots, nodes), _kept(snap.languages, nodes)
    may = table(np.ones(len(edges.one), dtype=np.int64)) == np.outer(size, size)
    may &= (slots[:, None] & slots) != 0
    may &= ((languages[:, None] & languages) != 0).any(axis=2)
    np.fill_diagonal(may, val=False)
    return Party(
        may=may,
        repeat=table(edges.repeat),
        recency=table(edges.recency),
        fit=table(edges.fit),
        size=size,
        inside=np.bincount(one[own], weights=edges.fit[here][own], minlength=len(nodes)).astype(np.int64),
        slots=slots,
        languages=languages,
        overdue=np.array([int(snap.overdue[list(members)].sum()) for members in nodes], dtype=np.int64),
        odd_turns=np.array([int(snap.odd_turns[list(members)].sum()) for members in nodes], dtype=np.int64),
        complete=np.array(complete, dtype=bool),
        met=_met(edges, nodes, node_of),
        wanted=snap.request.wanted,
        largest=snap.request.largest,
        new_faces=snap.request.new_faces,
    )


def _met(edges: Edges, nodes: Sequence[Sequence[int]], node_of: Ints) -> Ints:
    """Count whom each member of these nodes met in every node, the members in the order of nodes."""
    import numpy as np

    row = np.full(len(node_of), -1, dtype=np.int64)
    members = [member for each in nodes for member in each]
    row[members] = np.arange(len(members))
    met = np.zeros((len(members), len(nodes)), dtype=np.int64)
    here = (row[edges.one] >= 0) & (row[edges.other] >= 0)
    one, other, repeat = edges.one[here], edges.other[here], edges.repeat[here]
    np.add.at(met, (row[one], node_of[other]), repeat)
    np.add.at(met, (row[other], node_of[one]), repeat)
    return met


def _kept(sets: Words, nodes: Sequence[Sequence[int]]) -> Words:
    """Keep for each node what all of its members have."""
    import numpy as np

    return np.stack([np.bitwise_and.reduce(sets[list(members)], axis=0) for members in nodes])


def padded(groups: Sequence[Group]) -> Ints:
    """Turn groups into rows of equal length, at least 1, filled up with -1."""
    import numpy as np

    width = max([1, *map(len, groups)])
    rows = [(*group, *(-1,) * (width - len(group))) for group in groups]
    return np.array(rows, dtype=np.int64).reshape(-1, width)
