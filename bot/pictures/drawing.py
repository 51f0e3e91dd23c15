"""From a sheet to a PNG: the one place that knows the renderer."""

from typing import TypeAlias

from bot.pictures.challenge import ChallengeCard, challenge_sheet
from bot.pictures.lettering import FAMILY, NotDrawable, font_files

Picture: TypeAlias = ChallengeCard


def draw(picture: Picture) -> bytes | None:
    """Return a picture as PNG, or None where its words can't be drawn. The same facts give the same bytes."""
    import resvg_py

    try:
        sheet = challenge_sheet(picture)
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
