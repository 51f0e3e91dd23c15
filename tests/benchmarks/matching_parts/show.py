"""Tables for people: aligned columns, as few digits as mean something."""

from collections.abc import Iterable, Sequence

Row = dict[str, object]


def table(rows: Sequence[Row], columns: Sequence[str], title: str = "", *, left: bool = False) -> str:
    """Draw one table in Markdown, which reads well on a terminal, too."""
    cells = [[*columns], *([told(row.get(name), name) for name in columns] for row in rows)]
    widths = [max(len(line[at]) for line in cells) for at in range(len(columns))]
    lines = [_line(line, widths, left=left) for line in cells]
    rule = "|" + "|".join("-" * (width + 2) if left else "-" * (width + 1) + ":" for width in widths) + "|"
    above = [f"### {title}", ""] if title else []
    return "\n".join([*above, lines[0], rule, *lines[1:], ""])


def _line(cells: Iterable[str], widths: Sequence[int], *, left: bool) -> str:
    padded = (
        cell.ljust(width) if left else cell.rjust(width) for cell, width in zip(cells, widths, strict=True)
    )
    return "| " + " | ".join(padded) + " |"


def told(value: object, name: str) -> str:
    """Write one value down: seconds with two digits that count, shares with all that tell them apart."""
    if value is None or value != value:  # noqa: PLR0124 - not a number
        return "-"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int):
        return f"{value:,}"
    return _number(value, name) if isinstance(value, float) else str(value)


def _number(value: float, name: str) -> str:
    if name.endswith((" s", "seconds")):
        return f"{value:.4f}" if value < 0.01 else f"{value:.3f}" if value < 1 else f"{value:.1f}"
    if "strict" in name or "of best" in name or "share" in name or "of plain's" in name:
        return f"{value:.5f}" if abs(value) < 2 else f"{value:.1f}"
    return f"{value:,.0f}" if abs(value) >= 100 else f"{value:.1f}"
