"""Times and pauses in the words of other languages than English: days, parts of a day and weeks, as CLDR has them.

English is read first, so a word that is English as well means what it means there. A word that could be two things
in one language is none. Words that stand in one piece are understood like those that do not: "Samstagmorgen", "土曜日朝".
"""

import re
from collections.abc import Iterator
from datetime import time
from functools import cache
from typing import Literal

from babel.core import Locale
from babel.dates import get_day_names, get_period_names
from babel.units import format_unit

from bot.domain.availability import ANY_TIME, DAY_KEYS, DAYS, PART_KEYS, label, mask_of, part_of, slot, slots
from bot.text.bidi import bare
from bot.text.catalogue import babel_locale
from bot.text.render import PlainStyle, render

_CONTEXTS: tuple[Literal["format", "stand-alone"], ...] = ("format", "stand-alone")
_WIDTHS: tuple[Literal["wide", "abbreviated"], ...] = ("wide", "abbreviated")
_HOUR, _MORNING, _MOST_NAMES = 3600, 5, 10
_DAY = 24 * _HOUR
_LENGTHS: tuple[Literal["long", "short"], ...] = ("long", "short")


def local_times(words: str, language: str) -> int:
    """Read one part of a list of times, such as "samstag morgen", as a mask; 0 where it is none in this language."""
    shown = _shown(language).get(_folded(words))
    if shown is not None:
        return shown
    found = _taken_apart(_in_one_piece(words), _names(language), _MOST_NAMES)
    days = {name for name in found if name in DAY_KEYS}
    parts = {name for name in found if name in PART_KEYS}
    if not found:
        return 0
    return mask_of(f"{day}-{part}" for day in days or DAY_KEYS for part in parts or PART_KEYS)


def local_weeks(words: str, language: str) -> int | None:
    """Read a number of weeks, such as "2 weken"; None where it is none in this language.

    Some languages have words for one and for two weeks that need no number.
    """
    said = re.sub(r"\d{1,2}", lambda found: str(int(found[0])), _in_one_piece(words))
    digits = re.search(r"\d{1,2}", said)
    counts = (int(digits[0]),) if digits else (1, 2)
    return next((count for count in counts if said in _weeks(count, language)), None)


def _weeks(count: int, language: str) -> set[str]:
    """Return how a language writes a number of weeks."""
    locale = babel_locale(language)
    return {_in_one_piece(format_unit(count, "duration-week", length, locale=locale)) for length in _LENGTHS}


def _folded(words: str) -> str:
    """Return words as they are compared: without case, full stops, hyphens and what steers directions."""
    return " ".join(re.sub(r"[\s.\-'\u2018\u2019]+", " ", bare(words).casefold()).split())


def _in_one_piece(words: str) -> str:
    """Return words as they are compared, without the spaces between them."""
    return _folded(words).replace(" ", "")


def _shown(language: str) -> dict[str, int]:
    """Map the names of the grid's times, as a reader is shown them, to masks."""
    return {
        _folded(render(label(day, part), PlainStyle(), language)): slot(day, part)
        for day, part in slots(ANY_TIME)
    }


@cache
def _names(language: str) -> dict[str, str]:
    """Map each name of a day or a part of it to its key, in one piece; the longest come first."""
    meant: dict[str, set[str]] = {}
    for name, key in _all_names(babel_locale(language)):
        meant.setdefault(_in_one_piece(name), set()).add(key)
    sure = {name: keys.pop() for name, keys in meant.items() if name and len(keys) == 1}
    return dict(sorted(sure.items(), key=lambda item: -len(item[0])))


def _all_names(locale: Locale) -> Iterator[tuple[str, str]]:
    parts = _parts_of(locale)
    for context in _CONTEXTS:
        for width in _WIDTHS:
            names = get_day_names(width, context, locale)
            yield from ((names[day], DAY_KEYS[day]) for day in range(DAYS))
            periods = get_period_names(width, context, locale)
            yield from ((name, parts[period]) for period, name in periods.items() if period in parts)


def _parts_of(locale: Locale) -> dict[str, str]:
    """Map the periods of the day that a language knows to our parts of it, by their middle; nights are none."""
    rules = locale.day_period_rules.get(None, {})
    middles = {
        period: (rule["from"] + rule["before"]) // 2
        for period, spans in rules.items()
        for rule in spans
        if rule.get("from", _DAY) < rule.get("before", 0)
    }
    return {
        period: PART_KEYS[part_of(time(middle // _HOUR))]
        for period, middle in middles.items()
        if middle >= _MORNING * _HOUR
    }


def _taken_apart(said: str, names: dict[str, str], most: int) -> tuple[str, ...]:
    """Return the keys of the names, `most` at most, of which words consist; none where anything else is in them."""
    if not most:
        return ()
    for name, key in names.items():
        if said == name:
            return (key,)
        if said.startswith(name) and (rest := _taken_apart(said[len(name) :], names, most - 1)):
            return (key, *rest)
    return ()
