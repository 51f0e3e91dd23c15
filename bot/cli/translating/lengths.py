"""What is too long for the place where it is shown, and what would be once it is translated.

Limits are those of the strictest platform, by the argument that a sentence is written into.
"""

import ast
import math
import re
from collections.abc import Iterable, Iterator, Mapping

from babel.messages.catalog import Catalog

from bot.cli.translating.catalogues import Book
from bot.cli.translating.code import Source, called, templates
from bot.cli.translating.sources import Finding
from bot.text.pseudo import LONGER

NAME = 10
"""Characters that are set aside for each placeholder: a short name, a date without its year."""
_PLACEHOLDER = re.compile(r"\{[a-z_][a-z0-9_]*\}")

LIMITS: Mapping[tuple[str, str], tuple[int, str]] = {
    ("Form", "title"): (45, "the title of a form on Discord"),
    ("FormField", "label"): (45, "a question of a form on Discord"),
    ("FormField", "hint"): (100, "the hint below a question on Discord"),
    ("FieldChoice", "label"): (100, "a ready answer of a form on Discord"),
    ("Choice", "label"): (78, "a button on Discord"),
    ("CommandSpec", "summary"): (100, "the description of a command on Discord"),
    ("Option", "summary"): (100, "the description of an option on Discord"),
    ("OptionChoice", "label"): (100, "a value of an option on Discord"),
    ("Message", "title"): (256, "the title of a card on Discord"),
    ("Fact", "label"): (256, "the label of a fact on Discord"),
    ("Message", "footer"): (1024, "the small print of a card on Discord"),
}


def length(words: str) -> int:
    """Count a sentence's characters, with some for each placeholder."""
    return len(_PLACEHOLDER.sub("x" * NAME, words))


def uses(sources: Iterable[Source]) -> Iterator[tuple[str, str, int, str]]:
    """Yield where, template, limit and place of each sentence that is written into an argument with a limit."""
    for source in sources:
        for call in source.calls:
            for keyword in call.keywords:
                limit = LIMITS.get((called(call), keyword.arg or ""))
                if limit is not None:
                    yield from ((source.where(node), each, *limit) for node, each in _texts(keyword.value))


def _texts(node: ast.expr) -> Iterator[tuple[ast.expr, str]]:
    """Yield the sentences that an argument may hold: one, or one of two."""
    if isinstance(node, ast.IfExp):
        yield from _texts(node.body)
        yield from _texts(node.orelse)
    else:
        yield from ((node, template) for template in templates(node))


def in_source(sources: Iterable[Source]) -> Iterator[Finding]:
    """Yield the English sentences that leave no room for a translation, which needs two fifths more."""
    for where, template, limit, place in uses(sources):
        needed = math.ceil(length(template) * LONGER)
        if needed > limit:
            detail = f"{needed} of {limit} characters with room for translation, for {place}: {template}"
            yield Finding(where=where, rule="length", detail=detail)


def in_book(book: Book, sources: Iterable[Source]) -> Iterator[Finding]:
    """Yield the translations that are too long for where they are shown."""
    for template, (limit, place) in _strictest(sources).items():
        message = book.catalogue.get(template)
        if message is None or message.fuzzy:
            continue
        for form in _forms(book.catalogue, template):
            if length(form) > limit:
                detail = f"{length(form)} of {limit} characters, for {place}: {form}"
                yield Finding(where=book.where(message), rule="length", detail=detail)


def _strictest(sources: Iterable[Source]) -> Mapping[str, tuple[int, str]]:
    found: dict[str, tuple[int, str]] = {}
    for _, template, limit, place in uses(sources):
        found[template] = min(found.get(template, (limit, place)), (limit, place))
    return found


def _forms(catalogue: Catalog, template: str) -> tuple[str, ...]:
    message = catalogue.get(template)
    string = message.string if message is not None else ""
    return (string,) if isinstance(string, str) else tuple(string or ())
