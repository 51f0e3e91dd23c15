"""Check-ins with a buddy, and absences until they fade."""

from datetime import datetime

from sqlalchemy import Connection, or_, select

from adapters.sql import rows, tables
from bot.domain.aftermath import Absence, BuddyCheck
from bot.ids import GroupId, MemberId

_ABSENCE = tables.absence.c
_CHECK = tables.buddy_check.c


class SqlAftermath:
    """Keep what is around a meeting in tables."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def note(self, absence: Absence) -> None:
        """Add an absence, or replace it."""
        rows.put(self._connection, tables.absence, rows.values_of(absence))

    def explain(self, member: MemberId, group: GroupId) -> None:
        """Delete one absence; a missing one is fine."""
        theirs = tables.absence.delete().where(_ABSENCE.member == member, _ABSENCE.group == group)
        self._connection.execute(theirs)

    def absences(self, member: MemberId) -> tuple[Absence, ...]:
        """Return a member's absences, oldest first."""
        query = select(tables.absence).where(_ABSENCE.member == member).order_by(_ABSENCE.at, _ABSENCE.group)
        return rows.many(self._connection, Absence, query)

    def fade(self, before: datetime) -> None:
        """Delete all absences up to an instant."""
        self._connection.execute(tables.absence.delete().where(_ABSENCE.at <= before))

    def put_check(self, check: BuddyCheck) -> None:
        """Add or replace a member's check-in for a group."""
        rows.put(self._connection, tables.buddy_check, rows.values_of(check))

    def check(self, member: MemberId, group: GroupId) -> BuddyCheck | None:
        """Return a member's check-in for a group."""
        query = select(tables.buddy_check).where(_CHECK.member == member, _CHECK.group == group)
        return rows.one(self._connection, BuddyCheck, query)

    def checks(self, group: GroupId) -> tuple[BuddyCheck, ...]:
        """Return a group's check-ins by member."""
        query = select(tables.buddy_check).where(_CHECK.group == group).order_by(_CHECK.member)
        return rows.many(self._connection, BuddyCheck, query)

    def checks_with(self, member: MemberId) -> tuple[BuddyCheck, ...]:
        """Return the check-ins of a member or with them as the buddy."""
        theirs = or_(_CHECK.member == member, _CHECK.buddy == member)
        query = select(tables.buddy_check).where(theirs).order_by(_CHECK.member, _CHECK.group)
        return rows.many(self._connection, BuddyCheck, query)

    def drop_check(self, member: MemberId, group: GroupId) -> None:
        """Delete a check-in; a missing one is fine."""
        theirs = tables.buddy_check.delete().where(_CHECK.member == member, _CHECK.group == group)
        self._connection.execute(theirs)
