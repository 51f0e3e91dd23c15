"""Whom a large community compares: nobody against a hard rule, and nobody is forgotten."""

import random

import numpy as np

from bot.matching import MatchRequest, match
from bot.matching.edges import EVERY_PAIR, possible_pairs
from bot.matching.feasible import allowed
from bot.matching.neighbourhoods import best_of
from bot.matching.snapshot import take_snapshot
from tests.support.matching import anyone, member, named

MANY = EVERY_PAIR + 200
FAR_AWAY = 0.009  # degrees of latitude, about a kilometre


def scattered(count: int, *, step: float, reach: float) -> MatchRequest:
    """Put people in places of a grid, each a step from the next."""
    width = int(count**0.5)
    people = tuple(
        anyone(i, centre=(52.0 + step * (i % width), 5.0 + step * (i // width)), reach_km=reach)
        for i in range(count)
    )
    return MatchRequest(candidates=people, seed="s")


def test_ways_at_the_very_limit_are_judged_exactly() -> None:
    """The step along a meridian is a hair shorter than the reach, or a hair longer."""
    way = 2 * np.pi * 6371.0088 / 360 * FAR_AWAY
    for reach, some in ((way + 0.002, True), (way - 0.002, False)):
        request = scattered(MANY, step=FAR_AWAY, reach=round(float(reach), 3))
        snap = take_snapshot(request)
        edges = possible_pairs(snap)
        assert allowed(snap, edges.one, edges.other).all()
        along = (edges.other == edges.one + 1) & (snap.point[edges.one, 2] < snap.point[edges.other, 2])
        assert along.any() == some


def test_many_who_named_no_place_are_compared_with_one_another() -> None:
    people = tuple(anyone(i) for i in range(MANY))
    result = match(MatchRequest(candidates=people, seed="s"))
    assert not result.unplaced
    assert not result.all_compared


def test_whoever_met_all_others_but_a_few_still_has_those_few() -> None:
    """The one is in everybody's reach, and among so many the few new faces could be overlooked."""
    rng = random.Random(1)
    few = set(rng.sample(range(1, MANY), 3))
    shunned = named(*((0, i) for i in range(1, MANY) if i not in few))
    snap = take_snapshot(
        MatchRequest(candidates=tuple(anyone(i) for i in range(MANY)), separated=shunned, seed="s")
    )
    edges = possible_pairs(snap)
    one = next(i for i, person in enumerate(snap.members) if person.id == member(0))
    met = set(edges.other[edges.one == one].tolist()) | set(edges.one[edges.other == one].tolist())
    assert {snap.members[i].id for i in met} == {member(i) for i in few}


def test_everybody_keeps_as_many_as_their_community_allows() -> None:
    snap = take_snapshot(scattered(MANY, step=FAR_AWAY, reach=8.0))
    edges = possible_pairs(snap)
    kept = np.bincount(np.concatenate([edges.one, edges.other]), minlength=snap.count)
    every = allowed(snap, np.arange(snap.count)[:, None], np.arange(snap.count)).sum(axis=1)
    assert (kept >= np.minimum(every, best_of(MANY))).all()
    assert len(edges.one) < every.sum() / 2
