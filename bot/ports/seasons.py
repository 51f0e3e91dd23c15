"""The storage port for what organisers said about the weeks to come."""

from typing import Protocol

from bot.domain.shape import SeasonShape
from bot.ids import CommunityId


class Seasons(Protocol):
    """Keep how organisers shape the weeks to come."""

    def of(self, community: CommunityId) -> SeasonShape:
        """Return what was said about a community's coming weeks; nothing yet is a shape too."""
        ...

    def put(self, shape: SeasonShape) -> None:
        """Add or replace what was said."""
        ...
