"""What a season was like, in numbers of which none can point at somebody (`care.md` 2c).

`Recap` is all that is ever shown. Three rules make it: counts are rounded down to fives and small ones are not told;
a share needs twenty to be a share of, and five on both of its sides; of a breakdown, what is too small to stand by
itself is hidden together with enough others that it can't be had by subtracting. A test tries every small community
for a way back to a count of one to four.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from bot.domain.rounds import Reason
from bot.domain.tally import reason_name

SHOWN_FROM = 5
FEELINGS_FROM = 10
SHARE_OF = 20
STEP = 5
WEEKS = 5
LENGTH = timedelta(weeks=WEEKS)
SETTLED_AFTER = timedelta(days=21)
"""When the last groups of a season have met and closed, so that its numbers stand."""
NEW_WITHIN = timedelta(days=90)
_TENTH = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Season:
    """Name some weeks of a community: from the first day to the last one, both included."""

    number: int
    first: date
    last: date

    def holds(self, day: date) -> bool:
        """Say whether a day lies in it."""
        return self.first <= day <= self.last

    def week(self, day: date) -> int:
        """Return which of its weeks a day lies in, from 0."""
        return (day - self.first).days // 7

    @property
    def weeks(self) -> int:
        """Return in how many weeks its days lie."""
        return self.week(self.last) + 1


class Count(StrEnum):
    """What is counted of a season."""

    JOINED = "joined"
    PAUSED = "paused"
    LEFT = "left"
    TOOK_PART = "took-part"
    NEWER = "newer"
    MET = "met"
    PAIRS_MET = "pairs-met"
    PAIRS_AGAIN = "pairs-again"
    MEETINGS = "meetings"
    MEETING_SEATS = "meeting-seats"
    BUSIEST_SEATS = "busiest-seats"
    MATCHED = "matched"
    LEFT_OUT = "left-out"
    TAPS_DONE = "taps-done"
    TAPS_SWAPPED = "taps-swapped"
    TAPS_SKIPPED = "taps-skipped"


class Outcome(StrEnum):
    """What is counted of a group when it is over, in its round."""

    GROUPS = "group"
    PLANNED = "group/planned"
    MET = "group/met"
    CALLED_OFF = "group/called-off"
    NOT_COME = "group/not-come"
    AGAIN_ASKED = "group/again-asked"
    AGAIN_ALL = "group/again-all"


WEEK, AREA, PLAN_DAYS = "week/", "area/", "group/plan-days/"
"""What the names of counts begin with that belong to a breakdown."""


_ONLY_SETTLED = {
    Count.JOINED,
    Count.PAUSED,
    Count.LEFT,
    Outcome.AGAIN_ASKED,
    Outcome.AGAIN_ALL,
    *map(reason_name, Reason),
}
"""What is told once a season has settled only: feelings, reasons, and who goes."""


class Hidden(StrEnum):
    """Why a share is not told: fewer than five are in it, or outside it, or too few to be a share of."""

    FEW = "few"
    NEARLY_ALL = "nearly-all"
    TOO_FEW = "too-few"


Share = int | Hidden
"""Per cent in steps of five, or why there is none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Recap:
    """Hold what may be shown of a season. None stands for fewer than five."""

    joined: int | None
    paused: int | None
    left: int | None
    took_part: int | None
    met: int | None
    pairs_met: int | None
    pairs_again: int | None
    meetings: int | None
    weeks: tuple[int | None, ...]
    done: int | None
    swapped: int | None
    skipped: int | None
    matched: Share
    planned: Share
    met_of_planned: Share
    called_off: Share
    not_come: Share
    again: Share
    newer: Share
    busiest: Share
    reasons: tuple[tuple[Reason, int], ...]
    other_reasons: int | None
    areas: tuple[tuple[str, int], ...]
    other_areas: int | None
    days_to_plan: int | None


