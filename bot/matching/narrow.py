"""The best pairs, exactly and sooner: only pairs that can be among them are given to the solver.

What is proven about all choices (`blossoms`) says of most pairs that they can't be in a best one. The few others hold it
(price and repair; compare Applegate and Cook, 1993), and an exact solver's time grows with the number of pairs.
"""

from bot.matching.arrays import Ints
from bot.matching.blossoms import limit
from bot.matching.exact import ALONE, exact_pairs

FEW = 2000  # pairs that the solver takes as they are
LIKELY = 1  # pairs for each member that the first try is given


def best_among(count: int, one: Ints, other: Ints, weight: Ints, *, most: bool) -> Ints:
    """Return what `exact_pairs` returns."""
    import numpy as np

    if len(one) <= FEW:
        return exact_pairs(count, one, other, weight, most=most)
    alone = _alone(count, weight, most=most)
    limited = limit(*_evened(one, other, weight, alone))
    if limited is None:
        return exact_pairs(count, one, other, weight, most=most)
    lack = limited.lack[: len(one)]
    likely = min(LIKELY * count, len(one) - 1)
    bar = int(np.partition(lack.astype(np.float64), likely)[likely])
    while True:
        kept = np.flatnonzero(lack <= bar)
        mate = exact_pairs(count, one[kept], other[kept], weight[kept], most=most)
        paired = mate[one[kept]] == other[kept]
        reached = 2 * (sum(weight[kept][paired].tolist()) + sum(alone[mate == ALONE].tolist()))
        if limited.most - reached <= bar:
            return mate
        bar = limited.most - reached


def _alone(count: int, weight: Ints, *, most: bool) -> Ints:
    """Say what it is worth to stay alone: where the most pairs are asked for, less than any pairs make good."""
    import numpy as np

    highest, lowest = int(weight.max()), int(weight.min())
    loss = (count // 2 * (highest - lowest) + max(0, -lowest)) // 2 + 1 if most else 0
    return np.full(count, -loss)


def _evened(one: Ints, other: Ints, weight: Ints, alone: Ints) -> tuple[Ints, Ints, Ints, Ints]:
    """Return pairs, and being alone, for an even number of members: somebody in an odd one is with a stand-in."""
    import numpy as np

    count = len(alone)
    if count % 2 == 0:
        return one, other, weight, alone
    forbidden = 4 * (int(alone.min()) - int(np.abs(weight).max()) - 1)
    return (
        np.append(one, np.arange(count)),
        np.append(other, np.full(count, count)),
        np.append(weight, alone),
        np.append(alone, forbidden),
    )
