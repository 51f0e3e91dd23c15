"""Areas and spots, found on a community's lists by what people call them."""

from collections.abc import Sequence

from bot.domain.community import Area, Spot
from bot.domain.words import nearest, plain
from bot.errors import BadOption, NotFound
from bot.text.message import T, listed


def find_area(areas: Sequence[Area], words: str, option: str = "area") -> Area:
    """Return the area with this id or name. Raise `BadOption` naming the areas there are, or the nearest."""
    wanted = plain(words).casefold()
    for area in areas:
        if wanted in {area.id.casefold(), area.name.casefold()}:
            return area
    if not areas:
        raise BadOption(option, T("This community has no list of areas yet, so this can stay empty."))
    near = nearest(words, (area.name for area in areas)) or tuple(area.name for area in areas[:10])
    raise BadOption(
        option, T("{area} is not on the list of areas. There is: {names}.", area=words, names=listed(*near))
    )


def find_spot(spots: Sequence[Spot], words: str) -> Spot:
    """Return the spot with this id or name. Raise `NotFound` with the nearest names."""
    wanted = plain(words).casefold()
    for spot in spots:
        if wanted in {spot.id.casefold(), spot.name.casefold()}:
            return spot
    if near := nearest(wanted, (spot.name for spot in spots)):
        raise NotFound(
            T("{name} is not on the list. Did you mean {near}?", name=plain(words, 60), near=listed(*near))
        )
    raise NotFound(T("{name} is not on the list.", name=plain(words, 60)))
