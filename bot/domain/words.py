"""Words that people typed: cleaned, measured, and read as times and languages. Never trusted, never logged."""

import re
import unicodedata
from collections.abc import Iterable
from difflib import get_close_matches
from functools import cache

from bot.domain.availability import ANY_TIME, DAY_KEYS, PART_KEYS, mask_of
from bot.domain.recurrence import WEEKDAYS
from bot.text.catalogue import babel_locale
from bot.text.pseudo import in_disguise

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
LIST_SEPARATORS = re.compile(r"[,;/\n]")


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


def read_times(words: str) -> int:
    """Read "sat-morning, Sunday afternoon, evenings" as an availability mask. Raise `ValueError` naming the odd part."""
    mask = 0
    for part in items(words):
        mask |= _times_in(part)
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
    """Read "English, Deutsch, nl" as language codes. Raise `ValueError` naming the first unknown one."""
    found: set[str] = set()
    for part in items(words):
        code = _language_codes().get(part.casefold())
        if code is None:
            raise ValueError(part)
        found.add(code)
    return frozenset(found)


def like_languages(word: str) -> tuple[str, ...]:
    """Return names of languages that look like a word."""
    names = (language_name(code, "en") for code in sorted(set(_language_codes().values())))
    return nearest(word, names)


def language_name(code: str, reader: str) -> str:
    """Return a language's name in the reader's language."""
    name = babel_locale(reader).languages.get(code.replace("-", "_"), code)
    return in_disguise(str(name), reader)


def country_name(code: str, reader: str) -> str:
    """Return a country's name in the reader's language."""
    return in_disguise(str(babel_locale(reader).territories.get(code, code)), reader)
