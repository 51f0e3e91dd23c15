"""Small parties, exactly: choose among all possible groups, one promise after the other.

For few possible groups, every way to divide people is weighed (`division`). For more, the linear relaxation
(`pricing`) limits what can be reached, promise by promise, each rounded to whole steps and asked for by the next; then
groups are put together in the order of what they lose of the last limit. So the first choice that loses less than all
those not looked at is the best one, even where millions of ways to divide remain.
"""

import math
from collections.abc import Iterator
from dataclasses import dataclass, replace

from bot.matching.arrays import Ints
from bot.matching.columns import Columns, possible_groups
from bot.matching.division import Effort, best_division
from bot.matching.limits import best_sizes, least_shape, limits
from bot.matching.party import Party
from bot.matching.pricing import Held, Pricer, Pricing
from bot.matching.score import Score
from bot.matching.solution import Group

FEW_COLUMNS = 7_000  # possible groups up to which every division may be looked at
MOST_COLUMNS = 200_000  # possible groups that are priced in some tenths of a second
QUICK = Effort(choices=1_000_000, looks=1_000_000)
WHOLE = Effort(choices=10_000_000, looks=10_000_000)  # takes about half a second
# How many of the groups that lose least are tried, and what is tried with them; the last only where a good choice is known.
BEAMS = (
    (300, Effort(choices=1000, looks=1_000_000)),
    (1000, Effort(choices=4000, looks=4_000_000)),
    (2000, Effort(choices=8000, looks=16_000_000)),
)
ATTEMPTS = 4
STEP = 1 / 2  # less than a step of any promise
ROUNDING = 1e-2  # more than what floating point loses of a limit
PLACED, ODD_TURNS, FIT = (Score._fields.index(name) for name in ("placed", "odd_turns", "fit"))


@dataclass(frozen=True, slots=True)
class Packing:
    """Hold the chosen groups, their score, and what no choice can exceed, promise by promise, while the earlier ones
    are kept as well as that. The limit ends where nothing is known.
    """

    groups: list[Group]
    total: tuple[int, ...]
    limit: tuple[float, ...]

    @property
    def proven(self) -> bool:
        """Say whether no choice is better."""
        return self.total == self.limit

    def gap(self, total: tuple[int, ...]) -> int | None:
        """Say by how much fit a choice with this score can be exceeded; None where promises above fit may be kept better."""
        return int(self.limit[-1]) - total[-1] if total[:-1] == self.limit[:-1] else None


def pack_party(party: Party) -> Packing | None:
    """Choose the best groups; None where there are too many to choose from, or nothing is found.

    Every division is looked at where they are few; then those that lose least; then, if these prove nothing, more.
    """
    packing = divided(party, QUICK) or packed(party)
    if packing is not None and packing.proven:
        return packing
    return divided(party, WHOLE) or packing


def divided(party: Party, effort: Effort) -> Packing | None:
    """Choose the best groups by looking at every division; None where those are too many."""
    import numpy as np

    columns = possible_groups(party, FEW_COLUMNS)
    if columns is None:
        return None
    columns = columns.with_nobody_bound(party.count)
    division = best_division(columns, party.count, effort, np.zeros(len(columns)))
    if division.chosen is None:
        return None
    total = tuple(columns.parts[division.chosen].sum(axis=0).tolist())
    return Packing(_groups(columns, division.chosen), total, total)


def packed(party: Party) -> Packing | None:
    """Choose the best groups among those that lose least."""
    found: list[Packing] = []
    for columns, limit in _narrowings(party):
        packing = _Program(columns, party.count, limit).solved()
        if packing is None:
            continue
        if packing.total[: len(limit)] == limit:
            return packing
        found.append(packing)
    return max(found, key=lambda each: each.total, default=None)


def _narrowings(party: Party) -> Iterator[tuple[Columns, tuple[float, ...]]]:
    """Yield the groups that come into question, and what of the promises is taken as kept as well as could be.

    First nobody meets again, then turns are as they should be, then sizes are, then anything goes.
    """
    sizes, limit = best_sizes(int(party.size.sum()), party.wanted), limits(party)
    if party.new_faces is None:
        new = replace(party, may=party.may & (party.repeat == 0) & (party.recency == 0))
        columns = possible_groups(new, MOST_COLUMNS, sizes)
        if columns is not None:
            yield _on_turn(columns, party), limit
    columns = possible_groups(party, MOST_COLUMNS, sizes)
    if columns is None:
        return
    yield _on_turn(columns, party), limit[: ODD_TURNS + 1]
    yield columns, limit[:ODD_TURNS]
    columns = possible_groups(party, FEW_COLUMNS)
    if columns is not None:
        yield columns.with_nobody_bound(party.count), ()


