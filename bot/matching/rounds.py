"""Put one round together: from candidates to groups, reasons and a measure of quality."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from bot.matching.advice import unplaced
from bot.matching.arrays import Ints
from bot.matching.divide import divide
from bot.matching.duos import pair_up
from bot.matching.edges import EVERY_PAIR, possible_pairs, rated
from bot.matching.explain import explain
from bot.matching.feasible import common_languages, common_slots, may_be_groups
from bot.matching.hosts import seat_with_hosts
from bot.matching.model import SMALLEST_SIZE, MatchedGroup, MatchRequest, MatchResult
from bot.matching.party import padded
from bot.matching.score import FIT, TIES
from bot.matching.snapshot import Snapshot, take_snapshot
from bot.matching.solution import Group, Solution


def match(request: MatchRequest) -> MatchResult:
    """Choose the groups of one round; the same for the same request, in whatever order candidates come.

    Raise AssertionError rather than return a group that breaks a hard rule.
    """
    snap = take_snapshot(request)
    solved = _solved(snap)
    hosted = seat_with_hosts(snap, solved.groups)
    groups = sorted([*solved.groups, *hosted])
    _assert_allowed(snap, groups, hosted)
    insides = _Insides.of(snap, groups)
    value = sum(fit for group, fit in zip(groups, insides.fit.tolist(), strict=True) if group not in hosted)
    return MatchResult(
        groups=_described(snap, groups, insides, hosted),
        unplaced=unplaced(snap, groups),
        repeats=int(insides.repeats.sum()),
        value=value // TIES,
        bound=None if solved.gap is None else (value + solved.gap) // TIES,
        most_placed=solved.most_placed,
        all_compared=snap.count <= EVERY_PAIR,
    )


def _solved(snap: Snapshot) -> Solution:
    if snap.count < SMALLEST_SIZE:
        return Solution([], 0, 0)
    if snap.request.wanted == SMALLEST_SIZE:
        return pair_up(snap, possible_pairs(snap))
    return divide(snap)


def _assert_allowed(snap: Snapshot, groups: Sequence[Group], hosted: Mapping[Group, int]) -> None:
    """Ask the hard rules themselves once more, whatever the solvers believed."""
    if any(not SMALLEST_SIZE <= len(group) <= snap.request.largest for group in groups):
        raise AssertionError("the matcher made a group of a size that the circle forbids")
    if groups and not may_be_groups(snap, padded(groups)).all():
        raise AssertionError("the matcher made a group that the hard rules forbid")
    seats = Counter(member for group in groups for member in group)
    seats.subtract(hosted.values())
    if any(count > 1 for count in seats.values()):
        raise AssertionError("the matcher placed somebody twice")


@dataclass(frozen=True, slots=True)
class _Insides:
    """Hold what is inside groups: each one's repeats and fit (as in `Score`), and how well it suits each seat."""

    repeats: Ints
    fit: Ints
    seats: Ints

    @classmethod
    def of(cls, snap: Snapshot, groups: Sequence[Group]) -> "_Insides":
        """Look into groups."""
        import numpy as np

        if not groups:
            nothing = np.zeros(0, dtype=np.int64)
            return cls(nothing, nothing, nothing.reshape(0, 0))
        rows = padded(groups)
        others = np.maximum((rows >= 0).sum(axis=1) - 1, 1)
        repeats, fit = np.zeros(len(rows), dtype=np.int64), np.zeros(len(rows), dtype=np.int64)
        seats = np.zeros(rows.shape, dtype=np.int64)
        for one, other in combinations(range(rows.shape[1]), 2):
            there = np.flatnonzero(rows[:, other] >= 0)
            pairs = rated(snap, rows[there, one], rows[there, other])
            repeats[there] += pairs.repeat
            fit[there] += pairs.fit
            seats[there, one] += pairs.fit
            seats[there, other] += pairs.fit
        return cls(repeats, 2 * fit // others, seats // others[:, None] // TIES)


def _described(
    snap: Snapshot, groups: Sequence[Group], insides: _Insides, hosted: Mapping[Group, int]
) -> tuple[MatchedGroup, ...]:
    return tuple(
        _group(snap, group, tuple(fits[: len(group)]), hosted.get(group))
        for group, fits in zip(groups, insides.seats.tolist(), strict=True)
    )


def _group(snap: Snapshot, group: Group, fits: tuple[int, ...], host: int | None) -> MatchedGroup:
    members = [snap.members[number] for number in group]
    return MatchedGroup(
        members=tuple(member.id for member in members),
        slots=common_slots(members),
        languages=common_languages(members),
        facts=explain(snap.request, members),
        fits=tuple(min(each, FIT) for each in fits),
        host=None if host is None else snap.members[host].id,
    )
