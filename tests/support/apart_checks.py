"""What is held against the bookkeeper after every step of `apart_machine`."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, time
from itertools import combinations
from random import Random

from adapters.sql.types import to_millis
from bot.content.library import load_library
from bot.domain.community import Account, Community
from bot.domain.member import Contact
from bot.domain.plans import has_begun
from bot.domain.rounds import Circle, RoundState
from bot.ids import ChannelId, CommunityId, UserId
from bot.services import names
from bot.services.deliveries import rounds as rounds_told
from bot.services.kit import Kit
from bot.services.members import status as standing
from bot.services.members import wishes
from bot.services.planned import key_of
from tests.support.apart_oracle import Book
from tests.support.golden import PLAYGROUND

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
    WHERE seat.state = 'active' AND seat.round = ? AND "group".matched_at = ?
"""


def account(name):
    return Account(platform=PLATFORM, user=UserId(name))


@dataclass
class Checked:
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
            assert not any(self.book.held(one, self.now) for one in members), (self.seed, "held", self.deeds)
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

    async def check_draw(self, round_, coming=None):
        """Nobody is matched who did not say yes; everybody left over hears the same in the same way."""
        fresh = {member for (member,) in self.storage.read(SEATED, (round_.id, to_millis(self.now)))}
        if coming is not None:
            self.book.promised[round_.id] = {*coming}
        assert fresh <= self.book.promised[round_.id], (self.seed, "did not say yes", self.deeds)
        if coming is not None:
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


def job_about(step, subject):
    return lambda repos: repos.jobs.get(key_of(step, subject))


def fields_of(job):
    return {name: getattr(job, name) for name in job.__dataclass_fields__}
