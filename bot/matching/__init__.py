"""Match people for meetups: pure, and the same answer to the same request. Measured, with sources: docs/matching.md.

`match(MatchRequest) -> MatchResult` maximises, in this order, an earlier promise always before all later ones:

0. hard rules, never broken (`feasible`, and asked again of every group at the end): a shared time and language for the
   whole group, the way within everybody's reach, no separation, the circle's area rule;
1. the number of people placed;
2. people who were left out most recently, then most often;
3. groups of the wanted size, rather one larger than one smaller; turns in an odd group go to who had the fewest
   beyond their share (`turns`);
4. the fewest repeats; among repeats the longest ago, then the least often;
5. fit: nearness, times and interests in common (or what the circle bridges), wishes, newcomers with somebody who has
   been around; whoever's earlier groups fitted badly counts more.

A request becomes arrays (`snapshot`), then possible pairs with what each is worth (`edges`, `neighbourhoods`, `fit`), then
groups:

* Circles of two (`duos`): pairs are exact among up to 400 members who can influence each other (`exact`); more go
  through the relaxed problem (`cover`, block by block above 30,000), mended exactly in small windows. An odd one makes
  a trio, which is chosen by what each trio would cost the others (`odd`); whoever is still left joins a pair or has room
  made (`leftover`). With up to 100 members today's pairs leave later rounds new pairs as well (`horizon`).
* Circles of three to five (`divide`): every division is looked at where few sets of people come about (`division`, as
  for 30 people in a few areas); up to 100, groups are put together that lose least of what the relaxed problem can reach
  (`pack`, `pricing`); where that proves nothing, and for more people, those with few partners choose first (`scarce`),
  and a search exchanges many at once, by chains and two by two (`regroup`, `seating`, `swaps`, `crossing`), in blocks
  above 1,000.
* Volunteer hosts take an extra seat beside somebody whom all that leaves out, by turns (`hosts`).

What is proven comes with the answer (`MatchResult.bound`, `most_placed`); what is left out, with what would help
(`advice`). Above 800 members only the likeliest partners of each are compared.

Since turns rank above repeats, an odd community sees a repeat now and then that other turns would have spared it.

One exception from the order: an odd circle of 9 to 63 who may all meet plans whose turn in the trio comes when (`ahead`,
`rota`). It accepts a repeat more today only to spare two people a meeting in two rounds running, and may give up how
long ago people met, and fit, for rounds to come; never 0 to 3.

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
