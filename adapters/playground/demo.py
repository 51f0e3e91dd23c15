"""The demo: a pretend town, a clock that can be pushed, a page to look at it and a story to read."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from datetime import datetime, timedelta
from random import Random
from zoneinfo import ZoneInfo

from adapters.playground.client import Client
from adapters.playground.clock import PushableClock
from adapters.playground.page.server import Page
from adapters.playground.page.serving import serving
from adapters.playground.page.views import Views
from adapters.playground.season import Season
from adapters.playground.story import Line, Story
from adapters.playground.town import ZONE, Town
from adapters.playground.world import World
from bot.ports.inbox import Inbox
from bot.ports.timeline import Timeline


class Demo:
    """Fill a world with a town and show it; the same `rng` seed gives the same town and the same story."""

    def __init__(
        self, inbox: Inbox, timeline: Timeline, clock: PushableClock, world: World, rng: Random
    ) -> None:
        self.client = Client(world, inbox)
        self.town = Town(world, self.client, rng)
        self.story = Story(self.town)
        self.season = Season(
            self.town,
            timeline,
            clock,
            rng,
            seed=rng.getrandbits(32),
            witness=self.story.tapped,
            tell=self.story.news,
        )
        self._clock = clock
        self._world = world
        self._open = AsyncExitStack()
        self._begun = False

    async def begin(self) -> None:
        """Let the organiser set Kith up and the first people join; once."""
        if not self._begun:
            self._begun = True
            await self.season.begin()

    async def serve(self, port: int = 0) -> str:
        """Begin, open the page on loopback and return its address. Raises OSError when the port is taken."""
        await self.begin()
        views = Views(self._world, zone=ZONE, me=self.town.visitor)
        page = Page(self._world, self.client, self.season, views, me=self.town.visitor)
        return await self._open.enter_async_context(serving(page, port))

    async def tell(self, weeks: int = 6) -> AsyncIterator[Line]:
        """Live through some weeks and yield what happens, each day told as it ends."""
        await self.begin()
        until_midnight = (
            timedelta(days=1)
            - (self._local_now() - self._local_now().replace(hour=0, minute=0))
            - timedelta(minutes=1)
        )
        for duration in (until_midnight, *[timedelta(days=1)] * (weeks * 7)):
            await self.season.push(duration)
            for line in self.story.told():
                yield line

    def _local_now(self) -> datetime:
        return self._clock.now().astimezone(ZoneInfo(ZONE))

    def summary(self) -> list[tuple[str, int]]:
        """Return the season so far in numbers."""
        return self.story.summary()

    async def close(self) -> None:
        """Close the page, if it is open."""
        await self._open.aclose()
