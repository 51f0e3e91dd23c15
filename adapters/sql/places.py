"""Areas and spots."""

from sqlalchemy import Connection

from adapters.sql import rows, tables
from bot.domain.community import Area, Spot
from bot.ids import AreaId, CommunityId, SpotId


class SqlPlaces:
    """Keep areas and spots in tables."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add_area(self, area: Area) -> None:
        """Insert an area."""
        rows.add(self._connection, tables.area, area)

    def save_area(self, area: Area) -> None:
        """Replace an area."""
        rows.save(self._connection, tables.area, area)

    def remove_area(self, area: AreaId) -> None:
        """Delete an area; foreign keys take it from its members and spots."""
        self._connection.execute(tables.area.delete().where(tables.area.c.id == area))

    def areas(self, community: CommunityId) -> tuple[Area, ...]:
        """Return a community's areas sorted by name."""
        found = rows.find(self._connection, Area, tables.area, community=community)
        return tuple(sorted(found, key=_by_name))

    def add_spot(self, spot: Spot) -> None:
        """Insert a spot."""
        rows.add(self._connection, tables.spot, spot)

    def save_spot(self, spot: Spot) -> None:
        """Replace a spot."""
        rows.save(self._connection, tables.spot, spot)

    def remove_spot(self, spot: SpotId) -> None:
        """Delete a spot; foreign keys take it from the plans that named it."""
        self._connection.execute(tables.spot.delete().where(tables.spot.c.id == spot))

    def spots(self, community: CommunityId) -> tuple[Spot, ...]:
        """Return a community's spots sorted by name."""
        found = rows.find(self._connection, Spot, tables.spot, community=community)
        return tuple(sorted(found, key=_by_name))

    def spot(self, spot: SpotId) -> Spot | None:
        """Return a spot by its id."""
        return rows.get(self._connection, Spot, tables.spot, id=spot)


def _by_name(place: Area | Spot) -> tuple[str, str, str]:
    """Sort in Python: databases disagree about upper and lower case."""
    return place.name.casefold(), place.name, place.id
