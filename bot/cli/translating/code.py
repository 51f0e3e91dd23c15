"""The code as a syntax tree: where sentences are made, and for what."""

import ast
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from bot.cli.translating.sources import ROOMS, ROOT

MAKERS = ("T", "TN")
UNSEEN = ("bot/cli/", "bot/simulation/", "bot/bootstrap.py", "bot/config.py", "adapters/sql/")
"""What operators read on a terminal or in a log, and what nobody reads: it may stay in English."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """Hold one module."""

    file: str
    lines: tuple[str, ...]
    calls: tuple[ast.Call, ...]

    @classmethod
    def of(cls, file: str, words: str) -> "Source":
        """Read a module."""
        nodes = ast.walk(ast.parse(words))
        found = tuple(node for node in nodes if isinstance(node, ast.Call))
        return cls(file=file, lines=tuple(words.split("\n")), calls=found)

    def where(self, node: ast.expr | ast.keyword) -> str:
        """Return where a node stands."""
        return f"{self.file}:{node.lineno}"


@cache
def modules(root: Path = ROOT) -> tuple[Source, ...]:
    """Return every module in which something could be said to a person."""
    files = (file for room in ROOMS for file in sorted((root / room).rglob("*.py")))
    named = ((str(file.relative_to(root)), file) for file in files)
    return tuple(
        Source.of(name, file.read_text(encoding="utf-8"))
        for name, file in named
        if not name.startswith(UNSEEN)
    )


def called(call: ast.Call) -> str:
    """Return the name that a call calls, without what stands before its last dot."""
    match call.func:
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return name
        case _:
            return ""


def literal(node: ast.expr) -> str | None:
    """Return a string that is written out, or None."""
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else None


def templates(node: ast.expr) -> tuple[str, ...]:
    """Return the template, or singular and plural, of a `T(...)` or `TN(...)`."""
    if not isinstance(node, ast.Call) or called(node) not in MAKERS:
        return ()
    forms = node.args[: 2 if called(node) == "TN" else 1]
    return tuple(words for form in forms if (words := literal(form)) is not None)
