"""Who stays apart from whom, by the marks of accounts.

A separation has two sides, and each side has the marks under which its person was known here: the one that was named
first, and, once an account or the member goes, all others of that member. So a person who comes back is known by each
of them.
"""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import BindParameter, Column, Connection, Select, and_, bindparam, select, union_all

from adapters.sql import rows, tables
from adapters.sql.marks import mark_of
from bot.domain.care import Avoided, Separation, Why
from bot.domain.community import Account
from bot.ids import CommunityId, MemberId, PlatformName, SeparationId, UserId, short_hash

BY, OTHER = "by", "other"
_SEPARATION = tables.separation.c
_MARK = tables.separation_mark.c
_ACCOUNT = tables.account.c

_BY, _OTHER = tables.separation_mark.alias("by_mark"), tables.separation_mark.alias("other_mark")
_ONE, _TWO = tables.account.alias("one"), tables.account.alias("two")


def _two_sides(*columns: Column[str]) -> Select[*tuple[Any, ...]]:
    """Return the query for something of two members on the sides of a separation, maybe more than once."""
    return (
        select(*columns)
        .select_from(tables.separation)
        .join(_BY, and_(_BY.c.separation == _SEPARATION.id, _BY.c.side == BY))
        .join(_ONE, _ONE.c.mark == _BY.c.mark)
        .join(_OTHER, and_(_OTHER.c.separation == _SEPARATION.id, _OTHER.c.side == OTHER))
        .join(_TWO, _TWO.c.mark == _OTHER.c.mark)
        .where(_ONE.c.member != _TWO.c.member)
    )


_MEMBER: BindParameter[str] = bindparam("member")
_APART = _two_sides(_ONE.c.member, _TWO.c.member).where(_SEPARATION.community == bindparam("community"))
_APART_FROM = union_all(
    _two_sides(_TWO.c.member).where(_ONE.c.member == _MEMBER),
    _two_sides(_ONE.c.member).where(_TWO.c.member == _MEMBER),
)
"""Made once: they are asked at every draw, and whenever people are shown to each other."""


class SqlSeparations:
    """Keep separations in tables."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, separation: Separation) -> None:
        """Keep two apart from now on; twice is fine."""
        by = mark_of(self._connection, separation.community, separation.by)
        other = mark_of(self._connection, separation.community, separation.other)
        name = short_hash(by, other, separation.why)
        readable = rows.values_of(separation.other) if separation.why is Why.AVOID else {}
        rows.put(
            self._connection,
            tables.separation,
            {
                "id": name,
                "community": separation.community,
                "why": separation.why,
                "named": other,
                "platform": readable.get("platform"),
                "user": readable.get("user"),
            },
        )
        sides = ((BY, by), (OTHER, other))
        rows.add_all_new(
            self._connection,
            tables.separation_mark,
            *({"separation": name, "side": side, "mark": mark} for side, mark in sides),
        )

    def apart(self, community: CommunityId) -> frozenset[tuple[MemberId, MemberId]]:
        """Return the members of a community who stay apart, as sorted pairs."""
        pairs = self._connection.execute(_APART, {"community": community})
        return frozenset((MemberId(min(pair)), MemberId(max(pair))) for pair in pairs)

    def apart_from(self, member: MemberId) -> frozenset[MemberId]:
        """Return whom a member stays apart from, whoever of the two said so."""
        others = self._connection.scalars(_APART_FROM, {"member": member})
        return frozenset(MemberId(other) for other in others)

    def avoided_by(self, member: MemberId) -> tuple[Avoided, ...]:
        """Return a member's own list, sorted by account; those who can't be read any more come last.

        Whom they named with each of two accounts is in it once.
        """
        query = (
            select(_SEPARATION.platform, _SEPARATION.user, _SEPARATION.id, _SEPARATION.named)
            .where(_own(member))
            .order_by(_SEPARATION.id.desc())
        )
        lines = {
            (platform, user, named): name
            for platform, user, name, named in self._connection.execute(query).all()
        }
        return tuple(
            Avoided(id=SeparationId(name), who=_account(platform, user))
            for platform, user, name in sorted(
                ((platform, user, name) for (platform, user, _), name in lines.items()), key=_readable_first
            )
        )

    def take_back(self, member: MemberId, account: Account) -> bool:
        """Take back a member's wish not to meet the person with an account, and say whether there was one."""
        return self._take_back(member, self._mark(member, account))

    def take_back_line(self, member: MemberId, separation: SeparationId) -> bool:
        """Take back one line of a member's list, and say whether there was one."""
        named = self._connection.scalar(
            select(_SEPARATION.named).where(_own(member), _SEPARATION.id == separation)
        )
        return named is not None and self._take_back(member, named)

    def _take_back(self, member: MemberId, named: str | None) -> bool:
        gone = tables.separation.delete().where(_own(member), _SEPARATION.named == named)
        return self._connection.execute(gone).rowcount > 0

    def _mark(self, member: MemberId, account: Account) -> str | None:
        community = self._connection.scalar(
            select(tables.member.c.community).where(tables.member.c.id == member)
        )
        return None if community is None else mark_of(self._connection, community, account)

    def forget(self, member: MemberId) -> None:
        """Delete a member's own avoids, and let nobody read that others' are about them."""
        self._connection.execute(tables.separation.delete().where(_own(member)))
        conceal(self._connection, member)

    def forget_account(self, community: CommunityId, account: Account) -> None:
        """Let nobody read any more that avoids are about an account; they stay as keyed hashes."""
        about = _SEPARATION.named == mark_of(self._connection, community, account)
        self._connection.execute(tables.separation.update().where(about).values(platform=None, user=None))


def hold_on(connection: Connection, member: MemberId) -> None:
    """Write every separation of a member down under all of their accounts, before one of these goes."""
    missing = [
        {"separation": name, "side": side, "mark": mark}
        for name, side in connection.execute(_sides_of(member).distinct()).all()
        for mark in _marks_of(connection, member)
    ]
    rows.add_all_new(connection, tables.separation_mark, *missing)


def conceal(connection: Connection, member: MemberId) -> None:
    """Keep a member's separations as hashes only: nobody can read any more who they or others avoid."""
    hold_on(connection, member)
    theirs = select(_sides_of(member).subquery().c.separation)
    readable = tables.separation.update().where(_SEPARATION.id.in_(theirs))
    connection.execute(readable.values(platform=None, user=None))


def _sides_of(member: MemberId) -> Select[Any]:
    """Return the query for the separations of a member, and on which side they are."""
    return (
        select(_MARK.separation, _MARK.side)
        .join_from(tables.account, tables.separation_mark, _ACCOUNT.mark == _MARK.mark)
        .where(_ACCOUNT.member == member)
    )


def _marks_of(connection: Connection, member: MemberId) -> Iterator[str]:
    yield from connection.scalars(select(_ACCOUNT.mark).where(_ACCOUNT.member == member))


def _own(member: MemberId) -> Any:  # noqa: ANN401 - SQLAlchemy's condition is generic over nothing useful
    """Return the condition that an avoid is a member's own."""
    sides = _sides_of(member).where(_MARK.side == BY).subquery()
    return and_(_SEPARATION.why == Why.AVOID, _SEPARATION.id.in_(select(sides.c.separation)))


def _account(platform: str | None, user: str | None) -> Account | None:
    if platform is None or user is None:
        return None
    return Account(platform=PlatformName(platform), user=UserId(user))


def _readable_first(line: tuple[Any, ...]) -> tuple[bool, str, str, str]:
    platform, user, name = line
    return user is None, platform or "", user or "", name
