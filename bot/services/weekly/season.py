"""The season as organisers see and shape it: what comes, another one, one of their choice, a week left out."""

from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from itertools import islice, takewhile

from bot.content.library import Library
from bot.domain.challenges import Challenge
from bot.domain.coming import ComingWeek, Walk
from bot.domain.community import Community
from bot.domain.drawing import Breach, Deck
from bot.domain.ladder import WEEK, monday_of
from bot.domain.posts import ChallengePost
from bot.domain.recurrence import instant, local_date, parse_date
from bot.domain.season import Rung
from bot.domain.shape import Pick, SeasonShape
from bot.domain.shelf import words_of
from bot.errors import BadOption, NotFound, UserError
from bot.ids import ChallengeId
from bot.ports.storage import Repositories
from bot.text.message import Command, Moment, MomentStyle, T, Text

_A_YEAR_OF_POSTS = 54
_AHEAD = 10
"""How many weeks can be left of a season and the one after it."""
_SEASON = Command("organise season")
_WORST = (Breach.PRACTICE, Breach.STEP, Breach.REPEAT)
"""What an organiser's choice may not bring about: these are what a season is made of."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Season:
    """Hold the season of a community as it stands: what was posted in the running one, and what comes from `first` on."""

    community: Community
    walk: Walk
    first: date
    weeks: tuple[ComingWeek, ...]

    @property
    def shape(self) -> SeasonShape:
        """Return what organisers said."""
        return self.walk.shape

    @property
    def posted(self) -> tuple[ChallengePost, ...]:
        """Return the posts of the season that is running, oldest first."""
        running = self.weeks[0].week.season
        return tuple(takewhile(lambda post: post.season == running, self.walk.posts))[::-1]

    def shaped(self, shape: SeasonShape) -> "Season":
        """Return the season as it would be if organisers said something else."""
        walk = replace(self.walk, shape=shape)
        return replace(self, walk=walk, weeks=_to_the_end(walk, self.first))


@dataclass(frozen=True, slots=True, kw_only=True)
class Shaping:
    """Say who shapes what: a community's season as it stands now, with the library that it allows."""

    community: Community
    now: datetime
    library: Library

    def look(self, repos: Repositories) -> Season:
        """Return the season as it stands: what is left of the running one, and a whole one."""
        first = next_day(repos, self.community, self.now)
        walk = walk_from(repos, self.community, first, self.library)
        return Season(community=self.community, walk=walk, first=first, weeks=_to_the_end(walk, first))


@dataclass(frozen=True, slots=True, kw_only=True)
class Shaped:
    """Hold a week after a change, in its season; `moved` are other weeks that have another challenge now."""

    season: Season
    week: ComingWeek
    moved: tuple[date, ...]


def next_day(repos: Repositories, community: Community, now: datetime) -> date:
    """Return the next date to post on: a week or more after the last post, whatever was moved in between."""
    settings = community.challenges
    day = local_date(now, community.zone)
    day += timedelta(days=(settings.weekday - day.weekday()) % 7)
    free = [post.day + WEEK for post in repos.challenges.posts(community.id, newest=1)]
    while instant(day, settings.at, community.zone) <= now or (free and day < free[0]):
        day += WEEK
    return day


def walk_from(repos: Repositories, community: Community, first: date, library: Library) -> Walk:
    """Return the walk through the weeks of a community from a posting day on, as things stand."""
    return Walk(
        deck=Deck(library.challenges),
        posts=repos.challenges.posts(community.id, newest=_A_YEAR_OF_POSTS),
        shape=repos.seasons.of(community.id),
        began=community.challenges.anchor or first,
        seed=f"{community.id}/challenge",
    )


def _to_the_end(walk: Walk, first: date) -> tuple[ComingWeek, ...]:
    """Return the weeks to the end of a whole season, the rest of a running one before it."""
    weeks: list[ComingWeek] = []
    for coming in islice(walk.weeks(first), _AHEAD + len(walk.shape.skipped)):
        weeks.append(coming)
        if coming.week.rest and any(week.week.rung is Rung.WARM_UP for week in weeks):
            break
    return tuple(weeks)


