"""Match people for meetups: pure, deterministic, replayable.

`match(MatchRequest) -> MatchResult` maximises, in this order, an earlier promise always before all later ones:

0. hard rules, never broken (`feasible`): a shared time and language for the whole group, the way within everybody's
   reach, no separation, the circle's area rule;
1. the number of people placed;
2. people who were left out most recently, then most often;
3. groups of the wanted size, rather one larger than one smaller; turns in an odd group go to who had the fewest;
4. the fewest repeats; among repeats the longest ago, then the least often;
5. fit: nearness, times and interests in common, wishes, newcomers with someone who has been around.

What is exact and what is only near the best:

* Pairs are exact within a component of up to 800 members who can influence each other (`pairs`). Larger components
  are cut into neighbourhoods first.
* Pairs and one trio, for an odd number: exact up to 24 members unless the search gives up (then `bound` is None;
  everybody is placed all the same); above, the trio is chosen among the 24 whose turn it is most (`odd`).
* Several trios, or groups of three to five: exact for about a dozen members, or up to 650 possible groups (`packing`);
  above, step-by-step improvement that never places fewer people than the best pairs do (`improve`).
* Pairs with an even number up to 100: today's pairs are chosen so that n - 1 rounds without repeats remain
  possible (`horizon`); for this a little fit may be given up, never a promise above it.

Since turns rank above repeats, an odd community sees a repeat now and then that other turns would have spared it.

numpy, scipy and rustworkx load when a round is matched, not when this package is imported.
"""

from bot.matching.model import (
    Advice,
    Bridge,
    Candidate,
    Change,
    Fact,
    FactKind,
    MatchedGroup,
    MatchRequest,
    MatchResult,
    PastMeeting,
    Together,
    Unplaced,
    UnplacedReason,
    pair_of,
)
from bot.matching.rounds import match

__all__ = [
    "Advice",
    "Bridge",
    "Candidate",
    "Change",
    "Fact",
    "FactKind",
    "MatchRequest",
    "MatchResult",
    "MatchedGroup",
    "PastMeeting",
    "Together",
    "Unplaced",
    "UnplacedReason",
    "match",
    "pair_of",
]
