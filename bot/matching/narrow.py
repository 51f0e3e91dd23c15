"""The best pairs, exactly and sooner: only pairs that can be among them are given to the solver.

What is proven about all choices (`blossoms`) says of most pairs that they can't be in a best one. The few others hold it
(price and repair; compare Applegate and Cook, 1993), and an exact solver's time grows with the number of pairs.
"""

from bot.matching.arrays import Ints
from bot.matching.blossoms import Limit, limit
from bot.matching.exact import ALONE, exact_pairs

FEW = 2000  # pairs that the solver takes as they are
LIKELY = 1  # pairs for each member that the first try is given


def best_among(count: int, one: Ints, other: Ints, weight: Ints, *, most: bool) -> Ints:
    """Return what `exact_pairs` returns, or where several choices are worth the same, perhaps another of them."""
    if len(one) <= FEW:
        return exact_pairs(count, one, other, weight, most=most)
    alone = worth_alone(count, weight, most=most)
    return limited_pairs(one, other, weight, alone, limit_of_pairs(one, other, weight, alone))


def worth_alone(count: int, weight: Ints, *, most: bool) -> Ints:
    """Say what it is worth to stay alone: where the most pairs are asked for, less than any pairs make good."""
    import numpy as np

    highest, lowest = int(weight.max()), int(weight.min())
    loss = (count // 2 * (highest - lowest) + max(0, -lowest)) // 2 + 1 if most else 0
    return np.full(count, -loss)


def limit_of_pairs(
    one: Ints, other: Ints, weight: Ints, alone: Ints, near: Ints | None = None
) -> Limit | None:
    """Return what limits all choices of these pairs (there must be one); None where that takes too long.

    Where members who have partners at all are odd in number, the limit knows one more, a stand-in for the partner of
    somebody who stays alone.
    """
    return limit(*_evened(one, other, weight, alone), near)


def limited_pairs(one: Ints, other: Ints, weight: Ints, alone: Ints, limited: Limit | None) -> Ints:
    """Return the best partners of all, by what limits their choices."""
    import numpy as np

    count, most = len(alone), bool(alone.any())
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


def _evened(one: Ints, other: Ints, weight: Ints, alone: Ints) -> tuple[Ints, Ints, Ints, Ints]:
    """Return pairs, and being alone, for an even number of members: somebody in an odd one is with a stand-in."""
    import numpy as np

    members = np.unique([one, other])
    if len(members) % 2 == 0:
        return one, other, weight, alone
    forbidden = 4 * (int(alone.min()) - int(np.abs(weight).max()) - 1)
    return (
        np.append(one, members),
        np.append(other, np.full(len(members), len(alone))),
        np.append(weight, alone[members]),
        np.append(alone, forbidden),
    )
