"""How far pairs and trios that place everybody can be from the best.

A member's part in a group's fit is a mean over the others. So groups of any size are a fractional way to give
everybody one partner, which the relaxed problem of pairs allows, and its prices bound them all: whatever prices satisfy
price[i] + price[j] >= worth[i, j] for each pair, twice their sum is a limit (linear programming duality).
"""

import math
from collections.abc import Sequence
from itertools import combinations

from bot.matching.arrays import Floats, Ints
from bot.matching.cover import Graph, cover
from bot.matching.edges import Edges
from bot.matching.model import SMALLEST_SIZE
from bot.matching.party import padded
from bot.matching.snapshot import Snapshot
from bot.matching.solution import Group
from bot.matching.weights import capped_weights, one_repeat, worth_of_pairs

FAR = 10  # a limit that is farther off than this part of what was reached says nothing of use


def fit_gap(edges: Edges, groups: Sequence[Group], count: int, price: Floats) -> int | None:
    """Say by how much fit, in units of a `Score`, any choice that places all `count` people could exceed these groups.

    None where that leaves room for a repeat less, or for so much fit that it says nothing of use, and where two of a
    group are a pair that was not looked at. Prices are of `worth_of_pairs`; some that are unknown, or too low for a pair,
    prove nothing.
    """
    import numpy as np

    worth = worth_of_pairs(edges, count)
    if np.isnan(price).any() or (price[edges.one] + price[edges.other] < worth).any():
        return None
    names, rows = edges.one * count + edges.other, padded(groups)
    fit, all_of = np.zeros(len(rows), dtype=np.int64), np.zeros(len(rows), dtype=np.int64)
    for one, other in combinations(range(rows.shape[1]), 2):
        there = np.flatnonzero(rows[:, other] >= 0)
        wanted = rows[there, one] * count + rows[there, other]
        pair = np.minimum(np.searchsorted(names, wanted), len(names) - 1)
        if (names[pair] != wanted).any():
            return None  # whoever was left over may sit with anybody, and prices know nothing of that
        fit[there] += edges.fit[pair]
        all_of[there] += worth[pair]
    fits = 2 * fit // ((rows >= 0).sum(axis=1) - 1)
    reached = int((2 * (all_of - fit) + fits).sum())
    gap = max(0, math.floor(2 * float(np.sum(price))) - reached)
    return gap if gap < 2 * one_repeat(edges, count) and gap * FAR <= int(fits.sum()) else None


def lowest_turns(snap: Snapshot, members: Ints, groups: Sequence[Group]) -> bool:
    """Say whether the people in trios are among those with the fewest turns so far, so that no choice asks less."""
    turns = snap.odd_turns[members]
    in_trios = [member for group in groups for member in group if len(group) > SMALLEST_SIZE]
    least = sorted(turns.tolist())[: len(in_trios)]
    return int(turns[in_trios].sum()) == sum(least)


def limit_prices(edges: Edges, count: int) -> Floats:
    """Return prices of `worth_of_pairs` whose sum is as low as can be."""
    import numpy as np

    weight, alone = capped_weights(edges, np.zeros(count, dtype=np.int64))
    base = int(weight[0] - worth_of_pairs(edges, count)[0])
    return cover(Graph.of(count, edges.one, edges.other, weight, alone)).price - base / 2


def with_others(edges: Edges, price: Floats, others: Group) -> Floats:
    """Complete prices by those of some members that have none yet (NaN), as low as the prices so far let them be.

    Whoever has a partner with a price comes first; where nobody has one, prices stay unknown.
    """
    import numpy as np

    worth = worth_of_pairs(edges, len(price))
    ends, partners = np.concatenate([edges.one, edges.other]), np.concatenate([edges.other, edges.one])
    worth, price = np.concatenate([worth, worth]), price.copy()
    for _ in others:
        bound = np.isin(ends, others) & np.isnan(price[ends]) & ~np.isnan(price[partners])
        if bound.any():
            mine = bound & (ends == ends[bound].min())
            price[ends[mine][0]] = (worth[mine] - price[partners[mine]]).max()
    return price
