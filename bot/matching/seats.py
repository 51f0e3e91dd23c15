"""What every seat is worth to everybody: prices of changing places, kept up to date as groups change.

A seat is a member of a group, or the free seat of a group with room. Whoever is left out counts as a group of one.
"""

from collections.abc import Iterable, Mapping, Sequence

from bot.matching.arrays import Ints
from bot.matching.party import Party, padded
from bot.matching.prices import Worth
from bot.matching.score import Score
from bot.matching.solution import Group


class Seats:
    """Hold groups under way, by number, and what it costs to change them; less than nothing is a gain.

    `taken[b, a]`: the place of b is taken by a. `joined[g, a]`: a joins group g. `left[b]`: b leaves without another.
    Infinite where the hard rules forbid it, and for people of the same group. `value[g]`: what a group is worth;
    `size[g]`: its members; `rows[g]`: its nodes, filled up with -1; `pod[g]`: all of it came as a group of its own;
    `score[g]`: its `Score`.
    """

    def __init__(self, party: Party, groups: Sequence[Group]) -> None:
        import numpy as np

        self.party, self.worth = party, Worth(party)
        self.place = np.zeros(party.count, dtype=np.int64)
        self.taken = np.full((party.count, party.count), np.inf)
        self.left = np.zeros(party.count)
        self.groups: list[Group] = []
        self.value, self.size = np.zeros(0), np.zeros(0, dtype=np.int64)
        self.joined = np.zeros((0, party.count))
        self.rows = np.zeros((0, party.largest), dtype=np.int64)
        self.pod = np.zeros(0, dtype=bool)
        self.score = np.zeros((0, len(Score._fields)), dtype=np.int64)
        self.put(self.renumbered(groups))

    def is_group(self, group: Group) -> bool:
        """Say whether these are a group, and not somebody left out."""
        return len(group) > 1 or (len(group) == 1 and bool(self.party.complete[group[0]]))

    def standing(self) -> list[Group]:
        """Return the groups without whoever is left out."""
        return sorted(group for group in self.groups if self.is_group(group))

    def scores(self, groups: Sequence[Group]) -> Ints:
        """Rate some groups, one row each; whoever is left out counts nothing."""
        import numpy as np

        there = np.array([self.is_group(group) for group in groups])
        return np.where(there[:, None], self.party.scores(padded(groups)), 0)

    def renumbered(self, groups: Iterable[Group]) -> dict[int, Group]:
        """Return by number what changes if these are the groups; those that are there keep their numbers."""
        wanted = set(groups)
        seated = {node for group in wanted for node in group}
        wanted |= {(node,) for node in range(self.party.count) if node not in seated}
        numbers = [number for number, group in enumerate(self.groups) if group not in wanted]
        new = sorted(wanted.difference(self.groups))
        numbers += self.more(len(new) - len(numbers))
        return dict(zip(numbers, [*new, *[()] * (len(numbers) - len(new))], strict=True))

    def more(self, count: int) -> list[int]:
        """Number some more groups, all empty; none for less than one."""
        import numpy as np

        known, more = len(self.groups), max(0, count)
        self.groups += [()] * more
        self.value = np.append(self.value, np.zeros(more))
        self.size = np.append(self.size, np.zeros(more, dtype=np.int64))
        self.pod = np.append(self.pod, np.zeros(more, dtype=bool))
        self.score = np.concatenate([self.score, np.zeros((more, len(Score._fields)), dtype=np.int64)])
        self.joined = np.concatenate([self.joined, np.full((more, self.party.count), np.inf)])
        self.rows = np.concatenate([self.rows, np.full((more, self.party.largest), -1, dtype=np.int64)])
        return list(range(known, len(self.groups)))

    def put(self, changed: Mapping[int, Group]) -> None:
        """Change some groups, and price their seats anew."""
        import numpy as np

        if not changed:
            return
        numbers = sorted(changed)
        for number in numbers:
            self.groups[number] = changed[number]
        groups = [self.groups[number] for number in numbers]
        self.pod[numbers] = [bool(group) and all(self.party.complete[list(group)]) for group in groups]
        self.score[numbers] = self.scores(groups)
        self.rows[numbers] = -1
        rows = padded(groups)
        self.rows[numbers, : rows.shape[1]] = rows
        row, column = np.nonzero(rows >= 0)
        seats = rows[row, column]
        self.place[seats] = np.array(numbers)[row]
        self.size[numbers] = np.where(rows >= 0, self.party.size[rows], 0).sum(axis=1)
        without = rows[row]
        without[np.arange(len(row)), column] = -1
        self._price(numbers, rows, seats, without)
        same = self.place[seats]
        one, other = np.nonzero(same[:, None] == same)
        self.taken[seats[one], seats[other]] = np.inf

    def _price(self, numbers: Sequence[int], rows: Ints, seats: Ints, without: Ints) -> None:
        """Price some groups' seats, and that somebody joins them; `without` has one row for each seat."""
        import numpy as np

        together = np.concatenate([rows, without])
        own, row, node, worth = self.worth.beside(together)
        self.value[numbers] = own[: len(rows)]
        before = np.concatenate([own[: len(rows)], self.value[self.place[seats]]])
        changes = np.full((len(together), self.party.count), np.inf)
        changes[row, node] = before[row] - worth
        self.joined[numbers] = changes[: len(rows)]
        self.taken[seats] = changes[len(rows) :]
        self.left[seats] = before[len(rows) :] - own[len(rows) :]
