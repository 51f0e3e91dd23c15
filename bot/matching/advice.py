"""What would open up people to meet for those who are left out, for organisers.

Words about one person must not tell of two who stay apart, nor of somebody who is held back. So advice never looks at
separations, and goes by the times that people said, whatever a hold left of them. Where one of these begins or ends, no
word and no count of it changes; what is left to see is who is in which group. Whoever is left out although by all that
is said they could meet somebody gets no advice: mostly all of those are in other groups, and now and then they stay apart.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from bot.domain.member import Reach
from bot.matching.arrays import Bools, Ints
from bot.matching.feasible import may_meet, near_enough, share_a_bit, within
from bot.matching.model import Advice, Change, Unplaced, UnplacedReason
from bot.matching.snapshot import Snapshot, straight
from bot.matching.solution import Group

ENOUGH = 3
"""As soon as a change opens up so many people, a smaller change counts more than even more people."""
_STEPS = {Change.AROUND: Reach.NEAR, Change.ANYWHERE: Reach.TOWN}
_RANKS = {change: rank for rank, change in enumerate(Change)}


def unplaced(snap: Snapshot, groups: Sequence[Group]) -> tuple[Unplaced, ...]:
    """Describe everybody who is in no group."""
    import numpy as np

    alone = np.ones(snap.count, dtype=bool)
    alone[[member for group in groups for member in group]] = False
    left = np.flatnonzero(alone).tolist()
    if not left:
        return ()
    said = np.array([snap.request.said.get(each.id, each.slots) for each in snap.members], dtype=np.uint32)
    return tuple(
        Unplaced(
            member=snap.members[member].id,
            reason=_reason(snap, member),
            advice=_advice(_Look.around(snap, member, said)),
        )
        for member in left
    )


def _reason(snap: Snapshot, member: int) -> UnplacedReason:
    import numpy as np

    everybody, me = np.arange(snap.count), np.array([member])
    if may_meet(snap, np.minimum(everybody, me), np.maximum(everybody, me)).any():
        return UnplacedReason.NOBODY_LEFT
    return UnplacedReason.NO_POSSIBLE_PARTNER


@dataclass(frozen=True, slots=True)
class _Look:
    """Hold how everybody else stands to one member by each rule, going by what all of them said of themselves."""

    snap: Snapshot
    me: Ints
    others: Ints
    free: Bools
    speak: Bools
    area: Bools
    near: Bools

    @classmethod
    def around(cls, snap: Snapshot, member: int, said: Ints) -> "_Look":
        """Look at everybody from one member's place."""
        import numpy as np

        me = np.array([member])
        others = np.concatenate([np.arange(member), np.arange(member + 1, snap.count)])
        return cls(
            snap=snap,
            me=me,
            others=others,
            free=(said[others] & said[member]) != 0,
            speak=share_a_bit(snap.languages, me, others),
            area=(snap.area[others] == snap.area[member]) | (not snap.request.same_area),
            near=near_enough(snap, me, others),
        )

    def brought(self) -> Iterator[tuple[Change, Bools]]:
        """Yield each change, and whom it alone would open up."""
        meet = self.free & self.speak
        for change, step in _STEPS.items():
            if straight(step.km) > self.snap.reach[self.me[0]]:
                yield change, meet & self.area & ~self.near & self._come(straight(step.km))
        yield Change.TIMES, ~self.free & self.speak & self.area & self.near
        yield Change.AREA_RULE, meet & ~self.area & self.near
        yield Change.LANGUAGES, self.free & ~self.speak & self.area & self.near
        yield Change.THEIR_REACH, meet & self.area & ~self.near & self._in_reach()

    def _come(self, reach: float) -> Bools:
        """Say who is near enough if this member goes so far."""
        import numpy as np

        return within(self.snap, self.me, self.others, np.minimum(self.snap.reach[self.others], reach))

    def _in_reach(self) -> Bools:
        """Say to whom this member would go."""
        return within(self.snap, self.me, self.others, self.snap.reach[self.me])

    def most_in_one_area(self) -> int:
        """Count whom naming an area would open up, in the best one, where this member has named none."""
        import numpy as np

        mine = self.snap.members[self.me[0]]
        if mine.area is not None or mine.centre is not None:
            return 0
        areas, nowhere = self.snap.area[self.others], self.snap.area[self.me[0]]
        return int(np.bincount(areas[self.free & self.speak & (areas != nowhere)], minlength=1).max())


def _advice(look: _Look) -> Advice | None:
    """Choose the change that would help most; None where no single one does, or there is somebody to meet already."""
    if (look.free & look.speak & look.area & look.near).any():
        return None
    found = {change: int(people.sum()) for change, people in look.brought()}
    found[Change.AREA] = look.most_in_one_area()
    return _best(found)


def _best(found: Mapping[Change, int]) -> Advice | None:
    """Take the change that opens up most people, up to `ENOUGH`, then the smallest; what others would do comes last."""
    theirs = Change.THEIR_REACH
    own = [change for change, people in found.items() if people and change is not theirs]
    if own:
        best = min(own, key=lambda change: (-min(found[change], ENOUGH), _RANKS[change]))
        return Advice(change=best, people=found[best])
    return Advice(change=theirs, people=found[theirs]) if found[theirs] else None
