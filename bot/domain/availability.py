"""The weekly availability grid: 7 days x morning / afternoon / evening, as a bit mask.

Bit `day * 3 + part` is set when a member could meet then; day 0 is Monday. The grid is in the member's own
zone, which for people who meet in person is the community's.
"""

from collections.abc import Iterable, Iterator
from datetime import time
from enum import IntEnum

from bot.text.message import T, Text

DAYS = 7
PARTS = 3
ANY_TIME = (1 << (DAYS * PARTS)) - 1


class Part(IntEnum):
    """A part of the day, with the hour at which a meetup in it begins (`product.md`, defaults)."""

    MORNING = 0
    AFTERNOON = 1
    EVENING = 2

    @property
    def starts(self) -> time:
        """Return the local time at which a meetup in this part begins."""
        return _STARTS[self]


NOON, FIVE = time(12), time(17)


def part_of(clock: time) -> Part:
    """Return the part of the day to which a local time belongs: before noon, before five, and what is later."""
    if clock < NOON:
        return Part.MORNING
    return Part.AFTERNOON if clock < FIVE else Part.EVENING


_STARTS = {Part.MORNING: time(10), Part.AFTERNOON: time(14), Part.EVENING: time(18)}
DAY_KEYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
PART_KEYS = ("morning", "afternoon", "evening")

_LABELS: tuple[Text, ...] = (
    T("Monday morning"),
    T("Monday afternoon"),
    T("Monday evening"),
    T("Tuesday morning"),
    T("Tuesday afternoon"),
    T("Tuesday evening"),
    T("Wednesday morning"),
    T("Wednesday afternoon"),
    T("Wednesday evening"),
    T("Thursday morning"),
    T("Thursday afternoon"),
    T("Thursday evening"),
    T("Friday morning"),
    T("Friday afternoon"),
    T("Friday evening"),
    T("Saturday morning"),
    T("Saturday afternoon"),
    T("Saturday evening"),
    T("Sunday morning"),
    T("Sunday afternoon"),
    T("Sunday evening"),
)


def slot(day: int, part: Part) -> int:
    """Return the bit of one day (0 = Monday) and part."""
    return 1 << (day * PARTS + part)


def slots(mask: int) -> Iterator[tuple[int, Part]]:
    """Yield the days and parts in a mask, from Monday morning on."""
    for index in range(DAYS * PARTS):
        if mask >> index & 1:
            yield divmod(index, PARTS)[0], Part(index % PARTS)


def key(day: int, part: Part) -> str:
    """Return the short name of a slot: "sat-morning"."""
    return f"{DAY_KEYS[day]}-{PART_KEYS[part]}"


def label(day: int, part: Part) -> Text:
    """Return the words for a slot: "Saturday morning"."""
    return _LABELS[day * PARTS + part]


def mask_of(keys: Iterable[str]) -> int:
    """Return the mask of some slot names. Raise `ValueError` naming the first unknown one."""
    known = {key(day, part): slot(day, part) for day, part in slots(ANY_TIME)}
    mask = 0
    for name in keys:
        if name not in known:
            raise ValueError(name)
        mask |= known[name]
    return mask


def keys_of(mask: int) -> tuple[str, ...]:
    """Return the slot names in a mask."""
    return tuple(key(day, part) for day, part in slots(mask))
