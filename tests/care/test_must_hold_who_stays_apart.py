"""Rounds in which anything can happen, each step held against a bookkeeper of our own.

Nobody who stays apart shares a group, a pod, an "again" or a list; nobody is matched who did not say yes; whoever is
left over hears the same sentence, by a job of the same kind, priority and due time. The checks themselves stand in
`tests/support/apart_checks.py`. Two thousand rounds, in portions that several processes can share;
`python -m tests.benchmarks.apart` plays other ones, as many as it is told.
"""

import pytest

from bot.domain.member import Contact
from tests.support.apart_machine import played
from tests.support.apart_stories import EVERYTHING

COMMUNITIES = 1000
ROUNDS = 2
PORTION = 100


@pytest.mark.timeout(300)
@pytest.mark.parametrize("first", range(0, COMMUNITIES, PORTION))
async def test_nobody_meets_whom_they_stay_apart_from(first):
    told, deeds = await played(range(first, first + PORTION), ROUNDS)
    assert deeds.keys() == EVERYTHING.keys()
    assert min(deeds.values()) > 1
    for contact in Contact:
        heard = [facts for kind, *facts in told if kind is contact]
        assert {apart for *_, apart in heard} == {True, False}  # some for a reason that is nobody's business
        ways = [facts for *facts, _ in heard]
        assert all(way == ways[0] for way in ways)