def find_week(season: Season, words: str) -> ComingWeek:
    """Return the coming week that a date lies in. Raise `UserError` where there is none."""
    try:
        day = parse_date(words.strip())
    except ValueError as error:
        raise BadOption(
            "week", T("I can't read {words} as a date. 2027-01-18 would be one.", words=words)
        ) from error
    found = next((week for week in season.weeks if monday_of(week.day) == monday_of(day)), None)
    if found is None:
        raise NotFound(
            T("That week is not in the coming season. {command} lists what comes.", command=_SEASON)
        )
    return found


def swap(repos: Repositories, shaping: Shaping, week: str) -> Shaped:
    """Put another challenge in the place of a week's; when all had their turn, they come round again.

    One that leaves the other weeks as they are comes before one that changes them.
    """
    season = shaping.look(repos)
    coming = find_week(season, week)
    current = _needed(coming)
    others = [each for each in alternatives(season, coming) if each.id != current.id]
    passed = (*_passed(coming), current.id)
    fresh = [each for each in others if each.id not in passed]
    if not fresh:
        fresh, passed = others, (current.id,)
    found: Shaped | None = None
    for other in fresh:
        trial = season.shaped(season.shape.with_pick(_pick(coming, other, passed)))
        if _objection(season, trial, coming.day) is not None:
            continue
        shaped = _shaped(season, trial, coming.day)
        found = found if found is not None and shaped.moved else shaped
        if not shaped.moved:
            break
    if found is None:
        raise UserError(T("There is no other challenge that fits this week as well as this one."))
    return _kept(repos, shaping, found)


def alternatives(season: Season, coming: ComingWeek) -> tuple[Challenge, ...]:
    """Return what would do as well in a week, in the order of the draw."""
    return tuple(season.walk.deck.ranked(coming.draw)) if coming.draw is not None else ()


def pin(repos: Repositories, shaping: Shaping, week: str, words: str) -> Shaped:
    """Choose a challenge for a week. Raise `UserError` where it would upset the season, and say why."""
    season = shaping.look(repos)
    coming = find_week(season, week)
    _needed(coming)
    wanted = find_challenge(shaping.library, words)
    if wanted.tender:
        raise BadOption(
            "pin", T("{title} may bring up a loss, so I never post it unasked.", title=wanted.title)
        )
    trial = season.shaped(season.shape.with_pick(_pick(coming, wanted, _passed(coming))))
    objection = _objection(season, trial, coming.day)
    if objection is not None:
        raise BadOption("pin", _refusal(objection, _on(trial, coming.day), wanted, shaping))
    return _kept(repos, shaping, _shaped(season, trial, coming.day))


def skip(repos: Repositories, shaping: Shaping, week: str) -> Shaped:
    """Leave a week out: nothing is posted, and the ladder waits."""
    season = shaping.look(repos)
    coming = find_week(season, week)
    if coming.week.rest:
        raise UserError(T("That week is a rest already: nothing is posted."))
    shape = replace(season.shape, skipped=season.shape.skipped | {monday_of(coming.day)})
    return _kept(repos, shaping, _shaped(season, season.shaped(shape), coming.day))


def undo(repos: Repositories, shaping: Shaping, week: str) -> Shaped:
    """Take back what an organiser changed about a week."""
    season = shaping.look(repos)
    coming = find_week(season, week)
    if coming.skipped:
        shape = replace(season.shape, skipped=season.shape.skipped - {monday_of(coming.day)})
    elif coming.pick is not None:
        shape = season.shape.without_pick(coming.week)
    else:
        raise UserError(T("Nothing was changed about that week."))
    return _kept(repos, shaping, _shaped(season, season.shaped(shape), coming.day))


