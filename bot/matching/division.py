"""The best of all ways to divide people into groups: dynamic programming along a line of people.

People are taken one by one. Whoever comes stays alone, is in a group of somebody before, or takes a group of those who
are still to come. Of all choices so far that use the same people of those to come, only the best can be part of the
best of all (compare Held and Karp, 1962). In a line in which neighbours stand close together few sets of people come
about, even where there are far too many ways to divide them (the frontier of Sekine, Imai and Tani, 1995).
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.matching.arrays import Bools, Ints
from bot.matching.columns import Columns
from bot.matching.solution import Group
from bot.matching.weights import LONG

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Sets = NDArray[np.uint64]

LARGEST = 64  # nodes up to which a set of them is one number
MOST_LOOKS = 10_000_000  # takes about half a second


@dataclass(frozen=True, slots=True)
class _Choices:
    """Hold the best choices so far: who is taken of those to come, what each is worth, promise by promise (rows).

    `before` and `group` say from which of the choices before each came, and by which group (-1: by none).
    """

    taken: "Sets"
    worth: Ints
    before: Ints
    group: Ints


def best_division(columns: Columns, count: int) -> list[Group] | None:
    """Choose among all ways to divide `count` nodes; exact on the whole scale. None where that takes too many looks."""
    import numpy as np

    worth = np.stack(merged(columns.parts, count, LONG))
    place = np.argsort(in_line(columns, count))
    first = np.where(columns.nodes >= 0, place[columns.nodes], count).min(axis=1)
    sets = _as_sets(np.where(columns.nodes >= 0, place[columns.nodes], -1))
    nothing = np.full(1, -1, dtype=np.int64)
    steps = [_Choices(np.zeros(1, np.uint64), np.zeros((len(worth), 1), np.int64), nothing, nothing)]
    looks = 0
    for node in range(count):
        groups = np.flatnonzero(first == node)
        looks += len(steps[-1].taken) * len(groups)
        if looks > MOST_LOOKS:
            return None
        steps.append(_with_next(steps[-1], np.uint64(1 << node), groups, sets[groups], worth[:, groups]))
    return _traced(steps, columns)


def in_line(columns: Columns, count: int) -> Ints:
    """Line nodes up so that few of those to come could be in a group with some who are past: each time the one who
    could be with the fewest others.
    """
    import numpy as np

    near = np.zeros((count, count), dtype=bool)
    for one in columns.nodes.T:
        for other in columns.nodes.T:
            both = (one >= 0) & (other >= 0)
            near[one[both], other[both]] = True
    line: list[int] = []
    past, reached = np.zeros(count, dtype=bool), np.zeros(count, dtype=bool)
    for _ in range(count):
        more = (near & ~past & ~reached).sum(axis=1) - reached
        node = int(np.where(past, count + 1, more).argmin())
        line.append(node)
        past[node] = True
        reached |= near[node]
    return np.array(line, dtype=np.int64)


def _as_sets(rows: Ints) -> "Sets":
    import numpy as np

    bits = np.left_shift(np.uint64(1), np.maximum(rows, 0).astype(np.uint64))
    return np.bitwise_or.reduce(np.where(rows >= 0, bits, np.uint64(0)), axis=1)


def _with_next(before: _Choices, node: "np.uint64", groups: Ints, sets: "Sets", worth: Ints) -> _Choices:
    """Let the next node stay alone, or take one of its groups."""
    import numpy as np

    free = np.flatnonzero((before.taken & node) == 0)
    fits = [free[(before.taken[free] & members) == 0] for members in sets]
    came = np.concatenate([np.arange(len(before.taken)), *fits])
    by = np.repeat(np.arange(-1, len(sets)), [len(before.taken), *map(len, fits)])
    taken = before.taken[came] | np.where(by >= 0, np.append(sets, np.uint64(0))[by], np.uint64(0))
    total = before.worth[:, came] + np.column_stack([worth, np.zeros(len(worth), np.int64)])[:, by]
    return _best_of_each(_Choices(taken & ~node, total, came, np.append(groups, -1)[by]))


def _best_of_each(choices: _Choices) -> _Choices:
    """Keep for each set of taken nodes the best choice; of equals, the first."""
    import numpy as np

    order = np.argsort(choices.taken, kind="stable")
    taken, worth = choices.taken[order], choices.worth[:, order]
    starts = np.flatnonzero(np.append(True, taken[1:] != taken[:-1]))
    run = np.repeat(np.arange(len(starts)), np.diff(np.append(starts, len(taken))))
    best: Bools = np.ones(len(taken), dtype=bool)
    for values in worth:
        highest = np.maximum.reduceat(np.where(best, values, np.iinfo(np.int64).min), starts)
        best &= values == highest[run]
    kept = np.flatnonzero(best)
    kept = kept[np.append(True, run[kept][1:] != run[kept][:-1])]
    at = order[kept]
    return _Choices(taken[kept], worth[:, kept], choices.before[at], choices.group[at])


def _traced(steps: list[_Choices], columns: Columns) -> list[Group]:
    """Name the groups that led to the one choice that is left."""
    chosen: list[Group] = []
    at = 0
    for step in reversed(steps):
        if step.group[at] >= 0:
            chosen.append(columns.group(int(step.group[at])))
        at = int(step.before[at])
    return sorted(chosen)


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
