"""Nothing the matcher is asked can make it break a hard rule, or leave out somebody who could still join."""

import math
import random
from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings

from bot.ids import AreaId
from bot.matching import Candidate, FactKind, MatchRequest, Together, UnplacedReason, match
from bot.matching.edges import possible_pairs
from bot.matching.exact import ALONE
from bot.matching.feasible import distance_km, may_be_a_group, may_be_groups
from bot.matching.leftover import seat_the_left_over
from bot.matching.party import gather, padded
from bot.matching.snapshot import take_snapshot
from tests.support.breaches import breaches
from tests.support.made_up import anything, usual_count
from tests.support.matching import anyone, crowd, member, named, requests
from tests.support.oracle import Oracle

NORTH, SOUTH = AreaId("north"), AreaId("south")


def check(request: MatchRequest) -> None:
    """Assert that an answer breaks no hard rule and that nobody left out could join as things stand."""
    oracle, result = Oracle(request), match(request)
    assert breaches(request, result) == []
    left = [person for person in oracle.people if person.id in {each.member for each in result.unplaced}]
    assert not any(oracle.possible(pair) for pair in combinations(left, 2))
    assert not any(oracle.possible((*group, person)) for group in oracle.own(result) for person in left)


@pytest.mark.timeout(60)
@given(request=requests(most=12))
@settings(max_examples=80, deadline=None)
def test_groups_are_allowed_and_whoever_is_left_out_could_not_join(request: MatchRequest) -> None:
    check(request)


@pytest.mark.timeout(60)
@given(request=requests(most=7))
@settings(max_examples=50, deadline=None)
def test_one_group_at_a_time_the_rules_say_the_same(request: MatchRequest) -> None:
    snap = take_snapshot(request)
    for size in (2, 3):
        for group in combinations(range(snap.count), size):
            people = [snap.members[number] for number in group]
            alone = may_be_a_group(people, request.separated, same_area=request.same_area)
            assert alone == may_be_groups(snap, padded([group]))[0]


@pytest.mark.parametrize("seed", range(100, 140))
def test_the_same_holds_for_larger_rounds(seed: int) -> None:
    check(crowd(seed))


@pytest.mark.timeout(120)
@pytest.mark.parametrize("first", range(0, 2000, 400))
def test_no_round_of_any_kind_breaks_a_hard_rule(first: int) -> None:
    """A slice of `python -m tests.benchmarks.breaches`, which counts breaches in 100,000 rounds."""
    for number in range(first, first + 400):
        rng = random.Random(number)
        request = anything(rng, usual_count(rng))
        assert breaches(request, match(request)) == [], f"in round {number}"


@pytest.mark.timeout(60)
@pytest.mark.parametrize("count", [60, 120, 200])
def test_nor_does_any_large_round(count: int) -> None:
    for number in range(5):
        request = anything(random.Random(number), count)
        assert breaches(request, match(request)) == [], f"in round {number}"


def test_a_separation_holds_whatever_order_the_pair_is_asked_in() -> None:
    request = MatchRequest(candidates=(anyone(2), anyone(1)), separated=named((1, 2)), seed="s")
    assert match(request).groups == ()


def test_somebody_with_possible_partners_is_told_that_nobody_was_left() -> None:
    result = match(MatchRequest(candidates=(anyone(1), anyone(2), anyone(3)), seed="s", pairs_only=True))
    assert [left.reason for left in result.unplaced] == [UnplacedReason.NOBODY_LEFT]


def test_three_who_share_no_common_hour_are_not_made_a_trio() -> None:
    people = (anyone(1, slots=0b011), anyone(2, slots=0b110), anyone(3, slots=0b101))
    assert [len(group.members) for group in match(MatchRequest(candidates=people, seed="s")).groups] == [2]


def test_three_who_share_no_common_language_are_not_made_a_trio() -> None:
    spoken = ({"en", "nl"}, {"nl", "ar"}, {"en", "ar"})
    people = tuple(anyone(i, languages=frozenset(codes)) for i, codes in enumerate(spoken))
    assert [len(group.members) for group in match(MatchRequest(candidates=people, seed="s")).groups] == [2]