def find_challenge(library: Library, words: str) -> Challenge:
    """Return the challenge of this id or title. Raise `BadOption` where there is none."""
    wanted = " ".join(words.split()).casefold()
    for each in library.challenges:
        if wanted in {each.id.casefold(), words_of(each.title).casefold()}:
            return each
    raise BadOption(
        "pin",
        T("I know no challenge called {words} here. The week's card lists those that fit.", words=words),
    )


def _needed(coming: ComingWeek) -> Challenge:
    """Return a week's challenge. Raise `UserError` in a week that has none to change."""
    if coming.challenge is not None:
        return coming.challenge
    if coming.week.rest:
        raise UserError(T("That week is for rest. Nothing is posted in it."))
    if coming.skipped:
        raise UserError(T("That week is left out. Bring it back first, if you like."))
    raise UserError(T("No challenge is left for that week: all of them are turned off here."))


def _passed(coming: ComingWeek) -> tuple[ChallengeId, ...]:
    return coming.pick.passed if coming.pick is not None else ()


def _pick(coming: ComingWeek, challenge: Challenge, passed: tuple[ChallengeId, ...]) -> Pick:
    if coming.week.rung is None:
        raise ValueError("a week of rest has no step to choose for")
    left = tuple(each for each in passed if each != challenge.id)
    return Pick(season=coming.week.season, rung=coming.week.rung, challenge=challenge.id, passed=left)


def _on(season: Season, day: date) -> ComingWeek:
    """Return the week of a posting day, also where the list ends before it."""
    return next(week for week in season.walk.weeks(season.first) if week.day == day)


def _shaped(before: Season, after: Season, day: date) -> Shaped:
    """Return what a change comes to; a week that is left out moves all others, which is what it is for."""
    titles = {week.day: week.challenge for week in before.weeks}
    moved = tuple(
        week.day
        for week in after.weeks
        if week.day != day and week.challenge != titles.get(week.day, week.challenge)
    )
    return Shaped(season=after, week=_on(after, day), moved=moved)


def _kept(repos: Repositories, shaping: Shaping, shaped: Shaped) -> Shaped:
    """Keep a change, without what is over."""
    repos.seasons.put(shaped.season.shape.since(local_date(shaping.now, shaping.community.zone)))
    return shaped


def _objection(before: Season, after: Season, day: date) -> Breach | None:
    """Return why a choice would upset the season: it does not hold up itself, pushes out another, or costs a week."""
    chosen = _on(after, day)
    if not chosen.chosen:
        return next((each for each in Breach if each in chosen.against), Breach.REPEAT)
    kept = {week.day for week in after.weeks if week.chosen}
    if any(week.chosen and week.day not in kept for week in before.weeks):
        return Breach.PRACTICE
    return next((each for each in _WORST if _count(after, each) > _count(before, each)), None)


def _count(season: Season, breach: Breach) -> int:
    return sum(breach in week.gives_way for week in season.weeks)


def _refusal(objection: Breach, coming: ComingWeek, wanted: Challenge, shaping: Shaping) -> Text:
    """Say kindly why a challenge can't have a week, and what could be done instead."""
    title, zone = wanted.title, shaping.community.zone
    match objection:
        case Breach.PRACTICE | Breach.DEAD_END:
            return T(
                "{title} is of the same kind as a week beside it. Two weeks running are always of two kinds, so please choose "
                "another one here, or another week for it.",
                title=title,
            )
        case Breach.STEP | Breach.WEATHER:
            return T(
                "{title} belongs on another step of the season. The card of each week lists what fits there.",
                title=title,
            )
        case Breach.REPEAT:
            shown = coming.draw.shown.get(wanted.id) if coming.draw is not None else None
            if shown is None or shown >= coming.day:
                return T(
                    "{title} is chosen for another week already, or the other weeks would have too little left.",
                    title=title,
                )
            on = Moment(at=instant(shown, time(12), zone), zone=zone, style=MomentStyle.DATE)
            return T(
                "{title} is planned or was posted on {date}. Within a year nothing comes twice, so please choose another one.",
                title=title,
                date=on,
            )
