"""The best of two choices of groups, part by part.

Groups of two choices that share people, directly or by way of others, form a part; in each part either choice can be
taken, whatever is taken elsewhere. So taking the better side of each part is at least as good as both, promise by
promise (partition crossover: Whitley, Hains and Howe, 2009).
"""

from collections.abc import Sequence

from bot.matching.arrays import Ints
from bot.matching.components import linked
from bot.matching.party import Party
from bot.matching.solution import Group


def best_of_both(party: Party, one: Sequence[Group], other: Sequence[Group]) -> list[Group]:
    """Take from each part the side that keeps the promises better."""
    sides: dict[int, tuple[list[Group], list[Group]]] = {}
    part = _parts(party.count, [*one, *other])
    for side, groups in enumerate((one, other)):
        for group in groups:
            sides.setdefault(int(part[group[0]]), ([], []))[side].append(group)
    chosen: list[Group] = []
    for first, second in sides.values():
        chosen += (
            first if sorted(first) == sorted(second) or party.total(first) >= party.total(second) else second
        )
    return sorted(chosen)


def _parts(count: int, groups: Sequence[Group]) -> Ints:
    """Number for each node the part that it is in."""
    import numpy as np

    links = np.array([(group[0], node) for group in groups for node in group], dtype=np.int64).reshape(-1, 2)
    return linked(links[:, 0], links[:, 1], count)
