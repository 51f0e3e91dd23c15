"""A private word to one member: directly where they allowed it, else in a place for them alone."""

from datetime import datetime

from bot.domain.jobs import Job
from bot.domain.member import Contact, MemberState
from bot.domain.rounds import Group, Round
from bot.ids import GroupId, JobKey, MemberId
from bot.ports.messages import Message
from bot.ports.storage import Repositories
from bot.services import names
from bot.services.deliveries.ways import in_place_of, to_member
from bot.services.planned import TIDYING, delivery
from bot.services.seats.leftover import NOOK_LASTS
from bot.services.steps import Effect


def say_to(
    repos: Repositories,
    round_: Round,
    member_id: MemberId,
    now: datetime,
    *,
    step: str,
    subject: GroupId,
    nook_only: bool = False,
) -> None:
    """Plan a private word about a group of a round; `nook_only` where a direct message was refused."""
    member = repos.members.get(member_id)
    if member is None or member.state is MemberState.LEFT:
        return
    args, mark = {"member": str(member_id)}, str(member_id)
    if not nook_only and member.contact is Contact.DIRECT:
        repos.jobs.add(delivery(round_.community, step, subject, now, mark=mark, args=args))
        return
    own = f"{step}-{mark}"
    nook = delivery(round_.community, names.NOOK, round_.id, now, mark=own, args=args)
    closing = {"nook": str(nook.key)}
    over = now + NOOK_LASTS
    repos.jobs.add(
        nook,
        delivery(round_.community, names.NOOK_OVER, round_.id, over, mark=own, args=closing, worth=TIDYING),
        delivery(
            round_.community, step, subject, now, mark=f"{mark}-nook", args=args | closing, after=nook.key
        ),
    )


def refused(repos: Repositories, job: Job, now: datetime) -> None:
    """Say it in a place of their own to somebody whose direct messages turned out to be closed."""
    group = repos.rounds.group(GroupId(job.subject))
    round_ = repos.rounds.get(group.round) if group is not None else None
    if group is not None and round_ is not None and "nook" not in job.args:
        member = MemberId(job.args["member"])
        say_to(repos, round_, member, now, step=job.step, subject=group.id, nook_only=True)


def to_one(repos: Repositories, job: Job, group: Group, message: Message) -> Effect | None:
    """Return the private word that `say_to` planned."""
    round_ = repos.rounds.get(group.round)
    circle = repos.rounds.circle(round_.circle) if round_ is not None else None
    if circle is None or repos.communities.get(group.community) is None:
        return None
    member = MemberId(job.args["member"])
    if "nook" not in job.args:
        return to_member(repos, member, circle, message)
    return in_place_of(repos, circle, repos.jobs.get(JobKey(job.args["nook"])), member, message)
