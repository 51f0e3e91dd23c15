"""`kith content`: check the challenges and starters against the rules of their tone, and see what they cover."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from enum import StrEnum
from itertools import product
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot.cli.running import kind_failures
from bot.errors import SetupError

if TYPE_CHECKING:
    from rich.table import Table

    from bot.content.library import Library
    from bot.domain.challenges import Challenge, Starter

Folder = Annotated[
    Path | None,
    typer.Option("--folder", metavar="DIR", help="A folder with the same files as the shipped library."),
]

Pack = Annotated[
    Path | None,
    typer.Option("--pack", metavar="FILE", help="A pack of your own, as `organise library import` reads it."),
]


def register(app: typer.Typer) -> None:
    """Add the group `content`."""
    group = typer.Typer(no_args_is_help=True, help="Check challenges and starters, and see what they cover.")
    group.command("lint", epilog="  kith content lint\n\n  kith content lint --pack garden-club.toml")(lint)
    group.command("stats", epilog="  kith content stats")(stats)
    app.add_typer(group, name="content", rich_help_panel="Write for it")


def lint(*, folder: Folder = None, pack: Pack = None) -> None:
    """Check every entry against every rule, and print file, id, rule and what to mend.

    Without findings it exits with 0, with findings with 2. The rules stand at the head of `bot/content/lint.py`. For
    a pack the form of its file is checked, too (`bot/content/packs.py`); what does not keep an entry out ends in 0.
    """
    from bot.content.lint import lint as findings_of

    if pack is not None:
        _lint_pack(pack)
        return
    with kind_failures():
        library = _library(folder)
        findings = findings_of(library, shipped=folder is None)
        for finding in findings:
            typer.echo(f"{finding.file}: {finding.id}: {finding.rule}: {finding.detail}")
        if findings:
            raise SetupError(f"{len(findings)} to mend.")
    typer.echo(f"{len(library.challenges)} challenges and {len(library.starters)} starters keep all rules.")


def _lint_pack(file: Path) -> None:
    """Print what is to be said of a pack, by line, id and rule."""
    from bot.content.library import load_library
    from bot.content.packs import read_pack
    from bot.domain.tables import decode
    from bot.errors import BadOption
    from bot.text.render import PlainStyle, render

    with kind_failures():
        try:
            source = decode(file.read_bytes())
        except OSError as error:
            raise SetupError(f"{file} cannot be read: {error}.") from error
        if source is None:
            raise SetupError(f"{file} is no text.")
        try:
            found = read_pack(source, lambda _: load_library(), name=file.stem)
        except BadOption as error:
            raise SetupError(f"{file}: {render(error.text, PlainStyle(), 'en')}") from error
        for each in found.problems:
            words = render(each.text, PlainStyle(), "en")
            typer.echo(f"{file}:{each.line}: {each.id}: {each.rule}: {words}")
        if left_out := len({each.line for each in found.problems if each.blocks}):
            raise SetupError(f"{left_out} to mend.")
    typer.echo(f"{len(found.challenges)} challenges of {found.name} can be used.")


def stats(*, folder: Folder = None) -> None:
    """Print how many challenges and starters there are of each kind; a dash is for what can't exist."""
    from rich.console import Console

    from bot.domain.challenges import Tie

    with kind_failures():
        library = _library(folder)
    console = Console()
    efforts = {str(effort): _has("effort", effort) for effort in (1, 2, 3)}
    console.print(_grid(library.challenges, "effort", efforts))
    console.print(_grid(library.challenges, "tie", {tie.value: _has("tie", tie) for tie in Tie}))
    console.print(_kinds(library.challenges))
    console.print(_depths(library.starters))


def _library(folder: Path | None) -> "Library":
    """Read the shipped library, or one from a folder. Raise `SetupError` for what can't be read."""
    from bot.content.library import library_in, load_library

    return load_library() if folder is None else library_in(folder)


def _table(title: str, *columns: str) -> "Table":
    from rich.table import Table

    table = Table(title=title, title_justify="left")
    for number, column in enumerate(columns):
        table.add_column(column, justify="right" if number else "left")
    return table


def _grid(
    challenges: Sequence["Challenge"], by: str, kinds: Mapping[str, Callable[["Challenge"], bool]]
) -> "Table":
    """Show practice and setting down, and some kinds across."""
    from bot.content.grid import exists
    from bot.domain.challenges import Practice, Setting

    table = _table(f"{len(challenges)} challenges by {by}", "practice", "setting", *kinds, "all")
    for practice, setting in product(Practice, Setting):
        here = [each for each in challenges if each.practice is practice and each.setting is setting]
        counts = [
            str(sum(map(is_of, here))) if by != "effort" or exists(setting, int(kind)) else "-"
            for kind, is_of in kinds.items()
        ]
        table.add_row(practice, setting, *counts, str(len(here)))
    return table


def _has(field: str, value: object) -> Callable[["Challenge"], bool]:
    return lambda challenge: getattr(challenge, field) == value


def _kinds(challenges: Sequence["Challenge"]) -> "Table":
    """Show what else an organiser may want enough of, with its share of the library."""
    from bot.domain.season import Rung, fits

    table = _table("What they ask", "of", "kind", "challenges", "share")
    rows = [
        *(("week", rung, sum(fits(each, rung) for each in challenges)) for rung in Rung),
        *_counted("company", (each.energy for each in challenges)),
        *_counted("cost", (each.cost for each in challenges)),
        *_counted("condition", (kind for each in challenges for kind in each.conditions)),
        *_counted("works with", (kind for each in challenges for kind in each.access)),
        *_counted("evidence", (each.evidence for each in challenges)),
    ]
    for of, kind, count in rows:
        table.add_row(of, kind, str(count), f"{count / max(len(challenges), 1):.0%}")
    return table


def _counted(of: str, kinds: Iterable[StrEnum]) -> list[tuple[str, str, int]]:
    return [(of, kind.value, count) for kind, count in sorted(Counter(kinds).items())]


def _depths(starters: Sequence["Starter"]) -> "Table":
    from bot.domain.challenges import Depth

    table = _table(f"{len(starters)} starters", "depth", "all", "tender")
    for depth in Depth:
        here = [each for each in starters if each.depth is depth]
        table.add_row(depth, str(len(here)), str(sum(each.tender for each in here)))
    return table
