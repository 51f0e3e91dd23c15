"""Why somebody is left out, and the cheapest change that would bring somebody into question.

For organisers only. Whoever must not meet a member counts as having no time in common with them, and what is said
about times ("so many people fit in every other respect") is true of both, so a separation cannot be told from an
empty calendar.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from bot.matching.arrays import Bools, Floats
from bot.matching.feasible import apart, near_enough, share_a_bit, way_squared
from bot.matching.model import Advice, Change, Unplaced, UnplacedReason
from bot.matching.snapshot import Snapshot
from bot.matching.solution import Group


def unplaced(snap: Snapshot, groups: Sequence[Group]) -> tuple[Unplaced, ...]:
    """Describe everybody who is in no group."""
    placed = {member for group in groups for member in group}
    left = [member for member in range(snap.count) if member not in placed]
    return tuple(_described(snap, member) for member in left)


def _described(snap: Snapshot, member: int) -> Unplaced:
    look = _Look.around(snap, member)
    name = snap.members[member].id
    if (look.free & look.speak & look.area & look.near).any():
        return Unplaced(member=name, reason=UnplacedReason.NOBODY_LEFT)
    return Unplaced(member=name, reason=UnplacedReason.NO_POSSIBLE_PARTNER, advice=_advice(look))


@dataclass(frozen=True, slots=True)
class _Look:
    """Hold how everybody else stands to one member, rule by rule.

    `they_come` says who would come that far themselves, or any distance where the way is unknown; `way` is in km.
    """

    free: Bools
    speak: Bools
    area: Bools
    elsewhere: Bools
    near: Bools
    they_come: Bools
    way: Floats

    @classmethod
    def around(cls, snap: Snapshot, member: int) -> "_Look":
        """Look at everybody from one member's place."""
        import numpy as np

        me, others = np.array([member]), np.arange(snap.count)
        here = snap.area == snap.area[member]
        way = np.sqrt(way_squared(snap, me, others))
        somebody_else = others != member
        together = ~apart(snap, np.minimum(others, member), np.maximum(others, member))
        return cls(
            free=((snap.slots & snap.slots[member]) != 0) & together & somebody_else,
            speak=share_a_bit(snap.languages, me, others) & somebody_else,
            area=here | (not snap.request.same_area),
            elsewhere=~here,
            near=near_enough(snap, me, others),
            they_come=(way <= snap.reach) | np.isinf(snap.reach),
            way=np.where(np.isnan(way), np.inf, way),
        )


def _advice(look: _Look) -> Advice | None:
    """Try one change after the other, the smallest for a member first."""
    ways = look.way[look.free & look.speak & look.area & ~look.near & look.they_come]
    if len(ways):
        nearest = float(ways.min())
        km = math.ceil(nearest) if math.isfinite(nearest) else None
        return Advice(change=Change.REACH, people=int((ways <= (km or math.inf)).sum()), km=km)
    for change, fits in (
        (Change.TIMES, look.speak & look.area & look.near & ~look.free),
        (Change.LANGUAGES, look.free & look.area & look.near & ~look.speak),
        (Change.AREA_RULE, look.free & look.speak & look.near & look.elsewhere & ~look.area),
    ):
        if fits.any():
            return Advice(change=change, people=int(fits.sum()))
    return None
