"""The question whether somebody would be glad to be invited: who is asked, how answers are counted, what is said later.

It is asked where nobody else reads along, once a season at most, and never of somebody who was asked with another
account of theirs. Only members are asked who joined before the counting began: nothing of an answer outlives
`my forget`, so whoever comes back waits for the next five weeks, and no single person can answer many times. An answer is a number the moment it is given; only that there is nothing more to ask is remembered.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from bot.domain.community import Account, Community
from bot.domain.norms import NormAsked, NormCount, Said, counted_since, norm_line
from bot.domain.posts import ChallengePost
from bot.domain.recurrence import local_date
from bot.ports.storage import Repositories
from bot.services.people import accounts_here
from bot.text.message import Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """Say whether the question is asked, whether there are posts at all, and what they say of earlier answers."""

    on: bool
    posts: bool
    line: Text | None


def standing(repos: Repositories, community: Community, now: datetime) -> Standing:
    """Return what an organiser may know of the question: what everybody may."""
    settings = community.challenges
    today = local_date(now, community.zone)
    return Standing(on=settings.question, posts=settings.on, line=_line(repos, community, today))


def switch(repos: Repositories, community: Community, *, on: bool) -> Community:
    """Let Kith ask the question in a community, or not; off takes the sentence out of later posts too."""
    changed = replace(community, challenges=replace(community.challenges, question=on))
    repos.communities.save(changed)
    return changed


def ask(repos: Repositories, community: Community, account: Account, now: datetime) -> bool:
    """Say whether to ask somebody now, and remember that they were asked."""
    settings, today = community.challenges, local_date(now, community.zone)
    if not (settings.on and settings.question):
        return False
    member = repos.members.of_account(community.id, account.platform, account.user)
    if member is None or not member.agreed:
        return False
    if local_date(member.joined_at, community.zone) >= counted_since(today):
        return False
    before = _asked(repos, community, account)
    if any(each.lately(today) for each in before):
        return False
    repos.norms.ask(
        NormAsked(community=community.id, platform=account.platform, user=account.user, day=today)
    )
    return True


def answer(repos: Repositories, community: Community, account: Account, said: Said, now: datetime) -> bool:
    """Count an answer, and say whether the question was still open; a second answer changes nothing."""
    settings, today = community.challenges, local_date(now, community.zone)
    waiting = [each for each in _asked(repos, community, account) if each.open and each.lately(today)]
    if not waiting or not settings.question:
        return False
    for each in waiting:
        repos.norms.ask(replace(each, open=False))
    if said is not Said.RATHER_NOT:
        yes = said is Said.YES
        repos.norms.count(
            NormCount(community=community.id, since=counted_since(today), yes=int(yes), not_now=int(not yes))
        )
    return True


def line(repos: Repositories, community: Community, post: ChallengePost) -> Text | None:
    """Return what earlier seasons' answers allow to be said in a post, if anything."""
    return _line(repos, community, post.day)


def _line(repos: Repositories, community: Community, day: date) -> Text | None:
    if not community.challenges.question:
        return None
    return norm_line(repos.norms.counts(community.id), day)


def _asked(repos: Repositories, community: Community, account: Account) -> Sequence[NormAsked]:
    found = (repos.norms.asked(community.id, each) for each in accounts_here(repos, community.id, account))
    return [each for each in found if each is not None]
