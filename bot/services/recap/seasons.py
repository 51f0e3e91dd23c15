"""Telling a season: which one, what may be shown of it by now, and what stands for good."""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from bot.domain.community import Community
from bot.domain.recap import AREA, SETTLED_AFTER, Recap, Season, published, settling
from bot.domain.recurrence import local_date
from bot.domain.retention import Keep
from bot.domain.told_seasons import seasons_told
from bot.ids import CommunityId
from bot.ports.storage import Repositories
from bot.services.recap.counts import counted, people_now

_STANDS = "stands"
"""Says of a season's counts that they are written down, where there is nothing to count, too."""
_SHARED = "shared"
_STILL_TRUE = timedelta(days=7)
"""How long after a season has settled its community's members are counted for it; today's say nothing of an old one."""
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
        left = season.weeks - 1 - season.week(today)
        return Told(season=season, recap=published({}), over=False, settled=False, weeks_left=left)
    settled = today > season.last + SETTLED_AFTER
    counts = _standing(repos, community, season, today) if settled else None
    if counts is None:
        counts = settling(_with_area_names(repos, community, _by_now(repos, community, season, today)))
    return Told(season=season, recap=published(counts, weeks=season.weeks), over=True, settled=settled)


def _scope(community: Community, season: Season) -> str:
    return f"{community.id}/season/{season.first}"


def _standing(repos: Repositories, community: Community, season: Season, today: date) -> Counter[str]:
    """Return the numbers of a season that has settled, its areas by name, written down when they are looked at first."""
    scope = _scope(community, season)
    counts: Counter[str] = Counter(repos.tallies.of(scope))
    if not counts:
        counts = _with_area_names(repos, community, _by_now(repos, community, season, today))
        counts[_STANDS] = 1
        if today <= season.last + SETTLED_AFTER + _STILL_TRUE:
            counts += people_now(repos, community)
        for name, count in counts.items():
            repos.tallies.add(community.id, scope, name, count)
    return counts


def note_shared(repos: Repositories, community: Community, season: Season) -> bool:
    """Write down beside a season's numbers that it was shared, and say whether it had not been before."""
    scope = _scope(community, season)
    if _SHARED in repos.tallies.of(scope):
        return False
    repos.tallies.add(community.id, scope, _SHARED)
    return True


def let_stand(repos: Repositories, community: Community, now: datetime, _portion: int) -> bool:
    """Write down the numbers of one season that has settled, and say whether there was one.

    Once a day, so that they don't wait for somebody to ask: what is erased later takes nothing along.
    """
    today = local_date(now, community.zone)
    for season in _begun(repos, community, today):
        if today > season.last + SETTLED_AFTER and not repos.tallies.of(_scope(community, season)):
            _standing(repos, community, season, today)
            return True
    return False


def _by_now(repos: Repositories, community: Community, season: Season, today: date) -> Counter[str]:
    """Count a season, whoever was forgotten meanwhile as one person still."""
    counts = counted(repos, community, season, today)
    counts.update(repos.tallies.of(_moved(community, season)))
    return +counts


def _moved(community: Community, season: Season) -> str:
    return f"{_scope(community, season)}/moved"


@contextmanager
def people_unmoved(repos: Repositories, here: CommunityId, now: datetime) -> Iterator[None]:
    """Let a season count people, not rows, through a block that lets somebody's rows lead to nobody.

    They stand under another id in each round from then on, and would be as many people. By how much the counts are
    moved by that is written down; groups that are not closed yet are in it, because they will be counted.
    """
    community = repos.communities.get(here)
    if community is None:
        yield
        return
    today = local_date(now, community.zone)
    while let_stand(repos, community, now, 0):
        pass
    open_ = [one for one in _begun(repos, community, today) if today <= one.last + SETTLED_AFTER]
    before = [counted(repos, community, season, today, all_groups=True) for season in open_]
    yield
    for season, was in zip(open_, before, strict=True):
        was.subtract(counted(repos, community, season, today, all_groups=True))
        for name, number in was.items():
            repos.tallies.add(here, _moved(community, season), name, number)


def _begun(repos: Repositories, community: Community, today: date) -> Iterator[Season]:
    """Yield the seasons that have begun and are kept, the running one first."""
    for season in reversed(_seasons(repos, community, today)):
        if _is_kept(season, today):
            yield season


def _with_area_names(repos: Repositories, community: Community, counts: Counter[str]) -> Counter[str]:
    """Put areas' own names in the place of their ids; one that is gone is as none.

    What stands is written down with names: an area that is joined with another later keeps its number.
    """
    names: dict[str, str] = {area.id: area.name for area in repos.places.areas(community.id)}
    named: Counter[str] = Counter()
    for name, count in counts.items():
        area = names.get(name.removeprefix(AREA), "")
        named[f"{AREA}{area}" if name.startswith(AREA) else name] += count
    return named


def _which(repos: Repositories, community: Community, today: date, number: int | None) -> Season | None:
    seasons = _seasons(repos, community, today)
    if number is None:
        number = max(len(seasons) - 1, 1)
    if not 1 <= number <= len(seasons):
        return None
    asked = seasons[number - 1]
    return asked if _is_kept(asked, today) else None


def _seasons(repos: Repositories, community: Community, today: date) -> tuple[Season, ...]:
    return seasons_told(_first_monday(repos, community), repos.challenges.posts(community.id), today)


def _is_kept(season: Season, today: date) -> bool:
    return today - season.last < Keep.HISTORY.length


def _first_monday(repos: Repositories, community: Community) -> date | None:
    """Return the Monday of the week in which a community's first round was."""
    slots = [
        round_.slot
        for circle in repos.rounds.circles(community.id)
        for round_ in repos.rounds.of_circle(circle.id)[:1]
    ]
    return min(slots) - timedelta(days=min(slots).weekday()) if slots else None
