"""Areas of a community's town: added, renamed, merged, removed. Never an address, and no centre finer than a kilometre."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from random import Random

from bot.content.private.details import private_detail
from bot.domain.community import Area, Community
from bot.domain.plans import distance_km
from bot.domain.recurrence import parse_zone
from bot.domain.words import plain
from bot.errors import BadOption
from bot.ids import AreaId, new_id
from bot.ports.storage import Repositories
from bot.services.finding import find_area
from bot.services.members.headcount import Headcount, headcount
from bot.services.open_tables.clock import tables_kept
from bot.text.message import TN, T, Verbatim

LONGEST = 40
MAX_AREAS = 200
NONE = "none"
COARSE = 2
"""Decimals kept of a centre: about a kilometre, so that it can never be an address (H5)."""
_MOST_ADVICE = 3
_DEGREES = re.compile(r"-?\d{1,3}\.\d+")
Centre = tuple[float, float]


def read_centre(lat: str, lon: str) -> Centre | None:
    """Read a coarse centre, rounded to about a kilometre. Raise `BadOption` unless both or neither are given."""
    if not lat and not lon:
        return None
    option, words = ("lat", lat) if not lat or lon else ("lon", lon)
    try:
        latitude, longitude = float(lat.replace(",", ".")), float(lon.replace(",", "."))
    except ValueError as error:
        raise BadOption(option, T("Please give lat and lon together, such as 52.37 and 4.90.")) from error
    if not (-90 <= latitude <= 90 and -180 <= longitude <= 180):  # noqa: PLR2004 - the ends of the earth
        sentence = T("{words} is not on the map. lat goes from -90 to 90, lon from -180 to 180.", words=words)
        raise BadOption(option, sentence)
    return round(latitude, COARSE), round(longitude, COARSE)


def is_address(name: str) -> bool:
    """Say whether words look like a house in a street or a point on a map rather than an area (H5)."""
    return private_detail(name) is not None or bool(_DEGREES.fullmatch(name))


def read_name(words: str, option: str) -> str:
    """Return an area's clean name. Raise `BadOption` for one that is too long or looks like an address."""
    name = plain(words)
    if len(name) > LONGEST:
        sentence = TN(
            "Please keep each area's name under {count} character.",
            "Please keep each area's name under {count} characters.",
            LONGEST,
        )
        raise BadOption(option, sentence)
    if is_address(name):
        sentence = T(
            "{name} looks like an address. An area is a part of town where many people live, such as North.",
            name=name,
        )
        raise BadOption(option, sentence)
    return name


def add_areas(
    repos: Repositories,
    community: Community,
    names: Iterable[str],
    rng: Random,
    centre: Centre | None = None,
    *,
    option: str = "areas",
) -> tuple[Area, ...]:
    """Add the areas that are not on the list yet and return them. Raise `BadOption` for a name that does not fit."""
    known = {area.name.casefold() for area in repos.places.areas(community.id)}
    added: list[Area] = []
    for name in (read_name(words, option) for words in names):
        if name.casefold() in known:
            continue
        if len(known) >= MAX_AREAS:
            raise BadOption(
                option,
                TN("There can be {count} area at most.", "There can be {count} areas at most.", MAX_AREAS),
            )
        known.add(name.casefold())
        area = Area(id=AreaId(new_id(rng)), community=community.id, name=name, centre=centre)
        repos.places.add_area(area)
        added.append(area)
    return tuple(added)


def remove_area(repos: Repositories, community: Community, words: str, now: datetime) -> Area:
    """Take an area off the list; its members and spots have none from then on."""
    area = find_area(repos.places.areas(community.id), words, "name")
    with tables_kept(repos, community, now):
        repos.places.remove_area(area.id)
    return area


def edit_area(
    repos: Repositories, community: Community, words: str, said: Mapping[str, str], now: datetime
) -> Area:
    """Change an area's name ("to"), centre ("lat" and "lon") or zone; "none" clears the last two.

    Raise `BadOption` for what does not fit.
    """
    every = repos.places.areas(community.id)
    area = find_area(every, words, "name")
    if not any(said.values()):
        raise BadOption("to", T("Please say what to change: a new name, its time zone, or lat and lon."))
    changed = area
    if name := read_name(said.get("to", ""), "to"):
        if any(other.id != area.id and other.name.casefold() == name.casefold() for other in every):
            raise BadOption("to", T("There is an area called {name} already.", name=name))
        changed = replace(changed, name=name)
    lat, lon = said.get("lat", ""), said.get("lon", "")
    if NONE in {lat.casefold(), lon.casefold()}:
        changed = replace(changed, centre=None)
    elif centre := read_centre(lat, lon):
        changed = replace(changed, centre=centre)
    if zone := said.get("zone", ""):
        changed = replace(changed, zone=_read_zone(zone, community))
    with tables_kept(repos, community, now):
        repos.places.save_area(changed)
    return changed


def _read_zone(words: str, community: Community) -> str:
    """Read an area's own zone; none where it is the community's."""
    if words.casefold() == NONE:
        return ""
    try:
        zone = parse_zone(words)
    except ValueError as error:
        sentence = T(
            "I don't know the time zone {words}. Please write it like {example}.",
            example=Verbatim("Europe/Amsterdam"),
            words=words,
        )
        raise BadOption("zone", sentence) from error
    return "" if zone == community.zone else zone


def merge_areas(
    repos: Repositories, community: Community, words: str, into: str, now: datetime
) -> tuple[Area, Area]:
    """Let one area go up in another: its members and spots belong there from then on."""
    every = repos.places.areas(community.id)
    gone, kept = find_area(every, words, "name"), find_area(every, into, "into")
    if gone.id == kept.id:
        raise BadOption("into", T("{area} is the same area. Please name two.", area=kept.name))
    for member in repos.members.of_community(community.id):
        if member.area == gone.id:
            repos.members.save(replace(member, area=kept.id))
    with tables_kept(repos, community, now):
        for spot in repos.places.spots(community.id):
            if spot.area == gone.id:
                repos.places.save_spot(replace(spot, area=kept.id))
        repos.places.remove_area(gone.id)
    return gone, kept


@dataclass(frozen=True, slots=True, kw_only=True)
class Overview:
    """Hold the areas with the counts that may be shown, and which small ones could join which others."""

    areas: tuple[Area, ...]
    counts: Mapping[str, int]
    advice: tuple[tuple[Area, Area], ...]


def overview(repos: Repositories, community: Community) -> Overview:
    """Return the areas; advice is for those too small to be counted by themselves, and names no number (`care.md` 2c)."""
    every, heads = repos.places.areas(community.id), headcount(repos, community)
    return Overview(areas=every, counts=dict(heads.areas), advice=_advice(every, heads))


def _advice(every: Sequence[Area], heads: Headcount) -> tuple[tuple[Area, Area], ...]:
    """Pair each small area with its nearest neighbour, a large one where there is one; each area is named once."""
    if heads.active is None:
        return ()
    large = {name for name, _ in heads.areas}
    small = [area for area in every if area.name not in large]
    found: list[tuple[Area, Area]] = []
    named: set[AreaId] = set()
    for area in small:
        others = [other for other in every if other.id != area.id and other.id not in named]
        if area.id in named or not others:
            continue
        best = min(others, key=lambda other: (other.name not in large, _way(area, other), other.name))
        found.append((area, best))
        named |= {area.id} if best.name in large else {area.id, best.id}
    return tuple(found[:_MOST_ADVICE])


def _way(one: Area, other: Area) -> float:
    if one.centre is None or other.centre is None:
        return float("inf")
    return distance_km(one.centre, other.centre)
