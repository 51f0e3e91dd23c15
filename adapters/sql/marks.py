"""Marks: keyed hashes of accounts. The key, the pepper, is drawn once for each database.

By a mark an account is known again when it comes back, and without the pepper nobody can tell whose it is.
"""

import hmac
import secrets

from sqlalchemy import Connection, select

from adapters.sql import rows, tables
from bot.domain.community import Account

_MARKS = "marks"


def mark_of(connection: Connection, community: str, account: Account) -> str:
    """Return the mark of an account in a community."""
    words = f"{community}\x1f{account.platform}\x1f{account.user}"
    return hmac.digest(_pepper(connection), words.encode(), "sha256").hex()


def _pepper(connection: Connection) -> bytes:
    """Return the database's pepper; an empty database draws one."""
    wanted = select(tables.pepper.c.value).where(tables.pepper.c.id == _MARKS)
    found = connection.scalar(wanted)
    if found is None:
        rows.add_new(connection, tables.pepper, {"id": _MARKS, "value": secrets.token_hex(32)})
        found = connection.scalar(wanted)
    return str(found).encode()
