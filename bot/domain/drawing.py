"""Which challenge a week gets: a pure function of the library, what was shown before, what is chosen for later, and a seed.

When not everything can be had, what hurts least gives way first: something comes back early (what was shown longest ago),
then the weather, then the step of the ladder, and the change of practice last.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import TypeAlias

from bot.domain.challenges import Challenge, Practice
from bot.domain.season import LADDER, Rung, fits
from bot.domain.weather import Weather
from bot.ids import ChallengeId, short_hash


class Breach(StrEnum):
    """Name what a choice would go against, the worst first."""

    PRACTICE = "practice"  # the practice of the week before
    STEP = "step"  # it belongs on another step of the ladder
    DEAD_END = "dead end"  # a later week would have nothing but the practice of the week before
    WEATHER = "weather"
    REPEAT = "repeat"  # it was shown within the past year, or is chosen for a later week


_Rank: TypeAlias = tuple[bool, bool, bool, bool, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Draw:
    """Hold what a week's draw goes by.

    `ahead` are the practices that the coming steps could have, in their order. `shown` are the challenges of the past
    year, each with the day on which it was last shown, and those chosen for later, with this day.
    """

    rung: Rung
    previous: Practice | None
    ahead: tuple[frozenset[Practice], ...]
    weather: Weather
    shown: Mapping[ChallengeId, date]
    seed: str


class Deck:
    """Hold the challenges that may be posted unasked, by the steps of the ladder that they fit."""

    def __init__(self, challenges: Iterable[Challenge]) -> None:
        self._all = tuple(each for each in challenges if not each.tender)
        self._by_id = {each.id: each for each in self._all}
        self._fitting = {rung: tuple(each for each in self._all if fits(each, rung)) for rung in LADDER}
        self.practices = {
            rung: frozenset(each.practice for each in fitting) for rung, fitting in self._fitting.items()
        }

    def get(self, challenge_id: ChallengeId) -> Challenge | None:
        """Return a challenge by its id."""
        return self._by_id.get(challenge_id)

    def ranked(self, draw: Draw) -> Iterator[Challenge]:
        """Yield those that do equally well and best, in the order in which they are drawn; none from an empty deck.

        The practice with the most left comes first, so that no step of the ladder runs out of alternatives.
        """
        best, tied = _best(self._fitting[draw.rung], draw)
        if best is None or best[0]:
            best, tied = _best(self._all, draw)
        left = Counter(each.practice for each in tied)
        for practice in sorted(left, key=lambda each: (-left[each], short_hash(draw.seed, each))):
            theirs = (each for each in tied if each.practice is practice)
            yield from sorted(theirs, key=lambda each: short_hash(draw.seed, each.id))


def breaches(challenge: Challenge, draw: Draw) -> frozenset[Breach]:
    """Return what a challenge would go against in a week."""
    *yes, shown = _ranking(draw)(challenge)
    return frozenset(each for each, there in zip(Breach, (*yes, shown > 0), strict=True) if there)


def holds_up(challenge: Challenge, best: Challenge, draw: Draw) -> bool:
    """Say whether an organiser's choice does as well as the best of the draw; they know the weather better."""
    rank = _ranking(draw)
    one, other = rank(challenge), rank(best)
    return (*one[:3], one[4] > 0) <= (*other[:3], other[4] > 0)


def _best(challenges: Sequence[Challenge], draw: Draw) -> tuple[_Rank | None, tuple[Challenge, ...]]:
    rank = _ranking(draw)
    ranks = [(rank(each), each) for each in challenges]
    best = min((found for found, _ in ranks), default=None)
    return best, tuple(each for found, each in ranks if found == best)


def _ranking(draw: Draw) -> Callable[[Challenge], _Rank]:
    """Return what says how badly a challenge does in a week, the worst first."""
    leading = {practice for practice in Practice if _leads_on(practice, draw.ahead)}

    def rank(challenge: Challenge) -> _Rank:
        shown = draw.shown.get(challenge.id)
        return (
            challenge.practice is draw.previous,
            not fits(challenge, draw.rung),
            challenge.practice not in leading,
            not draw.weather.suits(challenge),
            shown.toordinal() if shown is not None else 0,
        )

    return rank


def _leads_on(practice: Practice, ahead: Sequence[frozenset[Practice]]) -> bool:
    """Say whether the coming steps can go on after a practice without one coming twice running."""
    reachable = {practice}
    for choices in ahead:
        if not choices:
            return True
        reachable = {each for each in choices if reachable - {each}}
    return bool(reachable)
