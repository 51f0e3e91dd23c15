"""Mend a nearly best matching where it can still be bettered: exactly, in small windows.

What a matching lacks to its upper bound lies in the open: members who are alone though their price says that a partner
could be afforded, and pairs whose prices together exceed their weight. From each of these the cheapest exchanges are
followed (by reduced cost, which is 0 along every best exchange), no farther than the shortfall reaches. Everybody met
on the way makes a window, which is matched anew exactly. Growing a window by distance instead loses pairs.
"""

import heapq
import math
from dataclasses import dataclass

from bot.matching.arrays import Floats, Ints
from bot.matching.cover import Graph
from bot.matching.exact import ALONE, exact_pairs
from bot.matching.score import TIES

SWEEPS = 3  # for those alone
ROUNDS = 2  # for pairs
CORE = 40  # members nearest to whoever is alone that a window always holds, growing with each sweep
ENDS = 3  # others who are alone, at which a search stops, growing with each sweep
LARGEST = 3000  # members a search may visit
SPREAD = 3  # times as many may be visited in search of a loose pair's exchanges
AROUND = 30  # members nearest to a loose pair's ends that its window holds, growing with each sweep
LOOSE = 32 * TIES  # a pair's shortfall that is worth the work
HALF = 1 / 2  # weights are whole numbers, so less than this is nothing


@dataclass
class _Search:
    """Hold a search's way back from each member, in the order in which they were reached."""

    order: list[int]
    before: dict[int, int]
    cost: dict[int, float]
    ends: list[tuple[float, int, int]]


def mend(graph: Graph, mate: Ints, price: Floats) -> Ints:
    """Return a matching worth at least as much as this one."""
    mate = mate.copy()
    for sweep in range(1, SWEEPS + 1):
        if not _place_alone(graph, mate, price, sweep):
            break
    for sweep in range(1, ROUNDS + 1):
        if not _tighten(graph, mate, price, sweep):
            break
    return mate


def _place_alone(graph: Graph, mate: Ints, price: Floats, sweep: int) -> int:
    """Find partners for those alone, or somebody cheaper to leave alone; return the gain."""
    import numpy as np

    affordable = (price > graph.alone + HALF) & (np.diff(graph.starts) > 0)
    gained = 0
    for member in np.flatnonzero((mate == ALONE) & affordable).tolist():
        if mate[member] == ALONE:
            gained += _rematch(graph, mate, _window_of_one(graph, mate, price, member, sweep))
    return gained


def _tighten(graph: Graph, mate: Ints, price: Floats, sweep: int) -> int:
    """Match anew around pairs that are worth less than their prices together, the worst first; return the gain."""
    import numpy as np

    first = np.flatnonzero(mate > np.arange(graph.count))
    slack = price[first] + price[mate[first]] - graph.weight_of(first, mate[first])
    gained = 0
    for at in np.argsort(-slack, kind="stable")[: np.count_nonzero(slack > LOOSE)].tolist():
        one = int(first[at])
        other = int(mate[one])
        if other > one and price[one] + price[other] - graph.weight_of(first[at], mate[first[at]]) > LOOSE:
            gained += _rematch(graph, mate, _window_of_two(graph, mate, price, (one, other), sweep))
    return gained


def _window_of_one(graph: Graph, mate: Ints, price: Floats, root: int, sweep: int) -> Ints:
    """Choose who is matched anew around somebody who is alone."""
    found = _search(graph, mate, price, root, ends=ENDS * sweep, core=CORE * sweep)
    window = [root]
    for _, member, end in sorted(found.ends)[: ENDS * sweep]:
        window += [end, *_way(found, member, root)]
    spare = min(
        found.order, key=lambda member: (found.cost[member] + price[member] - graph.alone[member], member)
    )
    window += [*_way(found, spare, root), *found.order[: CORE * sweep]]
    return _with_mates(mate, window)


def _window_of_two(graph: Graph, mate: Ints, price: Floats, pair: tuple[int, int], sweep: int) -> Ints:
    """Choose who is matched anew around a loose pair: whom its members reach for less than its shortfall."""
    one, other = pair
    mate = mate.copy()
    slack = float(price[one] + price[other] - graph.weight_of(*_as_arrays(pair))[0])
    mate[[one, other]] = ALONE
    core, window = AROUND * sweep, [one, other]
    for root in pair:
        found = _search(graph, mate, price, root, ends=ENDS, core=core, most=SPREAD * core, limit=slack)
        for _, member, end in sorted(found.ends)[:ENDS]:
            window += [end, *_way(found, member, root)]
        window += found.order[:core]
    return _with_mates(mate, window)


def _as_arrays(pair: tuple[int, int]) -> tuple[Ints, Ints]:
    import numpy as np

    return np.array(pair[:1]), np.array(pair[1:])


def _way(found: _Search, member: int, root: int) -> list[int]:
    """List whom a search came by."""
    way = []
    while member != root:
        way.append(member)
        member = found.before[member]
    return way


def _with_mates(mate: Ints, members: list[int]) -> Ints:
    import numpy as np

    window = np.unique(members)
    return np.union1d(window, mate[window][mate[window] != ALONE])


def _search(
    graph: Graph,
    mate: Ints,
    price: Floats,
    root: int,
    *,
    ends: int,
    core: int,
    most: int = LARGEST,
    limit: float = math.inf,
) -> _Search:
    """Follow exchanges from `root`, the cheapest first: a member takes a partner, whose mate is then alone."""
    found = _Search([], {}, {root: 0.0}, [])
    queue = [(0.0, root)]
    settled: set[int] = set()
    while queue and len(settled) < most and (len(found.ends) < ends or len(settled) < core):
        cost, member = heapq.heappop(queue)
        if member in settled:
            continue
        settled.add(member)
        found.order.append(member)
        here = slice(graph.starts[member], graph.starts[member + 1])
        partners = graph.partner[here]
        reduced = cost + (price[member] + price[partners] - graph.weight[here]).clip(min=0)
        within = reduced < limit
        partners = partners[within]
        for partner, then, step in zip(
            partners.tolist(), mate[partners].tolist(), reduced[within].tolist(), strict=True
        ):
            if then == ALONE:
                if partner != root:
                    found.ends.append((step, member, partner))
            elif then != member and then not in settled and step < found.cost.get(then, math.inf):
                found.cost[then], found.before[then] = step, member
                heapq.heappush(queue, (step, then))
    return found


def _rematch(graph: Graph, mate: Ints, window: Ints) -> int:
    """Match a window anew if that is worth more; return the gain."""
    import numpy as np

    inside = graph.part(window)
    before = np.where(mate[window] == ALONE, ALONE, np.searchsorted(window, mate[window]))
    first = inside.ends < inside.partner
    one, other = inside.ends[first], inside.partner[first]
    weight = inside.weight[first] - inside.alone[one] - inside.alone[other]
    after = exact_pairs(len(window), one, other, weight, most=False)
    gain = inside.value(after) - inside.value(before)
    if gain <= 0:
        return 0
    mate[window] = np.where(after == ALONE, ALONE, window[after])
    return gain
