"""`kith run`, `kith check`, `kith migrate`, `kith backup`, `kith rotate-key`: the bot and its upkeep."""

import logging
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot.cli.running import DEFAULT_CONFIG, EXIT_SETUP, ConfigOption, kind_failures, settings, work
from bot.errors import SetupError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.ports.checking import Finding

log = logging.getLogger(__name__)

PANEL = "Run it"


def register(app: typer.Typer) -> None:
    """Add the commands in the order in which an operator meets them."""
    app.command("check", rich_help_panel=PANEL, epilog="  kith check --config /etc/kith/kith.toml")(check)
    app.command("run", rich_help_panel=PANEL, epilog="  kith run --config /etc/kith/kith.toml")(run)
    app.command("migrate", rich_help_panel=PANEL, epilog="  kith migrate --config kith.toml")(migrate)
    app.command("backup", rich_help_panel=PANEL, epilog="  kith backup --to /mnt/backup/kith-monday.db")(
        backup
    )
    app.command("rotate-key", rich_help_panel=PANEL, epilog="  kith rotate-key --config kith.toml")(
        rotate_key
    )


def run(config: ConfigOption = DEFAULT_CONFIG) -> None:
    """Run the bot until it is stopped (Ctrl-C, or SIGTERM from systemd).

    Stopping is safe at any instant, even pulling the plug: nothing is lost, and nothing is posted twice.
    """
    checked = settings(config)
    for warning in checked.warnings:
        log.warning("A secret could be kept better", extra={"advice": warning})
    from bot import bootstrap

    work(bootstrap.serve(checked))


def check(config: ConfigOption = DEFAULT_CONFIG) -> None:
    """Check configuration, database, tokens and permissions, and say what to mend.

    Nothing is posted. Exit code 0 means that `kith run` can start.
    """
    checked = settings(config)
    from bot import bootstrap

    findings = work(bootstrap.check(checked))
    for warning in checked.warnings:
        typer.echo(f"  note  {warning}")
    _tell(findings)
    if not all(finding.ok for finding in findings):
        raise typer.Exit(EXIT_SETUP)


def migrate(config: ConfigOption = DEFAULT_CONFIG) -> None:
    """Bring the database up to this version; `kith run` does it too, this does it beforehand.

    Stop the bot first. On SQLite a copy of the database is made before anything changes.
    """
    checked = settings(config)
    from bot import bootstrap

    typer.echo(work(bootstrap.migrate(checked)))


def backup(
    config: ConfigOption = DEFAULT_CONFIG,
    to: Annotated[
        Path | None,
        typer.Option("--to", metavar="FILE", help="Where to write the copy. It must not exist yet."),
    ] = None,
) -> None:
    """Write a checked copy of the database, also while the bot runs.

        A backup holds who met whom. Keep it as private as the database, and delete it within five weeks, because that is
    XX"""
    checked = settings(config)
    target = to.expanduser().absolute() if to is not None else None
    with kind_failures():
        if target is not None and target.exists():
            raise SetupError(f"{target} exists already; name a file that does not.")
    from bot import bootstrap

    typer.echo(f"Written and checked: {work(bootstrap.backup(checked, target))}")


def rotate_key(config: ConfigOption = DEFAULT_CONFIG) -> None:
    """Seal what members say with a new key, because the old one may have been seen, or is old.

    Stop the bot first. Stopping this half way loses nothing: call it again. Backups of before still need the old key.
    A key that you gave as storage.key you change yourself: write the new one in front of the old one, with a comma
    between them, call this, and take the old one away.
    """
    checked = settings(config)
    from bot import bootstrap

    typer.echo(work(bootstrap.rotate_key(checked)))


def _tell(findings: "Sequence[Finding]") -> None:
    from rich.console import Console
    from rich.text import Text

    console = Console(soft_wrap=True)
    for finding in findings:
        mark = Text("  ok    ", "green") if finding.ok else Text("  mend  ", "bold red")
        console.print(mark + Text(finding.name, "bold") + Text(f"  {finding.detail}"))
        if not finding.ok and finding.mend:
            console.print(Text(f"        {finding.mend}"))
    broken = sum(not finding.ok for finding in findings)
    console.print(f"{broken} to mend." if broken else "All is well.", style="bold")
