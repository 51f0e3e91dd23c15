"""Whatever names a person in the tables, and how it goes.

Ids stand in jobs and menus as text among other text, so those are searched; everything else is found by its columns.
"""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from sqlalchemy import Connection, and_, exists, func, or_, select, type_coerce, union

from adapters.sql import rows, tables
from adapters.sql.handing_on import hand_on
from adapters.sql.naming import may_name, names
from adapters.sql.taps import in_community
from adapters.sql.types import WORDS, sealed
from bot.domain.community import Account
from bot.domain.jobs import Job
from bot.domain.rounds import Group, Meeting, Seat, SeatState
from bot.ids import CommunityId, MemberId, PlatformName, RoundId, UserId

_SEAT = tables.seat.c
_GROUP = tables.group.c
_MEETING = tables.meeting.c
_ACCOUNT = tables.account.c
_TAP = tables.challenge_tap.c
_POST = tables.challenge_post.c
_ASKED = tables.norm_asked.c
_SUGGESTION = tables.suggestion.c
_JOB = tables.job.c
_MENU = tables.menu.c
_CONTENT = type_coerce(_MENU.menu, sealed(WORDS, "menu.menu")).label("content")
"""A menu as it is written: what is sealed can't be searched by the database."""
_PAGE = 500
_SEPARATOR = ","


