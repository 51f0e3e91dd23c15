"""Phrases that several cards share."""

from collections.abc import Sequence
from datetime import datetime

from bot.domain.community import Spot, SpotNote
from bot.ids import UserId
from bot.text.message import Command, Moment, MomentStyle, Person, T, Text, Value, listed

NEUTRAL = T("This one didn't come together. You're in for the next round.")
"""The same sentence for every reason (H3)."""


EXIT_LINE = T("\u201cI'm going to head off now, thanks for today.\u201d")
SECOND_EXIT_LINE = T("\u201cI need to go, take care.\u201d")

HELP = Command("kith support")
"""Where somebody turns for whom something is wrong."""


def named(users: Sequence[UserId]) -> Value:
    """Name people, as a list."""
    return listed(*(Person(user) for user in users))


def moment(at: datetime, zone: str, style: MomentStyle = MomentStyle.LONG) -> Moment:
    """Name an instant of a plan."""
    return Moment(at=at, zone=zone, style=style)


def spot_words(spot: Spot | None) -> Text:
    """Say where: the spot's name and what is worth knowing about it."""
    if spot is None:
        return T("a public place that you choose together")
    if not spot.notes:
        return T("{spot}", spot=spot.name)
    notes = listed(*(note.label for note in SpotNote if note in spot.notes))
    return T("{spot} ({notes})", spot=spot.name, notes=notes)
