"""What people are asked after a meeting."""

from bot.domain.jobs import Job
from bot.domain.rounds import Group, GroupState
from bot.ids import GroupId, MemberId
from bot.ports.storage import Repositories
from bot.services.apart import may_meet
from bot.services.cards import checkins as checkin_cards
from bot.services.cards import meetings as meeting_cards
from bot.services.cards.plans import plan_menu
from bot.services.deliveries.ways import in_group, open_group, to_member
from bot.services.kit import Kit
from bot.services.people import active_seats, others_of, user_on, users_of, zone_of
from bot.services.steps import Effect


def ask(kit: Kit, repos: Repositories, job: Job) -> Effect | None:
    """Ask how it went, in the place or directly; never of a meeting that is ahead."""
    group = repos.rounds.group(GroupId(job.subject))
    if group is None or group.state is GroupState.CLOSED:
        return None
    if group.meets_at is not None and group.meets_at > kit.clock.now():
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
    others = others_of(repos, group, MemberId(member))
    message = checkin_cards.check_in(group, users=(), again=again, others=others)
    return to_member(repos, MemberId(member), circle, message)


def next_date(_kit: Kit, repos: Repositories, job: Job) -> Effect | None:
    """Offer a date to people who would all like to meet again; nothing where two of them stay apart by now."""
    group = open_group(repos, job)
    if group is None or group.state is not GroupState.PROPOSED or not _may_meet(repos, group):
        return None
    zone = zone_of(repos, group)
    message = meeting_cards.met_again(
        group,
        users=users_of(repos, group),
        spot=repos.places.spot(group.spot) if group.spot is not None else None,
        zone=zone,
        some=job.args["some"] == "yes",
        menu=plan_menu(group, zone),
    )
    return in_group(repos, group, message)


def _may_meet(repos: Repositories, group: Group) -> bool:
    return may_meet(repos, (seat.member for seat in active_seats(repos, group)))


def again_told(_kit: Kit, repos: Repositories, job: Job) -> Effect | None:
    """Tell one person directly of a wish to meet again that is mutual."""
    group, member = repos.rounds.group(GroupId(job.subject)), MemberId(job.args["member"])
    members = tuple(MemberId(each) for each in job.args["members"].split(","))
    round_ = repos.rounds.get(group.round) if group is not None else None
    circle = repos.rounds.circle(round_.circle) if round_ is not None else None
    if group is None or circle is None or not may_meet(repos, members):
        return None
    users = (user_on(repos, other, group.platform) for other in members if other != member)
    others = tuple(user for user in users if user is not None)
    return to_member(repos, member, circle, checkin_cards.again_with(others)) if others else None


def mutual_again(_kit: Kit, repos: Repositories, job: Job) -> Effect | None:
    """Say that everybody would like to meet again, unless somebody asked meanwhile to stay apart."""
    group = open_group(repos, job)
    if group is None or not _may_meet(repos, group):
        return None
    return in_group(repos, group, checkin_cards.mutual_again(users_of(repos, group), pod=group.again))
