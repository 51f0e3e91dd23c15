"""One whole number for a pair: the promises of a `Score` in their order.

`exact_weights` keeps the order without exception, for solvers that count in long integers. `capped_weights` makes
numbers short enough for floating point: there a step of one promise outweighs what `TRADES` pairs that change
together can do for the next. More pairs than that would have to change at once to buy one repeat with fit; longer
exchanges than a few dozen were never seen to (the numbers are in docs/matching.md).
"""

from collections.abc import Sequence

from bot.matching.arrays import Ints
from bot.matching.cover import EXACT
from bot.matching.edges import Edges
from bot.matching.score import OFTEN

LONG = 1 << 61  # a matching's whole numbers stay below the 63 bits of an array's
TRADES = 64
RANKS = 16  # different debts that are told apart in large communities


def exact_weights(edges: Edges, overdue: Ints) -> Ints:
    """Weigh pairs among solutions of equally many: owed places, then repeats, recency and fit.

    Weights too long for 64 bits are Python's integers, in an array all the same.
    """
    import numpy as np

    owed = overdue[edges.one] + overdue[edges.other]
    most = _most_pairs(len(overdue))
    promises = [part for part in (owed, -edges.repeat, -edges.recency) if part.any()]
    steps = [int(part.max() - part.min()) * most + 1 for part in promises] + [fit_step(edges, len(overdue))]
    longest = 0
    for part, step in zip([*promises, edges.fit], steps, strict=True):
        longest = longest * step + int(np.abs(part).max(initial=0))
    weight = np.zeros(len(edges.one), dtype=np.int64 if longest * most < LONG else object)
    for part, step in zip([*promises, edges.fit], steps, strict=True):
        weight = weight * step + part.astype(weight.dtype)
    return weight


def fit_step(edges: Edges, members: int) -> int:
    """Return how much fit a step of the promise before it is worth among exact weights: twice what all of it can differ.

    So a choice that lacks less than this to a limit can't be excelled in anything but fit.
    """
    spread = int(edges.fit.max(initial=0) - edges.fit.min(initial=0))
    return 2 * (spread * _most_pairs(members) + 1)


def _most_pairs(members: int) -> int:
    """Return how many pairs meet at most, where three meet at once as well."""
    return members // 2 + 2


def one_repeat(edges: Edges, members: int) -> int:
    """Return the price of one pair's meeting again among capped weights, in units of fit."""
    return (int(edges.fit.max(initial=0)) + 1) * min(members // 2 + 1, 1000)


def worth_of_pairs(edges: Edges, members: int) -> Ints:
    """Return what pairs are worth among choices that place the same people: fit, less the price of meeting again."""
    rounds = -(-edges.recency // OFTEN)  # how many rounds too early
    early = rounds * 2 * (int(edges.fit.max(initial=0)) + 1)
    return edges.fit - edges.repeat * one_repeat(edges, members) - early


def capped_weights(edges: Edges, overdue: Ints) -> tuple[Ints, Ints]:
    """Weigh pairs, and what it costs each member to stay alone (0 or less), in short whole numbers."""
    import numpy as np

    worth = worth_of_pairs(edges, len(overdue))
    fit = int(edges.fit.max(initial=0)) + 1
    debt = np.minimum(np.unique(overdue, return_inverse=True)[1], RANKS)
    owed = TRADES * (int((edges.fit - worth).max(initial=0)) + fit)
    base = 2 * owed * int(debt.max(initial=0)) + owed
    return base + worth, -owed * debt


def in_order(aims: Sequence[Ints], *, seats: int) -> Ints:
    """Weigh assignments (> 0), so that a step of one aim outweighs what all seats together can do for the later ones.

    Each aim's values count by their rank, and one seat more outweighs everything. Where that makes numbers too long
    to be added up exactly, the later aims are told apart less finely.
    """
    import numpy as np

    worth = np.zeros(len(aims[0]), dtype=np.int64)
    for aim in (*reversed(aims), np.zeros_like(worth)):
        rank = np.unique(aim, return_inverse=True)[1]
        top, room = int(worth.max(initial=0)), EXACT // (seats * (int(rank.max(initial=0)) + 2))
        if top > room:
            worth //= -(-top // room)
        worth += rank * (seats * int(worth.max(initial=0)) + 1)
    return worth + (seats * int(worth.max(initial=0)) + 1)
