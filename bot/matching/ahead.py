"""An odd circle looks ahead: who will be in the odd trio is nearly known, so they need not meet just before.

Turns in the trio rank above new people, so the trios to come come nearly by themselves. A `Rota` plans them so that
nobody in them meets again, and leaves their pairs to them; today's pairs are chosen so that the rounds up to the last
of the plan can still be laid out around those trios (`horizon`). Where everybody has met too often for that, trios are
planned whose people met as long ago as can be, and today's pairs keep clear of them: meeting today whom one will meet
again in some rounds costs as much as meeting today whom one met as many rounds ago. The best single round is given up
for that only as `_cost` says: for a repeat more only where that spares two people meeting in two rounds running.
"""

import random
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from itertools import combinations

from bot.matching.arrays import Ints
from bot.matching.edges import Edges
from bot.matching.exact import ALONE, exact_pairs, pairs_of
from bot.matching.horizon import Outlook, Pair, laid_out, lasting
from bot.matching.party import Party, gather
from bot.matching.rota import APART, NEVER, TRIO, Aim, Rota, prices
from bot.matching.score import OFTEN, RECENT, Score
from bot.matching.snapshot import Snapshot, in_tenths
from bot.matching.solution import Group, Solution
from bot.matching.turns import TENTHS
from bot.matching.weights import exact_weights

FEWEST = 9  # members who take turns: of seven, turns alone bring two together in two rounds running
LARGEST = 63
TIGHT = 16  # members below whom every choice of pairs can lead into a dead end
TODAYS, DRAWN = 6, 4  # trios that are tried today: the best, and others
KEEPING, GIVING = 40, 200  # steps for each round of a plan around today's best pairs, and around others
MOST_STEPS = 20_000  # in all plans of new people; at the end of their time, up to a quarter of a second
STEPS = 300  # for a plan where everybody has met
PARTS = 8  # how finely it is tried how long ago people in trios can have met
RECENCY = Score._fields.index("recency")
IN_QUESTION = 7  # people among whom are always three who don't meet today


def ahead(snap: Snapshot, members: Ints, edges: Edges, plain: Solution) -> Solution:
    """Return another choice of one trio and pairs than the plain one if it is better for the rounds to come.

    Only circles look ahead in which each two may meet, so that turns can go round as planned. Whether three who are
    planned for later share a time and a language is not asked: it is found out when their turn comes.
    """
    count = len(members)
    everybody = len(edges.one) == count * (count - 1) // 2 and sum(map(len, plain.groups)) == count
    taking_turns = sum(not snap.members[member].pairs_only for member in members.tolist())
    if count % 2 == 0 or taking_turns < FEWEST or count > LARGEST or not everybody:
        return plain
    outside = replace(edges, one=members[edges.one], other=members[edges.other])
    party = gather(snap, outside, [(member,) for member in members.tolist()], [False] * count)
    place = {member: at for at, member in enumerate(members.tolist())}
    own = [tuple(place[member] for member in group) for group in plain.groups]
    todays = _todays(party)
    if not todays:
        return plain
    found = _Ahead(party, edges, todays, own, snap.request.seed).best()
    reached, known = party.total(found), party.total(own)
    gap = None
    if plain.gap is not None and reached[: RECENCY + 1] == known[: RECENCY + 1]:
        gap = max(0, plain.gap + known[-1] - reached[-1])
    groups = sorted(tuple(members[list(group)].tolist()) for group in found)
    return Solution(groups, gap, plain.most_placed)


