"""What is wrong with a translation: placeholders, plural forms, names of commands, and how much there is of it.

A sentence that is not translated is no mistake: English fills in. It is counted.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from babel.core import UnknownLocaleError
from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import PoFileError, read_po

from bot.cli.translating.sources import Finding, Sentence, sentences
from bot.commands.catalogue import CATALOGUE
from bot.errors import SetupError
from bot.ports.naming import unusable
from bot.text.catalogue import COMMAND_CONTEXT

_PLACEHOLDER = re.compile(r"\{([a-z_][a-z0-9_]*)\}")
COUNT = "count"


@dataclass(frozen=True, slots=True, kw_only=True)
class Coverage:
    """Say how much of Kith a language has. `obsolete` are translations of what is not said any more."""

    language: str
    translated: int
    missing: int
    fuzzy: int
    obsolete: int

    @property
    def share(self) -> float:
        """Return how much is translated and confirmed, where 1 is all."""
        return self.translated / max(self.translated + self.missing + self.fuzzy, 1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Book:
    """Hold one language's file."""

    language: str
    path: Path
    catalogue: Catalog

    def where(self, message: Message) -> str:
        """Return where a translation stands."""
        return f"{self.path.name}:{message.lineno}"


def books(folder: Path) -> tuple[Book, ...]:
    """Read every `.po` file of a folder. Raise `SetupError` for one that can't be read."""
    return tuple(_book(path) for path in sorted(folder.glob("*.po")))


def _book(path: Path) -> Book:
    try:
        with path.open("rb") as stream:
            return Book(
                language=path.stem,
                path=path,
                catalogue=read_po(stream, locale=path.stem, abort_invalid=True),
            )
    except (OSError, ValueError, UnknownLocaleError, PoFileError) as error:
        raise SetupError(f"{path.name} cannot be read as a translation: {error}") from error


def _ours() -> Mapping[tuple[str, str], Sentence]:
    return {each.key: each for each in sentences()}


def coverage(book: Book) -> Coverage:
    """Count a language's sentences."""
    ours = _ours()
    said = {key: message for message in book.catalogue if (key := _key(message)) in ours}
    fuzzy = [message for message in said.values() if message.fuzzy]
    whole = [message for message in said.values() if not message.fuzzy and all(_forms(message))]
    unknown = [message for message in book.catalogue if message.id and _key(message) not in ours]
    return Coverage(
        language=book.language,
        translated=len(whole),
        missing=len(ours) - len(whole) - len(fuzzy),
        fuzzy=len(fuzzy),
        obsolete=len(unknown) + len(book.catalogue.obsolete),
    )


def findings(book: Book) -> Iterator[Finding]:
    """Yield what is wrong in a language's file, in its order; guesses of tools are nobody's translation yet."""
    ours = _ours()
    for message in book.catalogue:
        sentence = ours.get(_key(message))
        if sentence is not None and not message.fuzzy and any(_forms(message)):
            yield from _about(book, message, sentence)
    yield from _names(book)


def _about(book: Book, message: Message, sentence: Sentence) -> Iterator[Finding]:
    forms = _forms(message)
    wanted = book.catalogue.num_plurals if sentence.plural else 1
    if len(forms) != wanted or not all(forms):
        detail = f"{len([form for form in forms if form])} of {wanted} forms of: {sentence.text}"
        yield Finding(where=book.where(message), rule="plural", detail=detail)
    known = set(_PLACEHOLDER.findall(sentence.text + sentence.plural))
    for form in filter(None, forms):
        held = set(_PLACEHOLDER.findall(form))
        for name in sorted(held - known):
            yield Finding(where=book.where(message), rule="placeholder", detail=f"unknown {{{name}}}: {form}")
        for name in sorted(known - held - ({COUNT} if sentence.plural else set())):
            yield Finding(where=book.where(message), rule="placeholder", detail=f"missing {{{name}}}: {form}")


def _names(book: Book) -> Iterator[Finding]:
    """Yield the names of commands that no platform would take, or that would be taken for one another."""
    translated = {
        message.id: message
        for message in book.catalogue
        if isinstance(message.id, str)
        and message.context == COMMAND_CONTEXT
        and message.string
        and not message.fuzzy
    }
    specs = tuple(command.spec for command in CATALOGUE)
    said = {word: str(message.string) for word, message in translated.items()}
    for slip in unusable(specs, lambda word: said.get(word, word)):
        where = book.where(translated[slip.word])
        yield Finding(where=where, rule="name", detail=f"{slip.word}: {slip.translated}: {slip.why}")


def _key(message: Message) -> tuple[str, str]:
    text = message.id if isinstance(message.id, str) else message.id[0]
    return (message.context or "", text)


def _forms(message: Message) -> Sequence[str]:
    return (message.string,) if isinstance(message.string, str) else tuple(message.string or ())
