"""A small community in which anything can happen, step by step, held against a bookkeeper of its own.

Services are called directly, each in a transaction, as handlers and the scheduler call them; what platforms would do
(open a place, post) is looked at in the effects that deliveries prepare.
"""

from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from itertools import combinations
from random import Random

from adapters.playground.clock import PushableClock
from adapters.sql.types import to_millis
from bot.content.library import load_library
from bot.domain.community import Account, Community, Home
from bot.domain.jobs import JobState
from bot.domain.member import Attendance, Contact
from bot.domain.recurrence import EveryWeeks
from bot.domain.rounds import Acceptance, Circle, GroupState, Met, RoundState, SeatState
from bot.errors import UserError
from bot.ids import ChannelId, CircleId, CommunityId, GroupId, HomeId, UserId
from bot.matching import match
from bot.services import checkins, departures, groups, linking, membership, names, rounds, schedule, wishes
from bot.services import status as standing
from bot.services.care import avoiding, holding
from bot.services.deliveries import checkins as checkins_told
from bot.services.deliveries import plans as plans_told
from bot.services.deliveries import rounds as rounds_told
from bot.services.kit import Kit
from bot.services.planned import key_of
from bot.services.privacy import forgetting
from bot.services.releasing import has_begun, release_seat
from bot.services.rounds import SnapshotChanged
from tests.support.apart_oracle import Book, Somebody
from tests.support.golden import PLAYGROUND, StillPlatform
from tests.support.many import empty_storage

START = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
TOWN = Community(id=CommunityId("town"), zone="Europe/Amsterdam", name="Town", steward="Noor", contact="Sam")
PLATFORM = PLAYGROUND.platform
SQUARE = ChannelId("square")
NOON = time(12)
LIBRARY = load_library()
LOOKS = 0.3
"""How often somebody looks at what they can see, after anything that happened."""
AHEAD = """
    SELECT seat."group", seat.member FROM seat JOIN "group" ON "group".id = seat."group"
    WHERE seat.state = 'active' AND "group".state IN ('proposed', 'agreed')
    AND ("group".meets_at IS NULL OR "group".meets_at > ?) ORDER BY 1, 2
"""
SEATED = """
    SELECT seat.member FROM seat JOIN "group" ON "group".id = seat."group"
    WHERE seat.state = 'active' AND "group".matched_at = ?
"""


def account(name):
    return Account(platform=PLATFORM, user=UserId(name))


