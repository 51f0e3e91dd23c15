"""Seat people by chains of others who make room.

Somebody takes the seat of a second, who takes the seat of a third, until one of them can join a group as it stands (a
breadth-first search, shortest chains first). That seats who is left out, and fills groups up from those that are too
small. So no search for better groups starts from fewer people placed than short exchanges allow.
"""

from collections import deque
from collections.abc import Sequence
from itertools import pairwise

from bot.matching.arrays import Bools
from bot.matching.party import Party, padded
from bot.matching.solution import Group

LONGEST = 150  # people looked at for one chain
PASSES = 3

Change = dict[int, Group]  # the numbers of groups, and what they become


class Seating:
    """Hold groups under way. A group's number stays; a dissolved one is empty."""

    def __init__(self, party: Party, groups: list[Group]) -> None:
        import numpy as np

        self._party = party
        self._groups: list[Group] = []
        self._size = np.zeros(0, dtype=np.int64)
        self._bad = np.zeros((0, party.count), dtype=np.int16)  # how many of a group each may not meet
        # Who (second) could join which group, and have whose seat (first), as far as the hard rules go.
        self._joins = np.zeros((0, party.count), dtype=bool)
        self._takes = np.zeros((party.count, party.count), dtype=bool)
        self._place = np.full(party.count, -1, dtype=np.int64)  # where everybody sits; -1: nowhere
        self._seats = np.zeros(0, dtype=np.int64)  # who sits somewhere, group by group
        self._put(dict(enumerate(groups)))

    def groups(self) -> list[Group]:
        """Return the groups."""
        return sorted(group for group in self._groups if group)

    def seat_everybody(self) -> list[Group]:
        """Seat whoever can be, those owed a place first; return all groups."""
        seated = {node for group in self._groups for node in group}
        left = [node for node in range(self._party.count) if node not in seated]
        for node in sorted(left, key=lambda node: (-int(self._party.overdue[node]), node)):
            if self._party.may[node].any():
                self._put(self._chain(node, {}, self._party.largest, spare=True) or {})
        return self.groups()

    def fill_up(self) -> list[Group]:
        """Dissolve groups that are too small wherever all of their people find seats elsewhere and all is better so."""
        for _ in range(PASSES):
            before = list(self._groups)
            for place, group in enumerate(before):
                if group and group == self._groups[place] and self._size[place] < self._party.wanted:
                    self._put(self._shared_out(place) or {})
            if self._groups == before:
                break
        return self.groups()

    def _shared_out(self, place: int) -> Change | None:
        """Find seats for all people of a group; None where there are none, or nothing is gained."""
        group = self._groups[place]
        if all(self._party.complete[list(group)]):
            return None
        change: Change = {place: ()}
        for node in group:
            step = self._chain(node, change, self._party.wanted) or self._chain(
                node, change, self._party.largest
            )
            if step is None:
                return None
            change |= step
        before = [self._groups[changed] for changed in change]
        after = [each for each in change.values() if each]
        return change if self._party.total(after) > self._party.total(before) else None

    def _put(self, change: Change) -> None:
        import numpy as np

        if not change:
            return
        places, party = sorted(change), self._party
        more = max(0, places[-1] + 1 - len(self._groups))
        self._groups += [()] * more
        self._size = np.append(self._size, np.zeros(more, dtype=np.int64))
        self._bad = np.concatenate([self._bad, np.zeros((more, party.count), dtype=np.int16)])
        self._joins = np.concatenate([self._joins, np.zeros((more, party.count), dtype=bool)])
        for place in places:
            members = list(change[place])
            self._groups[place] = change[place]
            self._size[place] = party.size[members].sum()
            self._bad[place] = party.strangers[members].sum(axis=0)
            self._place[members] = place
        self._joins[places] = (self._bad[places] == 0) & self._fit([self._groups[place] for place in places])
        seats = [node for place in places for node in self._groups[place]]
        without = [
            tuple(other for other in self._groups[place] if other != node)
            for place in places
            for node in self._groups[place]
        ]
        self._takes[seats] = (self._bad[self._place[seats]] == party.strangers[seats]) & self._fit(without)
        self._seats = np.argsort(self._place, kind="stable")[np.count_nonzero(self._place < 0) :]

    def _fit(self, groups: Sequence[Group]) -> Bools:
        """Say who could come to which of some groups (rows), by their sizes, times and languages; to no empty one."""
        import numpy as np

        party = self._party
        members, slots, languages = party.in_common(padded(groups))
        size = members[:, None]
        fine = (size > 0) & (size + party.size <= party.largest) & ((slots[:, None] & party.slots) != 0)
        speak = np.zeros_like(fine)
        for word in range(languages.shape[1]):
            speak |= (languages[:, None, word] & party.languages[:, word]) != 0
        return fine & speak

    def _chain(self, start: int, changed: Change, largest: int, *, spare: bool = False) -> Change | None:
        """Find the shortest chain that seats somebody in a group of at most `largest`, leaving changed groups alone.

        With `spare`, somebody may also take a partner from a group of three or more.
        """
        import numpy as np

        open_ = self._size > 0
        open_[list(changed)] = False
        queue, taker = deque([start]), {start: start}
        new = np.ones(self._party.count, dtype=bool)
        new[start] = False
        while queue and len(taker) < LONGEST:
            node = queue.popleft()
            path = _path(taker, node)
            still_open = open_.copy()
            still_open[self._place[path[:-1]]] = False
            last = self._joined(node, still_open, largest) or (
                self._taken(node, still_open) if spare else None
            )
            if last is not None:
                return last | self._moved(path)
            fine = self._takes[self._seats, node] & still_open[self._place[self._seats]] & new[self._seats]
            displaced = self._seats[fine]
            new[displaced] = False
            taker |= dict.fromkeys(displaced.tolist(), node)
            queue += displaced.tolist()
        return None

    def _moved(self, path: Sequence[int]) -> Change:
        """Let everybody take the seat of the one before on the path."""
        change: Change = {}
        for displaced, node in pairwise(path):
            place = int(self._place[displaced])
            others = (other for other in self._groups[place] if other != displaced)
            change[place] = tuple(sorted((*others, node)))
        return change

    def _joined(self, node: int, still_open: Bools, largest: int) -> Change | None:
        """Let somebody join a group, the smallest of those that can take them."""
        import numpy as np

        room = still_open & self._joins[:, node] & (self._size + self._party.size[node] <= largest)
        if not room.any():
            return None
        place = int(np.where(room, self._size, largest + 1).argmin())
        return {place: tuple(sorted((*self._groups[place], node)))}

    def _taken(self, node: int, still_open: Bools) -> Change | None:
        """Let somebody take a partner from a group that can spare one."""
        import numpy as np

        for place in np.flatnonzero(still_open & (self._bad[:, node] < self._size)).tolist():
            group = self._groups[place]
            for partner in group if len(group) > 2 else ():  # noqa: PLR2004 - two must stay
                pair = (node, partner) if node < partner else (partner, node)
                if self._party.may[pair] and self._party.possible(pair):
                    return {
                        place: tuple(other for other in group if other != partner),
                        len(self._groups): pair,
                    }
        return None


def _path(taker: dict[int, int], node: int) -> list[int]:
    """Name somebody, who takes their seat, who takes the seat of that one, and so on."""
    path = [node]
    while taker[path[-1]] != path[-1]:
        path.append(taker[path[-1]])
    return path
