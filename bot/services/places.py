"""Areas and spots: added, removed, and read from a table with a dry run first."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from random import Random

from bot.domain.community import Area, Community, Spot
from bot.domain.words import Row, nearest, plain, read_table
from bot.errors import BadOption, NotFound, UserError
from bot.ids import SpotId, new_id
from bot.ports.storage import Repositories
from bot.services.profile import find_area, read_notes
from bot.text.message import T, Text, listed

COLUMNS = ("name", "area", "notes")
AREA_LONGEST = 40
SPOT_LONGEST = 80
NONE = "none"
MAX_SPOTS = 500
MAX_ROWS = 200
MAX_TABLE = 20_000
_COARSE = 2
"""Decimals kept of a centre: about a kilometre, so that it can never be an address (H5)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """Say what is wrong with one line of a table."""

    line: int
    text: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """Hold what a table would add."""

    spots: tuple[Spot, ...]
    problems: tuple[Problem, ...]


def read_centre(lat: str, lon: str) -> tuple[float, float] | None:
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
    return round(latitude, _COARSE), round(longitude, _COARSE)


def remove_area(repos: Repositories, community: Community, words: str) -> Area:
    """Take an area off the list; its members and spots have none from then on."""
    area = find_area(repos.places.areas(community.id), words, "name")
    repos.places.remove_area(area.id)
    return area


def edit_area(
    repos: Repositories,
    community: Community,
    words: str,
    *,
    name: str,
    centre: tuple[float, float] | None,
) -> Area:
    """Rename an area, or set its centre. Raise `BadOption` for a name that is taken or too long."""
    areas = repos.places.areas(community.id)
    area = find_area(areas, words, "name")
    wanted = plain(name)
    if not wanted and centre is None:
        raise BadOption("to", T("Please say what to change: a new name, or lat and lon of its centre."))
    if len(wanted) > AREA_LONGEST:
        raise BadOption(
            "to", T("Please keep each area's name under {longest} characters.", longest=AREA_LONGEST)
        )
    if any(other.id != area.id and other.name.casefold() == wanted.casefold() for other in areas):
        raise BadOption("to", T("There is an area called {name} already.", name=wanted))
    changed = replace(area, name=wanted or area.name, centre=centre or area.centre)
    repos.places.save_area(changed)
    return changed


def merge_areas(repos: Repositories, community: Community, words: str, into: str) -> tuple[Area, Area]:
    """Let one area go up in another: its members and spots belong there from then on."""
    areas = repos.places.areas(community.id)
    gone, kept = find_area(areas, words, "name"), find_area(areas, into, "into")
    if gone.id == kept.id:
        raise BadOption("into", T("{area} is the same area. Please name two.", area=kept.name))
    for member in repos.members.of_community(community.id):
        if member.area == gone.id:
            repos.members.save(replace(member, area=kept.id))
    for spot in repos.places.spots(community.id):
        if spot.area == gone.id:
            repos.places.save_spot(replace(spot, area=kept.id))
    repos.places.remove_area(gone.id)
    return gone, kept


def edit_spot(repos: Repositories, community: Community, words: str, cells: Mapping[str, str]) -> Spot:
    """Change a spot's name, area or notes; "none" clears the last two. Raise `BadOption` for what does not fit."""
    spots = repos.places.spots(community.id)
    spot = _find_spot(spots, words)
    if not any(cells.values()):
        raise BadOption("to", T("Please say what to change: a new name, its area, or its notes."))
    taken = _names([other for other in spots if other.id != spot.id])
    changed = replace(spot, name=_spot_name(cells["name"], taken, "to") if cells["name"] else spot.name)
    if area := plain(cells["area"]):
        cleared = area.casefold() == NONE
        areas = repos.places.areas(community.id)
        changed = replace(changed, area=None if cleared else find_area(areas, area).id)
    if notes := plain(cells["notes"]):
        cleared = notes.casefold() == NONE
        changed = replace(changed, notes=frozenset() if cleared else read_notes(notes, "notes"))
    repos.places.save_spot(changed)
    return changed


