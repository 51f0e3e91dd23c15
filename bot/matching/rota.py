"""Whose turn in the odd trio comes when: trios for today and the rounds to come in which people meet again late.

Turns go round, so the trios stand in a line: everybody who had the fewest turns, then everybody once more, and so on,
cut into threes. Who stands where is free within such a stretch. It starts as drawn, and is improved by letting two
people change places where somebody would meet again too early (min-conflicts: Minton, Johnston, Philips and Laird,
1992).
"""

import random
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from itertools import combinations, groupby
from operator import itemgetter

from bot.matching.solution import Group
from bot.matching.turns import TENTHS

TRIO = 3
NEVER, APART = 1000, 2000  # in place of how many rounds ago two people met: they did not, or must not meet
_DEAR = 1 << 16  # the price of meeting in two rounds running
_FORBIDDEN = 1 << 40

Ages = list[list[int]]


@cache
def prices(enough: int = NEVER) -> list[int]:
    """Price meetings by the rounds between them: nothing from so many on, else the fewer the dearer, by the square."""
    dear = [_FORBIDDEN, *(max(1, _DEAR // gap**2) for gap in range(1, enough))]
    return [*dear, *(0,) * (APART - enough), *(_FORBIDDEN,) * NEVER]


@dataclass(frozen=True, slots=True, kw_only=True)
class Aim:
    """Say for how many rounds to plan trios, and when people may meet again in them.

    In the first `strict` rounds only if `enough` rounds lie between, later if `lenient` do.
    """

    rounds: int
    strict: int
    enough: int
    lenient: int


class Rota:
    """Hold the trios of some rounds, today's first, and what it costs that people in them meet again."""

    def __init__(
        self,
        today: Group,
        turns: Sequence[int],
        ages: Ages,
        aim: Aim,
        rng: random.Random,
        *,
        instead: frozenset[Group] = frozenset(),
    ) -> None:
        """Draw the line. `turns` counts everybody's turns so far, in tenths; `ages` is how many rounds ago two people met.

        Today's trio may become one of those `instead`.
        """
        self._ages, self._rng, self._instead = ages, rng, instead
        self._rounds = aim.rounds
        self._prices = [
            prices(aim.enough if at < aim.strict else min(aim.enough, aim.lenient))
            for at in range(aim.rounds)
        ]
        self._again = prices()[max(1, len(turns) // TRIO)]  # for being in two of these trios together
        self._line: list[int] = list(today)
        self._stretch: list[range] = [range(0)] * TRIO  # where whoever stands at a place might stand as well
        self._line_up(today, turns)
        self._together = [[0] * len(turns) for _ in turns]
        every = range(self._rounds)
        self.cost = sum(self._enter(at) for at in every) + sum(self._running(at) for at in every)

    def trios(self) -> list[Group]:
        """Return the trios, today's first."""
        return [tuple(sorted(self._trio(at))) for at in range(self._rounds)]

    def improve(self, steps: int) -> int:
        """Let people change places where that costs less, or as much; return how many steps were taken."""
        first = 0 if self._stretch[0] else 1
        for step in range(steps):
            if not self.cost or first >= self._rounds:
                return step
            at = first
            for _ in range(self._rounds):
                at = first + self._drawn(self._rounds - first)
                if self._troubled(at):
                    break
            place = TRIO * at + self._drawn(TRIO)
            stretch = self._stretch[place]
            self._try(place, stretch.start + self._drawn(len(stretch)))
        return steps

    def _drawn(self, below: int) -> int:
        return int(self._rng.random() * below)

    def _line_up(self, today: Group, turns: Sequence[int]) -> None:
        """Let everybody stand in line as often as it is their turn, who had the fewest turns first.

        One or two who are far behind count as one turn behind the third: they can't stand in one trio twice.
        """
        behind = sorted(turns)[TRIO - 1] - TENTHS
        due = sorted(
            (max(behind, had) + TENTHS * (again + (member in today)), member)
            for again in range(self._rounds)
            for member, had in enumerate(turns)
        )
        for _, standing in groupby(due, key=itemgetter(0)):
            if len(self._line) >= TRIO * self._rounds:
                break
            together = sorted((member for _, member in standing), key=lambda _: self._rng.random())
            self._stretch += [range(len(self._line), len(self._line) + len(together))] * len(together)
            self._line += together
        fewest = min(turns)
        if self._instead and all(turns[member] == fewest for member in today):
            end = turns.count(fewest)
            self._stretch[:end] = [range(end)] * end

    def _trio(self, at: int) -> list[int]:
        return self._line[TRIO * at : TRIO * at + TRIO]

    def _try(self, place: int, other: int) -> None:
        """Let two change places, unless that costs more or is not for them to choose."""
        changing = {place // TRIO, other // TRIO}
        if len(changing) == 1:
            return
        here = sorted(at for at in changing if at < self._rounds)
        near = sorted({*here, *(at + 1 for at in here)})
        before = sum(map(self._running, near)) + sum(map(self._leave, here))
        self._exchange(place, other)
        after = sum(map(self._running, near)) + sum(map(self._enter, here))
        allowed = 0 not in here or tuple(sorted(self._trio(0))) in self._instead
        if allowed and after <= before:
            self.cost += after - before
            return
        for at in here:
            self._leave(at)
        self._exchange(place, other)
        for at in here:
            self._enter(at)

    def _exchange(self, place: int, other: int) -> None:
        line = self._line
        line[place], line[other] = line[other], line[place]

    def _enter(self, at: int) -> int:
        """Count a trio in, and say what it costs beside the others."""
        cost, price = 0, self._prices[at]
        for one, other in combinations(self._trio(at), 2):
            cost += price[self._ages[one][other] + at] + self._again * self._together[one][other]
            self._together[one][other] += 1
            self._together[other][one] = self._together[one][other]
        return cost

    def _leave(self, at: int) -> int:
        """Count a trio out, and say what that saves."""
        saved, price = 0, self._prices[at]
        for one, other in combinations(self._trio(at), 2):
            self._together[one][other] -= 1
            self._together[other][one] = self._together[one][other]
            saved += price[self._ages[one][other] + at] + self._again * self._together[one][other]
        return saved

    def _running(self, at: int) -> int:
        """Price people who are in a trio right after another."""
        if (
            not 0 < at < self._rounds
            or self._stretch[TRIO * at - TRIO] == self._stretch[TRIO * at + TRIO - 1]
        ):
            return 0
        before = self._trio(at - 1)
        return _FORBIDDEN * sum(member in before for member in self._trio(at))

    def _troubled(self, at: int) -> bool:
        """Say whether people in a trio meet again too early."""
        price = self._prices[at]
        for one, other in combinations(self._trio(at), 2):
            if self._together[one][other] > 1 or price[self._ages[one][other] + at]:
                return True
        return bool(self._running(at))
