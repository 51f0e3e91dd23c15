"""One member too many: choose the trio whose turn it is, and pair all others."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import islice

from bot.matching.arrays import Floats, Ints
from bot.matching.bounds import fit_gap, limit_prices, with_others
from bot.matching.cover import cover
from bot.matching.edges import Edges, pairs_among
from bot.matching.exact import ALONE, pairs_of
from bot.matching.leftover import seat_the_left_over
from bot.matching.model import SMALLEST_SIZE
from bot.matching.narrow import best_among
from bot.matching.pairs import EXACT_MEMBERS, WHOLE, best_pairs, evened, most_in_pairs
from bot.matching.party import Party, gather
from bot.matching.score import Score
from bot.matching.snapshot import Snapshot, in_tenths
from bot.matching.solution import Group, Solution
from bot.matching.triangles import listed_trios
from bot.matching.weights import capped_weights, exact_weights, one_repeat

LARGEST = EXACT_MEMBERS
IN_LINE = 100  # members who come into question for the trio, the longest without a turn first
EFFORT = 1500  # members times matchings that may be tried
FEWEST_TRIES = 4
SPARED_TRIES = 8  # trios beside which very many others are paired, at most


def best_with_trio(snap: Snapshot, members: Ints, edges: Edges) -> Solution | None:
    """Place an odd number of members, one component, in pairs and one trio; None if no trio tried leaves all placed.

    Trios are tried in the order of what can at most be reached with them (by the prices of the relaxed problem), so
    the search may stop, proven, at the first that could not win any more.
    """
    outside = replace(edges, one=members[edges.one], other=members[edges.other])
    party = gather(snap, outside, [(member,) for member in members.tolist()], [False] * len(members))
    search = _Search(party, edges)
    best: tuple[tuple[int, ...], float, list[Group]] | None = None
    fewest, above = 0, 0.0  # `above`: what could be reached beside what was tried
    tries = max(FEWEST_TRIES, EFFORT // len(members))
    for turns, hope, trio in search.hopes(_in_line(snap, members)):
        if best is not None and (turns > fewest or hope <= best[1]):
            break
        if not tries:
            above = max(above, hope)
            break
        tries -= 1
        weights, spoilt = search.weights_beside(trio)
        above = max(above, hope if spoilt else 0.0)
        found = search.paired_around(trio, weights)
        if found is not None and (best is None or found > best):
            best, fewest = found, turns
    if best is None:
        return None
    gap = search.gap(max(0.0, above - best[1])) if len(members) <= IN_LINE else None
    if gap is None and lowest_turns(snap, members, best[2]):
        gap = fit_gap(edges, best[2], len(members), limit_prices(edges, len(members)))
    return Solution([tuple(members[list(group)].tolist()) for group in best[2]], gap, len(members))


class _Search:
    """Pair a party around one trio after another. Worth is counted in halves of a pair's fit, repeats at their price."""

    def __init__(self, party: Party, edges: Edges) -> None:
        import numpy as np

        nobody_owed = np.zeros(party.count, dtype=np.int64)
        self._party, self._edges = party, edges
        self._weights = exact_weights(edges, nobody_owed)
        self._short, alone = capped_weights(edges, nobody_owed)
        self._base = int((self._short - edges.fit).max(initial=0))
        self._price = cover(evened(edges, self._short, alone)).price[: party.count]

    def gap(self, shortfall: float) -> int | None:
        """Say by how much fit a choice can be short of the best, from how much worth it can be."""
        return int(shortfall) if shortfall < 2 * one_repeat(self._edges, self._party.count) else None

    def hopes(self, in_line: Ints) -> Iterator[tuple[int, float, Group]]:
        """Yield trios, the fewest turns so far first: those turns, and what can at most be reached with the trio."""
        import numpy as np

        trios = _possible_trios(self._party, in_line)
        turns = self._party.odd_turns[trios].sum(axis=1)
        hope = self._worth(trios) + 2 * (self._price.sum() - self._price[trios].sum(axis=1))
        for at in np.lexsort((-hope, turns)).tolist():
            yield int(turns[at]), float(hope[at]), tuple(trios[at].tolist())

    def _worth(self, trios: Ints) -> Ints:
        """Say what possible trios are worth: all three pairs' repeats at their price, but only half of each fit."""
        import numpy as np

        edges, count = self._edges, self._party.count
        worth = np.zeros((count, count), dtype=np.int64)
        worth[edges.one, edges.other] = 2 * (self._short - self._base) - edges.fit
        return (
            worth[trios[:, 0], trios[:, 1]]
            + worth[trios[:, 0], trios[:, 2]]
            + worth[trios[:, 1], trios[:, 2]]
        )

    def weights_beside(self, trio: Group) -> tuple[Ints, bool]:
        """Weigh pairs with an eye on the next round, and say whether that spoils the best pairs for a trio.

        Where just three people have had the fewest turns after this trio, they are the next one: should two of them
        meet today, they would meet again at once. That counts more than any fit.
        """
        import numpy as np

        turns = in_tenths(self._party.odd_turns)
        rest = np.setdiff1d(np.arange(self._party.count), trio)
        rest = rest[np.argsort(turns[rest], kind="stable")]
        next_ones = rest[: len(trio)]
        if len(rest) > len(trio) and turns[rest[len(trio)]] == turns[rest[len(trio) - 1]]:
            return self._weights, False
        edges = self._edges
        together = np.isin(edges.one, next_ones) & np.isin(edges.other, next_ones)
        price = self._party.count * (int(edges.fit.max(initial=0)) + 1)
        unwelcome = replace(edges, fit=edges.fit - together * price)
        return exact_weights(unwelcome, np.zeros(self._party.count, dtype=np.int64)), True

    def paired_around(
        self, trio: Group, weights: Ints
    ) -> "tuple[tuple[int, ...], float, list[Group]] | None":
        """Pair all others as well as possible; None where that leaves somebody out. Return score, worth and groups."""
        import numpy as np

        edges = self._edges
        others = ~np.isin(edges.one, trio) & ~np.isin(edges.other, trio)
        where = np.flatnonzero(others)
        mate = best_among(self._party.count, edges.one[where], edges.other[where], weights[where], most=True)
        if np.count_nonzero(mate == ALONE) > len(trio):
            return None
        groups = sorted([trio, *pairs_of(mate)])
        paired = others & (mate[edges.one] == edges.other)
        worth = int(self._worth(np.array([trio]))[0]) + 2 * sum(self._short[paired].tolist())
        return self._party.total(groups), float(worth), groups


