"""Advice for those left out: what helps most of what people can choose, and never a word about a separation or a hold."""

import random
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.ids import AreaId
from bot.matching import Advice, Candidate, Change, MatchRequest, UnplacedReason, match
from bot.matching.advice import unplaced
from bot.matching.snapshot import take_snapshot
from tests.support.made_up import anything
from tests.support.matching import ALWAYS, anyone, member, named, requests

NORTH, SOUTH, WEST = AreaId("north"), AreaId("south"), AreaId("west")
HERE, NEXT, FAR = (52.0, 5.0), (52.04, 5.0), (52.3, 5.0)  # 4.4 km and 33 km away
OWN, AROUND, TOWN = 2.0, 6.0, float("inf")
STAYS = {"area": NORTH, "centre": HERE, "reach_km": OWN}


def advice(*others: Candidate, same_area: bool = False, **me: object) -> Advice | None:
    """Return what the first member is told, who has no group, among others who are apart from one another."""
    people = (anyone(0, **me), *others)
    request = MatchRequest(candidates=people, seed="s", same_area=same_area)
    return unplaced(take_snapshot(request), [])[0].advice


def some(count: int, first: int = 1, **changes: object) -> tuple[Candidate, ...]:
    return tuple(anyone(number, **changes) for number in range(first, first + count))


@pytest.mark.parametrize(
    ("me", "other", "change"),
    [
        (STAYS, {"area": SOUTH, "centre": NEXT, "reach_km": AROUND}, Change.AROUND),
        (STAYS, {"area": SOUTH, "centre": FAR, "reach_km": TOWN}, Change.ANYWHERE),
        ({**STAYS, "reach_km": AROUND}, {"area": SOUTH, "reach_km": TOWN}, Change.ANYWHERE),
        ({"area": NORTH, "reach_km": OWN}, {"area": SOUTH, "reach_km": TOWN}, Change.ANYWHERE),
        ({"reach_km": AROUND}, STAYS, Change.AREA),
        ({"slots": 0b01}, {"slots": 0b10}, Change.TIMES),
        ({"languages": frozenset({"en"})}, {"languages": frozenset({"nl"})}, Change.LANGUAGES),
        ({**STAYS, "reach_km": TOWN}, {"area": SOUTH, "centre": NEXT, "reach_km": OWN}, Change.THEIR_REACH),
    ],
    ids=["around", "anywhere", "unknown way", "no centre", "area", "times", "languages", "their reach"],
)
def test_each_rule_that_alone_keeps_somebody_away_is_named_by_what_a_member_can_choose(me, other, change):
    assert advice(anyone(1, **other), **me) == Advice(change=change, people=1)


def test_the_circles_own_rule_is_named_too():
    other = anyone(1, area=SOUTH, centre=HERE)
    assert advice(other, same_area=True, **STAYS) == Advice(change=Change.AREA_RULE, people=1)


@pytest.mark.parametrize("same_area", [False, True])
def test_naming_an_area_counts_the_people_of_the_fullest_one(same_area):
    others = (*some(2, area=NORTH, centre=HERE), *some(3, 3, area=SOUTH, centre=NEXT))
    told = advice(*others, same_area=same_area, reach_km=OWN)
    assert told == Advice(change=Change.AREA, people=3)


def test_where_two_rules_keep_everybody_away_no_change_is_named():
    assert advice(anyone(1, slots=0b10, languages=frozenset({"nl"})), slots=0b01) is None
    assert advice() is None


def test_whoever_could_meet_somebody_is_told_nothing_since_mostly_those_are_in_groups():
    assert advice(anyone(1), *some(5, 2, slots=0b10), slots=0b01) is None


def test_many_neighbours_at_another_hour_count_more_than_one_person_far_away():
    neighbours = some(12, slots=0b10, area=NORTH, centre=HERE)
    far = anyone(13, slots=0b01, area=SOUTH, centre=FAR, reach_km=TOWN)
    assert advice(*neighbours, far, slots=0b01, **STAYS) == Advice(change=Change.TIMES, people=12)


def test_among_changes_that_bring_enough_people_the_smallest_is_named():
    around = some(3, area=SOUTH, centre=NEXT, reach_km=TOWN)
    farther = some(20, 4, area=WEST, centre=FAR, reach_km=TOWN)
    assert advice(*around, *farther, **STAYS) == Advice(change=Change.AROUND, people=3)
    assert advice(*around[:2], *farther, **STAYS) == Advice(change=Change.ANYWHERE, people=22)


