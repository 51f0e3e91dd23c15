"""The best of all ways to divide people into groups: dynamic programming along a line of people.

People are taken one by one. Whoever comes is in a group of somebody before, or takes a group of those who are still to
come. Of all choices so far that use the same people of those to come, only the best can be part of the best of all
(compare Held and Karp, 1962). In a line in which neighbours stand close together few sets of people come about, even
where there are far too many ways to divide them (the frontier of Sekine, Imai and Tani, 1995). Where groups have a
loss, choices that lose too much are dropped on the way, and what the best of these lose says what they could reach.
"""

import math
from dataclasses import dataclass
from itertools import product
from typing import TYPE_CHECKING

from bot.matching.arrays import Bools, Floats, Ints
from bot.matching.columns import Columns
from bot.matching.weights import LONG

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Sets = NDArray[np.uint64]

BITS = 64  # nodes of a set that one number holds
DRAW, DRAWN = 48_271, (1 << 31) - 1  # Park and Miller's multiplicative generator


@dataclass(frozen=True, slots=True)
class Effort:
    """Say how many choices are kept at a time, and how many ways to go on are looked at in all."""

    choices: int
    looks: int


@dataclass(frozen=True, slots=True)
class Division:
    """Hold the best choice that was found (numbers of groups), and what all choices that were not looked at lose, at least."""

    chosen: Ints | None
    others_lose: float


@dataclass(frozen=True, slots=True)
class _Choices:
    """Hold the best choices so far: who is taken of those to come (words, choices), what each is worth, promise by
    promise (rows), and what it loses.

    `before` and `group` say from which of the choices before each came, and by which group (-1: by none).
    """

    taken: "Sets"
    worth: Ints
    lost: Floats
    before: Ints
    group: Ints

    def take(self, chosen: Ints) -> "_Choices":
        return _Choices(
            self.taken[:, chosen],
            self.worth[:, chosen],
            self.lost[chosen],
            self.before[chosen],
            self.group[chosen],
        )


@dataclass(frozen=True, slots=True)
class _Groups:
    """Hold the groups that somebody may take: their numbers, and of each what `_Choices` hold."""

    number: Ints
    taken: "Sets"
    worth: Ints
    lost: Floats


def best_division(
    columns: Columns, count: int, effort: Effort, loss: Floats, most: float = math.inf
) -> Division:
    """Choose among all ways to divide `count` nodes into these groups that lose `most` at most; exact on the whole scale.

    A way that is not looked at for want of effort is told by what it loses.
    """
    import numpy as np

    worth = np.stack([*merged(columns.parts, count, LONG), _draw(columns.nodes)])
    place = np.argsort(in_line(columns, count))
    rows = np.where(columns.nodes >= 0, place[columns.nodes], -1)
    first, sets = np.where(rows >= 0, rows, count).min(axis=1), _as_sets(rows, count)
    steps = [_start(len(sets), len(worth))]
    others, looks = math.inf, 0
    for node in range(count):
        number = np.flatnonzero(first == node)
        looks += len(steps[-1].lost) * len(number)
        if looks > effort.looks:
            return Division(None, 0.0)
        groups = _Groups(number, sets[:, number], worth[:, number], loss[number])
        found = _with_next(steps[-1], node, groups, most)
        if len(found.lost) > effort.choices:
            order = np.argsort(found.lost, kind="stable")
            others = min(others, float(found.lost[order[effort.choices]]))
            found = found.take(np.sort(order[: effort.choices]))
        if not len(found.lost):
            return Division(None, others)
        steps.append(found)
    return Division(_traced(steps), others)


def _draw(nodes: Ints) -> Ints:
    """Draw a number for each group, which decides among equals, whatever other groups are looked at."""
    import numpy as np

    number = np.zeros(len(nodes), dtype=np.int64)
    for column in nodes.T:
        number = np.where(column >= 0, (number * DRAW + column + 1) % DRAWN, number)
    return number * DRAW % DRAWN


def _start(words: int, promises: int) -> _Choices:
    import numpy as np

    nothing = np.full(1, -1, dtype=np.int64)
    taken, worth = np.zeros((words, 1), np.uint64), np.zeros((promises, 1), np.int64)
    return _Choices(taken, worth, np.zeros(1), nothing, nothing)


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


def _as_sets(rows: Ints, count: int) -> "Sets":
    """Turn rows of places in line into sets, one column a row."""
    import numpy as np

    sets = np.zeros((-(-count // BITS), len(rows)), np.uint64)
    for at, column in product(range(len(sets)), rows.T):
        bit = np.left_shift(np.uint64(1), (column % BITS).astype(np.uint64))
        sets[at] |= np.where((column >= 0) & (column // BITS == at), bit, np.uint64(0))
    return sets


def _with_next(before: _Choices, node: int, groups: _Groups, most: float) -> _Choices:
    """Let the next node take one of its groups, unless it is in one already."""
    import numpy as np

    word, bit = divmod(node, BITS)
    own = np.uint64(1 << bit)
    there = (before.taken[word] & own) != 0
    waiting = np.flatnonzero(~there)
    fits = [
        waiting[~_overlap(before.taken[:, waiting], members) & (before.lost[waiting] + lost <= most)]
        for members, lost in zip(groups.taken.T, groups.lost.tolist(), strict=True)
    ]
    came = np.concatenate([np.flatnonzero(there), *fits])
    by = np.repeat(np.arange(-1, len(fits)), [int(there.sum()), *map(len, fits)])
    nobody = np.zeros((len(groups.taken), 1), np.uint64)
    taken = before.taken[:, came] | np.concatenate([groups.taken, nobody], axis=1)[:, by]
    taken[word] &= ~own
    nothing = np.zeros((len(groups.worth), 1), np.int64)
    return _best_of_each(
        _Choices(
            taken,
            before.worth[:, came] + np.concatenate([groups.worth, nothing], axis=1)[:, by],
            before.lost[came] + np.append(groups.lost, 0.0)[by],
            came,
            np.append(groups.number, -1)[by],
        )
    )


def _overlap(taken: "Sets", members: "Sets") -> Bools:
    import numpy as np

    return np.logical_or.reduce((taken & members[:, None]) != 0, axis=0)


def _best_of_each(choices: _Choices) -> _Choices:
    """Keep for each set of taken nodes the best choice; of equals, the first."""
    import numpy as np

    if not len(choices.lost):
        return choices
    order = np.lexsort(choices.taken)
    taken, worth = choices.taken[:, order], choices.worth[:, order]
    starts = np.flatnonzero(np.append(True, (taken[:, 1:] != taken[:, :-1]).any(axis=0)))
    run = np.repeat(np.arange(len(starts)), np.diff(np.append(starts, taken.shape[1])))
    best: Bools = np.ones(taken.shape[1], dtype=bool)
    for values in worth:
        highest = np.maximum.reduceat(np.where(best, values, np.iinfo(np.int64).min), starts)
        best &= values == highest[run]
    kept = np.flatnonzero(best)
    kept = kept[np.append(True, run[kept][1:] != run[kept][:-1])]
    return choices.take(order[kept])


def _traced(steps: list[_Choices]) -> Ints:
    """Name the groups that led to the one choice that is left."""
    import numpy as np

    chosen: list[int] = []
    at = 0
    for step in reversed(steps):
        if step.group[at] >= 0:
            chosen.append(int(step.group[at]))
        at = int(step.before[at])
    return np.array(sorted(chosen), dtype=np.int64)


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
