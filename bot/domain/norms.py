"""What people here say when they are asked whether they would be glad to be invited: counted, never kept by person.

The true answers of one's own community are the one nudge with good evidence that a bot can give (`care.md`, decision
13). They are counted for five weeks, as long as a season, and told when these are over: what is told is frozen, so
nobody can take one week's number from the next, and it is chosen so that nobody stands out. The five weeks begin on the
same days for everybody, so they don't tell when anybody answered.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from bot.ids import CommunityId, PlatformName, UserId
from bot.text.message import TN, T, Text

SEASON = timedelta(weeks=5)
_A_MONDAY = date(2018, 1, 1)
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
    """Remember in which five weeks somebody was asked: not on which day, and not whether they answered."""

    community: CommunityId
    platform: PlatformName
    user: UserId
    since: date


@dataclass(frozen=True, slots=True, kw_only=True)
class NormCount:
    """Hold how many people of a community gave which answer in the five weeks that began with a day."""

    community: CommunityId
    since: date
    yes: int = 0
    not_now: int = 0

    @property
    def answers(self) -> int:
        """Return how many answered."""
        return self.yes + self.not_now

    def over(self, today: date) -> bool:
        """Say whether nothing is added any more."""
        return today >= self.since + SEASON


def counted_since(day: date) -> date:
    """Return the first of the five weeks to which a day belongs: a Monday, the same one in every community."""
    return day - (day - _A_MONDAY) % SEASON


def norm_line(counts: Iterable[NormCount], today: date) -> Text | None:
    """Say what most people answered when it was counted last, with answers enough; None for nothing to say.

    Nothing is said where it would not encourage anybody: a majority that says "not now" is its own business. Numbers
    are rounded to fives. Where the others are few, or everybody agrees, no number is given that would point at them.
    """
    over = [
        each
        for each in counts
        if each.over(today) and each.since >= today - _LATELY and each.answers >= SHOWN_FROM
    ]
    newest = max(over, key=lambda each: each.since, default=None)
    if newest is None or 2 * newest.yes <= newest.answers:
        return None
    if newest.not_now < _SMALL or newest.answers < _NUMBERS_FROM:
        return T("Most people who answered here would be glad to be invited to something small.")
    return TN(
        "About {yes} of {count} person who answered here would be glad to be invited to something small.",
        "About {yes} of {count} people who answered here would be glad to be invited to something small.",
        _in_fives(newest.answers),
        yes=_in_fives(newest.yes),
    )


def _in_fives(number: int) -> int:
    return round(number / _SMALL) * _SMALL
