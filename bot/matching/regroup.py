"""Better groups, step by step, for parties too large to solve exactly.

One member is taken out of every full group, now and then a small group is dissolved, and all of them are given back at
once, as well as possible (an assignment problem; a very large neighbourhood in the words of Ahuja and others, 2002).
From four on, groups are also cut in halves that find each other anew. A step is kept where the whole `Score` is no
worse, promise by promise, so an earlier promise is never sold for a later one; the weights that steer the assignment
only come close to that order.
"""

import random
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

from bot.matching.arrays import Floats, Ints
from bot.matching.columns import scores
from bot.matching.exact import exact_pairs
from bot.matching.party import Party, padded
from bot.matching.score import OFTEN, Score, shape_cost
from bot.matching.seating import Seating
from bot.matching.solution import Group

TRADES = 200  # pairs' fit that cannot buy one repeat
STEP = 8  # how far one step of a promise outweighs the usual sums of the next
HALVES_FROM = 4
FEW_LEFT = 12  # people whom a step may leave out and still be mended by chains
HALVE_EVERY = 3


@dataclass(frozen=True, slots=True)
class Prices:
    """Say what one step of each promise is worth in the assignments, in units of fit."""

    placed: float
    turn: float
    shape: Floats  # by size
    odd_turn: float
    repeat: float
    rounds: float

    @classmethod
    def of(cls, party: Party) -> "Prices":
        """Order the promises of a party; what makes no difference takes no room."""
        import numpy as np

        fit = float(party.fit.max(initial=1)) + 1
        rounds = 2 * fit
        repeat = fit * TRADES
        worst = repeat + rounds * float(-(-party.recency // OFTEN).max(initial=0))
        odd_turn = STEP * worst
        odd_most = odd_turn * party.largest * float(party.odd_turns.max(initial=0))
        shape = STEP * worst + odd_most
        shapes = np.array([shape_cost(size, party.wanted) for size in range(party.largest + 1)]) * shape
        turn = STEP * worst + 2 * float(shapes[-1] + shapes[min(2, party.largest)])
        placed = turn + turn * float(party.overdue.max(initial=0))
        return cls(placed, turn, shapes, odd_turn, repeat, rounds)


@dataclass
class Regrouping:
    """Hold a solution under way."""

    party: Party
    groups: list[Group]
    rng: random.Random

    def __post_init__(self) -> None:
        """Rate what there is to start from."""
        self.prices = Prices.of(self.party)
        self._pair = pair_values(self.party, self.prices)
        self.total = self._rate(self.groups)
        self._lonely = int((~self.party.may.any(axis=1)).sum())

    def run(self, steps: int, patience: int) -> None:
        """Take steps until a number of them in a row betters nothing."""
        idle = 0
        for step in range(steps):
            better = self._keep(self._given_back(self._dissolved(step)))
            if self.party.wanted >= HALVES_FROM and step % HALVE_EVERY == HALVE_EVERY - 1:
                better = self._keep(self._halved()) or better
            idle = 0 if better else idle + 1
            if idle >= patience:
                return

    def _rate(self, groups: Sequence[Group]) -> tuple[int, ...]:
        if not groups:
            return tuple(Score())
        return tuple(scores(self.party, padded(groups)).sum(axis=0).tolist())

    def _keep(self, groups: list[Group]) -> bool:
        """Take a solution over unless it is worse; say whether it is better."""
        total = self._rate(groups)
        if total < self.total:
            return False
        better = total > self.total
        self.groups, self.total = groups, total
        return better

    def _dissolved(self, step: int) -> set[Group]:
        """Choose the small groups that are dissolved: one, two, half of them, or none, by turns."""
        sizes = ((group, sum(self.party.size[list(group)].tolist())) for group in self.groups)
        small = [
            group
            for group, size in sizes
            if size < self.party.wanted and not all(self.party.complete[list(group)])
        ]
        many = (0, 1, 2, len(small) // 2)[step % 4]
        return set(self.rng.sample(small, min(many, len(small))))

    def _given_back(self, dissolved: set[Group]) -> list[Group]:
        """Take members out of groups and give all of them back at once."""
        import numpy as np

        kept, out = self._taken_out(dissolved)
        if not out:
            return list(self.groups)
        left = out
        while kept and left:
            taken = _assigned(self._gains(padded(kept), np.array(left)))
            if not taken:
                break
            for place, which in taken:
                kept[place] = _joined(kept[place], (left[which],))
            seated = {which for _, which in taken}
            left = [node for which, node in enumerate(left) if which not in seated]
        left += [group[0] for group in kept if len(group) == 1 and not self.party.complete[group[0]]]
        standing = [group for group in kept if len(group) > 1]
        groups = sorted(standing + self._paired(left) + self._whole(kept))
        left_out = self.party.count - sum(map(len, groups)) - self._lonely
        return Seating(self.party, groups).seat_everybody() if 0 < left_out <= FEW_LEFT else groups

    def _whole(self, kept: Sequence[Group]) -> list[Group]:
        return [group for group in kept if len(group) == 1 and self.party.complete[group[0]]]

    def _taken_out(self, dissolved: set[Group]) -> tuple[list[Group], list[int]]:
        """Choose who leaves: one of each full group, and everybody of some smaller ones."""
        seated = {node for group in self.groups for node in group}
        out = [node for node in range(self.party.count) if node not in seated]
        kept: list[Group] = []
        for group in self.groups:
            size = sum(int(self.party.size[node]) for node in group)
            if group in dissolved:
                out += group
            elif size >= self.party.wanted and len(group) > 1:
                leaver = self.rng.choice(group)
                out.append(leaver)
                kept.append(tuple(node for node in group if node != leaver))
            else:
                kept.append(group)
        return kept, out

    def _gains(self, groups: Ints, nodes: Ints) -> Floats:
        """Say for each group and node how much more the group is worth with the node; -1 where it may not join."""
        import numpy as np

        party = self.party
        strangers = party.strangers_between(groups, nodes[:, None])
        place, which = np.nonzero(strangers == 0)
        joined = np.column_stack([groups[place], nodes[which]])
        fits = party.share_rows(joined)
        place, which, joined = place[fits], which[fits], joined[fits]
        before = _Sums.of(party, groups).value(party, self.prices)
        alone = _Sums.of(party, nodes[:, None]).value(party, self.prices)
        gain = np.full(strangers.shape, -1.0)
        gain[place, which] = _Sums.of(party, joined).value(party, self.prices) - before[place] - alone[which]
        return gain

    def _paired(self, nodes: Sequence[int]) -> list[Group]:
        """Pair those who found no group; who is a group alone stays one."""
        import numpy as np

        if not nodes:
            return []
        members = np.array(sorted(nodes))
        values = self._pair[np.ix_(members, members)]
        one, other = np.nonzero(np.triu(values > 0, 1))
        mate = exact_pairs(len(members), one, other, values[one, other].astype(np.int64), most=False)
        pairs: list[Group] = [
            (int(members[i]), int(members[j])) for i, j in enumerate(mate.tolist()) if j > i
        ]
        alone: list[Group] = [
            (int(members[i]),)
            for i, j in enumerate(mate.tolist())
            if j < 0 and self.party.complete[members[i]]
        ]
        return pairs + alone

    def _halved(self) -> list[Group]:
        """Cut groups in halves and let these find each other anew."""
        halves: list[Group] = []
        others: list[Group] = []
        for group in self.groups:
            if len(group) < HALVES_FROM:
                (halves if len(group) == HALVES_FROM // 2 else others).append(group)
                continue
            order = self.rng.sample(group, len(group))
            halves += [tuple(sorted(order[: len(order) // 2])), tuple(sorted(order[len(order) // 2 :]))]
        return sorted(others + merged_halves(self.party, self.prices, halves))


@dataclass
class _Sums:
    """Hold what groups' values are made of, as arrays of any one shape."""

    size: Ints
    fit: Ints
    repeat: Ints
    recency: Ints
    overdue: Ints
    odd: Ints

    @classmethod
    def of(cls, party: Party, groups: Ints) -> "_Sums":
        """Sum up groups (rows of nodes, filled up with -1)."""
        import numpy as np

        there, nodes = groups >= 0, np.maximum(groups, 0)
        size, inside, overdue, odd = (
            np.where(there, values[nodes], 0).sum(axis=1)
            for values in (party.size, party.inside, party.overdue, party.odd_turns)
        )
        fit, repeat, recency = inside, np.zeros_like(size), np.zeros_like(size)
        for one, other in combinations(range(groups.shape[1]), 2):
            both = there[:, one] & there[:, other]
            pair = nodes[:, one], nodes[:, other]
            fit = fit + np.where(both, party.fit[pair], 0)
            repeat = repeat + np.where(both, party.repeat[pair], 0)
            recency = recency + np.where(both, party.recency[pair], 0)
        return cls(size, fit, repeat, recency, overdue, odd)

    def value(self, party: Party, prices: Prices) -> Floats:
        """Weigh groups; who is alone without being a group weighs nothing."""
        import numpy as np

        worth = (
            prices.placed * self.size
            + prices.turn * self.overdue
            - prices.shape[self.size]
            - prices.odd_turn * self.odd * (self.size != party.wanted)
            - prices.repeat * self.repeat
            - prices.rounds * -(-self.recency // OFTEN)
            + 2 * self.fit // np.maximum(self.size - 1, 1)
        )
        return np.where(self.size > 1, worth, 0.0)


def pair_values(party: Party, prices: Prices) -> Floats:
    """Weigh every two nodes as a group; 0 where they may not be one."""
    import numpy as np

    one, other = np.nonzero(np.triu(party.may, 1))
    small = party.size[one] + party.size[other] <= party.largest
    one, other = one[small], other[small]
    table = np.zeros((party.count, party.count))
    table[one, other] = np.maximum(_Sums.of(party, np.column_stack([one, other])).value(party, prices), 1.0)
    return table + table.T


def merged_halves(party: Party, prices: Prices, halves: Sequence[Group]) -> list[Group]:
    """Merge small groups two by two where that is worth most."""
    import numpy as np

    if len(halves) < 2:  # noqa: PLR2004 - nothing to merge
        return list(halves)
    nodes = padded(halves)
    one, other = np.nonzero(np.triu(party.strangers_between(nodes, nodes) == 0, 1))
    both = np.concatenate([nodes[one], nodes[other]], axis=1)
    ok = party.share_rows(both)
    one, other, both = one[ok], other[ok], both[ok]
    own = _Sums.of(party, nodes).value(party, prices)
    own[[len(half) == 1 and not party.complete[half[0]] for half in halves]] = 0
    gain = _Sums.of(party, both).value(party, prices) - own[one] - own[other]
    useful = gain > 0
    mate = exact_pairs(len(halves), one[useful], other[useful], gain[useful].astype(np.int64), most=False)
    found = [_joined(halves[i], halves[j]) for i, j in enumerate(mate.tolist()) if j > i]
    return found + [
        halves[i]
        for i, j in enumerate(mate.tolist())
        if j < 0 and (len(halves[i]) > 1 or party.complete[halves[i][0]])
    ]


def _assigned(gain: Floats) -> list[tuple[int, int]]:
    """Give nodes to groups, one to a group at most, where that is worth most."""
    import numpy as np
    from scipy.optimize import linear_sum_assignment

    places, nodes = linear_sum_assignment(np.maximum(gain, 0), maximize=True)
    return [
        (int(place), int(node)) for place, node in zip(places, nodes, strict=True) if gain[place, node] > 0
    ]


def _joined(one: Group, other: Group) -> Group:
    return tuple(sorted((*one, *other)))
