"""One small community, played twice: once two of its people stay apart, once they have no time in common instead.

Two share one slot that nobody else has (`SHARED`). In one run Ann avoids Bo; in the other she gives that slot up for
another one that nobody else has either, so that nothing changes but that the two are never free together. Each of them
could meet everybody else: among many groups, an organiser would rightly read that times stand between two who had nobody
else (among few, no reason stands anywhere). Where they share a group, Ann cancels it in the other run, as people do.
Everybody else says and taps the same in both.
"""

from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from random import Random

from adapters.playground.client import Client
from adapters.playground.clock import PushableClock
from adapters.playground.platform import PlaygroundPlatform
from adapters.playground.render import plain
from adapters.playground.world import PLATFORM
from bot.content.library import load_library
from bot.domain.availability import DAYS, PARTS, keys_of
from bot.domain.community import Account, Area, Community, Home, Spot
from bot.domain.member import Attendance, Contact, Enrolment, Member
from bot.domain.plans import is_over
from bot.domain.recurrence import EveryWeeks
from bot.domain.rounds import Circle, Mix
from bot.ids import AreaId, ChannelId, CircleId, CommunityId, HomeId, MemberId, SpotId, UserId
from bot.matching import match
from bot.runtime.app import App
from bot.services.circles.schedule import plan_next_round
from bot.services.kit import Kit
from tests.support.many import empty_storage
from tests.support.transcripts import RecordedWorld

START = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)  # a Monday; the first round is matched on Sunday
TOWN, WALKS = CommunityId("town"), CircleId("walks")
ANN, BO = "Ann", "Bo"
NAMES = (ANN, BO, "Chi", "Dia", "Eli", "Fay", "Gus", "Hal", "Ida", "Jon", "Kim", "Lou")
SLOTS = DAYS * PARTS
AVOID, BUSY = "avoid", "busy"
PAIR = (MemberId("m-Ann"), MemberId("m-Bo"))
WHEN = {"before": 1.0, "open": 5.5, "in a group": 6.9, "after": 12.9}
"""Days after the start: before the round opens, while it is open, a while after the match, after most meetings."""


@dataclass(frozen=True)
class Story:
    """Say who lives in the community, how its circle works, and when Ann has had enough of Bo."""

    seed: int
    people: int
    size: int
    when: str
    private_replies: bool = True
    days: int = 15
    friends: bool = False
    """Whether Ann and Bo could meet one other person each, and not everybody: so larger circles bring them together."""

    @property
    def rng(self):
        return Random(f"twins/{self.seed}/{self.people}/{self.size}/{self.when}/{self.private_replies}")


class QuietPlayground(PlaygroundPlatform):
    """Be a playground without private answers in public rooms, as Matrix is."""

    @property
    def capabilities(self):
        return replace(super().capabilities, private_replies=False)


@dataclass
class Play:
    """Hold one run: the world with everybody's transcripts, and the core over it."""

    story: Story
    world: RecordedWorld
    storage: object
    clock: PushableClock
    users: dict
    channel: ChannelId
    app: App | None = None
    client: Client | None = None
    told: int = 0
    missed: int = 0
    """In how many draws the two would have been brought together, had nobody avoided anybody."""

    async def match(self, request):
        """Match a round, and look whether the two would be in one group if they were not kept apart."""
        result = match(request)
        freed = match(replace(request, separated=request.separated - {PAIR}))
        together = [
            {group.members for group in each.groups if set(PAIR) <= {*group.members}}
            for each in (result, freed)
        ]
        self.missed += bool(together[1] and not together[0])
        return result

    async def step(self):
        """Do what is due, and let everybody answer what they see."""
        await self.app.run_due()
        while fresh := [*self.world.all_entries()][self.told :]:
            self.told += len(fresh)
            for entry in fresh:
                for name, user in self.users.items():
                    await self.answer(name, user, entry)
            await self.app.run_due()

    async def answer(self, name, user, entry):
        """Tap what a person is likely to tap, always the same for the same words at the same time."""
        menu = entry.message.menu
        if menu is None or menu.gather or entry.caller not in {None, user}:
            return
        if user not in self.world.viewers(entry) or entry.caller is not None:
            return
        text = plain(self.world, entry.message, entry.language)
        rng = Random(f"{self.story.seed}/{name}/{self.clock.now()}/{text}")
        choices = [choice for choice in menu.choices if choice.action.command in TAPPED]
        weights = [TAPPED[choice.action.command].get(choice.key, 1) for choice in choices]
        while choices and rng.random() < LIKELY:
            (choice,) = rng.choices(choices, weights)
            shown = await self.client.tap(user, entry.id, choice.key)
            message = getattr(shown, "message", None)
            if message is None or message.menu is None or shown.id == entry.id:
                return
            entry = shown
            choices = [one for one in message.menu.choices if one.action.command in TAPPED]
            weights = [TAPPED[one.action.command].get(one.key, 1) for one in choices]

    async def say(self, name, command, /, **options):
        await self.client.type_command(self.users[name], self.channel, command, options)
        self.told = len([*self.world.all_entries()])

    async def until(self, goal):
        """Let time pass, stopping at each instant at which something falls due."""
        await self.step()
        while (due := await self.app.next_due()) is not None and due <= goal:
            self.clock.set(due)
            await self.step()
        self.clock.set(goal)
        await self.step()

    def transcripts(self):
        return {name: self.world.seen.get(user, []) for name, user in self.users.items()}


