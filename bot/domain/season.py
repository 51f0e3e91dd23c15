"""The season ladder: four weekly challenges that lead from people we know to a community, then a rest week.

Which challenge a week gets is drawn in `bot.domain.drawing`; here is what the steps ask for, and what is drawn for one
person: another challenge in the place of the week's, and starters. Everything is drawn by hashing a seed with each id,
so it is the same on every machine, does not depend on the order of the library, and a new challenge does not reshuffle
the others.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from types import MappingProxyType

from bot.domain.challenges import Challenge, Depth, Practice, Setting, Starter, Tie
from bot.domain.weather import ANYTHING, Weather
from bot.ids import ChallengeId, short_hash

MAX_SWAPS = 3
MEMORY = timedelta(days=365)
"""How long a challenge stays away after it was shown, while the library allows."""

_OUTWARD_TIES = frozenset({Tie.DORMANT, Tie.WEAK, Tie.NEW_MEMBER})
_WARM_UP_EFFORT = 2
_NEVER: Mapping[ChallengeId, date] = MappingProxyType({})


class Rung(StrEnum):
    """Name the four steps of the ladder, in the order of the weeks."""

    WARM_UP = "warm_up"  # with people we know
    OUTWARD = "outward"  # a weak or dormant tie
    TOGETHER = "together"  # two or three people meet
    WIDER = "wider"  # a group or a community


LADDER = tuple(Rung)


@dataclass(frozen=True, slots=True, kw_only=True)
class SeasonWeek:
    """Say what a week of a season is for: one step of the ladder, or rest. Seasons count from 1."""

    season: int
    rung: Rung | None

    @property
    def rest(self) -> bool:
        """Say whether this is the week without a challenge."""
        return self.rung is None


def fits(challenge: Challenge, rung: Rung) -> bool:
    """Say whether a challenge belongs on a step of the ladder; some belong on two."""
    solo = challenge.setting is Setting.SOLO
    match rung:
        case Rung.WARM_UP:
            small = challenge.effort <= _WARM_UP_EFFORT if solo else challenge.effort == 1
            return small and challenge.tie is Tie.CLOSE and challenge.setting is not Setting.GROUP
        case Rung.OUTWARD:
            return solo and challenge.tie in _OUTWARD_TIES
        case Rung.TOGETHER:
            return challenge.setting is Setting.PAIR
        case Rung.WIDER:
            joins = challenge.practice is Practice.JOIN_COMMUNITY and challenge.tie is not Tie.CLOSE
            return joins or challenge.setting is Setting.GROUP


def has_a_week(challenge: Challenge) -> bool:
    """Say whether a challenge can be a week's own; any other only comes in the place of one."""
    return any(fits(challenge, rung) for rung in Rung)


def smaller_of(challenge: Challenge, challenges: Iterable[Challenge]) -> Challenge:
    """Return the easier challenge that this one names, or itself where that one is not to be had."""
    return next((each for each in challenges if each.id == challenge.easier), challenge)


def swap_for(
    current: Challenge,
    challenges: Iterable[Challenge],
    *,
    shown: Collection[ChallengeId],
    seed: str,
    weather: Weather = ANYTHING,
    known: Mapping[ChallengeId, date] = _NEVER,
) -> Challenge | None:
    """Offer another challenge that asks no more than this one, or none after three swaps or when none is left.

    `shown` is everything this member was shown this week, with or without `current`. `known` says when the community or
    this member saw a challenge, or will: what is new to them comes first, then what they saw longest ago.
    """
    seen = {*shown, current.id}
    if len(seen) > MAX_SWAPS:
        return None
    pool = [
        each
        for each in challenges
        if each.id not in seen and not each.tender and weather.suits(each) and each.asks_no_more_than(current)
    ]
    return min(pool, key=lambda each: (known.get(each.id, date.min), short_hash(seed, each.id)), default=None)


def pick_starters(
    starters: Iterable[Starter],
    *,
    depth: Depth,
    n: int,
    seed: str,
    exclude: Collection[str] = (),
    tender: bool = False,
) -> tuple[Starter, ...]:
    """Draw up to `n` different starters of one depth, those in `exclude` only when the others run out.

    Set `tender` only where a person asked for this depth; a card that nobody asked for leaves those out.
    """
    pool = [each for each in starters if each.depth is depth and (tender or not each.tender)]
    drawn = sorted(pool, key=lambda each: (each.id in exclude, short_hash(seed, each.id)))
    return tuple(drawn[: max(n, 0)])