def test_what_others_would_have_to_choose_is_named_only_where_nothing_of_ones_own_helps():
    theirs = some(5, area=SOUTH, centre=NEXT, reach_km=OWN)
    elsewhere = anyone(6, area=NORTH, centre=HERE, languages=frozenset({"nl"}))
    me = {**STAYS, "reach_km": TOWN}
    assert advice(*theirs, **me) == Advice(change=Change.THEIR_REACH, people=5)
    assert advice(*theirs, elsewhere, **me) == Advice(change=Change.LANGUAGES, people=1)


@pytest.mark.timeout(60)
@given(request=requests(most=8), data=st.data())
@settings(max_examples=40, deadline=None)
def test_no_separation_and_no_hold_changes_any_advice(request, data):
    """Whoever is left out, and whatever groups there are: who stays apart and who is held back leaves no trace."""
    names = [person.id for person in request.candidates]
    held = data.draw(st.sets(st.sampled_from(names))) if names else set()
    open_ = replace(request, separated=frozenset())
    hidden = replace(
        request,
        candidates=tuple(replace(each, slots=0) if each.id in held else each for each in request.candidates),
        said={each.id: each.slots for each in request.candidates if each.id in held},
    )
    group = data.draw(st.sets(st.integers(0, len(names) - 1), max_size=4)) if names else set()
    groups = [tuple(sorted(group))] if len(group) > 1 else []
    told = [
        {each.member: each.advice for each in unplaced(take_snapshot(asked), groups)}
        for asked in (open_, hidden)
    ]
    assert told[0] == told[1]


def test_nor_in_larger_rounds_of_any_kind():
    for number in range(15):
        request = anything(random.Random(number), 60)
        groups = [tuple(range(0, 10, 2)), (1, 3)]
        told = [
            [each.advice for each in unplaced(take_snapshot(asked), groups)]
            for asked in (request, replace(request, separated=frozenset()))
        ]
        assert told[0] == told[1]


def test_two_with_full_calendars_who_stay_apart_are_told_nothing():
    result = match(MatchRequest(candidates=(anyone(1), anyone(2)), separated=named((1, 2)), seed="s"))
    assert [each.advice for each in result.unplaced] == [None, None]


def test_a_hold_keeps_somebody_from_groups_and_says_nothing():
    held = anyone(1, slots=0)
    request = MatchRequest(candidates=(held, anyone(2)), said={member(1): ALWAYS}, seed="s")
    result = match(request)
    assert result.groups == ()
    assert [each.advice for each in result.unplaced] == [None, None]


def test_the_reason_that_is_counted_knows_of_a_separation():
    """It stays inside: numbers over many rounds are right, and no words follow from it."""
    apart = match(MatchRequest(candidates=(anyone(1), anyone(2)), separated=named((1, 2)), seed="s"))
    assert {each.reason for each in apart.unplaced} == {UnplacedReason.NO_POSSIBLE_PARTNER}


def in_chat(rng: random.Random, number: int) -> Candidate:
    """Make up somebody with choices that members have: half go anywhere in town, some are always free."""
    always = rng.random() < 0.3
    where = rng.choice([(NORTH, HERE), (SOUTH, NEXT), (WEST, FAR), (None, None)])
    return anyone(
        number,
        slots=ALWAYS if always else sum(1 << slot for slot in rng.sample(range(21), rng.randint(1, 6))),
        languages=frozenset(rng.choice([("en",), ("en", "nl"), ("nl",)])),
        area=where[0],
        centre=where[1],
        reach_km=rng.choice([TOWN, TOWN, AROUND, OWN]),
    )


def test_lines_without_advice_are_common_where_nobody_stays_apart():
    """So such a line alone tells nothing: a fifth of all of them, for those whom others could have met."""
    told = []
    for seed in range(40):
        rng = random.Random(seed)
        people = tuple(in_chat(rng, number) for number in range(8))
        result = match(MatchRequest(candidates=people, seed=str(seed), pairs_only=seed % 2 == 0))
        told += [each.advice for each in result.unplaced]
    assert told.count(None) > len(told) / 5
    assert {each.change for each in told if each is not None} >= {Change.ANYWHERE, Change.TIMES, Change.AREA}
