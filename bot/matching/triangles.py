"""Trios whose three pairs are all possible: all of some people, or in large and sparse communities those in sight."""

from collections.abc import Iterator

from bot.matching.arrays import Bools, Ints
from bot.matching.edges import Edges
from bot.matching.party import Party
from bot.matching.snapshot import Snapshot

IN_LINE = 100  # members who are first in line for the trio, the longest without a turn first
ASKED = 1000  # members whose partners are looked at in one go
PARTNERS = 16  # of each member; whoever has more is in many trios, as a rule


def first_in_line(snap: Snapshot, members: Ints) -> Ints:
    """Choose who is first in line for the trio: whoever had the fewest turns, in a drawn order among equals."""
    import numpy as np

    return np.sort(np.lexsort((snap.key[members], snap.odd_turns[members]))[:IN_LINE])


def count_trios(may: Bools) -> int:
    """Count the threes of whom each two may meet."""
    import numpy as np

    rows = np.packbits(may, axis=1)
    one, other = np.nonzero(np.triu(may, 1))
    return int(np.bitwise_count(rows[one] & rows[other]).sum(dtype=np.int64)) // 3


def possible_trios(party: Party, line: Ints) -> Ints:
    """List the trios that are possible among some people (ascending)."""
    import numpy as np

    later = np.triu(party.may[np.ix_(line, line)], 1)
    one, other = np.nonzero(later)
    pair, third = np.nonzero(later[one] & later[other])
    trios = line[np.column_stack([one[pair], other[pair], third])]
    return trios[party.share_rows(trios)]


def listed_trios(snap: Snapshot, members: Ints, edges: Edges) -> Iterator[Ints]:
    """Yield possible trios (rows) among listed pairs of a component's members.

    Members are asked as they stand in line for a turn, some at a time, and of their partners the first in line.
    """
    import numpy as np

    count = len(members)
    line = np.lexsort((snap.key[members], snap.odd_turns[members]))
    place = np.argsort(line)
    ends, partners = np.concatenate([edges.one, edges.other]), np.concatenate([edges.other, edges.one])
    order = np.lexsort((place[partners], place[ends]))
    ends, partners = place[ends][order], partners[order]
    starts = np.searchsorted(ends, np.arange(count))
    few = np.arange(len(ends)) - starts[ends] < PARTNERS
    ends, partners = ends[few], partners[few]
    for start in range(0, count, ASKED):
        here = slice(*np.searchsorted(ends, [start, start + ASKED]))
        trios = _closed(edges, count, line[ends[here]], partners[here])
        trios = trios[_share(snap, members[trios])]
        if len(trios):
            yield trios


def _closed(edges: Edges, count: int, ends: Ints, partners: Ints) -> Ints:
    """List whoever may meet two partners that may meet as well; who belong together stand in one run in `ends`."""
    import numpy as np

    names, found = edges.one * count + edges.other, [np.empty((0, 3), dtype=np.int64)]
    for apart in range(1, PARTNERS):
        same = ends[apart:] == ends[:-apart]
        one, other = partners[:-apart][same], partners[apart:][same]
        pair = np.minimum(one, other) * count + np.maximum(one, other)
        listed = names[np.minimum(np.searchsorted(names, pair), len(names) - 1)] == pair
        found.append(np.stack([ends[apart:][same], one, other], axis=1)[listed])
    return np.unique(np.sort(np.concatenate(found), axis=1), axis=0)


def _share(snap: Snapshot, trios: Ints) -> Bools:
    """Say which trios have a time and a language for all."""
    import numpy as np

    free = np.bitwise_and.reduce(snap.slots[trios], axis=1) != 0
    spoken = np.bitwise_and.reduce(snap.languages[trios], axis=1) != 0
    return free & spoken.any(axis=1)
