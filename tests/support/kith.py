"""The whole core over a stage, on a clock that the test pushes."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from random import Random

from adapters.playground.clock import PushableClock
from adapters.sql.storage import SqlStorage
from bot.bootstrap import make_app
from bot.content.library import load_library
from bot.matching import MatchRequest, MatchResult
from bot.ports.gazetteer import NOWHERE, Gazetteer
from bot.runtime.app import App
from bot.services.kit import Kit
from tests.support.many import Many, empty_storage
from tests.support.stage import Stage
from tests.support.storage import open_storage

Matcher = Callable[[MatchRequest], Awaitable[MatchResult]]
START = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
"""A Monday, ten in the morning in Amsterdam."""


@dataclass
class Running:
    """Hold a running core: the stage it plays on, its storage and its clock."""

    app: App
    stage: Stage
    storage: SqlStorage | Many
    clock: PushableClock

    async def due(self) -> None:
        """Do what is due now, and let everybody see it."""
        await self.app.run_due()
        await self.stage.settle()

    async def push(self, **duration: float) -> None:
        """Let time pass, stopping at each instant at which something falls due."""
        goal = self.clock.now() + timedelta(**duration)
        await self.due()
        while (due := await self.app.next_due()) is not None and due <= goal:
            self.clock.set(due)
            await self.due()
        self.clock.set(goal)
        await self.due()


@asynccontextmanager
async def kith_on(
    stage: Stage,
    *,
    seed: int = 7,
    start: datetime = START,
    match: Matcher | None = None,
    gazetteer: Gazetteer = NOWHERE,
    on_file: bool = False,
    pretended: tuple[str, ...] = (),
) -> AsyncIterator[Running]:
    """Run the real core over a stage, on an empty database; `match` takes the place of the matcher.

    The database is in memory, or `on_file` as members' own is.
    """
    clock = PushableClock(start)
    async with AsyncExitStack() as held:
        storage = (
            await held.enter_async_context(open_storage()) if on_file else held.enter_context(empty_storage())
        )
        app = make_app(storage, (stage.platform,), clock, Random(seed), gazetteer, pretended=pretended)
        if match is not None:
            kit = Kit(
                storage=storage,
                clock=clock,
                rng=Random(seed),
                library=load_library(),
                platforms={stage.platform.name: stage.platform},
                match=match,
            )
            app = App(kit)
        await stage.open(app.inbox)
        await stage.settle()
        yield Running(app=app, stage=stage, storage=storage, clock=clock)
