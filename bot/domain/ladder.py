"""Where on the ladder a week stands. It follows from the last post alone, so nothing that comes between can upset it.

A week without a post (left out, or missed in an outage) does not cost a step: the ladder waits. After the fourth step
one week is for rest, whatever else happens, and after a long silence people begin again with those they know.
"""

from datetime import date, timedelta

from bot.domain.posts import ChallengePost
from bot.domain.season import LADDER, Rung, SeasonWeek

WEEK = timedelta(weeks=1)
LONG_SILENCE = timedelta(weeks=5)
"""After more than this a season is not taken up again."""


def week_on(day: date, last: ChallengePost | None, began: date | None) -> SeasonWeek:
    """Return what the week of a posting day is for; a season of posts before `began` is not taken up again."""
    if last is None:
        return SeasonWeek(season=1, rung=Rung.WARM_UP)
    if last.rung is Rung.WIDER and day < last.day + 2 * WEEK:
        return SeasonWeek(season=last.season, rung=None)
    lives_on = day <= last.day + LONG_SILENCE and (began is None or began <= last.day)
    if lives_on and last.rung in LADDER[:-1]:
        return SeasonWeek(season=last.season, rung=LADDER[LADDER.index(last.rung) + 1])
    return SeasonWeek(season=last.season + 1, rung=Rung.WARM_UP)


def steps_after(week: SeasonWeek, number: int) -> tuple[SeasonWeek, ...]:
    """Return the steps that follow one, through rests and into the next seasons."""
    if week.rung is None:
        place = len(LADDER) * week.season
    else:
        place = len(LADDER) * (week.season - 1) + LADDER.index(week.rung) + 1
    places = (divmod(place + ahead, len(LADDER)) for ahead in range(number))
    return tuple(SeasonWeek(season=season + 1, rung=LADDER[step]) for season, step in places)


def monday_of(day: date) -> date:
    """Return the Monday of the week that a day lies in."""
    return day - timedelta(days=day.weekday())
