"""A group's own decisions, and what its members do with the plan."""

from dataclasses import replace
from datetime import datetime

from bot.domain.jobs import Job
from bot.domain.plans import NOTICE, outcome, overlaps
from bot.domain.rounds import NUDGE_AFTER, RELEASE_AFTER, Acceptance, Group, GroupState, Met, Seat, SeatState
from bot.errors import UserError
from bot.ids import ChannelId, GroupId, MemberId
from bot.ports.storage import Repositories
from bot.services import names
from bot.services.around import absences, next_dates
from bot.services.around.absences import found_nobody
from bot.services.candidates import pairs_in
from bot.services.kit import Kit
from bot.services.people import active_seats, sits_elsewhere
from bot.services.planned import TIDYING, delivery, key_of
from bot.services.planning.moving import check_offer
from bot.services.planning.offering import other_plans
from bot.services.planning.settling import patience, settle_if_shared
from bot.services.privacy.totals import keep_answers
from bot.services.recap.outcomes import keep_outcome
from bot.services.rounds import close_round_if_over
from bot.services.seats import lapsing
from bot.services.seats.releasing import (
    PAIR,
    end,
    let_out,
    nobody_met,
    record_pair,
    step_back,
    without_a_place,
)
from bot.text.message import Command, T

_NUDGE_TO_RELEASE = RELEASE_AFTER - NUDGE_AFTER


def accept(
    repos: Repositories, group: Group, member: MemberId, tap: Acceptance, now: datetime, *, offer: str = ""
) -> Group:
    """Note a tap on the plan; the first time that all share stands at once. Raise `UserError` when it is too late.

    `offer` names the times that were shown with the tap (`Group.offer`); empty where the tap was typed.
    """
    if group.state is not GroupState.PROPOSED:
        raise UserError(T("The plan of this group stands already, or is over."))
    check_offer(group, offer)
    if _too_near(group, tap, now):
        raise UserError(
            T("That time is too near by now, or has passed. {command} shows what is left.", command=_PLAN)
        )
    seat = next((seat for seat in active_seats(repos, group) if seat.member == member), None)
    if seat is None:
        raise UserError(T("You are not in this group (any more)."))
    named = _named(group, tap)
    if named is not None and overlaps(named, other_plans(repos, group, member)):
        raise UserError(T("You meet another group at that time already. Please choose a different one."))
    repos.rounds.save_seat(replace(seat, accepted=tap))
    settled = settle_if_shared(repos, group, now)
    return lapsing.look_again(repos, settled, now) if settled.state is GroupState.PROPOSED else settled


def _too_near(group: Group, tap: Acceptance, now: datetime) -> bool:
    """Say whether a tap names one time that can't become the plan any more."""
    named = _named(group, tap)
    return named is not None and named <= now + NOTICE


def _named(group: Group, tap: Acceptance) -> datetime | None:
    """Return the one time that a tap names, if it names one."""
    number = {Acceptance.FIRST: 0, Acceptance.SECOND: 1}.get(tap)
    return group.options[number] if number is not None and number < len(group.options) else None


def nudge(_kit: Kit, repos: Repositories, job: Job, now: datetime) -> None:
    """Ask the silent ones once; their seats are freed a day after that, however late the question came."""
    group = repos.rounds.group(GroupId(job.subject))
    if group is None or group.state is not GroupState.PROPOSED:
        return
    mark = job.key.removeprefix(f"{group.id}/{names.NUDGE}").removeprefix("/")
    release = repos.jobs.get(key_of(names.RELEASE, group.id, mark))
    if release is not None and release.due < now + _NUDGE_TO_RELEASE:
        repos.jobs.reschedule(release.key, now + _NUDGE_TO_RELEASE)
    repos.jobs.add(*lapsing.looks(group, now, now + _NUDGE_TO_RELEASE))
    if any(seat.accepted is Acceptance.SILENT for seat in active_seats(repos, group)):
        repos.jobs.add(delivery(group.community, names.NUDGED, group.id, now, mark=str(int(now.timestamp()))))


def release_silent(_kit: Kit, repos: Repositories, job: Job, now: datetime) -> None:
    """Free the seats of those who stayed silent after the nudge; a group too small or without a shared time is let go.

    Not where some say that they met all the same.
    """
    group = repos.rounds.group(GroupId(job.subject))
    if group is None or group.state is not GroupState.PROPOSED or _say_they_met(active_seats(repos, group)):
        return
    if group.channel is None:
        without_a_place(repos, group, now)
        return
    seats = active_seats(repos, group)
    silent = [seat for seat in seats if seat.accepted is Acceptance.SILENT]
    answered = [seat.member for seat in seats if seat.accepted is not Acceptance.SILENT]
    if len(answered) >= PAIR and silent:
        for seat in silent:
            current = repos.rounds.group(group.id)
            if current is not None:
                step_back(repos, current, seat.member, now)
        return
    for seat in silent:
        repos.rounds.save_seat(replace(seat, state=SeatState.RELEASED))
        if not sits_elsewhere(repos, group, seat.member):
            repos.rounds.answer(group.round, seat.member, coming=False)
    end(repos, group, answered, now)


def _say_they_met(seats: tuple[Seat, ...]) -> bool:
    """Say whether some met without a plan, going by their own words, and nobody says otherwise."""
    said = [seat.met for seat in seats]
    return said.count(Met.YES) >= PAIR and outcome(said) is GroupState.MET


