"""Look at every choice there is, in tables over who is still to be placed: for up to sixteen people or so.

What promises are worth adds up over groups, so the best for some people is the best for fewer of them and one group
more. Later promises only choose among what keeps the earlier ones best, so whole numbers never get too long.
"""

from collections.abc import Sequence
from itertools import combinations

import numpy as np

from tests.support.oracle import Group, Kept, Oracle

PARTS = 60  # of a point of fit: what people in groups of up to six share evenly
NEVER = np.iinfo(np.int64).min // 4
LONG = 1 << 60

Rows = Sequence[Sequence[int]]


class Every:
    """Hold every possible group of a request's people, and what each is worth, promise by promise."""

    def __init__(self, oracle: Oracle) -> None:
        place = {person.id: number for number, person in enumerate(oracle.people)}
        self.groups: list[Group] = [
            group
            for size in range(2, oracle.largest + 1)
            for group in combinations(oracle.people, size)
            if oracle.possible(group)
        ]
        rated = map(oracle.rate_one, self.groups)
        self._rows: Rows = [[*map(int, each[:-1]), round(each.fit * PARTS)] for each in rated]
        self._seats = [sum(1 << place[person.id] for person in group) for group in self.groups]
        self._last: list[list[int]] = [[] for _ in place]  # groups by the last of their people
        for number, group in enumerate(self.groups):
            self._last[place[group[-1].id]].append(number)

    def best(self) -> list[Group]:
        """Return the choice that keeps the promises best."""
        return [self.groups[number] for number in self._best(self._rows)]

    def deciding(self) -> list[str]:
        """Name the promises that tell apart choices which keep all earlier ones as well as can be."""
        return [name for number, name in enumerate(Kept._fields) if self._decides(number)]

    def _decides(self, number: int) -> bool:
        most = self._best([row[: number + 1] for row in self._rows])
        least = self._best([[*row[:number], -row[number]] for row in self._rows])
        return sum(self._rows[at][number] for at in most) != sum(self._rows[at][number] for at in least)

    def _best(self, rows: Rows) -> list[int]:
        """Return the groups whose sums are the greatest, the first of their numbers deciding."""
        worths = merged(rows, len(self._last))
        tables: list[np.ndarray] = []
        for worth in worths:
            tables.append(self._table(tables, worths, worth))
        return self._followed(tables, worths)

    def _table(self, before: Sequence[np.ndarray], worths: Sequence[Sequence[int]], worth: Sequence[int]):
        """Say for each set of people (by its bits) what it comes to, choosing as well as the tables before do."""
        table = np.zeros(1 << len(self._last), dtype=np.int64)
        for last, ending in enumerate(self._last):
            left = np.arange(1 << last, 2 << last)
            kept = left ^ 1 << last
            same = [earlier[left] == earlier[kept] for earlier in before]
            table[left] = np.where(np.logical_and.reduce(same), table[kept], NEVER) if before else table[kept]
            for number in ending:
                seats = self._seats[number]
                mine = left[left & seats == seats]
                for earlier, points in zip(before, worths, strict=False):
                    mine = mine[earlier[mine] == earlier[mine ^ seats] + points[number]]
                table[mine] = np.maximum(table[mine], table[mine ^ seats] + worth[number])
        return table

    def _followed(self, tables: Sequence[np.ndarray], worths: Sequence[Sequence[int]]) -> list[int]:
        """Read off the tables which groups the best choice for everybody is made of."""
        left, chosen = (1 << len(self._last)) - 1, []
        while left:
            last = left.bit_length() - 1
            steps = [(1 << last, None), *((self._seats[number], number) for number in self._last[last])]
            left, number = next(
                (left ^ seats, number)
                for seats, number in steps
                if seats & left == seats
                and all(
                    table[left] == table[left ^ seats] + (0 if number is None else worth[number])
                    for table, worth in zip(tables, worths, strict=True)
                )
            )
            chosen += [] if number is None else [number]
        return chosen


def merged(rows: Rows, people: int) -> list[list[int]]:
    """Put neighbouring numbers of each row into one, as far as sums of them stay short, so that sums compare alike."""
    found: list[list[int]] = []
    length = LONG
    for part in zip(*rows, strict=True):
        radix = 2 * people * max(map(abs, part)) + 1
        if length * radix < LONG:
            found[-1] = [before * radix + value for before, value in zip(found[-1], part, strict=True)]
            length *= radix
        else:
            found.append(list(part))
            length = radix
    return found
