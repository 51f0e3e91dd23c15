"""Menus that may still be tapped."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import Connection, or_, select, type_coerce

from adapters.sql import rows, tables
from adapters.sql.types import WORDS, sealed
from bot.ids import CommunityId, MenuId, UserId
from bot.ports.storage import StoredMenu

_MENU = tables.menu.c
_CONTENT = type_coerce(_MENU.menu, sealed(WORDS, "menu.menu")).label("content")


class SqlMenus:
    """Keep menus in a table."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def put(self, stored: StoredMenu) -> None:
        """Add or replace a menu under its own id."""
        rows.put(self._connection, tables.menu, {"id": stored.menu.id, **rows.values_of(stored)})

    def get(self, menu: MenuId) -> StoredMenu | None:
        """Return a menu by its id."""
        query = select(_MENU.menu, _MENU.community, _MENU.only, _MENU.expires).where(_MENU.id == menu)
        return rows.one(self._connection, StoredMenu, query)

    def drop_naming(self, community: CommunityId, users: Collection[UserId], name: str) -> None:
        """Delete the menus that are for some users alone and name an id; what is sealed is read one by one."""
        theirs = _MENU.only.in_([(user,) for user in users])
        here = or_(_MENU.community == community, _MENU.community.is_(None))
        found = self._connection.execute(select(_MENU.id, _CONTENT).where(theirs, here))
        gone = [row.id for row in found if name in row.content]
        self._connection.execute(tables.menu.delete().where(_MENU.id.in_(gone)))

    def take(self, menu: MenuId) -> bool:
        """Delete a menu that may be tapped only once, and say whether it was still there."""
        return self._connection.execute(tables.menu.delete().where(_MENU.id == menu)).rowcount > 0

    def purge(self, before: datetime) -> int:
        """Delete menus that expired before an instant and return how many."""
        return self._connection.execute(tables.menu.delete().where(_MENU.expires < before)).rowcount
