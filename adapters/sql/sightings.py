"""The day on which a member was last here."""

from datetime import date

from sqlalchemy import Connection, func, literal, select

from adapters.sql import rows, tables
from adapters.sql.types import DAY
from bot.domain.member import Member, MemberState
from bot.ids import CommunityId, MemberId

_SEEN = tables.seen.c
_MEMBER = tables.member.c


class SqlSightings:
    """Keep days in a table."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def note(self, member: MemberId, day: date) -> None:
        """Remember that a member was here on a day; nothing happens where there is no such member any more."""
        known = self._connection.scalar(select(_MEMBER.id).where(_MEMBER.id == member))
        if known is not None:
            rows.put(self._connection, tables.seen, {"member": member, "day": day})

    def last(self, member: MemberId) -> date | None:
        """Return the day on which a member was last here, where that is known."""
        found: date | None = self._connection.scalar(select(_SEEN.day).where(_SEEN.member == member))
        return found

    def begin(self, community: CommunityId, day: date) -> int:
        """Let members of whom no day is known count as seen on this one, and return how many there were."""
        unknown = (
            select(_MEMBER.id, literal(day, DAY))
            .outerjoin(tables.seen, _SEEN.member == _MEMBER.id)
            .where(_MEMBER.community == community, _SEEN.member.is_(None))
        )
        new = tables.seen.insert().from_select(["member", "day"], unknown)
        return self._connection.execute(new).rowcount

    def quiet(self, community: CommunityId, since: date, *, offset: int, limit: int) -> tuple[Member, ...]:
        """Return members who did not leave and were not seen after a day, by id."""
        query = (
            select(tables.member)
            .join(tables.seen, _SEEN.member == _MEMBER.id)
            .where(_MEMBER.community == community, _MEMBER.state != MemberState.LEFT, _SEEN.day <= since)
            .order_by(_MEMBER.id)
            .offset(offset)
            .limit(limit)
        )
        return rows.many(self._connection, Member, query)


def join(connection: Connection, other: MemberId, into: MemberId) -> None:
    """Let the later day of two members be the one of whoever goes on."""
    latest = connection.scalar(select(func.max(_SEEN.day)).where(_SEEN.member.in_((other, into))))
    connection.execute(tables.seen.delete().where(_SEEN.member == other))
    if latest is not None:
        rows.put(connection, tables.seen, {"member": into, "day": latest})
