"""Time in the pretend town: what falls due and what people do, in one order, as fast as it can be told."""

import asyncio
import heapq
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import partial
from itertools import count
from random import Random

from adapters.playground import chatter
from adapters.playground.behaviour import Intent, Sight, answer_time, intend
from adapters.playground.clock import PushableClock
from adapters.playground.model import Entry
from adapters.playground.town import CIRCLES, Town, Villager
from bot.ids import MenuId, UserId
from bot.ports.commands import PlaceKind
from bot.ports.messages import Menu, Message
from bot.ports.timeline import Timeline

Deed = Callable[[], Awaitable[object]]
Progress = Callable[[float], None]
Witness = Callable[[UserId, Entry, Menu, tuple[str, ...]], None]

STUCK = timedelta(minutes=1)
PATIENCE = timedelta(days=7)
"""The longest time that stops for the visitor."""
NO_PATIENCE = timedelta(0)
GRAIN = timedelta(minutes=10)


def unheard(_part: float) -> None:
    """Take no notice of progress."""


def unheard_news(_words: str) -> None:
    """Take no notice of news."""


@dataclass(slots=True)
class Season:
    """Live through time: the same seed tells the same story.

    People notice what Kith shows them and mean to answer later; each intention waits in a queue next to what
    Kith itself has due.
    """

    town: Town
    timeline: Timeline
    clock: PushableClock
    rng: Random
    seed: int
    witness: Witness | None = None
    tell: Callable[[str], None] = unheard_news
    _deeds: list[tuple[datetime, int, Deed]] = field(default_factory=list)
    _order: "count[int]" = field(default_factory=count)
    _seen: set[tuple[MenuId, UserId]] = field(default_factory=set)
    _stops: bool = True
    _called: list[UserId] = field(default_factory=list)
    _busy: asyncio.Lock = field(default_factory=asyncio.Lock)

    def __post_init__(self) -> None:
        self.town.world.watch(self._noticed)

    async def begin(self) -> None:
        """Set the town up and let most of its people join; the others do so in the first days."""
        await self.town.set_up()
        await self.town.join_always(self.town.stand_ins[self.town.visitor], CIRCLES[0])
        for villager in self.town.here():
            if self.rng.random() < 0.8:  # noqa: PLR2004 - the rest come within days
                await self._join(villager)
            else:
                self._later(timedelta(hours=self.rng.uniform(2, 70)), partial(self._join, villager))
        self.town.welcome()
        self._plan_day(self.clock.now())
        await self.settle()

    async def settle(self) -> None:
        """Do what is due now, unless time is being lived through anyway."""
        if self._busy.locked():
            return
        async with self._busy:
            await self.timeline.run_due()

    async def push(
        self, duration: timedelta, progress: Progress = unheard, *, patience: timedelta = PATIENCE
    ) -> UserId | None:
        """Live through a duration; `progress` hears the part that is done, from 0 to 1.

        Return for whom time stopped early, if it did: within `patience` it does as soon as the visitor (or the
        guest) is matched, since their group waits for them. In a longer time they answer by themselves, as others do.
        """
        async with self._busy:
            self._stops = duration <= patience
            self._called.clear()
            start = self.clock.now()
            goal = start + duration
            while not self._called and await self._step(goal):
                progress((self.clock.now() - start) / duration)
                await self.clock.sleep(0)  # the page is served while a whole season passes
            if not self._called:
                self.clock.set(goal)
            progress(1.0)
            return self._called[0] if self._called else None

    async def _step(self, goal: datetime) -> bool:
        """Do the next thing of Kith or of the people that lies before the goal; say whether there was one."""
        due = await self.timeline.next_due()
        meant = self._deeds[0][0] if self._deeds else None
        now = self.clock.now()
        if due is not None and due <= now:
            return bool(await self.timeline.run_due()) or self._move_on(goal)
        instants = [instant for instant in (due, meant) if instant is not None and instant <= goal]
        if not instants:
            return False
        self.clock.set(min(instants))
        await self._act()
        return True

    def _move_on(self, goal: datetime) -> bool:
        """Let a minute pass where something stays due although it was just tried: it is tried again later."""
        now = self.clock.now()
        self.clock.set(min(now + STUCK, goal))
        return now < goal

    async def _act(self) -> int:
        """Do everything that people meant to do by now."""
        done = 0
        while self._deeds and self._deeds[0][0] <= self.clock.now():
            _, _, deed = heapq.heappop(self._deeds)
            await deed()
            done += 1
        return done

    def _at(self, instant: datetime, deed: Deed) -> None:
        """Plan a deed for the next full ten minutes: what people do together costs one look at what is due."""
        instant += (datetime.min.replace(tzinfo=UTC) - instant) % GRAIN
        heapq.heappush(self._deeds, (instant, next(self._order), deed))

    def _later(self, delay: timedelta, deed: Deed) -> None:
        self._at(self.clock.now() + delay, deed)

    # ------------------------------------------------------------------ what people notice

    def _noticed(self, entry: Entry) -> None:
        menu = entry.message.menu
        if entry.author is not None:
            return
        viewers = [
            self.town.villagers[user]
            for user in self.town.world.viewers(entry)
            if user in self.town.villagers
        ]
        if menu is not None:
            for villager in viewers:
                self._consider(villager, entry, menu)
        if self.town.world.channel(entry.channel).kind is PlaceKind.GROUP:
            if entry.seen_by is None:
                self._small_talk(viewers, entry)
            if menu is not None and self._busy.locked():
                self._call(entry, menu)

    def _call(self, entry: Entry, menu: Menu) -> None:
        """Stop the clock for the visitor's group, or let them answer it by themselves in a long time."""
        for user in self.town.world.viewers(entry):
            if user not in self.town.stand_ins:
                continue
            if not self._stops:
                self._consider(self.town.stand_ins[user], entry, menu)
            elif any("choice" in choice.action.options for choice in menu.choices):
                self._called.append(user)

    def _consider(self, villager: Villager, entry: Entry, menu: Menu) -> None:
        mark = (menu.id, villager.user)
        if mark in self._seen or not villager.joined:
            return
        self._seen.add(mark)
        sight = Sight(message=entry.message, menu=menu, now=self.clock.now(), seed=self.seed)
        intent = intend(villager.character, sight, self.rng)
        if intent is not None:
            self._at(intent.at, partial(self._tap, villager, entry, menu, intent))

    async def _tap(self, villager: Villager, entry: Entry, menu: Menu, intent: Intent) -> None:
        """Choose, if it still stands there and the person too."""
        world = self.town.world
        if entry.menu_id != menu.id or world.channel(entry.channel).archived:
            return
        if not world.is_in(villager.user, self.town.home) or villager.user in entry.taps:
            return
        await self.town.client.tap(villager.user, entry.id, *intent.keys)
        if self.witness is not None:
            self.witness(villager.user, entry, menu, intent.keys)

    def _small_talk(self, viewers: list[Villager], entry: Entry) -> None:
        lines = _occasion(entry.message)
        for villager in viewers:
            if lines and self.rng.random() < villager.character.temper.chatty:
                at = answer_time(villager.character, self.clock.now(), self.rng, most=10)
                said = chatter.words(lines, self.rng)
                self._at(at, partial(self._say, villager, entry, said))

    async def _say(self, villager: Villager, entry: Entry, words: str) -> None:
        if villager.user in self.town.world.channel(entry.channel).people:
            self.town.client.write(villager.user, entry.channel, words)

    # ------------------------------------------------------------------ what happens by itself

    def _plan_day(self, now: datetime) -> None:
        """Plan the next day's small events, and the planning of the day after."""
        self._at(now + timedelta(days=1), self._next_day)
        for chance, event in (
            (0.7, self._square),
            (0.12, self._arrival),
            (0.025, self._departure),
            (0.1, self._break),
        ):
            if self.rng.random() < chance:
                self._at(now + timedelta(hours=self.rng.randint(2, 11)), event)

    async def _next_day(self) -> None:
        self._plan_day(self.clock.now())

    async def _square(self) -> None:
        who = self.rng.choice(self.town.here())
        if self.rng.random() < 0.3:  # noqa: PLR2004 - now and then a question to talk about
            await self.town.client.type_command(who.user, self.town.square, "talk")
            return
        self.town.client.write(who.user, self.town.square, chatter.words(chatter.SQUARE, self.rng))

    async def _arrival(self) -> None:
        if self.town.coming:
            villager = self.town.settle(self.town.coming.pop(0))
            self.tell(f"{villager.character.name} is new in town")
            self._later(timedelta(hours=self.rng.randint(1, 30)), partial(self._join, villager))

    async def _departure(self) -> None:
        villager = self.rng.choice(self.town.here())
        await self.town.client.leave(villager.user, self.town.home)
        self.tell(f"{villager.character.name} moves away")

    async def _break(self) -> None:
        joined = [one for one in self.town.here() if one.joined]
        if joined:
            who = self.rng.choice(joined)
            weeks = self.rng.choice(("1 week", "2 weeks"))
            self.tell(f"{who.character.name} takes a break of {weeks}")
            await self.town.client.type_command(who.user, self.town.meetups, "meet pause", {"until": weeks})

    async def _join(self, villager: Villager) -> None:
        await self.town.join(villager, CIRCLES[0])
        if self.rng.random() < 0.4:  # noqa: PLR2004 - some join both circles
            await self.town.join(villager, CIRCLES[1])


def _occasion(message: Message) -> tuple[str, ...]:
    """Return what people might say to a card, judged by what can be tapped on it."""
    commands = {choice.action.command for choice in message.menu.choices} if message.menu else set()
    if "meet cancel" in commands and message.files:
        return chatter.AGREED
    if "meet plan" in commands and "meet cancel" not in commands:
        return chatter.MET
    if "meet checkin" in commands:
        return chatter.AFTER
    return ()
