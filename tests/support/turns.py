"""Books of turns kept in storage, in the place of those that a series keeps in memory."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta

from bot.domain.rounds import Circle, Round, round_of
from bot.matching import MatchedGroup, MatchRequest
from bot.matching.turns import Turns
from bot.ports.storage import Repositories
from bot.services.past import look_back, note_turns
from tests.support.town import COMMUNITY


@dataclass(frozen=True, kw_only=True)
class StoredTurns:
    """Look rounds up and write them down as the rounds service does."""

    repos: Repositories
    circle: Circle

    def round(self, number: int) -> Round:
        slot = self.circle.anchor + number * timedelta(weeks=2)
        return round_of(self.circle, slot, COMMUNITY.zone)

    def before(self, number: int) -> Turns:
        return look_back(self.repos, self.circle, self.round(number).slot).turns

    def note(self, number: int, request: MatchRequest, groups: Iterable[MatchedGroup]) -> None:
        round_ = self.round(number)
        self.repos.rounds.add(round_)
        note_turns(self.repos, self.circle, round_, request, list(groups), again=False)
