"""Share pairs out over the rounds to come: every round pairs everybody, and no pair comes twice.

This is edge colouring: rounds are colours, and a pair may get one colour that both its members still need. Pairs are
put into rounds greedily; where two members have no free round in common, two rounds change places along a chain of
partners (Kempe, 1879) that frees one. When no chain helps, somebody else's pair gives way, and the gap wanders on
until it can be closed (compare the hill climbing for one-factorisations of Dinitz and Stinson, 1987).
"""

import random
from collections.abc import Iterator, Sequence

NOBODY = -1
CHAINS = 6  # pairs of rounds tried before somebody's pair has to give way


class Timetable:
    """Hold for some members and rounds who meets whom when.

    `allowed[m]` has a bit for each round in which member m must be paired. `partner[m][r]` is with whom, or `NOBODY`.
    """

    def __init__(self, pairs: Sequence[tuple[int, int]], allowed: Sequence[int], rounds: int) -> None:
        self.allowed = list(allowed)
        self.missing = list(allowed)
        self.partner = [[NOBODY] * rounds for _ in allowed]
        self.steps = 0
        self._loose: list[list[int]] = [[] for _ in allowed]
        for one, other in pairs:
            self._loose[one].append(other)
            self._loose[other].append(one)

    def put(self, one: int, other: int, turn: int) -> None:
        """Let a pair that is not in the timetable meet in a round that both still need."""
        self._loose[one].remove(other)
        self._loose[other].remove(one)
        self._set(one, other, turn)

    def complete(self, rng: random.Random, effort: int, *, from_round: int = 0) -> bool:
        """Fill all gaps of the rounds from some round on; say whether it worked within so many steps."""
        usable = ~((1 << from_round) - 1)
        limit = self.steps + effort
        self._fill(usable)
        waiting = [member for member, missing in enumerate(self.missing) if missing & usable]
        while waiting:
            at = int(rng.random() * len(waiting))
            member = waiting[at]
            if not self.missing[member] & usable:
                waiting[at] = waiting[-1]
                waiting.pop()
                continue
            if self.steps > limit or not self._loose[member]:
                return False
            self._close(member, usable, rng, waiting)
        return True

    def full_rounds(self) -> int:
        """Return a bit for each round in which nobody is missing."""
        missing = everything = 0
        for still, all_of in zip(self.missing, self.allowed, strict=True):
            missing |= still
            everything |= all_of
        return everything & ~missing

    def swap(self, members: Sequence[int], one: int, other: int) -> None:
        """Exchange two rounds for members who, in these rounds, meet only one another."""
        for member in members:
            row = self.partner[member]
            row[one], row[other] = row[other], row[one]

    def _fill(self, usable: int) -> None:
        missing = self.missing
        for member, loose in enumerate(self._loose):
            for other in loose[:]:
                common = missing[member] & missing[other] & usable
                self.steps += 1
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
        self.steps += len(loose)
        other = loose[int(rng.random() * len(loose))]
        possible = mine & self.allowed[other]
        if not possible:
            return
        theirs = self.missing[other] & self.allowed[member] & usable
        for _ in range(CHAINS if theirs else 0):
            turn = _drawn(possible, rng)
            if self._freed(other, turn, _drawn(theirs, rng), member):
                self.put(member, other, turn)
                return
        self._displace(member, other, _drawn(possible, rng), waiting)

    def _freed(self, start: int, taken: int, free: int, end: int) -> bool:
        """Exchange two rounds along the chain of partners from `start`, unless it leads to `end`."""
        chain = [start]
        turn, next_turn = taken, free
        while (follower := self.partner[chain[-1]][turn]) != NOBODY:
            chain.append(follower)
            turn, next_turn = next_turn, turn
        self.steps += len(chain)
        last = chain[-1]
        if last == end or not self.allowed[last] >> turn & 1:
            return False
        self.swap(chain, taken, free)
        both = 1 << taken | 1 << free
        self.missing[start] ^= both
        if self.missing[last] & both not in (0, both):
            self.missing[last] ^= both
        return True

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

    def _set(self, one: int, other: int, turn: int) -> None:
        self.partner[one][turn], self.partner[other][turn] = other, one
        self.missing[one] &= ~(1 << turn)
        self.missing[other] &= ~(1 << turn)
        self.steps += 1


def _drawn(bits: int, rng: random.Random) -> int:
    """Draw one of the bits that are set."""
    for _ in range(int(rng.random() * bits.bit_count())):
        bits &= bits - 1
    return (bits & -bits).bit_length() - 1


def loops(timetable: Timetable, one: int, other: int) -> Iterator[list[int]]:
    """Yield the rings of members who meet only one another in two full rounds."""
    seen: set[int] = set()
    for start in range(len(timetable.partner)):
        if start in seen or timetable.partner[start][one] == NOBODY:
            continue
        ring = [start]
        turn, next_turn = one, other
        while (follower := timetable.partner[ring[-1]][turn]) != start:
            if follower == NOBODY:
                break
            ring.append(follower)
            turn, next_turn = next_turn, turn
        seen.update(ring)
        yield ring
