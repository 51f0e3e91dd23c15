"""One member too many: choose the trio whose turn it is, and pair all others.

Trios are tried in the order of what can at most be reached with them. Prices that limit the pairs beside one trio
limit those beside any other nearly as well, so each try lowers the hopes for all that are left, until none is left that
could win: then the best is proven, after a handful of tries as a rule.
"""

from dataclasses import dataclass, replace

from bot.matching.arrays import Bools, Ints
from bot.matching.blossoms import Limit, relaxed_limit
from bot.matching.bounds import fit_gap, limit_prices, lowest_turns
from bot.matching.edges import Edges
from bot.matching.exact import ALONE, pairs_of
from bot.matching.narrow import best_among, limit_of_pairs, limited_pairs, worth_alone
from bot.matching.pairs import EXACT_MEMBERS
from bot.matching.party import Party, gather
from bot.matching.snapshot import Snapshot, in_tenths
from bot.matching.solution import Group, Solution
from bot.matching.triangles import count_trios, first_in_line, possible_trios
from bot.matching.weights import exact_weights, fit_step

LARGEST = EXACT_MEMBERS
EFFORT = 1500  # members times matchings that may be tried
FEWEST_TRIES = 8
TRIO = 3
MOST_TRIOS = 200_000  # among which the best is looked for; of more, those who are first in line


@dataclass(frozen=True, slots=True)
class _Tried:
    """Hold what pairs around a trio came to; `at` is the trio's number."""

    at: int
    groups: list[Group]
    total: tuple[int, ...]
    worth: int


