"""What a round delivers: each job is looked at once more when it is due, and says only what is still true."""

from dataclasses import replace
from datetime import datetime, timedelta

from bot.domain.community import Community
from bot.domain.jobs import Job
from bot.domain.member import Contact, MemberState
from bot.domain.recurrence import local_date
from bot.domain.rounds import Acceptance, Circle, Group, GroupState, RoundState
from bot.ids import ChannelId, GroupId, JobKey, MemberId, RoundId, UserId
from bot.ports.messages import Attachment, Message
from bot.ports.platform import PlaceRequest
from bot.ports.storage import Repositories
from bot.services import cards
from bot.services.calendar import calendar_file
from bot.services.candidates import Setting, plan_ahead, setting_of
from bot.services.introducing import introduction
from bot.services.kit import Kit
from bot.services.people import active_seats, callers_of, others_of, sits_elsewhere, user_on, users_of
from bot.services.releasing import PAIR, is_over
from bot.services.steps import ClosePlace, Effect, OpenPlace, PostTo, RemoveFromPlace, WriteTo
from bot.text.message import Moment, MomentStyle, T
from bot.text.render import PlainStyle, render

_GONE_QUIET = {GroupState.CLOSED}
_SOON = timedelta(hours=3)


def opening(kit: Kit, repos: Repositories, job: Job) -> Effect | None:
    """Post a round's opening in its circle's channel."""
    setting = _open_setting(kit, repos, job)
    if setting is None:
        return None
    message = cards.opening(setting.circle, setting.round, setting.community.zone)
    return _in_channel(setting.circle, setting.community, message)


def invite(kit: Kit, repos: Repositories, job: Job) -> Effect | None:
    """Write a round's opening to a member directly, where the public post can't be tapped in private."""
    setting = _open_setting(kit, repos, job)
    member = MemberId(job.args["member"])
    if setting is None or not is_asked(repos, setting.circle, member):
        return None
    message = cards.opening(setting.circle, setting.round, setting.community.zone)
    return to_member(repos, member, setting.circle, message)


def unmatched(_kit: Kit, repos: Repositories, job: Job) -> Effect | None:
    """Tell a member that the round had no group for them, directly or in their nook."""
    setting = _setting(repos, job)
    if setting is None:
        return None
    if "nook" not in job.args:
        return to_member(repos, MemberId(job.args["member"]), setting.circle, cards.unmatched())
    nook = repos.jobs.get(JobKey(job.args["nook"]))
    if nook is None or not nook.remote:
        return None
    return PostTo(
        platform=setting.circle.platform,
        channel=ChannelId(nook.remote),
        message=cards.unmatched(),
        language=setting.community.language,
    )


def passed_by(kit: Kit, repos: Repositories, job: Job) -> Effect | None:
    """Tell a member who said yes that their plan in the circle comes first."""
    setting, member = _setting(repos, job), MemberId(job.args["member"])
    at = plan_ahead(repos, member, setting, kit.clock.now()) if setting is not None else None
    if setting is None or at is None:
        return None
    message = cards.passed_by(setting.circle, at, setting.community.zone)
    return to_member(repos, member, setting.circle, message)


def nook(_kit: Kit, repos: Repositories, job: Job) -> Effect | None:
    """Open a private place for one member who wants no direct messages; nobody who has left is called anywhere."""
    setting, member = _setting(repos, job), repos.members.get(MemberId(job.args["member"]))
    if setting is None or member is None or member.state is MemberState.LEFT:
        return None
    user = user_on(repos, member.id, setting.circle.platform)
    return _open(repos, setting, (user,), setting.round.due_at) if user is not None else None


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


def _open(repos: Repositories, setting: Setting, users: tuple[UserId, ...], at: datetime) -> Effect | None:
    """Open a private place below the circle's channel, named after circle and date."""
    platform = setting.circle.platform
    home = next(
        (home for home in repos.communities.homes(setting.community.id) if home.platform == platform), None
    )
    if home is None:
        return None
    when = Moment(at=at, zone=setting.community.zone, style=MomentStyle.DATE)
    title = T("{circle}, {date}", circle=setting.circle.name, date=when)
    name = render(title, PlainStyle(), setting.community.language)
    request = PlaceRequest(home=home.home, channel=setting.circle.channel, name=name, people=users)
    return OpenPlace(platform=platform, request=request)


