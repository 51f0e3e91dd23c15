"""The start of a search for groups: those with few partners choose first."""

import random

import pytest

from bot.matching import MatchRequest
from bot.matching.edges import possible_pairs
from bot.matching.party import Party, gather
from bot.matching.scarce import scarcest_first
from bot.matching.snapshot import take_snapshot
from bot.simulation.town import pretend_town
from tests.support.matching import anyone, named


def everybody_of(request: MatchRequest) -> Party:
    snap = take_snapshot(request)
    return gather(snap, possible_pairs(snap), [(each,) for each in range(snap.count)], [False] * snap.count)


def test_whoever_has_two_partners_gets_both() -> None:
    """0 may meet 1 and 2 alone; these two would fit with anybody."""
    strangers = named(*((0, other) for other in range(3, 9)))
    people = tuple(anyone(each) for each in range(9))
    party = everybody_of(MatchRequest(candidates=people, separated=strangers, size=3, seed="s"))
    for seed in range(10):
        groups = scarcest_first(party, random.Random(seed))
        assert (0, 1, 2) in groups
        assert [len(group) for group in groups] == [3, 3, 3]


def test_whom_nobody_may_meet_stays_without_a_group() -> None:
    strangers = named(*((0, other) for other in range(1, 4)))
    people = tuple(anyone(each) for each in range(4))
    party = everybody_of(MatchRequest(candidates=people, separated=strangers, size=3, seed="s"))
    assert scarcest_first(party, random.Random(0)) == [(1, 2, 3)]


def test_a_group_that_comes_as_one_stays_so_and_those_who_come_together_are_counted() -> None:
    snap = take_snapshot(MatchRequest(candidates=tuple(anyone(each) for each in range(8)), size=3, seed="s"))
    nodes = [(0, 1), (2,), (3, 4, 5), (6,), (7,)]
    party = gather(snap, possible_pairs(snap), nodes, [False, False, True, False, False])
    groups = scarcest_first(party, random.Random(0))
    assert (2,) in groups
    assert sorted(int(party.size[list(group)].sum()) for group in groups) == [2, 3, 3]


@pytest.mark.parametrize("size", [3, 4, 5])
def test_every_group_is_possible_and_nobody_is_in_two(size: int) -> None:
    town = pretend_town(120, random.Random(size))
    party = everybody_of(
        MatchRequest(candidates=town.candidates, separated=town.separated, size=size, seed="s")
    )
    groups = scarcest_first(party, random.Random(0))
    members = [node for group in groups for node in group]
    assert len(members) == len(set(members))
    assert all(party.possible(group) for group in groups)
    assert groups == scarcest_first(party, random.Random(0))
