"""Share pairs out over the rounds to come: every round pairs everybody, and no pair comes twice.

This is edge colouring: rounds are colours, and a pair gets one colour that both its members still need. Pairs are put
into rounds greedily; where two members have no free round in common, two rounds change places along a chain of
partners (Kempe, 1879) that frees one. When no chain helps, somebody else's pair gives way, and the gap wanders on
until it can be closed (compare the hill climbing for one-factorisations of Dinitz and Stinson, 1987). Now and then two
rounds change places along a drawn chain, so that a gap does not wander in circles.
"""

import random
from collections.abc import Sequence

NOBODY = -1
CHAINS = 6  # pairs of rounds tried before somebody's pair has to give way
STIRS = 0.2  # how often a pair that gives way is followed by a drawn exchange


class Timetable:
    """Hold for some members and rounds who meets whom when.

    `partner[m][r]` is with whom member m is in round r, or `NOBODY`; `missing[m]` has a bit for each such round that
    somebody is still to be found for. In the rounds whose bits `busy[m]` has, the member needs nobody.
    """

    def __init__(
        self, pairs: Sequence[tuple[int, int]], members: int, rounds: int, busy: Sequence[int] = ()
    ) -> None:
        self.rounds = rounds
        self._busy = busy or [0] * members
        self.missing = [(1 << rounds) - 1 & ~elsewhere for elsewhere in self._busy]
        self.partner = [[NOBODY] * rounds for _ in range(members)]
        self._steps = 0
        self._loose: list[list[int]] = [[] for _ in range(members)]
        for one, other in pairs:
            self._loose[one].append(other)
            self._loose[other].append(one)

    def put(self, one: int, other: int, turn: int) -> None:
        """Let a pair that is not in the timetable meet in a round that both still need."""
        self._loose[one].remove(other)
        self._loose[other].remove(one)
        self.partner[one][turn], self.partner[other][turn] = other, one
        self.missing[one] &= ~(1 << turn)
        self.missing[other] &= ~(1 << turn)
        self._steps += 1

    def complete(self, rng: random.Random, effort: int, *, from_round: int = 0) -> bool:
        """Fill all gaps of the rounds from some round on; say whether it worked within so many steps."""
        usable = (1 << self.rounds) - (1 << from_round)
        limit = self._steps + effort
        self._fill(usable)
        waiting = [member for member, missing in enumerate(self.missing) if missing & usable]
        while waiting:
            at = int(rng.random() * len(waiting))
            member = waiting[at]
            if not self.missing[member] & usable:
                waiting[at] = waiting[-1]
                waiting.pop()
                continue
            if self._steps > limit or not self._loose[member]:
                return False
            self._close(member, usable, rng, waiting)
        return True

    def chain(self, start: int, one: int, other: int) -> tuple[list[int], bool]:
        """Follow partners from a member, by turns in two rounds; say whether it comes round to them again."""
        members = [start]
        turn, next_turn = one, other
        while (follower := self.partner[members[-1]][turn]) not in (NOBODY, start):
            members.append(follower)
            turn, next_turn = next_turn, turn
        self._steps += len(members)
        return members, follower == start

    def swap(self, chain: Sequence[int], one: int, other: int) -> None:
        """Exchange two rounds for a ring of members, or for a chain that cannot be followed any further."""
        both = 1 << one | 1 << other
        for member in chain:
            row = self.partner[member]
            row[one], row[other] = row[other], row[one]
        for end in {chain[0], chain[-1]}:
            if self.missing[end] & both not in (0, both):
                self.missing[end] ^= both

    def _fill(self, usable: int) -> None:
        missing = self.missing
        for member, loose in enumerate(self._loose):
            for other in loose[:]:
                common = missing[member] & missing[other] & usable
                self._steps += 1
                if common and other > member:
                    self.put(member, other, (common & -common).bit_length() - 1)

    def _close(self, member: int, usable: int, rng: random.Random, waiting: list[int]) -> None:
        """Take one step towards closing a gap of this member."""
        mine = self.missing[member] & usable
        loose = self._loose[member]
        for other in loose:
            common = mine & self.missing[other]
            if common:
                self.put(member, other, _drawn(common, rng))
                return
        self._steps += len(loose)
        other = loose[int(rng.random() * len(loose))]
        theirs = self.missing[other] & usable
        for _ in range(CHAINS if theirs else 0):
            turn = _drawn(mine, rng)
            if self._freed(other, turn, _drawn(theirs, rng), member):
                self.put(member, other, turn)
                return
        if mine & ~self._busy[other]:
            self._displace(member, other, _drawn(mine & ~self._busy[other], rng), waiting)
        if rng.random() < STIRS:
            self._stir(usable, rng, waiting)

    def _freed(self, start: int, taken: int, free: int, end: int) -> bool:
        """Exchange two rounds along the chain of partners from `start`, unless it leads to `end` or to somebody busy."""
        chain, _ = self.chain(start, taken, free)
        if chain[-1] == end or not self._may_move(chain, taken, free):
            return False
        self.swap(chain, taken, free)
        return True

    def _may_move(self, chain: Sequence[int], one: int, other: int) -> bool:
        """Say whether the last of a chain is free in the round in which it leads no further."""
        turn = one if len(chain) % 2 else other
        return bool(self.missing[chain[-1]] >> turn & 1)

    def _displace(self, member: int, other: int, turn: int, waiting: list[int]) -> None:
        """Take a round from somebody's pair, so that the gap is now the third one's."""
        third = self.partner[other][turn]
        bit = 1 << turn
        self.partner[third][turn] = self.partner[other][turn] = NOBODY
        self.missing[third] |= bit
        self.missing[other] |= bit
        self._loose[third].append(other)
        self._loose[other].append(third)
        waiting.append(third)
        self.put(member, other, turn)

    def _stir(self, usable: int, rng: random.Random, waiting: list[int]) -> None:
        """Exchange two drawn rounds along the chain or ring of a drawn member."""
        one, other = _drawn(usable, rng), _drawn(usable, rng)
        ahead, ring = self.chain(int(rng.random() * len(self.partner)), one, other)
        if one == other or len(ahead) == 1:
            return
        if ring:
            self.swap(ahead, one, other)
            return
        behind, _ = self.chain(ahead[0], other, one)
        if self._may_move(ahead, one, other) and self._may_move(behind, other, one):
            self.swap(behind[:0:-1] + ahead, one, other)
            waiting += [behind[-1], ahead[-1]]


def _drawn(bits: int, rng: random.Random) -> int:
    """Draw one of the bits that are set."""
    for _ in range(int(rng.random() * bits.bit_count())):
        bits &= bits - 1
    return (bits & -bits).bit_length() - 1
