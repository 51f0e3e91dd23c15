"""What happens to people of `apart_machine` one thing after the other: by chance alone it would hardly ever."""

from contextlib import suppress
from datetime import timedelta

from bot.errors import UserError
from bot.services.care import avoiding, holding
from bot.services.members import wishes
from tests.support.apart_checks import TOWN
from tests.support.apart_deeds import DEEDS, Deeds

SAT_TOGETHER = """
    SELECT one.member, two.member FROM seat AS one JOIN seat AS two ON one."group" = two."group"
    WHERE one.member <> two.member AND one.state = 'active' AND two.state = 'active' ORDER BY 1, 2
"""


class Stories(Deeds):
    """Let deeds follow each other that change what the other one means."""

    async def anything(self, most):
        for _ in range(self.rng.randint(0, most)):
            (deed,) = self.rng.choices(list(EVERYTHING), EVERYTHING.values())
            self.deeds.append(deed)
            await getattr(self, deed)()
            await self.check()

    async def falls_out(self):
        """Let two wish to come together; then one of them wishes the opposite."""
        here = [name for name, one in self.book.members.items() if one.active and one.accounts]
        if len(here) < 2 or self.circle.size < 3:
            return
        one, other = pair = self.rng.sample(here, 2)
        for name, friend in (pair, pair[::-1]):
            with suppress(UserError):
                await self.do(
                    wishes.come_with, self.circle, await self.member(name), self.an_account_of(friend)
                )
            await self.attends(name)
        await self._parts(one, other)

    async def avoids_a_former_companion(self):
        """Avoid somebody with whom one had a group, whether or not it is ahead."""
        pairs = [
            (one, other)
            for one, other in self.storage.read(SAT_TOGETHER)
            if self.an_account_of(one) is not None and self.an_account_of(other) is not None
        ]
        if pairs:
            await self._parts(*self.rng.choice(pairs))

    async def _parts(self, one, other):
        """Let one avoid or report another one."""
        own, theirs = self.an_account_of(one), self.an_account_of(other)
        for_good = self.rng.random() < 0.5
        if for_good:
            await self.do(holding.part, TOWN, own, theirs, self.now)
        else:
            await self.do(avoiding.avoid, await self.member(one), own, theirs, self.now)
        self.book.keeps_apart(own, theirs, for_good=for_good)

    async def loses_the_account_that_was_named(self):
        """Let the account go by which somebody is avoided, or with which somebody avoids."""
        named = [
            (name, account)
            for wish in self.book.wishes
            for account in sorted(wish.by | wish.other, key=str)
            if (name := self.book.who(account)) and len(self.book.members[name].accounts) > 1
        ]
        if named:
            name, account = self.rng.choice(named)
            await self._loses(name, account)

    async def is_forgotten_and_comes_back(self):
        """Let somebody be forgotten and join again, with another account if they have one."""
        name = self.anybody()
        if name is None or not self.book.members[name].accounts:
            return
        accounts = sorted(self.book.members[name].accounts, key=str)
        await self._forgets(name)
        await self.joins(self.rng.choice(accounts))

    async def turns_out_to_be_somebody_else(self):
        """Let somebody link an account that was avoided by somebody of their own group."""
        pairs = self._hidden_companions()
        if pairs:
            one, hidden = self.rng.choice(pairs)
            await self._avoids_hidden(one, hidden)
            (mine,) = [accounts for accounts in self.people.values() if hidden in accounts]
            (known,) = [account for account in mine if account != hidden]
            await self._links(known, hidden)

    async def is_held(self):
        """Hold somebody's matching back, wherever they sit; some try to come back as somebody else."""
        name = self.anybody()
        if name is None:
            return
        await self._holds(name, self.now + timedelta(days=self.rng.choice((2, 9))))
        own = self.an_account_of(name)
        if own is None or self.rng.random() < 0.5:
            return
        await self._forgets(name)
        others = [each for mine in self.people.values() if own in mine for each in mine if each != own]
        if others and self.book.who(others[0]) is not None:
            await self._links(others[0], own)
        else:
            await self.joins(own)


STORIES = {
    "falls_out": 3,
    "avoids_a_former_companion": 3,
    "loses_the_account_that_was_named": 3,
    "is_forgotten_and_comes_back": 2,
    "turns_out_to_be_somebody_else": 3,
    "is_held": 2,
}
EVERYTHING = {**DEEDS, **STORIES}
