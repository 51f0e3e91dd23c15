"""Good groups for parties too large to solve exactly: start from the best pairs, then better them step by step.

Every step must raise the weight of the whole solution, so a later promise is never bought with an earlier one, and
nobody whom the starting pairs placed is ever left out in the end. The result is near the best, not proven.
"""

from collections import deque
from collections.abc import Iterator, Sequence
from itertools import combinations, product

from bot.matching.board import Board, Group

MOST_PASSES = 12
MOST_STEPS = (
    60_000  # groups weighed in one go; counted, not timed, so that the answer is the same on every machine
)

Change = list[tuple[int, Group]]  # the number of a place and the group it shall hold


class Table:
    """Hold a solution under way: places with groups of one or more (a group of one is somebody left out)."""

    def __init__(self, board: Board, groups: Sequence[Group], members: Sequence[int]) -> None:
        seated = {member for group in groups for member in group}
        self.board = board
        self.places: list[Group] = [*groups, *((member,) for member in members if member not in seated)]
        self.steps = MOST_STEPS

    def gain(self, change: Change) -> int | None:
        """Tell how much heavier the solution gets by a change; None if a hard rule forbids it."""
        self.steps -= 1
        if any(len(group) > 1 and not self.board.possible(group) for _, group in change):
            return None
        return sum(
            self.board.weight(group) - self.board.weight(self.places[place]) for place, group in change
        )

    def make_best(self, changes: Iterator[Change]) -> bool:
        """Make the change that gains the most, if any gains."""
        best: tuple[int, Change] | None = None
        for change in changes:
            gain = self.gain(change)
            if gain is not None and gain > 0 and (best is None or gain > best[0]):
                best = gain, change
        return best is not None and self.make(best[1])

    def make(self, change: Change) -> bool:
        """Make a change."""
        for place, group in change:
            self.places[place] = group
        return True

    def fits(self, group: Group, member: int) -> bool:
        """Say whether a member may join a group: each may meet each, and not too many."""
        return len(group) < self.board.largest and all(self.board.may_meet(member, other) for other in group)


def improve(board: Board, members: Sequence[int], start: Sequence[Group]) -> list[Group]:
    """Better a solution until no step does; return groups of two or more, each sorted."""
    table = Table(board, start, members)
    for _ in range(MOST_PASSES):
        moved = [_seat_the_left_out(table), _share_out_small_groups(table), _rearrange_two(table)]
        if not any(moved) or table.steps <= 0:
            break
    return sorted(group for group in table.places if len(group) > 1)


def _rearrange_two(table: Table) -> bool:
    """Merge two groups, move one member, or swap two, wherever that helps."""
    moved = False
    for one, other in combinations(range(len(table.places)), 2):
        if table.steps <= 0:
            break
        moved = table.make_best(_rearrangements(table, one, other)) or moved
    return moved


def _rearrangements(table: Table, one: int, other: int) -> Iterator[Change]:
    a, b = table.places[one], table.places[other]
    if a and b and len(a) + len(b) <= table.board.largest:
        yield [(one, _joined(a, b)), (other, ())]
    yield from _moves(table, one, other)
    yield from _moves(table, other, one)
    for x, y in product(a, b):
        if table.fits(_without(b, y), x) and table.fits(_without(a, x), y):
            yield [(one, _joined(_without(a, x), (y,))), (other, _joined(_without(b, y), (x,)))]


def _moves(table: Table, giver: int, taker: int) -> Iterator[Change]:
    gives, takes = table.places[giver], table.places[taker]
    for member in gives if takes else ():
        if table.fits(takes, member):
            yield [(giver, _without(gives, member)), (taker, _joined(takes, (member,)))]


def _share_out_small_groups(table: Table) -> bool:
    """Dissolve a group that is too small when each of its members finds a place in another group."""
    moved = False
    for place, group in enumerate(table.places):
        if 1 < len(group) < table.board.wanted:
            change = _shared_out(table, place)
            gain = table.gain(change) if change else None
            if gain is not None and gain > 0:
                moved = table.make(change)
    return moved


def _shared_out(table: Table, place: int) -> Change:
    """Give each member of a place the other group that they better the most; an empty change if one finds none."""
    planned: dict[int, Group] = {place: ()}
    for member in table.places[place]:
        best: tuple[int, int, Group] | None = None
        for other, standing in enumerate(table.places):
            now = planned.get(other, standing)
            if other == place or not now or not table.fits(now, member):
                continue
            joined = _joined(now, (member,))
            if table.board.possible(joined):
                gain = table.board.weight(joined) - table.board.weight(now)
                if best is None or gain > best[0]:
                    best = gain, other, joined
        if best is None:
            return []
        planned[best[1]] = best[2]
    return list(planned.items())


def _seat_the_left_out(table: Table) -> bool:
    """Seat everybody left out for whom a chain of people making room ends at a free seat."""
    moved = False
    for place, group in enumerate(table.places):
        if len(group) == 1:
            change = _chain(table, place)
            moved = (table.make(change) if change else False) or moved
    return moved


def _chain(table: Table, start: int) -> Change:
    """Search, shortest first, for a chain in which each takes the seat of the next and the last finds a free one."""
    (alone,) = table.places[start]
    queue: deque[tuple[int, dict[int, Group]]] = deque([(alone, {start: ()})])
    seen = {alone}
    while queue and table.steps > 0:
        homeless, planned = queue.popleft()
        for place, group in enumerate(table.places):
            if place in planned or not group:
                continue
            if table.fits(group, homeless):
                change = list({**planned, place: _joined(group, (homeless,))}.items())
                gain = table.gain(change)
                if gain is not None and gain > 0:
                    return change
            for leaver in group if len(group) > 1 else ():
                rest = _without(group, leaver)
                if leaver not in seen and table.fits(rest, homeless):
                    seen.add(leaver)
                    queue.append((leaver, {**planned, place: _joined(rest, (homeless,))}))
    return []


def _joined(one: Group, other: Group) -> Group:
    return tuple(sorted((*one, *other)))


def _without(group: Group, member: int) -> Group:
    return tuple(other for other in group if other != member)
