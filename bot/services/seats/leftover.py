"""Members for whom a round had no group: noted, told with the one neutral sentence, first in line next time."""

from datetime import datetime, timedelta

from bot.domain.jobs import Job
from bot.domain.member import Contact, MemberState
from bot.domain.rounds import Round
from bot.ids import MemberId, RoundId
from bot.ports.storage import Repositories
from bot.services import names
from bot.services.planned import TIDYING, delivery

NOOK_LASTS = timedelta(days=2)


def leave_out(repos: Repositories, round_: Round, member_id: MemberId, now: datetime) -> None:
    """Note a sit-out and tell the member: directly if they allowed it, else in a private nook of the channel."""
    repos.rounds.sit_out(round_.id, member_id)
    tell_left_out(repos, round_, member_id, now)


def tell_left_out(
    repos: Repositories, round_: Round, member_id: MemberId, now: datetime, *, nook_only: bool = False
) -> None:
    """Plan the neutral sentence for one member; `nook_only` where a direct message was refused."""
    member = repos.members.get(member_id)
    if member is None or member.state is MemberState.LEFT:
        return
    args: dict[str, str] = {"member": member_id}
    mark = str(member_id)
    place = None
    if nook_only or member.contact is Contact.PLACE:
        left_over = {**args, "left-over": "yes"}
        nook = delivery(round_.community, names.NOOK, round_.id, now, mark=mark, args=left_over)
        closing = delivery(
            round_.community,
            names.NOOK_OVER,
            round_.id,
            now + NOOK_LASTS,
            mark=mark,
            args={"nook": nook.key},
            worth=TIDYING,
        )
        repos.jobs.add(nook, closing)
        place, mark, args = nook.key, f"{mark}-nook", {**args, "nook": nook.key}
    told = delivery(round_.community, names.UNMATCHED, round_.id, now, mark=mark, args=args, after=place)
    repos.jobs.add(told)


def direct_refused(repos: Repositories, job: Job, now: datetime) -> None:
    """Tell a member in a nook whose direct messages turned out to be closed (after `round.unmatched` was refused)."""
    round_ = repos.rounds.get(RoundId(job.subject))
    if round_ is not None and "nook" not in job.args:
        tell_left_out(repos, round_, MemberId(job.args["member"]), now, nook_only=True)
