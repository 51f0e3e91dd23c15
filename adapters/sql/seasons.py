"""What organisers said about the weeks to come."""

from sqlalchemy import Connection, select

from adapters.sql import rows, tables
from bot.domain.shape import SeasonShape
from bot.ids import CommunityId


class SqlSeasons:
    """Keep one row a community, where anything was said at all."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def of(self, community: CommunityId) -> SeasonShape:
        """Return what was said about a community's coming weeks; nothing yet is a shape too."""
        query = select(tables.season).where(tables.season.c.community == community)
        return rows.one(self._connection, SeasonShape, query) or SeasonShape(community=community)

    def put(self, shape: SeasonShape) -> None:
        """Add or replace what was said."""
        rows.put(self._connection, tables.season, rows.values_of(shape))
