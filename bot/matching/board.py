"""One round as the solvers see it: members as numbers in order of their ids, who may meet, and what a group is worth."""

from collections.abc import Iterable, Sequence
from itertools import combinations

from bot.matching.feasible import can_be_group, can_meet
from bot.matching.model import SMALLEST_SIZE, Candidate, MatchRequest
from bot.matching.score import FIT, OFTEN, RECENT, TIES, Scale, Score, pair_fit, recency, shape_cost

Group = tuple[int, ...]


class Board:
    """Answer the solvers' questions about members 0 .. n-1, whatever order the request named them in."""

    def __init__(self, request: MatchRequest) -> None:
        self.request = request
        self.members: tuple[Candidate, ...] = tuple(sorted(request.candidates, key=lambda member: member.id))
        self.wanted = SMALLEST_SIZE if request.pairs_only else request.size
        self.largest = self.wanted if request.pairs_only else request.size + 1
        self._number = {member.id: number for number, member in enumerate(self.members)}
        self._partners = self._find_partners()
        self._overdue = _ranks([(member.sat_out, member.odd_trios) for member in self.members])
        lowest = min((member.odd_trios for member in self.members), default=0)
        self._odd_turns = [member.odd_trios - lowest for member in self.members]
        self._meetings = {
            (self._number[one], self._number[other]): recency(meeting)
            for (one, other), meeting in request.history.items()
            if one in self._number and other in self._number
        }
        self._fits: dict[Group, int] = {}
        self._weights: dict[Group, int] = {}
        self._pair_weights: dict[Group, int] = {}
        self.scale, self.pair_scale = self._scales()

    def _find_partners(self) -> list[int]:
        """Ask the hard rules once about each two members; keep each one's possible partners as a bit mask."""
        partners = [0] * len(self.members)
        for (i, one), (j, other) in combinations(enumerate(self.members), 2):
            if can_meet(self.request, one, other):
                partners[i] |= 1 << j
                partners[j] |= 1 << i
        return partners

    def _scales(self) -> tuple[Scale, Scale]:
        """Build the scale for whole solutions, and the shorter one for solutions of pairs only."""
        count, pairs = len(self.members), len(self.members) * (self.largest - 1) // 2 + 1
        limits = Score(
            placed=count,
            turns_to_come=count * max(self._overdue, default=0),
            shape=count * shape_cost(SMALLEST_SIZE, self.wanted) + count,
            odd_turns=count * max(self._odd_turns, default=0),
            repeats=pairs,
            recency=pairs * RECENT * OFTEN,
            fit=count * (FIT + 1) * TIES,
        )
        return Scale.over(limits), Scale.over(limits._replace(shape=0, odd_turns=0))

    def may_meet(self, one: int, other: int) -> bool:
        """Say whether the hard rules allow these two in one group."""
        return bool(self._partners[one] >> other & 1)

    def possible(self, group: Sequence[int]) -> bool:
        """Say whether the hard rules allow this group of any size."""
        return can_be_group([self.members[i] for i in group], self._remembered)

    def _remembered(self, one: Candidate, other: Candidate) -> bool:
        return self.may_meet(self._number[one.id], self._number[other.id])

    def partners(self, member: int) -> list[int]:
        """List everyone whom this member may meet, ascending."""
        return list(_bits(self._partners[member]))

    def met(self, one: int, other: int) -> bool:
        """Say whether these two were in one group before."""
        return (min(one, other), max(one, other)) in self._meetings

    def odd_turns(self, member: int) -> int:
        """Count the member's turns in an odd group beyond those that everybody had."""
        return self._odd_turns[member]

    def score(self, group: Group) -> Score:
        """Rate a possible group of two or more, promise by promise."""
        size = len(group)
        again = [self._meetings[pair] for pair in combinations(group, 2) if pair in self._meetings]
        return Score(
            placed=size,
            turns_to_come=sum(self._overdue[i] for i in group),
            shape=-shape_cost(size, self.wanted),
            odd_turns=-sum(self._odd_turns[i] for i in group) if size != self.wanted else 0,
            repeats=-len(again),
            recency=-sum(again),
            fit=self.fit(group),
        )

    def fit(self, group: Group) -> int:
        """Sum over the members how well each fits the others on average, in units of 1 / TIES."""
        return 2 * sum(self._pair_fit(pair) for pair in combinations(group, 2)) // (len(group) - 1)

    def _pair_fit(self, pair: Group) -> int:
        fit = self._fits.get(pair)
        if fit is None:
            fit = pair_fit(self.request, self.members[pair[0]], self.members[pair[1]])
            self._fits[pair] = fit
        return fit

    def weight(self, group: Group) -> int:
        """Weigh a group on the scale for whole solutions; someone alone weighs nothing.

        Raise ValueError for a group that the hard rules forbid.
        """
        if len(group) < SMALLEST_SIZE:
            return 0
        weight = self._weights.get(group)
        if weight is None:
            if not self.possible(group):
                raise ValueError("this group must never be weighed: it is not possible")
            weight = self._weights[group] = self.scale.weigh(self.score(group))
        return weight

    def total(self, groups: Iterable[Group]) -> int:
        """Weigh a whole solution."""
        return sum(self.weight(group) for group in groups)

    def pair_weight(self, one: int, other: int) -> int:
        """Weigh a pair on the shorter scale, which leaves out what all pairs have in common."""
        weight = self._pair_weights.get((one, other))
        if weight is None:
            weight = self.pair_scale.weigh(self.score((one, other))._replace(shape=0, odd_turns=0))
            self._pair_weights[one, other] = weight
        return weight

    def components(self) -> list[list[int]]:
        """Split the members into those who can influence each other's groups, each ascending."""
        seen, found = 0, []
        for start in range(len(self.members)):
            if seen >> start & 1:
                continue
            reached, frontier = 1 << start, 1 << start
            while frontier:
                step = 0
                for member in _bits(frontier):
                    step |= self._partners[member]
                frontier = step & ~reached
                reached |= frontier
            seen |= reached
            found.append(list(_bits(reached)))
        return found


def _bits(mask: int) -> Iterable[int]:
    while mask:
        low = mask & -mask
        yield low.bit_length() - 1
        mask ^= low


def _ranks(keys: list[tuple[int, int]]) -> list[int]:
    """Number the keys 0, 1, 2 ... by size; equal keys share a number."""
    order = {key: rank for rank, key in enumerate(sorted(set(keys)))}
    return [order[key] for key in keys]
