"""What people are asked after a meeting."""

from bot.domain.jobs import Job
from bot.domain.rounds import GroupState
from bot.ids import GroupId, MemberId, UserId
from bot.ports.storage import Repositories
from bot.services.apart import may_meet
from bot.services.cards import checkins as checkin_cards
from bot.services.deliveries.ways import in_group, open_group, to_member
from bot.services.kit import Kit
from bot.services.people import active_seats, others_of, sits_elsewhere, users_of
from bot.services.steps import Effect


def ask(_kit: Kit, repos: Repositories, job: Job) -> Effect | None:
    """Ask how it went, in the place or directly."""
    group = repos.rounds.group(GroupId(job.subject))
    if group is None or group.state is GroupState.CLOSED:
        return None
    again = job.args.get("again") == "yes"
    member = job.args.get("member")
    if member is None:
        message = checkin_cards.check_in(group, users=users_of(repos, group), again=again)
        return in_group(repos, group, message) if group.channel is not None else None
    round_ = repos.rounds.get(group.round)
    circle = repos.rounds.circle(round_.circle) if round_ is not None else None
    if circle is None:
        return None
    others: tuple[UserId, ...] = ()
    if sits_elsewhere(repos, group, MemberId(member)):
        others = others_of(repos, group, MemberId(member))
    message = checkin_cards.check_in(group, users=(), again=again, others=others)
    return to_member(repos, MemberId(member), circle, message)


def mutual_again(_kit: Kit, repos: Repositories, job: Job) -> Effect | None:
    """Say that everybody would like to meet again, unless somebody asked meanwhile to stay apart."""
    group = open_group(repos, job)
    if group is None or not may_meet(repos, (seat.member for seat in active_seats(repos, group))):
        return None
    return in_group(repos, group, checkin_cards.mutual_again(users_of(repos, group), pod=group.again))
