"""A season, told to everybody in one home of a community."""

from bot.domain.jobs import Job
from bot.ids import HomeId, PlatformName
from bot.ports.storage import Repositories
from bot.services.cards.recap import shared_card
from bot.services.cards.recap_picture import recap_picture
from bot.services.kit import Kit
from bot.services.recap.seasons import tell
from bot.services.steps import PostTo
from bot.text.catalogue import first_spoken


def shared(kit: Kit, repos: Repositories, job: Job) -> PostTo | None:
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
