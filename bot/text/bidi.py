"""Sentences in which two directions of writing meet: Hebrew or Arabic around a Latin name, or the other way round.

Unicode's algorithm orders a line by its letters, so a name in the other direction can drag the numbers and the
punctuation beside it along ("Ada :2" for "2: Ada"). What fills a placeholder is therefore put between the characters
that keep it to itself (FSI and PDI), where its direction can differ from the language's. They are plain text, shown
by nobody, and mean the same on every platform; what is typed or compared is freed from them with `bare`.
"""

import unicodedata
from functools import cache

from bot.text.catalogue import babel_locale

FSI, PDI = "\u2068", "\u2069"
LEFT_TO_RIGHT, RIGHT_TO_LEFT = "ltr", "rtl"
_OTHER = {LEFT_TO_RIGHT: frozenset({"R", "AL"}), RIGHT_TO_LEFT: frozenset({"L"})}
_CONTROLS = dict.fromkeys([*range(0x202A, 0x202F), *range(0x2066, 0x206A), 0x200E, 0x200F, 0x061C])


@cache
def direction(language: str) -> str:
    """Return how a language is written: "ltr" or "rtl"."""
    found = babel_locale(language).text_direction
    return RIGHT_TO_LEFT if found == RIGHT_TO_LEFT else LEFT_TO_RIGHT


def isolated(words: str, language: str, *, always: bool = False) -> str:
    """Return a placeholder's words kept to themselves, where they have letters of the other direction.

    With `always` that is done in every text from right to left: for words that a platform replaces by others.
    """
    way = direction(language)
    if not words or (not (always and way == RIGHT_TO_LEFT) and not _has(words, _OTHER[way])):
        return words
    return f"{FSI}{words}{PDI}"


def bare(words: str) -> str:
    """Return words without characters that steer directions, as people type them."""
    return words.translate(_CONTROLS)


def closed(words: str) -> str:
    """Return words that were cut off with what was opened in them closed."""
    return words + PDI * still_open(words)


def still_open(words: str, before: int = 0) -> int:
    """Return how much is open after words, of what was open `before` them or was opened in them.

    A PDI that closes nothing says nothing, so their order counts and not only their number.
    """
    for letter in words:
        before = max(0, before + (letter == FSI) - (letter == PDI))
    return before


def _has(words: str, kinds: frozenset[str]) -> bool:
    return any(unicodedata.bidirectional(letter) in kinds for letter in words)
