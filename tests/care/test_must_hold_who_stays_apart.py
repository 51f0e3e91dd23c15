"""Two thousand rounds in which anything can happen, each step held against a bookkeeper of our own.

Nobody who stays apart shares a group, a pod, an "again" or a list; nobody is matched who did not say yes; whoever is
left over hears the same sentence, by a job of the same kind, priority and due time. The checks themselves stand in
`tests/support/apart_machine.py`; each was seen to fail with its guard taken out.
"""

import asyncio
import multiprocessing
from collections import Counter
from concurrent.futures import ProcessPoolExecutor

import pytest

from bot.domain.member import Contact
from tests.support.apart_deeds import DEEDS
from tests.support.apart_machine import run_one

COMMUNITIES, ROUNDS = 1000, 2
PORTION = 50


def play(first):
    """Play a portion of communities, and return what the left over were told, and what was done."""

    async def several():
        return [await run_one(seed, ROUNDS) for seed in range(first, first + PORTION)]

    towns = asyncio.run(several())
    return [told for town in towns for told in town.unmatched], Counter(
        deed for town in towns for deed in town.deeds
    )


@pytest.mark.timeout(600)
def test_over_two_thousand_rounds_nobody_meets_whom_they_stay_apart_from():
    with ProcessPoolExecutor(2, multiprocessing.get_context("spawn")) as processes:
        portions = [*processes.map(play, range(0, COMMUNITIES, PORTION))]
    deeds = sum((done for _, done in portions), Counter())
    assert deeds.keys() == DEEDS.keys()
    assert min(deeds.values()) > 50
    everything = [told for heard, _ in portions for told in heard]
    for contact in Contact:
        told = [facts for kind, *facts in everything if kind is contact]
        assert {apart for *_, apart in told} == {True, False}  # some for a reason that is nobody's business
        ways = [facts for *facts, _ in told]
        assert all(way == ways[0] for way in ways)
