"""The running bot: an inbox for the platforms, a timeline for what is due, one task group for everything."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta

from bot.commands.catalogue import CATALOGUE
from bot.commands.command import Command
from bot.errors import StorageError
from bot.ids import new_id
from bot.runtime.dispatcher import Dispatcher
from bot.runtime.outbox import Outbox
from bot.runtime.scheduler import Scheduler
from bot.services.kit import Kit
from bot.services.privacy.retaining import plan_day
from bot.services.step_tables.care import CARE_STEPS
from bot.services.step_tables.meetings import MEETING_STEPS
from bot.services.step_tables.members import MEMBER_STEPS
from bot.services.step_tables.open_tables import TABLE_STEPS
from bot.services.step_tables.privacy import PRIVACY_STEPS
from bot.services.step_tables.recap import RECAP_STEPS
from bot.services.step_tables.rounds import ROUND_STEPS
from bot.services.step_tables.shelf import SHELF_STEPS
from bot.services.step_tables.weekly import WEEKLY_STEPS
from bot.services.steps import Steps, merge

_log = logging.getLogger(__name__)

SHORTEST_SLEEP = 1.0
"""Commands plan deliveries for at once; this is how long they may wait for the loop to look again."""

TIDY_EVERY = timedelta(hours=1)
JOBS_KEPT = timedelta(days=60)
"""Done jobs are kept for longer than a round lasts: they hold the keys under which things were posted."""
AFTER_TROUBLE = 10.0

STEPS = merge(
    ROUND_STEPS,
    MEETING_STEPS,
    MEMBER_STEPS,
    WEEKLY_STEPS,
    CARE_STEPS,
    PRIVACY_STEPS,
    TABLE_STEPS,
    RECAP_STEPS,
    SHELF_STEPS,
)


class App:
    """Hold the dispatcher, the scheduler and the outbox over one kit (`bot.ports.timeline.Timeline`)."""

    def __init__(self, kit: Kit, *, catalogue: tuple[Command, ...] = CATALOGUE, steps: Steps = STEPS) -> None:
        self.kit = kit
        self.inbox = Dispatcher(kit, catalogue)
        self._steps = steps
        self._scheduler = Scheduler(kit, steps)
        self._tidied: datetime | None = None
        self._outbox = Outbox(kit, steps, owner=new_id(kit.rng))

    async def run_due(self) -> int:
        """Do everything that is due by now, deliveries included, and return how many things were done."""
        done = 0
        while True:
            now_done = await self._scheduler.run_due() + await self._outbox.run_due()
            done += now_done
            if not now_done:
                return done

    async def next_due(self) -> datetime | None:
        """Return the instant (UTC) at which the next thing falls due, or None when nothing is planned."""
        return await self.kit.storage.run(lambda repos: repos.jobs.next_due())

    async def run(self) -> None:
        """Serve all platforms and do what falls due, until cancelled or until a platform gives up for good."""
        await self.kit.storage.run(lambda repos: repos.jobs.free_leases())
        async with asyncio.TaskGroup() as tasks:
            for platform in self.kit.platforms.values():
                tasks.create_task(platform.run(self.inbox))
            tasks.create_task(self._keep(self._scheduler.run_due))
            tasks.create_task(self._keep(self._outbox.run_due))

    async def _keep(self, run_due: Callable[[], Awaitable[int]]) -> None:
        """Do what falls due, for ever. Deliveries have a loop of their own: they don't wait while a round is matched."""
        while True:
            try:
                await run_due()
                await self._tidy()
            except StorageError as error:
                _log.warning(
                    "the database is not to be had just now", extra={"action": "keep time", "why": str(error)}
                )
                await self.kit.clock.sleep(AFTER_TROUBLE)
            await self.kit.clock.sleep(SHORTEST_SLEEP)

    async def _tidy(self) -> None:
        """Throw away, once an hour, menus that can't be tapped any more and jobs that are long done; plan the day's rest."""
        now = self.kit.clock.now()
        if self._tidied is not None and now - self._tidied < TIDY_EVERY:
            return
        self._tidied = now
        await self.kit.storage.run(lambda repos: (repos.menus.purge(now), repos.jobs.purge(now - JOBS_KEPT)))
        await self.kit.storage.run(lambda repos: plan_day(repos, now))
        await self.kit.storage.tidy()
