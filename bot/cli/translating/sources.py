"""Every sentence that can be translated: the code's, the content files' and the names of commands.

The one list of where sentences stand. It reads the sources of the installed package, so it works wherever Kith runs.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from typing_extensions import override

import bot

ROOT = Path(*bot.__path__).parent
ROOMS = ("bot", "adapters")
CONTENT = "bot.content.extraction:extract"
NAMES = "bot.commands.extraction:extract"
METHODS = (("content/**.toml", CONTENT), ("commands/catalogue.py", NAMES), ("**.py", "python"))
OPTIONS: dict[str, dict[str, Any]] = {"**.py": {"encoding": "utf-8"}}
KEYWORDS = {"T": None, "TN": (1, 2), "pgettext": ((1, "c"), 2)}
NOTES = "Translators:"


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentence:
    """Hold one sentence, or the singular and plural of one, with what translators are told about it."""

    file: str
    line: int
    text: str
    plural: str = ""
    notes: tuple[str, ...] = ()
    context: str = ""

    @property
    def key(self) -> tuple[str, str]:
        """Return what a catalogue knows it by: its context and its (singular) text."""
        return (self.context, self.text)


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """Name one thing to mend: where, by which rule, and what."""

    where: str
    rule: str
    detail: str

    @override
    def __str__(self) -> str:
        return f"{self.where}: {self.rule}: {self.detail}"


@cache
def sentences() -> tuple[Sentence, ...]:
    """Return every sentence, as often as it stands somewhere."""
    return tuple(sentence for room in ROOMS for sentence in _in_room(room))


def _in_room(room: str) -> Iterator[Sentence]:
    found = extract_from_dir(
        ROOT / room, METHODS, OPTIONS, KEYWORDS, comment_tags=(NOTES,), strip_comment_tags=True
    )
    for file, line, message, notes, context in found:
        one, many = message if isinstance(message, tuple) else (message, "")
        yield Sentence(
            file=f"{room}/{file}",
            line=line,
            text=one,
            plural=many,
            notes=tuple(notes),
            context=context or "",
        )


def template() -> Catalog:
    """Return the catalogue that translators begin with: every sentence once, with all its places and notes."""
    book = Catalog(project="Kith", copyright_holder="the authors of Kith", fuzzy=False)
    for each in sentences():
        book.add(
            (each.text, each.plural) if each.plural else each.text,
            locations=((each.file, each.line),),
            auto_comments=each.notes,
            context=each.context or None,
        )
    return book