@pytest.mark.parametrize(
    ("one", "other", "way"),
    [
        (anyone(1, area=NORTH), anyone(2, area=NORTH), 0.0),
        (anyone(1, area=NORTH), anyone(2, area=SOUTH), math.inf),
        (anyone(1, area=NORTH, centre=(52.0, 5.0)), anyone(2, area=SOUTH), math.inf),
        (anyone(1), anyone(2), 0.0),
        (anyone(1), anyone(2, area=NORTH), math.inf),
        (anyone(1, area=NORTH, centre=(52.0, 5.0)), anyone(2, area=SOUTH, centre=(53.0, 5.0)), 111.195),
    ],
    ids=["same area", "no centres", "one centre", "no areas", "one area", "one degree of latitude"],
)
def test_the_way_between_areas(one: Candidate, other: Candidate, way: float) -> None:
    assert distance_km(one, other) == way
    assert distance_km(other, one) == way


def test_the_shorter_reach_decides() -> None:
    near = anyone(1, area=NORTH, centre=(52.0, 5.0), reach_km=20.0)
    far = anyone(2, area=SOUTH, centre=(52.1, 5.0), reach_km=11.0)
    assert match(MatchRequest(candidates=(near, far), seed="s")).groups == ()


def test_two_who_will_go_any_distance_meet_without_a_known_way() -> None:
    people = (anyone(1, area=NORTH, reach_km=math.inf), anyone(2, area=SOUTH, reach_km=math.inf))
    (group,) = match(MatchRequest(candidates=people, seed="s")).groups
    assert FactKind.DISTANCE_KM not in {fact.kind for fact in group.facts}


def test_a_circle_that_stays_within_areas_never_crosses_them() -> None:
    here = [anyone(i, area=NORTH, centre=(52.0, 5.0)) for i in range(3)]
    there = [anyone(i, area=SOUTH, centre=(52.001, 5.0)) for i in range(3, 6)]
    result = match(MatchRequest(candidates=(*here, *there), seed="s", same_area=True))
    assert [group.members for group in result.groups] == [
        (member(0), member(1), member(2)),
        (member(3), member(4), member(5)),
    ]


@pytest.mark.parametrize(
    "broken",
    [
        {"size": 1},
        {"size": 6},
        {"candidates": (anyone(1), anyone(1))},
        {"separated": frozenset({("m2", "m1")})},
    ],
    ids=["too small", "too large", "somebody twice", "a pair out of order"],
)
def test_a_request_without_meaning_is_refused(broken: dict[str, object]) -> None:
    with pytest.raises(ValueError, match=r"."):
        MatchRequest(**{"candidates": (), "seed": "s", **broken})  # type: ignore[arg-type]


def test_two_who_come_together_are_joined_only_at_a_time_that_suits_all_three() -> None:
    """0 and 1 come as one; each of them, but not both at once, is free when 2 is."""
    people = tuple(anyone(i, slots=slots) for i, slots in enumerate((0b011, 0b101, 0b110)))
    snap = take_snapshot(MatchRequest(candidates=people, size=3, seed="s"))
    party = gather(snap, possible_pairs(snap), [(0, 1), (2,)], [True, False])
    assert not party.may.any()


def test_two_who_come_together_are_not_parted_over_two_hosts() -> None:
    """3 and 4 fit in with no group as two; each alone could sit beside another host."""
    slots = {3: 0b10, 4: 0b110}
    people = tuple(anyone(i, slots=slots.get(i, 0b11), host=i < 2) for i in range(5))
    as_one = (Together(members=(people[3].id, people[4].id)),)
    apart = named((0, 3), (2, 3), (1, 4), (2, 4))
    request = MatchRequest(candidates=people, size=3, seed="s", separated=apart, together=as_one)
    result = match(request)
    assert breaches(request, result) == []
    assert [each.member for each in result.unplaced] == [people[3].id, people[4].id]


def test_nobody_gets_two_seats_when_people_change_partners_around_a_ring() -> None:
    """0 could join only by way of 1, 2 and then 3 or 4, who lead back to 2."""
    slots = {2: 0b011, 3: 0b110, 4: 0b101}
    people = tuple(anyone(i, slots=slots.get(i, 0b111)) for i in range(7))
    friends = {(0, 1), (1, 2), (2, 3), (2, 4), (3, 4), (1, 5), (1, 6), (5, 6)}
    strangers = [pair for pair in combinations(range(7), 2) if pair not in friends]
    snap = take_snapshot(MatchRequest(candidates=people, separated=named(*strangers), seed="s"))
    mate = np.array([ALONE, 2, 1, 4, 3, 6, 5])
    seated = seat_the_left_over(snap, np.arange(7), possible_pairs(snap), mate)
    assert seated == [(1, 2), (3, 4), (5, 6)]
