"""`kith export-circle`: a circle's members as a file that names nobody, for `kith simulate --from`."""

import os
from pathlib import Path
from typing import Annotated

import typer

from bot.cli.running import DEFAULT_CONFIG, ConfigOption, kind_failures, settings, work
from bot.errors import SetupError

EPILOG = """
  kith export-circle --to town.json

  kith export-circle "Sunday walks" --to walks.json --config /etc/kith/kith.toml

  kith simulate --from town.json
"""


def register(app: typer.Typer) -> None:
    """Add the command `export-circle`."""
    app.command("export-circle", rich_help_panel="Run it", epilog=EPILOG)(export_circle)


def export_circle(
    *,
    circle: Annotated[
        str, typer.Argument(help="The circle's name or id; needless where there is only one.")
    ] = "",
    to: Annotated[
        Path, typer.Option("--to", metavar="FILE", help="Where to write it. It must not exist yet.")
    ],
    config: ConfigOption = DEFAULT_CONFIG,
) -> None:
    """Write a circle's members for kith simulate, without anything that names them. Changes nothing.

    Numbers in random order stand for people, areas, languages, interests and wishes. There are no names, hellos or
    accounts, centres are rounded and turned, and wishes never to meet somebody are left out. Yet whoever knows the
    members well could guess who is meant: keep the file to yourself and delete it afterwards.
    """
    checked = settings(config)
    with kind_failures():
        if to.exists():
            raise SetupError(f"{to} exists already; name a file that does not.")
    from bot import bootstrap

    text = work(bootstrap.export_circle(checked, circle))
    with kind_failures():
        _write(to, text)
    typer.echo(f"Written, for your eyes only: {to}")


def _write(path: Path, text: str) -> None:
    """Write a file that only its owner can read."""
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(text)
    except OSError as error:
        raise SetupError(f"Kith cannot write {path} ({error.strerror}).") from error
