"""Members, their accounts and their enrolments."""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import Connection, Select, and_, bindparam, case, cast, func, select

from adapters.sql import rows, tables
from adapters.sql.merging import merge
from adapters.sql.norms import drop_asked
from adapters.sql.reports import forget_in_reports
from adapters.sql.separations import conceal, hold_on
from adapters.sql.taps import by_member, drop_taps
from adapters.sql.types import WORDS
from bot.domain.community import Account
from bot.domain.member import Enrolment, Member, MemberState, Participant
from bot.ids import CircleId, CommunityId, MemberId, PlatformName, UserId

_MEMBER = tables.member.c
_ACCOUNT = tables.account.c
_ENROLMENT = tables.enrolment.c
_PAGE = 200
"""How many members are read at once: between two pages others get their turn."""


class SqlMembers:
    """Keep members, accounts and enrolments in tables."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, member: Member) -> None:
        """Insert a member."""
        rows.add(self._connection, tables.member, member)

    def save(self, member: Member) -> None:
        """Replace a member."""
        rows.save(self._connection, tables.member, member)

    def get(self, member: MemberId) -> Member | None:
        """Return a member by their id."""
        return rows.get(self._connection, Member, tables.member, id=member)

    def erase(self, member: MemberId) -> None:
        """Delete everything that is the member's own; seats and meetings keep the bare id.

        Accounts, enrolments, answers to openings and sit-outs go with the member's row by their foreign keys. Whoever
        stays apart from them goes on doing so, by keyed hashes that nobody can read.
        """
        conceal(self._connection, member)
        drop_taps(self._connection, by_member(member))
        drop_asked(self._connection, member)
        forget_in_reports(self._connection, member)
        self._connection.execute(
            tables.seat.update()
            .where(tables.seat.c.member == member)
            .values(
                met=None,
                feeling=None,
                again=None,
                fit=None,
                confirmed=None,
                sign=None,
                alone=False,
                reason=None,
            )
        )
        self._connection.execute(tables.member.delete().where(_MEMBER.id == member))

    def merge(self, other: MemberId, kept: Member) -> None:
        """Replace a member, who takes over all rows of another one; that one is gone.

        Raise `ValueError` for two of different communities or for one and the same, `LookupError` for no such member.
        """
        found = self.get(other)
        if found is None:
            raise LookupError("no such member")
        if other == kept.id or found.community != kept.community:
            raise ValueError("only two members of one community can become one")
        self.save(kept)
        merge(self._connection, other, kept.id)

    def of_community(self, community: CommunityId) -> tuple[Member, ...]:
        """Return a community's members, in whatever state."""
        return rows.find(self._connection, Member, tables.member, "id", community=community)

    def of_account(self, community: CommunityId, platform: PlatformName, user: UserId) -> Member | None:
        """Return the member who has an account in a community."""
        return rows.one(
            self._connection, Member, _OF_ACCOUNT, platform=platform, user=user, community=community
        )

    def of_user(self, platform: PlatformName, user: UserId) -> tuple[Member, ...]:
        """Return the memberships of one account in all communities."""
        return rows.many(self._connection, Member, _OF_USER, platform=platform, user=user)

    def add_account(self, member: MemberId, account: Account) -> None:
        """Give a member an account; twice is fine. Where they have one on the platform already, it is an extra one.

        Raise `ValueError` where it belongs to another member of the community, `LookupError` for no such member.
        """
        community = self._connection.scalar(_COMMUNITY, {"id": member})
        if community is None:
            raise LookupError("no such member")
        extra = any(other.platform == account.platform for other in self.accounts(member))
        values = {
            "community": community,
            "member": member,
            "extra": extra,
            **rows.values_of(account),
        }
        if rows.add_new(self._connection, tables.account, values):
            return
        if (
            self._connection.scalar(select(_ACCOUNT.member).where(rows.same_key(tables.account, values)))
            != member
        ):
            raise ValueError("the account belongs to another member")

    def prefer_account(self, member: MemberId, account: Account) -> None:
        """Let an account be the one to write to on its platform; nothing happens where it is not the member's."""
        if account not in self.accounts(member):
            return
        there = tables.account.update().where(
            _ACCOUNT.member == member, _ACCOUNT.platform == account.platform
        )
        self._connection.execute(there.values(extra=True))
        self._connection.execute(there.where(_ACCOUNT.user == account.user).values(extra=False))

    def remove_account(self, member: MemberId, account: Account) -> None:
        """Take an account from a member; a missing one is fine. Who stays apart from it stays apart from the member."""
        hold_on(self._connection, member)
        theirs = and_(
            _ACCOUNT.member == member,
            _ACCOUNT.platform == account.platform,
            _ACCOUNT.user == account.user,
        )
        self._connection.execute(tables.account.delete().where(theirs))

    def accounts(self, member: MemberId) -> tuple[Account, ...]:
        """Return a member's accounts by platform, the one to write to before extra ones."""
        return rows.many(self._connection, Account, _ACCOUNTS, member=member)

    def enrol(self, enrolment: Enrolment) -> None:
        """Add or replace an enrolment."""
        rows.put(self._connection, tables.enrolment, rows.values_of(enrolment))

    def unenrol(self, circle: CircleId, member: MemberId) -> None:
        """Delete an enrolment, and the wishes there to come with the member; a missing one is fine."""
        here = _ENROLMENT.circle == circle
        self._connection.execute(tables.enrolment.delete().where(here, _ENROLMENT.member == member))
        self._connection.execute(
            tables.enrolment.update().where(here, _ENROLMENT.partner == member).values(partner=None)
        )

    def enrolments(self, member: MemberId) -> tuple[Enrolment, ...]:
        """Return a member's enrolments by circle."""
        return rows.find(self._connection, Enrolment, tables.enrolment, "circle", member=member)

    def enrolled(self, circle: CircleId) -> tuple[Enrolment, ...]:
        """Return a circle's enrolments by member."""
        return rows.find(self._connection, Enrolment, tables.enrolment, "member", circle=circle)

    def taking_part(self, circle: CircleId, platform: PlatformName) -> Iterator[Participant]:
        """Yield a circle's active members who have an account on a platform, page by page."""
        after = ""
        while True:
            page = self._connection.execute(
                _PAGE_OF, {"circle": circle, "platform": platform, "after": after}
            ).all()
            for row in page:
                if row.state is MemberState.ACTIVE and row.user is not None:
                    yield _participant(tuple(row))
            if len(page) < _PAGE:
                return
            after = page[-1].id


