"""Groups of three to five: exact for small parties, near the best for larger ones, block by block for very many."""

import random
from collections.abc import Sequence
from typing import NamedTuple

from bot.matching.arrays import Bools, Floats
from bot.matching.cover import Graph, cover
from bot.matching.crossing import best_of_both
from bot.matching.exact import ALONE, pairs_of
from bot.matching.halves import merged_halves
from bot.matching.limits import limits
from bot.matching.narrow import best_among
from bot.matching.pack import Packing, pack_party
from bot.matching.party import Party
from bot.matching.prices import Worth
from bot.matching.regroup import Regrouping
from bot.matching.scarce import scarcest_first
from bot.matching.seating import Seating
from bot.matching.solution import Group, Solution
from bot.matching.swaps import exchanged

STAGES = 4  # times that small groups are filled up by chains, each after a search


class _Plan(NamedTuple):
    """Say how thoroughly a party is searched: steps of a stage, after how many that better nothing it ends, and in which
    stages the search leaves its valley.
    """

    steps: int
    patience: int = 60
    wandering: tuple[int, ...] = (2,)


POLISH, QUICK = _Plan(30), _Plan(20, wandering=())
MANY = 400  # nodes above which a step takes long
LARGE = 4  # members of a group; fewer such groups leave more to change, and a step takes less time
PLANS = {  # many nodes?, large groups?
    (False, False): _Plan(100),
    (False, True): _Plan(200, 200, wandering=(1, 2)),
    (True, False): _Plan(55),
    (True, True): _Plan(110, 110),
}
# Searches that follow for so many nodes, each from the best so far with some groups taken apart.
AGAIN = ((100, 8), (200, 4))
LOOSENED = 0.2
DRAWS = 8  # starts that are drawn; they begin with many repeats, and take a thorough search
PROVABLE = 100  # nodes up to which a proof is tried
LIKELY = 16  # partners of each node among whom the starting pairs are looked for
TWO_PAIRS = 4  # members


def group_up(party: Party, seed: str, *, thorough: bool = True) -> Solution:
    """Group a party's nodes: the same answer for the same seed. One of very many parties need not be searched as thoroughly."""
    packing = pack_party(party) if party.count <= PROVABLE else None
    if packing is not None and packing.proven:
        return _described(party, packing.groups, packing)
    groups = _searched(party, seed, thorough=thorough and packing is None)
    if packing is not None and packing.total > party.total(groups):
        groups = packing.groups
    return _described(party, groups, packing)


def _described(party: Party, groups: list[Group], packing: Packing | None) -> Solution:
    """Describe a choice by what the packing limits; where that proves nothing, by what pairs alone bound."""
    total = party.total(groups)
    gap = None if packing is None else packing.gap(total)
    if gap is None and total[:-1] == limits(party) and party.size.max() == 1:
        gap = _most_fit(party) - total[-1]
    return Solution(groups, gap, total[0] if gap is not None else int(party.size.sum()))


def _most_fit(party: Party) -> int:
    """Bound the fit of any choice of groups.

    A member's part in a group's fit is a mean over the others, so groups of any size are a fractional way to give
    everybody one partner, and the relaxed problem of pairs allows all of these.
    """
    import numpy as np

    one, other = np.nonzero(np.triu(party.may, 1))
    nothing = np.zeros(party.count, dtype=np.int64)
    return cover(Graph.of(party.count, one, other, party.fit[one, other], nothing)).twice


def _searched(party: Party, seed: str, *, thorough: bool) -> list[Group]:
    """Search from a start that was drawn; in parties that are not large again and again, taking the best parts of all.

    Where little time is left for a search, it starts from the best pairs, which have fewer repeats from the beginning.
    """
    rng = random.Random(seed)  # noqa: S311 - a replayable choice, not a secret
    search = Regrouping(party, [], rng)
    start = _drawn_start(party, rng) if thorough else _merged_pairs(party, search.worth)
    plan = PLANS[party.count > MANY, party.wanted >= LARGE] if thorough else QUICK
    best = _bettered(search, start, rng, plan)
    for _ in range(next((times for most, times in AGAIN if party.count <= most), 0)):
        other = _bettered(search, _loosened(party, best, rng), rng, POLISH)
        best = best_of_both(party, best, other)
    return best


def _drawn_start(party: Party, rng: random.Random) -> list[Group]:
    """Return the best of several starts, with everybody seated."""
    drawn = [scarcest_first(party, rng) for _ in range(DRAWS)]
    return max((Seating(party, start).seat_everybody() for start in drawn), key=party.total)


def _bettered(search: Regrouping, start: list[Group], rng: random.Random, plan: _Plan) -> list[Group]:
    seating = Seating(search.party, start)
    seating.seat_everybody()
    search.restart(seating.fill_up())
    for stage in range(STAGES):
        search.run(plan.steps, plan.patience, wander=stage in plan.wandering)
        search.fill_up()
    return exchanged(search.party, search.groups, rng)


def _loosened(party: Party, groups: Sequence[Group], rng: random.Random) -> list[Group]:
    """Take some groups apart, so that a new search leaves the old one's valley."""
    return [group for group in groups if rng.random() > LOOSENED or all(party.complete[list(group)])]


def _merged_pairs(party: Party, worth: Worth) -> list[Group]:
    """Start from the best pairs; from four on, merge them two by two."""
    import numpy as np

    values = worth.of_pairs()
    one, other = np.nonzero(np.triu(_likely(values)))
    weight = values[one, other].astype(np.int64)
    mate = best_among(party.count, one, other, weight, most=False)
    pairs: list[Group] = [*pairs_of(mate)]
    whole: list[Group] = [(i,) for i, j in enumerate(mate.tolist()) if j == ALONE and party.complete[i]]
    if party.wanted >= TWO_PAIRS:
        return sorted(merged_halves(worth, pairs) + whole)
    pairs.sort(key=lambda pair: (-values[pair], pair))
    return sorted(pairs[: max(1, party.count // party.wanted)] + whole)


def _likely(values: Floats) -> Bools:
    """Say which pairs are among the best of one of the two."""
    import numpy as np

    least = -np.sort(-values, axis=1)[:, : LIKELY + 1][:, -1:]
    likely = (values >= np.maximum(least, 1)) & (values > 0)
    return likely | likely.T
