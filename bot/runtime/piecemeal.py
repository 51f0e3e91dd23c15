"""Matches a large round as many small ones: quick and under the same hard rules, but blind to the whole."""

from collections.abc import Awaitable, Callable, Iterator, Sequence
from dataclasses import replace
from itertools import combinations

from bot.matching import Candidate, MatchedGroup, MatchRequest, MatchResult, Unplaced, UnplacedReason

PART = 12
"""How many are matched together: groups of two, three and four fill it, and it takes some ten milliseconds."""
_CELLS_A_DEGREE = 20  # a cell is about five kilometres long

Unit = tuple[Candidate, ...]
"""People who stay in one part: one member, or those who come together."""


async def match_in_parts(
    request: MatchRequest, match: Callable[[MatchRequest], Awaitable[MatchResult]]
) -> MatchResult:
    """Return the groups of a round from those of its parts; who is left over takes part in other parts again."""
    groups: list[MatchedGroup] = []
    repeats = value = 0
    left = _units(request)
    for key in (_near, _alike, _free):
        for part in _parts(request, sorted(left, key=key)):
            result = await match(part)
            groups += result.groups
            repeats += result.repeats
            value += result.value
        placed = {member for group in groups for member in group.members}
        rest = (tuple(each for each in unit if each.id not in placed) for unit in left)
        left = [unit for unit in rest if unit]
    alone = sorted(candidate.id for unit in left for candidate in unit)
    return MatchResult(
        groups=tuple(sorted(groups, key=lambda group: group.members)),
        unplaced=tuple(Unplaced(member=member, reason=UnplacedReason.NOBODY_LEFT) for member in alone),
        repeats=repeats,
        value=value,
        bound=None,
        most_placed=len(request.candidates),
    )


def _units(request: MatchRequest) -> list[Unit]:
    by_id = {candidate.id: candidate for candidate in request.candidates}
    units = [tuple(by_id.pop(member) for member in each.members) for each in request.together]
    return [*units, *((candidate,) for candidate in by_id.values())]


def _parts(request: MatchRequest, units: Sequence[Unit]) -> Iterator[MatchRequest]:
    """Cut a line of people into requests of about `PART`, filled up by whole groups where nobody comes together."""
    most = PART // request.wanted * request.wanted
    part: list[Candidate] = []
    for unit in units:
        if part and len(part) + len(unit) > most:
            yield _part(request, part)
            part = []
        part += unit
    if part:
        yield _part(request, part)


def _part(request: MatchRequest, candidates: Sequence[Candidate]) -> MatchRequest:
    ids = sorted(candidate.id for candidate in candidates)
    names, pairs = frozenset(ids), frozenset(combinations(ids, 2))
    return replace(
        request,
        candidates=tuple(candidates),
        history={pair: request.history[pair] for pair in pairs & request.history.keys()},
        separated=pairs & request.separated,
        together=tuple(each for each in request.together if names.issuperset(each.members)),
    )


def _near(unit: Unit) -> tuple[int, float, str]:
    """Sort neighbours next to each other: by strips of the map, and along each of them."""
    centre = unit[0].centre
    if centre is None:
        return (0, 0.0, unit[0].id)
    latitude, longitude = centre
    return (round(latitude * _CELLS_A_DEGREE), longitude, unit[0].id)


def _alike(unit: Unit) -> tuple[str, int, float, str]:
    """Sort people of one language next to each other, neighbours first."""
    return (min(unit[0].languages, default=""), *_near(unit))


def _free(unit: Unit) -> tuple[int, str]:
    """Sort people who are free at the same times next to each other."""
    return (unit[0].slots, unit[0].id)
