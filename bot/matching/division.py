"""The best of all ways to divide a few people into groups: dynamic programming over sets of people.

The first of a set stays alone or is in one of their groups; the best of what remains is known already (compare Held
and Karp, 1962). A set is a number with a bit for each node; all sets with the same first node are dealt with at once.
"""

from bot.matching.arrays import Ints
from bot.matching.columns import Columns
from bot.matching.party import Party
from bot.matching.score import Scale, Score
from bot.matching.solution import Group

UPPER = Score._fields.index("recency")  # entries from here on go into the lower of two numbers
LONG = 1 << 62


def best_division(party: Party, columns: Columns) -> list[Group] | None:
    """Choose among all ways to divide nodes, exactly; None where scores are too long for two whole numbers."""
    import numpy as np

    limbs = _limbs(party, columns)
    if limbs is None:
        return None
    high, low = (np.zeros(1 << party.count, dtype=np.int64) for _ in range(2))
    choice = np.full(1 << party.count, -1, dtype=np.int64)
    masks = np.where(columns.nodes >= 0, 1 << np.maximum(columns.nodes, 0), 0).sum(axis=1)
    for first in reversed(range(party.count)):
        sets = (np.arange(1 << (party.count - 1 - first)) << (first + 1)) | (1 << first)
        rest = sets ^ (1 << first)
        high[sets], low[sets] = high[rest], low[rest]
        for group in np.flatnonzero(columns.nodes[:, 0] == first).tolist():
            hold = sets[(sets & masks[group]) == masks[group]]
            others = hold ^ masks[group]
            upper, lower = high[others] + limbs[0][group], low[others] + limbs[1][group]
            better = (upper > high[hold]) | ((upper == high[hold]) & (lower > low[hold]))
            hold = hold[better]
            high[hold], low[hold], choice[hold] = upper[better], lower[better], group
    return _chosen(columns, choice, masks)


def _limbs(party: Party, columns: Columns) -> tuple[Ints, Ints] | None:
    """Weigh each group by two whole numbers, of which the first counts before the second; None if too long."""
    import numpy as np

    limits = [int(abs(part).max(initial=0)) * party.count for part in columns.parts.T]
    scale = Scale.over(Score(*limits))
    limbs = []
    for radix, parts in (
        (scale.radix[:UPPER], columns.parts[:, :UPPER]),
        (scale.radix[UPPER:], columns.parts[:, UPPER:]),
    ):
        length, weight = 1, np.zeros(len(columns), dtype=np.int64)
        for step, part in zip(radix, parts.T, strict=True):
            length *= 2 * step
            if length > LONG:
                return None
            weight = weight * step + part
        limbs.append(weight)
    return limbs[0], limbs[1]


def _chosen(columns: Columns, choice: Ints, masks: Ints) -> list[Group]:
    people, chosen = len(choice) - 1, []
    while people:
        group = int(choice[people])
        if group < 0:
            people &= people - 1
            continue
        chosen.append(columns.group(group))
        people ^= int(masks[group])
    return sorted(chosen)
