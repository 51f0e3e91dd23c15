"""The weather as organisers say it, for some weeks or until they say otherwise, and the climate of the town."""

import re
from dataclasses import replace
from datetime import datetime, timedelta

from bot.domain.challenges import Condition
from bot.domain.community import Community
from bot.domain.recurrence import local_date
from bot.domain.shape import SeasonShape
from bot.domain.weather import CLIMATES, CONDITIONS, Climate
from bot.errors import BadOption
from bot.ports.storage import Repositories
from bot.text.message import Sequence, T, listed

USUAL = "usual"
MILD = "mild"
NO_CLIMATE = "none"
MOST_WEEKS = 26
_APART = (frozenset({Condition.WET, Condition.DRY}), frozenset({Condition.HOT, Condition.COLD}))


def change(
    repos: Repositories,
    community: Community,
    now: datetime,
    *,
    conditions: str | None,
    weeks: str | None,
    climate: str | None,
) -> SeasonShape:
    """Change what was said; None was not said. Raise `BadOption` for what can't be read."""
    shape = repos.seasons.of(community.id)
    if climate is not None:
        shape = replace(shape, climate=_read_climate(climate))
    if conditions is not None:
        shape = replace(shape, said=_read_conditions(conditions), until=None)
    if weeks is not None and weeks.strip():
        if shape.told_on(local_date(now, community.zone)) is None:
            raise BadOption("now", T("Please say what the weather is like, too: {words}.", words=_words()))
        last = local_date(now, community.zone) + timedelta(weeks=_read_weeks(weeks), days=-1)
        shape = replace(shape, until=last)
    repos.seasons.put(shape.since(local_date(now, community.zone)))
    return shape


def _read_conditions(words: str) -> frozenset[Condition] | None:
    """Read "wet and dark"; nothing, or "usual", is what nobody has to say, and "mild" is none of all."""
    said = [word for word in re.split(r"[^\w]+", words.casefold()) if word not in {"", "and", "it", "is"}]
    if not said or said == [USUAL]:
        return None
    if said == [MILD]:
        return frozenset()
    try:
        found = frozenset(Condition(word) for word in said)
    except ValueError:
        found = frozenset({Condition.ANY})
    if Condition.ANY in found:
        raise BadOption("now", T("I can't read {said}. I know: {words}.", said=words, words=_words()))
    for pair in _APART:
        if pair <= found:
            one, other = (CONDITIONS[each] for each in sorted(pair))
            raise BadOption(
                "now", T("It can't be {one} and {other} at once. Which is it?", one=one, other=other)
            )
    return found


def _words() -> Sequence:
    return listed(*(each.value for each in CONDITIONS), MILD, USUAL)


def _read_weeks(words: str) -> int:
    digits = words.strip()
    if digits.isascii() and digits.isdecimal() and 1 <= int(digits) <= MOST_WEEKS:
        return int(digits)
    raise BadOption(
        "weeks", T("Please say for how many weeks, from 1 to {most}, or leave it out.", most=MOST_WEEKS)
    )


def _read_climate(words: str) -> Climate | None:
    name = words.strip().casefold()
    if name in {"", NO_CLIMATE}:
        return None
    if name not in CLIMATES:
        raise BadOption("climate", T("I know these climates: {names}.", names=listed(*CLIMATES, NO_CLIMATE)))
    return CLIMATES[name]
