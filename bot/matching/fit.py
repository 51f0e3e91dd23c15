"""How well two people suit each other: interests, nearness, times, wishes, newcomers, or what the circle bridges.

Everything is whole-number work on arrays, so that every machine comes to the same points.
"""

from bot.matching.arrays import Floats, Ints, Words
from bot.matching.model import Bridge
from bot.matching.score import FIT, TIES
from bot.matching.snapshot import Snapshot

HOOK = 300  # points for interests in common, or for what the circle bridges
HOOKS = 3  # interests in common beyond which more don't count
NEAR = 250
FAR_KM = 20.0  # for people who will go any distance, a way of this length counts as far
SLOT, SLOTS = 50, 5
WISH, WISHES = 50, 2
NEWCOMER = 100
_MIX = 0x9E3779B1  # an odd constant that spreads sums of keys over 32 bits (Knuth's multiplicative hashing)


def fit(snap: Snapshot, one: Ints, other: Ints, way_squared: Floats) -> Ints:
    """Rate how well pairs who may meet suit each other, in units of 1 / TIES, with hardly two pairs quite alike.

    Whoever's earlier groups fitted badly counts more, so that the worst-off come out better. Arrays broadcast.
    """
    import numpy as np

    points = _hook(snap, one, other)
    points += _in_common(snap.slots[:, None], one, other, SLOTS) * np.int16(SLOT)
    points += _in_common(snap.wishes, one, other, WISHES) * np.int16(WISH)
    points += (snap.newcomer[one] != snap.newcomer[other]) * np.int16(NEWCOMER)
    if Bridge.AREAS not in snap.request.bridge:
        points += _nearness(snap, one, other, way_squared)
    ties = ((snap.key[one] + snap.key[other]) * np.uint32(_MIX)) >> np.uint32(22)
    rated = points.astype(np.int32)
    if snap.deficit.any():
        deficit = snap.deficit.astype(np.int32)
        rated *= (FIT + deficit[one]) + deficit[other]
        rated //= FIT
    rated *= np.int32(TIES)
    rated += ties.view(np.int32)
    return rated


def _hook(snap: Snapshot, one: Ints, other: Ints) -> Ints:
    """Give points for what the circle wants groups to mix, or else for interests in common."""
    import numpy as np

    bridges = snap.request.bridge
    if not bridges:
        each = np.int16(HOOK // HOOKS)
        return _in_common(snap.interests, one, other, HOOKS) * each
    crossed = {
        Bridge.AREAS: lambda: snap.locality[one] != snap.locality[other],
        Bridge.NEWCOMERS: lambda: snap.newcomer[one] != snap.newcomer[other],
        Bridge.ROLES: lambda: (
            (snap.role[one] != snap.role[other]) & (np.minimum(snap.role[one], snap.role[other]) >= 0)
        ),
    }
    each = np.int16(HOOK // len(bridges))
    points = [crossed[bridge]() * each for bridge in sorted(bridges)]
    return np.sum(points, axis=0, dtype=np.int16)


def _in_common(sets: Words, one: Ints, other: Ints, most: int) -> Ints:
    """Count what pairs have in common, up to `most`, in bytes."""
    import numpy as np

    shared = np.minimum(np.bitwise_count(sets[one, 0] & sets[other, 0]), np.uint8(most))
    for word in range(1, sets.shape[1]):
        shared += np.bitwise_count(sets[one, word] & sets[other, word])
        np.minimum(shared, np.uint8(most), out=shared)
    return shared


def _nearness(snap: Snapshot, one: Ints, other: Ints, way_squared: Floats) -> Ints:
    """Give all points for the same area, and fewer the closer the way comes to what either will travel."""
    import numpy as np

    way = np.sqrt(way_squared)
    way /= np.minimum(np.minimum(snap.reach[one], FAR_KM), np.minimum(snap.reach[other], FAR_KM))
    np.fmin(way, 1, out=way)  # an unknown way is as long as any
    points = (NEAR * (1 - way)).astype(np.int16)
    # Many to compare, so by a product: a choice of some would take longer.
    np.maximum(points, (snap.locality[one] == snap.locality[other]) * np.int16(NEAR), out=points)
    return points
