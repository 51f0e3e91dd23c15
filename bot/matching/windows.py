"""Mend a nearly best matching where it can still be bettered: exactly, in small windows.

What a matching lacks to its upper bound lies in the open: members who are alone though their price says that a partner
could be afforded, and pairs whose prices together exceed their weight. From each of these the cheapest exchanges are
followed (by reduced cost, which is 0 along every best exchange), no farther than the shortfall reaches. Everybody met
on the way makes a window, which is matched anew exactly. Growing a window by distance instead loses pairs.
"""

import heapq
import math
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import repeat

from bot.matching.arrays import Floats, Ints
from bot.matching.cover import Graph
from bot.matching.exact import ALONE, exact_pairs
from bot.matching.score import TIES

SWEEPS = 3  # for those alone
ROUNDS = 2  # for pairs
CORE = 40  # members nearest to whoever is alone that a window always holds, growing with each sweep
ENDS = 3  # others who are alone, at which a search stops, growing with each sweep
LARGEST = 1000  # members a search may visit
SPREAD = 3  # times as many may be visited in search of a loose pair's exchanges
AROUND = 30  # members nearest to a loose pair's ends that its window holds, growing with each sweep
LOOSE = 32 * TIES  # a pair's shortfall that is worth the work
HALF = 1 / 2  # weights are whole numbers, so less than this is nothing

_Exchange = tuple[float, int, int]  # what it costs, who is alone then, and who took their partner
_Waiting = tuple[float, int, int, Iterator[_Exchange]]  # with the same member's further exchanges


@dataclass
class _Search:
    """Hold a search's way back from each member, in the order in which they were reached."""

    order: list[int]
    before: dict[int, int]
    cost: dict[int, float]
    ends: list[tuple[float, int, int]]


def mend(graph: Graph, mate: Ints, price: Floats) -> Ints:
    """Return a matching worth at least as much as this one."""
    mending = _Mending(graph, mate.copy(), price)
    for sweep in range(1, SWEEPS + 1):
        if not mending.place_alone(sweep):
            break
    for sweep in range(1, ROUNDS + 1):
        if not mending.tighten(sweep):
            break
    return mending.mate


