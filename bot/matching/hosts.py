"""Volunteer hosts: whoever consented takes one extra seat beside somebody who would be left out otherwise."""

from collections.abc import Sequence

from bot.matching.divide import come_as_one
from bot.matching.edges import rows_of
from bot.matching.model import Candidate
from bot.matching.snapshot import Snapshot
from bot.matching.solution import Group
from bot.matching.weights import in_order

NEVER = 1000  # rounds


def seat_with_hosts(snap: Snapshot, groups: Sequence[Group]) -> dict[Group, int]:
    """Return extra pairs for those left out, each with the host who holds the second seat.

    Whoever comes with others is never seated without them, and so not here. Of the rest as many as possible are seated,
    those owed a place first; then hosts take turns, whoever held an extra seat the longest ago first; then new faces
    come before old ones, then fit.
    """
    import numpy as np

    seated = np.zeros(snap.count, dtype=bool)
    seated[[member for group in groups for member in group]] = True
    consent = np.array([member.host for member in snap.members], dtype=bool)
    hosts = np.flatnonzero(consent & seated)
    alone = ~seated
    alone[[member for node in come_as_one(snap) for member in node]] = False
    left = np.flatnonzero(alone)
    if not len(hosts) or not len(left):
        return {}
    edges = rows_of(snap, left)
    place = np.full(snap.count, -1)
    place[left], place[hosts] = np.arange(len(left)), np.arange(len(hosts))
    first_is_left = ~seated[edges.one]
    guest = np.where(first_is_left, edges.one, edges.other)
    host = np.where(first_is_left, edges.other, edges.one)
    usable = np.isin(host, hosts)
    if not usable.any():
        return {}
    # Takes 20 MB, which a round without volunteers need not have.
    from scipy.optimize import linear_sum_assignment

    waited = np.array([_rounds_waited(snap.members[which]) for which in host.tolist()], dtype=np.int64)
    aims = (snap.overdue[guest], waited, -edges.repeat, -edges.recency, edges.fit)
    worth_of = in_order(aims, seats=len(left))
    worth = np.zeros((len(left), len(hosts)))
    worth[place[guest[usable]], place[host[usable]]] = worth_of[usable]
    rows, columns = linear_sum_assignment(worth, maximize=True)
    return {
        tuple(sorted((int(left[row]), int(hosts[column])))): int(hosts[column])
        for row, column in zip(rows, columns, strict=True)
        if worth[row, column] > 0
    }


def _rounds_waited(host: Candidate) -> int:
    """Count the rounds since a host's last extra seat; whoever never held one has waited the longest."""
    return NEVER if host.hosted is None else min(host.hosted, NEVER)
