"""How something is said: in a circle's channel, in a group's place, to one member; and how a place is opened."""

from datetime import datetime

from bot.domain.community import Community
from bot.domain.jobs import Job
from bot.domain.member import Contact, MemberState
from bot.domain.rounds import Circle, Group, GroupState
from bot.ids import ChannelId, GroupId, MemberId, UserId
from bot.ports.messages import Message
from bot.ports.platform import PlaceRequest
from bot.ports.storage import Repositories
from bot.services.candidates import Setting
from bot.services.kit import Kit
from bot.services.people import callers_of, user_on
from bot.services.steps import Effect, OpenPlace, PostTo, WriteTo
from bot.services.tongues import language_in, language_of, language_of_all, members_with
from bot.text.catalogue import first_spoken
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
    inside = members_with(repos, setting.community, platform, users)
    name = render(title, PlainStyle(), language_of_all(repos, inside, setting.community))
    request = PlaceRequest(home=home.home, channel=setting.circle.channel, name=name, people=users)
    return OpenPlace(platform=platform, request=request)


def to_member(repos: Repositories, member_id: MemberId, circle: Circle, message: Message) -> Effect | None:
    """Write to a member directly; nothing where they did not allow that, or have left (H1, H17)."""
    member = repos.members.get(member_id)
    user = user_on(repos, member_id, circle.platform)
    if member is None or user is None or repos.communities.get(circle.community) is None:
        return None
    if member.contact is not Contact.DIRECT or member.state is MemberState.LEFT:
        return None
    return WriteTo(platform=circle.platform, user=user, message=message, language=language_of(repos, member))


def in_channel(circle: Circle, community: Community, message: Message) -> Effect:
    """Post in a circle's channel."""
    language = first_spoken(community.language)
    return PostTo(platform=circle.platform, channel=circle.channel, message=message, language=language)


def in_place_of(
    repos: Repositories, circle: Circle, place: Job | None, member_id: MemberId, message: Message
) -> Effect | None:
    """Post in the place that a job opened for one member alone; nothing where it was never opened."""
    member = repos.members.get(member_id)
    if place is None or not place.remote or member is None:
        return None
    language = language_of(repos, member)
    return PostTo(
        platform=circle.platform, channel=ChannelId(place.remote), message=message, language=language
    )


def open_group(repos: Repositories, job: Job) -> Group | None:
    """Return the group that a job is about while it has a place where something can be said."""
    group = repos.rounds.group(GroupId(job.subject))
    if group is None or group.channel is None or group.state is GroupState.CLOSED:
        return None
    return group


def in_group(repos: Repositories, group: Group, message: Message) -> Effect | None:
    """Post in a group's place; only its people may tap, from whichever account they are there with."""
    if group.channel is None or repos.communities.get(group.community) is None:
        return None
    return PostTo(
        platform=group.platform,
        channel=group.channel,
        message=message,
        language=language_in(repos, group),
        only=callers_of(repos, group),
    )


def quiet_on(kit: Kit, group: Group) -> bool:
    """Say whether a tap in the group's place is seen by nobody else."""
    platform = kit.platforms.get(group.platform)
    return platform is None or platform.capabilities.private_replies