LIKELY = 0.85
TAPPED = {
    "meet join": {"join": 9},
    "meet skip": {},
    "meet plan": {"either": 5, "first": 2, "second": 2, "neither": 1, "spot": 1},
    "meet late": {},
    "meet cancel": {},
    "meet checkin": {"yes": 5, "good": 3},
}


@asynccontextmanager
async def played(story):
    """Open the community of a story on its first day; one at a time."""
    clock = PushableClock(START)
    world = RecordedWorld(clock)
    platform = (PlaygroundPlatform if story.private_replies else QuietPlayground)(world, clock)
    home = world.add_home("Test town")
    channel = world.add_channel(home, "general")
    users = {name: world.add_person(name, home) for name in NAMES[: story.people]}
    users["Olga"] = world.add_person("Olga", home, organiser=True)
    with empty_storage() as storage:
        await storage.run(lambda repos: _write(repos, story, users, home, channel))
        play = Play(story, world, storage, clock, users, channel)
        kit = Kit(
            storage=storage,
            clock=clock,
            rng=Random(story.seed),
            library=load_library(),
            platforms={platform.name: platform},
            match=play.match,
        )
        play.app = App(kit)
        play.client = Client(world, play.app.inbox)
        yield play


def own_slots(story):
    """Return the slot that only Ann and Bo have, the one that nobody has, and everybody's times."""
    rng = story.rng
    shared, free, anns, bos, *rest = rng.sample(range(SLOTS), SLOTS)
    share = rng.choice((0.3, 0.9))
    times = {name: _some(rng, rest, share) for name in NAMES[: story.people]}
    times |= {name: _some(rng, rest, rng.choice((0.05, 0.2))) for name in (ANN, BO)}
    times[BO] &= ~times[ANN]
    for name in times:
        own = {ANN: (anns, shared), BO: (bos, shared)}.get(name, (anns, bos))
        if story.friends and name not in {ANN, BO}:
            own = {"Chi": (anns,), "Dia": (bos,)}.get(name, ())
        times[name] |= sum(1 << slot for slot in own)
    return shared, free, times


def _some(rng, slots, share):
    return sum(1 << slot for slot in slots if rng.random() < share)


def _circle(story, rng, channel):
    return Circle(
        id=WALKS,
        community=TOWN,
        name="Sunday walks",
        cadence=EveryWeeks(1),
        anchor=date(2026, 11, 29),
        at=time(18),
        platform=PLATFORM,
        channel=channel,
        size=story.size,
        pairs_only=story.size == 2 and rng.random() < 0.4,
        pods=story.size > 2 and rng.random() < 0.5,
        mix=frozenset(mix for mix in Mix if rng.random() < 0.2),
        new_faces=rng.choice((None, None, 1)),
    )


