"""From a match to a plan: two concrete times, one public spot, and when a plan stands. Pure arithmetic."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from math import asin, cos, radians, sin, sqrt
from zoneinfo import ZoneInfo

from bot.domain.availability import DAYS, PARTS, slots
from bot.domain.community import Area, Spot, SpotNote
from bot.domain.openings import hours_of
from bot.domain.recurrence import instant, local_date
from bot.domain.rounds import Acceptance, Group, GroupState, Met
from bot.ids import AreaId, SpotId, short_hash

HORIZON_DAYS = 14
LEAD = timedelta(hours=60)
"""Nobody is asked to meet before the nudge (48 h) has had its chance."""
MEETING_LENGTH = timedelta(minutes=60)
NOTICE = timedelta(hours=2)
"""A time nearer than this can't become the plan any more: whoever answers late may be far from reading it."""
EARLIEST, LATEST = time(9), time(20)
"""Meetings begin and end between these local times (H7)."""
EARTH_KM = 6371.0
_OVER = {GroupState.MET, GroupState.MISSED, GroupState.UNKNOWN, GroupState.CLOSED}


def propose_times(mask: int, *, after: datetime, zone: str, how_many: int = 2) -> tuple[datetime, ...]:
    """Return instants (UTC) within 14 days that fall in the shared slots, on different days where possible."""
    return pick(times_in(mask, after=after, zone=zone), zone=zone, how_many=how_many)


def times_in(mask: int, *, after: datetime, zone: str, until: datetime | None = None) -> tuple[datetime, ...]:
    """Return every instant (UTC) at which a meeting in the shared slots can begin, earliest first.

    From the lead on, for 14 days or `until` then. A local time that the clocks skip is left out, as nobody could read
    it on a wall; one that comes twice is meant the first time. Whatever the grid says, a meeting begins and ends
    between nine and eight in the evening (H7).
    """
    until = until or after + timedelta(days=HORIZON_DAYS)
    today = local_date(after, zone)
    found = set()
    for offset in range((local_date(until, zone) - today).days + 1):
        day = today + timedelta(days=offset)
        for weekday, part in slots(mask):
            if weekday == day.weekday():
                at = instant(day, part.starts, zone)
                if after + LEAD <= at <= until and _fits_the_day(at, day, part.starts, zone):
                    found.add(at)
    return tuple(sorted(found))


def _fits_the_day(at: datetime, day: date, starts: time, zone: str) -> bool:
    """Say whether clocks in the zone show that day and time at an instant, and the meeting lies within its hours."""
    begins, ends = (moment.astimezone(ZoneInfo(zone)) for moment in (at, at + MEETING_LENGTH))
    if (begins.date(), begins.time()) != (day, starts):
        return False
    return begins.date() == ends.date() and begins.time() >= EARLIEST and ends.time() <= LATEST


def pick(
    times: Iterable[datetime], *, zone: str, how_many: int = 2, offered: Iterable[datetime] = ()
) -> tuple[datetime, ...]:
    """Choose from possible times: other days than those offered so far, then other hours, then the earliest.

    Who can't come at one time is the less likely to be kept from the other by the same thing.
    """
    left = sorted(set(times) - set(offered))
    seen = [at.astimezone(ZoneInfo(zone)) for at in offered]
    chosen: list[datetime] = []
    while left and len(chosen) < how_many:
        days, hours = Counter(at.date() for at in seen), Counter(at.time() for at in seen)
        locals_ = {at: at.astimezone(ZoneInfo(zone)) for at in left}
        best = min(left, key=lambda at: (days[locals_[at].date()], hours[locals_[at].time()], at))
        left.remove(best)
        chosen.append(best)
        seen.append(locals_[best])
    return tuple(sorted(chosen))


def near_misses(grids: Sequence[int]) -> Iterator[int]:
    """Yield the slots that not all of some people have: those that one of them lacks, those that two lack, and so on."""
    for lacking in range(1, len(grids)):
        yield sum(
            1 << bit for bit in range(DAYS * PARTS) if sum(not grid >> bit & 1 for grid in grids) == lacking
        )


