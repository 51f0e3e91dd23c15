"""A request as arrays: members in order of their ids, so that questions about many of them are answered at once.

Positions are points in kilometres from the globe's centre and ways are straight lines between them (for a town the
same as the way over ground, to a hair). So everything done to pairs is whole-number work, products, sums and square
roots, which every machine rounds alike; functions that differ in the last digit are used once per member only.
"""

import hashlib
import math
from collections import Counter
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.domain.plans import EARTH_KM
from bot.matching.arrays import Bools, Floats, Ints, Words
from bot.matching.model import SMALLEST_SIZE, Candidate, MatchRequest, PastMeeting
from bot.matching.score import MIDDLE, recency
from bot.matching.turns import TENTHS

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

WORD = 64  # bits
ONE_TURN = 8  # more than the members of a group, so that a turn fewer outweighs all memories of the last one
ROUNDING_KM = 0.0005  # ways count to the metre
_MISSING = object()


@dataclass(frozen=True, slots=True)
class PairTable:
    """Hold facts about some pairs: what `one * n + other` (one < other) sorts first, and rows to look members up by.

    `repeat` is 1 where the two have met; `recency` is the price of meeting again (0: none).
    """

    count: int
    keys: Ints
    repeat: Ints
    recency: Ints

    def find(self, one: Ints, other: Ints) -> tuple[Bools, Ints]:
        """Say for each pair (one < other) whether it is in the table, and where."""
        import numpy as np

        keys = one.astype(np.int64) * self.count + other
        if not len(self.keys):
            return np.zeros(len(keys), bool), np.zeros(len(keys), np.int64)
        where = np.minimum(np.searchsorted(self.keys, keys), len(self.keys) - 1)
        return self.keys[where] == keys, where

    def both_ways(self) -> tuple[Ints, Ints, Ints]:
        """Return starts, partners and positions in the table: member m's are `starts[m]:starts[m + 1]`."""
        import numpy as np

        one, other = self.keys // self.count, self.keys % self.count
        ends, partners = np.concatenate([one, other]), np.concatenate([other, one])
        where = np.tile(np.arange(len(self.keys)), 2)
        order = np.lexsort((partners, ends))
        starts = np.searchsorted(ends[order], np.arange(self.count + 1))
        return starts, partners[order], where[order]


@dataclass(frozen=True, slots=True)
class Snapshot:
    """Hold n members' arrays; all have n rows.

    `slots` is the availability mask; `languages`, `interests` and `wishes` are bit sets of as many words as needed.
    `locality` numbers areas (or places, for members without an area); `area` numbers areas alone. `point` is where a
    member is, in km (NaN: unknown); `reach` how long a straight way they accept, in km (inf: any). `overdue` ranks who
    is owed a place, `odd_turns` counts turns in odd groups beyond what all had, `ONE_TURN` to a turn, one more for
    whoever had the last one (and many for whoever wishes for pairs only, see `_odd_turns`). `deficit` is how far earlier fit stayed below the middle, 0 to 500. `key` breaks ties.
    """

    request: MatchRequest
    members: tuple[Candidate, ...]
    slots: "NDArray[np.uint32]"
    languages: Words
    interests: Words
    wishes: Words
    area: Ints
    locality: Ints
    point: Floats
    reach: Floats
    newcomer: Bools
    role: Ints
    overdue: Ints
    odd_turns: Ints
    deficit: Ints
    key: "NDArray[np.uint32]"
    history: PairTable
    separated: PairTable

    @property
    def count(self) -> int:
        """Return how many members there are."""
        return len(self.members)


def take_snapshot(request: MatchRequest) -> Snapshot:
    """Turn a request into arrays, whatever order it names its candidates in."""
    import numpy as np

    members = tuple(sorted(request.candidates, key=lambda member: member.id))
    return Snapshot(
        request=request,
        members=members,
        slots=np.array([member.slots for member in members], dtype=np.uint32),
        languages=_bit_sets([member.languages for member in members]),
        interests=_bit_sets([member.interests for member in members]),
        wishes=_bit_sets([member.wishes for member in members]),
        area=_numbered([member.area for member in members]),
        locality=_numbered([_locality(member) for member in members]),
        point=np.array([_point(member) for member in members], dtype=np.float64).reshape(-1, 3),
        reach=np.array([straight(member.reach_km) for member in members], dtype=np.float64),
        newcomer=np.array([member.newcomer for member in members], dtype=bool),
        role=_numbered([member.role for member in members], nothing=""),
        overdue=_ranks([(member.sat_out, member.odd_trios) for member in members]),
        odd_turns=np.array(_odd_turns(request, members), dtype=np.int64),
        deficit=np.array([_deficit(member) for member in members], dtype=np.int64),
        key=np.array([_key(request.seed, member.id) for member in members], dtype=np.uint32),
        **_pair_tables(request, members),
    )


