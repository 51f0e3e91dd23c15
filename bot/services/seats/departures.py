"""People who stop: released from their groups at once, opted out when they left the server or room (H20)."""

from dataclasses import replace
from datetime import datetime

from bot.domain.community import Account
from bot.domain.jobs import Job
from bot.domain.member import Member, MemberState
from bot.domain.retention import Keep
from bot.ids import CommunityId, HomeId, JobKey, MemberId, PlatformName, UserId
from bot.ports.storage import Repositories
from bot.services.circles import schedule
from bot.services.recap.outcomes import keep_departure
from bot.services.seats.releasing import release_seat

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
