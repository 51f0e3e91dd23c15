"""Seat people by chains of others who make room.

Somebody takes the seat of a second, who takes the seat of a third, until one of them can join a group as it stands (a
breadth-first search, shortest chains first). That seats who is left out, and fills groups up from those that are too
small. So no search for better groups starts from fewer people placed than short exchanges allow.
"""

from collections import deque
from collections.abc import Iterator

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
        self._groups = list(groups)
        self._size = np.array([party.size[list(group)].sum() for group in groups], dtype=np.int64)
        rows = padded(groups) if groups else np.empty((0, 1), dtype=np.int64)
        self._bad = np.zeros(
            (len(rows), party.count), dtype=np.int16
        )  # how many of a group each may not meet
        for column in rows.T:
            self._bad += np.where(column[:, None] >= 0, party.strangers[column], 0).astype(np.int16)

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

        for place, group in sorted(change.items()):
            if place == len(self._groups):
                self._groups.append(())
                self._size = np.append(self._size, 0)
                self._bad = np.concatenate([self._bad, np.zeros((1, self._party.count), dtype=np.int16)])
            members = list(group)
            self._groups[place] = group
            self._size[place] = self._party.size[members].sum()
            self._bad[place] = self._party.strangers[members].sum(axis=0)

    def _chain(self, start: int, changed: Change, largest: int, *, spare: bool = False) -> Change | None:
        """Find the shortest chain that seats somebody in a group of at most `largest`, leaving changed groups alone.

        With `spare`, somebody may also take a partner from a group of three or more.
        """
        open_ = self._size > 0
        open_[list(changed)] = False
        queue: deque[tuple[int, Change]] = deque([(start, {})])
        known = {start}
        while queue and len(known) < LONGEST:
            node, change = queue.popleft()
            still_open = open_.copy()
            still_open[list(change)] = False
            last = self._joined(node, still_open, largest) or (
                self._taken(node, still_open) if spare else None
            )
            if last is not None:
                return change | last
            for place, displaced, group in self._seats_for(node, still_open):
                if displaced not in known:
                    known.add(displaced)
                    queue.append((displaced, change | {place: group}))
        return None

    def _joined(self, node: int, still_open: Bools, largest: int) -> Change | None:
        """Let somebody join a group, the smallest first."""
        import numpy as np

        room = still_open & (self._bad[:, node] == 0) & (self._size + self._party.size[node] <= largest)
        places = np.flatnonzero(room)
        for place in places[np.argsort(self._size[places], kind="stable")].tolist():
            joined = tuple(sorted((*self._groups[place], node)))
            if self._party.possible(joined):
                return {place: joined}
        return None

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

    def _seats_for(self, node: int, still_open: Bools) -> Iterator[tuple[int, int, Group]]:
        """Yield groups with a seat that somebody could have instead of who sits there."""
        import numpy as np

        for place in np.flatnonzero(still_open & (self._bad[:, node] <= 1)).tolist():
            group = self._groups[place]
            strangers = [other for other in group if not self._party.may[node, other]]
            for displaced in strangers or group:
                after = tuple(sorted((*(other for other in group if other != displaced), node)))
                if len(after) > 1 and self._party.possible(after):
                    yield place, displaced, after
