"""What people here say when they are asked whether they would be glad to be invited: counted, never kept by person.

The true answers of one's own community are the one nudge with good evidence that a bot can give (`care.md`, decision
13). What is shown of them is frozen when their season is over, so nobody can take one week's number from the next,
and it is chosen so that nobody stands out: whoever is in a small minority is never counted in public.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from bot.domain.season import WEEKS_IN_SEASON, week_of_season
from bot.ids import CommunityId, PlatformName, UserId
from bot.text.message import T, Text

SEASON = timedelta(weeks=WEEKS_IN_SEASON)
_SAME_SEASON = timedelta(weeks=4)
"""Two seasons begin further apart than this; moving the day or starting anew shifts one by less."""
SHOWN_FROM = 10
"""Below this many answers nothing is said."""
_SMALL = 5
"""A side with fewer people than this is never given as a number, nor can it be worked out."""
_NUMBERS_FROM = 20
_LATELY = timedelta(days=365)


class Said(StrEnum):
    """What can be answered; whoever would rather not say is counted nowhere."""

    YES = "yes"
    NOT_NOW = "not-now"
    RATHER_NOT = "rather-not"


@dataclass(frozen=True, slots=True, kw_only=True)
class NormAsked:
    """Remember that somebody was asked, on which day, and whether their answer is still awaited; never what it was."""

    community: CommunityId
    platform: PlatformName
    user: UserId
    day: date
    open: bool = True

    def lately(self, today: date) -> bool:
        """Say whether it is too soon to ask again: once a season at most."""
        return today < self.day + SEASON


@dataclass(frozen=True, slots=True, kw_only=True)
class NormCount:
    """Hold how many people of a community gave which answer in one season; `season` is its first day."""

    community: CommunityId
    season: date
    yes: int = 0
    not_now: int = 0

    @property
    def answers(self) -> int:
        """Return how many answered."""
        return self.yes + self.not_now


def season_of(anchor: date, day: date) -> date:
    """Return the first day of the season that a day lies in, when the first one begins on `anchor`."""
    return anchor + SEASON * (week_of_season(anchor, day).season - 1)


def counted_in(counts: Iterable[NormCount], season: date) -> date:
    """Return the season under which to count: one that began a few days from here is the same, moved."""
    return next((each.season for each in counts if abs(each.season - season) < _SAME_SEASON), season)


def norm_line(counts: Iterable[NormCount], season: date) -> Text | None:
    """Say what most people answered in the newest season that is over and has answers enough; None for nothing to say.

    Nothing is said where it would not encourage anybody: a majority that says "not now" is its own business. Numbers
    are rounded to fives. Where the others are few, or everybody agrees, no number is given that would point at them.
    """
    over = [
        each
        for each in counts
        if season - _LATELY <= each.season <= season - _SAME_SEASON and each.answers >= SHOWN_FROM
    ]
    newest = max(over, key=lambda each: each.season, default=None)
    if newest is None or 2 * newest.yes <= newest.answers:
        return None
    if newest.not_now < _SMALL or newest.answers < _NUMBERS_FROM:
        return T("Most people who answered here would be glad to be invited to something small.")
    return T(
        "About {yes} of {all} people who answered here would be glad to be invited to something small.",
        yes=_in_fives(newest.yes),
        all=_in_fives(newest.answers),
    )


def _in_fives(number: int) -> int:
    return round(number / _SMALL) * _SMALL
