"""One member out of two: every row that names the other one names who goes on, or is gone."""

import re
from dataclasses import replace

from sqlalchemy import Connection, or_, select, type_coerce

from adapters.sql import rows, sightings, tables
from adapters.sql.marks import marks_of
from adapters.sql.reports import rename_in_reports
from adapters.sql.taps import by_member
from adapters.sql.types import WORDS
from bot.domain.jobs import Job, JobState
from bot.domain.linking import one_enrolment, one_history, one_set_of_seats, one_table_part, one_tap
from bot.domain.member import Enrolment
from bot.domain.open_table import TablePart
from bot.domain.posts import ChallengeTap
from bot.domain.rounds import GroupState, Meeting, Seat, SeatState
from bot.ids import GroupId, JobKey, MemberId

_ACCOUNT = tables.account.c
_CONSENT = tables.consent.c
_ENROLMENT = tables.enrolment.c
_TABLE_PART = tables.table_part.c
_ANSWER = tables.answer.c
_SAT_OUT = tables.sat_out.c
_TURN = tables.turn.c
_SEAT = tables.seat.c
_MEETING = tables.meeting.c
_JOB = tables.job.c
_TAP = tables.challenge_tap.c


def merge(connection: Connection, other: MemberId, into: MemberId) -> None:
    """Let everything that names one member name another of the community, and delete the one."""
    table_parts = _table_parts(connection, other, into)
    for part in (
        _misfits,
        _taps,
        _accounts,
        _consents,
        _enrolments,
        _answers,
        _sit_outs,
        _turns,
        _seats,
        _meetings,
        _aftermath,
        _jobs,
        rename_in_reports,
        sightings.join,
    ):
        part(connection, other, into)
    rows.put(connection, tables.table_part, *map(rows.values_of, table_parts))
    connection.execute(tables.member.delete().where(tables.member.c.id == other))


def _misfits(connection: Connection, other: MemberId, into: MemberId) -> None:
    """Let what both said of a challenge count once; has to run while the accounts still tell the two apart."""
    misfit = tables.misfit.c
    own = select(misfit.challenge).where(misfit.mark.in_(marks_of(connection, (into,))))
    doubled = misfit.challenge.in_(connection.scalars(own).all())
    theirs = misfit.mark.in_(marks_of(connection, (other,)))
    connection.execute(tables.misfit.delete().where(theirs, doubled))


def _taps(connection: Connection, other: MemberId, into: MemberId) -> None:
    """Let what both said of a week's challenge count once; has to run while the accounts still tell the two apart."""
    query = select(tables.challenge_tap)
    kept = {each.post: each for each in rows.many(connection, ChallengeTap, query.where(by_member(into)))}
    others = rows.many(connection, ChallengeTap, query.where(by_member(other)))
    doubled = [each for each in others if each.post in kept]
    for each in doubled:
        theirs = (_TAP.post == each.post, _TAP.platform == each.platform, _TAP.user == each.user)
        connection.execute(tables.challenge_tap.delete().where(*theirs))
    joined = (one_tap(kept[each.post], each) for each in doubled)
    rows.put(connection, tables.challenge_tap, *map(rows.values_of, joined))


def _accounts(connection: Connection, other: MemberId, into: MemberId) -> None:
    """Move accounts; on a platform where there is one already they become extra ones."""
    own = set(connection.scalars(select(_ACCOUNT.platform).where(_ACCOUNT.member == into)))
    theirs = tables.account.update().where(_ACCOUNT.member == other)
    connection.execute(theirs.where(_ACCOUNT.platform.in_(own)).values(extra=True))
    connection.execute(theirs.values(member=into))


def _consents(connection: Connection, other: MemberId, into: MemberId) -> None:
    """Keep what was agreed to under either name; the two may have said the same in the same instant."""
    theirs = connection.execute(select(tables.consent).where(_CONSENT.member == other)).mappings()
    moved = [{**row, "member": into} for row in theirs]
    rows.add_all_new(connection, tables.consent, *moved)
    connection.execute(tables.consent.delete().where(_CONSENT.member == other))


def _enrolments(connection: Connection, other: MemberId, into: MemberId) -> None:
    """Move enrolments, and the wishes of others to come along."""
    query = select(tables.enrolment)
    kept = rows.many(connection, Enrolment, query.where(_ENROLMENT.member == into))
    others = rows.many(connection, Enrolment, query.where(_ENROLMENT.member == other))
    by_circle = {each.circle: each for each in kept}
    joined = [one_enrolment(by_circle.get(each.circle), each, into) for each in others]
    connection.execute(tables.enrolment.delete().where(_ENROLMENT.member == other))
    rows.put(connection, tables.enrolment, *map(rows.values_of, joined))
    wishes = tables.enrolment.update().where(_ENROLMENT.partner == other)
    connection.execute(wishes.where(_ENROLMENT.member == into).values(partner=None))
    connection.execute(wishes.values(partner=into))


def _table_parts(connection: Connection, other: MemberId, into: MemberId) -> list[TablePart]:
    """Return what of the other's parts in open tables goes on; read before their enrolments go, and the parts along."""
    query = select(tables.table_part)
    kept = rows.many(connection, TablePart, query.where(_TABLE_PART.member == into))
    others = rows.many(connection, TablePart, query.where(_TABLE_PART.member == other))
    by_circle = {each.circle: each for each in kept}
    return [one_table_part(by_circle.get(each.circle), each, into) for each in others]


