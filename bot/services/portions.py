"""Going through thousands of things in one transaction, so that nobody else waits for the end of it."""

import gc
from collections.abc import Iterable, Iterator
from typing import TypeVar

from bot.ports.storage import Repositories

T = TypeVar("T")
_YOUNG = 1
"""The older of the collector's two young generations: since the last break, a few thousand things at most."""
PORTION = 500
"""After how many things the others have their turn: some milliseconds of work."""


def in_portions(repos: Repositories, things: Iterable[T], size: int = PORTION) -> Iterator[T]:
    """Yield things; after each portion of them whatever else is due has its turn."""
    for number, thing in enumerate(things, start=1):
        yield thing
        if number % size == 0:
            take_a_break(repos)


def take_a_break(repos: Repositories) -> None:
    """Let whatever else is due have its turn after much was read; of little it would only be work."""
    leave_alone()
    repos.pause()


def leave_alone() -> None:
    """Keep the garbage collector from what lives now, for good.

    A full pass over a running bot stops the event loop for some 100 ms, and one over a round of 10,000 for as long
    again; such passes fall due because a round makes so many objects. They are plain data and go when nobody names
    them any more, collector or not. Circles of references that nobody names any more are cleared away first, as far as
    they are young; what is lost is the little that is part of one just now and let go of later.
    """
    gc.collect(_YOUNG)
    gc.freeze()
