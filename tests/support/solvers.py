"""Find the best choices with others' solvers and the oracle's ratings, to hold the matcher against."""

from collections.abc import Iterator
from itertools import combinations

import networkx
import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_array

from tests.support.oracle import Group, Kept, Oracle, may_be

FIT = Kept._fields.index("fit")


def best_pairs(oracle: Oracle) -> list[Group]:
    """Choose the best pairs: the heaviest of the largest matchings, by whole numbers of any length."""
    pairs = [pair for pair in combinations(oracle.people, 2) if oracle.possible(pair)]
    rated = [oracle.rate_one(pair) for pair in pairs]
    weights = [0] * len(pairs)
    for part in zip(*rated, strict=True):
        radix = len(oracle.people) * int(max(map(abs, part))) + 1
        weights = [weight * radix + int(value) for weight, value in zip(weights, part, strict=True)]
    graph = networkx.Graph()
    for (one, other), weight in zip(pairs, weights, strict=True):
        graph.add_edge(one, other, weight=weight)
    return [*networkx.max_weight_matching(graph, maxcardinality=True)]


def most_in_pairs(oracle: Oracle) -> int:
    """Count how many people the largest matching places."""
    graph = networkx.Graph()
    graph.add_edges_from(pair for pair in combinations(oracle.people, 2) if may_be(oracle.request, pair))
    return 2 * len(networkx.max_weight_matching(graph, maxcardinality=True))


def possible_groups(oracle: Oracle) -> list[Group]:
    """List every possible group."""
    layer: list[Group] = [(person,) for person in oracle.people]
    found: list[Group] = []
    for _ in range(oracle.largest - 1):
        layer = [group for each in layer for group in _grown(oracle, each)]
        found += [group for group in layer if oracle.possible(group)]
    return found


def _grown(oracle: Oracle, group: Group) -> Iterator[Group]:
    for person in oracle.people:
        if person.id > group[-1].id and may_be(oracle.request, (*group, person)):
            yield (*group, person)


def best_groups(oracle: Oracle) -> list[Group]:
    """Choose the best choice of groups: promise by promise, integer programming over all possible groups."""
    groups = possible_groups(oracle)
    if not groups:
        return []
    rated = np.array([oracle.rate_one(group) for group in groups])
    held = [_everybody_once(oracle, groups)]
    chosen = np.zeros(len(groups), dtype=bool)
    for number, part in enumerate(rated.T):
        if not part.any():
            continue
        answer = milp(
            -part,
            integrality=np.ones(len(groups)),
            bounds=Bounds(0, 1),
            constraints=held,
            options={"mip_rel_gap": 0},
        )
        assert answer.status == 0, answer.message
        chosen = answer.x > 1 / 2
        reached = part[chosen].sum()
        if number < FIT:
            held.append(LinearConstraint(part, lb=reached - 0.25, ub=np.inf))
    return [group for group, taken in zip(groups, chosen, strict=True) if taken]


def _everybody_once(oracle: Oracle, groups: list[Group]) -> LinearConstraint:
    row = {person.id: number for number, person in enumerate(oracle.people)}
    ends = [(row[person.id], column) for column, group in enumerate(groups) for person in group]
    table = csr_array((np.ones(len(ends)), tuple(zip(*ends, strict=True))), shape=(len(row), len(groups)))
    return LinearConstraint(table, ub=1)
