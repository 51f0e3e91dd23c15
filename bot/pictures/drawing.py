"""From a sheet to a PNG: the one place that knows the renderer."""

from typing import TypeAlias

from bot.pictures.challenge import ChallengeCard, challenge_sheet
from bot.pictures.lettering import FAMILY, NotDrawable, font_files
from bot.pictures.recap import RecapCard, recap_sheet

Picture: TypeAlias = ChallengeCard | RecapCard


def draw(picture: Picture) -> bytes | None:
    """Return a picture as PNG, or None where its words can't be drawn. The same facts give the same bytes."""
    import resvg_py

    try:
        sheet = _sheet(picture)
    except NotDrawable:
        return None
    return bytes(
        resvg_py.svg_to_bytes(
            svg_string=sheet,
            skip_system_fonts=True,
            font_files=font_files(),
            font_family=FAMILY,
            sans_serif_family=FAMILY,
        )
    )


def _sheet(picture: Picture) -> str:
    match picture:
        case ChallengeCard():
            return challenge_sheet(picture)
        case RecapCard():
            return recap_sheet(picture)