def _page_of() -> Select[Any]:
    """Return the query for a page of a circle's members, those after one, each with enrolment and account.

    A condition on the platform would tempt SQLite to walk through all accounts there, once for each member. With the
    mark of extra ones before it, the account to write to is the least of several; the mark is cut off again.
    """
    marked = cast(_ACCOUNT.extra, WORDS).concat(_ACCOUNT.user)
    user = (
        select(func.substr(func.min(case((_ACCOUNT.platform == bindparam("platform"), marked))), 2))
        .where(_ACCOUNT.member == _MEMBER.id)
        .scalar_subquery()
    )
    return (
        select(*_MEMBER, *(column.label(f"in_{column.name}") for column in _ENROLMENT), user.label("user"))
        .join_from(tables.enrolment, tables.member, _ENROLMENT.member == _MEMBER.id)
        .where(_ENROLMENT.circle == bindparam("circle"), _ENROLMENT.member > bindparam("after"))
        .order_by(_ENROLMENT.member)
        .limit(_PAGE)
    )


_MEMBER_FIELDS = tuple(column.name for column in _MEMBER)
_ENROLMENT_FIELDS = tuple(column.name for column in _ENROLMENT)


def _participant(row: tuple[Any, ...]) -> Participant:
    """Make a participant of a member's columns, an enrolment's columns and an account."""
    own, rest = row[: len(_MEMBER_FIELDS)], row[len(_MEMBER_FIELDS) :]
    return Participant(
        member=Member(**dict(zip(_MEMBER_FIELDS, own, strict=True))),
        enrolment=Enrolment(**dict(zip(_ENROLMENT_FIELDS, rest[:-1], strict=True))),
        user=UserId(rest[-1]),
    )


_PAGE_OF = _page_of()
_BY_ACCOUNT = (
    select(tables.member)
    .join(tables.account, _ACCOUNT.member == _MEMBER.id)
    .where(_ACCOUNT.platform == bindparam("platform"), _ACCOUNT.user == bindparam("user"))
)
_OF_USER = _BY_ACCOUNT.order_by(_MEMBER.id)
_OF_ACCOUNT = _BY_ACCOUNT.where(_ACCOUNT.community == bindparam("community"))
_COMMUNITY = select(_MEMBER.community).where(_MEMBER.id == bindparam("id"))
_ACCOUNTS = (
    select(_ACCOUNT.platform, _ACCOUNT.user)
    .where(_ACCOUNT.member == bindparam("member"))
    .order_by(_ACCOUNT.platform, _ACCOUNT.extra, _ACCOUNT.user)
)
