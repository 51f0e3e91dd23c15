"""The book of odd turns in memory: what the rounds service writes to storage, for rounds that are played."""

from collections.abc import Iterable, Sequence, Set
from dataclasses import dataclass, field

from bot.ids import MemberId
from bot.matching import Candidate, MatchedGroup, MatchRequest
from bot.matching.turns import REMEMBERED_ROUNDS, TENTHS, TURN, Turns, spared_by_wish, who_came


@dataclass(slots=True)
class TurnBook:
    """Remember in which round each member's newest turn was, and where it left them."""

    _newest: dict[MemberId, tuple[int, int]] = field(default_factory=dict)
    _just: Set[MemberId] = frozenset()

    @classmethod
    def of(cls, people: Sequence[Candidate]) -> "TurnBook":
        """Begin where people stand before the first round, by what their candidacies say."""
        return cls({one.id: (-1, one.odd_trios * TURN // TENTHS) for one in people})

    def before(self, number: int) -> Turns:
        """Return where members stand before a round; who was away for too long is like new."""
        newest = self._newest.items()
        level = {member: level for member, (came, level) in newest if number - came <= REMEMBERED_ROUNDS}
        return Turns(level=level, just=self._just)

    def note(self, number: int, request: MatchRequest, groups: Iterable[MatchedGroup]) -> None:
        """Write a round down."""
        came, had = who_came(request, groups)
        after = self.before(number).after(came, had, spared=spared_by_wish(request))
        self._newest.update((member, (number, level)) for member, level in after.items())
        self._just = had
