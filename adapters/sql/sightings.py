"""The day on which a member was last here, and the language of the app they used."""

from datetime import date

from sqlalchemy import Connection, case, func, literal, select

from adapters.sql import rows, tables
from adapters.sql.types import DAY, WORDS
from bot.domain.member import Member, MemberState
from bot.ids import CommunityId, MemberId

_SEEN = tables.seen.c
_MEMBER = tables.member.c


class SqlSightings:
    """Keep days in a table."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def note(self, member: MemberId, day: date, language: str = "") -> None:
        """Remember that a member was here on a day; nothing happens where there is no such member any more."""
        known = self._connection.scalar(select(_MEMBER.id).where(_MEMBER.id == member))
        if known is not None:
            language = language or self.language(member)
            rows.put(self._connection, tables.seen, {"member": member, "day": day, "language": language})

    def language(self, member: MemberId) -> str:
        """Return the language of the app a member last used, or an empty string where none is known."""
        found = self._connection.scalar(select(_SEEN.language).where(_SEEN.member == member))
        return str(found or "")

    def last(self, member: MemberId) -> date | None:
        """Return the day on which a member was last here, where that is known."""
        found: date | None = self._connection.scalar(select(_SEEN.day).where(_SEEN.member == member))
        return found

    def begin(self, community: CommunityId, day: date) -> int:
        """Let members of whom no day is known count as seen on this one, and return how many there were."""
        unknown = (
            select(_MEMBER.id, literal(day, DAY), literal("", WORDS))
            .outerjoin(tables.seen, _SEEN.member == _MEMBER.id)
            .where(_MEMBER.community == community, _SEEN.member.is_(None))
        )
        new = tables.seen.insert().from_select(["member", "day", "language"], unknown)
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
    """Let the later day of two members be the one of whoever goes on, and their app's language if it is known."""
    both = _SEEN.member.in_((other, into))
    latest = connection.scalar(select(func.max(_SEEN.day)).where(both))
    spoken = (
        select(_SEEN.language)
        .where(both, _SEEN.language != "")
        .order_by(case((_SEEN.member == into, 0), else_=1))
    )
    language = connection.scalar(spoken) or ""
    connection.execute(tables.seen.delete().where(_SEEN.member == other))
    if latest is not None:
        rows.put(connection, tables.seen, {"member": into, "day": latest, "language": language})
