"""How good a group is: one number per promise.

A `Score` lists the promises in their order. Each entry adds up over groups, so the sums of two solutions compare
entry by entry, the first that differs deciding.
"""

from typing import NamedTuple

from bot.matching.model import PastMeeting

FIT = 1000  # the best fit of two people
MIDDLE = FIT // 2  # whoever's earlier groups fitted worse than this counts more, up to twice
LARGEST_FIT = 2 * FIT
TIES = 1 << 10  # fit is counted in units of this size, so that a draw from the seed can break ties below it

RECENT = 200  # rounds after which it no longer matters how long ago two people met
OFTEN = 32  # meetings after which it no longer matters how often two people met
SETTLED = 4  # rounds after which a planned meeting that never came about is forgotten


class Score(NamedTuple):
    """Rate a group, the most important first; more is better."""

    placed: int = 0
    turns_to_come: int = 0  # people who were left out before
    shape: int = 0  # minus what the group's size lacks or exceeds
    odd_turns: int = 0  # minus the turns that members of an odd group already had
    repeats: int = 0  # minus pairs who met before
    recency: int = 0  # minus how recently, and then how often, they did
    fit: int = 0  # in units of 1 / TIES


def shape_cost(size: int, wanted: int) -> int:
    """Price a group's size: one more than wanted is better than one less, and far too small is worst."""
    return 3 * (wanted - size) ** 2 if size < wanted else size - wanted


def recency(meeting: PastMeeting) -> int:
    """Price meeting again: the more recent the dearer, and at equal age the more often the dearer.

    A planned meeting that never came about costs less than the oldest real one, and nothing after a few rounds.
    """
    if meeting.missed:
        return max(0, SETTLED - meeting.rounds_ago)
    return (RECENT - min(meeting.rounds_ago, RECENT)) * OFTEN + min(meeting.times, OFTEN - 1)
