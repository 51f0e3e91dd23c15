"""Two languages that nobody speaks, made from the English on the fly: they show what a translation would not reach.

`en-XA` writes every letter with a mark, in brackets and two fifths longer, so that what stays plain was never
translated, what has lost a bracket was cut off, and what has two pairs was joined from pieces. `ar-XB` writes every
word in Arabic letters, one for each of ours: real letters, because controls that only turn English around would hide
a missing glyph, a wrong alignment and a platform that takes controls away. Neither can be read aloud, both can be
read back. Dates, lists and numbers follow Babel: Arabic for `ar-XB`, English with marks (`in_disguise`) for `en-XA`.

They are for developers: offered where they are switched on, spoken to whoever has chosen one.
"""

import math
import re
from collections.abc import Callable
from itertools import cycle

ACCENTED, MIRRORED = "en-XA", "ar-XB"
PSEUDO_LANGUAGES = (ACCENTED, MIRRORED)
LONGER = 1.4
"""What translators of English are said to need at most for a sentence; short words need more, and brackets give it."""

_KEPT = re.compile(r"\{[a-z_][a-z0-9_]*\}|https?://[^\s)\]]+")
_ENGLISH = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
_MARKED = str.maketrans(_ENGLISH, "áƀçđéƒĝĥíĵķļɱñóþʠŕšţúṽŵẋýžÁƁÇĐÉƑĜĤÍĴĶĻḾÑÓÞǪŔŠŢÚṼŴẊÝŽ")
_ARABIC = str.maketrans(f"{_ENGLISH},;?", f"{'ابثدعفغهيجكلمنوضقرستؤطشخىز' * 2}،؛؟")
_FILLING = ("ļóñĝéŕ", "ţĥáñ", "ýóú", "ţĥíñķ")


class Pseudo:
    """Serve a catalogue that disguises each English template as it is asked for."""

    def __init__(self, disguise: Callable[[str], str], letters: dict[int, int]) -> None:
        self._disguise = disguise
        self._letters = letters

    def single(self, template: str) -> str:
        """Return the template in disguise."""
        return self._disguise(template)

    def plural(self, one: str, many: str, count: int) -> str:
        """Return the English form for `count` in disguise."""
        return self._disguise(one if count == 1 else many)

    def word(self, word: str) -> str:
        """Return a word of a command in disguise: its letters only, for a name has no room for more, nor brackets."""
        return word.translate(self._letters)


def pseudo_tag(language: str) -> str | None:
    """Return the tag of a pseudo-language however its tag is written, or None for a language of people's."""
    tag = language.replace("_", "-").casefold()
    return next((known for known in PSEUDO_LANGUAGES if known.casefold() == tag), None)


def pseudo_catalogue(tag: str) -> Pseudo:
    """Return the catalogue of one of the two."""
    return Pseudo(accented, _MARKED) if tag == ACCENTED else Pseudo(mirrored, _ARABIC)


def accented(template: str) -> str:
    """Return a template with marks on its letters, longer and in brackets; what is filled in and links stay."""
    words = _outside(template, _MARKED)
    length = len(_KEPT.sub("", template))
    missing = math.ceil(length * LONGER) - length - 2
    return f"⟦{words}{_filling(missing)}⟧" if length else words


def mirrored(template: str) -> str:
    """Return a template in Arabic letters; what is filled in and links stay."""
    return _outside(template, _ARABIC)


def in_disguise(words: str, language: str) -> str:
    """Return words that Babel wrote as the language should have them: with marks in `en-XA`, else untouched."""
    return _outside(words, _MARKED) if pseudo_tag(language) == ACCENTED else words


def _outside(template: str, letters: dict[int, int]) -> str:
    """Change the letters of a template, but not of its placeholders and links."""
    parts: list[str] = []
    last = 0
    for kept in _KEPT.finditer(template):
        parts += [template[last : kept.start()].translate(letters), kept.group()]
        last = kept.end()
    return "".join([*parts, template[last:].translate(letters)])


def _filling(length: int) -> str:
    """Return words of this length together, with the space before them."""
    filled = ""
    for word in cycle(_FILLING):
        if len(filled) >= length:
            return filled[: max(length, 0)].rstrip()
        filled += f" {word}"
    return filled
