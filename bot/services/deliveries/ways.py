"""How something is said: in a circle's channel, in a group's place, to one member; and how a place is opened."""

from datetime import datetime

from bot.domain.community import Community
from bot.domain.jobs import Job
from bot.domain.member import Contact, MemberState
from bot.domain.rounds import Circle, Group, GroupState
from bot.ids import GroupId, MemberId, UserId
from bot.ports.messages import Message
from bot.ports.platform import PlaceRequest
from bot.ports.storage import Repositories
from bot.services.candidates import Setting
from bot.services.kit import Kit
from bot.services.people import callers_of, user_on
from bot.services.steps import Effect, OpenPlace, PostTo, WriteTo
from bot.text.message import Moment, MomentStyle, T
from bot.text.render import PlainStyle, render


def open_place(
    repos: Repositories, setting: Setting, users: tuple[UserId, ...], at: datetime
) -> Effect | None:
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


def in_channel(circle: Circle, community: Community, message: Message) -> Effect:
    """Post in a circle's channel."""
    return PostTo(
        platform=circle.platform, channel=circle.channel, message=message, language=community.language
    )


def open_group(repos: Repositories, job: Job) -> Group | None:
    """Return the group that a job is about while it has a place where something can be said."""
    group = repos.rounds.group(GroupId(job.subject))
    if group is None or group.channel is None or group.state is GroupState.CLOSED:
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


def quiet_on(kit: Kit, group: Group) -> bool:
    """Say whether a tap in the group's place is seen by nobody else."""
    platform = kit.platforms.get(group.platform)
    return platform is None or platform.capabilities.private_replies
