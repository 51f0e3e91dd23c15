"""A community of a few whose people change their minds while its round is matched; deeds are functions of storage."""

from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from random import Random

from adapters.playground.clock import PushableClock
from bot.content.library import load_library
from bot.domain.care import Separation, Why
from bot.domain.community import Account
from bot.domain.member import Attendance, Enrolment, Member, MemberState
from bot.domain.rounds import SeatState
from bot.ids import MemberId, UserId
from bot.matching import match
from bot.runtime.app import STEPS
from bot.runtime.scheduler import Scheduler
from bot.services.circles.schedule import plan_next_round
from bot.services.kit import Kit
from tests.support.golden import PLAYGROUND, StillPlatform
from tests.support.many import empty_storage
from tests.support.town import AREAS, CIRCLE, COMMUNITY, NOW, PLATFORM, account, build

LIBRARY = load_library()


class Town:
    """A community of a few, and what happens in it while its round is matched, time after time."""

    def __init__(self, storage, count, **circle):
        self.storage, self.clock = storage, PushableClock(NOW)
        self.circle = replace(CIRCLE, **circle)
        self.people = [MemberId(f"m{number}") for number in range(count)]
        self.meanwhile = []  # what happens during each match, the next one first
        self.matches = []

    async def matcher(self, request):
        result = match(request)
        self.matches.append(result)
        if self.meanwhile:
            for deed in self.meanwhile.pop(0):
                await self.storage.run(deed)
        return result

    async def settle(self, changes=lambda _: {}):
        def write(repos):
            build(repos)
            repos.rounds.save_circle(self.circle)
            for name in self.people:
                move_in(repos, name, **changes(name))
            return plan_next_round(repos, self.circle, COMMUNITY, NOW)

        self.round = await self.storage.run(write)

    async def due(self):
        kit = Kit(
            storage=self.storage,
            clock=self.clock,
            rng=Random(1),
            library=LIBRARY,
            platforms={PLATFORM: StillPlatform(PLAYGROUND)},
            match=self.matcher,
        )
        await Scheduler(kit, STEPS).run_due()

    async def matched(self):
        """Let the round fall due, and return who sits with whom."""
        self.clock.set(self.round.due_at)
        await self.due()
        return await self.seated()

    async def minutes_go_by(self):
        for _ in range(3):
            self.clock.set(self.clock.now() + timedelta(minutes=2))
            await self.due()

    async def seated(self):
        seats = await self.storage.run(lambda repos: repos.rounds.seats_in(self.round.id))
        found = {}
        for seat in seats:
            if seat.state is SeatState.ACTIVE:
                found.setdefault(seat.group, []).append(seat.member)
        return sorted(found.values())

    async def look(self, what):
        return await self.storage.run(what)


def move_in(repos, name, **changes):
    member = Member(id=name, community=COMMUNITY.id, joined_at=NOW, area=AREAS[0].id, **changes)
    repos.members.add(member)
    repos.members.add_account(name, account(name))
    repos.members.enrol(Enrolment(circle=CIRCLE.id, member=name, attendance=Attendance.ALWAYS))


def becomes(name, **changes):
    def deed(repos):
        member = repos.members.get(name)
        if member is not None:
            repos.members.save(replace(member, **changes))

    return deed


def pauses(name):
    return becomes(name, state=MemberState.PAUSED)


def avoids(one, other):
    def deed(repos):
        by, named = (Account(platform=PLATFORM, user=UserId(name)) for name in (one, other))
        repos.separations.add(Separation(community=COMMUNITY.id, by=by, other=named, why=Why.AVOID))

    return deed


@contextmanager
def a_town(count, **circle):
    with empty_storage() as storage:
        yield Town(storage, count, **circle)


def partners(one, other):
    def deed(repos):
        for name, partner in ((one, other), (other, one)):
            (own,) = repos.members.enrolments(name)
            repos.members.enrol(replace(own, partner=MemberId(partner)))

    return deed


def enrols(name, **changes):
    def deed(repos):
        (own,) = repos.members.enrolments(name)
        repos.members.enrol(replace(own, **changes))

    return deed


def answers(name, *, coming):
    def deed(repos):
        round_ = repos.rounds.of_circle(CIRCLE.id)[-1]
        repos.rounds.answer(round_.id, name, coming=coming)

    return deed


def come_new(repos, number):
    name = MemberId(f"new{number}")
    if repos.members.get(name) is None:
        move_in(repos, name)
