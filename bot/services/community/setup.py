"""Set a community up: its home here, its zone, its named people, its first areas. Run again, it changes what is said."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cache
from random import Random
from zoneinfo import available_timezones

from bot.domain.community import Area, Community, Home
from bot.domain.recurrence import parse_zone
from bot.domain.rounds import Circle
from bot.domain.words import items, nearest, plain
from bot.errors import BadOption
from bot.ids import ChannelId, CommunityId, HomeId, PlatformName, new_id
from bot.ports.storage import Repositories
from bot.services.care.contacts import looked
from bot.services.circles.schedule import plan_next_round
from bot.services.open_tables.clock import tables_kept
from bot.services.places.areas import add_areas
from bot.services.weekly.challenges import schedule_challenge
from bot.text.message import TN, T, Text, Verbatim, listed

NAME_LONGEST = 60
HELP_LONGEST = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Hold what an organiser typed; None was not said."""

    zone: str | None = None
    steward: str | None = None
    contact: str | None = None
    areas: str | None = None
    language: str | None = None
    help_lines: str | None = None
    name: str | None = None

    @property
    def empty(self) -> bool:
        """Say whether nothing at all was typed."""
        said = (self.zone, self.steward, self.contact, self.areas, self.language, self.help_lines, self.name)
        return all(words is None for words in said)


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """Say how a community stands."""

    community: Community
    home: Home
    areas: tuple[Area, ...]
    circles: tuple[Circle, ...]
    spots: int


def look(repos: Repositories, platform: PlatformName, home: HomeId) -> Standing | None:
    """Return how the community of a home stands, or None where none is set up."""
    tied = repos.communities.home(platform, home)
    community = repos.communities.get(tied.community) if tied is not None else None
    if tied is None or community is None:
        return None
    return Standing(
        community=community,
        home=tied,
        areas=repos.places.areas(community.id),
        circles=repos.rounds.circles(community.id),
        spots=len(repos.places.spots(community.id)),
    )


def set_up(
    repos: Repositories,
    home: tuple[PlatformName, HomeId, ChannelId],
    wanted: Wanted,
    rng: Random,
    *,
    now: datetime,
    move_here: bool = False,
) -> Standing:
    """Make the community of a home, or change it. Raise `BadOption` for what is missing or does not fit.

    After a change of zone, what is planned moves to the same local time in the new one.
    """
    platform, home_id, channel = home
    known = look(repos, platform, home_id)
    if known is None:
        community = _first(wanted, CommunityId(new_id(rng)))
        repos.communities.add(community)
        tied = Home(platform=platform, home=home_id, community=community.id, channel=channel)
        repos.communities.add_home(tied)
    else:
        community = _changed(known.community, wanted)
        with tables_kept(repos, community, now):
            repos.communities.save(community)
        if move_here:
            _move(repos, known, channel)
        if community.zone != known.community.zone:
            _plan_anew(repos, community, now)
    add_areas(repos, community, items(wanted.areas or ""), rng)
    if wanted.help_lines:
        looked(repos, community.id, now)
    standing = look(repos, platform, home_id)
    if standing is None:
        raise LookupError("a home that was saved in this transaction is gone")
    return standing


def checked(repos: Repositories, standing: Standing, now: datetime) -> Standing:
    """Note that an organiser looked whether help lines and number are right."""
    looked(repos, standing.community.id, now)
    return look(repos, standing.home.platform, standing.home.home) or standing


def _move(repos: Repositories, known: Standing, channel: ChannelId) -> None:
    """Post in another channel from now on; circles that posted in the old one come along."""
    repos.communities.save_home(replace(known.home, channel=channel))
    for circle in known.circles:
        if (circle.platform, circle.channel) == (known.home.platform, known.home.channel):
            repos.rounds.save_circle(replace(circle, channel=channel))


