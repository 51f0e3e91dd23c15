"""Reports, and who may not take part, or not now."""

from datetime import datetime

from sqlalchemy import ColumnElement, Connection, Select, and_, bindparam, false, func, or_, select, update

from adapters.sql import rows
from adapters.sql.marks import mark_of
from adapters.sql.tables import account, bar, report
from bot.domain.community import Account
from bot.domain.moderation import Report, ReportState
from bot.ids import CommunityId, MemberId, ReportId

_REPORT = report.c
_NOBODY = "forgotten"
"""Stands for whom a report is about once they asked to be forgotten: like an erased member, it leads to nobody."""
_SENT = _REPORT.state != ReportState.DRAFT
_MARKED = and_(bar.c.community == bindparam("community"), bar.c.mark == bindparam("mark"))
_REMOVED = select(bar.c.removed).where(_MARKED)
_HELD = select(bar.c.held_until).where(_MARKED)


class SqlReports:
    """Keep reports and bars in tables."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, new: Report) -> None:
        """Insert a report."""
        rows.add(self._connection, report, new)

    def save(self, changed: Report) -> None:
        """Replace a report."""
        rows.save(self._connection, report, changed)

    def get(self, name: ReportId) -> Report | None:
        """Return a report by its id."""
        return rows.get(self._connection, Report, report, id=name)

    def remove(self, name: ReportId) -> None:
        """Delete a report; a missing one is fine."""
        self._connection.execute(report.delete().where(_REPORT.id == name))

    def of_community(self, community: CommunityId) -> tuple[Report, ...]:
        """Return a community's sent reports, oldest first."""
        return rows.many(self._connection, Report, _sent(community))

    def by_account(self, community: CommunityId, account: Account) -> tuple[Report, ...]:
        """Return what was sent with an account, oldest first."""
        return rows.many(self._connection, Report, _sent(community).where(_REPORT.by_account == account))

    def drafts(self, community: CommunityId, account: Account) -> int:
        """Count what is being written with an account."""
        theirs = and_(_REPORT.community == community, _REPORT.by_account == account, ~_SENT)
        return self._connection.scalar(select(func.count()).select_from(report).where(theirs)) or 0

    def about(
        self, community: CommunityId, member: MemberId | None, account: Account | None
    ) -> tuple[Report, ...]:
        """Return the sent reports about a member or about an account, oldest first."""
        named: list[ColumnElement[bool]] = [false()]
        if member is not None:
            named.append(_REPORT.about == member)
        if account is not None:
            named.append(_REPORT.about_account == account)
        return rows.many(self._connection, Report, _sent(community).where(or_(*named)))

    def bar(self, community: CommunityId, account: Account) -> None:
        """Write an account's mark down as one that may not take part; twice is fine."""
        self._write_mark(community, account, removed=True, until=None)

    def barred(self, community: CommunityId, account: Account) -> bool:
        """Say whether an account may not take part."""
        return bool(self._connection.scalar(_REMOVED, self._marked(community, account)))

    def hold(self, community: CommunityId, account: Account, until: datetime) -> None:
        """Write down until when an account is held back; one that may not take part at all stays so."""
        if not self.barred(community, account):
            self._write_mark(community, account, removed=False, until=until)

    def held(self, community: CommunityId, account: Account) -> datetime | None:
        """Return until when an account is held back, or None."""
        return self._connection.scalar(_HELD, self._marked(community, account))

    def let_in(self, community: CommunityId, account: Account) -> None:
        """Delete an account's mark."""
        self._connection.execute(bar.delete().where(_MARKED), self._marked(community, account))

    def forget(self, community: CommunityId, account: Account) -> None:
        """Take an account that is being forgotten out of a community's reports, as an erased member is."""
        here = _REPORT.community == community
        by, about = and_(here, _REPORT.by_account == account), and_(here, _REPORT.about_account == account)
        _forget(self._connection, by, about)
        self._lead_to_nobody(about)
        for column in (_REPORT.taken_by, _REPORT.decided_by):
            named = update(report).where(here, column == account)
            self._connection.execute(named.values({column: None}))

    def forget_about(self, account: Account) -> None:
        """Take an account out of what is said about it, in every community."""
        about = _REPORT.about_account == account
        _forget(self._connection, false(), about)
        self._lead_to_nobody(about)

    def _lead_to_nobody(self, about: ColumnElement[bool]) -> None:
        """Let open reports about somebody who was no member be about one who is none any more."""
        nameless = update(report).where(about, _REPORT.about.is_(None))
        self._connection.execute(nameless.values(about=_NOBODY))

    def _write_mark(
        self, community: CommunityId, account: Account, *, removed: bool, until: datetime | None
    ) -> None:
        values = {**self._marked(community, account), "removed": removed, "held_until": until}
        rows.put(self._connection, bar, values)

    def _marked(self, community: CommunityId, account: Account) -> dict[str, str]:
        return {"community": community, "mark": mark_of(self._connection, community, account)}


def _sent(community: CommunityId) -> Select[tuple[object, ...]]:
    return select(report).where(_REPORT.community == community, _SENT).order_by(_REPORT.made_at, _REPORT.id)


def forget_in_reports(connection: Connection, member: MemberId) -> None:
    """Take an erased member out of reports.

    What is closed goes, and what was being written. What is open about them stays until it is closed; what they wrote
    and is still open stays without them. As a moderator they are named no more.
    """
    _forget(connection, _REPORT.by == member, _REPORT.about == member)
    query = select(account.c.platform, account.c.user).where(account.c.member == member)
    for theirs_too in rows.many(connection, Account, query):
        for column in (_REPORT.taken_by, _REPORT.decided_by):
            connection.execute(update(report).where(column == theirs_too).values({column: None}))


def _forget(connection: Connection, by: ColumnElement[bool], about: ColumnElement[bool]) -> None:
    """Delete what is closed or was being written by or about somebody, and take their name off what they wrote."""
    done = _REPORT.state.in_([ReportState.CLOSED, ReportState.DRAFT])
    connection.execute(report.delete().where(or_(by, about), done))
    connection.execute(update(report).where(by).values(by=None, by_account=None, may_write=False))


def rename_in_reports(connection: Connection, other: MemberId, into: MemberId) -> None:
    """Let reports by or about a member be by or about another one, who goes on."""
    connection.execute(update(report).where(_REPORT.by == other).values(by=into))
    connection.execute(update(report).where(_REPORT.about == other).values(about=into))
