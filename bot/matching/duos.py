"""Circles of two: the best pairs, a trio for an odd one out, and an eye on the rounds to come."""

from dataclasses import replace

from bot.matching.ahead import ahead
from bot.matching.arrays import Floats, Ints
from bot.matching.bounds import fit_gap, limit_prices, lowest_turns
from bot.matching.components import components, parts
from bot.matching.edges import Edges
from bot.matching.exact import ALONE, pairs_of, partners_of
from bot.matching.horizon import look_ahead
from bot.matching.leftover import seat_the_left_over
from bot.matching.model import SMALLEST_SIZE
from bot.matching.neighbourhoods import mapped
from bot.matching.odd import LARGEST, best_with_trio
from bot.matching.pack import pack_party
from bot.matching.pairs import Pairing, best_pairs
from bot.matching.party import gather
from bot.matching.snapshot import Snapshot
from bot.matching.solution import Group, Solution, combined
from bot.matching.spared import spared_trio

FEW = 13  # members up to whom every division into pairs and trios is looked at
PACKED = 40  # members up to whom the best of all choices is looked for where several are left over


def pair_up(snap: Snapshot, edges: Edges) -> Solution:
    """Put everybody into pairs, and into trios where pairs leave somebody out (unless the circle wants pairs only)."""
    import numpy as np

    spots = mapped(snap)
    label = components(edges, snap.count)
    solve = _pairs_only if snap.request.pairs_only else _with_trios
    pieces = list(parts(edges, label, np.arange(snap.count)))
    del edges  # of very many members, so that they are not in memory twice
    return combined(solve(snap, members, inside, spots[members]) for members, inside in pieces)


def _pairs_only(snap: Snapshot, members: Ints, edges: Edges, spots: Floats) -> Solution:
    pairing = best_pairs(edges, snap.overdue[members], spots)
    return _paired(snap, members, edges, pairing)


def _with_trios(snap: Snapshot, members: Ints, edges: Edges, spots: Floats) -> Solution:
    count = len(members)
    if count % 2 and count > LARGEST:
        spared = spared_trio(snap, members, edges, spots)
        if spared is not None:
            return spared
    with_trio = best_with_trio(snap, members, edges) if count % 2 and FEW < count <= LARGEST else None
    if with_trio is not None:
        return ahead(snap, members, edges, with_trio)
    pairing = best_pairs(edges, snap.overdue[members], spots)
    if (pairing.mate != ALONE).all():
        return _paired(snap, members, edges, pairing)
    return ahead(snap, members, edges, _in_trios(snap, members, edges, pairing))


def _in_trios(snap: Snapshot, members: Ints, edges: Edges, pairing: Pairing) -> Solution:
    """Place as many as possible of those whom pairs leave out; where no trio can be, look to the rounds to come."""
    groups, gap, most = _seated(snap, members, edges, pairing)
    if any(len(group) > SMALLEST_SIZE for group in groups):
        return Solution([_named(members, group) for group in groups], gap, most)
    mate = partners_of([(one, other) for one, other in groups], len(members))
    return _paired(snap, members, edges, Pairing(mate, gap, most))


def _seated(
    snap: Snapshot, members: Ints, edges: Edges, pairing: Pairing
) -> tuple[list[Group], int | None, int]:
    """Return groups of positions in `members`, their gap to the best, and how many can be placed at most."""
    count = len(members)
    seated = seat_the_left_over(snap, members, edges, pairing.mate) if count > FEW else []
    if count > PACKED:
        return seated, _gap(snap, members, edges, seated, pairing), count
    outside = replace(edges, one=members[edges.one], other=members[edges.other])
    party = gather(snap, outside, [(member,) for member in members.tolist()], [False] * count)
    packing = pack_party(party)
    if packing is None:
        return seated, None, count
    best = max(packing.groups, seated, key=party.total)
    gap = packing.gap(party.total(best))
    return best, gap, sum(map(len, best)) if gap is not None else count


def _gap(snap: Snapshot, members: Ints, edges: Edges, groups: list[Group], pairing: Pairing) -> int | None:
    """Say how far pairs and trios can be from the best.

    With everybody placed, there are at least as many trios as the largest pairing leaves people out.
    """
    trios = sum(len(group) > SMALLEST_SIZE for group in groups)
    everybody = sum(map(len, groups)) == len(members)
    if not everybody or trios > len(members) - pairing.most or not lowest_turns(snap, members, groups):
        return None
    price = limit_prices(edges, len(members)) if pairing.price is None else pairing.price
    return fit_gap(edges, groups, len(members), price)


def _paired(snap: Snapshot, members: Ints, edges: Edges, pairing: Pairing) -> Solution:
    """Describe pairs, after a look at the rounds to come."""
    import numpy as np

    mate, gap, owed = pairing.mate, pairing.gap, snap.overdue[members]
    alone = np.flatnonzero(mate == ALONE)
    sitters = np.flatnonzero(owed == owed[alone[0]]) if len(alone) else alone
    after = look_ahead(edges, mate, sitters, snap.request.seed)
    if gap is not None:
        gap += 2 * (_fit(edges, mate) - _fit(edges, after))
    return Solution([_named(members, pair) for pair in pairs_of(after)], gap, pairing.most)


def _fit(edges: Edges, mate: Ints) -> int:
    return sum(edges.fit[mate[edges.one] == edges.other].tolist())


def _named(members: Ints, group: Group) -> Group:
    return tuple(members[list(group)].tolist())
