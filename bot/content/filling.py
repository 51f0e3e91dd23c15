"""Fills in what a challenge names: something easier, and something that works by call or in writing."""

from collections.abc import Iterable
from dataclasses import replace

from bot.content.library import Library
from bot.domain.challenges import Access, Challenge, Mode, Safety
from bot.domain.company import safety_of
from bot.domain.shelf import pack_id_of


def filled(challenge: Challenge, library: Library) -> Challenge:
    """Return a challenge with its safety level, and with what is easier and what works apart where that is not named.

    A challenge that names itself as easier, though it asks more than five minutes, names nothing yet.
    """
    safe = replace(
        challenge,
        safety=safety_of(challenge.setting, challenge.tie, in_person=Mode.IN_PERSON in challenge.modes),
    )
    easier = library.challenge(safe.easier)
    remote = library.challenge(safe.remote) if safe.remote is not None else None
    smaller = easier is not None and easier.id != safe.id and easier.weight < safe.weight
    if not smaller:
        safe = replace(safe, easier=_easier(safe, library).id)
    if safe.safety is Safety.PRIVATE:
        return safe
    if remote is None or not remote.works_apart:
        safe = replace(safe, remote=_remote(safe, library).id)
    return safe


def _easier(challenge: Challenge, library: Library) -> Challenge:
    """Return the challenge that asks a little less, and works without speech; itself where nothing asks less."""
    if challenge.effort == 1 and Access.NO_SPEECH in challenge.access:
        return challenge
    less = [
        each
        for each in _shipped(library)
        if each.weight < challenge.weight and not each.tender and Access.NO_SPEECH in each.access
    ]
    return max(less, key=lambda each: (_alike(each, challenge), each.weight, each.id), default=challenge)


def _remote(challenge: Challenge, library: Library) -> Challenge:
    """Return the challenge to offer to somebody who would rather not meet: itself where it works apart."""
    if challenge.works_apart:
        return challenge
    apart = [each for each in _shipped(library) if Mode.IN_PERSON not in each.modes and not each.tender]
    return max(apart, key=lambda each: (_alike(each, challenge), each.id), default=challenge)


def _shipped(library: Library) -> Iterable[Challenge]:
    """Yield what every community has: a pack may be taken away, and left out is not gone."""
    return (each for each in (*library.challenges, *library.shelved) if pack_id_of(each.id) is None)


def _alike(one: Challenge, other: Challenge) -> int:
    return 2 * (one.practice is other.practice) + (one.tie is other.tie)
