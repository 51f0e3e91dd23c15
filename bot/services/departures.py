"""People who stop: released from their groups at once, opted out when they left the server or room (H20)."""

from dataclasses import replace
from datetime import datetime

from bot.domain.community import Account, Channel
from bot.domain.jobs import Job
from bot.domain.member import Member, MemberState
from bot.domain.retention import Keep
from bot.domain.rounds import Circle, CircleState
from bot.ids import ChannelId, CommunityId, HomeId, JobKey, MemberId, PlatformName, UserId
from bot.ports.storage import Repositories
from bot.services import schedule
from bot.services.challenges import turn_off
from bot.services.outcomes import keep_departure
from bot.services.releasing import release_seat

ERASE = "member.erase"
KEPT_AFTER_LEAVING = Keep.MEMBERSHIP.length


def release(
    repos: Repositories, member: MemberId, now: datetime, *, only_on: PlatformName | None = None
) -> None:
    """Free all active seats of a member, or those on one platform; whoever they were matched with is told kindly."""
    for group in repos.rounds.groups_of(member):
        if only_on in {None, group.platform}:
            release_seat(repos, group, member, now)


def opt_out(repos: Repositories, member: Member, now: datetime) -> None:
    """Take a member out of everything at once and plan their erasure; an earlier yes counts for nothing any more."""
    keep_departure(repos, member, now)
    release(repos, member.id, now)
    for enrolment in repos.members.enrolments(member.id):
        repos.members.unenrol(enrolment.circle, member.id)
        circle = repos.rounds.circle(enrolment.circle)
        waiting = schedule.upcoming(repos, circle) if circle is not None else None
        if waiting is not None:
            repos.rounds.take_back_answer(waiting.id, member.id)
    erase_at = now + KEPT_AFTER_LEAVING
    repos.members.save(replace(member, state=MemberState.LEFT, paused_until=None, erase_at=erase_at))
    repos.jobs.cancel(member.id)
    repos.jobs.add(
        Job(
            key=JobKey(f"member/{member.id}/erase/{int(erase_at.timestamp())}"),
            community=member.community,
            step=ERASE,
            subject=member.id,
            due=erase_at,
            delivery=False,
        )
    )


def left_home(repos: Repositories, platform: PlatformName, home: HomeId, user: UserId, now: datetime) -> None:
    """Let go of an account that left the server or room, unless another home of the community is on the platform."""
    tied = repos.communities.home(platform, home)
    member = repos.members.of_account(tied.community, platform, user) if tied is not None else None
    if tied is None or member is None or member.state is MemberState.LEFT:
        return
    others = [other for other in repos.communities.homes(tied.community) if other != tied]
    if not any(other.platform == platform for other in others):
        account_left(repos, member, Account(platform=platform, user=user), now)


def account_left(repos: Repositories, member: Member, account: Account, now: datetime) -> None:
    """Opt out somebody whose account is gone; with another one they go on, and only that account is forgotten.

    Their diary and suggestions go on with them: under an account that is gone nobody could read or take them back, and
    what was said once could be said once more.
    """
    others = [other for other in repos.members.accounts(member.id) if other != account]
    if not others:
        opt_out(repos, member, now)
        return
    if not any(other.platform == account.platform for other in others):
        release(repos, member.id, now, only_on=account.platform)
    nearest = next((other for other in others if other.platform == account.platform), others[0])
    repos.traces.hand_on(member.community, account, nearest)
    _forget_answers(repos, member.community, account)
    repos.members.remove_account(member.id, account)


def forget_account(repos: Repositories, community: CommunityId, account: Account) -> None:
    """Forget what an account tapped, suggested and said in a community, with the jobs and menus that name it; counts stay."""
    _forget_answers(repos, community, account)
    repos.traces.drop_jobs(community, account.user)
    repos.traces.drop_menus(community, account.user)


def _forget_answers(repos: Repositories, community: CommunityId, account: Account) -> None:
    repos.challenges.forget(account.platform, account.user, community)
    repos.norms.forget(account, community)
    repos.suggestions.forget(community, account)
    repos.packs.forget(community, account)


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
