"""The part of the storage port that keeps open tables and who takes part in them."""

from typing import Protocol

from bot.domain.open_table import OpenTable, TablePart
from bot.ids import CircleId, MemberId


class OpenTables(Protocol):
    """Keep the open tables of circles, and members' parts in them; a part goes with the member's enrolment."""

    def put(self, table: OpenTable) -> None:
        """Add or replace a circle's table."""
        ...

    def get(self, circle: CircleId) -> OpenTable | None:
        """Return a circle's table."""
        ...

    def put_part(self, part: TablePart) -> None:
        """Add or replace the part of a member who is enrolled in the circle."""
        ...

    def part(self, circle: CircleId, member: MemberId) -> TablePart:
        """Return a member's part; one that says nothing where nothing is written down."""
        ...

    def parts(self, circle: CircleId) -> tuple[TablePart, ...]:
        """Return all parts in a circle's table, by member."""
        ...
