"""What others do: shuffling, and greedy choices; they keep the hard rules, but look no further than one step."""

import random
from collections.abc import Sequence

import numpy as np

from bot.matching.edges import Edges
from bot.matching.exact import ALONE, exact_pairs
from bot.matching.party import Party


def shuffled(edges: Edges, count: int, rng: random.Random):
    """Pair neighbours in a shuffled row, and drop pairs who must not meet."""
    possible = set(zip(edges.one.tolist(), edges.other.tolist(), strict=True))
    order = rng.sample(range(count), count)
    mate = np.full(count, ALONE)
    for one, other in zip(order[::2], order[1::2], strict=False):
        if (min(one, other), max(one, other)) in possible:
            mate[one], mate[other] = other, one
    return mate


def shuffled_greedy(edges: Edges, count: int, rng: random.Random):
    """Give each in a drawn order a drawn partner, somebody new where there is one left."""
    partners: list[list[tuple[int, int]]] = [[] for _ in range(count)]
    for one, other, repeat in zip(
        edges.one.tolist(), edges.other.tolist(), edges.repeat.tolist(), strict=True
    ):
        partners[one].append((repeat, other))
        partners[other].append((repeat, one))
    mate = [ALONE] * count
    for member in rng.sample(range(count), count):
        free = [pair for pair in partners[member] if mate[pair[1]] == ALONE]
        if mate[member] == ALONE and free:
            other = min(free, key=lambda pair: (pair[0], rng.random()))[1]
            mate[member], mate[other] = other, member
    return np.array(mate)


def best_first(edges: Edges, count: int):
    """Take the best pair, then the best of the pairs that are left, and so on."""
    order = np.lexsort((-edges.fit, edges.recency, edges.repeat))
    mate = [ALONE] * count
    for one, other in zip(edges.one[order].tolist(), edges.other[order].tolist(), strict=True):
        if mate[one] == mate[other] == ALONE:
            mate[one], mate[other] = other, one
    return np.array(mate)


def by_rustworkx(edges: Edges, count: int, weight):
    """Solve with rustworkx, which is written in Rust."""
    return exact_pairs(count, edges.one, edges.other, weight, most=True)


def by_networkx(edges: Edges, count: int, weight):
    """Solve with networkx, which is written in Python."""
    import networkx

    graph = networkx.Graph()
    graph.add_weighted_edges_from(zip(edges.one.tolist(), edges.other.tolist(), weight.tolist(), strict=True))
    mate = np.full(count, ALONE)
    for one, other in networkx.max_weight_matching(graph, maxcardinality=True):
        mate[one], mate[other] = other, one
    return mate


def filled_groups(party: Party, rng: random.Random) -> list[tuple[int, ...]]:
    """Fill groups in a drawn order: who comes joins the open group that suits them best, or opens one."""
    open_groups: list[list[int]] = []
    groups: list[list[int]] = []
    for node in rng.sample(range(party.count), party.count):
        fitting = [group for group in open_groups if party.possible(tuple(sorted((*group, node))))]
        if not fitting:
            open_groups.append([node])
            groups.append(open_groups[-1])
            continue
        best = min(fitting, key=lambda group: _price(party, group, node))
        best.append(node)
        if len(best) == party.wanted:
            open_groups.remove(best)
    return [tuple(sorted(group)) for group in groups if len(group) > 1]


def _price(party: Party, group: Sequence[int], node: int) -> tuple[int, float]:
    fit = sum(int(party.fit[node, other]) for other in group) / len(group)
    return sum(int(party.repeat[node, other]) for other in group), -fit