@dataclass
class Machine:
    """Hold one community in the middle of its story."""

    seed: object
    storage: object
    rng: Random
    kit: Kit
    circle: Circle
    book: Book = field(default_factory=Book)
    people: dict = field(default_factory=dict)
    """Each real person with one account or two; Kith learns which belong together when they are linked."""
    deeds: list = field(default_factory=list)
    unmatched: list = field(default_factory=list)
    count: int = 0

    @property
    def now(self):
        return self.kit.clock.now()

    async def do(self, work, *args, **named):
        return await self.storage.run(lambda repos: work(repos, *args, **named))

    # ------------------------------------------------------------------ the story

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
        await self.drawn_again(round_)
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
        await self.check_draw(round_, coming, first=True)

    async def drawn_again(self, round_):
        """Draw a second time, wherever a group fell through."""
        draws = await self.do(lambda repos: repos.jobs.due_decisions(self.now))
        for job in draws:
            if job.step != names.SECOND_DRAW:
                continue
            for attempt in range(9):
                decide = await rounds.second_draw(self.kit, job, self.now)
                if not attempt and self.rng.random() < 0.3:
                    await self.anything(1)
                coming = {name for name in self.book.members if self.book.wants(name)}
                try:
                    await self.storage.run(decide)
                    break
                except SnapshotChanged:
                    continue
            await self.do(lambda repos, key=job.key: repos.jobs.settle(key, None, JobState.DONE))
            await self.check_draw(round_, coming, first=False)
            await self.places_open(round_)

    async def places_open(self, round_):
        """Open the places of new groups; somebody may be gone, or have had enough, by then."""
        for group in await self.do(lambda repos: repos.rounds.groups(round_.id)):
            job = await self.do(_job(names.PLACE, group.id))
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
            job = await self.do(_job(names.AGAIN, group.id))
            if job is not None and job.state is JobState.WAITING:
                await self.anything(1)
                said = await self.do(lambda repos, job=job: checkins_told.mutual_again(self.kit, repos, job))
                if said is not None:
                    self.check_shown(said.message.mention)

    def _answered(self, repos, group_id, member, again):
        with suppress(UserError):
            group = repos.rounds.group(group_id)
            checkins.note(repos, group, member, self.now, met=Met.YES)
            checkins.note(repos, repos.rounds.group(group_id), member, self.now, again=again)

    async def over(self, round_):
        for group in await self.do(lambda repos: repos.rounds.groups(round_.id)):
            if self.rng.random() < 0.8:
                job = schedule.matching(round_)
                closing = type(job)(**{**_fields(job), "subject": group.id, "step": names.CLOSE})
                await self.do(lambda repos, job=closing: groups.close(self.kit, repos, job, self.now))

    # ------------------------------------------------------------------ what people do

    async def anything(self, most):
        for _ in range(self.rng.randint(0, most)):
            (deed,) = self.rng.choices(list(DEEDS), DEEDS.values())
            self.deeds.append(deed)
            await getattr(self, deed)()
            await self.check()

    def anybody(self):
        return self.rng.choice([*self.book.members]) if self.book.members else None

    def any_account(self):
        return self.rng.choice([one for accounts in self.people.values() for one in accounts])

    def an_account_of(self, name):
        known = self.book.members.get(name)
        return self.rng.choice(sorted(known.accounts, key=str)) if known and known.accounts else None

    async def member(self, name):
        return await self.do(lambda repos: repos.members.get(name))

    async def arrives(self):
        """Let somebody new come to the town; most of them join."""
        self.count += 1
        mine = [account(f"p{self.count}")]
        if self.rng.random() < 0.4:
            mine.append(account(f"p{self.count}-too"))
        self.people[self.count] = mine
        if self.rng.random() < 0.85:
            await self.joins(mine[0])

    async def joins(self, own=None):
        """Join, or say yes to the next round; whoever left before comes back."""
        own = own or self.any_account()
        contact = self.rng.choice([*Contact])
        known = self.book.who(own)
        again = known is not None and await self._is_here(known)
        joined = await self.do(
            membership.consent,
            TOWN,
            own,
            circle=self.circle.id,
            contact=contact,
            now=self.now,
            rng=self.rng,
        )
        name = self.book.who(own)
        if name is None:
            self.book.members[joined.member.id] = Somebody({own}, held_until=joined.member.held_until)
            name = joined.member.id
        one = self.book.members[name]
        one.active = True
        round_ = joined.round
        if round_ is not None and round_.due_at > self.now and (again or round_.state is RoundState.OPEN):
            self.book.answers[name] = True
        if self.rng.random() < 0.6:
            await self.attends(name)
        if self.rng.random() < 0.5:
            await self.hosts(name)

    async def attends(self, name=None):
        name = name or self.anybody()
        if name is None or not self.book.members[name].active:
            return
        member = await self.member(name)
        always = self.rng.random() < 0.8
        how = Attendance.ALWAYS if always else Attendance.ASK
        found = await self.do(membership.attend, TOWN, member, self.circle.id, how=how, now=self.now)
        self.book.members[name].always = always
        if always and found.round is not None and found.round.due_at > self.now:
            self.book.answers.setdefault(name, True)

    async def hosts(self, name=None):
        name = name or self.anybody()
        with suppress(UserError):
            if name is not None:
                await self.do(wishes.change, self.circle, name, host=self.rng.random() < 0.7)

    async def says_yes(self):
        name = self.anybody()
        if name is None or not self.book.members[name].active:
            return
        found = await self.do(membership.join, TOWN, self.an_account_of(name), self.circle.id, self.now)
        if found.round is not None and found.round.due_at > self.now:
            self.book.answers[name] = True

    async def says_no(self):
        name = self.anybody()
        if name is not None and self.book.members[name].active:
            skipped = await self.do(standing.skip, await self.member(name), None)
            if skipped:
                self.book.answers[name] = False

    async def pauses(self):
        name = self.anybody()
        if name is not None and self.book.members[name].active:
            until = self.now + timedelta(days=60)
            await self.do(membership.pause, await self.member(name), until)
            self.book.members[name].active = False

    async def leaves(self):
        name = self.anybody()
        if name is None:
            return
        with suppress(UserError):
            await self.do(membership.leave, await self.member(name), self.now)
        one = self.book.members[name]
        one.active = one.always = False
        self.book.answers.pop(name, None)

    async def forgets(self):
        name = self.anybody()
        if name is not None:
            member = await self.member(name)
            await self.do(forgetting.forget_member, member, self.now, self.rng)
            self.book.forgets(name)
            self.book.answers.pop(name, None)

    async def loses_an_account(self):
        """Let an account leave the server: with another one the member goes on."""
        name = self.anybody()
        own = self.an_account_of(name) if name is not None else None
        if own is None:
            return
        only = len(self.book.members[name].accounts) == 1
        await self.do(departures.account_left, await self.member(name), own, self.now)
        if only:
            self.book.members[name].active = self.book.members[name].always = False
            self.book.answers.pop(name, None)
        else:
            self.book.loses(name, own)

    async def links(self):
        """Let a person with two accounts tell Kith so."""
        two = [mine for mine in self.people.values() if len(mine) > 1]
        if not two:
            return
        first, second = self.rng.sample(self.rng.choice(two), 2)
        kept = self.book.who(first)
        gone = self.book.who(second)
        if kept is None or kept == gone or not await self._is_here(kept):
            return
        code = await self.do(linking.offer, await self.member(kept), first, self.now, self.rng)
        try:
            await self.do(linking.link, TOWN, second, code, self.now)
        except UserError:
            return
        if gone is None:
            self.book.members[kept].accounts.add(second)
            return
        other = self.book.members[gone]
        own = self.book.joins_into(gone, kept)
        own.held_until = max(filter(None, (own.held_until, other.held_until)), default=None)
        enrolled = await self.do(lambda repos: membership.enrolment_in(repos, kept, self.circle.id))
        own.always = enrolled is not None and enrolled.attendance is Attendance.ALWAYS

    async def _is_here(self, name):
        return (await self.member(name)).agreed

    async def avoids(self, own=None):
        own = own or self.any_account()
        name = self.book.who(own)
        other = self.any_account()
        if name is None or not await self._is_here(name):
            return
        member = await self.member(name)
        try:
            await self.do(avoiding.avoid, member, own, other, self.now)
        except UserError:
            return
        self.book.keeps_apart(own, other)

    async def avoids_a_companion(self):
        """Avoid somebody of a group that is ahead."""
        seats = [members for members in self.ahead().values() if len(members) > 1]
        if not seats:
            return
        one, other = self.rng.sample(self.rng.choice(seats), 2)
        own, theirs = self.an_account_of(one), self.an_account_of(other)
        await self.do(avoiding.avoid, await self.member(one), own, theirs, self.now)
        self.book.keeps_apart(own, theirs)

    async def takes_back(self):
        name = self.anybody()
        mine = [w for w in self.book.wishes if name and w.by & self.book.members[name].accounts]
        if mine:
            named = self.rng.choice(mine).named
            await self.do(lambda repos: repos.separations.take_back(name, named))
            self.book.takes_back(name, named)

    async def reports(self):
        """Report somebody, whoever they are; now and then their matching is held as well."""
        own, other = self.any_account(), self.any_account()
        if self.book.who(own) == self.book.who(other) or own == other:
            return
        await self.do(holding.part, TOWN, own, other, self.now)
        self.book.keeps_apart(own, other, for_good=True)
        about = self.book.who(other)
        if about is not None and self.rng.random() < 0.4:
            until = self.now + timedelta(days=7)
            await self.do(holding.hold, await self.member(about), until, self.now)
            self.book.members[about].held_until = until

    async def wishes_company(self):
        """Let two wish to come together, whatever they think of each other otherwise."""
        here = [name for name, one in self.book.members.items() if one.active]
        if len(here) < 2 or self.circle.size < 3:
            return
        for one, other in (pair := self.rng.sample(here, 2), pair[::-1]):
            with suppress(UserError):
                await self.do(
                    wishes.come_with, self.circle, await self.member(one), self.an_account_of(other)
                )

    async def cancels(self):
        seats = self.ahead()
        if seats:
            group, members = self.rng.choice([*seats.items()])
            found = await self.do(lambda repos: repos.rounds.group(GroupId(group)))
            await self.do(release_seat, found, self.rng.choice(members), self.now)

    # ------------------------------------------------------------------ what is held against the book

    def ahead(self):
        """Return who sits together in each group that has not met yet, read past everything that Kith does."""
        found = {}
        for group, member in self.storage.read(AHEAD, (to_millis(self.now),)):
            found.setdefault(group, []).append(member)
        return found

    async def check(self):
        """Nobody sits with whom they stay apart from in a group that is ahead, nor sees them beside themselves."""
        for members in self.ahead().values():
            for one, other in combinations(members, 2):
                assert not self.book.apart(one, other), (self.seed, "in one group", self.deeds)
        name = self.anybody()
        if name is not None and self.rng.random() < LOOKS:
            await self.do(self._check_lists, name)

    def _check_lists(self, repos, name):
        member = repos.members.get(name)
        for group in standing.status_of(repos, member).groups:
            if not has_begun(group.group, self.now):
                self.check_shown((*group.others, *(a.user for a in self.book.members[name].accounts)), name)
        for enrolment in repos.members.enrolments(name):
            partner = wishes.part_in(repos, self.circle, name).partner
            theirs = self.book.who(account(partner)) if partner else None
            assert theirs is None or not self.book.apart(name, theirs), (self.seed, "partners", enrolment)

    def check_shown(self, users, name=None):
        """No list of people holds two who stay apart."""
        found = {self.book.who(account(user)) for user in users} - {None}
        for one, other in combinations(sorted(found), 2):
            shown = name is None or name in {one, other}
            assert not (shown and self.book.apart(one, other)), (self.seed, "on one list", self.deeds)

    async def check_draw(self, round_, coming, *, first):
        """Nobody is matched who did not say yes; everybody left over hears the same in the same way."""
        fresh = {member for (member,) in self.storage.read(SEATED, (to_millis(self.now),))}
        if first:
            assert fresh <= coming, (self.seed, "did not say yes", self.deeds)
        assert not any(self.book.held(name, self.now) for name in fresh), (self.seed, "held", self.deeds)
        if first:
            self.book.answers = {}
            await self.do(self._check_unmatched, round_, coming - fresh)
        await self.check()

    def _check_unmatched(self, repos, round_, left):
        after = repos.rounds.get(round_.id)
        if after.state is RoundState.SKIPPED:
            return
        for name in sorted(left):
            contact = repos.members.get(name).contact
            mark = f"{name}-nook" if contact is Contact.PLACE else name
            job = repos.jobs.get(key_of(names.UNMATCHED, round_.id, mark))
            assert job is not None, (self.seed, "left without a word", name, self.deeds)
            told = rounds_told.unmatched(self.kit, repos, job) if contact is Contact.DIRECT else None
            self.unmatched.append(
                (
                    contact,
                    job.step,
                    job.due - self.now,
                    job.delivery,
                    job.expires - job.due,
                    job.state,
                    job.tries,
                    sorted(job.args),
                    job.after is not None,
                    told.message if told is not None else None,
                    self.book.held(name, self.now)
                    or any(self.book.apart(name, o) for o in self.book.members),
                )
            )


def _job(step, subject):
    return lambda repos: repos.jobs.get(key_of(step, subject))


def _fields(job):
    return {name: getattr(job, name) for name in job.__dataclass_fields__}


DEEDS = {
    "avoids": 10,
    "avoids_a_companion": 8,
    "takes_back": 3,
    "reports": 4,
    "joins": 4,
    "arrives": 2,
    "says_yes": 4,
    "says_no": 2,
    "attends": 2,
    "hosts": 2,
    "pauses": 2,
    "leaves": 2,
    "forgets": 1,
    "loses_an_account": 2,
    "links": 4,
    "wishes_company": 3,
    "cancels": 2,
}


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
        circle = type(circle)(**{**_fields(circle), "pods": False, "pairs_only": rng.random() < 0.4})

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
