"""Circles of three to five: divide everybody into parties that the group solvers can deal with."""

from collections.abc import Iterator, Sequence

from bot.matching.components import components
from bot.matching.edges import Edges, pairs_among
from bot.matching.feasible import may_be_groups
from bot.matching.groups import group_up
from bot.matching.model import SMALLEST_SIZE
from bot.matching.neighbourhoods import leaves, mapped
from bot.matching.party import gather, padded
from bot.matching.snapshot import Snapshot
from bot.matching.solution import Group, Solution, combined

WHOLE = 1000  # nodes up to which everybody is one block
BLOCK = 500
GATHERINGS = 2  # times that those left over at the edges of blocks are brought together

Node = tuple[int, ...]  # members who come as one, ascending


def divide(snap: Snapshot) -> Solution:
    """Put everybody into groups of the circle's size; who comes together stays together."""
    nodes = _nodes(snap)
    solved = combined(_solved(snap, block) for block in _blocks(snap, nodes))
    if len(nodes) <= WHOLE:
        return solved
    solved = Solution(solved.groups, None, snap.count)  # what is proven of blocks says nothing of all
    for _ in range(GATHERINGS):
        solved = _gathered(snap, nodes, solved)
    return solved


def _nodes(snap: Snapshot) -> list[Node]:
    """List who comes as one, and everybody else."""
    import numpy as np

    together = come_as_one(snap)
    single = np.ones(snap.count, dtype=bool)
    single[[member for node in together for member in node]] = False
    return sorted([*together, *((member,) for member in np.flatnonzero(single).tolist())])


def come_as_one(snap: Snapshot) -> list[Node]:
    """List who comes as one; people who may not meet don't come together."""
    number = {member.id: i for i, member in enumerate(snap.members)}
    asked = [tuple(sorted(number[name] for name in each.members)) for each in snap.request.together]
    may = may_be_groups(snap, padded(asked)).tolist() if asked else []
    return [node for node, fine in zip(asked, may, strict=True) if fine]


def _complete(snap: Snapshot) -> frozenset[Node]:
    """Name those who can be a group of their own."""
    number = {member.id: i for i, member in enumerate(snap.members)}
    pods = (each.members for each in snap.request.together if each.complete)
    return frozenset(tuple(sorted(number[name] for name in names)) for names in pods)


def _blocks(snap: Snapshot, nodes: Sequence[Node]) -> Iterator[list[Node]]:
    """Cut nodes into neighbourhoods, by where the first of each is."""
    import numpy as np

    leads = np.array([node[0] for node in nodes], dtype=np.int64)
    by_lead = {node[0]: node for node in nodes}
    size = WHOLE if len(nodes) <= WHOLE else BLOCK
    for block in leaves(mapped(snap), leads, size):
        yield [by_lead[lead] for lead in block.tolist()]


def _solved(snap: Snapshot, nodes: Sequence[Node]) -> Solution:
    """Group some nodes, component by component."""
    import numpy as np

    members = np.array(sorted(member for node in nodes for member in node), dtype=np.int64)
    edges = pairs_among(snap, members)
    label = components(edges, snap.count)
    parts: dict[int, list[Node]] = {}
    for node in nodes:
        parts.setdefault(int(label[node[0]]), []).append(node)
    return combined(_component(snap, edges, part) for part in parts.values())


def _component(snap: Snapshot, edges: Edges, nodes: Sequence[Node]) -> Solution:
    pods = _complete(snap)
    if len(nodes) < SMALLEST_SIZE and not any(node in pods for node in nodes):
        return Solution([], 0, 0)
    party = gather(snap, edges, nodes, [node in pods for node in nodes])
    thorough = snap.count <= WHOLE
    found = group_up(party, f"{snap.request.seed}\x1f{nodes[0][0]}", thorough=thorough)
    groups = [tuple(sorted(member for node in group for member in nodes[node])) for group in found.groups]
    return Solution(groups, found.gap, found.most_placed)


def _gathered(snap: Snapshot, nodes: Sequence[Node], solved: Solution) -> Solution:
    """Bring together who was left over, or is in too small a group, at the edges of blocks."""
    full = [group for group in solved.groups if len(group) >= snap.request.wanted]
    seated = {member for group in full for member in group}
    left = [node for node in nodes if node[0] not in seated]
    again = combined(_solved(snap, block) for block in _blocks(snap, left))
    before = [group for group in solved.groups if len(group) < snap.request.wanted]
    if _order(snap, again.groups) <= _order(snap, before):
        return solved
    return Solution(sorted(full + again.groups), None, snap.count)


def _order(snap: Snapshot, groups: Sequence[Group]) -> tuple[int, int, int]:
    """Rank what is left over: people placed, those owed a place first, in few groups."""
    placed = [member for group in groups for member in group]
    return len(placed), sum(snap.overdue[placed].tolist()), -len(groups)