def spared_trio(snap: Snapshot, members: Ints, edges: Edges, spots: Floats) -> Solution | None:
    """Place an odd number of very many members: spare the trio whose turn it is, then pair the others.

    None where no trio was found beside which all others have a partner. Where pairs are looked for block by block, who
    is left over joins a pair.
    """
    found = (
        _spared(snap, members, edges, spots, trio)
        for trio in islice(_in_their_turn(snap, members, edges), SPARED_TRIES)
    )
    return next((solution for solution in found if solution is not None), None)


def _spared(snap: Snapshot, members: Ints, edges: Edges, spots: Floats, trio: Group) -> Solution | None:
    """Pair all but three; None where that leaves somebody out."""
    import numpy as np

    others = np.setdiff1d(np.arange(len(members)), trio)
    among = edges.among(others, len(members))
    if most_in_pairs(among, len(others)) < len(others):
        return None
    pairing = best_pairs(among, snap.overdue[members[others]], spots[others])
    if (pairing.mate == ALONE).any():
        if len(others) <= WHOLE:
            return None
        # Block by block hardly any solution is whole; another trio would not mend that, and cost as much again.
        groups = seat_the_left_over(snap, members[others], among, pairing.mate)
    else:
        groups = [*pairs_of(pairing.mate)]
    local = [trio, *(tuple(others[list(group)].tolist()) for group in groups)]
    gap = None
    if pairing.price is not None and lowest_turns(snap, members, local):
        price = np.full(len(members), np.nan)
        price[others] = pairing.price
        own = pairs_among(snap, members[list(trio)])
        listed = edges.joined(own.among(members, snap.count), len(members))
        gap = fit_gap(listed, local, len(members), with_others(listed, price, trio))
    return Solution(sorted(tuple(members[list(group)].tolist()) for group in local), gap, len(members))


def _in_their_turn(snap: Snapshot, members: Ints, edges: Edges) -> Iterator[Group]:
    """Yield trios, those whose turn it is first: of the first in line, then of whoever else can be in one."""
    import numpy as np

    line = _in_line(snap, members)
    party = _party_of(snap, members[line])
    yield from _ranked(line, party, _possible_trios(party, np.arange(len(line))))
    for trios in listed_trios(snap, members, edges):
        fewest = np.argsort(snap.odd_turns[members[trios]].sum(axis=1), kind="stable")[:IN_LINE]
        people = np.unique(trios[fewest])
        yield from _ranked(people, _party_of(snap, members[people]), np.searchsorted(people, trios[fewest]))


def _party_of(snap: Snapshot, members: Ints) -> Party:
    singly = [(member,) for member in members.tolist()]
    return gather(snap, pairs_among(snap, members), singly, [False] * len(singly))


def _ranked(people: Ints, party: Party, trios: Ints) -> Iterator[Group]:
    """Yield trios of a party by what differs between them where everybody has a place all the same."""
    import numpy as np

    parts = party.scores(trios)[:, Score._fields.index("odd_turns") :]
    for at in np.lexsort(tuple(-part for part in parts.T[::-1])).tolist():
        yield tuple(people[trios[at]].tolist())


def _possible_trios(party: Party, line: Ints) -> Ints:
    """List the trios that are possible among some people (ascending)."""
    import numpy as np

    may = party.may[np.ix_(line, line)]
    one, other = np.nonzero(np.triu(may))
    pair, third = np.nonzero(may[one] & may[other] & (np.arange(len(line)) > other[:, None]))
    trios = line[np.stack([one[pair], other[pair], third], axis=1)]
    return trios[party.share_rows(trios)]


def lowest_turns(snap: Snapshot, members: Ints, groups: Sequence[Group]) -> bool:
    """Say whether the people in trios are among those with the fewest turns so far, so that no choice asks less."""
    turns = snap.odd_turns[members]
    in_trios = [member for group in groups for member in group if len(group) > SMALLEST_SIZE]
    least = sorted(turns.tolist())[: len(in_trios)]
    return int(turns[in_trios].sum()) == sum(least)


def _in_line(snap: Snapshot, members: Ints) -> Ints:
    """Choose who comes into question for the trio: whoever had the fewest turns, in a drawn order among equals."""
    import numpy as np

    return np.sort(np.lexsort((snap.key[members], snap.odd_turns[members]))[:IN_LINE])
