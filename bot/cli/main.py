"""The `kith` command: its table of contents."""

from typing import Annotated

import typer

from bot.cli import catalogue, content, demo, export_circle, i18n, invite, login, privacy, service, simulate

EPILOG = """
[bold]See it without any account:[/bold]

  kith demo

[bold]Run it for your community:[/bold]

  cp config.example.toml kith.toml   [dim]then edit it[/dim]

  kith invite discord --application-id 123456789012345678

  kith login matrix

  kith check

  kith run

Exit codes: 0 all is well, 1 try again later, 2 something to mend (one sentence says what), 130 stopped by Ctrl-C.
"""

app = typer.Typer(
    name="kith",
    help="Kith gets the members of Discord and Matrix communities off the screen and into the same place.",
    epilog=EPILOG,
    rich_markup_mode="rich",
    pretty_exceptions_enable=False,  # its tracebacks show local variables, and so secrets
    context_settings={"help_option_names": ["-h", "--help"]},
)


@app.callback(invoke_without_command=True)
def kith(
    ctx: typer.Context,
    *,
    version: Annotated[bool, typer.Option("--version", help="Show the version and stop.")] = False,
) -> None:
    """Show the help when nothing was asked."""
    from bot.cli import logs

    logs.configure()
    if version:
        show_version()
        raise typer.Exit
    if ctx.invoked_subcommand is None:
        typer.echo(ctx.get_help())


def show_version() -> None:
    """Show the versions of Kith and of what it stands on."""
    import platform
    from importlib.metadata import version

    typer.echo(f"kith {version('kith-bot')}")
    for name in ("discord.py", "matrix-nio", "SQLAlchemy"):
        typer.echo(f"{name} {version(name)}")
    typer.echo(f"Python {platform.python_version()}")


demo.register(app)
simulate.register(app)
catalogue.register(app)
app.command("version", rich_help_panel="Look around")(show_version)
privacy.register(app)
invite.register(app)
login.register(app)
service.register(app)
content.register(app)
i18n.register(app)
export_circle.register(app)


def main() -> None:
    """Run the command line."""
    app()