def _spot_name(words: str, taken: frozenset[str], option: str) -> str:
    """Return a clean name that no other spot has. Raise `BadOption` otherwise."""
    name = plain(words)
    if not name:
        raise BadOption(option, T("Please give the spot a name."))
    if (excess := len(name) - SPOT_LONGEST) > 0:
        sentence = T(
            "A spot's name can have {longest} characters; this has {excess} too many.",
            longest=SPOT_LONGEST,
            excess=excess,
        )
        raise BadOption(option, sentence)
    if name.casefold() in taken:
        raise BadOption(option, T("{name} is on the list already.", name=name))
    return name


def make_spot(
    repos: Repositories, community: Community, cells: dict[str, str], rng: Random, taken: frozenset[str]
) -> Spot:
    """Make a spot from its name, area and notes. Raise `BadOption` for what does not fit."""
    name = _spot_name(cells.get("name", ""), taken, "name")
    words = plain(cells.get("area", ""))
    area = find_area(repos.places.areas(community.id), words).id if words else None
    notes = read_notes(cells.get("notes", "").replace("|", ","), "notes")
    return Spot(id=SpotId(new_id(rng)), community=community.id, area=area, name=name, notes=notes)


def add_spot(repos: Repositories, community: Community, cells: dict[str, str], rng: Random) -> Spot:
    """Add one public place. Raise `BadOption` for what does not fit."""
    taken = _names(repos.places.spots(community.id))
    if len(taken) >= MAX_SPOTS:
        raise BadOption("name", T("There can be {count} spots at most.", count=MAX_SPOTS))
    spot = make_spot(repos, community, cells, rng, taken)
    repos.places.add_spot(spot)
    return spot


def remove_spot(repos: Repositories, community: Community, words: str) -> Spot:
    """Take a spot off the list. Raise `NotFound` with the nearest names."""
    spot = _find_spot(repos.places.spots(community.id), words)
    repos.places.remove_spot(spot.id)
    return spot


def _find_spot(spots: Sequence[Spot], words: str) -> Spot:
    """Return the spot with this id or name. Raise `NotFound` with the nearest names."""
    wanted = plain(words).casefold()
    for spot in spots:
        if wanted in {spot.id.casefold(), spot.name.casefold()}:
            return spot
    if near := nearest(wanted, (spot.name for spot in spots)):
        raise NotFound(
            T("{name} is not on the list. Did you mean {near}?", name=plain(words, 60), near=listed(*near))
        )
    raise NotFound(T("{name} is not on the list.", name=plain(words, 60)))


def read_spots(repos: Repositories, community: Community, text: str, rng: Random) -> Table:
    """Read a table of spots without adding any. Raise `BadOption` when it is no table at all."""
    rows = _rows(text)
    taken = _names(repos.places.spots(community.id))
    spots: list[Spot] = []
    problems: list[Problem] = []
    for row in rows:
        try:
            spot = make_spot(repos, community, row.cells, rng, taken)
        except UserError as error:
            problems.append(Problem(line=row.line, text=error.text))
            continue
        taken |= {spot.name.casefold()}
        spots.append(spot)
    return Table(spots=tuple(spots), problems=tuple(problems))


def import_spots(repos: Repositories, community: Community, text: str, rng: Random) -> Table:
    """Add every good line of a table of spots."""
    table = read_spots(repos, community, text, rng)
    room = MAX_SPOTS - len(repos.places.spots(community.id))
    if len(table.spots) > room:
        raise BadOption("file", T("There can be {count} spots at most.", count=MAX_SPOTS))
    for spot in table.spots:
        repos.places.add_spot(spot)
    return table


def _rows(text: str) -> tuple[Row, ...]:
    if len(text) > MAX_TABLE:
        raise BadOption(
            "file", T("That file is too long. Please send {count} lines at most.", count=MAX_ROWS)
        )
    try:
        rows = read_table(text, COLUMNS)
    except ValueError as error:
        raise BadOption(
            "file", T("I can't read this as a table. Please send CSV: name, area, notes.")
        ) from error
    if not rows:
        raise BadOption("file", T("The file is empty. Each line is one spot: name, area, notes."))
    if len(rows) > MAX_ROWS:
        raise BadOption(
            "file", T("That file is too long. Please send {count} lines at most.", count=MAX_ROWS)
        )
    return rows


def _names(spots: Sequence[Spot]) -> frozenset[str]:
    return frozenset(spot.name.casefold() for spot in spots)
