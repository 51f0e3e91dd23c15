"""Somebody came and found nobody, and whoever did not come is asked once, kindly. Nobody else ever hears of it (H12).

Only a plan that passed without any word from a member is kept, for 60 days; two of them pause the member, with a tap
to come back. A question that never reached anybody counts for nothing.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from bot.domain.aftermath import (
    ABSENCE_FADES,
    ABSENCES_TO_PAUSE,
    CAME_AFTER_ALL,
    EXPLAIN_WITHIN,
    NOBODY_FROM,
    NOBODY_UNTIL,
    Absence,
)
from bot.domain.jobs import Job, JobState
from bot.domain.member import MemberState
from bot.domain.rounds import Group, GroupState, Met, Round, Seat, SeatState
from bot.errors import UserError
from bot.ids import GroupId, MemberId
from bot.ports.storage import Repositories
from bot.services import names
from bot.services.around.checkins import conclude
from bot.services.around.privately import say_to
from bot.services.kit import Kit
from bot.services.people import seat_of
from bot.services.planned import decision, key_of
from bot.services.seats.releasing import follows
from bot.text.message import Moment, MomentStyle, T

_HAPPENED = {GroupState.AGREED, GroupState.MET, GroupState.MISSED, GroupState.UNKNOWN}


def nobody_here(repos: Repositories, group: Group, member: MemberId, zone: str, now: datetime) -> bool:
    """Note that a member came and found nobody; say whether they go first next time. Raise `UserError`.

    They are free at once, as after a cancel by the others. A group of which fewer than two are left is missed, unless
    somebody says later that they met.
    """
    seat = seat_of(repos, group, member)
    if seat is None or group.state not in _HAPPENED or group.meets_at is None:
        raise UserError(T("There is no agreed plan at which you could be."))
    if now < group.meets_at + NOBODY_FROM:
        when = Moment(at=group.meets_at + NOBODY_FROM, zone=zone, style=MomentStyle.TIME)
        raise UserError(T("Please give the others until {when}. From then on a tap tells me.", when=when))
    if now > group.meets_at + NOBODY_UNTIL:
        raise UserError(T("That meetup is a while ago. The check-in takes what happened."))
    repos.rounds.save_seat(replace(seat, state=SeatState.RELEASED, met=Met.NO, alone=True))
    early = not follows(repos, group)
    if early:
        repos.rounds.sit_out(group.round, member)
    conclude(repos, group)
    return early


def came_after_all(repos: Repositories, group: Group, member: MemberId, now: datetime) -> None:
    """Take back that nobody came. Raise `UserError` where that was not said, or long ago, or they meet others now."""
    seat = next((each for each in repos.rounds.seats(group.id) if each.member == member), None)
    if seat is None or not seat.alone or group.state is GroupState.CLOSED or group.meets_at is None:
        raise UserError(T("There is nothing to take back."))
    if now > group.meets_at + NOBODY_FROM + CAME_AFTER_ALL:
        raise UserError(T("That meetup is a while ago. The check-in takes what happened."))
    repos.rounds.sat_after_all(group.round, member)
    try:
        repos.rounds.add_seat(replace(seat, state=SeatState.ACTIVE, met=None, alone=False))
    except ValueError as error:
        raise UserError(T("You have another group in this round by now.")) from error
    conclude(repos, group)


def found_nobody(repos: Repositories, group: Group) -> bool:
    """Say whether somebody came and found nobody."""
    return any(seat.alone for seat in repos.rounds.seats(group.id))


def ask(repos: Repositories, group: Group, silent: Sequence[Seat], now: datetime) -> None:
    """Ask each of those who may not have come the one question, and look later whether there was a word."""
    round_ = repos.rounds.get(group.round)
    for seat in silent if round_ is not None else ():
        _ask_one(repos, group, round_, seat.member, now)


def _ask_one(
    repos: Repositories, group: Group, round_: Round | None, member: MemberId, now: datetime
) -> None:
    if round_ is None:
        return
    say_to(repos, round_, member, now, step=names.ASK_ABSENT, subject=group.id)
    look = decision(group.community, names.UNEXPLAINED, member, now + EXPLAIN_WITHIN, mark=group.id)
    repos.jobs.add(replace(look, args={"group": group.id}))


def explain(repos: Repositories, group: Group, member: MemberId, *, there: bool) -> None:
    """Take a word from whoever may not have come; which one is not kept. Somebody who was `there` is asked on."""
    repos.aftermath.explain(member, group.id)
    seat = seat_of(repos, group, member)
    if seat is not None and group.state is not GroupState.CLOSED and not there:
        repos.rounds.save_seat(replace(seat, met=Met.NO))
        conclude(repos, group)
    repos.jobs.settle(key_of(names.UNEXPLAINED, member, group.id), None, JobState.EXPIRED)


def unexplained(_kit: Kit, repos: Repositories, job: Job, now: datetime) -> None:
    """Note a plan that passed without a word; with two of them the member is paused, and told how to come back."""
    group, member = repos.rounds.group(GroupId(job.args["group"])), MemberId(job.subject)
    seat = seat_of(repos, group, member) if group is not None else None
    if group is None or group.meets_at is None or seat is None or seat.met is not None:
        return
    if not _was_asked(repos, group, member):
        return
    repos.aftermath.fade(now - ABSENCE_FADES)
    repos.aftermath.note(Absence(member=member, group=group.id, at=group.meets_at))
    repos.jobs.add(
        decision(group.community, names.FADE, member, group.meets_at + ABSENCE_FADES, mark=group.id)
    )
    round_ = repos.rounds.get(group.round)
    if len(repos.aftermath.absences(member)) >= ABSENCES_TO_PAUSE and round_ is not None:
        _pause(repos, round_, group, member, now)


def _was_asked(repos: Repositories, group: Group, member: MemberId) -> bool:
    """Say whether the question reached the member, directly or in a place of their own."""
    marks = (str(member), f"{member}-nook")
    asked = (repos.jobs.get(key_of(names.ASK_ABSENT, group.id, mark)) for mark in marks)
    return any(job is not None and job.state is JobState.DONE for job in asked)


def _pause(repos: Repositories, round_: Round, group: Group, member_id: MemberId, now: datetime) -> None:
    member = repos.members.get(member_id)
    if member is None or member.state is not MemberState.ACTIVE:
        return
    repos.members.save(replace(member, state=MemberState.PAUSED, paused_until=None))
    for absence in repos.aftermath.absences(member_id):
        repos.aftermath.explain(member_id, absence.group)
    say_to(repos, round_, member_id, now, step=names.PAUSED, subject=group.id)


def fade(_kit: Kit, repos: Repositories, _job: Job, now: datetime) -> None:
    """Forget what is 60 days old."""
    repos.aftermath.fade(now - ABSENCE_FADES)
