"""Menus that may still be tapped."""

from datetime import datetime

from sqlalchemy import Connection, select

from adapters.sql import rows, tables
from bot.ids import MenuId
from bot.ports.storage import StoredMenu

_MENU = tables.menu.c


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

    def take(self, menu: MenuId) -> bool:
        """Delete a menu that may be tapped only once, and say whether it was still there."""
        return self._connection.execute(tables.menu.delete().where(_MENU.id == menu)).rowcount > 0

    def purge(self, before: datetime) -> int:
        """Delete menus that expired before an instant and return how many."""
        return self._connection.execute(tables.menu.delete().where(_MENU.expires < before)).rowcount