def best_with_trio(snap: Snapshot, members: Ints, edges: Edges) -> Solution | None:
    """Place an odd number of members, one component, in pairs and one trio; None if no trio tried leaves all placed."""
    count = len(members)
    outside = replace(edges, one=members[edges.one], other=members[edges.other])
    party = gather(snap, outside, [(member,) for member in members.tolist()], [False] * count)
    search = _Search(party, edges, _in_question(snap, members, party))
    for _ in range(max(FEWEST_TRIES, EFFORT // count)):
        at = search.likeliest()
        if at is None:
            break
        search.try_out(at)
    best = search.best
    if best is None:
        return None
    gap = search.gap()
    if gap is None and lowest_turns(snap, members, best.groups):
        gap = fit_gap(edges, best.groups, count, limit_prices(edges, count))
    return Solution([tuple(members[list(group)].tolist()) for group in best.groups], gap, count)


def _in_question(snap: Snapshot, members: Ints, party: Party) -> Ints:
    """Choose who comes into question for the trio: everybody, or where that makes too many trios, who is first in line."""
    import numpy as np

    return np.arange(party.count) if count_trios(party.may) <= MOST_TRIOS else first_in_line(snap, members)


class _Search:
    """Pair a party around one trio after another. Worth is exact and doubled: a pair's fit counts twice, a trio's once."""

    def __init__(self, party: Party, edges: Edges, line: Ints) -> None:
        import numpy as np

        self.best: _Tried | None = None
        self._party, self._edges = party, edges
        self._weights = exact_weights(edges, np.zeros(party.count, dtype=np.int64))
        self._alone = worth_alone(party.count, self._weights, most=True)
        self._trios = possible_trios(party, line)
        self._turns = party.odd_turns[self._trios].sum(axis=1)
        self._outside = np.setdiff1d(np.arange(party.count), line)
        self._worth = self._worth_of_trios()
        everybody = relaxed_limit(edges.one, edges.other, self._weights, self._alone)
        # Where not all others can be placed, hope is below what any pairs come to.
        pairs = (party.count - TRIO) // 2
        self._least = self._worth + 2 * pairs * int(self._weights.min())
        self._hope = self._worth + 2 * pairs * int(self._weights.max())
        self._left = np.arange(len(self._trios))  # those that could be part of a better choice
        self._near: Ints | None = None  # prices that were found last
        self._unsure: list[int] = []  # those around which another choice of pairs could be better
        if everybody is not None:
            self._lower_hopes(everybody)
            self._near = everybody.price[: party.count].copy()

    def _worth_of_trios(self) -> Ints:
        """Say what trios are worth: what meeting again costs counts twice for all three pairs, but each fit once."""
        import numpy as np

        edges, count = self._edges, self._party.count
        worth = np.zeros((count, count), dtype=self._weights.dtype)
        worth[edges.one, edges.other] = 2 * self._weights - edges.fit
        one, other, third = self._trios.T
        summed: Ints = worth[one, other] + worth[one, third] + worth[other, third]
        return summed

    def _lower_hopes(self, limited: Limit) -> None:
        """Hope for no more than prices allow, which hold for all pairs."""
        import numpy as np

        trios = self._trios[self._left]
        stand_ins = range(self._party.count, len(limited.price))
        taken = np.column_stack([trios, *(np.full(len(trios), each) for each in stand_ins)])
        allowed = np.maximum(self._worth[self._left] + limited.beside(taken), self._least[self._left] - 1)
        self._hope[self._left] = np.minimum(self._hope[self._left], allowed)

    def likeliest(self) -> int | None:
        """Name the trio to try next: with the fewest turns so far, the most to be hoped for; None if none could win."""
        left, hope = self._left, self._hope[self._left]
        could: Bools = hope >= self._least[left]
        if self.best is not None:
            could &= (self._turns[left] <= self._turns[self.best.at]) & (hope > self.best.worth)
        self._left = left = left[could]
        if not len(left):
            return None
        first = left[self._turns[left] == self._turns[left].min()]
        return int(first[self._hope[first].argmax()])

    def try_out(self, at: int) -> None:
        """Pair all others as well as possible, and learn from it what can be hoped for with other trios."""
        import numpy as np

        trio = tuple(self._trios[at].tolist())
        others = np.flatnonzero(~np.isin(self._edges.one, trio) & ~np.isin(self._edges.other, trio))
        self._left = self._left[self._left != at]
        if not len(others):
            return
        one, other = self._edges.one[others], self._edges.other[others]
        weights = self._with_an_eye_on_the_next(trio)
        if weights is None:
            mate = self._paired(at, trio, one, other, self._weights[others])
        else:
            mate = best_among(self._party.count, one, other, weights[others], most=True)
            self._unsure.append(at)
        found = None if mate is None else self._described(at, mate)
        if found is not None:
            self.best = max(self.best or found, found, key=lambda tried: tried.total)

    def _paired(self, at: int, trio: Group, one: Ints, other: Ints, weight: Ints) -> Ints | None:
        """Pair all but a trio, and learn; None where these pairs' own limit says that they are no better than the best."""
        if self._near is not None:
            self._near[list(trio)] = 2 * self._alone[list(trio)]
        limited = limit_of_pairs(one, other, weight, self._alone, self._near)
        if limited is not None:
            completed = self._completed(limited, trio)
            self._lower_hopes(completed)
            self._near = completed.price[: self._party.count].copy()
            hope = int(self._worth[at]) + limited.most - 2 * sum(self._alone[list(trio)].tolist())
            if (
                self.best is not None
                and self._turns[at] == self._turns[self.best.at]
                and hope <= self.best.worth
            ):
                return None
        return limited_pairs(one, other, weight, self._alone, limited)

    def _with_an_eye_on_the_next(self, trio: Group) -> Ints | None:
        """Weigh pairs otherwise where just three people have had the fewest turns after this trio; else None.

        They are the next one: should two of them meet today, they would meet again at once, which counts more than fit.
        """
        import numpy as np

        turns = in_tenths(self._party.odd_turns)
        rest = np.setdiff1d(np.arange(self._party.count), trio)
        rest = rest[np.argsort(turns[rest], kind="stable")]
        if len(rest) > TRIO and turns[rest[TRIO]] == turns[rest[TRIO - 1]]:
            return None
        edges, next_ones = self._edges, rest[:TRIO]
        together = np.isin(edges.one, next_ones) & np.isin(edges.other, next_ones)
        price = self._party.count * (int(edges.fit.max(initial=0)) + 1)
        unwelcome = replace(edges, fit=edges.fit - together * price)
        return exact_weights(unwelcome, np.zeros(self._party.count, dtype=np.int64))

    def _described(self, at: int, mate: Ints) -> _Tried | None:
        """Describe pairs beside a trio; None where somebody is left out."""
        import numpy as np

        if np.count_nonzero(mate == ALONE) > TRIO:
            return None
        groups = sorted([tuple(self._trios[at].tolist()), *pairs_of(mate)])
        paired = mate[self._edges.one] == self._edges.other
        worth = int(self._worth[at]) + 2 * sum(self._weights[paired].tolist())
        return _Tried(at, groups, self._party.total(groups), worth)

    def _completed(self, limited: Limit, trio: Group) -> Limit:
        """Complete prices by a trio's, who had no part in them: as low as the others' prices let them be."""
        import numpy as np

        edges, price = self._edges, limited.price.copy()
        for known, member in enumerate(trio):
            mine = np.flatnonzero((edges.one == member) | (edges.other == member))
            partner = edges.one[mine] + edges.other[mine] - member
            priced = ~np.isin(partner, trio[known:])
            price[member] = max(
                (2 * self._weights[mine] - price[partner])[priced].tolist(), default=price[member]
            )
        return replace(limited, price=price)

    def gap(self) -> int | None:
        """Say by how much fit a choice with as few turns could exceed the best found; None where more could be better."""
        import numpy as np

        if self.best is None:
            return None
        turns, edges = self._party.odd_turns, self._edges
        most_turns = self._turns[self.best.at]
        if len(self._outside) and turns[self._outside].min() + np.sort(turns)[:2].sum() <= most_turns:
            return None
        rivals = np.append(self._left, self._unsure).astype(np.int64)
        rivals = rivals[self._turns[rivals] <= most_turns]
        short = max([0, *(self._hope[rivals] - self.best.worth).tolist()])
        return short if short < fit_step(edges, self._party.count) else None
