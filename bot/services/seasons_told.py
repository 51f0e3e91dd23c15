"""Telling a season: which one, what may be shown of it by now, and what stands for good."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from bot.domain.community import Community
from bot.domain.recap import AREA, LENGTH, SETTLED_AFTER, WEEKS, Recap, Season, published, season_of, settling
from bot.domain.recurrence import local_date
from bot.domain.retention import Keep
from bot.ports.storage import Repositories
from bot.services.season_counts import counted

NOON = time(12)
"""A date's hour where only the date is shown: it is the same day wherever it is read."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """Hold a season's numbers; `settled` once nothing of it is under way, from when on they stay as they are.

    A running season has none: whoever could watch them grow would see whose answer it was.
    """

    season: Season
    recap: Recap
    over: bool
    settled: bool
    weeks_left: int = 0


def tell(repos: Repositories, community: Community, now: datetime, number: int | None = None) -> Told | None:
    """Return the numbers of a season: the one named, else the last that is over, else the running one.

    None where nothing has begun, or there is no such season (any more).
    """
    season = _which(repos, community, local_date(now, community.zone), number)
    if season is None:
        return None
    today = local_date(now, community.zone)
    if today <= season.last:
        left = WEEKS - 1 - season.week(today)
        return Told(season=season, recap=published({}), over=False, settled=False, weeks_left=left)
    settled = today > season.last + SETTLED_AFTER
    counts = (
        _standing(repos, community, season, today)
        if settled
        else settling(counted(repos, community, season, today))
    )
    recap = published(_with_area_names(repos, community, counts))
    return Told(season=season, recap=recap, over=True, settled=settled)


def _standing(repos: Repositories, community: Community, season: Season, today: date) -> Counter[str]:
    """Return the numbers of a season that has settled, written down when they are asked for first."""
    scope = f"{community.id}/season/{season.first}"
    counts: Counter[str] = Counter(repos.tallies.of(scope))
    if not counts:
        counts = counted(repos, community, season, today)
        for name, count in counts.items():
            repos.tallies.add(community.id, scope, name, count)
    return counts


def _with_area_names(repos: Repositories, community: Community, counts: Counter[str]) -> Counter[str]:
    """Put areas' own names in the place of their ids; one that is gone is as none."""
    names: dict[str, str] = {area.id: area.name for area in repos.places.areas(community.id)}
    named: Counter[str] = Counter()
    for name, count in counts.items():
        area = names.get(name.removeprefix(AREA), "")
        named[f"{AREA}{area}" if name.startswith(AREA) else name] += count
    return named


def _which(repos: Repositories, community: Community, today: date, number: int | None) -> Season | None:
    anchor = _anchor(repos, community, today)
    if anchor is None:
        return None
    running = season_of(anchor, today)
    if number is None:
        number = max(running.number - 1, 1)
    if not 1 <= number <= running.number:
        return None
    asked = season_of(anchor, anchor + LENGTH * (number - 1))
    return asked if today - asked.last < Keep.HISTORY.length else None


def _anchor(repos: Repositories, community: Community, today: date) -> date | None:
    """Return the day from which seasons are counted: in step with the weekly challenge where that is on."""
    first, step = _first_monday(repos, community), community.challenges.anchor
    if step is None or step > today:
        return first if first is not None and first <= today else None
    while first is not None and step > first:
        step -= LENGTH
    return step


def _first_monday(repos: Repositories, community: Community) -> date | None:
    """Return the Monday of the week in which a community's first round was."""
    slots = [
        round_.slot
        for circle in repos.rounds.circles(community.id)
        for round_ in repos.rounds.of_circle(circle.id)[:1]
    ]
    return min(slots) - timedelta(days=min(slots).weekday()) if slots else None
