"""What a group is offered: times at which all can, or nearly all, at one spot that is open then. Pure arithmetic."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.domain.community import Area, Spot, SpotNote
from bot.domain.openings import open_at
from bot.domain.plans import near_misses, overlaps, pick, rank_spots, times_in
from bot.ids import AreaId


@dataclass(frozen=True, slots=True, kw_only=True)
class Ground:
    """Hold where a community can meet; `zone` is where an area says nothing else."""

    areas: Mapping[AreaId, Area]
    spots: tuple[Spot, ...]
    zone: str

    def zone_at(self, spot: Spot | None, homes: Sequence[AreaId | None]) -> str:
        """Return the zone of a meeting: that of the spot's area, else of the areas that all live in, else the community's."""
        if spot is not None and spot.area is not None and spot.area in self.areas:
            return self.areas[spot.area].zone or self.zone
        named = {self.areas[home].zone for home in homes if home is not None and home in self.areas}
        return (named.pop() if len(named) == 1 else "") or self.zone

    def spot(self, name: str | None) -> Spot | None:
        """Return a spot by its id."""
        return next((spot for spot in self.spots if spot.id == name), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Company:
    """Hold what a plan looks at in people: roughly where they live, what they wish of a venue; the seed breaks ties."""

    homes: Sequence[AreaId | None]
    wishes: frozenset[SpotNote]
    seed: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Before:
    """Hold what a fresh offer must not repeat or run into, and the spot that it keeps where that is open."""

    offered: Collection[datetime] = ()
    taken: Collection[datetime] = ()
    spot: Spot | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """Hold up to two times and the spot for both; no options where there is nothing left to offer."""

    options: tuple[datetime, ...]
    spot: Spot | None


NOTHING_BEFORE = Before()


def draft(
    mask: int,
    ground: Ground,
    company: Company,
    *,
    after: datetime,
    until: datetime | None = None,
    before: Before = NOTHING_BEFORE,
) -> Offer:
    """Offer two times in some slots of the week, and the fairest spot for them.

    A spot is never offered for hours in which it is closed: the times are those at which the chosen one is open. Where
    every spot is closed at all times that are left, people meet at a public place that they choose themselves.
    """

    def times(zone: str) -> tuple[datetime, ...]:
        found = times_in(mask, after=after, zone=zone, until=until)
        return tuple(at for at in found if at not in before.offered and not overlaps(at, before.taken))

    zone = ground.zone_at(before.spot, company.homes)
    ranked = rank_spots(
        ground.spots,
        areas=ground.areas,
        homes=company.homes,
        wishes=company.wishes,
        seed=company.seed,
        times=times(zone),
        zone=zone,
    )
    kept = before.spot is not None and before.spot in ranked
    spot = before.spot if kept else next(iter(ranked), None)
    zone = ground.zone_at(spot, company.homes)
    free = [at for at in times(zone) if spot is None or open_at(spot, at, zone)]
    return Offer(options=pick(free, zone=zone, offered=before.offered), spot=spot)


def draft_near_miss(
    grids: Sequence[int],
    ground: Ground,
    company: Company,
    *,
    after: datetime,
    until: datetime | None = None,
    before: Before = NOTHING_BEFORE,
) -> Offer:
    """Offer the times at which all but the fewest can by their grids, where no time is left at which all can.

    One person short is tried before two; what counts is how many, never who.
    """
    for mask in near_misses(grids):
        offer = draft(mask, ground, company, after=after, until=until, before=before)
        if offer.options:
            return offer
    return Offer(options=(), spot=before.spot)
