"""What is delivered to whoever may have missed a meetup."""

from bot.domain.jobs import Job
from bot.domain.member import MemberState
from bot.domain.rounds import GroupState
from bot.ids import GroupId, MemberId
from bot.ports.storage import Repositories
from bot.services.around.privately import to_one
from bot.services.cards import absences as absence_cards
from bot.services.kit import Kit
from bot.services.people import seat_of, user_on
from bot.services.steps import Effect


def ask_absent(_kit: Kit, repos: Repositories, job: Job) -> Effect | None:
    """Ask the one question, unless there was a word meanwhile."""
    group, member = repos.rounds.group(GroupId(job.subject)), MemberId(job.args["member"])
    seat = seat_of(repos, group, member) if group is not None else None
    if group is None or group.state is GroupState.CLOSED or seat is None or seat.met is not None:
        return None
    found = (
        user_on(repos, other.member, group.platform)
        for other in repos.rounds.seats(group.id)
        if other.alone and other.member != member
    )
    others = tuple(user for user in found if user is not None)
    return to_one(repos, job, group, absence_cards.all_ok(group.id, others)) if others else None


def paused(_kit: Kit, repos: Repositories, job: Job) -> Effect | None:
    """Tell a member that they are paused, while they still are."""
    group, member = repos.rounds.group(GroupId(job.subject)), repos.members.get(MemberId(job.args["member"]))
    if group is None or member is None or member.state is not MemberState.PAUSED:
        return None
    return to_one(repos, job, group, absence_cards.resting())
