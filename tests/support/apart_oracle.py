"""What a bookkeeper of our own remembers of who stays apart and who said yes; it reads nothing that Kith stored."""

from dataclasses import dataclass, field


@dataclass
class Wish:
    """One separation, with every account under which each of the two is known."""

    by: set
    other: set
    named: object
    for_good: bool


@dataclass
class Somebody:
    """One member as the bookkeeper sees them."""

    accounts: set
    active: bool = True
    always: bool = False
    held_until: object = None


@dataclass
class Book:
    """Keep members by id, their separations, and what they answered to the next round."""

    members: dict = field(default_factory=dict)
    wishes: list = field(default_factory=list)
    answers: dict = field(default_factory=dict)
    held_with: dict = field(default_factory=dict)
    """Until when an account's person is held, known again however they come back."""
    promised: dict = field(default_factory=dict)
    """Who said yes to each round by the time it was matched."""

    def who(self, account):
        return next((name for name, one in self.members.items() if account in one.accounts), None)

    def apart(self, one, other):
        a, b = self.members[one].accounts, self.members[other].accounts
        return one != other and any(
            (wish.by & a and wish.other & b) or (wish.by & b and wish.other & a) for wish in self.wishes
        )

    def keeps_apart(self, by, other, *, for_good=False):
        known = [wish for wish in self.wishes if by in wish.by and wish.named == other and not wish.for_good]
        if for_good or not known:
            self.wishes.append(Wish({by}, {other}, other, for_good))

    def takes_back(self, name, account):
        mine = self.members[name].accounts
        self.wishes = [
            wish for wish in self.wishes if wish.for_good or wish.named != account or not wish.by & mine
        ]

    def remembers_accounts(self, name):
        """Let everything about a member be about all of their accounts, before one of these goes."""
        mine = self.members[name].accounts
        for wish in self.wishes:
            if wish.by & mine:
                wish.by |= mine
            if wish.other & mine:
                wish.other |= mine

    def loses(self, name, account):
        self.remembers_accounts(name)
        self.members[name].accounts.discard(account)

    def forgets(self, name):
        mine = self.members[name].accounts
        self.wishes = [wish for wish in self.wishes if wish.for_good or not wish.by & mine]
        self.remembers_accounts(name)
        self.answers.pop(name, None)
        del self.members[name]

    def brings(self, name, account):
        """Give a member one more account, and with it whatever its person was held for."""
        one = self.members[name]
        one.accounts.add(account)
        self._is_held_at_least(name, self.held_with.get(account))

    def holds(self, name, until):
        one = self.members[name]
        one.held_until = until
        self.held_with |= dict.fromkeys(one.accounts, until)

    def _is_held_at_least(self, name, until):
        longest = max(filter(None, (self.members[name].held_until, until)), default=None)
        if longest is not None:
            self.holds(name, longest)

    def joins_into(self, gone, kept):
        """Make one member of two: who goes on has both accounts, and the answers of both."""
        other, own = self.members.pop(gone), self.members[kept]
        own.accounts |= other.accounts
        self.answers.setdefault(kept, self.answers.pop(gone, None))
        for promised in self.promised.values():
            if gone in promised:
                promised.add(kept)
        self._is_held_at_least(kept, other.held_until)
        return own

    def wants(self, name):
        """Say whether a member is in for the next round: by a yes, or by being always in without a no."""
        one, answer = self.members[name], self.answers.get(name)
        return one.active and (one.always if answer is None else answer)

    def held(self, name, now):
        until = self.members[name].held_until
        return until is not None and until > now
