"""Count what rounds were like for people: whom they met, how often again, who was left out, how far they went."""

from collections import Counter
from dataclasses import dataclass
from itertools import combinations

from bot.domain.plans import distance_km
from bot.ids import MemberId
from bot.matching import UnplacedReason
from bot.simulation.play import Played

WORST_OFF = 20  # one in so many


@dataclass(frozen=True, slots=True, kw_only=True)
class RoundNumbers:
    """Hold one round's numbers. `repeats` are pairs brought together who had met before."""

    members: int
    coming: int
    groups: int
    missed: int
    first_meetings: int
    repeats: int
    left_out: int


@dataclass(frozen=True, slots=True, kw_only=True)
class MemberNumbers:
    """Hold one member's numbers; `fit` is the mean of how well their groups suited them, None where nobody knows.

    `new_people` are those they really met for the first time. `whole_time` says that they were a member throughout.
    """

    whole_time: bool
    came: int
    new_people: int
    left_out: int
    no_partner: int
    odd_turns: int
    fit: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Numbers:
    """Hold everything that was counted.

    `ways_km` are the ways between any two people of a group, sorted. `mean_fit` counts each member of each group once,
    and is None where the matcher did not say how well groups fit.
    """

    rounds: tuple[RoundNumbers, ...]
    members: tuple[MemberNumbers, ...]
    group_sizes: tuple[tuple[int, int], ...]
    ways_km: tuple[float, ...]
    mean_fit: float | None

    @property
    def worst_off_fit(self) -> float | None:
        """Return the mean fit of the one in twenty whose groups suited them least."""
        fits = sorted(one.fit for one in self.members if one.fit is not None)
        worst = fits[: max(1, len(fits) // WORST_OFF)]
        return sum(worst) / len(worst) if worst else None

    def way(self, share: float) -> float | None:
        """Return the way that a share of all does not exceed (0.5: the middle one), None where no way is known."""
        last = len(self.ways_km) - 1
        return self.ways_km[min(last, int(share * len(self.ways_km)))] if self.ways_km else None

    @property
    def regulars(self) -> tuple[MemberNumbers, ...]:
        """Return those who were members throughout, of whom alone turns can be compared."""
        return tuple(one for one in self.members if one.whole_time)


class Tally:
    """Add up rounds as they are played."""

    def __init__(self, size: int) -> None:
        self._size = size
        self._rounds: list[RoundNumbers] = []
        self._sizes: Counter[int] = Counter()
        self._ways: list[float] = []
        self._joined: dict[MemberId, int] = {}
        self._stayed: set[MemberId] = set()
        self._came: Counter[MemberId] = Counter()
        self._new_people: Counter[MemberId] = Counter()
        self._left_out: Counter[MemberId] = Counter()
        self._no_partner: Counter[MemberId] = Counter()
        self._odd_turns: Counter[MemberId] = Counter()
        self._fits: dict[MemberId, list[int]] = {}

    def add(self, played: Played) -> RoundNumbers:
        """Add a round and return its own numbers."""
        result = played.result
        for member in played.members:
            self._joined.setdefault(member, len(self._rounds))
        self._stayed = set(played.members)
        self._came.update(one.id for one in played.candidates)
        self._new_people.update(member for pair in played.first_meetings for member in pair)
        self._left_out.update(one.member for one in result.unplaced)
        self._no_partner.update(
            one.member for one in result.unplaced if one.reason is UnplacedReason.NO_POSSIBLE_PARTNER
        )
        self._add_groups(played)
        numbers = RoundNumbers(
            members=len(played.members),
            coming=len(played.candidates),
            groups=len(result.groups),
            missed=played.missed,
            first_meetings=len(played.first_meetings),
            repeats=played.repeats,
            left_out=len(result.unplaced),
        )
        self._rounds.append(numbers)
        return numbers

    def _add_groups(self, played: Played) -> None:
        homes = {one.id: one.centre for one in played.candidates}
        for group in played.result.groups:
            self._sizes[len(group.members)] += 1
            if len(group.members) != self._size:
                self._odd_turns.update(group.members)
            for member, fit in zip(group.members, group.fits, strict=False):
                self._fits.setdefault(member, []).append(fit)
            for one, other in combinations(group.members, 2):
                start, end = homes[one], homes[other]
                if start is not None and end is not None:
                    self._ways.append(distance_km(start, end))

    def numbers(self) -> Numbers:
        """Return everything counted so far."""
        fits = [fit for each in self._fits.values() for fit in each]
        return Numbers(
            rounds=tuple(self._rounds),
            members=tuple(self._member(member) for member in self._joined),
            group_sizes=tuple(sorted(self._sizes.items())),
            ways_km=tuple(sorted(self._ways)),
            mean_fit=sum(fits) / len(fits) if fits else None,
        )

    def _member(self, member: MemberId) -> MemberNumbers:
        fits = self._fits.get(member)
        return MemberNumbers(
            whole_time=self._joined[member] == 0 and member in self._stayed,
            came=self._came[member],
            new_people=self._new_people[member],
            left_out=self._left_out[member],
            no_partner=self._no_partner[member],
            odd_turns=self._odd_turns[member],
            fit=sum(fits) / len(fits) if fits else None,
        )
