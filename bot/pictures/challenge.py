"""The card of a weekly challenge as a picture: its practice with colour, shape and name, and its words."""

from dataclasses import dataclass

from bot.domain.challenges import Practice
from bot.pictures.lettering import NotDrawable, lines_of, names_in, shortened
from bot.pictures.palette import BAND, INK, ON_BAND, TINT
from bot.pictures.paper import LEADING, MARGIN, WIDTH, Paper

BAND_HEIGHT = 84
LEAST_HEIGHT, MOST_HEIGHT = 420, 1000
WANTED_HEIGHT = 600
"""Chat programs show a picture at most so high in relation to its width without making it smaller."""
_STEPS = (1.0, 0.92, 0.84)
_TITLE, _TEXT, _SMALLER, _SMALL_PRINT, _LABEL = 46, 35, 31, 25, 29
_GAP = 26
_WIDE = WIDTH - 2 * MARGIN

_SHAPES = {
    Practice.REACH_OUT: (
        '<path d="M-24 -18h48a6 6 0 0 1 6 6v20a6 6 0 0 1 -6 6h-30l-14 12v-12h-4a6 6 0 0 1 -6 -6v-20'
        'a6 6 0 0 1 6 -6z" fill="#ffffff"/>'
    ),
    Practice.BE_PRESENT: (
        '<circle r="23" fill="none" stroke="#ffffff" stroke-width="6"/><circle r="9" fill="#ffffff"/>'
    ),
    Practice.ENGAGE_SENSES: "".join(
        f'<ellipse cy="-15" rx="8" ry="13" fill="#ffffff" transform="rotate({turn})"/>'
        for turn in range(0, 360, 72)
    ),
    Practice.JOIN_COMMUNITY: "".join(
        f'<circle cy="-20" r="7" fill="#ffffff" transform="rotate({turn})"/>' for turn in range(0, 360, 60)
    ),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ChallengeCard:
    """Hold what stands on the card, in one language; `name` is the community's, and no person's."""

    practice: Practice
    label: str
    title: str
    text: str
    smaller: str
    skipping: str
    name: str = ""
    rtl: bool = False


def challenge_sheet(card: ChallengeCard) -> str:
    """Return the picture as SVG. Raise `NotDrawable` where it can't be drawn."""
    layouts = (_laid_out(card, step) for step in _STEPS)
    paper, height = next((each for each in layouts if each[1] <= WANTED_HEIGHT), None) or _laid_out(
        card, _STEPS[-1]
    )
    if height > MOST_HEIGHT:
        raise NotDrawable("the words are too long for a picture")
    return paper.sheet(height)


def _laid_out(card: ChallengeCard, step: float) -> tuple[Paper, float]:
    """Lay the card out with letters of a certain size, and return how high it is then."""
    paper = Paper(rtl=card.rtl)
    paper.box(at=0, y=0, width=WIDTH, height=BAND_HEIGHT, colour=BAND[card.practice])
    paper.shape(_SHAPES[card.practice], at=MARGIN + 30, y=BAND_HEIGHT / 2)
    label = paper.fitting(card.label, size=_LABEL, width=_WIDE - 80, bold=True)
    y = BAND_HEIGHT / 2 + _LABEL * 0.36
    paper.line(label, at=MARGIN + 80, y=y, size=_LABEL, colour=ON_BAND, bold=True)
    y = paper.paragraph(
        card.title, at=MARGIN, y=BAND_HEIGHT + _GAP, width=_WIDE, size=_TITLE * step, colour=INK, bold=True
    )
    y = paper.paragraph(card.text, at=MARGIN, y=y + _GAP * 0.6, width=_WIDE, size=_TEXT * step, colour=INK)
    y = _smaller_box(paper, card.smaller, y=y + _GAP, size=_SMALLER * step)
    height = max(y + _GAP + _SMALL_PRINT * 2.2, LEAST_HEIGHT)
    name = shortened(names_in(card.name), size=_SMALL_PRINT, width=_WIDE * 0.5)
    paper.footer(card.skipping, name, y=height - _SMALL_PRINT * 1.2, size=_SMALL_PRINT)
    return paper, round(height)


def _smaller_box(paper: Paper, words: str, *, y: float, size: float) -> float:
    """Write the smaller version on a ground of its own, and return where that ends."""
    inner = 20
    lines = lines_of(words, size=size, width=_WIDE - 2 * inner)
    height = len(lines) * size * LEADING + 1.4 * inner
    paper.box(at=MARGIN, y=y, width=_WIDE, height=height, colour=TINT, rounded=14)
    paper.lines(lines, at=MARGIN + inner, y=y + inner * 0.6, size=size, colour=INK)
    return y + height
