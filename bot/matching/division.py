"""The best of all ways to divide a few people into groups: dynamic programming over sets of people.

The first of a set stays alone or is in one of their groups; the best of what remains is known already (compare Held
and Karp, 1962).
"""

from collections.abc import Iterable

from bot.matching.arrays import Bools, Ints
from bot.matching.columns import Columns
from bot.matching.party import Party
from bot.matching.solution import Group
from bot.matching.weights import LONG

LARGEST = 18  # nodes up to which every division is looked at, unless that takes too many looks
MOST_LOOKS = 10_000_000  # takes about half a second


def looks(party: Party, columns: Columns) -> int:
    """Count the sets of nodes that some group is tried for."""
    size = (columns.nodes >= 0).sum(axis=1)
    return int((2.0 ** (party.count - columns.nodes[:, 0] - size)).sum())


def best_division(party: Party, columns: Columns) -> list[Group]:
    """Choose among all ways to divide a few nodes; exact on the whole scale.

    For each set of nodes still to be placed, its first stays alone or takes one of its groups. Sets are numbers with a
    bit a node. Those with the latest first are weighed first, and for each group all at once.
    """
    import numpy as np

    worth = np.stack(merged(columns.parts, party.count, LONG))
    groups = [columns.group(index) for index in range(len(columns))]
    best = np.zeros((len(worth), 1 << party.count), dtype=np.int64)
    taken = np.full(1 << party.count, -1, dtype=np.int64)
    for first in reversed(range(party.count)):
        rest = _subsets(range(first + 1, party.count))
        best[:, rest | 1 << first] = best[:, rest]
        for index, group in enumerate(groups):
            if group[0] != first:
                continue
            rest = _subsets(node for node in range(first + 1, party.count) if node not in group)
            sets = rest | sum(1 << node for node in group)
            total = best[:, rest] + worth[:, index, None]
            better = _above(total, best[:, sets])
            best[:, sets[better]] = total[:, better]
            taken[sets[better]] = index
    chosen: list[Group] = []
    people = (1 << party.count) - 1
    while people:
        group = groups[taken[people]] if taken[people] >= 0 else ()
        chosen += [group] if group else []
        people ^= sum(1 << node for node in group) or people & -people
    return sorted(chosen)


def _subsets(nodes: Iterable[int]) -> Ints:
    """List all sets of some nodes."""
    import numpy as np

    sets = np.zeros(1, dtype=np.int64)
    for node in nodes:
        sets = np.concatenate([sets, sets | 1 << node])
    return sets


def _above(one: Ints, other: Ints) -> Bools:
    """Say which columns of numbers are above others, the first number counting before all later ones."""
    above = one[0] > other[0]
    same = one[0] == other[0]
    for left, right in zip(one[1:], other[1:], strict=True):
        above |= same & (left > right)
        same &= left == right
    return above


def merged(parts: Ints, most_groups: int, longest: int) -> list[Ints]:
    """Merge neighbouring promises while their sums stay within `longest`; drop what makes no difference."""
    import numpy as np

    objectives: list[Ints] = []
    limit = longest + 1
    for values in parts.T:
        if not values.any():
            continue
        radix = int(np.abs(values).max()) * most_groups + 1
        if objectives and limit * radix <= longest:
            objectives[-1] = objectives[-1] * radix + values
            limit *= radix
        else:
            objectives.append(values)
            limit = radix
    return objectives
