"""Nothing the matcher is asked can make it break a hard rule, or leave out somebody who could still join."""

import math
from itertools import combinations

import pytest
from hypothesis import given, settings

from bot.ids import AreaId
from bot.matching import Candidate, FactKind, MatchRequest, UnplacedReason, match
from bot.matching.feasible import distance_km
from tests.support.matching import anyone, crowd, member, named, requests

NORTH, SOUTH = AreaId("north"), AreaId("south")


def allowed(request: MatchRequest, members: list[Candidate]) -> bool:
    """Say the hard rules once more, in other words than the matcher's own."""
    if not any(all(person.slots >> bit & 1 for person in members) for bit in range(21)):
        return False
    if not any(all(code in person.languages for person in members) for code in ("en", "nl", "ar")):
        return False
    for one, other in combinations(members, 2):
        if (one.id, other.id) in request.separated or (other.id, one.id) in request.separated:
            return False
        if request.same_area and one.area != other.area:
            return False
        way = distance_km(one, other)
        if way > one.reach_km or way > other.reach_km:
            return False
    return True


def check(request: MatchRequest) -> None:
    """Assert that groups are allowed, that nobody is in two, and that nobody left out could join as things stand."""
    people = {person.id: person for person in request.candidates}
    result = match(request)
    largest = 2 if request.pairs_only else request.size + 1
    left = [people[unplaced.member] for unplaced in result.unplaced]
    assert not any(allowed(request, list(pair)) for pair in combinations(left, 2))
    for group in result.groups:
        seated = [people[name] for name in group.members]
        assert list(group.members) == sorted(group.members)
        assert 2 <= len(seated) <= largest
        assert allowed(request, seated)
        assert len(seated) == largest or not any(allowed(request, [*seated, person]) for person in left)
    mentioned = [name for group in result.groups for name in group.members] + [person.id for person in left]
    assert sorted(mentioned) == sorted(people)


@given(request=requests(most=12))
@settings(max_examples=80, deadline=None)
def test_groups_are_allowed_and_whoever_is_left_out_could_not_join(request: MatchRequest) -> None:
    check(request)


@pytest.mark.parametrize("seed", range(100, 140))
def test_the_same_holds_for_larger_rounds(seed: int) -> None:
    check(crowd(seed))


def test_a_separation_holds_whatever_order_the_pair_is_asked_in() -> None:
    request = MatchRequest(candidates=(anyone(2), anyone(1)), separated=named((1, 2)), seed="s")
    assert match(request).groups == ()


def test_a_separated_member_reads_as_having_no_time_in_common_with_anybody() -> None:
    apart = match(MatchRequest(candidates=(anyone(1), anyone(2)), separated=named((1, 2)), seed="s"))
    busy = match(MatchRequest(candidates=(anyone(1, slots=0b01), anyone(2, slots=0b10)), seed="s"))
    assert apart == busy
    assert {left.reason for left in apart.unplaced} == {UnplacedReason.NO_POSSIBLE_PARTNER}


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
