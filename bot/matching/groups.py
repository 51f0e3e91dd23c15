"""Groups of three to five: exact for small parties, near the best for larger ones, block by block for very many."""

import random
from collections.abc import Sequence
from dataclasses import dataclass

from bot.matching.columns import Columns, scores
from bot.matching.cover import Graph, cover, split
from bot.matching.exact import ALONE, exact_pairs
from bot.matching.pack import best_mixture, divided, least_shape, pack_party
from bot.matching.party import Party, padded
from bot.matching.regroup import Regrouping, group_values, merged_halves, pair_values
from bot.matching.score import TIES
from bot.matching.solution import Group

STEPS, PATIENCE = 60, 25
POLISH = 40
PROVABLE = 100  # nodes up to which a proof is tried
DENSE_PAIRS = 300  # nodes up to which starting pairs are matched exactly


@dataclass(frozen=True, slots=True)
class Grouping:
    """Hold the chosen groups, and what is proven about them, as a `Solution` does."""

    groups: list[Group]
    gap: int | None
    most_placed: int


def group_up(party: Party, seed: str) -> Grouping:
    """Group a party: the same answer for the same seed."""
    packing = divided(party)
    if packing is not None:
        return _grouping(party, packing.groups, packing.gap)
    best = _searched(party, seed)
    if party.count <= PROVABLE:
        packing = pack_party(party, start=best.groups)
        if packing is not None and _no_worse(party, packing.groups, best.groups):
            return _grouping(party, packing.groups, packing.gap)
    return _grouping(party, best.groups, None)


def _grouping(party: Party, groups: list[Group], gap: int | None) -> Grouping:
    """Describe a choice; where integer programming proved nothing, by what pairs alone bound."""
    placed, _, shape, turns, repeats, recency, fit = party.total(groups)
    everybody = int(party.size.sum())
    kept = placed == everybody and -shape == least_shape(everybody, party.wanted)[0]
    if gap is None and kept and not turns and not repeats and not recency and party.size.max() == 1:
        gap = _most_fit(party) - fit
    return Grouping(groups, gap, placed if gap is not None else everybody)


def _most_fit(party: Party) -> int:
    """Bound the fit of any choice of groups.

    A member's part in a group's fit is a mean over the others, so groups of any size are a fractional way to give
    everybody one partner, and the relaxed problem of pairs allows all of these.
    """
    import numpy as np

    one, other = np.nonzero(np.triu(party.may, 1))
    nothing = np.zeros(party.count, dtype=np.int64)
    return cover(Graph.of(party.count, one, other, party.fit[one, other], nothing)).twice


def _searched(party: Party, seed: str) -> Regrouping:
    """Search from two starts, choose the best mixture of all groups seen, and polish it."""
    rng = random.Random(seed)  # noqa: S311 - a replayable choice, not a secret
    runs = [Regrouping(party, start, rng) for start in (_filled(party, rng), _merged_pairs(party))]
    for run in runs:
        run.run(STEPS, PATIENCE)
    best = max(runs, key=lambda run: run.total)
    pool = sorted(_with_parts(party, runs[0].pool | runs[1].pool))
    if pool:
        nodes = padded(pool)
        columns = Columns(nodes, scores(party, nodes))
        mixture = best_mixture(party, columns, group_values(party, best.prices, nodes) / TIES)
        if _no_worse(party, mixture, best.groups):
            best = Regrouping(party, mixture, rng)
    best.run(POLISH, PATIENCE)
    return best


def _no_worse(party: Party, groups: Sequence[Group], than: Sequence[Group]) -> bool:
    def total(each: Sequence[Group]) -> tuple[int, ...]:
        return tuple(scores(party, padded(each)).sum(axis=0).tolist()) if each else ()

    return total(groups) >= total(than)


def _with_parts(party: Party, pool: set[Group]) -> set[Group]:
    """Add to each group what it is without one of its nodes, so that a mixture finds pieces that fit."""
    parts = {tuple(node for node in group if node != left) for group in pool for left in group}
    return pool | {part for part in parts if len(part) > 1 or (part and party.complete[part[0]])}


def _merged_pairs(party: Party) -> list[Group]:
    """Start from the best pairs; from four on, merge them two by two."""
    import numpy as np

    prices = Regrouping(party, [], random.Random(0)).prices  # noqa: S311 - no choice is drawn
    values = pair_values(party, prices)
    one, other = np.nonzero(np.triu(values, 1))
    weight = values[one, other].astype(np.int64)
    if party.count <= DENSE_PAIRS:
        mate = exact_pairs(party.count, one, other, weight, most=False)
    else:
        graph = Graph.of(party.count, one, other, weight, np.zeros(party.count, dtype=np.int64))
        mate = split(graph, cover(graph).takes)
    pairs: list[Group] = [(i, j) for i, j in enumerate(mate.tolist()) if j > i]
    whole: list[Group] = [(i,) for i, j in enumerate(mate.tolist()) if j == ALONE and party.complete[i]]
    if party.wanted >= 4:  # noqa: PLR2004 - two pairs
        return sorted(merged_halves(party, prices, pairs) + whole)
    pairs.sort(key=lambda pair: (-values[pair], pair))
    return sorted(pairs[: max(1, party.count // party.wanted)] + whole)


def _filled(party: Party, rng: random.Random) -> list[Group]:
    """Start from groups filled up one by one in a drawn order, as a person at a door would."""
    groups: list[list[int]] = []
    for node in rng.sample(range(party.count), party.count):
        for group in groups:
            size = sum(int(party.size[other]) for other in group) + int(party.size[node])
            if size <= party.wanted and party.possible(tuple(sorted((*group, node)))):
                group.append(node)
                break
        else:
            groups.append([node])
    found = [tuple(sorted(group)) for group in groups]
    return sorted(group for group in found if len(group) > 1 or party.complete[group[0]])
