"""`kith login matrix`: sign the bot in once, for good."""

import sys
from typing import Annotated

import typer

from bot.cli.running import DEFAULT_CONFIG, ConfigOption, kind_failures, settings, work
from bot.config import Config
from bot.errors import SetupError

NOBODY_TO_ASK = (
    "There is no password and nobody to ask: pipe it in with --password-stdin, "
    "or set KITH_MATRIX_PASSWORD or matrix.password_file."
)


def register(app: typer.Typer) -> None:
    """Add the group `login`."""
    group = typer.Typer(no_args_is_help=True, help="Sign the bot in where a password is needed once.")
    group.command("matrix", epilog="  kith login matrix --config kith.toml")(matrix)
    app.add_typer(group, name="login", rich_help_panel="Set it up")


def matrix(
    config: ConfigOption = DEFAULT_CONFIG,
    *,
    password_stdin: Annotated[
        bool, typer.Option("--password-stdin", help="Read the password from standard input.")
    ] = False,
) -> None:
    """Sign in to Matrix once, make the device trusted, and store both.

    The password is asked for unless it comes from standard input, a systemd credential, matrix.password_file
    or KITH_MATRIX_PASSWORD. It is not stored. At the end you are told which files to back up.
    """
    checked = settings(config)
    with kind_failures():
        if "matrix" not in checked.tables:
            raise SetupError(f"{config} has no table [matrix]; add it, with homeserver and user_id.")
        password = _piped() if password_stdin else _given(checked) or _asked()
    from bot import bootstrap

    typer.echo(work(bootstrap.login_matrix(checked, password)))


def _given(config: Config) -> str:
    secret = config.secrets.get("matrix.password")
    return secret.get_secret_value() if secret is not None else ""


def _piped() -> str:
    password = sys.stdin.readline().rstrip("\r\n")
    if not password:
        raise SetupError("Standard input held no password; pipe it in as one line.")
    return password


def _asked() -> str:
    if not sys.stdin.isatty():
        raise SetupError(NOBODY_TO_ASK)
    from getpass import getpass

    password = getpass("Password of the bot's Matrix account (not shown): ")
    if not password:
        raise SetupError("No password was typed; run the command again.")
    return password
