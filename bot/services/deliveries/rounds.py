"""What a round delivers to its circle and to single members."""

from bot.domain.jobs import Job
from bot.domain.member import MemberState
from bot.domain.rounds import Circle, RoundState
from bot.ids import ChannelId, JobKey, MemberId, RoundId
from bot.ports.storage import Repositories
from bot.services.candidates import Setting, plan_ahead, setting_of
from bot.services.cards import rounds as round_cards
from bot.services.deliveries.ways import in_channel, in_place_of, open_place, to_member
from bot.services.kit import Kit
from bot.services.open_tables.open_table import has_table
from bot.services.people import user_on
from bot.services.steps import ClosePlace, Effect


def opening(kit: Kit, repos: Repositories, job: Job) -> Effect | None:
    """Post a round's opening in its circle's channel."""
    setting = _open_setting(kit, repos, job)
    if setting is None:
        return None
    message = round_cards.opening(setting.circle, setting.round, setting.community.zone)
    return in_channel(setting.circle, setting.community, message)


def invite(kit: Kit, repos: Repositories, job: Job) -> Effect | None:
    """Write a round's opening to a member directly, where the public post can't be tapped in private."""
    setting = _open_setting(kit, repos, job)
    member = MemberId(job.args["member"])
    if setting is None or not is_asked(repos, setting.circle, member):
        return None
    message = round_cards.opening(setting.circle, setting.round, setting.community.zone)
    return to_member(repos, member, setting.circle, message)


def unmatched(_kit: Kit, repos: Repositories, job: Job) -> Effect | None:
    """Tell a member that the round had no group for them, directly or in their nook."""
    setting = _setting(repos, job)
    if setting is None or _has_a_group(repos, setting, MemberId(job.args["member"])):
        return None
    message = round_cards.unmatched(table=has_table(repos, setting.circle.id))
    if "nook" not in job.args:
        return to_member(repos, MemberId(job.args["member"]), setting.circle, message)
    nook = repos.jobs.get(JobKey(job.args["nook"]))
    return in_place_of(repos, setting.circle, nook, MemberId(job.args["member"]), message)


def passed_by(kit: Kit, repos: Repositories, job: Job) -> Effect | None:
    """Tell a member who said yes that their plan in the circle comes first."""
    setting, member = _setting(repos, job), MemberId(job.args["member"])
    at = plan_ahead(repos, member, setting, kit.clock.now()) if setting is not None else None
    if setting is None or at is None:
        return None
    message = round_cards.passed_by(setting.circle, at, setting.community.zone)
    return to_member(repos, member, setting.circle, message)


def nook(_kit: Kit, repos: Repositories, job: Job) -> Effect | None:
    """Open a private place for one member who wants no direct messages; nobody who has left is called anywhere.

    Who was left over (`left-over`) needs none where a group was found for them meanwhile.
    """
    setting, member = _setting(repos, job), repos.members.get(MemberId(job.args["member"]))
    if setting is None or member is None or member.state is MemberState.LEFT:
        return None
    if "left-over" in job.args and _has_a_group(repos, setting, member.id):
        return None
    user = user_on(repos, member.id, setting.circle.platform)
    return open_place(repos, setting, (user,), setting.round.due_at) if user is not None else None


def _has_a_group(repos: Repositories, setting: Setting, member: MemberId) -> bool:
    """Say whether the round's second draw has found a group by now for somebody who was left over."""
    return any(group.round == setting.round.id for group in repos.rounds.groups_of(member))


def nook_over(_kit: Kit, repos: Repositories, job: Job) -> Effect | None:
    """Archive a member's private place."""
    setting = _setting(repos, job)
    opened = repos.jobs.get(JobKey(job.args["nook"]))
    if setting is None or opened is None or not opened.remote:
        return None
    return ClosePlace(platform=setting.circle.platform, channel=ChannelId(opened.remote))


def is_asked(repos: Repositories, circle: Circle, member_id: MemberId) -> bool:
    """Say whether a member is to be asked about a circle's round: enrolled, and neither paused nor gone."""
    member = repos.members.get(member_id)
    enrolled = any(each.circle == circle.id for each in repos.members.enrolments(member_id))
    return member is not None and member.state is MemberState.ACTIVE and enrolled


def _open_setting(kit: Kit, repos: Repositories, job: Job) -> Setting | None:
    """Return a round that people can still answer; one that was matched meanwhile is not announced any more."""
    setting = _setting(repos, job)
    if (
        setting is None
        or setting.round.state is not RoundState.OPEN
        or setting.round.due_at <= kit.clock.now()
    ):
        return None
    return setting


def _setting(repos: Repositories, job: Job) -> Setting | None:
    round_ = repos.rounds.get(RoundId(job.subject))
    return setting_of(repos, round_) if round_ is not None else None
