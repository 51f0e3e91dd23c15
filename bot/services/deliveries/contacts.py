"""The question to organisers whether help lines and emergency number are still right."""

from bot.domain.jobs import Job
from bot.ports.storage import Repositories
from bot.services.cards import care
from bot.services.kit import Kit
from bot.services.steps import Effect, PostTo
from bot.text.catalogue import first_spoken


def help_due(_kit: Kit, repos: Repositories, job: Job) -> Effect | None:
    """Ask in the moderators' room; without one, setup's card says that it is due."""
    community = repos.communities.get(job.community)
    if community is None or community.moderator_channel is None:
        return None
    room = community.moderator_channel
    return PostTo(
        platform=room.platform,
        channel=room.channel,
        message=care.recheck_card(community),
        language=first_spoken(community.language),
    )
