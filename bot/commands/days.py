"""Words for days and cadences, shared by the organisers' commands."""

from bot.domain.recurrence import WEEKDAYS, Cadence, EveryWeeks
from bot.domain.rounds import Circle
from bot.ports.commands import Option, OptionChoice, OptionKind
from bot.ports.messages import FieldChoice
from bot.text.message import TN, T, Text

DAYS = (
    T("Monday"),
    T("Tuesday"),
    T("Wednesday"),
    T("Thursday"),
    T("Friday"),
    T("Saturday"),
    T("Sunday"),
)
DAY_FIELDS = tuple(FieldChoice(value=name, label=label) for name, label in zip(WEEKDAYS, DAYS, strict=True))
_NTH = {1: T("first"), 2: T("second"), 3: T("third"), 4: T("fourth"), -1: T("last")}


def day_option(summary: Text) -> Option:
    """Declare an option that takes a weekday."""
    choices = tuple(OptionChoice(value=name, label=label) for name, label in zip(WEEKDAYS, DAYS, strict=True))
    return Option(name="day", summary=summary, kind=OptionKind.WORD, choices=choices)


def rhythm(circle: Circle) -> Text:
    """Say how often a circle comes round: "every 2 weeks on Monday at 18:00"."""
    return _rhythm(circle.cadence, DAYS[circle.anchor.weekday()], f"{circle.at:%H:%M}")


def _rhythm(cadence: Cadence, day: Text, at: str) -> Text:
    if isinstance(cadence, EveryWeeks):
        return TN(
            "every week on {day} at {at}",
            "every {count} weeks on {day} at {at}",
            cadence.weeks,
            day=day,
            at=at,
        )
    nth, weekday = _NTH[cadence.nth], DAYS[cadence.weekday]
    return T("on the {nth} {day} of each month at {at}", nth=nth, day=weekday, at=at)
