"""The steps of the weekly challenge and of memberships, by name."""

from datetime import datetime

from bot.domain.jobs import Job
from bot.ids import MemberId
from bot.ports.storage import Repositories
from bot.services.deliveries import challenges as told
from bot.services.kit import Kit
from bot.services.members import linking, membership
from bot.services.shelf.library import library_of
from bot.services.steps import Delivery, Steps
from bot.services.weekly import challenges


def _resume(_kit: Kit, repos: Repositories, job: Job, now: datetime) -> None:
    membership.resume_when_due(repos, MemberId(job.subject), now)


def _link_over(_kit: Kit, _repos: Repositories, _job: Job, _now: datetime) -> None:
    """Let a code end: a job that is done opens nothing."""


def _post(kit: Kit, repos: Repositories, job: Job, now: datetime) -> None:
    community = repos.communities.get(job.community)
    if community is not None:
        challenges.post_challenge(repos, job, now, library_of(repos, community, kit.library))


WEEKLY_STEPS = Steps(
    decisions={membership.RESUME: _resume, linking.OVER: _link_over, challenges.POST: _post},
    slow_decisions={},
    deliveries={challenges.CARD: Delivery(prepare=told.card)},
)
