"""When circles come round: every n weeks, or monthly by weekday, at a local time in a zone.

A slot's identity is the local date of the occurrence, never the clock's reading; the instant follows from the
date, the local time and the zone, with the standard library's `zoneinfo` (`reliability.md` 4: equal to a second
library in 700,830 of 700,830 slots). A local time that a change to summer time skips happens an hour later by
the wall; one that happens twice is taken the first time.
"""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import TypeAlias
from zoneinfo import ZoneInfo, available_timezones

from typing_extensions import override

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
ORDINALS = {"first": 1, "second": 2, "third": 3, "fourth": 4, "last": -1}
MAX_WEEKS = 26


@dataclass(frozen=True, slots=True)
class EveryWeeks:
    """Come round every `weeks` weeks, counted from the anchor date."""

    weeks: int

    @override
    def __str__(self) -> str:
        return "weekly" if self.weeks == 1 else f"every {self.weeks} weeks"


@dataclass(frozen=True, slots=True)
class MonthlyOn:
    """Come round once a month on the `nth` weekday (1-4, or -1 for the last)."""

    nth: int
    weekday: int

    @override
    def __str__(self) -> str:
        ordinal = next(word for word, number in ORDINALS.items() if number == self.nth)
        return f"{ordinal} {WEEKDAYS[self.weekday]}"


Cadence: TypeAlias = EveryWeeks | MonthlyOn


def parse_cadence(words: str) -> Cadence:
    """Read "weekly", "every 2 weeks" or "last monday". Raise `ValueError` for anything else."""
    said = " ".join(words.casefold().split())
    if said == "weekly":
        return EveryWeeks(1)
    if found := re.fullmatch(r"every (\d{1,2}) weeks?", said, flags=re.ASCII):
        weeks = int(found.group(1))
        if not 1 <= weeks <= MAX_WEEKS:
            raise ValueError(words)
        return EveryWeeks(weeks)
    if found := re.fullmatch(rf"({'|'.join(ORDINALS)}) ({'|'.join(WEEKDAYS)})", said):
        return MonthlyOn(ORDINALS[found.group(1)], WEEKDAYS.index(found.group(2)))
    raise ValueError(words)


def nth_weekday(year: int, month: int, rule: MonthlyOn) -> date:
    """Return the date of a monthly rule in one month."""
    if rule.nth > 0:
        first = date(year, month, 1)
        return first + timedelta(days=(rule.weekday - first.weekday()) % 7 + 7 * (rule.nth - 1))
    last = date(year, month, monthrange(year, month)[1])
    return last - timedelta(days=(last.weekday() - rule.weekday) % 7)


def first_on_or_after(cadence: Cadence, anchor: date, day: date) -> date:
    """Return the first occurrence on or after `day`; none lies before the anchor."""
    day = max(day, anchor)
    match cadence:
        case EveryWeeks(weeks):
            step = weeks * 7
            return anchor + timedelta(days=-(-(day - anchor).days // step) * step)
        case MonthlyOn():
            found = nth_weekday(day.year, day.month, cadence)
            if found >= day:
                return found
            year, month = divmod(day.year * 12 + day.month, 12)
            return nth_weekday(year, month + 1, cadence)


def length_in_days(cadence: Cadence) -> int:
    """Return the usual number of days between two occurrences."""
    return cadence.weeks * 7 if isinstance(cadence, EveryWeeks) else 30


def instant(day: date, at: time, zone: str) -> datetime:
    """Return the UTC instant of a local date and time."""
    return datetime.combine(day, at, ZoneInfo(zone)).astimezone(UTC)


def local_date(moment: datetime, zone: str) -> date:
    """Return the date that people in the zone read on the calendar at an instant."""
    return moment.astimezone(ZoneInfo(zone)).date()


def local_time(moment: datetime, zone: str) -> time:
    """Return the time that people in the zone read on the clock at an instant."""
    return moment.astimezone(ZoneInfo(zone)).time()


def parse_zone(words: str) -> str:
    """Return the exact IANA name for a zone typed in any case. Raise `ValueError` where there is none."""
    wanted = words.strip().replace(" ", "_").casefold()
    for name in available_timezones():
        if name.casefold() == wanted and ("/" in name or name == "UTC"):
            return name
    raise ValueError(words)


def parse_time(words: str) -> time:
    """Read a local time such as "18:30" or "9:00". Raise `ValueError` for anything else."""
    if found := re.fullmatch(r"([01]?\d|2[0-3])[:.]([0-5]\d)", words.strip(), flags=re.ASCII):
        return time(int(found.group(1)), int(found.group(2)))
    raise ValueError(words)


def parse_date(words: str) -> date:
    """Read a date such as "2026-12-05". Raise `ValueError` for anything else."""
    if found := re.fullmatch(r"(\d{4})-(\d{2})-(\d{2})", words.strip(), flags=re.ASCII):
        try:
            return date(*map(int, found.groups()))
        except ValueError as error:
            raise ValueError(words) from error
    raise ValueError(words)
