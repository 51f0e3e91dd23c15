"""`kith demo`: a pretend town to look at, in the browser or as a story in the terminal."""

import asyncio
from typing import TYPE_CHECKING, Annotated

import typer

from bot.cli.running import work
from bot.errors import SetupError

if TYPE_CHECKING:
    from rich.table import Table

DAYS = 7
EPILOG = """
  kith demo

  kith demo --script --weeks 3

  kith demo --seed 7 --port 8765
"""


def register(app: typer.Typer) -> None:
    """Add the command `demo`."""
    app.command("demo", rich_help_panel="Look around", epilog=EPILOG)(demo)


def demo(
    *,
    script: Annotated[
        bool, typer.Option("--script", help="Tell a season as text in the terminal, without a browser.")
    ] = False,
    seed: Annotated[
        int, typer.Option(help="Another number is another town; the same one is the same town.")
    ] = 1,
    port: Annotated[
        int, typer.Option(min=0, max=65535, help="The port of the page; 0 takes a free one.")
    ] = 0,
    language: Annotated[
        str,
        typer.Option(help="The language that Kith speaks in the town; developers may say en-XA or ar-XB."),
    ] = "en-GB",
    weeks: Annotated[
        int, typer.Option(min=1, max=52, help="How long the told season is (with --script).")
    ] = 5,
) -> None:
    """Show Kith at work in a pretend community of about 40 people, with a clock that you can push forward.

    Needs no account and no token, and stores nothing. The page is reachable from this machine only.
    """
    from bot.text.catalogue import speaks, spoken

    if not speaks(language):
        raise typer.BadParameter(f"Kith speaks {', '.join(spoken())}.", param_hint="--language")
    work(_story(seed, weeks, language) if script else _page(seed, port, language))


async def _page(seed: int, port: int, language: str) -> None:
    from bot import bootstrap

    async with bootstrap.demo(seed, language) as town:
        try:
            url = await town.serve(port)
        except OSError as error:
            raise SetupError(
                f"The page cannot use port {port}; leave --port out to take a free one."
            ) from error
        try:
            typer.echo(f"Kith's playground is open at\n\n  {url}\n\nCtrl-C closes it.")
            await asyncio.Event().wait()
        finally:
            await town.close()


async def _story(seed: int, weeks: int, language: str) -> None:
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn
    from rich.text import Text

    from bot import bootstrap

    console = Console(highlight=False, soft_wrap=True)
    columns = (TextColumn("{task.description}"), BarColumn())
    with Progress(*columns, console=console, transient=True) as progress:
        passing = progress.add_task("The town gets up …", total=weeks * DAYS)
        async with bootstrap.demo(seed, language) as town:
            today = ""
            async for line in town.tell(weeks):
                if line.day != today:
                    today = line.day
                    console.print(Text(f"\n{today}", style="bold"))
                    progress.update(passing, description=f"{today} …", completed=town.days)
                console.print(Text(f"  {line.words}"))
            table = _summary(await town.summary(), weeks)
    console.print()
    console.print(table)


def _summary(numbers: "list[tuple[str, int]]", weeks: int) -> "Table":
    from rich.table import Table

    table = Table(
        title=f"{weeks} {'week' if weeks == 1 else 'weeks'} in numbers",
        title_justify="left",
        show_header=False,
    )
    table.add_column("what")
    table.add_column("how many", justify="right")
    for what, count in numbers:
        table.add_row(what, str(count))
    return table