def to_member(repos: Repositories, member_id: MemberId, circle: Circle, message: Message) -> Effect | None:
    """Write to a member directly; nothing where they did not allow that, or have left (H1, H17)."""
    member = repos.members.get(member_id)
    user = user_on(repos, member_id, circle.platform)
    community = repos.communities.get(circle.community)
    if member is None or user is None or community is None:
        return None
    if member.contact is not Contact.DIRECT or member.state is MemberState.LEFT:
        return None
    return WriteTo(
        platform=circle.platform, user=user, message=message, language=member.language or community.language
    )


def _in_channel(circle: Circle, community: Community, message: Message) -> Effect:
    return PostTo(
        platform=circle.platform, channel=circle.channel, message=message, language=community.language
    )


def place(kit: Kit, repos: Repositories, job: Job) -> Effect | None:
    """Open a group's private place."""
    group = repos.rounds.group(GroupId(job.subject))
    round_ = repos.rounds.get(group.round) if group is not None else None
    setting = setting_of(repos, round_) if round_ is not None else None
    users = users_of(repos, group) if group is not None else ()
    if group is None or setting is None or len(users) < PAIR or is_over(group, kit.clock.now()):
        return None
    return _open(repos, setting, users, group.matched_at)


def introduce(kit: Kit, repos: Repositories, job: Job) -> Effect | None:
    """Say hello to a new group."""
    group = _open_group(repos, job)
    if group is None or group.state is not GroupState.PROPOSED:
        return None
    community = repos.communities.get(group.community)
    return (
        in_group(repos, group, introduction(kit, repos, group, community)) if community is not None else None
    )


def other_times(_kit: Kit, repos: Repositories, job: Job) -> Effect | None:
    """Offer a group two other times, or the same times at another spot."""
    group = _open_group(repos, job)
    if group is None or group.state is not GroupState.PROPOSED:
        return None
    spot = repos.places.spot(group.spot) if group.spot is not None else None
    message = cards.other_times(group, users=users_of(repos, group), spot=spot, zone=_zone(repos, group))
    return in_group(repos, group, message)


def other_spot(_kit: Kit, repos: Repositories, job: Job) -> Effect | None:
    """Name a group's new spot with the same times."""
    group = _open_group(repos, job)
    if group is None or group.state is not GroupState.PROPOSED:
        return None
    spot = repos.places.spot(group.spot) if group.spot is not None else None
    message = cards.proposal(group, spot=spot, zone=_zone(repos, group), title=T("Another spot, same times"))
    return in_group(repos, group, message)


def nudged(_kit: Kit, repos: Repositories, job: Job) -> Effect | None:
    """Ask the silent ones once."""
    group = _open_group(repos, job)
    if group is None or group.state is not GroupState.PROPOSED:
        return None
    seats = active_seats(repos, group)
    silent = [
        user_on(repos, seat.member, group.platform) for seat in seats if seat.accepted is Acceptance.SILENT
    ]
    users = [user for user in silent if user is not None]
    if not users:
        return None
    message = cards.nudge(users)
    return in_group(repos, group, replace(message, menu=cards.plan_menu(group, _zone(repos, group))))


def agreed(kit: Kit, repos: Repositories, job: Job) -> Effect | None:
    """Say that the plan stands, with the calendar file."""
    group = _open_group(repos, job)
    if group is None or group.state is not GroupState.AGREED or is_over(group, kit.clock.now()):
        return None
    spot = repos.places.spot(group.spot) if group.spot is not None else None
    users = users_of(repos, group)
    message = cards.agreed(
        group, users=users, spot=spot, zone=_zone(repos, group), updated=group.revision > 0
    )
    return in_group(repos, group, replace(message, files=(_file(kit, repos, group),)))


def _file(kit: Kit, repos: Repositories, group: Group, *, cancelled: bool = False) -> Attachment:
    community = repos.communities.get(group.community)
    language = community.language if community is not None else "en"
    spot = repos.places.spot(group.spot) if group.spot is not None else None
    round_ = repos.rounds.get(group.round)
    circle = repos.rounds.circle(round_.circle) if round_ is not None else None
    assert group.meets_at is not None  # noqa: S101 - callers hold a group with a plan
    return calendar_file(
        group,
        at=group.meets_at,
        summary=circle.name if circle is not None else "Kith",
        place=render(cards.spot_words(spot), PlainStyle(), language),
        notes=render(T("A small meetup with people from your community."), PlainStyle(), language),
        now=kit.clock.now(),
        cancelled=cancelled,
    )


