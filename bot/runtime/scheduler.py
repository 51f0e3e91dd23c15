"""Takes due decisions: each in the transaction that finishes its job, so that a kill leaves all of it or nothing."""

import logging
from dataclasses import replace
from datetime import datetime, timedelta

from bot.domain.jobs import Job, JobState
from bot.ports.storage import Repositories
from bot.services.kit import Kit
from bot.services.standing import SnapshotChanged
from bot.services.steps import Steps

_log = logging.getLogger(__name__)
_PUT_OFF = timedelta(minutes=15)
_CALMER = timedelta(minutes=1)
_ATTEMPTS = 5
"""How often a decision is taken again at once when members change while the matcher runs."""


class Scheduler:
    """Take the decisions that are due."""

    def __init__(self, kit: Kit, steps: Steps) -> None:
        self._kit = kit
        self._steps = steps

    async def run_due(self) -> int:
        """Take every decision that is due by now and return how many were taken."""
        now = self._kit.clock.now()
        jobs = await self._kit.storage.run(lambda repos: repos.jobs.due_decisions(now))
        taken = 0
        for job in jobs:
            taken += await self._guarded(job, now)
        return taken

    async def _guarded(self, job: Job, now: datetime) -> bool:
        """Take one decision; one that fails is logged, counted for the organiser and put off, and the others go on."""
        try:
            if job.step in self._steps.slow_decisions:
                return await self._take_slowly(job, now)
            return await self._kit.storage.run(lambda repos: self._take(repos, job, now))
        except Exception:  # noqa: BLE001 - one of three places that catch everything: other jobs go on
            _log.exception("a decision failed", extra={"action": "decide", "job": job.key, "step": job.step})
            await self._kit.storage.run(lambda repos: repos.jobs.count_failure(job.key, now + _PUT_OFF))
            return False

    def _take(self, repos: Repositories, job: Job, now: datetime) -> bool:
        current = repos.jobs.get(job.key)
        if current is None or current.due > now:
            return False  # taken back or put off by a decision just before it
        if not repos.jobs.settle(job.key, None, JobState.DONE):
            return False
        self._steps.decisions[job.step](self._kit, repos, job, now)
        return True

    async def _take_slowly(self, job: Job, now: datetime) -> bool:
        """Take a decision that looks around first; one that is out of date by then is made anew, as one more try."""
        for discarded in range(_ATTEMPTS):
            tried = replace(job, tries=job.tries + discarded)
            decide = await self._steps.slow_decisions[job.step](self._kit, tried, now)

            def take(repos: Repositories) -> bool:
                if not repos.jobs.settle(job.key, None, JobState.DONE):
                    return False
                decide(repos)  # noqa: B023 - run before the loop goes on
                return True

            try:
                return await self._kit.storage.run(take)
            except SnapshotChanged:
                continue
        later = now + _CALMER
        await self._kit.storage.run(lambda repos: repos.jobs.reschedule(job.key, later))
        return False
