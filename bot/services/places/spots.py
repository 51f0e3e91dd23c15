"""Spots: public places where people can meet, added, changed and removed one at a time."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from random import Random

from bot.content.private.details import private_detail
from bot.content.venues import Venue, judge
from bot.domain.availability import ANY_TIME
from bot.domain.community import Area, Community, Spot
from bot.domain.openings import read_hours
from bot.domain.plans import NOTICE, is_over
from bot.domain.rounds import Group
from bot.domain.words import plain
from bot.errors import BadOption, UserError
from bot.ids import SpotId, new_id
from bot.ports.storage import Repositories
from bot.services.finding import find_area, find_spot
from bot.services.members.profile import read_notes
from bot.services.open_tables.clock import tables_kept
from bot.services.people import zone_of
from bot.services.planning.moving import other_spot, without_spot
from bot.text.message import TN, Moment, T, Text, Verbatim

LONGEST = 80
NONE = "none"
MAX_SPOTS = 500
COLUMNS = ("name", "area", "notes", "hours")


class Doubtful(BadOption):
    """Say that a name may mean a place that is not public; the organiser knows, and can say so."""


def add_spot(
    repos: Repositories, community: Community, cells: Mapping[str, str], rng: Random, *, sure: bool = False
) -> Spot:
    """Add one public place. Raise `BadOption` for what does not fit, `Doubtful` for a name to be sure about."""
    taken = names_of(repos.places.spots(community.id))
    if len(taken) >= MAX_SPOTS:
        raise BadOption(
            "name", TN("There can be {count} spot at most.", "There can be {count} spots at most.", MAX_SPOTS)
        )
    spot = make_spot(community, repos.places.areas(community.id), cells, rng, taken, sure=sure)
    repos.places.add_spot(spot)
    return spot


def edit_spot(
    repos: Repositories,
    community: Community,
    words: str,
    cells: Mapping[str, str],
    *,
    now: datetime,
    sure: bool = False,
) -> Spot:
    """Change a spot's name ("name"), area, notes or hours; "none" clears the last three.

    Raise `BadOption` for what does not fit.
    """
    spots = repos.places.spots(community.id)
    spot = find_spot(spots, words)
    if not any(cells.values()):
        raise BadOption("to", T("Please say what to change: a new name, its area, its notes or its hours."))
    said = {name: words for name, words in cells.items() if name != "name" and plain(words)}
    changed = with_details(spot, said, repos.places.areas(community.id))
    if cells.get("name"):
        taken = names_of(other for other in spots if other.id != spot.id)
        changed = replace(changed, name=read_name(cells["name"], taken, "to", sure=sure))
    with tables_kept(repos, community, now):
        repos.places.save_spot(changed)
    return changed


def remove_spot(repos: Repositories, community: Community, words: str, now: datetime) -> Spot:
    """Take a spot off the list; groups that have it in their plan are told of another one.

    Raise `NotFound` with the nearest names, `BadOption` where a plan stands there that can't go elsewhere.
    """
    spot = find_spot(repos.places.spots(community.id), words)
    for group in repos.rounds.groups_at(spot.id):
        if not is_over(group, now):
            _elsewhere(repos, group, now)
    repos.places.remove_spot(spot.id)
    return spot


def _elsewhere(repos: Repositories, group: Group, now: datetime) -> None:
    """Send a group to another spot; one that is choosing a time can go without. Raise `BadOption` where a plan stays."""
    at, zone = group.meets_at, zone_of(repos, group)
    if at is not None and at < now + NOTICE:
        soon = T(
            "A group meets there on {when}, too soon to send it elsewhere. Please try again after that.",
            when=Moment(at=at, zone=zone),
        )
        raise BadOption("name", soon)
    try:
        other_spot(repos, group, now)
    except UserError as error:
        if at is None:
            without_spot(repos, group, now)
            return
        alone = T(
            "A group meets there on {when}, and no other spot on the list is open then. Please add one first, or try "
            "again after that.",
            when=Moment(at=at, zone=zone),
        )
        raise BadOption("name", alone) from error


def make_spot(
    community: Community,
    areas: Sequence[Area],
    cells: Mapping[str, str],
    rng: Random,
    taken: frozenset[str],
    *,
    sure: bool = False,
) -> Spot:
    """Make a spot from its name, area, notes and hours. Raise `BadOption` for what does not fit."""
    name = read_name(cells.get("name", ""), taken, "name", sure=sure)
    spot = Spot(id=SpotId(new_id(rng)), community=community.id, area=None, name=name)
    return with_details(spot, cells, areas)


def with_details(spot: Spot, cells: Mapping[str, str], areas: Sequence[Area]) -> Spot:
    """Return a spot with the area, notes and hours that are said; empty or "none" clears. Raise `BadOption`."""
    said = {name: plain(words) for name, words in cells.items()}
    said = {name: "" if words.casefold() == NONE else words for name, words in said.items()}
    if "area" in said:
        spot = replace(spot, area=find_area(areas, said["area"]).id if said["area"] else None)
    if "notes" in said:
        spot = replace(spot, notes=read_notes(said["notes"].replace("|", ","), "notes"))
    if "hours" in said:
        spot = replace(spot, hours=_hours(said["hours"]))
    return spot


def _hours(words: str) -> int:
    if not words:
        return ANY_TIME
    try:
        return read_hours(words)
    except ValueError as error:
        sentence = T(
            "I don't understand {words}. Try: {example}.",
            example=Verbatim("mon-fri morning, sat-sun afternoon evening"),
            words=plain(str(error), 60),
        )
        raise BadOption("hours", sentence) from error


def read_name(words: str, taken: frozenset[str], option: str, *, sure: bool = False) -> str:
    """Return a clean name of a public place that no other spot has.

    Raise `BadOption` otherwise, `Doubtful` for a name that may mean another kind of place unless that is made sure.
    """
    name = plain(words)
    if not name:
        raise BadOption(option, T("Please give the spot a name."))
    if (excess := len(name) - LONGEST) > 0:
        sentence = TN(
            "A spot's name can have {count} character; this has {excess} too many.",
            "A spot's name can have {count} characters; this has {excess} too many.",
            LONGEST,
            excess=excess,
        )
        raise BadOption(option, sentence)
    if name.casefold() in taken:
        raise BadOption(option, T("{name} is on the list already.", name=name))
    _check_venue(name, option, sure=sure)
    return name


def _check_venue(name: str, option: str, *, sure: bool) -> None:
    """Refuse what is no public place (H7), and ask about what may be none, or the address of somebody (H5)."""
    verdict = judge(name)
    if verdict is not None and verdict.refused:
        raise BadOption(option, _REFUSED[verdict.venue])
    if sure:
        return
    if verdict is not None:
        raise Doubtful(option, T("{name}: {doubt}", name=name, doubt=_DOUBTS[verdict.venue]))
    if private_detail(name) is not None:
        raise Doubtful(
            option,
            T("{name} looks like an address. A public place is best named as people know it.", name=name),
        )


def names_of(spots: Iterable[Spot]) -> frozenset[str]:
    """Return the names that are taken, as they are compared."""
    return frozenset(spot.name.casefold() for spot in spots)


_PUBLIC = T("A first meeting is in a public place with other people around.")
_REFUSED: Mapping[Venue, Text] = {
    Venue.HOME: T("That sounds like somebody's home. {public}", public=_PUBLIC),
    Venue.HOTEL: T("That sounds like a place to stay the night. {public}", public=_PUBLIC),
    Venue.CAR: T("That sounds like a car, or a place for cars. {public}", public=_PUBLIC),
}
_DOUBTS: Mapping[Venue, Text] = {
    Venue.HOME: T("this sounds a little like somebody's home."),
    Venue.HOTEL: T("this sounds a little like a place to stay the night."),
    Venue.BAR: T("some people keep away from places of that name, and perhaps it is no such place."),
    Venue.REMOTE: T("this sounds a little remote, with few other people around."),
}
