"""From a match to a plan: two concrete times, one public spot, and when a plan stands. Pure arithmetic."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from math import asin, cos, radians, sin, sqrt

from bot.domain.availability import slots
from bot.domain.community import Area, Spot, SpotNote
from bot.domain.openings import open_at
from bot.domain.recurrence import instant, local_date
from bot.domain.rounds import Acceptance, GroupState, Met
from bot.ids import AreaId, short_hash

HORIZON_DAYS = 14
LEAD = timedelta(hours=60)
"""Nobody is asked to meet before the nudge (48 h) has had its chance."""
MEETING_LENGTH = timedelta(minutes=60)
NOTICE = timedelta(hours=2)
"""A time nearer than this can't become the plan any more: whoever answers late may be far from reading it."""
EARLIEST, LATEST = time(9), time(20)
"""First meetings are between these local times (H7)."""
EARTH_KM = 6371.0


def propose_times(mask: int, *, after: datetime, zone: str, how_many: int = 2) -> tuple[datetime, ...]:
    """Return the first instants (UTC) within 14 days that fall in the shared slots, on different days where possible."""
    today = local_date(after, zone)
    found: list[tuple[date, datetime]] = []
    for offset in range(HORIZON_DAYS + 1):
        day = today + timedelta(days=offset)
        for weekday, part in slots(mask):
            if weekday == day.weekday():
                at = instant(day, part.starts, zone)
                if after + LEAD <= at <= after + timedelta(days=HORIZON_DAYS):
                    found.append((day, at))
    return _spread(found, how_many)


def _spread(found: Sequence[tuple[date, datetime]], how_many: int) -> tuple[datetime, ...]:
    """Prefer one time a day, then fill up with the earliest others."""
    firsts: dict[date, datetime] = {}
    for day, at in found:
        firsts.setdefault(day, at)
    chosen = sorted(firsts.values())[:how_many]
    rest = sorted(at for _, at in found if at not in chosen)
    return tuple(sorted([*chosen, *rest[: how_many - len(chosen)]]))


def distance_km(a: tuple[float, float], b: tuple[float, float]) -> float:
    """Return the great-circle distance of two (latitude, longitude) pairs in kilometres (haversine)."""
    lat_a, lon_a, lat_b, lon_b = map(radians, (*a, *b))
    half = sin((lat_b - lat_a) / 2) ** 2 + cos(lat_a) * cos(lat_b) * sin((lon_b - lon_a) / 2) ** 2
    return 2 * EARTH_KM * asin(min(1.0, sqrt(half)))


def choose_spot(
    spots: Iterable[Spot],
    *,
    areas: Mapping[AreaId, Area],
    homes: Sequence[AreaId | None],
    wishes: frozenset[SpotNote],
    seed: str,
    exclude: frozenset[str] = frozenset(),
    times: Sequence[datetime] = (),
    zone: str = "UTC",
) -> Spot | None:
    """Return the spot that meets most venue wishes and is nearest for whoever has it farthest; the seed breaks ties.

    Of spots that are open at more of the times one is taken before others; one that is open at none is never taken.
    """

    def closed(spot: Spot) -> int:
        return sum(not open_at(spot, at, zone) for at in times)

    def cost(spot: Spot) -> tuple[int, int, float, str]:
        return (
            closed(spot),
            len(wishes - spot.notes),
            max((_way(areas, home, spot.area) for home in homes), default=0.0),
            short_hash(seed, spot.id),
        )

    free = (spot for spot in spots if spot.id not in exclude and (not times or closed(spot) < len(times)))
    return min(free, key=cost, default=None)


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
