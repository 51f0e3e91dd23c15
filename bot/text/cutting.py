"""Shortening words where a platform has no more room: at a word, never within what people see as one letter."""

import unicodedata
from collections.abc import Callable, Iterator

from bot.text.bidi import PDI, closed, still_open

ELLIPSIS = "…"
_ZWJ = "\u200d"
_MARKS = frozenset({"Mn", "Me", "Mc"})
_THAI_AND_LAO_AM = frozenset("\u0e33\u0eb3")
_VIRAMAS = frozenset("\u094d\u09cd\u0acd\u0b4d\u0c4d\u0d4d")
_FLAGS = range(0x1F1E6, 0x1F200)
_SKINS = range(0x1F3FB, 0x1F400)
_TAGS = range(0xE0020, 0xE0080)
_HANGUL_AFTER = range(0x1160, 0x1200)
_HANGUL_BEFORE = (range(0x1100, 0x1200), range(0xAC00, 0xD7A4))


def letters(words: str) -> Iterator[str]:
    """Yield what people see as letters: with their marks, families of emoji and flags whole (after UAX #29)."""
    held = ""
    for letter in words:
        if held and not _belongs(held, letter):
            yield held
            held = ""
        held += letter
    if held:
        yield held


def _belongs(held: str, letter: str) -> bool:
    code = ord(letter)
    if unicodedata.category(letter) in _MARKS or letter == _ZWJ or letter in _THAI_AND_LAO_AM:
        return True
    if code in _SKINS or code in _TAGS or held[-1] == _ZWJ:
        return True
    if code in _FLAGS:
        return len(held) == 1 and ord(held) in _FLAGS
    if code in _HANGUL_AFTER:
        return any(ord(held[-1]) in some for some in _HANGUL_BEFORE)
    return held[-1] in _VIRAMAS and unicodedata.category(letter) == "Lo"


def shortened(words: str, limit: int, measure: Callable[[str], int] = len) -> str:
    """Return words of at most `limit`, with an ellipsis where some are left out."""
    if measure(words) <= limit:
        return words
    kept, size, opened = "", measure(ELLIPSIS), 0
    for letter in letters(words):
        opened = still_open(letter, opened)
        size += measure(letter)
        if size + opened * measure(PDI) > limit:
            break
        kept += letter
    space = max(kept.rfind(" "), kept.rfind("\n"))
    if space > len(kept) // 2:
        kept = kept[:space]
    return closed(kept.rstrip() + ELLIPSIS)
