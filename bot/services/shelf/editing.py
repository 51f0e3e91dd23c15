"""Changes an organiser makes to a challenge that people wrote: its words, and what it asks. Pure."""

from collections.abc import Callable, Collection
from dataclasses import replace
from enum import StrEnum
from typing import TypeVar

from bot.content.library import Library
from bot.domain.challenges import (
    Access,
    Challenge,
    Condition,
    Cost,
    Energy,
    Mode,
    Practice,
    Setting,
    Tie,
    Where,
)
from bot.domain.words import items, nearest, plain
from bot.errors import BadOption
from bot.ids import ChallengeId
from bot.text.message import T, Text, Verbatim, listed

Edit = Callable[[Challenge], Challenge]
_E = TypeVar("_E", bound=StrEnum)
_YES = "yes"


def words(*, title: str, text: str, smaller: str) -> Edit:
    """Return the change of a challenge's words; what is left empty stays."""

    def edit(before: Challenge) -> Challenge:
        return replace(
            before,
            title=_words(title, before.title),
            text=_words(text, before.text),
            smaller=_words(smaller, before.smaller),
        )

    return edit


def kind(*, practice: str, setting: str, tie: str, effort: str, minutes: str) -> Edit:
    """Return the change of whom it is for, and how much it takes."""

    def edit(before: Challenge) -> Challenge:
        return replace(
            before,
            practice=_one(Practice, practice, before.practice),
            setting=_one(Setting, setting, before.setting),
            tie=_one(Tie, tie, before.tie),
            effort=int(effort) if effort else before.effort,
            minutes=int(minutes) if minutes else before.minutes,
        )

    return edit


def how(*, modes: str, place: str, weather: str, cost: str, energy: str) -> Edit:
    """Return the change of where and how it is done; any weather stands alone."""

    def edit(before: Challenge) -> Challenge:
        return replace(
            before,
            modes=_several("modes", Mode, modes, before.modes),
            place=_one(Where, place, before.place),
            conditions=_weather(_several("weather", Condition, weather, before.conditions)),
            cost=_one(Cost, cost, before.cost),
            energy=_one(Energy, energy, before.energy),
        )

    return edit


def ways(library: Library, *, access: str, tender: str, easier: str, remote: str) -> Edit:
    """Return the change of who can do it, and of what it names; everything works without touch."""

    def edit(before: Challenge) -> Challenge:
        return replace(
            before,
            access=_several("access", Access, access, before.access) | {Access.NO_TOUCH},
            tender=tender == _YES if tender else before.tender,
            easier=_named("easier", library, easier, before) or before.id,
            remote=_named("remote", library, remote, before),
        )

    return edit


def _words(said: str, before: Text) -> Text:
    return Text(template=plain(said)) if plain(said) else before


def _one(kind: type[_E], said: str, before: _E) -> _E:
    return kind(said) if said else before


def _several(option: str, kind: type[_E], said: str, before: frozenset[_E]) -> frozenset[_E]:
    found = items(said)
    known = [each.value for each in kind]
    for word in found:
        if word not in known:
            raise BadOption(
                option, T("{word} is none of {words}.", word=Verbatim(word), words=listed(*known))
            )
    return frozenset(kind(word) for word in found) or before


def _weather(found: Collection[Condition]) -> frozenset[Condition]:
    return frozenset(found) if len(found) == 1 else frozenset(found) - {Condition.ANY}


def _named(option: str, library: Library, said: str, challenge: Challenge) -> ChallengeId | None:
    """Return the challenge that is named by its id, or None where none is; then it is chosen by itself."""
    name = said.strip().casefold()
    if not name:
        return None
    if name == challenge.id or library.challenge(name) is not None:
        return ChallengeId(name)
    like = nearest(name, (each.id for each in library.challenges))
    if like:
        raise BadOption(
            option,
            T(
                "No challenge is called {name}. Close to it: {names}.",
                name=Verbatim(name),
                names=listed(*like),
            ),
        )
    raise BadOption(
        option,
        T("No challenge is called {name}. Leave it empty, and I choose one.", name=Verbatim(name)),
    )
