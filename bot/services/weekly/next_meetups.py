"""The next rounds that people can still join, for a challenge that leads to a meeting anyway."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot.domain.community import Account, Community
from bot.domain.member import MemberState
from bot.domain.posts import ChallengePost
from bot.domain.rounds import Circle, Round
from bot.domain.season import Rung
from bot.ids import MemberId, PlatformName
from bot.ports.storage import Repositories
from bot.services.candidates import Setting, plan_ahead
from bot.services.circles import circles
from bot.services.circles.schedule import upcoming
from bot.services.members.status import circles_of

AHEAD = timedelta(days=14)
"""What lies further ahead is no next step from a challenge of this week."""
_SHOWN = 2
_MEETING = frozenset({Rung.TOGETHER, Rung.WIDER})


@dataclass(frozen=True, slots=True, kw_only=True)
class NextMeetup:
    """Hold a round that is not matched yet, and whether whoever reads of it is in for it already; `zone` is the circle's."""

    circle: Circle
    round: Round
    zone: str
    coming: bool = False


def invites(post: ChallengePost) -> bool:
    """Say whether a post belongs to a step of the season on which people meet: two or three, or a group."""
    return post.rung in _MEETING


def to_everybody(
    repos: Repositories, community: Community, post: ChallengePost, platform: PlatformName, now: datetime
) -> tuple[NextMeetup, ...]:
    """Return the soonest rounds that a post may point to on a platform; none in a week that is for other things."""
    if not invites(post):
        return ()
    found = [
        NextMeetup(circle=circle, round=round_, zone=community.zone)
        for circle in circles.active(repos, community)
        if circle.platform == platform and (round_ := upcoming(repos, circle)) is not None
        if now < round_.due_at <= now + AHEAD
    ]
    return tuple(sorted(found, key=lambda each: each.round.due_at)[:_SHOWN])


def to_one(
    repos: Repositories, community: Community, post: ChallengePost, account: Account, now: datetime
) -> tuple[NextMeetup, ...]:
    """Return the same as somebody stands to it; nothing for a member who is taking a break, or whom Join would refuse.

    A circle in which they have a plan for later than its next groups is left out: the round leaves them free for it.
    """
    if repos.reports.barred(community.id, account):
        return ()
    found = to_everybody(repos, community, post, account.platform, now)
    member = repos.members.of_account(community.id, account.platform, account.user) if found else None
    if member is None:
        return found
    if member.state is MemberState.PAUSED:
        return ()
    if member.state is MemberState.LEFT:
        return found
    coming = {each.circle.id for each in circles_of(repos, member) if each.coming}
    return tuple(
        replace(each, coming=each.circle.id in coming)
        for each in found
        if not _passes_by(repos, community, each, member.id)
    )


def _passes_by(repos: Repositories, community: Community, meetup: NextMeetup, member: MemberId) -> bool:
    """Say whether a plan that stands will still be ahead when the round is matched."""
    setting = Setting(round=meetup.round, circle=meetup.circle, community=community)
    return plan_ahead(repos, member, setting, meetup.round.due_at) is not None
