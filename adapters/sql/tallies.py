"""Counts whose rows are gone."""

from collections.abc import Mapping

from sqlalchemy import Connection, select

from adapters.sql import rows, tables
from bot.ids import CommunityId

_TALLY = tables.tally.c


class SqlTallies:
    """Keep counts in a table."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, community: CommunityId, scope: str, name: str, number: int = 1) -> None:
        """Add to a count; zero changes nothing."""
        if not number:
            return
        values = {"community": community, "scope": scope, "name": name, "number": number}
        if rows.add_new(self._connection, tables.tally, values):
            return
        mine = tables.tally.update().where(_TALLY.scope == scope, _TALLY.name == name)
        self._connection.execute(mine.values(number=_TALLY.number + number))

    def of(self, scope: str) -> Mapping[str, int]:
        """Return the counts of a scope by name."""
        query = select(_TALLY.name, _TALLY.number).where(_TALLY.scope == scope).order_by(_TALLY.name)
        return {str(name): number for name, number in self._connection.execute(query)}
