"""Which weeks are told together: a season of challenges where there was one, else five weeks each.

Seasons follow each other without a gap. Where one ends follows from what was posted by then, never from what comes
later or from what is turned on today: so no two ever overlap, and nobody can take one number from another.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby

from bot.domain.ladder import LONG_SILENCE, WEEK
from bot.domain.posts import ChallengePost
from bot.domain.recap import LENGTH, Season
from bot.domain.season import LADDER, Rung

LEAST = timedelta(weeks=3)
"""Challenges that begin anew sooner than this after a season began are told with it: alone they would be too little."""
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Run:
    """Hold the posts of one season: the first day, and which day it does not reach any more.

    That is `planned` if all goes on week by week, and `until` at the latest.
    """

    first: date
    planned: date
    until: date


class _Calendar:
    """Put one season after the other."""

    def __init__(self, begin: date) -> None:
        self.told: list[Season] = []
        self._start = begin
        self._planned = self._until = begin + LENGTH

    def reach(self, day: date) -> None:
        """Let seasons end that do not reach a day."""
        while day >= self._until:
            self._begin(self._until)

    def take(self, run: _Run) -> None:
        """Let a season begin with the first of some posts, or go on with them where it has just begun."""
        self.reach(run.first)
        if run.first - self._start >= LEAST:
            self._begin(run.first)
        self._planned, self._until = run.planned, run.until

    def stop(self, today: date) -> None:
        """Write the running season down as it is planned; it may last longer."""
        self.reach(today)
        self._begin(self._planned if today < self._planned else self._until)

    def _begin(self, day: date) -> None:
        self.told.append(Season(number=len(self.told) + 1, first=self._start, last=day - _DAY))
        self._start = day
        self._planned = self._until = day + LENGTH


def seasons_told(begin: date | None, posts: Iterable[ChallengePost], today: date) -> tuple[Season, ...]:
    """Return all seasons up to the running one, the oldest first.

    `begin` is the Monday of the first round, if there was one, and `posts` are in any order.
    """
    runs = [run for run in _runs(posts) if run.first <= today]
    days = [day for day in (begin, *(run.first for run in runs)) if day is not None and day <= today]
    if not days:
        return ()
    calendar = _Calendar(min(days))
    for run in runs:
        calendar.take(run)
    calendar.stop(today)
    return tuple(calendar.told)


def _runs(posts: Iterable[ChallengePost]) -> Iterator[_Run]:
    """Yield the seasons of the posts that know theirs, the oldest first."""
    known = sorted(
        (post.day, post.season, post.rung) for post in posts if post.rung is not None and post.season
    )
    for _, group in groupby(known, key=lambda post: post[1]):
        days = [(day, rung) for day, _, rung in group]
        last, rung = days[-1]
        planned = last + WEEK * (len(LADDER) + 1 - LADDER.index(rung))
        silent = planned if rung is Rung.WIDER else last + LONG_SILENCE + _DAY
        yield _Run(first=days[0][0], planned=planned, until=silent)
