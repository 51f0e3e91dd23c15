"""What a circle and its community remember when a round is matched: who met, whose turn it was, who was left out."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

from bot.domain.member import Enrolment, Frequency
from bot.domain.recurrence import length_in_days
from bot.domain.rounds import Circle, Round, RoundState, SeatRecord, Turn
from bot.ids import MemberId
from bot.matching import MatchedGroup, MatchRequest, PastMeeting
from bot.matching.acquaintances import met_again
from bot.matching.model import Pair
from bot.matching.turns import REMEMBERED_ROUNDS, TURN, Turns, spared_by_wish, who_came
from bot.ports.storage import Repositories
from bot.services.portions import in_portions

_PAIRS = 5000
"""How many pairs are looked at in one go: a few milliseconds of work."""
NOTHING_YET = SeatRecord()
_PAGE = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Past:
    """Hold what is remembered of a circle's rounds before one of them.

    `slot` is that one's, `rounds` are those that count, oldest first; `left` says who was left out of which, and `turns`
    where everybody stands.
    """

    circle: Circle
    slot: date
    rounds: Sequence[Round]
    records: Mapping[MemberId, SeatRecord]
    turns: Turns
    left: tuple[tuple[date, MemberId], ...]

    @property
    def since(self) -> date:
        """Return the first slot that counts."""
        return _first(self.rounds, self.slot)

    @property
    def before(self) -> date | None:
        """Return the slot of the round before."""
        return self.rounds[-1].slot if self.rounds else None

    def record(self, member: MemberId) -> SeatRecord:
        """Return what a member's seats come to; nothing for somebody new."""
        return self.records.get(member, NOTHING_YET)

    def streaks(self) -> Counter[MemberId]:
        """Count for how many rounds in a row each member wanted to meet and was left out."""
        return Counter(member for slot, member in self.left if slot > (self.record(member).last or date.min))

    def rounds_since_hosting(self, member: MemberId) -> int | None:
        """Count the rounds since a member last held an extra seat (1: the round before this one), None for never.

        One that was missed or undone asked nobody.
        """
        hosted = self.record(member).hosted
        if hosted is None:
            return None
        return sum(each.slot >= hosted and each.state is not RoundState.SKIPPED for each in self.rounds)


def look_back(repos: Repositories, circle: Circle, slot: date) -> Past:
    """Return what is remembered of a circle's rounds before a slot."""
    rounds = _that_count(repos, circle, slot)
    since = _first(rounds, slot)
    left = repos.rounds.sat_out(circle.id)
    return Past(
        circle=circle,
        slot=slot,
        rounds=rounds,
        records=repos.rounds.seat_records(circle.id, since=since, before=slot),
        turns=_turns(repos, circle, since, slot),
        left=tuple((at, member) for at, member in left if since <= at < slot),
    )


def _that_count(repos: Repositories, circle: Circle, slot: date) -> Sequence[Round]:
    """Return a circle's rounds before a slot that count, oldest first."""
    rounds = [round_ for round_ in repos.rounds.of_circle(circle.id) if round_.slot < slot]
    return rounds[-REMEMBERED_ROUNDS:]


def _first(rounds: Sequence[Round], slot: date) -> date:
    """Return the first slot of some rounds; where there are none, the one they were before."""
    return rounds[0].slot if rounds else slot


def _turns(repos: Repositories, circle: Circle, since: date, slot: date) -> Turns:
    """Return where everybody's newest turn left them, before a slot.

    The last turn is that of the last round that had any: one that was missed or undone in between had none.
    """
    newest = repos.rounds.turns(circle.id, since=since, before=slot)
    last = max((at for at, _, _ in newest.values()), default=slot)
    return Turns(
        level={member: level for member, (_, level, _) in newest.items()},
        just={member for member, (at, _, had) in newest.items() if had and at == last},
    )


def note_turns(
    repos: Repositories,
    circle: Circle,
    round_: Round,
    request: MatchRequest,
    groups: Sequence[MatchedGroup],
    *,
    again: bool,
) -> None:
    """Write down what a draw means for whose turn it is; `again`: of those whom the round left over at first.

    A second draw takes back that somebody sat out, and may give somebody an odd turn; what is owed for a round is what
    its first draw says.
    """
    came, had = who_came(request, groups)
    since = _first(_that_count(repos, circle, round_.slot), round_.slot)
    turns = _turns(repos, circle, since, round_.slot)
    after = turns.after(came, frozenset() if again else had, spared=spared_by_wish(request))
    if again:
        placed = {member for group in groups for member in group.members}
        noted = repos.rounds.turns(circle.id, since=round_.slot, before=round_.slot + timedelta(days=1))
        after = {
            member: _corrected(*noted.get(member, (round_.slot, level, False)), now=member in had)
            for member, level in after.items()
            if member in placed
        }
    members = list(after)
    for start in range(0, len(members), _PAGE):
        # A page at a time: whatever else is due gets its turn in between.
        repos.rounds.note_turns(
            *(
                Turn(round=round_.id, member=member, level=after[member], had=member in had)
                for member in members[start : start + _PAGE]
            )
        )


def _corrected(_: date, level: int, had: bool, *, now: bool) -> int:  # noqa: FBT001 - a turn as it is read
    """Return a level that was written down, as if the turn had been had, or not, as is known now."""
    return level + TURN * (now - had)


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
                history[pair] = met_again(history.get(pair), ago, missed=met is False)
    return Acquaintance(history=history, apart=frozenset(apart), known=known)
