"""The season ladder: four weekly challenges that lead from people we know to a community, then a rest week.

Which challenge a week gets is a pure function of the library, what was shown before, and a seed. Candidates are
drawn by hashing the seed with each id, so the draw is the same on every machine, does not depend on the order of
the library, and a new challenge does not reshuffle the others.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from bot.domain.challenges import Challenge, Condition, Depth, Practice, Setting, Starter, Tie
from bot.ids import ChallengeId, short_hash

WEEKS_IN_SEASON = 5
MAX_SWAPS = 3
MEMORY = timedelta(days=365)
"""How long a challenge stays away after it was shown, while the library allows."""

_OUTWARD_TIES = frozenset({Tie.DORMANT, Tie.WEAK, Tie.NEW_MEMBER})
_WARM_UP_EFFORT = 2
_NOTHING_KNOWN: frozenset[Condition] = frozenset()


class Rung(StrEnum):
    """Name the four steps of the ladder, in the order of the weeks."""

    WARM_UP = "warm_up"  # with people we know
    OUTWARD = "outward"  # a weak or dormant tie
    TOGETHER = "together"  # two or three people meet
    WIDER = "wider"  # a group or a community


_RUNGS = tuple(Rung)


@dataclass(frozen=True, slots=True, kw_only=True)
class SeasonWeek:
    """Say which week of which season it is; seasons count from 1, weeks from 1 to 5."""

    season: int
    week: int

    @property
    def rung(self) -> Rung | None:
        """Return the step of the ladder, or nothing in the rest week."""
        return None if self.rest else _RUNGS[self.week - 1]

    @property
    def rest(self) -> bool:
        """Say whether this is the week without a challenge."""
        return self.week == WEEKS_IN_SEASON


def week_of_season(anchor: date, day: date) -> SeasonWeek:
    """Return the week that `day` lies in, when the first season begins on `anchor`.

    Both are dates in the community's zone. Days before the anchor belong to season 0 and below.
    """
    weeks = (day - anchor).days // 7
    return SeasonWeek(season=weeks // WEEKS_IN_SEASON + 1, week=weeks % WEEKS_IN_SEASON + 1)


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


def recent_ids(shown: Iterable[tuple[date, ChallengeId]], day: date) -> tuple[ChallengeId, ...]:
    """Return what was shown in the year before `day`, the oldest first, each once by its latest showing."""
    latest: dict[ChallengeId, date] = {}
    for when, challenge_id in shown:
        if day - MEMORY < when < day:
            latest[challenge_id] = max(when, latest.get(challenge_id, when))
    return tuple(sorted(latest, key=lambda challenge_id: (latest[challenge_id], challenge_id)))


def pick_challenge(
    challenges: Iterable[Challenge],
    *,
    week: SeasonWeek,
    previous: Practice | None,
    recent: Sequence[ChallengeId],
    seed: str,
    conditions: AbstractSet[Condition] = _NOTHING_KNOWN,
) -> Challenge | None:
    """Choose the challenge of a week, or none in a rest week and from an empty library.

    `challenges` are those that the organiser allows, `previous` is the practice of the last one, `recent` what
    was shown in the past year, the oldest first (`recent_ids`). When not everything can be had, repeating early
    gives way first, then the step of the ladder, and the change of practice last.
    """
    rung = week.rung
    if rung is None:
        return None
    allowed = [each for each in challenges if not each.tender and each.suits(conditions)]
    other = [each for each in allowed if each.practice is not previous]
    pool = [each for each in other if fits(each, rung)] or other or allowed
    fresh = [each for each in pool if each.id not in recent]
    if fresh:
        return _draw_evenly(fresh, seed)
    return min(pool, key=lambda each: recent.index(each.id), default=None)


def smaller_of(challenge: Challenge, challenges: Iterable[Challenge]) -> Challenge:
    """Return the easier challenge that this one names, or itself where that one is not to be had."""
    return next((each for each in challenges if each.id == challenge.easier), challenge)


def swap_for(
    current: Challenge,
    challenges: Iterable[Challenge],
    *,
    shown: Collection[ChallengeId],
    seed: str,
    conditions: AbstractSet[Condition] = _NOTHING_KNOWN,
) -> Challenge | None:
    """Offer another challenge that asks no more than this one, or none after three swaps or when none is left.

    `shown` is everything this member was shown this week, with or without `current`.
    """
    seen = {*shown, current.id}
    if len(seen) > MAX_SWAPS:
        return None
    pool = [
        each
        for each in challenges
        if each.id not in seen
        and not each.tender
        and each.suits(conditions)
        and each.asks_no_more_than(current)
    ]
    return min(pool, key=lambda each: short_hash(seed, each.id), default=None)


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


def _draw_evenly(fresh: Sequence[Challenge], seed: str) -> Challenge:
    """Draw from the practice with the most left, so that no step of the ladder runs out of alternatives."""
    left = Counter(each.practice for each in fresh)
    practice = min(left, key=lambda each: (-left[each], short_hash(seed, each)))
    return min(
        (each for each in fresh if each.practice is practice), key=lambda each: short_hash(seed, each.id)
    )
