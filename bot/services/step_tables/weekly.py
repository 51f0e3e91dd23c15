"""The steps of the weekly challenge, by name."""

from datetime import datetime

from bot.domain.jobs import Job
from bot.ports.storage import Repositories
from bot.services.deliveries import challenges as told
from bot.services.kit import Kit
from bot.services.shelf.library import library_of
from bot.services.steps import Delivery, Steps
from bot.services.weekly import challenges


def _post(kit: Kit, repos: Repositories, job: Job, now: datetime) -> None:
    community = repos.communities.get(job.community)
    if community is not None:
        challenges.post_challenge(repos, job, now, library_of(repos, community, kit.library))


WEEKLY_STEPS = Steps(
    decisions={challenges.POST: _post},
    slow_decisions={},
    deliveries={challenges.CARD: Delivery(prepare=told.card)},
)
