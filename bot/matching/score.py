"""How good a group is: one number per promise.

A `Score` lists the promises in their order. Each entry adds up over groups, so the sums of two solutions compare
entry by entry, the first that differs deciding.
"""

from typing import TYPE_CHECKING, NamedTuple

from bot.matching.arrays import Floats, Ints, Words
from bot.matching.model import Bridge, PastMeeting

if TYPE_CHECKING:
    from bot.matching.snapshot import Snapshot

FIT = 1000  # the best fit of two people
MIDDLE = FIT // 2  # whoever's earlier groups fitted worse than this counts more, up to twice
LARGEST_FIT = 2 * FIT
TIES = 1 << 10  # fit is counted in units of this size, so that a draw from the seed can break ties below it

RECENT = 200  # rounds after which it no longer matters how long ago two people met
OFTEN = 32  # meetings after which it no longer matters how often two people met
SETTLED = 4  # rounds after which a planned meeting that never came about is forgotten

HOOK = 300  # points for interests in common, or for what the circle bridges
HOOKS = 3  # interests in common beyond which more don't count
NEAR = 250
FAR_KM = 20.0  # for people who will go any distance, a way of this length counts as far
SLOT, SLOTS = 50, 5
WISH, WISHES = 50, 2
NEWCOMER = 100
_MIX = 0x9E3779B1  # an odd constant that spreads sums of keys over 32 bits (Knuth's multiplicative hashing)


class Score(NamedTuple):
    """Rate a group, the most important first; more is better."""

    placed: int = 0
    turns_to_come: int = 0  # people who were left out before
    shape: int = 0  # minus what the group's size lacks or exceeds
    odd_turns: int = 0  # minus the turns that members of an odd group already had
    repeats: int = 0  # minus pairs who met before
    recency: int = 0  # minus how recently, and then how often, they did
    fit: int = 0  # in units of 1 / TIES


def shape_cost(size: int, wanted: int) -> int:
    """Price a group's size: one more than wanted is better than one less, and far too small is worst."""
    return 3 * (wanted - size) ** 2 if size < wanted else size - wanted


def recency(meeting: PastMeeting) -> int:
    """Price meeting again: the more recent the dearer, and at equal age the more often the dearer.

    A planned meeting that never came about costs less than the oldest real one, and nothing after a few rounds.
    """
    if meeting.missed:
        return max(0, SETTLED - meeting.rounds_ago)
    return (RECENT - min(meeting.rounds_ago, RECENT)) * OFTEN + min(meeting.times, OFTEN - 1)


def fit(snap: "Snapshot", one: Ints, other: Ints, way_squared: Floats) -> Ints:
    """Rate how well pairs who may meet suit each other, in units of 1 / TIES, with hardly two pairs quite alike.

    Whoever's earlier groups fitted badly counts more, so that the worst-off come out better. Arrays broadcast.
    """
    import numpy as np

    points = _hook(snap, one, other)
    points += np.minimum(_in_common(snap.slots[:, None], one, other), SLOTS) * np.int32(SLOT)
    points += np.minimum(_in_common(snap.wishes, one, other), WISHES) * np.int32(WISH)
    points += (snap.newcomer[one] != snap.newcomer[other]) * np.int32(NEWCOMER)
    if Bridge.AREAS not in snap.request.bridge:
        points += _nearness(snap, one, other, way_squared)
    if snap.deficit.any():
        points *= (FIT + snap.deficit[one] + snap.deficit[other]).astype(np.int32)
        points //= FIT
    ties = ((snap.key[one] + snap.key[other]) * np.uint32(_MIX)) >> np.uint32(22)
    return points * np.int32(TIES) + ties.astype(np.int32)


def _hook(snap: "Snapshot", one: Ints, other: Ints) -> Ints:
    """Give points for what the circle wants groups to mix, or else for interests in common."""
    import numpy as np

    bridges = snap.request.bridge
    if not bridges:
        each = np.int32(HOOK // HOOKS)
        return np.minimum(_in_common(snap.interests, one, other), HOOKS) * each
    crossed = {
        Bridge.AREAS: lambda: snap.locality[one] != snap.locality[other],
        Bridge.NEWCOMERS: lambda: snap.newcomer[one] != snap.newcomer[other],
        Bridge.ROLES: lambda: (
            (snap.role[one] != snap.role[other]) & (np.minimum(snap.role[one], snap.role[other]) >= 0)
        ),
    }
    each = np.int32(HOOK // len(bridges))
    points = [crossed[bridge]() * each for bridge in sorted(bridges)]
    return np.sum(points, axis=0)


def _in_common(sets: Words, one: Ints, other: Ints) -> Ints:
    import numpy as np

    shared = np.bitwise_count(sets[one, 0] & sets[other, 0]).astype(np.int32)
    for word in range(1, sets.shape[1]):
        shared += np.bitwise_count(sets[one, word] & sets[other, word])
    return shared


def _nearness(snap: "Snapshot", one: Ints, other: Ints, way_squared: Floats) -> Ints:
    """Give all points for the same area, and fewer the closer the way comes to what either will travel."""
    import numpy as np

    reach = np.minimum(np.minimum(snap.reach[one], snap.reach[other]), FAR_KM)
    points = np.nan_to_num(NEAR * (1 - np.minimum(np.sqrt(way_squared) / reach, 1)))
    points[np.broadcast_to(snap.locality[one] == snap.locality[other], points.shape)] = NEAR
    return points.astype(np.int32)
