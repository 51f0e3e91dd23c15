"""The hard rules: who may meet whom at all. Nothing else in the matcher decides this."""

import math
from collections.abc import Callable, Sequence
from itertools import combinations

from bot.domain.plans import distance_km as between
from bot.matching.model import Candidate, MatchRequest, pair_of

_METRE = 3  # digits of a kilometre that are kept, so that every machine's arithmetic agrees


def distance_km(one: Candidate, other: Candidate) -> float:
    """Measure the way between two members' areas in km, as the crow flies.

    An area is near itself. An area without a centre is infinitely far from others, and so is having named none;
    only two members who will go any distance (an infinite reach) may meet all the same.
    """
    if one.area == other.area and (one.centre == other.centre or one.area is not None):
        return 0.0
    if one.centre is None or other.centre is None:
        return math.inf
    return round(between(one.centre, other.centre), _METRE)


def can_meet(request: MatchRequest, one: Candidate, other: Candidate) -> bool:
    """Say whether two members may be in one group: time, language, area, way and no separation."""
    if not one.slots & other.slots or one.languages.isdisjoint(other.languages):
        return False
    if request.same_area and one.area != other.area:
        return False
    if pair_of(one.id, other.id) in request.separated:
        return False
    return distance_km(one, other) <= min(one.reach_km, other.reach_km)


def common_slots(members: Sequence[Candidate]) -> int:
    """Keep the times at which all of them are free, as a 21-bit mask."""
    slots = members[0].slots
    for member in members[1:]:
        slots &= member.slots
    return slots


def common_languages(members: Sequence[Candidate]) -> frozenset[str]:
    """Keep the languages that all of them speak."""
    return members[0].languages.intersection(*(member.languages for member in members[1:]))


def can_be_group(members: Sequence[Candidate], may_meet: Callable[[Candidate, Candidate], bool]) -> bool:
    """Say whether these may be one group: each two may meet, and one time and one language serve all of them.

    `may_meet` is `can_meet`, directly or remembered.
    """
    return (
        common_slots(members) != 0
        and bool(common_languages(members))
        and all(may_meet(one, other) for one, other in combinations(members, 2))
    )
