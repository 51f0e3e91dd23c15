"""`kith i18n`: the template for translators, and a look at what translations and code lack."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot.cli.running import kind_failures
from bot.errors import SetupError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from bot.cli.translating.catalogues import Book, Coverage
    from bot.cli.translating.sources import Finding

EPILOG = """
  kith i18n template kith.pot

  kith i18n check

  kith i18n check --folder our-own
"""


def register(app: typer.Typer) -> None:
    """Add the group `i18n`."""
    group = typer.Typer(
        no_args_is_help=True, help="Translate Kith: the template, and a check of translations."
    )
    group.command("template", epilog="  kith i18n template kith.pot")(template)
    group.command("check", epilog=EPILOG)(check)
    app.add_typer(group, name="i18n", rich_help_panel="Write for it")


def template(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="Where to write it, such as kith.pot.")],
) -> None:
    """Write the template that a translation begins with: every sentence, with notes for whoever translates it.

    `pybabel init -i kith.pot -l nl -o bot/locale/nl.po` makes a language of it, `pybabel update` brings one up to date.
    """
    from babel.messages.pofile import write_po

    from bot.cli.translating.sources import template as made

    book = made()
    with kind_failures():
        try:
            with file.open("wb") as stream:
                write_po(stream, book, width=100, sort_by_file=True)
        except OSError as error:
            raise SetupError(f"{file} cannot be written: {error.strerror}.") from error
    typer.echo(f"{len(book)} sentences are in {file}.")


def check(
    *,
    folder: Annotated[
        Path | None,
        typer.Option("--folder", metavar="DIR", help="A folder with .po files instead of the shipped ones."),
    ] = None,
) -> None:
    """Show how much of Kith each language has, and print file, line, rule and what to mend.

    Looks at placeholders, plural forms, names of commands and lengths of every translation; at the room that the
    English leaves for one; and at words in the code that no translator would find. What operators read may stay
    in English. Without findings it exits with 0, with findings with 2.
    """
    from bot.cli.translating.catalogues import books, coverage

    with kind_failures():
        shelf = books(folder if folder is not None else _shipped())
        _show([coverage(book) for book in shelf])
        found = list(_findings(shelf))
        for finding in found:
            typer.echo(str(finding))
        if found:
            raise SetupError(f"{len(found)} to mend.")
    typer.echo("Every sentence can be translated, and every translation fits.")


def _shipped() -> Path:
    import bot.locale

    return Path(*bot.locale.__path__)


def _findings(shelf: "Iterable[Book]") -> "Iterator[Finding]":
    from bot.cli.translating import catalogues, lengths, literals
    from bot.cli.translating.code import modules

    sources = modules()
    for book in shelf:
        yield from catalogues.findings(book)
        yield from lengths.in_book(book, sources)
    yield from lengths.in_source(sources)
    yield from literals.findings(sources)


def _show(languages: "list[Coverage]") -> None:
    from rich.console import Console
    from rich.table import Table

    table = Table("language", title="Languages beside English", title_justify="left")
    for column in ("translated", "share", "missing", "fuzzy", "obsolete"):
        table.add_column(column, justify="right")
    for one in languages:
        counts = (one.translated, f"{one.share:.0%}", one.missing, one.fuzzy, one.obsolete)
        table.add_row(one.language, *map(str, counts))
    if languages:
        Console().print(table)
    else:
        typer.echo("No language beside English yet.")
