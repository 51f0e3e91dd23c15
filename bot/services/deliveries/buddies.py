"""What is delivered about a check-in: to whoever wished for it, and to their buddy."""

from datetime import UTC, datetime

from bot.domain.aftermath import BuddyCheck
from bot.domain.jobs import Job
from bot.domain.rounds import Group
from bot.ids import GroupId, MemberId
from bot.ports.messages import Message
from bot.ports.storage import Repositories
from bot.services.buddies import due_at, may_be_asked
from bot.services.cards import buddies as buddy_cards
from bot.services.deliveries.ways import to_member
from bot.services.kit import Kit
from bot.services.people import user_on, zone_of
from bot.services.steps import Effect


def all_good(_kit: Kit, repos: Repositories, job: Job) -> Effect | None:
    """Ask a member who still wishes for it."""
    group, check = _open(repos, job)
    if group is None or check is None or check.told:
        return None
    repeat = job.args["number"] != "1"
    message = buddy_cards.all_good(
        group.id, _set_at(job), zone_of(repos, group), _help(repos, group), repeat=repeat
    )
    return _write(repos, group, check.member, message)


def request(_kit: Kit, repos: Repositories, job: Job) -> Effect | None:
    """Ask somebody whether they would be a buddy, where that still holds and they can be asked."""
    group, check = _open(repos, job)
    buddy = MemberId(job.args["buddy"])
    if group is None or check is None or check.buddy != buddy or check.accepted:
        return None
    user, at = user_on(repos, check.member, group.platform), due_at(group, check)
    if user is None or at is None or not may_be_asked(repos, group, check.member, buddy):
        return None
    message = buddy_cards.request(user, group.id, check.member, at, zone_of(repos, group))
    return _write(repos, group, buddy, message)


def accepted(_kit: Kit, repos: Repositories, job: Job) -> Effect | None:
    """Tell a member that their buddy said yes."""
    group, check = _open(repos, job)
    buddy = user_on(repos, MemberId(job.args["buddy"]), group.platform) if group is not None else None
    if group is None or check is None or buddy is None or not check.accepted:
        return None
    return _write(repos, group, check.member, buddy_cards.accepted(buddy))


def gone(_kit: Kit, repos: Repositories, job: Job) -> Effect | None:
    """Tell a member whose buddy took the yes back that they have none, unless another one said yes since."""
    group, check = _open(repos, job)
    if group is None or check is None or check.accepted:
        return None
    return _write(repos, group, check.member, buddy_cards.gone())


def overdue(_kit: Kit, repos: Repositories, job: Job) -> Effect | None:
    """Tell the buddy that no answer came, unless one has come or the two stay apart by now."""
    group, check = _open(repos, job)
    if group is None or check is None or not check.told or check.buddy is None:
        return None
    user = user_on(repos, check.member, group.platform)
    if user is None or not may_be_asked(repos, group, check.member, check.buddy):
        return None
    message = buddy_cards.overdue(user, _set_at(job), zone_of(repos, group), _help(repos, group))
    return _write(repos, group, check.buddy, message)


def fine(_kit: Kit, repos: Repositories, job: Job) -> Effect | None:
    """Tell a buddy who was told otherwise that all is good."""
    group, member = repos.rounds.group(GroupId(job.subject)), MemberId(job.args["member"])
    buddy = MemberId(job.args["buddy"])
    user = user_on(repos, member, group.platform) if group is not None else None
    if group is None or user is None or not may_be_asked(repos, group, member, buddy):
        return None
    return _write(repos, group, buddy, buddy_cards.fine(user))


def _open(repos: Repositories, job: Job) -> tuple[Group | None, BuddyCheck | None]:
    group = repos.rounds.group(GroupId(job.subject))
    if group is None:
        return None, None
    return group, repos.aftermath.check(MemberId(job.args["member"]), group.id)


def _set_at(job: Job) -> datetime:
    return datetime.fromtimestamp(int(job.args["set"]), UTC)


def _help(repos: Repositories, group: Group) -> str:
    community = repos.communities.get(group.community)
    return community.help_lines if community is not None else ""


def _write(repos: Repositories, group: Group, member: MemberId, message: Message) -> Effect | None:
    round_ = repos.rounds.get(group.round)
    circle = repos.rounds.circle(round_.circle) if round_ is not None else None
    return to_member(repos, member, circle, message) if circle is not None else None
