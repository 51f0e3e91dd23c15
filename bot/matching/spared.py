"""One too many among very many: spare the trio whose turn it is, and pair all others."""

from collections.abc import Iterator
from itertools import islice

from bot.matching.arrays import Floats, Ints
from bot.matching.bounds import fit_gap, lowest_turns, with_others
from bot.matching.edges import Edges, pairs_among
from bot.matching.exact import ALONE, pairs_of
from bot.matching.leftover import seat_the_left_over
from bot.matching.pairs import WHOLE, best_pairs, most_in_pairs
from bot.matching.party import Party, gather
from bot.matching.score import Score
from bot.matching.snapshot import Snapshot
from bot.matching.solution import Group, Solution
from bot.matching.triangles import IN_LINE, first_in_line, listed_trios, possible_trios

SPARED_TRIES = 8  # trios beside which very many others are paired, at most


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
    # The trio may hold all whom somebody could meet, which is seen sooner than how many can be placed.
    partners = np.bincount(np.concatenate([among.one, among.other]), minlength=len(others))
    if not partners.all() or most_in_pairs(among, len(others)) < len(others):
        return None
    pairing = best_pairs(among, snap.overdue[members[others]], spots[others], len(others))
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

    line = first_in_line(snap, members)
    party = _party_of(snap, members[line])
    yield from _ranked(line, party, possible_trios(party, np.arange(len(line))))
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
