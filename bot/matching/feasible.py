"""The hard rules: who may meet whom at all. Nothing else in the matcher decides this.

Questions come as arrays of members' numbers that broadcast against each other: `rows[:, None]` and `columns` for a
whole table, two equal lists for single pairs. Separations are sparse, so they are asked apart (`apart`).
"""

import math
from collections.abc import Sequence, Set
from functools import reduce
from itertools import combinations

from bot.domain.plans import distance_km as between
from bot.matching.arrays import Bools, Floats, Ints, Words
from bot.matching.model import Candidate, Pair, pair_of
from bot.matching.snapshot import Snapshot

_METRE = 3  # digits of a kilometre that are told


def allowed(snap: Snapshot, one: Ints, other: Ints, way: "Floats | None" = None) -> Bools:
    """Say which pairs share a time and a language and have no farther than both will go; a member isn't a pair.

    Separations are left to `apart`. Who knows the squares of the ways already gives them as `way`.
    """
    may = (snap.slots[one] & snap.slots[other]) != 0
    may &= share_a_bit(snap.languages, one, other)
    may &= near_enough(snap, one, other, way)
    if snap.request.same_area:
        may &= snap.area[one] == snap.area[other]
    may &= one != other
    return may


def share_a_bit(sets: Words, one: Ints, other: Ints) -> Bools:
    """Say which pairs have something of their bit sets in common."""
    return reduce(
        lambda left, right: left | right,
        ((sets[one, word] & sets[other, word]) != 0 for word in range(sets.shape[1])),
    )


def way_squared(snap: Snapshot, one: Ints, other: Ints) -> Floats:
    """Return the squares of the ways, in km2; NaN where a place is unknown."""
    x, y, z = snap.point.T
    way = x[one] - x[other]
    way *= way
    for axis in (y, z):
        step = axis[one] - axis[other]
        step *= step
        way += step
    return way


def near_enough(snap: Snapshot, one: Ints, other: Ints, way: "Floats | None" = None) -> Bools:
    """Say which pairs' ways are within the reach of both."""
    import numpy as np

    return within(snap, one, other, np.minimum(snap.reach[one], snap.reach[other]), way)


def within(snap: Snapshot, one: Ints, other: Ints, reach: Floats, way: "Floats | None" = None) -> Bools:
    """Say which pairs' ways are no longer than `reach`, in km.

    An area is near itself. An area without a centre is infinitely far from others, and so is having named none; only
    two members who will go any distance (an infinite reach) may meet all the same.
    """
    import numpy as np

    if way is None:
        way = way_squared(snap, one, other)
    near = way <= reach * reach
    near |= np.isinf(reach)
    near |= snap.locality[one] == snap.locality[other]
    return near


def apart(snap: Snapshot, one: Ints, other: Ints) -> Bools:
    """Say which pairs (one < other) must not meet in this round."""
    return snap.separated.find(one, other)[0]


def may_meet(snap: Snapshot, one: Ints, other: Ints) -> Bools:
    """Say which pairs (one < other) may be in one group by all hard rules."""
    return allowed(snap, one, other) & ~apart(snap, one, other)


def may_be_groups(snap: Snapshot, groups: Ints) -> Bools:
    """Say which groups may be: each two may meet, and one time and one language serve all of them.

    Groups are rows of members in ascending order, filled up with -1.
    """
    import numpy as np

    there, members = groups >= 0, np.maximum(groups, 0)
    everything = np.uint64(0xFFFF_FFFF_FFFF_FFFF)
    slots = np.where(there, snap.slots[members], everything)
    languages = np.where(there[..., None], snap.languages[members], everything)
    may = (np.bitwise_and.reduce(slots, axis=1) != 0) & (np.bitwise_and.reduce(languages, axis=1) != 0).any(
        axis=1
    )
    for one, other in combinations(range(groups.shape[1]), 2):
        may &= ~there[:, other] | may_meet(snap, members[:, one], members[:, other])
    return may


def may_be_a_group(members: Sequence[Candidate], separated: Set[Pair], *, same_area: bool = False) -> bool:
    """Say by all hard rules whether some people may be a group, without arrays: for a look at one group after the other.

    Two who named no place are near each other, as if they had named the same one.
    """
    if not common_slots(members) or not common_languages(members):
        return False
    return all(
        distance_km(one, other) <= min(one.reach_km, other.reach_km)
        and pair_of(one.id, other.id) not in separated
        and (one.area == other.area or not same_area)
        for one, other in combinations(members, 2)
    )


def distance_km(one: Candidate, other: Candidate) -> float:
    """Measure the way between two members' areas in km, as the crow flies; infinite where it is unknown."""
    if one.area == other.area and (one.centre == other.centre or one.area is not None):
        return 0.0
    if one.centre is None or other.centre is None:
        return math.inf
    return round(between(one.centre, other.centre), _METRE)


def common_slots(members: Sequence[Candidate]) -> int:
    """Keep the times at which all of them are free, as a 21-bit mask."""
    return reduce(lambda slots, member: slots & member.slots, members[1:], members[0].slots)


def common_languages(members: Sequence[Candidate]) -> frozenset[str]:
    """Keep the languages that all of them speak."""
    return members[0].languages.intersection(*(member.languages for member in members[1:]))
