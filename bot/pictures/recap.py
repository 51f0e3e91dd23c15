"""A season as one picture: a few large numbers, and how many groups met in each week."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.pictures.lettering import NotDrawable, lines_of, names_in, shortened
from bot.pictures.palette import BAR, INK, ON_BAND, QUIET, TINT
from bot.pictures.paper import LEADING, MARGIN, WIDTH, Paper

BAND_HEIGHT = 120
MOST_HEIGHT = 1100
_WIDE = WIDTH - 2 * MARGIN
_GAP = 24
_HEADING, _NUMBER, _LABEL, _SMALL = 36, 54, 28, 26
_TILE_GAP = 20
_BARS_HEIGHT = 130
_LEAST_BAR = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """Hold one week: what stands below its bar and above it, and its height; None where it isn't shown.

    `number` stands below it where there is no room for the whole label.
    """

    label: str
    number: str
    value: str
    height: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class RecapCard:
    """Hold what stands in the picture, in one language: counts only, and none that could point at somebody."""

    heading: str
    dates: str
    tiles: tuple[tuple[str, str], ...]
    bars_title: str = ""
    bars: tuple[Bar, ...] = ()
    footer: str = ""
    name: str = ""
    rtl: bool = False


def recap_sheet(card: RecapCard) -> str:
    """Return the picture as SVG. Raise `NotDrawable` where it can't be drawn."""
    paper = Paper(rtl=card.rtl)
    _band(paper, card)
    y = _tiles(paper, card.tiles, y=BAND_HEIGHT + _GAP)
    if card.bars:
        y = _bars(paper, card, y=y + _GAP)
    height = y + _GAP + _SMALL * 2
    paper.footer(card.footer, "", y=height - _SMALL, size=_SMALL)
    if height > MOST_HEIGHT:
        raise NotDrawable("the words are too long for a picture")
    return paper.sheet(round(height))


def _band(paper: Paper, card: RecapCard) -> None:
    """Write the heading and the community's name, and the dates below."""
    paper.box(at=0, y=0, width=WIDTH, height=BAND_HEIGHT, colour=BAR)
    heading = paper.fitting(card.heading, size=_HEADING, width=_WIDE * 0.52, bold=True)
    name = shortened(names_in(card.name), size=_SMALL, width=_WIDE * 0.45)
    dates = paper.fitting(card.dates, size=_SMALL, width=_WIDE)
    paper.line(heading, at=MARGIN, y=54, size=_HEADING, colour=ON_BAND, bold=True)
    paper.line(name, at=WIDTH - MARGIN, y=52, size=_SMALL, colour=ON_BAND, end=True)
    paper.line(dates, at=MARGIN, y=96, size=_SMALL, colour=ON_BAND)


def _tiles(paper: Paper, tiles: Sequence[tuple[str, str]], *, y: float) -> float:
    """Draw the numbers two in a row, and return where they end."""
    width, inner = (_WIDE - _TILE_GAP) / 2 if len(tiles) > 1 else _WIDE, 20
    for row in (tiles[start : start + 2] for start in range(0, len(tiles), 2)):
        lines = [lines_of(label, size=_LABEL, width=width - 2 * inner) for _, label in row]
        height = _NUMBER * 1.35 + max(map(len, lines)) * _LABEL * LEADING + inner
        for column, ((number, _), label) in enumerate(zip(row, lines, strict=True)):
            at = MARGIN + column * (width + _TILE_GAP)
            paper.box(at=at, y=y, width=width, height=height, colour=TINT, rounded=14)
            shown = paper.fitting(number, size=_NUMBER, width=width - 2 * inner, bold=True)
            paper.line(shown, at=at + inner, y=y + _NUMBER * 1.15, size=_NUMBER, colour=INK, bold=True)
            paper.lines(label, at=at + inner, y=y + _NUMBER * 1.35, size=_LABEL, colour=QUIET)
        y += height + _TILE_GAP
    return y - _TILE_GAP


def _bars(paper: Paper, card: RecapCard, *, y: float) -> float:
    """Draw a bar a week, each with its number above and its name below, and return where they end."""
    y = paper.paragraph(card.bars_title, at=MARGIN, y=y, width=_WIDE, size=_LABEL, colour=INK, bold=True)
    slot = _WIDE / len(card.bars)
    base = y + _SMALL * 1.8 + _BARS_HEIGHT
    labels = _labels(card.bars, width=slot * 0.95)
    most = max((bar.height or 0 for bar in card.bars), default=0) or 1
    for number, (bar, named) in enumerate(zip(card.bars, labels, strict=True)):
        middle = MARGIN + (number + 0.5) * slot
        tall = max(_BARS_HEIGHT * (bar.height or 0) / most, _LEAST_BAR if bar.height is not None else 0)
        paper.box(at=middle - slot * 0.3, y=base - tall, width=slot * 0.6, height=tall, colour=BAR, rounded=6)
        value = paper.fitting(bar.value, size=_SMALL, width=slot)
        paper.line(value, at=middle, y=base - tall - _SMALL * 0.45, size=_SMALL, colour=INK, middle=True)
        label = paper.fitting(named, size=_SMALL, width=slot * 0.95)
        paper.line(label, at=middle, y=base + _SMALL * 1.3, size=_SMALL, colour=QUIET, middle=True)
    return base + _SMALL * 1.4


def _labels(bars: Sequence[Bar], *, width: float) -> tuple[str, ...]:
    """Return what stands below the bars: their labels, or numbers alone where one would be cut; the title says of what."""
    whole = tuple(bar.label for bar in bars)
    if all(shortened(label, size=_SMALL, width=width) == label for label in whole):
        return whole
    return tuple(bar.number for bar in bars)