def published(counts: Mapping[str, int], *, weeks: int = WEEKS) -> Recap:
    """Return what may be shown of the counts of a season of so many weeks."""
    of: Counter[str] = Counter(counts)
    reasons, other_reasons = breakdown({reason.value: of[reason_name(reason)] for reason in Reason})
    areas, other_areas = breakdown(_below(of, AREA))
    met, called_off, not_come = _plans(of)
    return Recap(
        joined=rounded(of[Count.JOINED]),
        paused=rounded(of[Count.PAUSED]),
        left=rounded(of[Count.LEFT]),
        took_part=rounded(of[Count.TOOK_PART]),
        met=rounded(of[Count.MET]),
        pairs_met=rounded(of[Count.PAIRS_MET]),
        pairs_again=rounded(of[Count.PAIRS_AGAIN]),
        meetings=rounded(of[Count.MEETINGS]),
        weeks=_weeks(of, weeks),
        done=rounded(of[Count.TAPS_DONE]),
        swapped=rounded(of[Count.TAPS_SWAPPED]),
        skipped=rounded(of[Count.TAPS_SKIPPED]),
        matched=share(of[Count.MATCHED], of[Count.MATCHED] + of[Count.LEFT_OUT]),
        planned=share(of[Outcome.PLANNED], of[Outcome.GROUPS]),
        met_of_planned=met,
        called_off=called_off,
        not_come=not_come,
        again=share(of[Outcome.AGAIN_ALL], of[Outcome.AGAIN_ASKED], least=FEELINGS_FROM),
        newer=share(of[Count.NEWER], of[Count.TOOK_PART]),
        busiest=_busiest(of),
        reasons=tuple((Reason(name), count) for name, count in reasons.items()),
        other_reasons=other_reasons,
        areas=tuple(areas.items()),
        other_areas=other_areas,
        days_to_plan=_middle(_below(of, PLAN_DAYS)),
    )


def settling(counts: Mapping[str, int]) -> Counter[str]:
    """Leave out what moves with a single answer or farewell, so that nobody reads off whose it was by looking twice."""
    kept = {name: count for name, count in counts.items() if name not in _ONLY_SETTLED}
    return Counter(kept)


def rounded(count: int) -> int | None:
    """Round a count down to fives; None for fewer than five."""
    return count - count % STEP if count >= SHOWN_FROM else None


def share(part: int, whole: int, *, least: int = SHOWN_FROM) -> Share:
    """Return how much of a whole a part is; `least` is what has to stand on both sides."""
    if whole < SHARE_OF:
        return Hidden.TOO_FEW
    if part < least:
        return Hidden.FEW
    if whole - part < least:
        return Hidden.NEARLY_ALL
    nearest = round(part / whole * 100 / STEP) * STEP
    return min(max(nearest, STEP), 100 - STEP)


def breakdown(parts: Mapping[str, int]) -> tuple[dict[str, int], int | None]:
    """Return the parts that may stand by themselves, the largest first, and what is left over together.

    What is left over is nothing, or five and more: if it were fewer, the smallest part that is shown joins it.
    """
    shown = {name: count for name, count in parts.items() if count >= SHOWN_FROM}
    rest = sum(parts.values()) - sum(shown.values())
    while shown and 0 < rest < SHOWN_FROM:
        rest += shown.pop(min(shown, key=lambda name: (shown[name], name)))
    ordered = sorted(shown, key=lambda name: (-(shown[name] // STEP), name))
    return {name: shown[name] - shown[name] % STEP for name in ordered}, rounded(rest)


def _plans(counts: Mapping[str, int]) -> tuple[Share, Share, Share]:
    """Return how many plans happened, and of the others how many were called off, or had somebody missing.

    The last two are told with the first only: that there are too few of them would say how small the rest is.
    """
    missed = counts[Outcome.CALLED_OFF] + counts[Outcome.NOT_COME]
    met = share(counts[Outcome.MET], counts[Outcome.MET] + missed)
    if not isinstance(met, int):
        return met, Hidden.TOO_FEW, Hidden.TOO_FEW
    return met, share(counts[Outcome.CALLED_OFF], missed), share(counts[Outcome.NOT_COME], missed)


def _below(counts: Mapping[str, int], beginning: str) -> dict[str, int]:
    """Return the counts of one breakdown, by what follows its beginning."""
    return {
        name.removeprefix(beginning): count
        for name, count in sorted(counts.items())
        if name.startswith(beginning)
    }


def _weeks(counts: Mapping[str, int], number: int) -> tuple[int | None, ...]:
    """Return how many groups met in each week; a week is also hidden to hide another one."""
    shown, _ = breakdown(_below(counts, WEEK))
    return tuple(shown.get(str(week)) for week in range(number))


def _busiest(counts: Mapping[str, int]) -> Share:
    """Return how much of the meetings fell to the tenth who met most, where a tenth is five people."""
    if counts[Count.MET] < SHOWN_FROM * _TENTH:
        return Hidden.TOO_FEW
    return share(counts[Count.BUSIEST_SEATS], counts[Count.MEETING_SEATS])


def _middle(days: Mapping[str, int]) -> int | None:
    """Return the median number of days, where there are enough plans to hide in."""
    all_of_them = sorted(int(day) for day, count in days.items() for _ in range(count))
    return all_of_them[len(all_of_them) // 2] if len(all_of_them) >= SHARE_OF else None
