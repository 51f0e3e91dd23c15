"""Every sentence of the source: as Babel finds them, and as the syntax tree has them."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from bot.cli.translating.sources import sentences

ROOT = Path(__file__).parents[2]
CALLS = ("T", "TN")


def extracted() -> tuple[tuple[str, int, str | tuple[str, str]], ...]:
    """Return file, line and template (or singular and plural) of all sentences that translators are given."""
    return tuple(
        (each.file, each.line, (each.text, each.plural) if each.plural else each.text)
        for each in sentences()
        if not each.context
    )


@cache
def templates() -> frozenset[str | tuple[str, str]]:
    """Return every template once."""
    return frozenset(template for _, _, template in extracted())


@dataclass(frozen=True)
class Call:
    """One `T(...)` or `TN(...)` in the source."""

    file: str
    node: ast.Call

    @property
    def where(self) -> str:
        return f"{self.file}:{self.node.lineno}"

    @property
    def several(self) -> bool:
        """Say whether it has a singular and a plural."""
        return isinstance(self.node.func, ast.Name) and self.node.func.id == "TN"

    @property
    def forms(self) -> list[str | None]:
        """Return its templates, None for one that is not written out."""
        first = self.node.args[: 2 if self.several else 1]
        return [
            each.value if isinstance(each, ast.Constant) and isinstance(each.value, str) else None
            for each in first
        ]

    @property
    def values(self) -> set[str]:
        """Return the names that fill its placeholders."""
        named = {keyword.arg for keyword in self.node.keywords if keyword.arg is not None}
        return named | ({"count"} if self.several else set())


@cache
def calls() -> tuple[Call, ...]:
    """Return every call of `T` and `TN` in bot/ and adapters/."""
    files = sorted(file for room in ("bot", "adapters") for file in (ROOT / room).rglob("*.py"))
    return tuple(Call(str(file.relative_to(ROOT)), node) for file in files for node in _calls_in(file))


def _calls_in(file: Path) -> Iterator[ast.Call]:
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in CALLS:
            yield node
