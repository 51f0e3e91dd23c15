"""Let Babel find the names that are typed, where it is told to read `catalogue.py` with this module.

A name stands in the catalogue under the context "command", once for all the places where it is used.
"""

from collections.abc import Collection, Iterator, Mapping
from typing import IO

from bot.commands.catalogue import CATALOGUE
from bot.text.catalogue import COMMAND_CONTEXT

NOTE = (
    "A word that people type with a command. One word in lower case, 1 to 32 letters, digits, - or _, no spaces, and "
    "in its group no other command or option may be called the same. Used in: {where}"
)
_MOST_PLACES = 6


def extract(
    stream: IO[bytes],  # noqa: ARG001 - Babel passes the file; the names come of the catalogue that it makes
    keywords: Collection[str],  # noqa: ARG001 - there is one kind of name
    comment_tags: Collection[str],  # noqa: ARG001 - the notes are ours
    options: Mapping[str, object],  # noqa: ARG001 - Babel passes it by name
) -> Iterator[tuple[int, str, tuple[str, str], list[str]]]:
    """Yield every name with its context and a note, as Babel's extraction expects."""
    for word, places in names().items():
        where = ", ".join(places[:_MOST_PLACES])
        yield 0, "pgettext", (COMMAND_CONTEXT, word), [NOTE.format(where=where)]


def names() -> Mapping[str, tuple[str, ...]]:
    """Return every word that is typed, with the commands in which it is used."""
    found: dict[str, dict[str, None]] = {}
    for spec in (command.spec for command in CATALOGUE if not command.spec.tapped):
        for word in (*spec.path, *(option.name for option in spec.shown_options)):
            found.setdefault(word, {})[spec.name] = None
    return {word: tuple(places) for word, places in sorted(found.items())}