def _answers(connection: Connection, other: MemberId, into: MemberId) -> None:
    """Move what was said to openings, except where whoever goes on said something too."""
    said = set(connection.scalars(select(_ANSWER.round).where(_ANSWER.member == into)))
    theirs = _ANSWER.member == other
    connection.execute(tables.answer.delete().where(theirs, _ANSWER.round.in_(said)))
    connection.execute(tables.answer.update().where(theirs).values(member=into))


def _sit_outs(connection: Connection, other: MemberId, into: MemberId) -> None:
    """Move sit-outs; a round in which the same person kept a seat under the other name left nobody out.

    Has to run while the seats still tell the two apart.
    """
    for one, twin in ((other, into), (into, other)):
        kept = select(_SEAT.round).where(_SEAT.member == twin, _SEAT.state == SeatState.ACTIVE)
        connection.execute(tables.sat_out.delete().where(_SAT_OUT.member == one, _SAT_OUT.round.in_(kept)))
    noted = set(connection.scalars(select(_SAT_OUT.round).where(_SAT_OUT.member == into)))
    theirs = _SAT_OUT.member == other
    connection.execute(tables.sat_out.delete().where(theirs, _SAT_OUT.round.in_(noted)))
    connection.execute(tables.sat_out.update().where(theirs).values(member=into))


def _turns(connection: Connection, other: MemberId, into: MemberId) -> None:
    """Move turns, except of rounds to which whoever goes on came too."""
    noted = set(connection.scalars(select(_TURN.round).where(_TURN.member == into)))
    theirs = _TURN.member == other
    connection.execute(tables.turn.delete().where(theirs, _TURN.round.in_(noted)))
    connection.execute(tables.turn.update().where(theirs).values(member=into))


def _seats(connection: Connection, other: MemberId, into: MemberId) -> None:
    """Write the seats of both down as one member's."""
    query = select(tables.seat).order_by(_SEAT.group)
    kept = rows.many(connection, Seat, query.where(_SEAT.member == into))
    others = rows.many(connection, Seat, query.where(_SEAT.member == other))
    open_groups = (
        select(tables.group.c.id)
        .join_from(tables.group, tables.seat, _SEAT.group == tables.group.c.id)
        .where(_SEAT.member.in_((other, into)), tables.group.c.state != GroupState.CLOSED)
    )
    still_open = {GroupId(group) for group in connection.scalars(open_groups)}
    connection.execute(tables.seat.delete().where(_SEAT.member.in_((other, into))))
    rows.put(
        connection,
        tables.seat,
        *map(rows.values_of, one_set_of_seats(kept, others, into, still_open)),
    )


def _meetings(connection: Connection, other: MemberId, into: MemberId) -> None:
    """Write down once whom either of the two met."""
    theirs = or_(_MEETING.first.in_((other, into)), _MEETING.second.in_((other, into)))
    found = rows.many(connection, Meeting, select(tables.meeting).where(theirs))
    connection.execute(tables.meeting.delete().where(theirs))
    rows.put(connection, tables.meeting, *map(rows.values_of, one_history(found, into, other)))


def _aftermath(connection: Connection, other: MemberId, into: MemberId) -> None:
    """Move absences and check-ins with a buddy; nobody is their own buddy."""
    for table in (tables.absence, tables.buddy_check):
        own = select(table.c.group).where(table.c.member == into)
        connection.execute(table.delete().where(table.c.member == other, table.c.group.in_(own)))
        connection.execute(table.update().where(table.c.member == other).values(member=into))
    check = tables.buddy_check
    connection.execute(check.update().where(check.c.buddy == other).values(buddy=into))
    own_buddy = check.update().where(check.c.buddy == into, check.c.member == into)
    connection.execute(own_buddy.values(buddy=None, accepted=False))


def _jobs(connection: Connection, other: MemberId, into: MemberId) -> None:
    """Drop what was due for the other member themselves, and let everything else that names them name who goes on.

    What a platform may have done already goes as well: under another key it would be done twice.
    """
    connection.execute(tables.job.delete().where(_JOB.subject == other))
    words = (type_coerce(column, WORDS) for column in (_JOB.key, _JOB.after, _JOB.args))
    named = or_(*(column.contains(other, autoescape=True) for column in words))
    word = re.compile(rf"\b{re.escape(other)}\b")
    for job in rows.many(connection, Job, select(tables.job).where(named).order_by(_JOB.key)):
        renamed = _renamed(job, word, into)
        if renamed == job:
            continue
        connection.execute(tables.job.delete().where(_JOB.key == job.key))
        if job.state is not JobState.WAITING or job.first_try is None:
            rows.add_new(connection, tables.job, rows.values_of(renamed))


def _renamed(job: Job, word: re.Pattern[str], into: MemberId) -> Job:
    """Return a job that names one member in place of the other, in its key and in what it is about."""
    return replace(
        job,
        key=JobKey(word.sub(into, job.key)),
        after=None if job.after is None else JobKey(word.sub(into, job.after)),
        args={name: word.sub(into, value) for name, value in job.args.items()},
    )
