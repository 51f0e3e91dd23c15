"""What a whole library has to cover: a season for whoever writes their own, and far more for the one that ships.

Solo and a plan do not go together (effort 3 is what needs one), so that cell of the grid can't exist.
"""

from collections.abc import Iterator, Sequence
from itertools import product

from bot.content.library import Library
from bot.domain.challenges import Access, Challenge, Condition, Cost, Depth, Energy, Practice, Setting, Tie
from bot.domain.season import Rung

EFFORTS = (1, 2, 3)
_MIN_CHALLENGES, _MIN_STARTERS = 120, 90
_MIN_PER_CELL = 2
_MIN_PER_TIE = 2
_MIN_PER_CONDITION = 3
_MIN_PER_ACCESS = 60
_MIN_PER_RUNG = 30
_MIN_PER_DEPTH, _MIN_UNTENDER = 30, 20
_SEASON_PER_RUNG, _SEASON_PRACTICES = 2, 2


def season_gaps(library: Library) -> Iterator[str]:
    """Say for which weeks of a season there is too little to choose from, counting what is posted unasked."""
    for rung in Rung:
        posted = _posted(library, rung)
        yield from _few(rung, posted, _SEASON_PER_RUNG)
        yield from _few(f"practices of {rung}", _practices(posted), _SEASON_PRACTICES)


def grid_gaps(library: Library) -> Iterator[str]:
    """Say what the library that ships has too little of."""
    yield from _few("challenges", library.challenges, _MIN_CHALLENGES)
    yield from _few("starters", library.starters, _MIN_STARTERS)
    yield from _cells(library)
    for condition in Condition:
        found = [each for each in library.challenges if condition in each.conditions]
        yield from _few(condition, found, _MIN_PER_CONDITION)
    for access in Access:
        yield from _few(access, library.find(access={access}), _MIN_PER_ACCESS)
    for rung in Rung:
        posted = _posted(library, rung)
        yield from _few(rung, posted, _MIN_PER_RUNG)
        yield from _few(f"practices of {rung}", _practices(posted), len(Practice))
    for depth in Depth:
        here = [each for each in library.starters if each.depth is depth]
        yield from _few(depth, here, _MIN_PER_DEPTH)
        yield from _few(f"{depth}, not tender", [each for each in here if not each.tender], _MIN_UNTENDER)
    yield from _shares(library)


def _cells(library: Library) -> Iterator[str]:
    """Check every practice, setting and effort that go together, and every tie that a practice can have."""
    for practice, setting, effort in product(Practice, Setting, EFFORTS):
        found = [each for each in library.find(practice=practice, setting=setting) if each.effort == effort]
        if exists(setting, effort):
            yield from _few(f"{practice}, {setting}, effort {effort}", found, _MIN_PER_CELL)
    for practice, tie in product(Practice, Tie):
        if tie is not Tie.NONE:
            found = [each for each in library.find(practice=practice) if each.tie is tie]
            yield from _few(f"{practice}, {tie}", found, _MIN_PER_TIE)


def exists(setting: Setting, effort: int) -> bool:
    """Say whether there can be a challenge of this setting and effort."""
    return setting is not Setting.SOLO or effort < EFFORTS[-1]


def _posted(library: Library, rung: Rung) -> list[Challenge]:
    return [each for each in library.find(rung=rung) if not each.tender]


def _practices(found: Sequence[Challenge]) -> list[Practice]:
    return list({each.practice for each in found})


def _shares(library: Library) -> Iterator[str]:
    if 3 * len(library.find(energy=Energy.LOW)) < len(library.challenges):
        yield "fewer than one third take little company"
    if 4 * len(library.find(cost=Cost.FREE)) < 3 * len(library.challenges):
        yield "fewer than three quarters are free"


def _few(kind: str, found: Sequence[object], least: int) -> Iterator[str]:
    if len(found) < least:
        yield f"{kind}: {len(found)}, at least {least}"
