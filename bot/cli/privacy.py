"""`kith privacy-notice`: what is stored, why and for how long, from the register that the code itself keeps."""

import json
from typing import Annotated

import typer

EPILOG = """
  kith privacy-notice > privacy-notice.md

  kith privacy-notice --schema > my-data.schema.json
"""


def register(app: typer.Typer) -> None:
    """Add the command `privacy-notice`."""
    app.command("privacy-notice", rich_help_panel="Look around", epilog=EPILOG)(privacy_notice)


def privacy_notice(
    *,
    schema: Annotated[
        bool, typer.Option("--schema", help="Print the JSON schema of the file that my data gives instead.")
    ] = False,
) -> None:
    """Print the privacy notice as Markdown: every field that is stored, why, how long, who sees it, and if it is sealed.

    Put your name and a way to reach you at its beginning before you publish it.
    """
    typer.echo(data_schema_text() if schema else notice_text(), nl=False)


def notice_text() -> str:
    """Return the notice."""
    from bot.services.privacy.notice import privacy_notice as notice

    return notice()


def data_schema_text() -> str:
    """Return the schema as it is kept in the repository."""
    from bot.services.privacy.notice import data_schema

    return f"{json.dumps(data_schema(), indent=2)}\n"
