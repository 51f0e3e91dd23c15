"""When a spot is open: parts of the day, for each day of the week, as the same kind of mask as availability."""

import re
from collections.abc import Iterable
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.domain.availability import ANY_TIME, DAY_KEYS, DAYS, PART_KEYS, PARTS, Part, part_of, slot
from bot.domain.community import Spot
from bot.domain.recurrence import WEEKDAYS

_RANGE = re.compile(r"([a-z]+)\s*(?:-|\u2013|to)\s*([a-z]+)")
_FROM_PART = re.compile(rf"\b(?:{'|'.join(PART_KEYS)})s?\s*(?:-|\u2013|\bto\b)")
"""From a part of one day to a part of another: that is no row of days with the same parts, so it is not guessed at."""
_ALWAYS = {"any", "any time", "always", "daily", "every day", "all day", "open"}
_WEEK = {"weekday": range(5), "weekend": range(5, 7), "daily": range(7)}


def open_at(spot: Spot, moment: datetime, zone: str) -> bool:
    """Say whether a spot is open at an instant, by the calendar and the clock of its zone."""
    return bool(spot.hours & hours_of([moment], zone))


def hours_of(moments: Iterable[datetime], zone: str) -> int:
    """Return the mask of the parts of the week in which instants lie, by the calendar and the clock of a zone."""
    mask = 0
    for moment in moments:
        local = moment.astimezone(ZoneInfo(zone))
        mask |= slot(local.weekday(), part_of(local.time()))
    return mask


def read_hours(words: str) -> int:
    """Read "mo-fr morning, sa-su morning afternoon" as a mask. Raise `ValueError` naming the part that is odd."""
    mask = 0
    for part in re.split(r"[,;/|\n]", words):
        if said := " ".join(part.casefold().split()):
            mask |= _hours_in(said)
    return mask or ANY_TIME


def _hours_in(said: str) -> int:
    """Read the days and parts of one entry; days alone are whole days, parts alone are every day."""
    if said in _ALWAYS:
        return ANY_TIME
    days: set[int] = set()
    parts: set[Part] = set()
    rest = said
    for found in _RANGE.finditer(said):
        first, last = _day(found[1]), _day(found[2])
        if first is not None and last is not None:
            days.update((first + step) % DAYS for step in range((last - first) % DAYS + 1))
            rest = rest.replace(found[0], " ")
        elif (
            (early := _part(found[1])) is not None and (late := _part(found[2])) is not None and early <= late
        ):
            parts.update(Part(number) for number in range(early, late + 1))
            rest = rest.replace(found[0], " ")
    if _FROM_PART.search(rest):
        raise ValueError(said)
    for word in re.split(r"[\s-]+", rest.strip()):
        if word and not _take(word, days, parts):
            raise ValueError(said)
    return _mask(days or range(DAYS), parts or Part)


def _take(word: str, days: set[int], parts: set[Part]) -> bool:
    """Note the day, the days or the part that a word names, and say whether it names any."""
    single = _single(word)
    if (part := _part(word)) is not None:
        parts.add(Part(part))
    elif single in _WEEK:
        days.update(_WEEK[single])
    elif (day := _day(single)) is not None:
        days.add(day)
    else:
        return word in {"and", "&", "+"}
    return True


def _single(word: str) -> str:
    return word.removesuffix("s") if len(word) > len("sus") else word


def _part(word: str) -> int | None:
    """Return the number of a part of the day."""
    return PART_KEYS.index(_single(word)) if _single(word) in PART_KEYS else None


def _day(word: str) -> int | None:
    """Return the number of a weekday that is named by its whole name or by its first two letters or more."""
    if len(word) < len("mo"):
        return None
    return next((number for number, name in enumerate(WEEKDAYS) if name.startswith(word)), None)


def _mask(days: set[int] | range, parts: "set[Part] | type[Part]") -> int:
    return sum({slot(day, part) for day in days for part in parts})


def write_hours(mask: int) -> str:
    """Write a mask as `read_hours` reads it, days with the same parts together; a spot that is always open has none."""
    if mask == ANY_TIME:
        return ""
    whole = (1 << PARTS) - 1
    by_day = [mask >> (day * PARTS) & whole for day in range(DAYS)]
    entries: list[str] = []
    first = 0
    while first < DAYS:
        last = first
        while last + 1 < DAYS and by_day[last + 1] == by_day[first]:
            last += 1
        if by_day[first]:
            entries.append(" ".join([_span(first, last), *_parts(by_day[first])]))
        first = last + 1
    return ", ".join(entries)


def _span(first: int, last: int) -> str:
    return DAY_KEYS[first] if first == last else f"{DAY_KEYS[first]}-{DAY_KEYS[last]}"


def _parts(bits: int) -> list[str]:
    """Name the parts of a day; a whole day needs no word."""
    named = [key for number, key in enumerate(PART_KEYS) if bits >> number & 1]
    return [] if len(named) == PARTS else named
