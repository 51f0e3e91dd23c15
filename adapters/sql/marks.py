"""Marks: keyed hashes of accounts. The key, the pepper, is drawn once for each database and sealed in it.

By a mark an account is known again when it comes back. Marks of accounts stand nowhere beside the accounts: they are
made where they are needed, so that a database without its key does not tell who stays apart from whom.
"""

import hmac
import secrets
from collections.abc import Collection

from sqlalchemy import Connection, bindparam, select

from adapters.sql import rows, tables
from bot.domain.community import Account
from bot.ids import MemberId

_MARKS = "marks"
_PAGE = 1000
"""How many accounts are marked at once: between two pages others get their turn."""
_ACCOUNT = tables.account.c
_PEPPER = select(tables.pepper.c.value).where(tables.pepper.c.id == _MARKS)
_OF_MEMBERS = select(_ACCOUNT.community, _ACCOUNT.platform, _ACCOUNT.user).where(
    _ACCOUNT.member.in_(bindparam("members", expanding=True))
)
_OF_COMMUNITY = (
    select(_ACCOUNT.community, _ACCOUNT.platform, _ACCOUNT.user, _ACCOUNT.member)
    .where(_ACCOUNT.community == bindparam("community"))
    .order_by(_ACCOUNT.platform, _ACCOUNT.user)
    .limit(_PAGE)
    .offset(bindparam("start"))
)


def mark_of(connection: Connection, community: str, account: Account) -> str:
    """Return the mark of an account in a community."""
    return _mark(_pepper(connection), community, account.platform, account.user)


def marks_of(connection: Connection, members: Collection[str]) -> tuple[str, ...]:
    """Return the marks of all accounts of some members."""
    pepper = _pepper(connection)
    accounts = connection.execute(_OF_MEMBERS, {"members": list(members)})
    return tuple(_mark(pepper, *account) for account in accounts)


def members_by_mark(connection: Connection, community: str) -> dict[str, MemberId]:
    """Return a community's members by the marks of their accounts: 0.1 s for 10,000 of them, page by page."""
    pepper, found, start = _pepper(connection), dict[str, MemberId](), 0
    while True:
        page = connection.execute(_OF_COMMUNITY, {"community": community, "start": start}).all()
        found |= {_mark(pepper, *account): MemberId(member) for *account, member in page}
        if len(page) < _PAGE:
            return found
        start += _PAGE


def _mark(pepper: bytes, community: str, platform: str, user: str) -> str:
    return hmac.digest(pepper, f"{community}\x1f{platform}\x1f{user}".encode(), "sha256").hex()


def _pepper(connection: Connection) -> bytes:
    """Return the database's pepper; an empty database draws one."""
    found = connection.scalar(_PEPPER)
    if found is None:
        rows.add_new(connection, tables.pepper, {"id": _MARKS, "value": secrets.token_hex(32)})
        found = connection.scalar(_PEPPER)
    return str(found).encode()
