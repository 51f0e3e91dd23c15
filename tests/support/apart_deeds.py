"""What people of `apart_machine` do: avoid and report, link and leave, come back, say yes and no."""

from contextlib import suppress
from datetime import timedelta

from bot.domain.member import Attendance, Contact
from bot.domain.rounds import RoundState
from bot.errors import UserError
from bot.ids import GroupId
from bot.services.care import avoiding, holding
from bot.services.members import linking, membership, wishes
from bot.services.members import status as standing
from bot.services.privacy import forgetting
from bot.services.seats import departures
from bot.services.seats.releasing import release_seat
from tests.support.apart_checks import TOWN, Checked, account
from tests.support.apart_oracle import Somebody


class Deeds(Checked):
    """Let people do whatever they like; each deed is written down in the book as well."""

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
            name = joined.member.id
            self.book.members[name] = Somebody(set())
            self.book.brings(name, own)
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
            await self._forgets(name)

    async def _forgets(self, name):
        await self.do(forgetting.forget_member, await self.member(name), self.now, self.rng)
        self.book.forgets(name)

    async def loses_an_account(self):
        """Let an account leave the server: with another one the member goes on."""
        name = self.anybody()
        own = self.an_account_of(name) if name is not None else None
        if own is not None:
            await self._loses(name, own)

    async def _loses(self, name, own):
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
        await self._links(*self.rng.sample(self.rng.choice(two), 2))

    async def _links(self, first, second):
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
            self.book.brings(kept, second)
            return
        own = self.book.joins_into(gone, kept)
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

    async def avoids_a_companions_other_account(self):
        """Avoid an account of which nobody knows yet that it belongs to somebody of one's own group."""
        pairs = self._hidden_companions()
        if pairs:
            await self._avoids_hidden(*self.rng.choice(pairs))

    def _hidden_companions(self):
        return [
            (one, hidden)
            for members in self.ahead().values()
            for one in members
            for other in members
            for mine in self.people.values()
            for hidden in mine
            if other != one and self.book.members[other].accounts & {*mine} and self.book.who(hidden) is None
        ]

    async def _avoids_hidden(self, one, hidden):
        own = self.an_account_of(one)
        await self.do(avoiding.avoid, await self.member(one), own, hidden, self.now)
        self.book.keeps_apart(own, hidden)

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
            await self._holds(about, self.now + timedelta(days=7))

    async def _holds(self, name, until):
        await self.do(holding.hold, await self.member(name), until, self.now)
        self.book.holds(name, until)

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


DEEDS = {
    "avoids": 10,
    "avoids_a_companion": 8,
    "avoids_a_companions_other_account": 4,
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
    "links": 6,
    "wishes_company": 3,
    "cancels": 2,
}
