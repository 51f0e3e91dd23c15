"""Words in the code that people would see and no translator would: hard-coded, put together, or uncounted.

What only looks like it says so at the end of its line: `# not shown: <where it goes>`.
"""

import ast
import re
from collections.abc import Iterable, Iterator

from bot.cli.translating.code import MAKERS, Source, called, literal
from bot.cli.translating.sources import Finding

SAYERS = frozenset(
    {"say", "UserError", "BadOption", "NotAllowed", "NotFound", "Choice", "FieldChoice", "OptionChoice"}
)
SAYERS_TOO = frozenset(
    {"Message", "Menu", "Form", "FormField", "Fact", "CommandSpec", "Option", "Attachment"}
)
SHOWN = frozenset(
    {"label", "title", "summary", "footer", "prompt", "hint", "alt", "details", "lines", "bullets"}
)
PLATFORM = frozenset(
    {"content", "placeholder", "label", "title", "description", "topic", "body", "text", "reason"}
)
NOT_SHOWN = "# not shown: "
_WORDS = re.compile(r"[^\W\d_]{2,}.*\s.*[^\W\d_]{2,}|[A-Z][a-z]{2,}")
_COUNTED = re.compile(
    r"\{(?:count|number|total|length|longest|minutes|hours|days|weeks)\} (?!of\b|more\b)[a-z]{2}"
)
_JOINERS = re.compile(r"[^\W\d_]|[,;]")


def findings(sources: Iterable[Source]) -> Iterator[Finding]:
    """Yield every place at which words would reach people untranslated."""
    for source in sources:
        for call in source.calls:
            if NOT_SHOWN not in source.lines[(call.end_lineno or call.lineno) - 1]:
                yield from _of_call(source, call)


def _of_call(source: Source, call: ast.Call) -> Iterator[Finding]:
    name = called(call)
    if name in MAKERS:
        yield from _template(source, call)
        yield from _values(source, call)
    elif name in SAYERS | SAYERS_TOO:
        yield from _said(source, call)
    elif source.file.startswith("adapters/"):
        yield from _sent(source, call)


def _template(source: Source, call: ast.Call) -> Iterator[Finding]:
    """A template has to be written out, and to be counted where a number stands before a noun."""
    several = called(call) == "TN"
    for form in call.args[: 2 if several else 1]:
        words = literal(form)
        if words is None:
            yield Finding(where=source.where(form), rule="template", detail="no translator can find this")
        elif not several and _COUNTED.search(words):
            yield Finding(where=source.where(form), rule="uncounted", detail=f"TN is for: {words}")


def _values(source: Source, call: ast.Call) -> Iterator[Finding]:
    """A value is a fact, a sentence of its own, or marked as what stays as it is (`Verbatim`, `Typed`)."""
    for keyword in call.keywords:
        words = _literal_words(keyword.value)
        if words and _WORDS.search(words):
            yield Finding(where=source.where(keyword), rule="value", detail=f"not translated: {words}")
        elif _is_join(keyword.value):
            yield Finding(where=source.where(keyword), rule="joined", detail="listed() joins as languages do")


def _said(source: Source, call: ast.Call) -> Iterator[Finding]:
    """Where a `Text` belongs, a string is never translated."""
    first = 1 if called(call) == "BadOption" else 0
    given = [*call.args[first:], *(keyword.value for keyword in call.keywords if keyword.arg in SHOWN)]
    for node in [part for each in given for part in _parts(each)]:
        words = _literal_words(node)
        if words and _WORDS.search(words):
            yield Finding(where=source.where(node), rule="hard-coded", detail=words)


def _sent(source: Source, call: ast.Call) -> Iterator[Finding]:
    """What an adapter hands to its platform as words comes of a catalogue."""
    for keyword in call.keywords:
        words = _literal_words(keyword.value) if keyword.arg in PLATFORM else ""
        if words and _WORDS.search(words):
            yield Finding(where=source.where(keyword), rule="hard-coded", detail=words)


def _parts(node: ast.expr) -> list[ast.expr]:
    return list(node.elts) if isinstance(node, ast.Tuple | ast.List) else [node]


def _literal_words(node: ast.expr) -> str:
    """Return what is written out in a string or an f-string."""
    if isinstance(node, ast.JoinedStr):
        return "".join(words if (words := literal(part)) is not None else "{}" for part in node.values)
    return literal(node) or ""


def _is_join(node: ast.expr) -> bool:
    """Say whether strings are joined with words or commas of one language."""
    if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute) or node.func.attr != "join":
        return False
    joiner = literal(node.func.value)
    return joiner is not None and bool(_JOINERS.search(joiner))
