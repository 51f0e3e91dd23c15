"""Sharing a season with everybody: one post in each home of the community, once a season."""

from datetime import datetime, timedelta

from bot.domain.community import Community
from bot.domain.jobs import Job
from bot.ids import HomeId, PlatformName
from bot.ports.storage import Repositories
from bot.services.cards.recap import shared_card
from bot.services.cards.recap_picture import recap_picture
from bot.services.kit import Kit
from bot.services.planned import delivery
from bot.services.seasons_told import Told, note_shared, tell
from bot.services.steps import Delivery, PostTo, Steps
from bot.text.catalogue import first_spoken

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


def _shared(kit: Kit, repos: Repositories, job: Job) -> PostTo | None:
    """Say what to post in one home; nothing where the home or the season is gone.

    The numbers of a season that has settled are written down, so every home shows the same.
    """
    home = repos.communities.home(PlatformName(job.args["platform"]), HomeId(job.args["home"]))
    community = repos.communities.get(job.community)
    if home is None or community is None:
        return None
    told = tell(repos, community, kit.clock.now(), int(job.args["season"]))
    message = shared_card(told, community) if told is not None else None
    if told is None or message is None:
        return None
    language = first_spoken(community.language)
    return PostTo(
        platform=home.platform,
        channel=home.channel,
        message=message,
        language=language,
        illustration=recap_picture(told, community, language),
    )


RECAP_STEPS = Steps(decisions={}, slow_decisions={}, deliveries={SHARE: Delivery(prepare=_shared)})