def _on_turn(columns: Columns, party: Party) -> Columns:
    """Leave out groups of another size with people who had more turns than those whose turn it is."""
    import numpy as np

    odd = least_shape(int(party.size.sum()), party.wanted)[1]
    if not odd or party.size.max() > 1:
        return columns
    late = np.append(party.odd_turns > np.sort(party.odd_turns)[odd - 1], False)
    other_size = columns.parts[:, PLACED] != party.wanted
    return columns.take(~(other_size & late[columns.nodes].any(axis=1)))


class _Program:
    """Solve one party promise by promise; `limit` holds what the first of them can reach at most."""

    def __init__(self, columns: Columns, count: int, limit: tuple[float, ...]) -> None:
        self._columns, self._count = columns, count
        self._limit = limit
        self._pricer = Pricer(columns, count)
        self._pricings: dict[int, Pricing] = {}
        self._best: tuple[tuple[int, ...], list[Group]] | None = None

    def solved(self) -> Packing | None:
        """Limit one promise after the other, then choose. None where that finds no choice."""
        for _ in range(ATTEMPTS):
            if not self._limited():
                return None
            self._choose(FIT)
            missed = self._missed()
            if missed not in self._pricings or missed == FIT:
                break
            before = self._limit[missed]
            self._choose(missed)
            if len(self._limit) > FIT or self._limit[missed] == before:
                break
        return None if self._best is None else Packing(self._best[1], self._best[0], self._limit)

    def _limited(self) -> bool:
        """Limit the promises that are not limited yet; False where that shows that there is no choice."""
        for promise in range(len(self._limit), FIT + 1):
            if promise < FIT and not self._differs(promise):
                self._limit = (*self._limit, 0)
                continue
            held = [self._sum(earlier) for earlier in range(promise) if self._differs(earlier)]
            pricing = self._pricer.priced(self._columns.parts[:, promise], held)
            if pricing is None:
                return False
            self._pricings[promise] = pricing
            self._limit = (*self._limit, self._whole(promise, pricing.limit))
        return True

    def _missed(self) -> int | None:
        """Name the first promise that the best choice keeps less well than its limit."""
        if self._best is None:
            return None
        pairs = zip(self._best[0], self._limit, strict=True)
        return next((at for at, (own, limit) in enumerate(pairs) if own < limit), None)

    def _differs(self, promise: int) -> bool:
        return bool(self._columns.parts[:, promise].any())

    def _whole(self, promise: int, limit: float) -> int:
        """Round a limit down to what sums of a promise can be."""
        import numpy as np

        step = int(np.gcd.reduce(self._columns.parts[:, promise])) or 1
        return math.floor((limit + ROUNDING) / step) * step

    def _sum(self, promise: int) -> Held:
        return self._columns.parts[:, promise], int(self._limit[promise])

    def _choose(self, promise: int) -> None:
        """Put groups together that lose little of a promise, and limit that promise by what all others lose.

        Where none of the others could keep this promise as well, the best choice is the best in all later ones, too.
        """
        import numpy as np

        pricing = self._pricings[promise]
        order = np.argsort(pricing.loss, kind="stable")
        for number, effort in BEAMS:
            most = self._most(promise, pricing)
            if (number, effort) == BEAMS[-1] and most == math.inf:
                break
            kept = np.sort(order[:number])
            part, loss = self._columns.take(kept), pricing.loss[kept]
            division = best_division(part, self._count, effort, loss, most)
            others = min([division.others_lose, *pricing.loss[order[number : number + 1]].tolist()])
            if division.chosen is not None:
                total = tuple(part.parts[division.chosen].sum(axis=0).tolist())
                self._best = max(self._best or (total, []), (total, _groups(part, division.chosen)))
            if self._settled(promise, pricing.limit - others):
                break

    def _most(self, promise: int, pricing: Pricing) -> float:
        """Say how much a choice may lose to be as good as the best so far."""
        if self._best is None or self._best[0][:promise] != self._limit[:promise]:
            return math.inf
        return pricing.limit - self._best[0][promise] + STEP

    def _settled(self, promise: int, others: float) -> bool:
        """Limit a promise by what the best choice reaches and what all others do at most; say whether no other is better."""
        total = self._best[0] if self._best is not None else ()
        reached = total[promise] if total and total[:promise] == self._limit[:promise] else -math.inf
        if others < reached - STEP:
            self._limit = (*self._limit[:promise], *total[promise:])
            return True
        if others == reached == -math.inf:  # no choice keeps all earlier promises as well as their limits
            return True
        limit = max(reached, self._whole(promise, others)) if math.isfinite(others) else reached
        if limit < self._limit[promise]:
            self._limit = (*self._limit[:promise], limit)
        return False


def _groups(columns: Columns, chosen: Ints) -> list[Group]:
    """Name the chosen groups."""
    return sorted(columns.group(at) for at in chosen.tolist() if columns.parts[at, PLACED])
