"""Two years of choosing alone, without a database: quick enough for a thousand communities in a test."""

import random
from dataclasses import replace
from datetime import timedelta
from functools import cache
from itertools import islice

from bot.content.library import load_library
from bot.domain.challenges import Condition
from bot.domain.coming import Walk, as_post
from bot.domain.drawing import Deck
from bot.domain.ladder import monday_of
from bot.domain.shape import Pick, SeasonShape
from bot.domain.weather import CLIMATES
from tests.support.season_rules import Seen, Setting, Witness, moment_of
from tests.support.two_years import BEGIN, HOURS, MOST_DISABLED, ZONES

WEEK, WEEKS = timedelta(weeks=1), 104
SAID = (frozenset({Condition.WET}), frozenset({Condition.DRY, Condition.HOT}), frozenset({Condition.DARK}))


@cache
def _deck(number):
    """Return one of some libraries in which organisers turned challenges off."""
    everything = load_library().challenges
    off = set(random.Random(number).sample([each.id for each in everything], MOST_DISABLED))
    return Deck(each for each in everything if each.id not in off)


def two_years_of_choosing(number):
    """Choose week after week for one community, with what its organisers do, and return what a witness saw."""
    rng = random.Random(number)
    setting = Setting(
        since=BEGIN - WEEK,
        on=True,
        weekday=rng.randrange(7),
        at=rng.choice(HOURS),
        zone=ZONES[number % len(ZONES)],
    )
    witness = Witness(settings=[setting])
    first = BEGIN.date() + timedelta(days=(setting.weekday - BEGIN.weekday()) % 7)
    climate = rng.choice([None, *CLIMATES.values()])
    walk = Walk(
        deck=_deck(number % 50),
        posts=(),
        shape=SeasonShape(community=f"c{number}", climate=climate),
        began=first,
        seed=f"c{number}/challenge",
    )
    for index in range(WEEKS):
        day = first + index * WEEK
        due = moment_of(day, setting)
        walk = _organise(walk, day, due, rng, witness)
        if rng.random() < 0.03:
            witness.outages.append((due, due + timedelta(hours=30)))
            continue
        coming = next(walk.weeks(day))
        if coming.challenge is not None:
            witness.seen.append(Seen(at=due, challenge=coming.challenge))
            walk = replace(
                walk,
                posts=(as_post(coming, walk.shape.community), *walk.posts),
                shape=walk.shape.without_pick(coming.week).since(day),
            )
    witness.until = due + timedelta(days=1)
    return witness


def _organise(walk, day, due, rng, witness):
    """Do what organisers do in some weeks, shortly before the post."""
    chance = rng.random()
    for until, deed in (
        (0.06, _skip),
        (0.16, _pin),
        (0.2, _tell_weather),
        (0.22, _turn_some_off),
        (0.24, _off_and_on),
    ):
        if chance < until:
            return deed(walk, day, due, rng, witness)
    return walk


def _skip(walk, day, due, rng, witness):
    monday = monday_of(day + rng.randrange(4) * WEEK)
    witness.left_out.append((due - timedelta(hours=1), monday, True))
    return replace(walk, shape=replace(walk.shape, skipped=walk.shape.skipped | {monday}))


def _pin(walk, day, due, rng, witness):
    week = rng.choice(list(islice(walk.weeks(day), 5)))
    if week.draw is None:
        return walk
    wanted = rng.choice(list(walk.deck.ranked(week.draw)))
    pick = Pick(season=week.week.season, rung=week.week.rung, challenge=wanted.id)
    return replace(walk, shape=walk.shape.with_pick(pick))


def _tell_weather(walk, day, due, rng, witness):
    until = day + rng.randrange(8) * WEEK
    return replace(walk, shape=replace(walk.shape, said=rng.choice((None, *SAID)), until=until))


def _turn_some_off(walk, day, due, rng, witness):
    return replace(walk, deck=_deck(rng.randrange(50)))


def _off_and_on(walk, day, due, rng, witness):
    for hours, on in ((2, False), (1, True)):
        witness.settings.append(replace(witness.settings[0], since=due - timedelta(hours=hours), on=on))
    return replace(walk, began=day)
