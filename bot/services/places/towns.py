"""Towns behind the names that organisers type: an area's coarse centre, an area's or a community's zone."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from bot.domain.community import Area, Community
from bot.domain.plans import distance_km
from bot.ids import AreaId
from bot.ports.gazetteer import Town
from bot.ports.storage import Repositories
from bot.services.kit import Kit
from bot.services.open_tables.clock import tables_kept
from bot.text.catalogue import territory_of

NEAR_KM = 100.0
"""Areas of one community are rarely farther from each other; what is nearer needs no question."""
_DWARFED = 20
"""A town so many times smaller than the largest of its name is not what somebody means who names a time zone."""
_OFFERED = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Located:
    """Say which areas have a centre now, which name could be one of several towns, and which is no town's."""

    known: tuple[Area, ...] = ()
    unsure: tuple[tuple[Area, tuple[Town, ...]], ...] = ()
    unknown: tuple[Area, ...] = ()


async def zones_of(kit: Kit, name: str) -> tuple[Town, ...]:
    """Return the towns that somebody may mean who names a town for its time zone: one of each zone, largest first."""
    towns = (await kit.gazetteer.find((name,)))[name]
    meant = [town for town in towns if town.population * _DWARFED >= towns[0].population]
    by_zone: dict[str, Town] = {}
    for town in meant:
        by_zone.setdefault(town.zone, town)
    return tuple(by_zone.values())[:_OFFERED]


async def locate(kit: Kit, community: Community, areas: Sequence[Area]) -> Located:
    """Give areas the centre of the town or district that is called like them, where there is no doubt which."""
    without = [area for area in areas if area.centre is None]
    if not without:
        return Located()
    towns = await kit.gazetteer.find(tuple(area.name for area in without))
    now = kit.clock.now()

    def place(repos: Repositories) -> Located:
        with tables_kept(repos, community, now):
            return _locate(repos, community, without, towns)

    return await kit.storage.run(place)


def _locate(
    repos: Repositories, community: Community, areas: Sequence[Area], towns: Mapping[str, tuple[Town, ...]]
) -> Located:
    """Save what is certain; an area that got a centre or went meanwhile is left as it is."""
    stored = {area.id: area for area in repos.places.areas(community.id)}
    centres = [area.centre for area in stored.values() if area.centre is not None]
    known: list[Area] = []
    unsure: list[tuple[Area, tuple[Town, ...]]] = []
    unknown: list[Area] = []
    for area in _still_without(stored, areas):
        meant = candidates(towns.get(area.name, ()), community.zone, centres)
        if len(meant) == 1 and is_certain(meant[0], community.zone, centres):
            known.append(placed(area, meant[0], community))
            repos.places.save_area(known[-1])
            centres.append(meant[0].centre)
        elif meant:
            unsure.append((area, meant))
        else:
            unknown.append(area)
    return Located(known=tuple(known), unsure=tuple(unsure), unknown=tuple(unknown))


def _still_without(stored: Mapping[AreaId, Area], areas: Sequence[Area]) -> tuple[Area, ...]:
    found = (stored.get(area.id) for area in areas)
    return tuple(area for area in found if area is not None and area.centre is None)


def candidates(towns: Sequence[Town], zone: str, centres: Sequence[tuple[float, float]]) -> tuple[Town, ...]:
    """Return the towns that an area of a community may be named after, largest first.

    Those near the community's other areas, else those in its zone or country; elsewhere in the world only by their first name,
    and only while nothing is known of where the community is.
    """
    near = [town for town in towns if _is_near(town, centres)]
    here = [town for town in towns if town.zone == zone or town.country == territory_of(zone)]
    elsewhere = [town for town in towns if not town.alias and not centres]
    return tuple((near or here or elsewhere)[:_OFFERED])


def is_certain(town: Town, zone: str, centres: Sequence[tuple[float, float]]) -> bool:
    """Say whether no question is needed about the only candidate; a name from another language may mean another place."""
    here = town.zone == zone or town.country == territory_of(zone)
    return _is_near(town, centres) or (here and not town.alias and not centres)


def _is_near(town: Town, centres: Sequence[tuple[float, float]]) -> bool:
    return any(distance_km(town.centre, centre) <= NEAR_KM for centre in centres)


def placed(area: Area, town: Town, community: Community) -> Area:
    """Return an area with a town's centre, and its zone where that is not the community's."""
    return replace(area, centre=town.centre, zone="" if town.zone == community.zone else town.zone)
