"""A small community in which anything can happen, step by step, held against a bookkeeper of its own.

Services are called directly, each in a transaction, as handlers and the scheduler call them; what platforms would do
(open a place, post) is looked at in the effects that deliveries prepare.
"""

from collections import Counter
from contextlib import suppress
from datetime import date, time, timedelta
from random import Random

from adapters.playground.clock import PushableClock
from bot.domain.community import Home
from bot.domain.jobs import JobState
from bot.domain.recurrence import EveryWeeks
from bot.domain.rounds import Acceptance, Circle, GroupState, Met, SeatState
from bot.errors import UserError
from bot.ids import CircleId, HomeId, RoundId
from bot.matching import match
from bot.services import groups, names, rounds
from bot.services.around import checkins
from bot.services.circles import schedule
from bot.services.deliveries import checkins as checkins_told
from bot.services.deliveries import plans as plans_told
from bot.services.kit import Kit
from bot.services.rounds import SnapshotChanged
from tests.support.apart_checks import LIBRARY, PLATFORM, SQUARE, START, TOWN, fields_of, job_about
from tests.support.apart_stories import Stories
from tests.support.golden import PLAYGROUND, StillPlatform
from tests.support.many import empty_storage


class Machine(Stories):
    """Play rounds of a community, with deeds in between."""

    async def play(self, how_many_rounds):
        for _ in range(self.rng.randint(3, 8)):
            await self.arrives()
        for _ in range(how_many_rounds):
            await self.a_round()

    async def a_round(self):
        """Let one round open, be matched, meet and end; people do what they like in between."""
        round_ = await self.do(lambda repos: schedule.upcoming(repos, self.circle))
        await self.anything(2)
        if self.rng.random() < 0.8:
            opened = schedule.matching(round_)
            await self.do(lambda repos: rounds.open_round(self.kit, repos, opened, self.now))
        await self.anything(3)
        self.kit.clock.set(round_.due_at)
        await self.matched(round_)
        await self.anything(2)
        await self.places_open(round_)
        await self.anything(2)
        await self.drawn_again()
        await self.planned(round_)
        await self.anything(1)
        self.kit.clock.push(timedelta(days=self.rng.choice((3, 5))))
        await self.asked(round_)
        await self.anything(1)
        await self.over(round_)

    async def matched(self, round_):
        """Match a round; now and then something happens between the question and the answer."""
        job = schedule.matching(round_)
        ahead = await self.do(lambda repos: repos.rounds.plans_ahead(self.circle.id, self.now))
        for attempt in range(9):
            decide = await rounds.match_round(self.kit, job, self.now)
            if attempt < 2 and self.rng.random() < 0.3:
                await self.anything(1)
            coming = {name for name in self.book.members if self.book.wants(name)} - ahead.keys()
            try:
                await self.storage.run(decide)
                break
            except SnapshotChanged:
                continue
        await self.check_draw(round_, coming)

    async def drawn_again(self):
        """Draw a second time, wherever a group fell through."""
        draws = await self.do(lambda repos: repos.jobs.due_decisions(self.now))
        for job in draws:
            if job.step != names.SECOND_DRAW:
                continue
            for attempt in range(9):
                decide = await rounds.second_draw(self.kit, job, self.now)
                if not attempt and self.rng.random() < 0.3:
                    await self.anything(1)
                try:
                    await self.storage.run(decide)
                    break
                except SnapshotChanged:
                    continue
            await self.do(lambda repos, key=job.key: repos.jobs.settle(key, None, JobState.DONE))
            drawn = await self.do(lambda repos, job=job: repos.rounds.get(RoundId(job.subject)))
            await self.check_draw(drawn)
            await self.places_open(drawn)

    async def places_open(self, round_):
        """Open the places of new groups; somebody may be gone, or have had enough, by then."""
        for group in await self.do(lambda repos: repos.rounds.groups(round_.id)):
            job = await self.do(job_about(names.PLACE, group.id))
            if group.channel is not None or job is None or job.state is not JobState.WAITING:
                continue
            effect = await self.do(lambda repos, job=job: plans_told.place(self.kit, repos, job))
            await self.do(lambda repos, key=job.key: repos.jobs.settle(key, None, JobState.DONE))
            if effect is None:
                continue
            self.check_shown(effect.request.people)
            await self.do(groups.place_is_open, job, f"place-{group.id}", self.now)
            said = await self.do(lambda repos, job=job: plans_told.introduce(self.kit, repos, job))
            if said is not None:
                self.check_shown(said.message.mention)
            await self.check()

    async def planned(self, round_):
        """Let groups agree, each by a tap of everybody."""
        for group in await self.do(lambda repos: repos.rounds.groups(round_.id)):
            if self.rng.random() < 0.7:
                await self.do(self._accepted, group.id)
        await self.check()

    def _accepted(self, repos, group_id):
        for seat in repos.rounds.seats(group_id):
            group = repos.rounds.group(group_id)
            if seat.state is SeatState.ACTIVE and group.state is GroupState.PROPOSED:
                with suppress(UserError):
                    groups.accept(repos, group, seat.member, Acceptance.EITHER, self.now)

    async def asked(self, round_):
        """Let people answer how it went, mostly kindly; whoever said yes may avoid somebody all the same."""
        for group in await self.do(lambda repos: repos.rounds.groups(round_.id)):
            for seat in await self.do(lambda repos, group=group: repos.rounds.seats(group.id)):
                if seat.state is not SeatState.ACTIVE or self.rng.random() < 0.2:
                    continue
                await self.do(self._answered, group.id, seat.member, self.rng.random() < 0.9)
                if self.rng.random() < 0.1:
                    await self.avoids(self.an_account_of(seat.member))
            job = await self.do(job_about(names.AGAIN, group.id))
            if job is not None and job.state is JobState.WAITING:
                await self.anything(1)
                said = await self.do(lambda repos, job=job: checkins_told.mutual_again(self.kit, repos, job))
                if said is not None:
                    self.check_shown(said.message.mention)

    def _answered(self, repos, group_id, member, again):
        with suppress(UserError):
            group = repos.rounds.group(group_id)
            then = max(self.now, group.meets_at or self.now)
            checkins.note(repos, group, member, then, met=Met.YES)
            checkins.note(repos, repos.rounds.group(group_id), member, then, again=again)

    async def over(self, round_):
        for group in await self.do(lambda repos: repos.rounds.groups(round_.id)):
            if self.rng.random() < 0.8:
                job = schedule.matching(round_)
                closing = type(job)(**{**fields_of(job), "subject": group.id, "step": names.CLOSE})
                await self.do(lambda repos, job=closing: groups.close(self.kit, repos, job, self.now))


