"""`kith invite discord`: the link that brings Kith into a server."""

import re
from typing import Annotated

import typer

from bot.cli.running import kind_failures
from bot.errors import SetupError

_ID = re.compile(r"[0-9]{15,20}")


def register(app: typer.Typer) -> None:
    """Add the group `invite`."""
    group = typer.Typer(no_args_is_help=True, help="Print the link that brings Kith into a community.")
    group.command("discord", epilog="  kith invite discord --application-id 123456789012345678")(discord)
    app.add_typer(group, name="invite", rich_help_panel="Set it up")


def discord(
    application_id: Annotated[
        str,
        typer.Option(
            "--application-id",
            metavar="ID",
            help="The number on the page General Information of Discord's developer portal.",
        ),
    ],
) -> None:
    """Print the link with which an organiser adds Kith to a Discord server, with the least permissions it needs.

    No Administrator, no privileged intents, and nothing with which Kith could read members' messages.
    """
    with kind_failures():
        if not _ID.fullmatch(application_id):
            raise SetupError(
                "An application id is a number of 15 to 20 digits; copy it from the developer portal."
            )
    from adapters.discord.invite import invite_url

    typer.echo(invite_url(application_id))
