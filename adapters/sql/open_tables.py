"""Open tables, and who takes part in them."""

from sqlalchemy import Connection, select

from adapters.sql import rows, tables
from bot.domain.open_table import OpenTable, TablePart
from bot.ids import CircleId, MemberId

_TABLE = tables.open_table.c
_PART = tables.table_part.c


class SqlOpenTables:
    """Keep open tables in tables."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def put(self, table: OpenTable) -> None:
        """Add or replace a circle's table."""
        rows.put(self._connection, tables.open_table, rows.values_of(table))

    def get(self, circle: CircleId) -> OpenTable | None:
        """Return a circle's table."""
        query = select(tables.open_table).where(_TABLE.circle == circle)
        return rows.one(self._connection, OpenTable, query)

    def put_part(self, part: TablePart) -> None:
        """Add or replace a member's part."""
        rows.put(self._connection, tables.table_part, rows.values_of(part))

    def part(self, circle: CircleId, member: MemberId) -> TablePart:
        """Return a member's part, or one that says nothing."""
        query = select(tables.table_part).where(_PART.circle == circle, _PART.member == member)
        found = rows.one(self._connection, TablePart, query)
        return found or TablePart(circle=circle, member=member)

    def parts(self, circle: CircleId) -> tuple[TablePart, ...]:
        """Return all parts in a circle's table, by member."""
        query = select(tables.table_part).where(_PART.circle == circle).order_by(_PART.member)
        return rows.many(self._connection, TablePart, query)
