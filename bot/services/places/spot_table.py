"""Many spots at once: a table is read, shown as what it would change, and applied exactly so; and taken along again."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from random import Random

from bot.domain.community import Area, Community, Spot, SpotNote
from bot.domain.openings import write_hours
from bot.domain.tables import Row, Sheet, read_table, write_table
from bot.domain.words import plain
from bot.errors import BadOption, UserError
from bot.ids import AreaId, short_hash
from bot.ports.storage import Repositories
from bot.services.open_tables.clock import tables_kept
from bot.services.places.spots import COLUMNS, MAX_SPOTS, NONE, make_spot, names_of, with_details
from bot.text.message import TN, T, Text

LONGEST = 100_000
_ADVISED = 10
"""How many problems are explained with what would help; no more of them are shown."""
ALSO = {"spot": "name", "place": "name", "note": "notes", "open": "hours", "opening hours": "hours"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """Say what is wrong with one line of a table."""

    line: int
    text: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """Hold what a table would add and change, how many lines say what is known, what can't be taken, and which columns.

    `digest` names exactly this outcome: the same table means something else once the list has changed.
    """

    added: tuple[Spot, ...]
    changed: tuple[Spot, ...]
    same: int
    problems: tuple[Problem, ...]
    unread: tuple[str, ...]
    digest: str


class Outdated(Exception):
    """Say that a table would do something else now than what was shown."""


def read_spots(repos: Repositories, community: Community, text: str, rng: Random) -> Table:
    """Read a table of spots without changing any. Raise `BadOption` when it is no table, or more than fits."""
    sheet = _sheet(text)
    spots, areas = repos.places.spots(community.id), repos.places.areas(community.id)
    known = {spot.name.casefold(): spot for spot in spots}
    called = {NONE, *(words.casefold() for area in areas for words in (area.name, area.id))}
    added: list[Spot] = []
    changed: list[Spot] = []
    problems: list[Problem] = []
    lines: dict[str, int] = {}
    for row in sheet.rows:
        name = plain(row.cells.get("name", "")).casefold()
        try:
            _check(row, lines.get(name))
            cells = {column: row.cells.get(column, "") for column in sheet.columns}
            if len(problems) >= _ADVISED:
                _check_area(cells.get("area", ""), called)
            spot = _read(known.get(name), cells, community, areas, rng)
        except UserError as error:
            problems.append(Problem(line=row.line, text=error.text))
            continue
        lines[name] = row.line
        if name not in known:
            added.append(spot)
        elif spot != known[name]:
            changed.append(spot)
    if len(spots) + len(added) > MAX_SPOTS:
        raise BadOption(
            "file",
            TN(
                "With this file there would be {count} spot; there can be {most} at most.",
                "With this file there would be {count} spots; there can be {most} at most.",
                len(spots) + len(added),
                most=MAX_SPOTS,
            ),
        )
    return Table(
        added=tuple(added),
        changed=tuple(changed),
        same=len(lines) - len(added) - len(changed),
        problems=tuple(problems),
        unread=sheet.unread,
        digest=short_hash(*map(_outcome, added), "/", *map(_outcome, changed)),
    )


def import_spots(
    repos: Repositories, community: Community, text: str, rng: Random, *, now: datetime, seen: str = ""
) -> Table:
    """Add and change every good line of a table, all or nothing.

    Raise `Outdated` where that is not what was seen before (`seen` is its digest; empty asks for none).
    """
    table = read_spots(repos, community, text, rng)
    if seen and seen != table.digest:
        raise Outdated
    with tables_kept(repos, community, now):
        for spot in table.added:
            repos.places.add_spot(spot)
        for spot in table.changed:
            repos.places.save_spot(spot)
    return table


def export_spots(repos: Repositories, community: Community) -> tuple[bytes, int]:
    """Return the list as a table that can be changed and read again, and how many spots it holds."""
    names = {area.id: area.name for area in repos.places.areas(community.id)}
    spots = repos.places.spots(community.id)
    return write_table(COLUMNS, (_cells(spot, names) for spot in spots)), len(spots)


def _cells(spot: Spot, names: Mapping[AreaId, str]) -> tuple[str, ...]:
    notes = ", ".join(note.value for note in SpotNote if note in spot.notes)
    area = names.get(spot.area, "") if spot.area is not None else ""
    return spot.name, area, notes, write_hours(spot.hours)


def _outcome(spot: Spot) -> str:
    return "|".join((spot.name, spot.area or "", *sorted(spot.notes), str(spot.hours)))


def _check(row: Row, earlier: int | None) -> None:
    """Refuse a line whose cells went astray, or whose spot stands in an earlier line."""
    if row.extra:
        raise UserError(
            T("There are more cells than columns. A name with a comma stands in quotation marks.")
        )
    if earlier is not None:
        raise UserError(T("This spot is in line {line} already.", line=earlier))


def _check_area(words: str, called: Collection[str]) -> None:
    """Refuse an unknown area without looking for what is like it: in a long table that takes seconds nobody reads of."""
    name = plain(words)
    if name and name.casefold() not in called:
        raise UserError(T("{area} is not on the list of areas.", area=name))


def _read(
    before: Spot | None, cells: Mapping[str, str], community: Community, areas: Sequence[Area], rng: Random
) -> Spot:
    """Read one line: a spot that is new, or one that is known as it would be; columns that are not there change nothing."""
    if before is None:
        return make_spot(community, areas, cells, rng, names_of(()))
    return with_details(before, {name: words for name, words in cells.items() if name != "name"}, areas)


def _sheet(text: str) -> Sheet:
    if len(text) > LONGEST:
        raise BadOption("file", _TOO_LONG)
    try:
        sheet = read_table(text, COLUMNS, ALSO)
    except ValueError as error:
        sentence = T("I can't read this as a table. Please send CSV: name, area, notes, hours.")
        raise BadOption("file", sentence) from error
    if not sheet.rows:
        raise BadOption("file", T("The file is empty. Each line is one spot: name, area, notes, hours."))
    if len(sheet.rows) > MAX_SPOTS:
        raise BadOption("file", _TOO_LONG)
    return sheet


_TOO_LONG = TN(
    "That file is too long. Please send {count} line at most.",
    "That file is too long. Please send {count} lines at most.",
    MAX_SPOTS,
)
