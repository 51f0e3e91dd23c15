"""The question whether somebody would be glad to be invited: who is asked, how answers are counted, what is said later.

It is asked where nobody else reads along, once a season at most, and never of somebody who was asked with another
account of theirs. Whether they answered is known by their menu alone, which is gone once it is tapped. Only members are asked who joined before the counting began: nothing of an answer outlives
`my forget`, so whoever comes back waits for the next five weeks, and no single person can answer many times. An answer is a number the moment it is given; only that there is nothing more to ask is remembered.
"""

from dataclasses import dataclass, replace
from datetime import date, datetime

from bot.domain.community import Account, Community
from bot.domain.norms import NormAsked, NormCount, Said, counted_since, norm_line
from bot.domain.posts import ChallengePost
from bot.domain.recurrence import local_date
from bot.ids import MenuId
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


def ask(repos: Repositories, community: Community, account: Account, now: datetime) -> date | None:
    """Return since when answers are counted if somebody is to be asked now, and remember that they were; else None."""
    settings, since = community.challenges, counted_since(local_date(now, community.zone))
    if not (settings.on and settings.question):
        return None
    member = repos.members.of_account(community.id, account.platform, account.user)
    if member is None or not member.agreed:
        return None
    if local_date(member.joined_at, community.zone) >= since or _was_asked(repos, community, account, since):
        return None
    repos.norms.ask(
        NormAsked(community=community.id, platform=account.platform, user=account.user, since=since)
    )
    return since


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """Hold what somebody tapped: on which menu, and since when answers were counted when they were asked."""

    said: Said
    menu: MenuId | None
    since: str


def answer(repos: Repositories, community: Community, account: Account, given: Answer, now: datetime) -> bool:
    """Count an answer, and say whether the question was still open; a second answer finds no menu."""
    since = counted_since(local_date(now, community.zone))
    if not community.challenges.question or given.since != since.isoformat():
        return False
    if not _was_asked(repos, community, account, since):
        return False
    if given.menu is None or not repos.menus.take(given.menu):
        return False
    if given.said is not Said.RATHER_NOT:
        yes = given.said is Said.YES
        repos.norms.count(NormCount(community=community.id, since=since, yes=int(yes), not_now=int(not yes)))
    return True


def line(repos: Repositories, community: Community, post: ChallengePost) -> Text | None:
    """Return what earlier seasons' answers allow to be said in a post, if anything."""
    return _line(repos, community, post.day)


def _line(repos: Repositories, community: Community, day: date) -> Text | None:
    if not community.challenges.question:
        return None
    return norm_line(repos.norms.counts(community.id), day)


def _was_asked(repos: Repositories, community: Community, account: Account, since: date) -> bool:
    """Say whether somebody was asked, with whichever account, in the five weeks that began on a day."""
    found = (repos.norms.asked(community.id, each) for each in accounts_here(repos, community.id, account))
    return any(each is not None and each.since == since for each in found)