def _write(repos, story, users, home, channel):
    """Write the community, its circle and its members down, the same for the same story."""
    rng = story.rng
    circle = _circle(story, rng, channel)
    community = Community(id=TOWN, zone="Europe/Amsterdam", name="Test town", steward="Ada", contact="Bo")
    repos.communities.add(community)
    repos.communities.add_home(
        Home(platform=PLATFORM, home=HomeId(home), community=TOWN, channel=circle.channel)
    )
    for name in ("north", "south"):
        repos.places.add_area(Area(id=AreaId(name), community=TOWN, name=name.title(), centre=None))
        repos.places.add_spot(
            Spot(id=SpotId(f"s-{name}"), community=TOWN, area=AreaId(name), name=f"{name} library")
        )
    repos.rounds.add_circle(circle)
    members = {name: MemberId(f"m-{name}") for name in NAMES[: story.people]}
    for name, member in members.items():
        repos.members.add(_member(story, rng, name, member))
        repos.members.add_account(member, Account(platform=PLATFORM, user=UserId(users[name])))
    wishes = dict.fromkeys(members)
    if rng.random() < 0.4:
        wishes |= {ANN: BO, BO: ANN}
    for name, member in members.items():
        repos.members.enrol(
            Enrolment(
                circle=WALKS,
                member=member,
                attendance=rng.choice((Attendance.ALWAYS, Attendance.ALWAYS, Attendance.ASK)),
                host=rng.random() < 0.3,
                partner=members[wishes[name]] if wishes[name] else None,
            )
        )
    plan_next_round(repos, circle, community, START)


def _member(story, rng, name, member):
    return Member(
        id=member,
        community=TOWN,
        joined_at=START,
        area=AreaId(rng.choice(("north", "south"))),
        times=own_slots(story)[2][name],
        languages=frozenset({"en", *rng.sample(("nl", "tr"), 1)}),
        interests=tuple(rng.sample(("bread", "trains", "birds"), 2)),
        contact=rng.choice(tuple(Contact)),
        hello=f"I am {name}.",
        role=rng.choice(("", "gardener", "cook")),
    )


async def had_enough(play, how):
    """Let Ann avoid Bo, or have no time in common with him; neither is anybody else's business."""
    story = play.story
    if how == AVOID:
        await play.say(ANN, "meet avoid", who=play.users[BO])
    elif how == BUSY:
        for group in await shared_groups(play):
            await play.say(ANN, "meet cancel", group=group)
        shared, free, times = own_slots(story)
        mask = times[ANN] & ~(1 << shared) | 1 << free
        await play.say(ANN, "meet times", times=",".join(keys_of(mask)))
        if story.size > 2:
            await play.say(ANN, "meet alone", circle=WALKS)
    await play.step()


async def shared_groups(play):
    """Return the groups ahead in which both sit."""
    now = play.clock.now()

    def read(repos):
        found = []
        for group in repos.rounds.groups_of(MemberId(f"m-{ANN}")):
            seats = {seat.member for seat in repos.rounds.seats(group.id) if seat.state.value == "active"}
            begun = is_over(group, now) or (group.meets_at is not None and group.meets_at <= now)
            if f"m-{BO}" in seats and not begun:
                found.append(group.id)
        return found

    return await play.storage.run(read)


LOOKS = (1, 3, 6)
"""On Tuesdays and Thursdays, and on Sundays before the match."""


async def tell(story, how):
    """Play a whole story and return everybody's transcript, and how often the avoid came between the two."""
    async with played(story) as play:
        turning = START + timedelta(days=WHEN[story.when])
        day = START + timedelta(hours=4)
        done = False
        while day <= START + timedelta(days=story.days):
            if not done and turning <= day:
                await play.until(turning)
                shared = await shared_groups(play)
                await had_enough(play, how)
                done = True
            await play.until(day)
            if day.weekday() in LOOKS:
                await ask_around(play)
            day += timedelta(days=1)
        return play.transcripts(), play.missed + len(shared)


async def ask_around(play):
    """Let people look at everything that they may look at."""
    await play.say("Olga", "organise preview")
    await play.say("Olga", "organise members")
    await play.say(BO, "meet status")
    await play.say(BO, "meet circle")
    await play.say("Chi", "meet status")
    if play.story.size > 2 and play.clock.now().weekday() == 1:
        await play.say(BO, "meet with", who=play.users[ANN])
    if play.clock.now().weekday() == 3:
        await play.say(BO, "meet avoiding")