def _todays(party: Party) -> list[Group]:
    """List the trios that ask least of turns, of those the ones with the fewest who just met, and of those the ones with
    the fewest repeats: the oldest first, then by how well they fit.
    """
    import numpy as np

    trios = np.array(list(combinations(range(party.count), TRIO)), dtype=np.int64)
    trios = trios[party.possible_rows(trios)]
    if not len(trios):
        return []
    turns = party.odd_turns[trios].sum(axis=1)
    trios = trios[turns == turns.min()]
    inside = [(trios[:, one], trios[:, other]) for one, other in combinations(range(TRIO), 2)]
    just = party.recency >= OFTEN * (RECENT - 1)
    again = sum((party.repeat + party.count * just)[pair] for pair in inside)
    kept = again == again.min()
    trios, inside = trios[kept], [(one[kept], other[kept]) for one, other in inside]
    usual = party.fit.sum(axis=1) // (party.count - 1)  # what a member's pairs are worth on average
    fit = sum(party.fit[pair] for pair in inside) - usual[trios].sum(axis=1)
    recency = sum(party.recency[pair] for pair in inside)
    order = np.lexsort((-fit, recency))
    return [tuple(trio) for trio in trios[order].tolist()]


class _Ahead:
    """Look for today's groups of one party in which each two may meet."""

    def __init__(
        self, party: Party, edges: Edges, todays: Sequence[Group], plain: list[Group], seed: str
    ) -> None:
        import numpy as np

        self._party, self._count, self._edges, self._todays = party, party.count, edges, todays
        self._plain, self._trio = plain, next(group for group in plain if len(group) == TRIO)
        self._rng = random.Random(seed)  # noqa: S311 - a replayable choice, not a secret
        self._steps = MOST_STEPS
        self._longest = party.count * (party.count - 1) // (party.count + TRIO)  # until all can have met
        self._few = max(TRIO, self._count // TRIO)  # rounds in which a plan for people who met is compared
        self._new = (edges.repeat == 0) & (edges.recency == 0)
        self._age = np.where(self._new, NEVER, np.maximum(1, RECENT - edges.recency // OFTEN))
        table = np.full((party.count, party.count), APART, dtype=np.int64)
        table[edges.one, edges.other] = table[edges.other, edges.one] = self._age
        self._ages: list[list[int]] = table.tolist()
        self._turns: list[int] = in_tenths(party.odd_turns).tolist()
        ends = np.concatenate([edges.one[self._new], edges.other[self._new]])
        self._unmet: list[int] = np.bincount(ends, minlength=party.count).tolist()

    def best(self) -> list[Group]:
        """Return today's groups: all new and with new people for as long as can be, else as late again as can be."""
        new = [trio for trio in self._todays if self._are_new(trio)]
        kept = self._best_new([*new[:TODAYS], *([self._trio] if self._are_new(self._trio) else [])])
        for rounds in self._horizons():
            found = self._keeping(kept, rounds) or self._giving(new, rounds)
            if found is not None:
                return found
        return self._late_again()

    def _are_new(self, trio: Group) -> bool:
        return all(self._ages[one][other] == NEVER for one, other in combinations(trio, 2))

    def _fit(self, groups: Sequence[Group]) -> int:
        return self._party.total(groups)[-1]

    def _best_new(self, todays: Sequence[Group]) -> list[list[Group]]:
        """Put each of these trios with the best new pairs that go with it, the best fit first."""
        new = self._edges.take(self._new)
        found = [(trio, self._pairs(new, trio)) for trio in sorted(set(todays))]
        choices = [sorted([trio, *pairs]) for trio, pairs in found if pairs is not None]
        return sorted(choices, key=self._fit, reverse=True)

    def _horizons(self) -> Iterator[int]:
        """Yield for how many rounds all may be new, the most first: a round takes a trio's three pairs, and others."""
        rounds = min(*self._unmet, sum(self._unmet) // (self._count + TRIO))
        while rounds > 0 and self._steps > 0:
            yield rounds
            rounds = min(rounds - 1, rounds * 9 // 10)

    def _keeping(self, choices: Sequence[list[Group]], rounds: int) -> list[Group] | None:
        """Return the first of these groups around which the rounds to come can be planned."""
        for groups in choices:
            today = next(group for group in groups if len(group) == TRIO)
            pairs = [(group[0], group[1]) for group in groups if group != today]
            with self._meeting(pairs):
                rota = self._planned(today, rounds, KEEPING)
            outlook = None if rota.cost else self._outlook(rota.trios(), rounds)
            if outlook is None:
                continue
            early = self._count >= TIGHT and 2 * rounds > self._count
            if early or lasting(outlook, pairs, rounds, self._rng):
                return groups
        return None

    @contextmanager
    def _meeting(self, pairs: Sequence[Pair]) -> Iterator[None]:
        """Let these pairs count as met today meanwhile."""
        before = [self._ages[one][other] for one, other in pairs]
        for one, other in pairs:
            self._ages[one][other] = self._ages[other][one] = 0
        yield
        for (one, other), age in zip(pairs, before, strict=True):
            self._ages[one][other] = self._ages[other][one] = age

    def _giving(self, new: Sequence[Group], rounds: int) -> list[Group] | None:
        """Plan trios first, from some of these today, and choose new pairs around the plan; return what fits best."""
        import numpy as np

        found: list[list[Group]] = []
        for _ in range(DRAWN if new else 0):
            drawn = new[int(self._rng.random() * len(new))]
            rota = self._planned(drawn, rounds, GIVING, instead=frozenset(new))
            outlook = None if rota.cost else self._outlook(rota.trios(), rounds)
            if outlook is None:
                continue
            today, edges = rota.trios()[0], self._edges
            listed = list(zip(edges.one.tolist(), edges.other.tolist(), strict=True))
            left = np.array([pair in outlook.fit for pair in listed], dtype=bool)
            pairs = self._pairs(edges.take(left), today)
            laid = None if pairs is None else laid_out(outlook, pairs, rounds, self._rng)
            if laid is not None:
                found.append(sorted([today, *laid]))
        return max(found, key=self._fit, default=None)

    def _planned(
        self, today: Group, rounds: int, steps: int, instead: frozenset[Group] = frozenset()
    ) -> Rota:
        """Plan trios of new people for some rounds, and for a few more who at least did not just meet."""
        few = max(TRIO, self._count // 4)
        aim = Aim(rounds=max(rounds, few), strict=rounds, enough=NEVER, lenient=few)
        rota = Rota(today, self._turns, self._ages, aim, self._rng, instead=instead)
        self._steps -= rota.improve(min(steps * rounds, max(0, self._steps)))
        return rota

    def _outlook(self, trios: Sequence[Group], rounds: int) -> Outlook | None:
        """Say which new pairs are left beside planned trios; None where somebody has too few of them."""
        busy = [0] * self._count
        for turn, trio in enumerate(trios[:rounds]):
            for member in trio:
                busy[member] |= 1 << turn
        needed = (rounds + bits.bit_count() for bits in busy)
        if any(unmet < most for unmet, most in zip(self._unmet, needed, strict=True)):
            return None
        left = self._edges.take(self._new)
        pairs = zip(left.one.tolist(), left.other.tolist(), strict=True)
        fit = dict(zip(pairs, left.fit.tolist(), strict=True))
        for pair in (pair for trio in trios for pair in combinations(trio, 2)):
            fit.pop(pair, None)
        return Outlook(self._count, fit, rounds, tuple(busy))

    def _pairs(self, edges: Edges, trio: Group) -> list[Pair] | None:
        """Pair all others as well as these pairs allow; None where that leaves somebody out."""
        import numpy as np

        kept = edges.take(~np.isin(edges.one, trio) & ~np.isin(edges.other, trio))
        weights = exact_weights(kept, np.zeros(self._count, dtype=np.int64))
        mate = exact_pairs(self._count, kept.one, kept.other, weights, most=True)
        if np.count_nonzero(mate == ALONE) > TRIO:
            return None
        return pairs_of(mate)

    def _late_again(self) -> list[Group]:
        """Keep the best single round, unless a plan lets people meet again later: so `_cost` says."""
        pairs = [(group[0], group[1]) for group in self._plain if len(group) < TRIO]
        with self._meeting(pairs):
            around = self._late_trios([self._trio])
        trios = self._late_trios(self._todays)
        groups = self._apart(trios)
        if groups is None or self._cost(self._plain, around) <= self._cost(groups, trios):
            return self._plain
        return groups

    def _cost(self, groups: Sequence[Group], trios: Sequence[Group]) -> tuple[int, ...]:
        """Say what today's groups cost, with trios planned after them: meetings in two rounds running, then repeats, then
        what meetings today and in the plan cost, then how recent today's are, then fit.
        """
        price, met, planned, running = prices(self._longest), {}, 0, 0
        for pair in (pair for group in groups for pair in combinations(sorted(group), 2)):
            age, met[pair] = self._ages[pair[0]][pair[1]], 0
            planned += price[age]
            running += age == 1
        for turn, trio in enumerate(trios[1 : self._few], 1):
            for pair in combinations(trio, 2):
                planned += price[turn - met[pair] if pair in met else self._ages[pair[0]][pair[1]] + turn]
                met[pair] = turn
        total = Score(*self._party.total(groups))
        return running + self._at_once(groups), -total.repeats, planned, -total.recency, -total.fit

    def _at_once(self, groups: Sequence[Group]) -> int:
        """Count who of these must meet again in the next trio, whoever of those whose turn it then is are in it."""
        trio = next(group for group in groups if len(group) == TRIO)
        place = {member: number for number, group in enumerate(groups) for member in group}
        due = [had + (member in trio) * TENTHS * 3 // 2 for member, had in enumerate(self._turns)]
        last = sorted(due)[TRIO - 1]
        certain = [place[member] for member, had in enumerate(due) if had < last]
        free = [place[member] for member, had in enumerate(due) if had == last][:IN_QUESTION]
        choices = combinations(free, TRIO - len(certain))
        return min(sum(one == other for one, other in combinations([*certain, *rest], 2)) for rest in choices)

    def _apart(self, trios: Sequence[Group]) -> list[Group] | None:
        """Put today's of these trios with pairs who met long ago, and will not meet soon in the others."""
        import numpy as np

        edges, price = self._edges, prices(self._longest)
        soon = np.zeros((self._count, self._count), dtype=np.int64)
        for turn, trio in list(enumerate(trios))[:0:-1]:
            for pair in combinations(trio, 2):
                soon[pair] += price[turn]
        next_one = trios[1] if len(trios) > 1 else ()
        at_once = np.isin(edges.one, next_one) & np.isin(edges.other, next_one)
        planned = np.array(price)[self._age] + soon[edges.one, edges.other]
        # Two rounds running count more than any repeats, whichever of the two is today's.
        again = edges.repeat + self._count * ((self._age == 1) | at_once)
        recency = planned * (1 + self._count * int(edges.recency.max())) + edges.recency
        pairs = self._pairs(replace(edges, repeat=again, recency=recency), trios[0])
        return None if pairs is None else sorted([trios[0], *pairs])

    def _late_trios(self, todays: Sequence[Group]) -> list[Group]:
        """Try for ever fewer rounds between two meetings, until people in trios can meet that late."""
        instead = frozenset(todays if len(todays) > 1 else ())
        best: Rota | None = None
        tried = {max(2, self._longest * part // PARTS) for part in range(1, PARTS + 1)}
        for enough in sorted(tried, reverse=True):
            aim = Aim(rounds=max(enough, self._few), strict=NEVER, enough=enough, lenient=NEVER)
            for today in todays[: 2 if len(todays) > TODAYS else TODAYS]:
                rota = Rota(today, self._turns, self._ages, aim, self._rng, instead=instead)
                rota.improve(STEPS)
                if best is None or rota.cost < best.cost:
                    best = rota
                if not best.cost:
                    return best.trios()
        return best.trios() if best is not None else list(todays[:1])
