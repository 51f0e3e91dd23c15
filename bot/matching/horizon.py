"""Small communities meet everybody: choose today's pairs so that tomorrow's can still be new.

While everybody has met fewer than half of the others, any choice of new pairs leaves new pairs for the next round.
After that, some choices lead into a dead end early. So the rounds to come are laid out as a timetable that begins with
today's best pairs. Where that cannot be, today's pairs give way: of several timetables the one that gives up the least
fit is taken. Only pairs that are as good by every promise above fit are used, so no more than fit is ever given up.

With an odd number, where somebody must sit out, the empty place is one more member, whom everybody meets once.
"""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bot.matching.arrays import Ints
from bot.matching.edges import Edges
from bot.matching.exact import ALONE, partners_of
from bot.matching.timetable import Timetable

LARGEST = 100  # members; larger communities don't run out of new people
EFFORT = 100  # steps for each pair that the timetable has room for
TRIES = 6  # timetables begun before a horizon is cut down
MOST_CHOICES = 24  # timetables of which the cheapest is taken
FOR_NODES = 400  # divided by the number of people: how many there are at most of these
ALL_TRIED = 8  # nodes among whom every choice is looked at
SHORTER = 3  # rounds by which a horizon may be cut down where a longer one can't be found
TODAY = 0

Pair = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Outlook:
    """Hold who can meet newly in the rounds to come: `fit` by pair, and how many rounds all of them may last."""

    nodes: int
    fit: dict[Pair, int]
    rounds: int
    busy: tuple[int, ...] = ()

    def worth(self, pairs: Sequence[Pair]) -> int:
        """Return how well so many new pairs fit."""
        return sum(self.fit[pair] for pair in pairs)

    @property
    def choices(self) -> int:
        """Return how many timetables are worth their time."""
        return max(TRIES, min(MOST_CHOICES, FOR_NODES // self.nodes))


def look_ahead(edges: Edges, mate: Ints, sitters: Ints, seed: str) -> Ints:
    """Return these partners, or others as new that leave more rounds of new pairs.

    `sitters` are who may sit out today, where somebody must.
    """
    outlook = _outlook(edges, mate, sitters)
    if outlook is None or 2 * outlook.rounds > outlook.nodes:
        return mate
    today = _pairs(mate, outlook.nodes)
    if any(pair not in outlook.fit for pair in today):
        return mate
    rng = random.Random(seed)  # noqa: S311 - a replayable choice, not a secret
    for rounds in range(outlook.rounds, max(1, outlook.rounds - SHORTER), -1):
        small = outlook.nodes <= ALL_TRIED
        found = _by_trying_all(outlook, rounds) if small else _cheapest(outlook, today, rounds, rng)
        if found is not None:
            return partners_of([pair for pair in found if pair[1] < len(mate)], len(mate))
    return mate


def _outlook(edges: Edges, mate: Ints, sitters: Ints) -> Outlook | None:
    """Gather the pairs that are new; None for communities that are too large, or where more sit out than must."""
    import numpy as np

    count = len(mate)
    if count > LARGEST or np.count_nonzero(mate == ALONE) > count % 2:
        return None
    new = (edges.repeat == 0) & (edges.recency == 0)
    pairs = zip(edges.one[new].tolist(), edges.other[new].tolist(), strict=True)
    fit: dict[Pair, int] = dict(zip(pairs, edges.fit[new].tolist(), strict=True))
    if count % 2:
        fit.update({(member, count): 0 for member in sitters.tolist()})
    nodes = count + count % 2
    degree = np.bincount(np.array(list(fit), dtype=np.int64).ravel(), minlength=nodes)
    return Outlook(nodes, fit, int(degree.min(initial=nodes)))


def _cheapest(outlook: Outlook, today: list[Pair], rounds: int, rng: random.Random) -> list[Pair] | None:
    """Lay out so many rounds in several ways and return today's pairs of the one that gives up the least fit."""
    best: list[Pair] | None = None
    for number in range(outlook.choices):
        found = laid_out(outlook, today, rounds, rng)
        if found == today:
            return found
        if found is not None and (best is None or outlook.worth(found) > outlook.worth(best)):
            best = found
        if best is None and number + 1 == TRIES:
            break
    return best


def _by_trying_all(outlook: Outlook, rounds: int) -> list[Pair] | None:
    """Return the best of all today's choices that leave so many rounds of new pairs, if there is one."""
    pairs, nodes = frozenset(outlook.fit), tuple(range(outlook.nodes))
    choices = sorted(_divisions(pairs, nodes), key=lambda choice: (-outlook.worth(choice), choice))
    return next(
        (choice for choice in choices if _remain(pairs.difference(choice), nodes, rounds - 1)),
        None,
    )


def _remain(pairs: frozenset[Pair], nodes: Sequence[int], rounds: int) -> bool:
    """Say whether there are so many rounds of new pairs."""
    return rounds <= 0 or any(
        _remain(pairs.difference(choice), nodes, rounds - 1) for choice in _divisions(pairs, nodes)
    )


def _divisions(pairs: frozenset[Pair], nodes: Sequence[int]) -> Iterator[list[Pair]]:
    """List all ways to divide nodes (ascending) into such pairs."""
    if not nodes:
        yield []
        return
    first, *others = nodes
    for other in others:
        if (first, other) in pairs:
            rest = [node for node in others if node != other]
            yield from ([(first, other), *later] for later in _divisions(pairs, rest))


def laid_out(outlook: Outlook, today: Sequence[Pair], rounds: int, rng: random.Random) -> list[Pair] | None:
    """Lay out so many rounds of new pairs and return today's; None where that was not found."""
    timetable, kept = _begun(outlook, today, rounds, rng)
    if kept:
        return list(today)
    if not timetable.complete(rng, EFFORT * outlook.nodes * rounds):
        return None
    _better(timetable, outlook, rounds)
    return sorted(
        (member, other) for member, row in enumerate(timetable.partner) if (other := row[TODAY]) > member
    )


def lasting(outlook: Outlook, today: Sequence[Pair], rounds: int, rng: random.Random) -> bool:
    """Say whether so many rounds of new pairs that begin with these were found."""
    return _begun(outlook, today, rounds, rng)[1]


def _begun(
    outlook: Outlook, today: Sequence[Pair], rounds: int, rng: random.Random
) -> tuple[Timetable, bool]:
    """Lay out so many rounds that begin with these pairs, and say whether all gaps could be filled."""
    timetable = Timetable(sorted(outlook.fit), outlook.nodes, rounds, outlook.busy)
    for pair in today:
        timetable.put(*pair, TODAY)
    effort = EFFORT * outlook.nodes * rounds
    return timetable, timetable.complete(rng, effort, from_round=TODAY + 1)


def _better(timetable: Timetable, outlook: Outlook, rounds: int) -> None:
    """Raise today's fit by exchanging rings of members with other rounds."""

    def fit(ring: Sequence[int], turn: int) -> int:
        # Each pair of the ring counts once from either end, which changes no comparison.
        others = ((member, timetable.partner[member][turn]) for member in ring)
        return sum(outlook.fit[min(pair), max(pair)] for pair in others)

    moved = True
    while moved:
        moved = False
        for turn in range(TODAY + 1, rounds):
            for ring in _rings(timetable, turn):
                if fit(ring, turn) > fit(ring, TODAY):
                    timetable.swap(ring, TODAY, turn)
                    moved = True


def _rings(timetable: Timetable, turn: int) -> list[list[int]]:
    """List the rings of members who meet only one another today and in another round; both are full."""
    found: list[list[int]] = []
    seen: set[int] = set()
    for start in range(len(timetable.partner)):
        if start not in seen:
            ring, comes_round = timetable.chain(start, TODAY, turn)
            seen.update(ring)
            if comes_round:
                found.append(ring)
    return found


def _pairs(mate: Ints, nodes: int) -> list[Pair]:
    """List the pairs; whoever is alone is with the empty place, the last node."""
    partners = [other if other != ALONE else nodes - 1 for other in mate.tolist()]
    return [(member, other) for member, other in enumerate(partners) if other > member]
