"""The rules of a circle: who may meet whom, what happens to an odd one out, what groups mix, who stays together."""

from dataclasses import dataclass, replace

from bot.domain.rounds import Circle, Mix
from bot.domain.words import items, plain
from bot.errors import BadOption
from bot.text.message import T, listed

SAME_AREA, ANY_AREA = "same", "any"
TRIO, PAIRS_ONLY = "trio", "pairs"
NOTHING = "nothing"
ALL_NEW = "all"
MOST_NEW = 4
ON, OFF = "on", "off"
PAIR = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Hold what an organiser typed about a circle; None was not said."""

    name: str | None = None
    cadence: str | None = None
    day: str | None = None
    at: str | None = None
    size: str | None = None
    start: str | None = None
    area: str | None = None
    odd: str | None = None
    mix: str | None = None
    new_faces: str | None = None
    pods: str | None = None


def with_rules(circle: Circle, wanted: Wanted) -> Circle:
    """Return a circle, its size settled, under the rules that were said. Raise `BadOption` for what does not fit."""
    changed = replace(
        circle,
        same_area=wanted.area == SAME_AREA if wanted.area else circle.same_area,
        pairs_only=_pairs_only(circle, wanted),
        mix=read_mix(wanted.mix) if wanted.mix else circle.mix,
        new_faces=_new_faces(wanted.new_faces) if wanted.new_faces else circle.new_faces,
        pods=_pods(circle, wanted),
    )
    if changed.same_area and Mix.AREAS in changed.mix:
        sentence = T("Groups can't mix areas and stay within one. Please choose one of the two.")
        raise BadOption("mix" if wanted.mix else "area", sentence)
    return changed


def read_mix(words: str) -> frozenset[Mix]:
    """Read what groups shall mix, such as "areas, roles". Raise `BadOption` naming what there is."""
    if plain(words).casefold() == NOTHING:
        return frozenset()
    try:
        return frozenset(Mix(part.casefold()) for part in items(words))
    except ValueError as error:
        names = listed(*(mix.value for mix in Mix), NOTHING)
        raise BadOption("mix", T("Groups can mix: {names}.", names=names)) from error


def _new_faces(words: str) -> int | None:
    return None if words == ALL_NEW else int(words)


def _pairs_only(circle: Circle, wanted: Wanted) -> bool:
    """Say what happens to an odd one out: only a circle of pairs can leave somebody out for it."""
    if wanted.odd == PAIRS_ONLY and circle.size != PAIR:
        raise BadOption("odd", T("Pairs only goes with groups of 2. Please choose that size, too."))
    if wanted.odd:
        return wanted.odd == PAIRS_ONLY
    return circle.pairs_only and circle.size == PAIR


def _pods(circle: Circle, wanted: Wanted) -> bool:
    """Say whether groups may stay together: two who did would never meet anybody else."""
    if wanted.pods == ON and circle.size == PAIR:
        raise BadOption(
            "pods", T("Staying together goes with groups of 3 or more. Please choose such a size, too.")
        )
    if wanted.pods:
        return wanted.pods == ON
    return circle.pods and circle.size != PAIR