class SqlTraces:
    """Find and take away what names a person."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def communities_of(self, platform: PlatformName, user: UserId) -> tuple[CommunityId, ...]:
        """Return where an account is a member, ever tapped on a challenge, was asked, suggested one, or wrote a report."""
        joined = select(_ACCOUNT.community).where(_ACCOUNT.platform == platform, _ACCOUNT.user == user)
        tapped = (
            select(_POST.community)
            .join_from(tables.challenge_tap, tables.challenge_post, _POST.id == _TAP.post)
            .where(_TAP.platform == platform, _TAP.user == user)
        )
        account = Account(platform=platform, user=user)
        wrote = select(tables.report.c.community).where(tables.report.c.by_account == account)
        asked = select(_ASKED.community).where(_ASKED.platform == platform, _ASKED.user == user)
        suggested = select(_SUGGESTION.community).where(
            _SUGGESTION.platform == platform, _SUGGESTION.user == user
        )
        found = self._connection.scalars(union(joined, tapped, asked, wrote, suggested))
        return tuple(sorted(CommunityId(community) for community in found))

    def accounts(self, community: CommunityId, *, offset: int, limit: int) -> tuple[Account, ...]:
        """Return, some at a time, the accounts of members, in whatever state, and of those who tapped on challenges or suggested one."""
        joined = select(_ACCOUNT.platform, _ACCOUNT.user).where(_ACCOUNT.community == community)
        tapped = select(_TAP.platform, _TAP.user).where(in_community(community))
        asked = select(_ASKED.platform, _ASKED.user).where(_ASKED.community == community)
        suggested = select(_SUGGESTION.platform, _SUGGESTION.user).where(_SUGGESTION.community == community)
        every = union(joined, tapped, asked, suggested).subquery()
        query = select(every).order_by(every.c.platform, every.c.user).offset(offset).limit(limit)
        return rows.many(self._connection, Account, query)

    def groups(self, member: MemberId) -> tuple[Group, ...]:
        """Return all groups in which a member ever had a seat."""
        theirs = select(_SEAT.group).where(_SEAT.member == member)
        query = select(tables.group).where(_GROUP.id.in_(theirs)).order_by(_GROUP.id)
        return rows.many(self._connection, Group, query)

    def seats(self, member: MemberId) -> tuple[Seat, ...]:
        """Return all seats of a member."""
        query = select(tables.seat).where(_SEAT.member == member).order_by(_SEAT.group)
        return rows.many(self._connection, Seat, query)

    def meetings(self, member: MemberId) -> tuple[Meeting, ...]:
        """Return all recorded meetings of a member, oldest slot first."""
        query = select(tables.meeting).where(_is_of(member))
        ordered = query.order_by(_MEETING.slot, _MEETING.round, _MEETING.first, _MEETING.second)
        return rows.many(self._connection, Meeting, ordered)

    def left_out(self, member: MemberId) -> int:
        """Count the rounds for which a member was left out and has no seat."""
        sat_out = tables.sat_out.c
        seated = exists().where(
            and_(
                _SEAT.round == sat_out.round, _SEAT.member == sat_out.member, _SEAT.state == SeatState.ACTIVE
            )
        )
        query = select(func.count()).where(sat_out.member == member, ~seated).select_from(tables.sat_out)
        return self._connection.scalar(query) or 0

    def jobs(self, name: str) -> tuple[Job, ...]:
        """Return the jobs that name an id."""
        columns = (_JOB.key, _JOB.subject, _JOB.after, _JOB.args)
        query = select(tables.job).where(may_name(columns, (name,))).order_by(_JOB.key)
        return tuple(job for job in rows.many(self._connection, Job, query) if _is_named(job, name))

    def drop_jobs(self, community: CommunityId, name: str) -> None:
        """Delete a community's jobs that name an id; a list of several members only loses the one named."""
        for job in self.jobs(name):
            if job.community != community:
                continue
            spared, mine = _without(job, name), _JOB.key == job.key
            if spared is None:
                self._connection.execute(tables.job.delete().where(mine))
            else:
                self._connection.execute(tables.job.update().where(mine).values(args=spared.args))

    def drop_menus(self, community: CommunityId, user: UserId) -> None:
        """Delete the menus that name a user, and let those for several people be for the others alone."""
        here = or_(_MENU.community == community, _MENU.community.is_(None))
        page = select(_MENU.id, _CONTENT, _MENU.only).where(here).order_by(_MENU.id).limit(_PAGE)
        found = self._connection.execute(page).all()
        while found:
            for menu, content, only in found:
                self._drop_menu(menu, content, only, user)
            found = self._connection.execute(page.where(_MENU.id > found[-1].id)).all()

    def _drop_menu(self, menu: str, content: str, only: tuple[str, ...], user: UserId) -> None:
        rest, mine = tuple(other for other in only if other != user), _MENU.id == menu
        told = user in content and names(user).search(content) is not None
        if told or (only and not rest):
            self._connection.execute(tables.menu.delete().where(mine))
        elif rest != only:
            self._connection.execute(tables.menu.update().where(mine).values(only=rest))

    def rename(self, member: MemberId, fresh: Callable[[], MemberId]) -> None:
        """Let seats and meetings lead to nobody: in each round under another id, without what was answered there."""
        seats, meetings = self.seats(member), self.meetings(member)
        rounds = {seat.round for seat in seats} | {meeting.round for meeting in meetings}
        names_ = {round_: fresh() for round_ in sorted(rounds)}
        self._connection.execute(tables.seat.delete().where(_SEAT.member == member))
        blank = [
            Seat(
                round=seat.round,
                group=seat.group,
                member=names_[seat.round],
                state=seat.state,
                role=seat.role,
            )
            for seat in seats
        ]
        rows.put(self._connection, tables.seat, *map(rows.values_of, blank))
        self._connection.execute(tables.meeting.delete().where(_is_of(member)))
        renamed = [_renamed(meeting, member, names_) for meeting in meetings]
        rows.put(self._connection, tables.meeting, *map(rows.values_of, renamed))

    def hand_on(self, community: CommunityId, account: Account, to: Account) -> None:
        """Let what somebody did with an account stand under another one of theirs."""
        hand_on(self._connection, community, account, to)

    def taps(self, community: CommunityId, account: Account) -> int:
        """Count the challenges of a community that an account tapped on."""
        query = (
            select(func.count())
            .select_from(tables.challenge_tap)
            .where(in_community(community), _TAP.platform == account.platform, _TAP.user == account.user)
        )
        return self._connection.scalar(query) or 0


def _is_of(member: MemberId) -> Any:  # noqa: ANN401 - SQLAlchemy's condition is generic over nothing useful
    return or_(_MEETING.first == member, _MEETING.second == member)


def _renamed(meeting: Meeting, member: MemberId, fresh: dict[RoundId, MemberId]) -> Meeting:
    other = meeting.second if meeting.first == member else meeting.first
    first, second = sorted((other, fresh[meeting.round]))
    return replace(meeting, first=first, second=second)


def _is_named(job: Job, name: str) -> bool:
    texts = (job.key, job.subject, job.after or "", *job.args.values())
    return any(names(name).search(text) for text in texts)


def _without(job: Job, name: str) -> Job | None:
    """Return the job for the others in its lists, or None where it is about whoever is named."""
    args = {key: _rest(value, name) for key, value in job.args.items()}
    if not all(args[key] for key, value in job.args.items() if value):
        return None
    spared = replace(job, args=args)
    return None if _is_named(spared, name) else spared


def _rest(value: str, name: str) -> str:
    return _SEPARATOR.join(part for part in value.split(_SEPARATOR) if part != name)
