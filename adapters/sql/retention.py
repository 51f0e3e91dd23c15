"""What is too old goes: one or a few statements a call, so that nobody waits long for the database."""

from datetime import date

from sqlalchemy import Connection, exists, func, or_, select, tuple_

from adapters.sql import rows, tables
from adapters.sql.norms import drop_asked_before
from adapters.sql.taps import drop_taps
from bot.domain.availability import ANY_TIME
from bot.domain.posts import Tap
from bot.domain.rounds import GroupState, Seat, SeatState
from bot.ids import CommunityId, RoundId

_ROUND = tables.round_.c
_GROUP = tables.group.c
_SEAT = tables.seat.c
_MEMBER = tables.member.c
_TAP = tables.challenge_tap.c
_POST = tables.challenge_post.c


class SqlRetention:
    """Delete what is too old."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def close_plans(self, community: CommunityId) -> int:
        """Erase what closed groups still hold of their plans."""
        holds = or_(
            _GROUP.options != (),
            _GROUP.offered != (),
            _GROUP.spot.is_not(None),
            _GROUP.meets_at.is_not(None),
            _GROUP.moved_from.is_not(None),
            _GROUP.shared_slots != 0,
        )
        closed = tables.group.update().where(
            _GROUP.community == community, _GROUP.state == GroupState.CLOSED, holds
        )
        return self._connection.execute(
            closed.values(options=(), offered=(), spot=None, meets_at=None, moved_from=None, shared_slots=0)
        ).rowcount

    def drop_answers(self, community: CommunityId, before: date) -> int:
        """Delete who said yes or no to rounds with a slot before a day."""
        old = select(_ROUND.id).where(_ROUND.community == community, _ROUND.slot < before)
        gone = tables.answer.delete().where(tables.answer.c.round.in_(old))
        return self._connection.execute(gone).rowcount

    def forget_times(self, community: CommunityId, seen_before: date) -> int:
        """Let members who take part in no circle and were last here before a day have no grid of times."""
        enrolled = exists().where(tables.enrolment.c.member == _MEMBER.id)
        seen = tables.seen.c
        lately = exists().where(seen.member == _MEMBER.id, seen.day >= seen_before)
        idle = select(_MEMBER.id, _MEMBER.times).where(_MEMBER.community == community, ~enrolled, ~lately)
        told = [member for member, times in self._connection.execute(idle) if times != ANY_TIME]
        for portion in rows.portions(told):
            theirs = tables.member.update().where(_MEMBER.id.in_(portion))
            self._connection.execute(theirs.values(times=ANY_TIME))
        return len(told)

    def unread_feedback(self, community: CommunityId, before: date, *, limit: int) -> tuple[Seat, ...]:
        """Return seats of rounds before a day that still hold somebody's answers to a check-in."""
        told = (_SEAT.met, _SEAT.feeling, _SEAT.again, _SEAT.reason, _SEAT.sign)
        holds = or_(*(column.is_not(None) for column in told))
        query = (
            select(tables.seat)
            .join(tables.round_, _ROUND.id == _SEAT.round)
            .where(_ROUND.community == community, _ROUND.slot < before, holds)
            .order_by(_SEAT.round, _SEAT.group, _SEAT.member)
            .limit(limit)
        )
        return rows.many(self._connection, Seat, query)

    def old_rounds(self, community: CommunityId, before: date, *, limit: int) -> tuple[RoundId, ...]:
        """Return rounds with a slot before a day that still hold who met whom, oldest first."""
        held = (
            exists().where(_SEAT.round == _ROUND.id),
            exists().where(tables.meeting.c.round == _ROUND.id),
            exists().where(tables.sat_out.c.round == _ROUND.id),
        )
        query = (
            select(_ROUND.id)
            .where(_ROUND.community == community, _ROUND.slot < before, or_(*held))
            .order_by(_ROUND.slot, _ROUND.id)
            .limit(limit)
        )
        return tuple(RoundId(found) for found in self._connection.scalars(query))

    def drop_history(self, round_: RoundId) -> int:
        """Delete who sat where, who met whom and who was left out of a round, and where its groups talked."""
        sat_out = tables.sat_out.c
        seated = exists().where(
            _SEAT.round == sat_out.round, _SEAT.member == sat_out.member, _SEAT.state == SeatState.ACTIVE
        )
        query = select(func.count()).select_from(tables.sat_out).where(sat_out.round == round_, ~seated)
        left_out = self._connection.scalar(query) or 0
        for table in (tables.seat, tables.meeting, tables.turn, tables.sat_out, tables.answer):
            self._connection.execute(table.delete().where(table.c.round == round_))
        told = tables.group.update().where(_GROUP.round == round_)
        self._connection.execute(told.values(channel=None, again=False))
        return left_out

    def drop_taps(self, community: CommunityId, before: date) -> int:
        """Delete taps on posts before a day that are nobody's diary, or not any more; their counts stay."""
        old = select(_POST.id).where(_POST.community == community, _POST.day < before)
        query = select(_TAP.post, _TAP.platform, _TAP.user, _TAP.note).where(
            _TAP.post.in_(old), or_(_TAP.tap != Tap.DONE, _TAP.did.is_(None))
        )
        found = [tuple(row[:3]) for row in self._connection.execute(query) if not row.note]
        key = tuple_(_TAP.post, _TAP.platform, _TAP.user)
        return sum(drop_taps(self._connection, key.in_(portion)) for portion in rows.portions(found))

    def drop_asked(self, community: CommunityId, before: date) -> int:
        """Delete who was asked before a day whether they would be glad to be invited."""
        return drop_asked_before(self._connection, community, before)
