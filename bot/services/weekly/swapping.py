"""Another challenge for one person: nothing that they or their community saw in the past year, or will see soon."""

from datetime import date, datetime
from itertools import islice

from bot.content.library import Library
from bot.domain.challenges import Challenge
from bot.domain.coming import MEMORY, recently
from bot.domain.community import Account, Community
from bot.domain.ladder import WEEK
from bot.domain.posts import ChallengeTap
from bot.domain.recurrence import local_date
from bot.domain.season import swap_for
from bot.ids import ChallengeId
from bot.ports.storage import Repositories
from bot.services.weekly.season import next_day, walk_from

_WEEKS_AHEAD = 10


def another(
    repos: Repositories, community: Community, before: ChallengeTap, now: datetime, library: Library
) -> Challenge | None:
    """Return what to offer in the place of what somebody was shown last, or None when it is enough.

    The weather of the day is respected as it is for the week's own challenge.
    """
    current = library.challenge(before.shown[-1])
    if current is None:
        return None
    today = local_date(now, community.zone)
    account = Account(platform=before.platform, user=before.user)
    return swap_for(
        current,
        library.challenges,
        shown=before.shown,
        seed=f"{before.post}/{before.user}",
        weather=repos.seasons.of(community.id).weather_on(today),
        known=_known(repos, community, account, today) | _soon(repos, community, now, library),
    )


def _known(
    repos: Repositories, community: Community, account: Account, today: date
) -> dict[ChallengeId, date]:
    """Return what the community or this person, with whichever account, was shown in the past year, and when last."""
    known = recently(repos.challenges.posts(community.id), today + WEEK)
    member = repos.members.of_account(community.id, account.platform, account.user)
    accounts = repos.members.accounts(member.id) if member is not None else (account,)
    for each in accounts:
        for post, tap in repos.challenges.diary(community.id, each.platform, each.user):
            if post.day > today - MEMORY:
                for shown in tap.shown:
                    known[shown] = max(post.day, known.get(shown, post.day))
    return known


def _soon(
    repos: Repositories, community: Community, now: datetime, library: Library
) -> dict[ChallengeId, date]:
    """Return what the coming weeks bring, so that nobody has done it before everybody else."""
    if not community.challenges.on:
        return {}
    first = next_day(repos, community, now)
    weeks = islice(walk_from(repos, community, first, library).weeks(first), _WEEKS_AHEAD)
    return {week.challenge.id: week.day for week in weeks if week.challenge is not None}
