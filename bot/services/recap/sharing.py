"""Sharing a season with everybody: one post in each home of the community, once a season."""

from datetime import datetime, timedelta

from bot.domain.community import Community
from bot.ports.storage import Repositories
from bot.services.planned import delivery
from bot.services.recap.seasons import Told, note_shared

SHARE = "recap.share"
_WORTH = timedelta(days=1)


def share(repos: Repositories, community: Community, told: Told, now: datetime) -> bool:
    """Plan the posts, and say whether there was none yet; a season is shared once, however long ago that was."""
    if not note_shared(repos, community, told.season):
        return False
    for home in repos.communities.homes(community.id):
        mark = f"{told.season.first}/{home.platform}/{home.home}"
        args = {"platform": home.platform, "home": home.home, "season": str(told.season.number)}
        repos.jobs.add(delivery(community.id, SHARE, community.id, now, mark=mark, args=args, worth=_WORTH))
    return True
