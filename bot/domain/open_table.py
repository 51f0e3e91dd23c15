"""The open table of a circle: two hosts who agreed, a public spot, the same hour each week. Pure arithmetic.

Hosts are never named to anybody: they are recognised by a sign on the table. So no list exists on which two people
who stay apart could find each other, and nothing tells whom somebody avoids.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from bot.domain.recurrence import instant, local_date
from bot.ids import CircleId, CommunityId, MemberId, SpotId

HOSTS = 2
"""How many hosts are asked for each table; one who can is enough."""
LENGTH = timedelta(hours=1)
ASKED_AT, TOLD_AT = time(10), time(18)
"""Local times on the day before: hosts are asked, then everybody who wants to know is told."""
_WEEK = timedelta(days=7)
_DAY = timedelta(days=1)


class Hosting(StrEnum):
    """Whether a member is a host of the table: asked by an organiser, and by their own yes only."""

    NONE = "none"
    ASKED = "asked"
    AGREED = "agreed"


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenTable:
    """Hold a circle's open table. `at` is local time at its spot, `sign` is how its hosts are recognised."""

    circle: CircleId
    community: CommunityId
    spot: SpotId | None
    weekday: int
    at: time
    sign: str = ""
    on: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class TablePart:
    """Hold a member's part in a circle's open table.

    `told` is their wish to know the place. A host was last asked about the table on the date `asked_for`; `can` is
    what they said to that, None for nothing yet.
    """

    circle: CircleId
    member: MemberId
    told: bool = False
    hosting: Hosting = Hosting.NONE
    asked_for: date | None = None
    can: bool | None = None

    def hosts_on(self, day: date) -> bool:
        """Say whether the member said that they host on a date."""
        return self.hosting is Hosting.AGREED and self.asked_for == day and self.can is True

    def asked_on(self, day: date) -> bool:
        """Say whether the member is asked about a date and did not say no."""
        return self.hosting is Hosting.AGREED and self.asked_for == day and self.can is not False


def starts_at(table: OpenTable, day: date, zone: str) -> datetime:
    """Return the instant at which the table of a date begins."""
    return instant(day, table.at, zone)


def asked_at(day: date, zone: str) -> datetime:
    """Return the instant at which the hosts of a date are asked."""
    return instant(day - _DAY, ASKED_AT, zone)


def told_at(day: date, zone: str) -> datetime:
    """Return the instant at which members are told whether the table of a date takes place."""
    return instant(day - _DAY, TOLD_AT, zone)


def next_day(table: OpenTable, now: datetime, zone: str) -> date:
    """Return the date of the next table whose hosts can still be asked in time."""
    day = local_date(now, zone)
    day += timedelta(days=(table.weekday - day.weekday()) % 7)
    while asked_at(day, zone) <= now:
        day += _WEEK
    return day


def current_day(table: OpenTable, now: datetime, zone: str) -> date:
    """Return the date of the table that is next or not over yet."""
    day = local_date(now, zone)
    day += timedelta(days=(table.weekday - day.weekday()) % 7)
    return day if starts_at(table, day, zone) + LENGTH > now else day + _WEEK


def whom_to_ask(
    hosts: Iterable[TablePart],
    day: date,
    *,
    apart: Collection[tuple[MemberId, MemberId]] = (),
    reached: Collection[MemberId] = (),
) -> tuple[TablePart, ...]:
    """Return the hosts to ask now, so that two are asked for a date who have not said no.

    Hosts take turns, so that not being asked means nothing; two who stay apart are never asked for the same date.
    Those who can be written to come first. `apart` holds pairs in order.
    """
    agreed = [each for each in hosts if each.hosting is Hosting.AGREED]
    standing = [each for each in agreed if each.asked_on(day)]
    waiting = [each for each in agreed if each.asked_for != day]
    chosen: list[TablePart] = []
    for each in sorted(waiting, key=lambda one: _turn(one, reached)):
        together = [*standing, *chosen]
        if len(together) >= HOSTS:
            break
        if not any(_pair(each, other) in apart for other in together):
            chosen.append(each)
    return tuple(chosen)


def _turn(host: TablePart, reached: Collection[MemberId]) -> tuple[bool, date, MemberId]:
    return host.member not in reached, host.asked_for or date.min, host.member


def _pair(one: TablePart, other: TablePart) -> tuple[MemberId, MemberId]:
    first, second = sorted((one.member, other.member))
    return first, second