def reminder(kit: Kit, repos: Repositories, job: Job) -> Effect | None:
    """Remind of a meeting that is still ahead."""
    group, now = _open_group(repos, job), kit.clock.now()
    if (
        group is None
        or group.state is not GroupState.AGREED
        or group.meets_at is None
        or group.meets_at <= now
    ):
        return None
    spot = repos.places.spot(group.spot) if group.spot is not None else None
    zone = _zone(repos, group)
    days = (local_date(group.meets_at, zone) - local_date(now, zone)).days
    soon = cards.SOON if group.meets_at - now <= _SOON else (cards.TODAY, cards.TOMORROW)[min(days, 1)]
    message = cards.reminder(group, users=users_of(repos, group), spot=spot, zone=zone, soon=soon)
    return in_group(repos, group, message)


def late(kit: Kit, repos: Repositories, job: Job) -> Effect | None:
    """Tell the others that somebody is late."""
    group = _open_group(repos, job)
    if group is None or group.state is not GroupState.AGREED or is_over(group, kit.clock.now()):
        return None
    user = UserId(job.args["user"])
    rest = [other for other in users_of(repos, group) if other != user]
    return in_group(repos, group, cards.running_late(user, rest))


def left(_kit: Kit, repos: Repositories, job: Job) -> Effect | None:
    """Tell the others that somebody can't come."""
    group = _open_group(repos, job)
    if group is None or group.state is GroupState.MISSED:
        return None
    stands = group.state is GroupState.AGREED
    message = cards.somebody_left(UserId(job.args["user"]), users_of(repos, group), plan_stands=stands)
    return in_group(repos, group, message)


def remove(_kit: Kit, repos: Repositories, job: Job) -> Effect | None:
    """Take somebody who left a group out of its place."""
    group = repos.rounds.group(GroupId(job.subject))
    if group is None or group.channel is None or group.state in _GONE_QUIET:
        return None
    return RemoveFromPlace(platform=group.platform, channel=group.channel, user=UserId(job.args["user"]))


def fell_through(kit: Kit, repos: Repositories, job: Job) -> Effect | None:
    """Tell whoever is left that the group is over, and take the entry out of their calendar."""
    group = _open_group(repos, job)
    if group is None:
        return None
    members = [MemberId(member) for member in job.args["members"].split(",") if member]
    users = [
        user for user in (user_on(repos, member, group.platform) for member in members) if user is not None
    ]
    message = cards.fell_through(users, early=job.args.get("early") == "yes")
    if group.meets_at is not None:
        message = replace(message, files=(_file(kit, repos, group, cancelled=True),))
    return in_group(repos, group, message)


def ask(_kit: Kit, repos: Repositories, job: Job) -> Effect | None:
    """Ask how it went, in the place or directly."""
    group = repos.rounds.group(GroupId(job.subject))
    if group is None or group.state is GroupState.CLOSED:
        return None
    again = job.args.get("again") == "yes"
    member = job.args.get("member")
    if member is None:
        message = cards.check_in(group, users=users_of(repos, group), again=again)
        return in_group(repos, group, message) if group.channel is not None else None
    round_ = repos.rounds.get(group.round)
    circle = repos.rounds.circle(round_.circle) if round_ is not None else None
    if circle is None:
        return None
    others: tuple[UserId, ...] = ()
    if sits_elsewhere(repos, group, MemberId(member)):
        others = others_of(repos, group, MemberId(member))
    message = cards.check_in(group, users=(), again=again, others=others)
    return to_member(repos, MemberId(member), circle, message)


def mutual_again(_kit: Kit, repos: Repositories, job: Job) -> Effect | None:
    """Say that everybody would like to meet again."""
    group = _open_group(repos, job)
    if group is None:
        return None
    return in_group(repos, group, cards.mutual_again(users_of(repos, group), pod=group.again))


def archive(_kit: Kit, repos: Repositories, job: Job) -> Effect | None:
    """Archive a group's place."""
    group = repos.rounds.group(GroupId(job.subject))
    if group is None or group.channel is None:
        return None
    return ClosePlace(platform=group.platform, channel=group.channel)


def _open_group(repos: Repositories, job: Job) -> Group | None:
    group = repos.rounds.group(GroupId(job.subject))
    if group is None or group.channel is None or group.state in _GONE_QUIET:
        return None
    return group


def in_group(repos: Repositories, group: Group, message: Message) -> Effect | None:
    """Post in a group's place; only its people may tap, from whichever account they are there with."""
    community = repos.communities.get(group.community)
    if group.channel is None or community is None:
        return None
    return PostTo(
        platform=group.platform,
        channel=group.channel,
        message=message,
        language=community.language,
        only=callers_of(repos, group),
    )


def _zone(repos: Repositories, group: Group) -> str:
    community = repos.communities.get(group.community)
    return community.zone if community is not None else "UTC"
