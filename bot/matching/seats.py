"""What every seat is worth to everybody: prices of changing places, kept up to date as groups change.

A seat is a member of a group, or the free seat of a group with room. Whoever is left out counts as a group of one.
"""

from collections.abc import Iterable, Sequence

from bot.matching.arrays import Floats, Ints
from bot.matching.party import Party, padded
from bot.matching.prices import Worth
from bot.matching.solution import Group


class Seats:
    """Hold groups under way, by number, and what it costs to change them; less than nothing is a gain.

    `taken[b, a]`: the place of b is taken by a. `left[b]`: b leaves without another. `value[g]`: what a group is worth.
    Infinite where the hard rules forbid it, and for people of the same group.
    """

    def __init__(self, party: Party, groups: Sequence[Group]) -> None:
        import numpy as np

        self.party, self.worth = party, Worth(party)
        seated = {node for group in groups for node in group}
        self.groups: list[Group] = [*groups, *((node,) for node in range(party.count) if node not in seated)]
        self.place = np.zeros(party.count, dtype=np.int64)
        self.value = np.zeros(len(self.groups))
        self.taken = np.full((party.count, party.count), np.inf)
        self.left = np.zeros(party.count)
        self.size = np.zeros(len(self.groups), dtype=np.int64)
        self.pods = {
            number
            for number, group in enumerate(self.groups)
            if self.is_group(group) and all(party.complete[list(group)])
        }
        self.put(dict(enumerate(self.groups)))

    def is_group(self, group: Group) -> bool:
        """Say whether these are a group, and not somebody left out."""
        return len(group) > 1 or (len(group) == 1 and bool(self.party.complete[group[0]]))

    def standing(self) -> list[Group]:
        """Return the groups without whoever is left out."""
        return sorted(group for group in self.groups if self.is_group(group))

    def rated(self, groups: Sequence[Group]) -> tuple[int, ...]:
        """Rate some groups, promise by promise."""
        return self.party.total([group for group in groups if self.is_group(group)])

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

        known = len(self.groups)
        self.groups += [()] * count
        self.value = np.append(self.value, np.zeros(len(self.groups) - known))
        self.size = np.append(self.size, np.zeros(len(self.groups) - known, dtype=np.int64))
        return list(range(known, len(self.groups)))

    def put(self, changed: dict[int, Group]) -> None:
        """Change some groups, and price their seats anew."""
        import numpy as np

        for number, group in changed.items():
            self.groups[number] = group
            self.place[list(group)] = number
        numbers = sorted(changed)
        rows = padded([self.groups[number] for number in numbers])
        self.size[numbers] = np.where(rows >= 0, self.party.size[rows], 0).sum(axis=1)
        self.value[numbers] = self.worth.of_rows(rows)
        seats = [node for number in numbers for node in self.groups[number]]
        if not seats:
            return
        without = padded(
            [
                tuple(other for other in self.groups[number] if other != node)
                for number in numbers
                for node in self.groups[number]
            ]
        )
        before = self.value[self.place[seats]]
        self.taken[seats] = self._changes(without, before)
        self.left[seats] = before - self.worth.of_rows(without)
        for number in numbers:
            own = list(self.groups[number])
            self.taken[np.ix_(own, own)] = np.inf

    def joined(self, numbers: Sequence[int]) -> Floats:
        """Say what it costs that each node (columns) joins some groups (rows), empty ones too."""
        import numpy as np

        if not numbers:
            return np.empty((0, self.party.count))
        rows = padded([self.groups[number] for number in numbers])
        return self._changes(rows, self.value[list(numbers)])

    def _changes(self, rows: Ints, before: Floats) -> Floats:
        """Say what it costs that each node comes to each row, which is worth so much as it is."""
        import numpy as np

        changes = np.full((len(rows), self.party.count), np.inf)
        row, node, worth = self.worth.beside(rows)
        changes[row, node] = before[row] - worth
        return changes
