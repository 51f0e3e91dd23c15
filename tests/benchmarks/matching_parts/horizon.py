"""Rounds without repeats: how many there are before people meet again, and how soon they do after that.

Everybody comes and may meet everybody, so nothing but the choice itself limits it. Fit is measured by one scale for all
methods: how well pairs suit each other before anybody met anybody, as a mean over the first quarter of the rounds.

*Plain* is the matcher without a look at rounds to come: each round's best new pairs, promise by promise.
"""

import random
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import combinations

import numpy as np

from bot.ids import MemberId
from bot.matching import MatchedGroup, MatchRequest, MatchResult, pair_of
from bot.matching.edges import pairs_among
from bot.matching.model import Pair
from bot.matching.neighbourhoods import mapped
from bot.matching.pairs import best_pairs
from bot.matching.score import FIT, TIES
from bot.matching.snapshot import take_snapshot
from bot.simulation.play import Settings
from bot.simulation.town import Town
from tests.benchmarks.matching_parts import ground

EVEN = (*((count, 20) for count in (*range(4, 22, 2), 30)), (100, 5))  # members, and how many towns of them
ODD = ((9, 5), (15, 5), (31, 3))
CHURNING = ((8, 24, 10), (16, 45, 10), (30, 60, 5))  # members, rounds, towns
TRIOS, QUADS = (9, 12, 15, 18, 30, 60, 99), (16, 20, 32, 60, 100)
CHURN = 0.1
QUARTER = 4

Groups = list[tuple[MemberId, ...]]
Method = Callable[[int], Groups]


@dataclass(slots=True)
class Played:
    """Hold what a series of rounds was like."""

    survived: int
    repeats: int
    pairs: int
    shortest_gap: int | None
    fit: float
    by_round: list[float]
    seconds: float


def bound_of(count: int, size: int, *, trio: bool = False) -> int:
    """Return how many rounds there can be before two people meet again."""
    if trio:  # one trio and pairs: three pairs more than half of the others
        return count * (count - 1) // (count + 3)
    if size == 2 and count % 2:
        return count  # one sits out in each
    return (count - 1) // (size - 1)


def run(largest: int) -> Iterator[dict[str, object]]:
    """Yield a row for each size, rule and method."""
    for count, towns in (*EVEN, *ODD):
        for pairs_only in (False, True) if count % 2 else (False,):
            yield from _rows(count, towns, Settings(pairs_only=pairs_only), largest)
    for size, counts in ((3, TRIOS), (4, QUADS)):
        for count in counts:
            yield from _rows(count, 3 if count < 60 else 1, Settings(size=size), largest)


def churning(largest: int) -> Iterator[dict[str, object]]:
    """Yield what becomes of repeats where newcomers replace a tenth of the members after each round."""
    for count, rounds, towns in CHURNING:
        if count > largest:
            continue
        series = [_kith(count, rounds, seed, Settings(churn=CHURN), cycle=rounds) for seed in range(towns)]
        gaps = [each.shortest_gap for each in series if each.shortest_gap is not None]
        yield {
            "members": count,
            "rounds": rounds,
            "repeats %": 100 * sum(each.repeats for each in series) / sum(each.pairs for each in series),
            "shortest gap": min(gaps, default=None),
        }


def _rows(count: int, towns: int, settings: Settings, largest: int) -> Iterator[dict[str, object]]:
    if count > largest:
        return
    trio = bool(count % 2 and settings.size == 2 and not settings.pairs_only)
    bound = bound_of(count, settings.size, trio=trio)
    rounds = 2 * bound if settings.size == 2 else bound + 1
    ours: list[Played] = []
    for method in (_kith, _plain, _greedy, _random):
        if method is _plain and (count % 2 or settings.size > 2):
            continue
        series = [method(count, rounds, seed, settings, cycle=bound) for seed in range(towns)]
        ours = ours or series
        gaps = [each.shortest_gap for each in series if each.shortest_gap is not None]
        yield {
            "size": settings.size,
            "members": count,
            "rule": "pairs only" if settings.pairs_only else "one trio" if trio else "",
            "method": method.__name__.strip("_"),
            "towns": towns,
            "bound": bound,
            "survived": float(np.mean([each.survived for each in series])),
            "fewest": min(each.survived for each in series),
            "shortest gap": min(gaps, default=None),
            "fit": float(np.mean([each.fit for each in series])),
            "ms a round": 1000 * sum(each.seconds for each in series) / (towns * rounds),
        } | (_beside(ours, series, bound) if method is _plain else {})


def _beside(ours: list[Played], plain: list[Played], bound: int) -> dict[str, object]:
    """Compare fit: in the worst town until plain's first repeat, and on average in as many rounds as can be new.

    Whoever repeats well-fitting pairs in place of others always has the better fit, and over all rounds without a
    repeat everybody meets everybody once, so there fit is given.
    """
    until = [
        sum(one.by_round[: other.survived]) / sum(other.by_round[: other.survived])
        for one, other in zip(ours, plain, strict=True)
    ]
    whole = [sum(sum(each.by_round[:bound]) for each in series) for series in (ours, plain)]
    return {"kith's share until its repeat": min(until), "kith's share in all": whole[0] / whole[1]}


