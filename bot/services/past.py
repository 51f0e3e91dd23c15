"""What a circle and its community remember when a round is matched: who met, whose turn it was, who was left out."""

from collections import Counter
from collections.abc import Callable, Mapping, Set
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache, lru_cache

from bot.domain.member import Enrolment, Frequency
from bot.domain.recurrence import length_in_days
from bot.domain.rounds import Circle, Round, SeatRecord
from bot.ids import MemberId
from bot.matching import PastMeeting
from bot.matching.model import Pair
from bot.ports.storage import Repositories
from bot.services.portions import in_portions

_REMEMBERED_ROUNDS = 26
_PAIRS = 5000
"""How many pairs are looked at in one go: a few milliseconds of work."""
NOTHING_YET = SeatRecord()


@dataclass(frozen=True, slots=True, kw_only=True)
class Past:
    """Hold what is remembered of a circle's rounds before one of them.

    `slot` is that one's, `before` the slot of the round before it, `since` the first one that counts; `left` says who
    was left out of which.
    """

    circle: Circle
    slot: date
    since: date
    before: date | None
    records: Mapping[MemberId, SeatRecord]
    left: tuple[tuple[date, MemberId], ...]

    def record(self, member: MemberId) -> SeatRecord:
        """Return what a member's seats come to; nothing for somebody new."""
        return self.records.get(member, NOTHING_YET)

    def streaks(self) -> Counter[MemberId]:
        """Count for how many rounds in a row each member wanted to meet and was left out."""
        return Counter(member for slot, member in self.left if slot > (self.record(member).last or date.min))

    def odd_turns(
        self, members: Set[MemberId], *, spared: Set[MemberId] = frozenset()
    ) -> dict[MemberId, tuple[int, bool]]:
        """Count how often each had the odd turn, and say whether the last round was one.

        An odd turn is a group of another size, or in pairs-only circles a sit-out; a host's extra seat is none.
        Newcomers start at the lowest count of the others, or they would have all the odd turns at first; those who
        are `spared` such turns by their own wish set no example.
        """
        left = Counter(member for _, member in self.left)
        last_left = {member for slot, member in self.left if slot == self.before}
        if self.circle.pairs_only:
            turns = {member: (left[member], member in last_left) for member in members}
        else:
            turns = {
                member: (record.odd, record.odd > 0 and record.last_odd == self.before)
                for member in members
                for record in (self.record(member),)
            }
        seen = {member for member in members if member in self.records or member in left}
        lowest = min((turns[member][0] for member in (seen - spared or seen)), default=0)
        return {member: turns[member] if member in seen else (lowest, False) for member in members}


def look_back(repos: Repositories, circle: Circle, slot: date) -> Past:
    """Return what is remembered of a circle's rounds before a slot."""
    slots = [round_.slot for round_ in repos.rounds.of_circle(circle.id) if round_.slot < slot]
    since = slots[-_REMEMBERED_ROUNDS:][0] if slots else slot
    left = repos.rounds.sat_out(circle.id)
    return Past(
        circle=circle,
        slot=slot,
        since=since,
        before=slots[-1] if slots else None,
        records=repos.rounds.seat_records(circle.id, circle.size, since=since, before=slot),
        left=tuple((at, member) for at, member in left if since <= at < slot),
    )


def resting(repos: Repositories, circle: Circle, slot: date) -> Callable[[Enrolment], bool]:
    """Return the question whether a member leaves out a round by their own frequency, unless they say yes to it.

    What is remembered is read for the first who wished for fewer rounds.
    """
    past = cache(lambda: look_back(repos, circle, slot))

    def rests(mine: Enrolment) -> bool:
        if mine.frequency is Frequency.EVERY:
            return False
        return mine.frequency.rests(slot, last=past().record(mine.member).last, before=past().before)

    return rests


@dataclass(frozen=True, slots=True, kw_only=True)
class Acquaintance:
    """Hold who of the people coming met whom before, who was in one group in this very round, and who met anybody."""

    history: Mapping[Pair, PastMeeting]
    apart: frozenset[Pair]
    known: Set[MemberId]


def acquaintance(repos: Repositories, circle: Circle, round_: Round, members: Set[MemberId]) -> Acquaintance:
    """Read the community's meetings, round by round, for the people coming to a round.

    What counts is who people are, in whatever circle, under whatever name and however often they left and came back.
    """
    days = timedelta(days=length_in_days(circle.cadence))
    history: dict[Pair, PastMeeting] = {}
    apart: set[Pair] = set()
    known: set[MemberId] = set()
    for matched_in, slot, pairs in repos.rounds.pairs_by_round(round_.community):
        ago = max(1, round((round_.slot - slot) / days))
        for first, second, met in in_portions(repos, pairs, _PAIRS):
            if met:
                known.update((first, second))
            if first not in members or second not in members:
                continue
            pair = (first, second)
            if matched_in == round_.id:
                apart.add(pair)
            else:
                history[pair] = _and_then(history.get(pair), ago, missed=met is False)
    return Acquaintance(history=history, apart=frozenset(apart), known=known)


@lru_cache(maxsize=4096)
def _and_then(before: PastMeeting | None, ago: int, *, missed: bool) -> PastMeeting:
    """Add one more meeting to what two have in common; one that did not happen adds only that it was tried.

    Equal answers are one object, which keeps the history of thousands small and quick to compare.
    """
    if before is None:
        return PastMeeting(rounds_ago=ago, missed=missed)
    nearest = min(ago, before.rounds_ago)
    if before.missed is not missed:
        return PastMeeting(rounds_ago=nearest, times=1 if before.missed else before.times)
    return PastMeeting(rounds_ago=nearest, times=before.times + 1, missed=missed)
