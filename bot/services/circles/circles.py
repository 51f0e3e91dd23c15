"""Circles: found by name, made, changed, paused; each change writes the next round down anew."""

from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from bot.domain.community import Community
from bot.domain.recurrence import (
    WEEKDAYS,
    Cadence,
    MonthlyOn,
    first_on_or_after,
    local_date,
    parse_cadence,
    parse_date,
    parse_time,
)
from bot.domain.rounds import Circle, CircleState, Round
from bot.domain.words import plain
from bot.errors import BadOption, NotFound
from bot.ids import ChannelId, CircleId, PlatformName
from bot.ports.storage import Repositories
from bot.services.circles import schedule
from bot.services.circles.rules import Wanted, with_rules
from bot.text.message import TN, Command, T, Verbatim, listed

NAME_LONGEST = 40
MAX_CIRCLES = 25
_SMALLEST, _LARGEST = 2, 5
_SIZE_WORDS = {"pairs": 2, "pair": 2, "trios": 3, "trio": 3}


@dataclass(frozen=True, slots=True, kw_only=True)
class Planned:
    """Hold a circle and its next round; no round while the circle is paused."""

    circle: Circle
    round: Round | None


def active(repos: Repositories, community: Community) -> tuple[Circle, ...]:
    """Return the circles that people can join, by name."""
    running = (c for c in repos.rounds.circles(community.id) if c.state is CircleState.ACTIVE)
    return tuple(sorted(running, key=lambda circle: circle.name.casefold()))


def find(repos: Repositories, community: Community, words: str) -> Circle:
    """Return the circle with this id or name. Raise `NotFound` naming those there are."""
    every = repos.rounds.circles(community.id)
    wanted = plain(words).casefold()
    for circle in every:
        if wanted in {circle.id.casefold(), circle.name.casefold()}:
            return circle
    if not every:
        raise NotFound(
            T("There is no circle here yet. An organiser can make one with {command}.", command=_CREATE)
        )
    names = listed(*(circle.name for circle in every))
    raise NotFound(T("There is no circle called {name} here. There is: {names}.", name=words, names=names))


def only_or_named(repos: Repositories, community: Community, words: str) -> Circle:
    """Return the named circle, or the only one. Raise `BadOption` when it is not clear which."""
    every = repos.rounds.circles(community.id)
    if words or len(every) != 1:
        if not words and every:
            names = listed(*(circle.name for circle in every))
            raise BadOption("circle", T("Which circle do you mean? There is: {names}.", names=names))
        return find(repos, community, words)
    return every[0]


def create(
    repos: Repositories,
    community: Community,
    wanted: Wanted,
    *,
    circle: CircleId,
    place: tuple[PlatformName, ChannelId],
    now: datetime,
) -> Planned:
    """Make a circle that posts in `place` and write its first round down. Raise `BadOption` for what does not fit."""
    if len(repos.rounds.circles(community.id)) >= MAX_CIRCLES:
        raise BadOption(
            "name",
            TN(
                "A community can have {count} circle at most.",
                "A community can have {count} circles at most.",
                MAX_CIRCLES,
            ),
        )
    cadence = read_cadence(wanted.cadence or "every 2 weeks")
    made = Circle(
        id=circle,
        community=community.id,
        name=_free_name(repos, community, wanted.name or "", None),
        cadence=cadence,
        anchor=_anchor(cadence, wanted, local_date(now, community.zone), None),
        at=read_time("time", wanted.at or "18:00"),
        platform=place[0],
        channel=place[1],
        size=read_size(wanted.size or "2"),
    )
    made = with_rules(made, wanted)
    repos.rounds.add_circle(made)
    return Planned(circle=made, round=schedule.plan_next_round(repos, made, community, now))


def edit(repos: Repositories, community: Community, circle: Circle, wanted: Wanted, now: datetime) -> Planned:
    """Change what was said about a circle. Raise `BadOption` for what does not fit."""
    cadence = read_cadence(wanted.cadence) if wanted.cadence else circle.cadence
    other_day = bool(wanted.day) and read_weekday("day", wanted.day or "") != circle.anchor.weekday()
    moved = cadence != circle.cadence or other_day or wanted.start
    today = local_date(now, community.zone)
    changed = replace(
        circle,
        name=_free_name(repos, community, wanted.name, circle) if wanted.name else circle.name,
        cadence=cadence,
        anchor=_anchor(cadence, wanted, today, circle) if moved else circle.anchor,
        at=read_time("time", wanted.at) if wanted.at else circle.at,
        size=read_size(wanted.size) if wanted.size else circle.size,
    )
    changed = with_rules(changed, wanted)
    repos.rounds.save_circle(changed)
    return Planned(circle=changed, round=schedule.plan_next_round(repos, changed, community, now))


