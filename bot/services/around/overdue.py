"""Asking whether all is good at the time that a member set, and letting a buddy know where no answer comes."""

from dataclasses import replace
from datetime import datetime, timedelta

from bot.domain.aftermath import REPEAT_AFTER, BuddyCheck
from bot.domain.jobs import Job, JobState
from bot.domain.rounds import Group, SeatState
from bot.ids import GroupId, JobKey, MemberId
from bot.ports.storage import Repositories
from bot.services import names
from bot.services.buddies import FIRST, due_at
from bot.services.kit import Kit
from bot.services.planned import decision, delivery, key_of

_QUESTIONS = (FIRST, "2")
_ALERT_WORTH = timedelta(hours=6)


def check_due(_kit: Kit, repos: Repositories, job: Job, now: datetime) -> None:
    """Ask a member whether all is good, a second time if need be, and then let the buddy know."""
    group, member = repos.rounds.group(GroupId(job.subject)), MemberId(job.args["member"])
    check = repos.aftermath.check(member, group.id) if group is not None else None
    if group is None or check is None or check.told or not _is_current(repos, group, check, job):
        return
    if job.args["number"] in _QUESTIONS:
        _ask(repos, group, job, now)
        return
    asked = (repos.jobs.get(_question_key(group, job, number)) for number in _QUESTIONS)
    reached = any(each is not None and each.state is JobState.DONE for each in asked)
    if check.buddy is None or not check.accepted or not reached:
        repos.aftermath.drop_check(member, group.id)
        return
    repos.aftermath.put_check(replace(check, told=True))
    mark = f"{member}-{job.args['set']}"
    args = {"member": member, "buddy": check.buddy, "set": job.args["set"]}
    repos.jobs.add(
        delivery(
            group.community, names.BUDDY_OVERDUE, group.id, now, mark=mark, args=args, worth=_ALERT_WORTH
        )
    )


def _is_current(repos: Repositories, group: Group, check: BuddyCheck, job: Job) -> bool:
    """Say whether a step belongs to the time that holds now; the plan or the time may have changed, or fallen through."""
    at = due_at(group, check)
    if at is None or not _was_to_come(repos, group, check.member):
        return False
    return job.args["set"] == str(int(at.timestamp()))


def _was_to_come(repos: Repositories, group: Group, member: MemberId) -> bool:
    """Say whether a member did not cancel; somebody who came and found nobody is still out there."""
    seats = (seat for seat in repos.rounds.seats(group.id) if seat.member == member)
    return any(seat.state is SeatState.ACTIVE or seat.alone for seat in seats)


def _ask(repos: Repositories, group: Group, job: Job, now: datetime) -> None:
    number, mark = job.args["number"], f"{job.args['member']}-{job.args['set']}"
    question = delivery(
        group.community,
        names.BUDDY_ALL_GOOD,
        group.id,
        now,
        mark=f"{mark}-{number}",
        args=job.args,
        worth=REPEAT_AFTER,
    )
    following = {"1": "2", "2": "3"}[number]
    then = decision(
        group.community, names.BUDDY_CHECK, group.id, now + REPEAT_AFTER, mark=f"{mark}-{following}"
    )
    repos.jobs.add(question, replace(then, args={**job.args, "number": following}))


def _question_key(group: Group, job: Job, number: str) -> JobKey:
    return key_of(names.BUDDY_ALL_GOOD, group.id, f"{job.args['member']}-{job.args['set']}-{number}")
