"""Homes of a community: where the bot is no more, and rooms that live on under another id."""

from dataclasses import replace
from datetime import datetime

from bot.domain.community import Channel
from bot.domain.member import MemberState
from bot.domain.rounds import Circle, CircleState
from bot.ids import ChannelId, HomeId, PlatformName
from bot.ports.storage import Repositories
from bot.services.circles import schedule
from bot.services.seats.departures import opt_out
from bot.services.weekly.challenges import turn_off


def lost_home(repos: Repositories, platform: PlatformName, home: HomeId, now: datetime) -> None:
    """Forget a home that the bot was removed from.

    When it was the community's last one on the platform, the circles there rest, and whoever can be reached nowhere
    else is opted out.
    """
    tied = repos.communities.home(platform, home)
    if tied is None:
        return
    repos.communities.remove_home(platform, home)
    left = {other.platform for other in repos.communities.homes(tied.community)}
    if platform in left:
        return
    for circle in repos.rounds.circles(tied.community):
        if circle.platform == platform:
            _let_rest(repos, circle)
    community = repos.communities.get(tied.community)
    if community is not None and not left:
        turn_off(repos, community)
    for member in repos.members.of_community(tied.community):
        elsewhere = any(account.platform in left for account in repos.members.accounts(member.id))
        if member.state is not MemberState.LEFT and not elsewhere:
            opt_out(repos, member, now)


def _let_rest(repos: Repositories, circle: Circle) -> None:
    """Pause a circle that has nowhere to post, and take back its next round."""
    repos.rounds.save_circle(replace(circle, state=CircleState.PAUSED))
    waiting = schedule.upcoming(repos, circle)
    if waiting is not None:
        schedule.take_back(repos, waiting)


def moved_place(repos: Repositories, platform: PlatformName, old: ChannelId, new: ChannelId) -> None:
    """Follow a room that lives on under another id: as a home, a circle's channel, a group's place, the moderators' room."""
    repos.communities.move_home(platform, HomeId(old), HomeId(new))
    for group in repos.rounds.open_in(platform, old):
        repos.rounds.save_group(replace(group, channel=new))
    for community in repos.communities.all():
        if community.moderator_channel == Channel(platform=platform, channel=old):
            moved = Channel(platform=platform, channel=new)
            repos.communities.save(replace(community, moderator_channel=moved))
        for home in repos.communities.homes(community.id):
            if home.platform == platform and home.channel == old:
                repos.communities.save_home(replace(home, channel=new))
        for circle in repos.rounds.circles(community.id):
            if circle.platform == platform and circle.channel == old:
                repos.rounds.save_circle(replace(circle, channel=new))
