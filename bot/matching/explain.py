"""Why these people: facts that every one of them may see, as data; the words are the texts' business."""

import math
from collections.abc import Sequence
from itertools import combinations

from bot.matching.feasible import common_languages, common_slots, distance_km
from bot.matching.model import Candidate, Fact, FactKind, MatchRequest, pair_of

SLOTS = 21


def explain(request: MatchRequest, members: Sequence[Candidate]) -> tuple[Fact, ...]:
    """List what these people share, in the order of the promises; nothing here can betray a separation."""
    return (
        _meeting(request, members),
        Fact(kind=FactKind.SHARED_SLOTS, values=slot_bits(common_slots(members))),
        Fact(kind=FactKind.SHARED_LANGUAGE, values=tuple(sorted(common_languages(members)))),
        *_way(members),
        *_interests(members),
    )


def slot_bits(mask: int) -> tuple[int, ...]:
    """List the bits of an availability mask, ascending (day * 3 + part of the day)."""
    return tuple(bit for bit in range(SLOTS) if mask >> bit & 1)


def _meeting(request: MatchRequest, members: Sequence[Candidate]) -> Fact:
    pairs = (pair_of(one.id, other.id) for one, other in combinations(members, 2))
    ago = [request.history[pair].rounds_ago for pair in pairs if pair in request.history]
    return Fact(kind=FactKind.LAST_MET, values=(min(ago),)) if ago else Fact(kind=FactKind.FIRST_MEETING)


def _way(members: Sequence[Candidate]) -> tuple[Fact, ...]:
    areas = {member.area for member in members}
    area = members[0].area
    if len(areas) == 1:
        return () if area is None else (Fact(kind=FactKind.SAME_AREA, values=(area,)),)
    farthest = max(distance_km(one, other) for one, other in combinations(members, 2))
    return () if math.isinf(farthest) else (Fact(kind=FactKind.DISTANCE_KM, values=(math.ceil(farthest),)),)


def _interests(members: Sequence[Candidate]) -> tuple[Fact, ...]:
    shared = members[0].interests.intersection(*(member.interests for member in members[1:]))
    return (Fact(kind=FactKind.SHARED_INTERESTS, values=tuple(sorted(shared))),) if shared else ()
