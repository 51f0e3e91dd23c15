"""How good a group is: one number per promise, and one whole number in which an earlier promise always outweighs.

A `Score` lists the promises in their order. Each entry adds up over groups, so the sums of two solutions compare
entry by entry. `Scale` turns a score into a single integer of mixed radix with the same order, which is what the
solvers maximise; Python's integers don't overflow, and the tests prove the order.
"""

import hashlib
import math
from dataclasses import dataclass
from typing import NamedTuple

from bot.matching.feasible import distance_km
from bot.matching.model import Candidate, MatchRequest, PastMeeting

FIT = 1000  # the best fit of two people
TIES = (
    1 << 10
)  # fit is counted in units of this size, so that a hash of seed and names can break ties below it

RECENT = 200  # rounds after which it no longer matters how long ago two people met
OFTEN = 32  # meetings after which it no longer matters how often two people met


class Score(NamedTuple):
    """Rate a group, the most important first; more is better."""

    placed: int = 0
    turns_to_come: int = 0  # people who were left out before
    shape: int = 0  # minus what the group's size lacks or exceeds
    odd_turns: int = 0  # minus the turns that members of an odd group already had
    repeats: int = 0  # minus pairs who met before
    recency: int = 0  # minus how recently, and then how often, they did
    fit: int = 0  # in units of 1 / TIES


@dataclass(frozen=True, slots=True)
class Scale:
    """Weigh scores so that one step of an entry outweighs whatever all later entries can do together."""

    radix: tuple[int, ...]

    @classmethod
    def over(cls, limits: Score) -> "Scale":
        """Build the scale for solutions in which no entry's sum exceeds its limit in size."""
        return cls(tuple(limit + 1 for limit in limits))

    def weigh(self, score: Score) -> int:
        """Turn a score into the integer that solvers maximise."""
        weight = 0
        for part, radix in zip(score, self.radix, strict=True):
            weight = weight * radix + part
        return weight


def shape_cost(size: int, wanted: int) -> int:
    """Price a group's size: one more than wanted is better than one less, and far too small is worst."""
    return 3 * (wanted - size) ** 2 if size < wanted else size - wanted


def recency(meeting: PastMeeting) -> int:
    """Price meeting again: the more recent the dearer, and at equal age the more often the dearer."""
    return (RECENT - min(meeting.rounds_ago, RECENT)) * OFTEN + min(meeting.times, OFTEN - 1)


def pair_fit(request: MatchRequest, one: Candidate, other: Candidate) -> int:
    """Rate how well two people who may meet suit each other, in units of 1 / TIES, with no two pairs quite alike."""
    points = (
        min(3, len(one.interests & other.interests)) * 100
        + _nearness(one, other)
        + min(5, (one.slots & other.slots).bit_count()) * 50
        + min(2, len(one.wishes & other.wishes)) * 50
        + (100 if one.newcomer != other.newcomer else 0)
    )
    return points * TIES + _tie(request.seed, one, other)


def _nearness(one: Candidate, other: Candidate) -> int:
    """Give 250 points for the same area, and fewer the closer the way comes to what either will travel."""
    way, reach = distance_km(one, other), min(one.reach_km, other.reach_km)
    if way == 0:
        return 250
    return 0 if reach == 0 or math.isinf(way) else round(250 * max(0.0, 1 - way / reach))


def _tie(seed: str, one: Candidate, other: Candidate) -> int:
    """Draw a small number from the seed and the two names, the same on every machine."""
    names = "\x1f".join((seed, *sorted((one.id, other.id))))
    return int.from_bytes(hashlib.blake2b(names.encode(), digest_size=2).digest()) % TIES