def in_tenths(odd_turns: Ints) -> Ints:
    """Return in tenths how far people are ahead in turns, without what the last one counts in addition."""
    return odd_turns // ONE_TURN - TENTHS // 2 * (odd_turns % ONE_TURN)


def _odd_turns(request: MatchRequest, members: Sequence[Candidate]) -> list[int]:
    """Count turns in odd groups. Whoever wishes for pairs only counts, in circles of two, as having had more of them
    than all others together, so that the trio's turns go round among the others as if there were nobody else.
    """
    if not members:
        return []
    counts = [member.odd_trios for member in members]
    lowest = min(counts)
    spared = len(members) * (max(counts) - lowest + 1) if request.wanted == SMALLEST_SIZE else 0
    return [
        ONE_TURN * (member.odd_trios - lowest + spared * member.pairs_only) + member.odd_last
        for member in members
    ]


def _pair_tables(request: MatchRequest, members: Sequence[Candidate]) -> dict[str, PairTable]:
    number = {member.id: i for i, member in enumerate(members)}
    met = {
        (number[one], number[other]): meeting
        for (one, other), meeting in request.history.items()
        if one in number and other in number
    }
    apart = {
        (number[one], number[other]) for one, other in request.separated if one in number and other in number
    }
    return {"history": _table(len(members), met), "separated": _table(len(members), dict.fromkeys(apart))}


def _table(count: int, pairs: Mapping[tuple[int, int], PastMeeting | None]) -> PairTable:
    import numpy as np

    rows = sorted((one * count + other, *_prices(meeting)) for (one, other), meeting in pairs.items())
    table = np.array(rows, dtype=np.int64).reshape(-1, 3)
    return PairTable(count=count, keys=table[:, 0], repeat=table[:, 1], recency=table[:, 2])


def _prices(meeting: PastMeeting | None) -> tuple[int, int]:
    return (0, 0) if meeting is None else (int(not meeting.missed), recency(meeting))


def _bit_sets(sets: Sequence[frozenset[str]]) -> Words:
    """Turn sets of words into rows of bits; what only one of them holds cannot be shared, and has no bit."""
    import numpy as np

    held = Counter(word for words in sets for word in words)
    bit = {word: i for i, word in enumerate(sorted(word for word, times in held.items() if times > 1))}
    rows = np.zeros((len(sets), max(1, -(-len(bit) // WORD))), dtype=np.uint64)
    ends = [(row, bit[word]) for row, words in enumerate(sets) for word in words if word in bit]
    if ends:
        where, which = np.array(ends, dtype=np.int64).T
        np.bitwise_or.at(rows, (where, which // WORD), np.uint64(1) << (which % WORD).astype(np.uint64))
    return rows


def _numbered(names: Sequence[Hashable], *, nothing: Hashable = _MISSING) -> Ints:
    """Number names in the order in which they come; `nothing` is -1."""
    import numpy as np

    numbers: dict[Hashable, int] = {nothing: -1}
    return np.array([numbers.setdefault(name, len(numbers)) for name in names], dtype=np.int64)


def _locality(member: Candidate) -> Hashable:
    return member.area if member.area is not None else (member.centre,)


def _point(member: Candidate) -> tuple[float, float, float]:
    if member.centre is None:
        return (math.nan, math.nan, math.nan)
    latitude, longitude = map(math.radians, member.centre)
    ring = EARTH_KM * math.cos(latitude)
    return (ring * math.cos(longitude), ring * math.sin(longitude), EARTH_KM * math.sin(latitude))


def straight(reach: float) -> float:
    """Return the straight line below the longest way that somebody accepts, in km."""
    way = reach + ROUNDING_KM
    return math.inf if way >= math.pi * EARTH_KM else 2 * EARTH_KM * math.sin(way / (2 * EARTH_KM))


def _deficit(member: Candidate) -> int:
    return 0 if member.past_fit is None else max(0, MIDDLE - member.past_fit)


def _key(seed: str, name: str) -> int:
    """Draw a number for a member from the seed, the same on every machine."""
    return int.from_bytes(hashlib.blake2b(f"{seed}\x1f{name}".encode(), digest_size=4).digest())


def _ranks(keys: Sequence[tuple[int, int]]) -> Ints:
    """Number the keys 0, 1, 2 ... by size; equal keys share a number."""
    import numpy as np

    order = {key: rank for rank, key in enumerate(sorted(set(keys)))}
    return np.array([order[key] for key in keys], dtype=np.int64)
