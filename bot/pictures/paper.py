"""A sheet to draw on: what pictures are made of, as SVG, mirrored where the language runs from right to left."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from xml.sax.saxutils import escape, quoteattr

from bot.pictures.lettering import FAMILY, lines_of, shortened
from bot.pictures.palette import EDGE, PAPER, QUIET

WIDTH = 800
MARGIN = 44
ROUND = 28
LEADING = 1.3
_BETWEEN = 26
_INSIDE, _AFTER = {False: "\u2066", True: "\u2067"}, "\u2069"
"""Each line stands by itself, in its language's direction, whatever letters it begins with."""
_SAFE = {code: None for code in (*range(0x20), *range(0x7F, 0xA0), 0xFFFE, 0xFFFF) if code not in {9, 10}}


@dataclass(slots=True, kw_only=True)
class Paper:
    """Collect what is drawn. Places are given from the side at which the language begins to read."""

    rtl: bool
    parts: list[str] = field(default_factory=list)

    def line(
        self,
        words: str,
        *,
        at: float,
        y: float,
        size: float,
        colour: str,
        bold: bool = False,
        end: bool = False,
        middle: bool = False,
    ) -> None:
        """Write one line: from `at` on, or up to it (`end`), or around it (`middle`)."""
        anchor = "middle" if middle else "end" if end is not self.rtl else "start"
        weight = ' font-weight="700"' if bold else ""
        written = f"{_INSIDE[self.rtl]}{words.translate(_SAFE)}{_AFTER}"
        self.parts.append(
            f'<text x="{self.across(at):g}" y="{y:g}" font-size="{size:g}" fill={quoteattr(colour)}'
            f' text-anchor="{anchor}"{weight}>{escape(written)}</text>'
        )

    def lines(
        self, lines: Sequence[str], *, at: float, y: float, size: float, colour: str, bold: bool = False
    ) -> float:
        """Write lines below each other from a height on, and return where they end."""
        for number, line in enumerate(lines):
            baseline = y + size * (0.95 + number * LEADING)
            self.line(line, at=at, y=baseline, size=size, colour=colour, bold=bold)
        return y + len(lines) * size * LEADING

    def paragraph(
        self, words: str, *, at: float, y: float, width: float, size: float, colour: str, bold: bool = False
    ) -> float:
        """Write a paragraph and return where it ends. Raise `NotDrawable` where there are no letters for it."""
        lines = lines_of(words, size=size, width=width, bold=bold)
        return self.lines(lines, at=at, y=y, size=size, colour=colour, bold=bold)

    def fitting(self, words: str, *, size: float, width: float, bold: bool = False) -> str:
        """Return words cut to one line. Raise `NotDrawable` where there are no letters for them."""
        lines_of(words, size=size, width=width, bold=bold)
        return shortened(words, size=size, width=width, bold=bold)

    def footer(self, words: str, name: str, *, y: float, size: float) -> None:
        """Write small print at the one side, and a name at the other where there is room."""
        wide = WIDTH - 2 * MARGIN
        printed = self.fitting(words, size=size, width=wide)
        self.line(printed, at=MARGIN, y=y, size=size, colour=QUIET)
        if name and len(lines_of(f"{printed} {name}", size=size, width=wide - _BETWEEN)) == 1:
            self.line(name, at=WIDTH - MARGIN, y=y, size=size, colour=QUIET, end=True)

    def box(
        self, *, at: float, y: float, width: float, height: float, colour: str, rounded: float = 0
    ) -> None:
        """Draw a box."""
        left = WIDTH - at - width if self.rtl else at
        self.parts.append(
            f'<rect x="{left:g}" y="{y:g}" width="{width:g}" height="{height:g}" rx="{rounded:g}"'
            f" fill={quoteattr(colour)}/>"
        )

    def shape(self, markup: str, *, at: float, y: float) -> None:
        """Put a finished shape of our own, drawn around its middle, at a place."""
        self.parts.append(f'<g transform="translate({self.across(at):g} {y:g})">{markup}</g>')

    def across(self, at: float) -> float:
        """Return a place as it is counted from the left."""
        return WIDTH - at if self.rtl else at

    def sheet(self, height: float) -> str:
        """Return the whole as SVG: a card with round corners, through which the page is seen."""
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{height:g}"'
            f' font-family="{FAMILY}"><defs><clipPath id="card"><rect x="1" y="1" width="{WIDTH - 2}"'
            f' height="{height - 2:g}" rx="{ROUND}"/></clipPath></defs><g clip-path="url(#card)">'
            f'<rect width="{WIDTH}" height="{height:g}" fill="{PAPER}"/>{"".join(self.parts)}</g>'
            f'<rect x="1" y="1" width="{WIDTH - 2}" height="{height - 2:g}" rx="{ROUND}" fill="none"'
            f' stroke="{EDGE}" stroke-width="2"/></svg>'
        )