def _kith(count: int, rounds: int, seed: int, settings: Settings, cycle: int) -> Played:
    town, rng = ground.open_town(count, seed), random.Random(seed)
    books = ground.books_of(town, settings, f"horizon {seed}")

    def next_groups(number: int) -> Groups:
        if number:
            books.replace_some(rng)
        return [group.members for group in ground.play_one(books, number).result.groups]

    return _played(next_groups, town, rounds, cycle)


def _plain(count: int, rounds: int, seed: int, settings: Settings, cycle: int) -> Played:
    town = ground.open_town(count, seed)
    books = ground.books_of(town, settings, f"horizon {seed}")
    luck = dict.fromkeys(books.members, 1.0)

    def next_groups(number: int) -> Groups:
        request = books.request(number, list(books.members))
        snap = take_snapshot(request)
        edges = pairs_among(snap, np.arange(snap.count))
        mate = best_pairs(edges, snap.overdue, mapped(snap)).mate.tolist()
        fit = dict(
            zip(zip(edges.one.tolist(), edges.other.tolist(), strict=True), edges.fit.tolist(), strict=True)
        )
        groups = tuple(
            MatchedGroup(
                members=(snap.members[one].id, snap.members[other].id),
                slots=ground.ALWAYS,
                languages=frozenset(),
                facts=(),
                fits=(min(FIT, fit[one, other] // TIES),) * 2,
            )
            for one, other in enumerate(mate)
            if other > one
        )
        result = MatchResult(groups=groups, unplaced=(), repeats=0, value=0, bound=None, most_placed=count)
        books.note(number, request, result, luck)
        return [group.members for group in groups]

    return _played(next_groups, town, rounds, cycle)


def _random(count: int, rounds: int, seed: int, settings: Settings, cycle: int) -> Played:
    town, rng = ground.open_town(count, seed), random.Random(seed)
    members = [person.id for person in town.candidates]

    def next_groups(_: int) -> Groups:
        return _cut(rng.sample(members, count), settings)

    return _played(next_groups, town, rounds, cycle)


def _cut(order: list[MemberId], settings: Settings) -> Groups:
    """Cut a row into groups; who is too few for one joins the others."""
    size = settings.size
    groups = [order[at : at + size] for at in range(0, len(order) - size + 1, size)]
    if not settings.pairs_only:
        for at, member in enumerate(order[len(groups) * size :]):
            groups[-1 - at].append(member)
    return [tuple(group) for group in groups]


def _greedy(count: int, rounds: int, seed: int, settings: Settings, cycle: int) -> Played:
    """Let each in a drawn order take whom the group met least recently, at best never; chance decides among equals."""
    town, rng = ground.open_town(count, seed), random.Random(seed)
    members = [person.id for person in town.candidates]
    last: dict[Pair, int] = {}

    def next_groups(number: int) -> Groups:
        waiting, row = rng.sample(members, count), []
        while waiting:
            group = [waiting.pop(0)]
            while waiting and len(group) < settings.size:
                best = min(waiting, key=lambda one: max(last.get(pair_of(one, other), -1) for other in group))
                waiting.remove(best)
                group.append(best)
            row += group
        groups = _cut(row, settings)
        last.update(
            (pair_of(one, other), number) for group in groups for one, other in combinations(group, 2)
        )
        return groups

    return _played(next_groups, town, rounds, cycle)


def _played(next_groups: Method, town: Town, rounds: int, cycle: int) -> Played:
    """Play and count; `cycle` is how many rounds make the first quarter's whole."""
    last: dict[Pair, int] = {}
    survived, repeats, pairs, gaps = rounds, 0, 0, []
    fits: list[int] = []
    by_round: list[float] = []
    fit_of = _fits(town)
    start = time.process_time()
    for number in range(rounds):
        by_round.append(0)
        for group in next_groups(number):
            for one, other in combinations(sorted(group), 2):
                pairs += 1
                by_round[-1] += fit_of.get((one, other), 0)
                if number < max(1, cycle // QUARTER):
                    fits.append(fit_of.get((one, other), 0))
                if (one, other) in last:
                    repeats += 1
                    survived = min(survived, number)
                    gaps.append(number - last[one, other])
                last[one, other] = number
    seconds = time.process_time() - start
    shortest = min(gaps, default=None)
    return Played(survived, repeats, pairs, shortest, float(np.mean(fits)), by_round, seconds)


def _fits(town: Town) -> dict[Pair, int]:
    snap = take_snapshot(MatchRequest(candidates=town.candidates, seed="fits"))
    edges = pairs_among(snap, np.arange(snap.count))
    names = [member.id for member in snap.members]
    return {
        (names[one], names[other]): fit // TIES
        for one, other, fit in zip(edges.one.tolist(), edges.other.tolist(), edges.fit.tolist(), strict=True)
    }