def _plan_anew(repos: Repositories, community: Community, now: datetime) -> None:
    """Plan what is ahead by another clock; open tables look after themselves."""
    for circle in repos.rounds.circles(community.id):
        plan_next_round(repos, circle, community, now)
    schedule_challenge(repos, community, now)


def _first(wanted: Wanted, community: CommunityId) -> Community:
    """Make a community; a zone, a steward and a contact for reports are what it cannot be without (H9)."""
    if not plain(wanted.contact or ""):
        raise BadOption("contact", _NO_CONTACT)
    if not plain(wanted.steward or ""):
        raise BadOption("steward", _NO_STEWARD)
    if not plain(wanted.zone or ""):
        raise BadOption(
            "zone", T("Please say the time zone, such as {example}.", example=Verbatim("Europe/Amsterdam"))
        )
    return _changed(Community(id=community, zone="UTC"), wanted)


def _changed(community: Community, wanted: Wanted) -> Community:
    contact = _kept(wanted.contact, community.contact, NAME_LONGEST, "contact")
    steward = _kept(wanted.steward, community.steward, NAME_LONGEST, "steward")
    if not contact:
        raise BadOption("contact", _NO_CONTACT)
    if not steward:
        raise BadOption("steward", _NO_STEWARD)
    return replace(
        community,
        zone=read_zone(wanted.zone) if wanted.zone else community.zone,
        steward=steward,
        contact=contact,
        help_lines=_kept(wanted.help_lines, community.help_lines, HELP_LONGEST, "help"),
        language=wanted.language or community.language,
        name=_kept(wanted.name, community.name, NAME_LONGEST, "name"),
    )


def _kept(words: str | None, before: str, longest: int, option: str) -> str:
    """Return the new words, cleaned, or what stood there before."""
    if words is None:
        return before
    clean = plain(words)
    if (excess := len(clean) - longest) > 0:
        sentence = TN(
            "{option} can have {count} character; this has {excess} too many.",
            "{option} can have {count} characters; this has {excess} too many.",
            longest,
            option=option,
            excess=excess,
        )
        raise BadOption(option, sentence)
    return clean


@cache
def zone_names() -> tuple[str, ...]:
    """Return the zones that can be chosen; read from disk once."""
    return tuple(sorted(name for name in available_timezones() if "/" in name))


def is_zone(words: str) -> bool:
    """Say whether words name a time zone, or the city that one is called after."""
    try:
        read_zone(words)
    except BadOption:
        return False
    return True


def read_zone(words: str) -> str:
    """Read a time zone, also by its city alone. Raise `BadOption` with the nearest names."""
    try:
        return parse_zone(words)
    except ValueError as error:
        wanted = plain(words).replace(" ", "_").casefold()
        zones = zone_names()
        by_city = [name for name in zones if wanted and name.casefold().endswith(f"/{wanted}")]
        if len(by_city) == 1:
            return by_city[0]
        raise BadOption("zone", _unknown_zone(words, by_city or _like_zones(wanted, zones))) from error


def _like_zones(wanted: str, zones: Iterable[str]) -> tuple[str, ...]:
    """Return zones that look like the words, by their whole name or by their city."""
    cities = {name.rsplit("/", maxsplit=1)[1]: name for name in zones}
    near = [*nearest(wanted, cities.values(), 3), *(cities[city] for city in nearest(wanted, cities, 3))]
    return tuple(dict.fromkeys(near))[:3]


def _unknown_zone(words: str, near: Iterable[str]) -> Text:
    clean, names = plain(words, 60), tuple(near)[:5]
    if names:
        return T(
            "I don't know the time zone {words}. Did you mean {names}?", words=clean, names=listed(*names)
        )
    return T(
        "I don't know the time zone {words}. Please write it like {example}.",
        example=Verbatim("Europe/Amsterdam"),
        words=clean,
    )


_NO_CONTACT = T(
    "Please name a contact for reports: somebody who can act when a report is about an organiser. "
    "Setup is not complete without one."
)
_NO_STEWARD = T("Please name a steward: the person who hosts this and whose name members see.")