def check_in(kit: Kit, repos: Repositories, job: Job, now: datetime) -> None:
    """Ask how it went: once in the group's place where answers are private there, else everybody directly."""
    group = repos.rounds.group(GroupId(job.subject))
    if group is None or group.state is GroupState.CLOSED:
        return
    alone = found_nobody(repos, group)
    if group.state is GroupState.MISSED and not alone:
        return
    platform = kit.platforms.get(group.platform)
    silent = [seat for seat in active_seats(repos, group) if seat.met is None or seat.met is Met.PLANNING]
    if platform is None or not silent:
        return
    mark = job.key.rpartition("/")[2]
    if alone:
        absences.ask(repos, group, silent if mark == "1" else (), now)
        return
    args = {"again": "yes" if mark in {"2", "unplanned-2"} else ""}
    if platform.capabilities.private_replies:
        repos.jobs.add(delivery(group.community, names.ASK, group.id, now, mark=mark, args=args))
        return
    for seat in silent:
        personal = {**args, "member": seat.member}
        marked = f"{mark}-{seat.member}"
        repos.jobs.add(delivery(group.community, names.ASK, group.id, now, mark=marked, args=personal))


def close(_kit: Kit, repos: Repositories, job: Job, now: datetime) -> None:
    """Close a group: the place is archived and the plan erased; what stays is who met whom and when.

    One that is still choosing then is told first that it did not come together, and closes a day later; where some say
    that they met, and nobody that they did not, they met.
    """
    group = repos.rounds.group(GroupId(job.subject))
    if group is None or group.state is GroupState.CLOSED:
        return
    seats = active_seats(repos, group)
    if group.state is GroupState.PROPOSED and _say_they_met(seats):
        group = replace(group, state=GroupState.MET)
    if group.state is GroupState.PROPOSED and group.channel is not None:
        end(repos, group, [seat.member for seat in seats if seat.accepted is not Acceptance.SILENT], now)
        return
    if group.state is GroupState.AGREED and found_nobody(repos, group):
        group = replace(group, state=GroupState.MISSED)
        nobody_met(repos, group)
    met = {GroupState.MET: True, GroupState.MISSED: False}.get(group.state)
    if group.state is not GroupState.MISSED:
        for one, other in pairs_in(tuple(seat.member for seat in seats)):
            record_pair(repos, group, one, other, met=met)
    keep_outcome(repos, group, repos.rounds.seats(group.id))
    _erase_answers(repos, group)
    repos.jobs.cancel(group.id, *(name for name in names.AHEAD if name != names.CLOSE))
    repos.rounds.save_group(
        replace(
            group,
            state=GroupState.CLOSED,
            options=(),
            offered=(),
            spot=None,
            meets_at=None,
            moved_from=None,
            shared_slots=0,
        )
    )
    if group.channel is not None and not repos.rounds.open_in(group.platform, group.channel):
        repos.jobs.add(delivery(group.community, names.ARCHIVE, group.id, now, worth=TIDYING))
    close_round_if_over(repos, group.round)


def _erase_answers(repos: Repositories, group: Group) -> None:
    """Count why it did not happen, where somebody said so, and erase what people said and wished around the meeting."""
    for seat in repos.rounds.seats(group.id):
        keep_answers(repos, group.community, replace(seat, met=None))
        blank = replace(seat, feeling=None, again=None, confirmed=None, sign=None, alone=False, reason=None)
        repos.rounds.save_seat(blank)
    for check in repos.aftermath.checks(group.id):
        repos.aftermath.drop_check(check.member, group.id)


def meet_again(_kit: Kit, repos: Repositories, job: Job, now: datetime) -> None:
    """Look who of a larger group would like to meet again, and let those hear of it who all said so.

    The hour is the same whatever anybody answered. A group all of whom said yes has a date already, or is a pod.
    """
    group = repos.rounds.group(GroupId(job.subject))
    if group is None or group.state is GroupState.CLOSED or group.again:
        return
    some = next_dates.some_of_them(repos, group, now)
    if some:
        next_dates.follow(repos, group, some, now)


def place_is_open(repos: Repositories, job: Job, remote: str, now: datetime) -> None:
    """Remember where a group's place is; whoever left while it was being opened is taken out again."""
    group = repos.rounds.group(GroupId(job.subject))
    if group is None:
        return
    opened = replace(group, channel=ChannelId(remote))
    repos.rounds.save_group(opened)
    if group.state is GroupState.CLOSED:  # undone while its place was being opened
        repos.jobs.add(delivery(group.community, names.ARCHIVE, group.id, now, mark="undone", worth=TIDYING))
    for seat in repos.rounds.seats(group.id):
        if seat.state is SeatState.RELEASED:
            let_out(repos, opened, seat.member, now)


def place_refused(repos: Repositories, job: Job, now: datetime) -> None:
    """Let a group go whose place can't be opened, or can't be written in."""
    group = repos.rounds.group(GroupId(job.subject))
    if group is not None:
        without_a_place(repos, group, now)


def introduced(repos: Repositories, job: Job, _remote: str, now: datetime) -> None:
    """Let the time to answer begin when people could read the question."""
    group = repos.rounds.group(GroupId(job.subject))
    if group is not None and group.state is GroupState.PROPOSED:
        repos.jobs.cancel(group.id, names.NUDGE, names.RELEASE)
        repos.jobs.add(*patience(group, now, mark="introduced"))


_PLAN = Command("meet plan")


def sits_in(repos: Repositories, group: Group, member: MemberId) -> bool:
    """Say whether the member has an active seat in the group."""
    return any(
        seat.member == member and seat.state is SeatState.ACTIVE for seat in repos.rounds.seats(group.id)
    )
