"""Communities and their homes."""

from sqlalchemy import Connection, case

from adapters.sql import rows, tables
from bot.domain.community import Community, Home
from bot.ids import CommunityId, HomeId, PlatformName

_HOME = tables.home.c


class SqlCommunities:
    """Keep communities and their homes in tables."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, community: Community) -> None:
        """Insert a community."""
        rows.add(self._connection, tables.community, community)

    def save(self, community: Community) -> None:
        """Replace a community's settings."""
        rows.save(self._connection, tables.community, community)

    def get(self, community: CommunityId) -> Community | None:
        """Return a community by its id."""
        return rows.get(self._connection, Community, tables.community, id=community)

    def all(self) -> tuple[Community, ...]:
        """Return every community."""
        return rows.find(self._connection, Community, tables.community, "id")

    def add_home(self, home: Home) -> None:
        """Insert a home."""
        rows.add(self._connection, tables.home, home)

    def save_home(self, home: Home) -> None:
        """Replace a home's community and channel."""
        rows.save(self._connection, tables.home, home)

    def remove_home(self, platform: PlatformName, home: HomeId) -> None:
        """Delete a home; a missing one is fine."""
        self._connection.execute(tables.home.delete().where(_HOME.platform == platform, _HOME.home == home))

    def home(self, platform: PlatformName, home: HomeId) -> Home | None:
        """Return a home by its id on a platform."""
        return rows.get(self._connection, Home, tables.home, platform=platform, home=home)

    def homes(self, community: CommunityId) -> tuple[Home, ...]:
        """Return a community's homes."""
        return rows.find(self._connection, Home, tables.home, "platform", "home", community=community)

    def move_home(self, platform: PlatformName, old: HomeId, new: HomeId) -> None:
        """Give a home its new id, and its channel too where that had the same one."""
        self._connection.execute(
            tables.home.update()
            .where(_HOME.platform == platform, _HOME.home == old)
            .values(home=new, channel=case((_HOME.channel == old, new), else_=_HOME.channel))
        )
