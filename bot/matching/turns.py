"""Whose turn it is: odd groups (in pairs-only circles: sitting out) go round, whoever comes and however often.

A carpool has the same question: who drives today, when other people come each day? Fagin and Williams (1983) answer it
with shares. Each turn is owed in equal shares by all who could have taken it, and it is the turn of whoever had the
fewest beyond what they owe. People who always come have turns that differ by one at most, since all owe the same.
Somebody new owes as much as the people they come to, somebody who is away owes nothing meanwhile, and whoever comes
rarely has turns in proportion. Unlike in a carpool, not everybody can always take a turn: nobody is ever taken to be
more than one turn behind, so that nothing piles up that would all be due at once.
"""

from collections.abc import Collection, Iterable, Mapping, Set
from dataclasses import dataclass, field, replace

from bot.ids import MemberId
from bot.matching.model import SMALLEST_SIZE, MatchedGroup, MatchRequest

TURN = 1_000_000
"""The parts of a turn that shares are counted in; rounding them down never adds up to anything."""
TENTHS = 10
"""The parts of a turn in which the matcher is told how far somebody is ahead."""
FEW = 100
"""Where more come, they are told apart by whole turns only."""
REMEMBERED_ROUNDS = 26
"""After so many rounds away, somebody is like new."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Turns:
    """Know where the people of a circle stand before a round.

    A level is what somebody had in turns less what they owe; only differences between levels mean anything. `level`
    leaves out who is new, or was away for `REMEMBERED_ROUNDS`. `just` had the turn of the round before.
    """

    level: Mapping[MemberId, int] = field(default_factory=dict)
    just: Set[MemberId] = frozenset()

    def standing(
        self, coming: Collection[MemberId], *, spared: Set[MemberId] = frozenset()
    ) -> dict[MemberId, tuple[int, bool]]:
        """Say by how many tenths each is ahead of the one whose turn it is, and whether they had the last turn.

        Whoever had the last one counts as half a turn ahead, so that it is theirs again only if they owe much more than
        the others. Who is `spared` the turns by their own wish sets no example to somebody new.
        """
        step = 1 if len(coming) <= FEW else TENTHS
        steps = {
            member: TENTHS * (level + TURN // 2 * (member in self.just)) // (TURN * step) * step
            for member, level in self._levels(coming, spared).items()
        }
        lowest = min(steps.values(), default=0)
        return {member: (ahead - lowest, member in self.just) for member, ahead in steps.items()}

    def after(
        self, came: Collection[MemberId], had: Set[MemberId], *, spared: Set[MemberId] = frozenset()
    ) -> dict[MemberId, int]:
        """Return the levels of those who came, after a round in which some had the turn; the `spared` owe none.

        Where the turn is to be in an odd group, nobody comes who is left without a place: they had no turn, and worse.
        """
        levels = self._levels(came, spared)
        line = _in_line(levels, spared)
        share = TURN * len(had & line.keys()) // max(1, len(line))
        return {
            member: level + TURN * (member in had) - share * (member not in spared)
            for member, level in levels.items()
        }

    def _levels(self, people: Collection[MemberId], spared: Set[MemberId]) -> dict[MemberId, int]:
        """Return where people stand: in the middle of the others who is new, one turn below it at the lowest."""
        known = {member: self.level[member] for member in people if member in self.level}
        line = _in_line(known, spared).values()
        middle = sum(line) // max(1, len(line))
        return {member: max(known.get(member, middle), middle - TURN) for member in people}


def with_turns(request: MatchRequest, turns: Turns) -> MatchRequest:
    """Return a request whose candidates know where they stand."""
    coming = [each.id for each in request.candidates]
    standing = turns.standing(coming, spared=spared_by_wish(request))
    candidates = (
        replace(each, odd_trios=standing[each.id][0], odd_last=standing[each.id][1])
        for each in request.candidates
    )
    return replace(request, candidates=tuple(candidates))


def spared_by_wish(request: MatchRequest) -> Set[MemberId]:
    """Return who wishes for pairs only, in circles where the odd group is a trio."""
    trios = request.size == SMALLEST_SIZE and not request.pairs_only
    return {each.id for each in request.candidates if trios and each.pairs_only}


def who_came(
    request: MatchRequest, groups: Iterable[MatchedGroup]
) -> tuple[frozenset[MemberId], frozenset[MemberId]]:
    """Return who came to a round, and who of them had the turn; a host's extra seat is neither."""
    seated = [(member, group) for group in groups for member in group.members if member != group.host]
    placed = frozenset(member for member, _ in seated)
    if request.pairs_only:
        came = frozenset(each.id for each in request.candidates)
        return came, came - placed
    return placed, frozenset(member for member, group in seated if len(group.members) != request.size)


def _in_line(levels: Mapping[MemberId, int], spared: Set[MemberId]) -> dict[MemberId, int]:
    """Return those among whom turns go round: nobody spared (unless all are), and nobody far from the others.

    Far is more than a turn: whoever is, never could take one, or was the only one who could.
    """
    line = {member: level for member, level in levels.items() if member not in spared} or dict(levels)
    median = sorted(line.values())[len(line) // 2] if line else 0
    return {member: level for member, level in line.items() if abs(level - median) <= TURN}
