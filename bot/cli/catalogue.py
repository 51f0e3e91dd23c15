"""`kith commands`: everything that people can ask of Kith, from the same catalogue that serves the platforms."""

from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import Annotated

import typer

from bot.ports.commands import Access, CommandSpec

TITLES = {
    "meet": "Meeting people",
    "talk": "Conversation",
    "challenge": "The weekly challenge",
    "my": "What is mine",
    "kith": "About Kith",
    "organise": "For organisers",
}

MOST_SHOWN = 3


def register(app: typer.Typer) -> None:
    """Add the command `commands`."""
    app.command(
        "commands", rich_help_panel="Look around", epilog="  kith commands\n\n  kith commands --markdown"
    )(show)


def show(
    *,
    markdown: Annotated[bool, typer.Option("--markdown", help="Print the tables of the README.")] = False,
) -> None:
    """Print every command that people can use, with its options and what it does.

    They are the same everywhere: `/meet join` on Discord, `!kith meet join` in a Matrix room, `meet join` in a
    direct room.
    """
    from bot.commands.catalogue import CATALOGUE

    specs = [command.spec for command in CATALOGUE]
    if markdown:
        typer.echo(as_markdown(specs))
    else:
        _print_tables(specs)


def chapters(specs: Iterable[CommandSpec]) -> Iterator[tuple[str, list[CommandSpec]]]:
    """Return the commands that are typed, in chapters by their first word."""
    typed = [spec for spec in specs if not spec.tapped]
    order = list(dict.fromkeys(spec.path[0] for spec in typed))
    typed.sort(key=lambda spec: order.index(spec.path[0]))
    for word, members in groupby(typed, key=lambda spec: spec.path[0]):
        yield TITLES.get(word, word), list(members)


def usage(spec: CommandSpec) -> str:
    """Return how a command is typed: "meet pause [until]". Many wishes at once are better tapped than read."""
    needed = [f"<{option.name}>" for option in spec.shown_options if option.required]
    others = [f"[{option.name}]" for option in spec.shown_options if not option.required]
    return " ".join([spec.name, *needed, *(others if len(others) <= MOST_SHOWN else ["[…]"])])


def as_markdown(specs: Iterable[CommandSpec]) -> str:
    """Return the README's command tables."""
    blocks = []
    for title, members in chapters(specs):
        rows = [f"| `{usage(spec)}` | {_summary(spec).replace('|', '/')} |" for spec in members]
        blocks.append("\n".join([f"**{title}**", "", "| command | what it does |", "|---|---|", *rows]))
    return "\n\n".join(blocks)


def _print_tables(specs: Iterable[CommandSpec]) -> None:
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    console = Console()
    for title, members in chapters(specs):
        table = Table("command", "what it does", "who", title=title, title_justify="left")
        for spec in members:
            who = "" if spec.access is Access.ANYONE else spec.access.value
            table.add_row(Text(usage(spec)), Text(_summary(spec)), who)
        console.print(table)


def _summary(spec: CommandSpec) -> str:
    from bot.text.render import PlainStyle, render

    return render(spec.summary, PlainStyle(), "en")
