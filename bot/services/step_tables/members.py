"""The steps of a membership, by name: a pause that ends, a code that ran out, an erasure that is due."""

from datetime import datetime

from bot.domain.jobs import Job
from bot.ids import MemberId
from bot.ports.storage import Repositories
from bot.services.kit import Kit
from bot.services.members import linking, membership
from bot.services.privacy.forgetting import forget_if_left
from bot.services.seats import departures
from bot.services.steps import Steps


def _resume(_kit: Kit, repos: Repositories, job: Job, now: datetime) -> None:
    membership.resume_when_due(repos, MemberId(job.subject), now)


def _link_over(_kit: Kit, _repos: Repositories, _job: Job, _now: datetime) -> None:
    """Let a code end: a job that is done opens nothing."""


def _erase(kit: Kit, repos: Repositories, job: Job, now: datetime) -> None:
    forget_if_left(repos, MemberId(job.subject), now, kit.rng)


MEMBER_STEPS = Steps(
    decisions={membership.RESUME: _resume, linking.OVER: _link_over, departures.ERASE: _erase},
    slow_decisions={},
    deliveries={},
)
