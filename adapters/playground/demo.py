"""The demo: a pretend town, a clock that can be pushed, a page to look at it and a story to read."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from datetime import datetime, timedelta
from random import Random
from zoneinfo import ZoneInfo

from adapters.playground.client import Client
from adapters.playground.clock import PushableClock
from adapters.playground.facts import Look, nothing_known
from adapters.playground.page.server import Page
from adapters.playground.page.serving import serving
from adapters.playground.page.views import Views
from adapters.playground.season import NO_PATIENCE, Progress, Season, unheard
from adapters.playground.story import Line, Story
from adapters.playground.town import LANGUAGE, ZONE, Town
from adapters.playground.world import World
from bot.ids import UserId
from bot.ports.inbox import Inbox
from bot.ports.timeline import Timeline


class Demo:
    """Fill a world with a town and show it; the same `rng` seed gives the same town and the same story."""

    def __init__(
        self,
        inbox: Inbox,
        timeline: Timeline,
        clock: PushableClock,
        world: World,
        rng: Random,
        *,
        look: Look = nothing_known,
        language: str = LANGUAGE,
    ) -> None:
        self.client = Client(world, inbox)
        self.town = Town(world, self.client, rng, language)
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
        self._look = look
        self._clock = clock
        self._world = world
        self._open = AsyncExitStack()
        self._begun = False
        self.days = 0
        """How many days have been told."""

    async def begin(self) -> None:
        """Let the organiser set Kith up and the first people join; once."""
        if not self._begun:
            self._begun = True
            await self.season.begin()
            await self._see_members()

    async def push(self, duration: timedelta, progress: Progress = unheard) -> UserId | None:
        """Live through a duration, and see who has joined by then; return for whom time stopped early."""
        stopped = await self.season.push(duration, progress)
        await self._see_members()
        return stopped

    async def settle(self) -> None:
        """Do what is due after somebody did something, and see whether they joined."""
        await self.season.settle()
        await self._see_members()

    async def _see_members(self) -> None:
        self.town.members = (await self._look()).members

    async def serve(self, port: int = 0) -> str:
        """Begin, open the page on loopback and return its address. Raises OSError when the port is taken."""
        await self.begin()
        views = Views(
            self._world,
            zone=ZONE,
            me=self.town.visitor,
            guest=self.town.guest,
            members=lambda: self.town.members,
        )
        page = Page(self._world, self.client, self, views, me=self.town.visitor)
        return await self._open.enter_async_context(serving(page, port))

    async def tell(self, weeks: int = 6) -> AsyncIterator[Line]:
        """Live through some weeks and yield what happens, each day told as it ends."""
        await self.begin()
        until_midnight = (
            timedelta(days=1)
            - (self._local_now() - self._local_now().replace(hour=0, minute=0))
            - timedelta(minutes=1)
        )
        for duration in (until_midnight, *[timedelta(days=1)] * (weeks * 7 - 1)):
            await self.season.push(duration, patience=NO_PATIENCE)
            self.days += 1
            for line in self.story.told():
                yield line

    def _local_now(self) -> datetime:
        return self._clock.now().astimezone(ZoneInfo(ZONE))

    async def summary(self) -> list[tuple[str, int]]:
        """Return the season so far in numbers, as they are stored; counts only."""
        facts = await self._look()
        return [
            ("rounds", facts.rounds),
            ("groups", facts.groups),
            ("plans that stood", len(self.story.agreed)),
            ("met", facts.met),
            ("repeats: pairs matched again in a circle", facts.again),
            ("  of these, pairs that had met before", facts.again_met),
            ("sit-outs: a yes without a group at the end of a round", facts.sat_out),
            ("members at the end", len(facts.members)),
        ]

    async def close(self) -> None:
        """Close the page, if it is open."""
        await self._open.aclose()