class _Mending:
    """Hold a matching under way; prices stay as they are, and so do pairs' reduced costs."""

    def __init__(self, graph: Graph, mate: Ints, price: Floats) -> None:
        self.mate = mate
        self._graph, self._price = graph, price
        self._starts: list[int] = graph.starts.tolist()
        self._reduced = (price[graph.ends] + price[graph.partner] - graph.weight).clip(min=0)

    def place_alone(self, sweep: int) -> int:
        """Find partners for those alone, or somebody cheaper to leave alone; return the gain."""
        import numpy as np

        affordable = (self._price > self._graph.alone + HALF) & (np.diff(self._graph.starts) > 0)
        gained = 0
        for member in np.flatnonzero((self.mate == ALONE) & affordable).tolist():
            if self.mate[member] == ALONE:
                gained += self._rematch(self._window_of_one(member, sweep))
        return gained

    def tighten(self, sweep: int) -> int:
        """Match anew around pairs that are worth less than their prices together, the worst first; return the gain."""
        import numpy as np

        first = np.flatnonzero(self.mate > np.arange(self._graph.count))
        slack = self._slack(first, self.mate[first])
        gained = 0
        for at in np.argsort(-slack, kind="stable")[: np.count_nonzero(slack > LOOSE)].tolist():
            one = int(first[at])
            other = int(self.mate[one])
            if (
                other > one
                and float(self._slack(first[at : at + 1], self.mate[first[at : at + 1]])[0]) > LOOSE
            ):
                gained += self._rematch(self._window_of_two(one, other, sweep))
        return gained

    def _slack(self, one: Ints, other: Ints) -> Floats:
        return self._price[one] + self._price[other] - self._graph.weight_of(one, other)

    def _window_of_one(self, root: int, sweep: int) -> Ints:
        """Choose who is matched anew around somebody who is alone."""
        found = self._search(root, ends=ENDS * sweep, core=CORE * sweep)
        window = [root]
        for _, member, end in sorted(found.ends)[: ENDS * sweep]:
            window += [end, *_way(found, member, root)]
        price, alone = self._price, self._graph.alone
        spare = min(
            found.order, key=lambda member: (found.cost[member] + price[member] - alone[member], member)
        )
        window += [*_way(found, spare, root), *found.order[: CORE * sweep]]
        return self._with_mates(window)

    def _window_of_two(self, one: int, other: int, sweep: int) -> Ints:
        """Choose who is matched anew around a loose pair: whom its members reach for less than its shortfall."""
        import numpy as np

        slack = float(self._slack(np.array([one]), np.array([other]))[0])
        self.mate[[one, other]] = ALONE
        core, window = AROUND * sweep, [one, other]
        for root in (one, other):
            found = self._search(root, ends=ENDS, core=core, most=SPREAD * core, limit=slack)
            for _, member, end in sorted(found.ends)[:ENDS]:
                window += [end, *_way(found, member, root)]
            window += found.order[:core]
        self.mate[[one, other]] = other, one
        return self._with_mates(window)

    def _with_mates(self, members: list[int]) -> Ints:
        import numpy as np

        window = np.unique([members, self.mate[members]])
        return window[window != ALONE]

    def _search(
        self, root: int, *, ends: int, core: int, most: int = LARGEST, limit: float = math.inf
    ) -> _Search:
        """Follow exchanges from `root`, the cheapest first: a member takes a partner, whose mate is then alone.

        Only the next exchange of each member waits in the queue, as most of them are never come to.
        """
        found = _Search([], {}, {}, [])
        queue: list[_Waiting] = [(0.0, root, root, iter(()))]
        while queue and len(found.order) < most and (len(found.ends) < ends or len(found.order) < core):
            cost, freed, member, further = heapq.heappop(queue)
            _wait(queue, further, limit)
            if freed not in found.cost and freed != ALONE:
                found.order.append(freed)
                found.cost[freed], found.before[freed] = cost, member
                _wait(queue, self._exchanges(found, freed, limit), limit)
        return found

    def _exchanges(self, found: _Search, member: int, limit: float) -> Iterator[_Exchange]:
        """Yield who would be alone if a member took whom they could, the cheapest first; note who already is."""
        here = slice(self._starts[member], self._starts[member + 1])
        reduced, partners = self._reduced[here], self._graph.partner[here]
        order = reduced.argsort(kind="stable")
        costs = (found.cost[member] + reduced[order]).tolist()
        freed = self.mate[partners[order]].tolist()
        if ALONE in freed:
            ends = zip(costs, repeat(member), partners[order].tolist(), strict=False)
            found.ends += [
                end
                for end, who in zip(ends, freed, strict=True)
                if who == ALONE and end[2] != found.order[0] and end[0] < limit
            ]
        return zip(costs, freed, repeat(member), strict=False)

    def _rematch(self, window: Ints) -> int:
        """Match a window anew if that is worth more; return the gain."""
        import numpy as np

        inside = self._graph.part(window)
        mate = self.mate[window]
        before = np.where(mate == ALONE, ALONE, np.searchsorted(window, mate))
        first = inside.ends < inside.partner
        one, other = inside.ends[first], inside.partner[first]
        weight = inside.weight[first] - inside.alone[one] - inside.alone[other]
        after = exact_pairs(len(window), one, other, weight, most=False)
        gain = inside.value(after) - inside.value(before)
        if gain <= 0:
            return 0
        self.mate[window] = np.where(after == ALONE, ALONE, window[after])
        return gain


def _wait(queue: list[_Waiting], exchanges: Iterator[_Exchange], limit: float) -> None:
    """Queue a member's next exchange, if it costs less than `limit`."""
    following = next(exchanges, None)
    if following is not None and following[0] < limit:
        heapq.heappush(queue, (*following, exchanges))


def _way(found: _Search, member: int, root: int) -> list[int]:
    """List whom a search came by."""
    way = []
    while member != root:
        way.append(member)
        member = found.before[member]
    return way
