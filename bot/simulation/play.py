"""Play rounds: who comes, who meets whom, who leaves; the books are kept as the rounds service keeps them."""

import random
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from itertools import combinations, count

from bot.ids import MemberId
from bot.matching import Candidate, MatchedGroup, MatchRequest, MatchResult, match
from bot.matching.acquaintances import met_again
from bot.matching.model import Bridge, Pair
from bot.matching.turns import with_turns
from bot.simulation.town import Town, member_number
from bot.simulation.turn_book import TurnBook


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """Say what is tried: the circle's rules, and how people behave (shares from 0 to 1).

    `attendance` is how many of the members say yes to a round, `missed` how many groups never meet, `churn` how many
    members newcomers replace after each round.
    """

    size: int = 2
    pairs_only: bool = False
    same_area: bool = False
    mix: frozenset[Bridge] = frozenset()
    new_faces: int | None = None
    attendance: float = 1.0
    missed: float = 0.0
    churn: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Played:
    """Hold a round that was played: who said yes, the matcher's answer, and what became of it.

    `first_meetings` are pairs who really met and never had before; `repeats` counts pairs brought together again.
    `members` are all members of that time, those who did not come included.
    """

    members: tuple[MemberId, ...]
    candidates: tuple[Candidate, ...]
    result: MatchResult
    first_meetings: tuple[Pair, ...]
    repeats: int
    missed: int


def play(town: Town, settings: Settings, rounds: int, rng: random.Random) -> Iterator[Played]:
    """Play rounds one after the other and yield each.

    Chance is asked the same questions whatever the circle's rule, so that two rules are tried on the same people
    coming and going.
    """
    books = Books(town, settings, seed=f"{rng.getrandbits(64):016x}")
    for number in range(rounds):
        coming = [member for member in books.members if rng.random() < settings.attendance]
        luck = {member: rng.random() for member in books.members}
        yield books.play(number, coming, luck)
        books.replace_some(rng)


@dataclass(slots=True)
class Account:
    """Remember of a member what their next candidacy says beside their wishes.

    In round `hosted` they last held an extra seat.
    """

    sat_out: int = 0
    hosted: int | None = None
    fits: list[int] = field(default_factory=list)


class Books:
    """Keep a community's members and its memory from round to round."""

    def __init__(self, town: Town, settings: Settings, *, seed: str) -> None:
        self.members: dict[MemberId, Candidate] = {one.id: one for one in town.candidates}
        self._kinds_of_people = town.candidates
        self._settings = settings
        self._seed = seed
        self._separated = set(town.separated)
        self._accounts = {one.id: Account(sat_out=one.sat_out) for one in town.candidates}
        self._met = {pair: (0, past) for pair, past in town.history.items()}
        self._turns = TurnBook.of(town.candidates)
        self._fresh_numbers = count(1 + max((int(one) for one in self.members), default=-1))

    def play(self, number: int, coming: list[MemberId], luck: dict[MemberId, float]) -> Played:
        """Match those who come and write down what became of it; whose luck is out takes the whole group along."""
        request = self.request(number, coming)
        return self.note(number, request, match(request), luck)

    def note(
        self, number: int, request: MatchRequest, result: MatchResult, luck: dict[MemberId, float]
    ) -> Played:
        """Write down what became of a round, whoever made its groups."""
        first_meetings: list[Pair] = []
        repeats = missed = 0
        for group in result.groups:
            happened = luck[group.members[0]] >= self._settings.missed
            missed += not happened
            for pair in combinations(group.members, 2):
                repeats += self._have_met(pair)
                if happened and not self._have_met(pair):
                    first_meetings.append(pair)
                self._note_meeting(pair, number, happened=happened)
            self._note_seats(group, number, happened=happened)
        for unplaced in result.unplaced:
            self._accounts[unplaced.member].sat_out += 1
        self._turns.note(number, request, result.groups)
        return Played(
            members=tuple(self.members),
            candidates=request.candidates,
            result=result,
            first_meetings=tuple(first_meetings),
            repeats=repeats,
            missed=missed,
        )

    def request(self, number: int, coming: list[MemberId]) -> MatchRequest:
        """Ask for the groups of a round among those who come, with all that is remembered of them."""
        here = set(coming)
        request = MatchRequest(
            candidates=tuple(self._candidate(member, number) for member in coming),
            history={
                pair: replace(met, rounds_ago=met.rounds_ago + number - noted)
                for pair, (noted, met) in self._met.items()
                if here.issuperset(pair)
            },
            separated=frozenset(pair for pair in self._separated if here.issuperset(pair)),
            size=self._settings.size,
            seed=f"{self._seed}/{number}",
            pairs_only=self._settings.pairs_only,
            same_area=self._settings.same_area,
            bridge=self._settings.mix,
            new_faces=self._settings.new_faces,
        )
        return with_turns(request, self._turns.before(number))

    def replace_some(self, rng: random.Random) -> None:
        """Let a newcomer much like somebody of the first hour take the place of each member who leaves."""
        leaving = {member for member in self.members if rng.random() < self._settings.churn}
        for member in leaving:
            del self.members[member], self._accounts[member]
        for _ in leaving:
            model = rng.choice(self._kinds_of_people)
            newcomer = replace(model, id=member_number(next(self._fresh_numbers)), newcomer=True)
            self.members[newcomer.id] = newcomer
            self._accounts[newcomer.id] = Account()
        if leaving:
            self._met = {pair: record for pair, record in self._met.items() if leaving.isdisjoint(pair)}
            self._separated = {pair for pair in self._separated if leaving.isdisjoint(pair)}

    def _candidate(self, member: MemberId, number: int) -> Candidate:
        account = self._accounts[member]
        return replace(
            self.members[member],
            sat_out=account.sat_out,
            hosted=None if account.hosted is None else number - account.hosted,
            past_fit=sum(account.fits) // len(account.fits) if account.fits else None,
        )

    def _have_met(self, pair: Pair) -> bool:
        return pair in self._met and not self._met[pair][1].missed

    def _note_meeting(self, pair: Pair, number: int, *, happened: bool) -> None:
        """Write a meeting down as it will look from the next round."""
        before = None
        if pair in self._met:
            noted, met = self._met[pair]
            before = replace(met, rounds_ago=met.rounds_ago + number + 1 - noted)
        self._met[pair] = (number + 1, met_again(before, 1, missed=not happened))

    def _note_seats(self, group: MatchedGroup, number: int, *, happened: bool) -> None:
        for position, member in enumerate(group.members):
            account = self._accounts[member]
            account.sat_out = 0
            if happened and self.members[member].newcomer:
                self.members[member] = replace(self.members[member], newcomer=False)
            if member == group.host:
                account.hosted = number
            elif group.fits:
                account.fits.append(group.fits[position])