def set_state(
    repos: Repositories, community: Community, circle: Circle, state: CircleState, now: datetime
) -> Planned:
    """Pause a circle or let it run again; a round that is open already still takes place."""
    changed = replace(circle, state=state)
    repos.rounds.save_circle(changed)
    return Planned(circle=changed, round=schedule.plan_next_round(repos, changed, community, now))


def read_cadence(words: str) -> Cadence:
    """Read a cadence. Raise `BadOption` with examples."""
    try:
        return parse_cadence(words)
    except ValueError as error:
        examples = T(
            "I don't understand {words}. Try: {example}.",
            example=Verbatim("weekly, every 2 weeks, last monday, first saturday"),
            words=plain(words, 60),
        )
        raise BadOption("cadence", examples) from error


def read_time(option: str, words: str) -> time:
    """Read a local time. Raise `BadOption` with an example."""
    try:
        return parse_time(words)
    except ValueError as error:
        sentence = T("{words} is not a time I can read. Please write it like 18:00.", words=plain(words, 60))
        raise BadOption(option, sentence) from error


def read_date(option: str, words: str) -> date:
    """Read a date. Raise `BadOption` with an example."""
    try:
        return parse_date(words)
    except ValueError as error:
        sentence = T(
            "{words} is not a date I can read. Please write it like 2026-12-24.", words=plain(words, 60)
        )
        raise BadOption(option, sentence) from error


def read_weekday(option: str, words: str) -> int:
    """Read the name of a weekday (0 = Monday), short or long. Raise `BadOption` naming them."""
    said = words.strip().casefold().rstrip(".")
    for index, name in enumerate(WEEKDAYS):
        if said and said in {name, name[:3], name[:2]}:
            return index
    sentence = T(
        "{words} is not a day I know. Please use one of: {days}.",
        words=plain(words, 60),
        days=listed(*WEEKDAYS),
    )
    raise BadOption(option, sentence)


def read_size(words: str) -> int:
    """Read a group size: pairs, trios, or a number from 2 to 5. Raise `BadOption` otherwise."""
    said = words.strip().casefold()
    if said in _SIZE_WORDS:
        return _SIZE_WORDS[said]
    if said.isascii() and said.isdecimal() and _SMALLEST <= int(said) <= _LARGEST:
        return int(said)
    raise BadOption("size", T("A group can have 2, 3, 4 or 5 people. Please choose one of these."))


def _free_name(repos: Repositories, community: Community, words: str, circle: Circle | None) -> str:
    """Return a clean name that no other circle has."""
    name = plain(words)
    if not name:
        raise BadOption("name", T("Please give the circle a name, such as Sunday walks."))
    if (excess := len(name) - NAME_LONGEST) > 0:
        sentence = TN(
            "A circle's name can have {count} character; this one has {excess} too many.",
            "A circle's name can have {count} characters; this one has {excess} too many.",
            NAME_LONGEST,
            excess=excess,
        )
        raise BadOption("name", sentence)
    others = (c for c in repos.rounds.circles(community.id) if circle is None or c.id != circle.id)
    if any(other.name.casefold() == name.casefold() for other in others):
        raise BadOption("name", T("There is a circle called {name} already.", name=name))
    return name


def _anchor(cadence: Cadence, wanted: Wanted, today: date, circle: Circle | None) -> date:
    """Return the first date that counts: on the wanted weekday, not before the wanted start."""
    start = read_date("start", wanted.start) if wanted.start else today
    if start < today or start > today + timedelta(days=366):
        raise BadOption("start", T("Please choose a start between today and a year from now."))
    if isinstance(cadence, MonthlyOn):
        return first_on_or_after(cadence, start, start)
    if wanted.day:
        weekday = read_weekday("day", wanted.day)
    elif wanted.start:
        weekday = start.weekday()
    elif circle is not None:
        weekday = circle.anchor.weekday()
    else:
        raise BadOption(
            "day",
            T("On which day are people matched? Please add a day, such as {example}.", example="monday"),
        )
    return start + timedelta(days=(weekday - start.weekday()) % 7)


_CREATE = Command("organise circle create")
