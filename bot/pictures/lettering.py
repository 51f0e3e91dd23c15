"""The letters that pictures are written with: which there are, how wide they run, and where a line breaks.

The font is DejaVu Sans, which comes with matplotlib: Latin, Greek, Cyrillic, Armenian, Georgian, Hebrew and Arabic. What
it has no letter for is not drawn as an empty box: there is no picture then, or a name is left off (`names_in`).
"""

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from pathlib import Path

FAMILY = "DejaVu Sans"
_FILES = ("DejaVuSans.ttf", "DejaVuSans-Bold.ttf")
_FOLDER = Path("mpl-data", "fonts", "ttf")
_WITHOUT_LETTERS = {"Cf", "Mn", "Me"}
_WIDEST = 1.2
"""Stands for the width of what a font does not have, in parts of the letters' height."""


class NotDrawable(Exception):
    """Say that words can't be drawn: there are no letters for them, or no room."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Face:
    """Hold what has to be known of a font: how far each letter moves on, in parts of the letters' height."""

    advances: Mapping[int, float]

    def width(self, words: str, size: float) -> float:
        """Return how wide words run at most: letters that join only get narrower."""
        return size * sum(
            0.0
            if unicodedata.category(letter) in _WITHOUT_LETTERS
            else self.advances.get(ord(letter), _WIDEST)
            for letter in words
        )


def font_files() -> list[str]:
    """Return where the fonts are. matplotlib itself is not loaded for that."""
    found = find_spec("matplotlib")
    if found is None or not found.submodule_search_locations:
        raise NotDrawable("there are no fonts without matplotlib")
    return [str(Path(found.submodule_search_locations[0]) / _FOLDER / name) for name in _FILES]


@cache
def face(*, bold: bool) -> Face:
    """Read a font once."""
    from fontTools.ttLib import TTFont

    with TTFont(font_files()[bold], lazy=True) as font:
        widths, height = font["hmtx"].metrics, font["head"].unitsPerEm
        advances = {letter: widths[glyph][0] / height for letter, glyph in font.getBestCmap().items()}
    return Face(advances=advances)


def drawable(words: str) -> bool:
    """Say whether there are letters for everything that is written here."""
    known = face(bold=True).advances
    return all(
        letter.isspace() or ord(letter) in known or unicodedata.category(letter) == "Cf" for letter in words
    )


def names_in(words: str) -> str:
    """Return a name without its pictograms that can't be drawn; empty where letters are missing, too."""
    kept = [
        letter
        for letter in unicodedata.normalize("NFC", words)
        if drawable(letter) or not unicodedata.category(letter).startswith(("S", "C", "Mn"))
    ]
    name = " ".join("".join(kept).split())
    return name if drawable(name) else ""


def lines_of(words: str, *, size: float, width: float, bold: bool = False) -> list[str]:
    """Break words into lines that are no wider than this. Raise `NotDrawable` where there are no letters for them."""
    if not drawable(words):
        raise NotDrawable("the font has no letters for these words")
    letters = face(bold=bold)
    lines: list[str] = []
    line = ""
    for word in unicodedata.normalize("NFC", words).split():
        longer = f"{line} {word}" if line else word
        if letters.width(longer, size) <= width:
            line = longer
            continue
        if line:
            lines.append(line)
        *full, line = _pieces(word, letters, size, width)
        lines += full
    return [*lines, line] if line else lines


def _pieces(word: str, letters: Face, size: float, width: float) -> list[str]:
    """Cut a word that is wider than a line; most words are one piece."""
    pieces = [""]
    for letter in word:
        if pieces[-1] and letters.width(pieces[-1] + letter, size) > width:
            pieces.append("")
        pieces[-1] += letter
    return pieces


def shortened(words: str, *, size: float, width: float, bold: bool = False) -> str:
    """Return words on one line, with an ellipsis where they go on."""
    letters = face(bold=bold)
    if letters.width(words, size) <= width:
        return words
    kept = words
    while kept and letters.width(f"{kept}…", size) > width:
        kept = kept[:-1]
    return f"{kept.rstrip()}…"