def machine(seed, storage):
    """Return a community at its beginning."""
    rng = Random(f"apart/{seed}")
    circle = Circle(
        id=CircleId("walks"),
        community=TOWN.id,
        name="Walks",
        cadence=EveryWeeks(1),
        anchor=date(2026, 11, 29),
        at=time(18),
        platform=PLATFORM,
        channel=SQUARE,
        size=rng.choice((2, 3, 3, 4)),
        pods=rng.random() < 0.5,
    )
    if circle.size == 2:
        circle = type(circle)(**{**fields_of(circle), "pods": False, "pairs_only": rng.random() < 0.4})

    async def matcher(request):
        return match(request)

    kit = Kit(
        storage=storage,
        clock=PushableClock(START),
        rng=rng,
        library=LIBRARY,
        platforms={PLATFORM: StillPlatform(PLAYGROUND)},
        match=matcher,
    )
    return Machine(seed=seed, storage=storage, rng=rng, kit=kit, circle=circle)


def found(repos, circle):
    """Write the community and its circle down."""
    repos.communities.add(TOWN)
    repos.communities.add_home(
        Home(platform=PLATFORM, home=HomeId("home"), community=TOWN.id, channel=SQUARE)
    )
    repos.rounds.add_circle(circle)
    schedule.plan_next_round(repos, circle, TOWN, START)


async def run_one(seed, how_many_rounds):
    """Play one community and return it."""
    with empty_storage() as storage:
        town = machine(seed, storage)
        await storage.run(lambda repos: found(repos, town.circle))
        await town.play(how_many_rounds)
        return town


async def played(seeds, how_many_rounds=2):
    """Play communities, and return what those left over were told, and how often which deed was done."""
    told, deeds = [], Counter()
    for seed in seeds:
        town = await run_one(seed, how_many_rounds)
        told += town.unmatched
        deeds.update(town.deeds)
    return told, deeds