def distance_km(a: tuple[float, float], b: tuple[float, float]) -> float:
    """Return the great-circle distance of two (latitude, longitude) pairs in kilometres (haversine)."""
    lat_a, lon_a, lat_b, lon_b = map(radians, (*a, *b))
    half = sin((lat_b - lat_a) / 2) ** 2 + cos(lat_a) * cos(lat_b) * sin((lon_b - lon_a) / 2) ** 2
    return 2 * EARTH_KM * asin(min(1.0, sqrt(half)))


def rank_spots(
    spots: Iterable[Spot],
    *,
    areas: Mapping[AreaId, Area],
    homes: Sequence[AreaId | None],
    wishes: frozenset[SpotNote],
    seed: str,
    times: Iterable[datetime] = (),
    zone: str = "UTC",
) -> tuple[Spot, ...]:
    """Order spots from the fairest on; one that is closed at all of the times is not among them.

    Step-free comes first where somebody wishes for it, then the other wishes of all, then a choice of hours, then the
    way of whoever has it farthest. The seed breaks ties, so that equal spots take turns.
    """
    asked = hours_of(times, zone)
    enough = min(2, asked.bit_count())

    def cost(spot: Spot) -> tuple[bool, int, bool, float, str]:
        unmet = wishes - spot.notes
        few = (asked & spot.hours).bit_count() < enough
        way = max((_way(areas, home, spot.area) for home in homes), default=0.0)
        return SpotNote.STEP_FREE in unmet, len(unmet), few, way, short_hash(seed, spot.id)

    return tuple(sorted((spot for spot in spots if not asked or asked & spot.hours), key=cost))


def next_spot(ranked: Sequence[Spot], current: SpotId | None) -> Spot | None:
    """Return the spot after the current one, and after the last the first again; None where there is no other."""
    ids = [spot.id for spot in ranked]
    place = ids.index(current) + 1 if current in ids else 0
    return next((spot for spot in (*ranked[place:], *ranked[:place]) if spot.id != current), None)


def _way(areas: Mapping[AreaId, Area], home: AreaId | None, goal: AreaId | None) -> float:
    """Return how far a spot is for a member; areas without a centre are near themselves and far from others."""
    if home is None or goal is None or home == goal:
        return 0.0
    start, end = areas.get(home), areas.get(goal)
    if start is None or end is None or start.centre is None or end.centre is None:
        return 10.0
    return distance_km(start.centre, end.centre)


def overlaps(at: datetime, taken: Iterable[datetime]) -> bool:
    """Say whether a meeting at one time would run into one of others."""
    return any(abs(at - other) < MEETING_LENGTH for other in taken)


def settled_time(
    options: Sequence[datetime],
    taps: Iterable[Acceptance],
    *,
    after: datetime | None = None,
    taken: Collection[datetime] = (),
) -> datetime | None:
    """Return the first proposed time later than `after` that everybody accepted, or None while it is open.

    A time that is `taken` by another meeting of somebody in the group can't become the plan.
    """
    said = list(taps)
    for option, tap in zip(options, (Acceptance.FIRST, Acceptance.SECOND), strict=False):
        if (after is not None and option <= after) or overlaps(option, taken):
            continue
        if said and all(choice in {tap, Acceptance.EITHER} for choice in said):
            return option
    return None


def cannot_settle(taps: Iterable[Acceptance]) -> bool:
    """Say whether everybody answered and no proposed time is shared."""
    said = list(taps)
    return bool(said) and Acceptance.SILENT not in said


def outcome(answers: Iterable[Met | None]) -> GroupState:
    """Return what the check-in answers say together; a disagreement and silence stay unknown."""
    said = {answer for answer in answers if answer in {Met.YES, Met.NO}}
    if said == {Met.YES}:
        return GroupState.MET
    if said == {Met.NO}:
        return GroupState.MISSED
    return GroupState.UNKNOWN


def is_over(group: Group, now: datetime) -> bool:
    """Say whether nothing can be planned or cancelled in the group any more: it ended, or its hour has passed."""
    if group.state in _OVER:
        return True
    return group.meets_at is not None and now >= group.meets_at + MEETING_LENGTH


def has_begun(group: Group, now: datetime) -> bool:
    """Say whether people of the group sit together by now, or did: a word in the middle would be a word too much."""
    return is_over(group, now) or (group.meets_at is not None and group.meets_at <= now)
