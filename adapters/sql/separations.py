"""Who stays apart from whom, by the marks of accounts.

A separation has two sides, and each side has the marks under which its person was known here: the one that was named
first, and, once an account or the member goes, all others of that member. So a person who comes back is known by each
of them.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from itertools import product
from typing import Any

from sqlalchemy import Connection, Select, and_, bindparam, select

from adapters.sql import rows, tables
from adapters.sql.marks import mark_of, marks_of, members_by_mark
from bot.domain.care import Avoided, Separation, Why
from bot.domain.community import Account
from bot.ids import CommunityId, MemberId, PlatformName, SeparationId, UserId, short_hash

BY, OTHER = "by", "other"
_SEPARATION = tables.separation.c
_MARK = tables.separation_mark.c


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
        sides = defaultdict[str, defaultdict[str, list[str]]](lambda: defaultdict(list))
        for separation, side, mark in self._connection.execute(_ALL_MARKS, {"community": community}):
            sides[separation][side].append(mark)
        if not sides:
            return frozenset()
        known = members_by_mark(self._connection, community)
        return frozenset(
            (min(one, two), max(one, two))
            for marks in sides.values()
            for one, two in product(_known(marks[BY], known), _known(marks[OTHER], known))
            if one != two
        )

    def apart_from(self, member: MemberId) -> frozenset[MemberId]:
        """Return whom a member stays apart from, whoever of the two said so."""
        return self._facing(member, _FACING)

    def reported_by(self, member: MemberId) -> frozenset[MemberId]:
        """Return who reported a member."""
        return self._facing(member, _REPORTED_BY)

    def reported(self, member: MemberId) -> frozenset[MemberId]:
        """Return whom a member reported."""
        return self._facing(member, _REPORTED)

    def _facing(self, member: MemberId, query: Select[str]) -> frozenset[MemberId]:
        """Return who stands on the other side of some of a member's separations."""
        own = marks_of(self._connection, [member])
        marks = list(self._connection.scalars(query, {"marks": own}))
        community = self._community(member) if marks else None
        if community is None:
            return frozenset()
        return frozenset(_known(marks, members_by_mark(self._connection, community))) - {member}

    def avoided_by(self, member: MemberId) -> tuple[Avoided, ...]:
        """Return a member's own list, sorted by account; those who can't be read any more come last.

        Whom they named with each of two accounts is in it once.
        """
        found = self._connection.execute(_OWN_LINES, {"marks": marks_of(self._connection, [member])})
        lines = {(platform, user, named): name for platform, user, name, named in found}
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
        marks = marks_of(self._connection, [member])
        named = self._connection.scalar(_NAMED, {"marks": marks, "id": separation})
        return named is not None and self._take_back(member, named)

    def _take_back(self, member: MemberId, named: str | None) -> bool:
        marks = marks_of(self._connection, [member])
        return self._connection.execute(_TAKE_BACK, {"marks": marks, "named": named}).rowcount > 0

    def _mark(self, member: MemberId, account: Account) -> str | None:
        community = self._community(member)
        return None if community is None else mark_of(self._connection, community, account)

    def _community(self, member: MemberId) -> str | None:
        return self._connection.scalar(_COMMUNITY, {"member": member})

    def forget(self, member: MemberId) -> None:
        """Delete a member's own avoids, and let nobody read that others' are about them."""
        self._connection.execute(_FORGET, {"marks": marks_of(self._connection, [member])})
        conceal(self._connection, member)

    def forget_account(self, community: CommunityId, account: Account) -> None:
        """Let nobody read any more that avoids are about an account; they stay as keyed hashes."""
        about = _SEPARATION.named == mark_of(self._connection, community, account)
        self._connection.execute(tables.separation.update().where(about).values(platform=None, user=None))


def hold_on(connection: Connection, member: MemberId) -> None:
    """Write every separation of a member down under all of their accounts, before one of these goes."""
    marks = marks_of(connection, [member])
    missing = [
        {"separation": name, "side": side, "mark": mark}
        for name, side in connection.execute(_SIDES, {"marks": marks}).all()
        for mark in marks
    ]
    rows.add_all_new(connection, tables.separation_mark, *missing)


def conceal(connection: Connection, member: MemberId) -> None:
    """Keep a member's separations as hashes only: nobody can read any more who they or others avoid."""
    hold_on(connection, member)
    connection.execute(_CONCEAL, {"marks": marks_of(connection, [member])})


def _known(marks: Iterable[str], members: Mapping[str, MemberId]) -> set[MemberId]:
    return {members[mark] for mark in marks if mark in members}


def _account(platform: str | None, user: str | None) -> Account | None:
    if platform is None or user is None:
        return None
    return Account(platform=PlatformName(platform), user=UserId(user))


def _readable_first(line: tuple[Any, ...]) -> tuple[bool, str, str, str]:
    platform, user, name = line
    return user is None, platform or "", user or "", name


_MINE = _MARK.mark.in_(bindparam("marks", expanding=True))
"""The condition that a side of a separation is that of the member with these marks."""
_OWN = and_(
    _SEPARATION.why == Why.AVOID,
    _SEPARATION.id.in_(select(_MARK.separation).where(_MARK.side == BY, _MINE)),
)
"""The condition that an avoid is their own."""
_SIDES = select(_MARK.separation, _MARK.side).where(_MINE).distinct()
_FACE = tables.separation_mark.alias("face")
_FACING = (
    select(_FACE.c.mark)
    .join_from(
        tables.separation_mark,
        _FACE,
        and_(_FACE.c.separation == _MARK.separation, _FACE.c.side != _MARK.side),
    )
    .where(_MINE)
)
_OF_REPORTS = _FACING.join(
    tables.separation, and_(_SEPARATION.id == _MARK.separation, _SEPARATION.why == Why.REPORT)
)
_REPORTED_BY = _OF_REPORTS.where(_MARK.side == OTHER)
_REPORTED = _OF_REPORTS.where(_MARK.side == BY)
_ALL_MARKS = (
    select(_MARK.separation, _MARK.side, _MARK.mark)
    .join_from(tables.separation, tables.separation_mark, _MARK.separation == _SEPARATION.id)
    .where(_SEPARATION.community == bindparam("community"))
)
_OWN_LINES = (
    select(_SEPARATION.platform, _SEPARATION.user, _SEPARATION.id, _SEPARATION.named)
    .where(_OWN)
    .order_by(_SEPARATION.id.desc())
)
_NAMED = select(_SEPARATION.named).where(_OWN, _SEPARATION.id == bindparam("id"))
_TAKE_BACK = tables.separation.delete().where(_OWN, _SEPARATION.named == bindparam("named"))
_FORGET = tables.separation.delete().where(_OWN)
_CONCEAL = (
    tables.separation.update()
    .where(_SEPARATION.id.in_(select(_MARK.separation).where(_MINE)))
    .values(platform=None, user=None)
)
_COMMUNITY = select(tables.member.c.community).where(tables.member.c.id == bindparam("member"))
