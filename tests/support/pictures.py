"""Looking at a picture as a test can: what is written in it, where, and in which colours."""

import re
import struct
from dataclasses import dataclass
from html import unescape

from bot.pictures.lettering import face
from bot.pictures.paper import WIDTH

_LINE = re.compile(
    r'<text x="([\d.-]+)" y="([\d.-]+)" font-size="([\d.]+)" fill="(#\w{6})" text-anchor="(\w+)"( font-weight="700")?>'
    r"([^<]*)</text>"
)
_HEIGHT = re.compile(r'height="(\d+)"')
_DIRECTIONS = str.maketrans("", "", "\u2066\u2067\u2069")


@dataclass(frozen=True, kw_only=True)
class Line:
    """One line of words: where it begins and ends, from the left, and its colour."""

    words: str
    left: float
    right: float
    y: float
    size: float
    colour: str


def lines_in(sheet: str) -> list[Line]:
    """Return the lines of a sheet, in the order in which they were written."""
    return [_line(found) for found in _LINE.findall(sheet)]


def _line(found):
    x, y, size, colour, anchor, bold, words = found
    words = unescape(words).translate(_DIRECTIONS)
    width = face(bold=bool(bold)).width(words, float(size))
    left = float(x) - {"start": 0, "middle": width / 2, "end": width}[anchor]
    return Line(words=words, left=left, right=left + width, y=float(y), size=float(size), colour=colour)


def height_of(sheet: str) -> int:
    return int(_HEIGHT.search(sheet)[1])


def outside(sheet: str) -> list[str]:
    """Return the words that stick out of the card."""
    height = height_of(sheet)
    return [
        line.words
        for line in lines_in(sheet)
        if line.left < 0 or line.right > WIDTH or line.y - line.size < 0 or line.y > height
    ]


def size_of(png: bytes) -> tuple[int, int]:
    assert png.startswith(b"\x89PNG\r\n\x1a\n")
    return struct.unpack(">II", png[16:24])


def contrast(one: str, other: str) -> float:
    """Return the contrast of two colours as WCAG 2 has it."""
    brighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (brighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    channels = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in channels]
    return sum(weight * part for weight, part in zip((0.2126, 0.7152, 0.0722), linear, strict=True))
