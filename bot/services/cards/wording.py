"""Phrases that several cards share."""

from collections.abc import Sequence
from datetime import datetime

from bot.domain.community import Spot, SpotNote
from bot.domain.recurrence import local_date
from bot.ids import UserId
from bot.services.planning.holidays import is_public_holiday
from bot.text.message import Command, Moment, MomentStyle, Person, T, Text, Value, listed

NEUTRAL = T("This one didn't come together. You're in for the next round.")
"""The same sentence for every reason (H3)."""


EXIT_LINE = T("\u201cI'm going to head off now, thanks for today.\u201d")
SECOND_EXIT_LINE = T("\u201cI need to go, take care.\u201d")

HELP = Command("meet safe")
"""Where somebody turns for whom something is wrong."""
REPORT = Command("meet report")


def named(users: Sequence[UserId]) -> Value:
    """Name people, as a list."""
    return listed(*(Person(user) for user in users))


def moment(at: datetime, zone: str, style: MomentStyle = MomentStyle.LONG) -> Moment:
    """Name an instant of a plan."""
    return Moment(at=at, zone=zone, style=style)


def day_words(at: datetime, zone: str) -> Text:
    """Name the time of a plan, and say so where that day is a public holiday."""
    if is_public_holiday(local_date(at, zone), zone):
        return T("{when} (a public holiday)", when=moment(at, zone))
    return T("{when}", when=moment(at, zone))


def unmet_words(spot: Spot | None, wishes: frozenset[SpotNote]) -> tuple[Text, ...]:
    """Say that a spot is not known to offer all that was wished for; never what, which would tell in a pair whose it is.

    Whoever wishes for something reads what the spot has beside its name, and can ask for another (H18).
    """
    if wishes <= (spot.notes if spot is not None else frozenset()):
        return ()
    if spot is None:
        return (T("Please choose a place that suits you all, and say what would be good to have there."),)
    return (
        T(
            "No spot on the list is known to have everything that would be good to have. What is known of this one "
            "stands beside its name. Please look together whether it suits you all; any other public place is fine too."
        ),
    )


def spot_words(spot: Spot | None) -> Text:
    """Say where: the spot's name and what is worth knowing about it."""
    if spot is None:
        return T("a public place that you choose together")
    if not spot.notes:
        return T("{spot}", spot=spot.name)
    notes = listed(*(note.label for note in SpotNote if note in spot.notes))
    return T("{spot} ({notes})", spot=spot.name, notes=notes)
