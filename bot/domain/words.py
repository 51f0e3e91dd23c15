"""Words that people typed: cleaned, measured, and read as times and languages. Never trusted, never logged."""

import re
import unicodedata
from collections.abc import Iterable
from difflib import get_close_matches
from functools import cache

from bot.domain.availability import ANY_TIME, DAY_KEYS, PART_KEYS, mask_of
from bot.domain.local_words import local_times
from bot.domain.recurrence import WEEKDAYS
from bot.text.catalogue import SOURCE_LANGUAGE, babel_locale, spoken
from bot.text.pseudo import in_disguise
from bot.text.render import language_name

_JOINER, _EMOJI_LOOK = "\u200d", "\ufe0f"
_KEPT = {_JOINER, _EMOJI_LOOK}
_DROPPED = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}
_MAX_MARKS = 2
_OWN_NAMES = (
    *(
        "ar",
        "bg",
        "bn",
        "ca",
        "cs",
        "da",
        "de",
        "el",
        "es",
        "et",
        "eu",
        "fa",
        "fi",
        "fr",
        "ga",
        "gl",
        "he",
        "hi",
    ),
    *(
        "hr",
        "hu",
        "id",
        "is",
        "it",
        "ja",
        "ko",
        "lt",
        "lv",
        "mk",
        "nb",
        "nl",
        "pl",
        "pt",
        "ro",
        "ru",
        "sk",
        "sl",
    ),
    *("sq", "sr", "sv", "sw", "ta", "th", "tr", "uk", "ur", "vi", "zh"),
)
"""Languages that may also be typed by their own name; more would make the first use slow."""
LIST_SEPARATORS = re.compile(r"[,;/\n\u060c\u061b\u3001\uff0c]")
"""The commas of Arabic and of Chinese and Japanese as well."""


def plain(words: str, longest: int | None = None) -> str:
    """Return words as safe plain text on one line, cut to `longest` characters where that is given.

    Controls, text direction overrides, zero-width and unassigned characters go, at most two combining marks stay
    on a letter, white space collapses; emoji made of several characters survive (`reliability.md` 5).
    """
    kept: list[str] = []
    marks = 0
    for char in unicodedata.normalize("NFC", " ".join(words.split())):
        if char in _KEPT:
            if kept and kept[-1] not in {" ", *_KEPT}:
                kept.append(char)
            continue
        category = unicodedata.category(char)
        marks = marks + 1 if category in {"Mn", "Me"} else 0
        if category not in _DROPPED and marks <= _MAX_MARKS:
            kept.append(char)
    clean = " ".join("".join(kept).split()).rstrip(_JOINER)
    return clean if longest is None else clean[:longest].rstrip()


def items(words: str) -> tuple[str, ...]:
    """Split a list that somebody typed, at commas and the like, without repeats or empty parts."""
    parts = (plain(part) for part in LIST_SEPARATORS.split(words))
    return tuple(dict.fromkeys(part for part in parts if part))


def nearest(word: str, known: Iterable[str], how_many: int = 3) -> tuple[str, ...]:
    """Return the known words that look most like what somebody typed."""
    by_fold = {name.casefold(): name for name in known}
    return tuple(by_fold[name] for name in get_close_matches(word.casefold(), by_fold, how_many, 0.5))


def read_times(words: str, language: str = SOURCE_LANGUAGE) -> int:
    """Read "sat-morning, Sunday afternoon, evenings" as an availability mask. Raise `ValueError` naming the odd part.

    What is not English may be in the language of whoever typed it.
    """
    mask = 0
    for part in items(words):
        try:
            mask |= _times_in(part)
        except ValueError:
            local = local_times(part, language)
            if not local:
                raise
            mask |= local
    return mask


def _times_in(words: str) -> int:
    """Read one part of a list of times."""
    said = re.sub(r"[\s-]+", " ", words.casefold()).strip()
    if said in {"any", "any time", "always"}:
        return ANY_TIME
    days, parts = _days_in(said), tuple(part for part in PART_KEYS if part in said)
    known = set(WEEKDAYS) | set(DAY_KEYS) | set(PART_KEYS) | {"weekday", "weekend"}
    if any(word.removesuffix("s") not in known and word not in known for word in said.split()):
        raise ValueError(words)
    return mask_of(f"{day}-{part}" for day in days or DAY_KEYS for part in parts or PART_KEYS)


def _days_in(said: str) -> tuple[str, ...]:
    """Return the day keys that a part names."""
    if "weekend" in said:
        return DAY_KEYS[5:]
    if "weekday" in said:
        return DAY_KEYS[:5]
    return tuple(day for day in DAY_KEYS if re.search(rf"\b{day}", said))


@cache
def _names_in(reader: str) -> dict[str, str]:
    """Map names of languages, as a reader of one that Kith speaks is shown them, to their codes."""
    codes = map(str, babel_locale(reader).languages)
    return {language_name(code, reader).casefold(): code for code in codes}


def _language_code(words: str) -> str | None:
    """Return the code of a language by any name under which anybody is shown it."""
    typed = words.casefold()
    if typed in _language_codes():
        return _language_codes()[typed]
    return next((_names_in(tag)[typed] for tag in spoken() if typed in _names_in(tag)), None)


@cache
def _language_codes() -> dict[str, str]:
    """Map names of languages, in English and in the languages themselves, to their codes."""
    english = {
        code: name for code, name in babel_locale("en").languages.items() if re.fullmatch("[a-z]{2,3}", code)
    }
    codes = {code: code for code in english}
    codes |= {name.casefold(): code for code, name in english.items()}
    for code in _OWN_NAMES:
        codes.setdefault((babel_locale(code).get_language_name(code) or code).casefold(), code)
    return codes


def read_languages(words: str) -> frozenset[str]:
    """Read "English, Deutsch, nl" as language codes. Raise `ValueError` naming the first unknown one.

    Names in a language that Kith speaks are known as well, because a form shows them so.
    """
    found: set[str] = set()
    for part in items(words):
        code = _language_code(part)
        if code is None:
            raise ValueError(part)
        found.add(code)
    return frozenset(found)


def like_languages(word: str) -> tuple[str, ...]:
    """Return the codes of languages whose English names look like a word."""
    codes = {language_name(code, SOURCE_LANGUAGE): code for code in sorted(set(_language_codes().values()))}
    return tuple(codes[name] for name in nearest(word, codes))


def country_name(code: str, reader: str) -> str:
    """Return a country's name in the reader's language."""
    return in_disguise(str(babel_locale(reader).territories.get(code, code)), reader)
