"""An answer can be replayed, explained, stored and sent to another process."""

import pickle
import random
import subprocess
import sys
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.ids import AreaId
from bot.matching import Fact, FactKind, MatchRequest, PastMeeting, match
from bot.matching.pairs import EXACT_MEMBERS
from tests.support.matching import anyone, crowd, member, named, requests


@pytest.mark.timeout(60)
@given(request=requests(most=10), data=st.data())
@settings(max_examples=40, deadline=None)
def test_the_order_of_candidates_makes_no_difference(request: MatchRequest, data: st.DataObject) -> None:
    shuffled = replace(request, candidates=tuple(data.draw(st.permutations(request.candidates))))
    assert match(shuffled) == match(request)


@pytest.mark.parametrize("seed", range(200, 215))
def test_nor_does_it_in_larger_rounds(seed: int) -> None:
    request = crowd(seed)
    shuffled = random.Random(seed).sample(request.candidates, len(request.candidates))
    assert match(replace(request, candidates=tuple(shuffled))) == match(request)


@pytest.mark.timeout(60)
@pytest.mark.parametrize("size", [2, 3, 4])
def test_the_same_seed_gives_the_same_groups_and_another_seed_others(size: int) -> None:
    request = MatchRequest(candidates=tuple(anyone(i) for i in range(33)), size=size, seed="monday")
    assert match(request) == match(request)
    assert match(replace(request, seed="tuesday")).groups != match(request).groups


@pytest.mark.timeout(240)
def test_a_fresh_interpreter_with_other_hashes_gives_the_same_groups() -> None:
    request = MatchRequest(
        candidates=tuple(anyone(i) for i in range(21)), separated=named((1, 2), (3, 4)), seed="replay"
    )
    script = (
        "import pickle, sys; from bot.matching import match;"
        "sys.stdout.buffer.write(pickle.dumps(match(pickle.loads(sys.stdin.buffer.read()))))"
    )
    answers = [
        subprocess.run(
            [sys.executable, "-c", script],
            input=pickle.dumps(request),
            env={"PYTHONHASHSEED": hashes},
            capture_output=True,
            check=True,
        ).stdout
        for hashes in ("1", "2")
    ]
    assert [pickle.loads(answer) for answer in answers] == [match(request)] * 2


@pytest.mark.timeout(240)
def test_importing_the_matcher_loads_no_solver() -> None:
    script = "import sys, bot.matching; print([name for name in ('numpy', 'scipy', 'rustworkx') if name in sys.modules])"
    seen = subprocess.run([sys.executable, "-c", script], capture_output=True, check=True, text=True)
    assert seen.stdout.strip() == "[]"


def test_the_facts_of_a_group_are_what_its_members_share() -> None:
    area = AreaId("east")
    one = anyone(
        1, slots=0b1101, languages=frozenset({"nl", "en"}), area=area, interests=frozenset({"chess", "tea"})
    )
    other = anyone(
        2, slots=0b0111, languages=frozenset({"nl", "en", "ar"}), area=area, interests=frozenset({"tea"})
    )
    (group,) = match(MatchRequest(candidates=(one, other), seed="s")).groups
    assert group.slots == 0b0101
    assert group.languages == {"nl", "en"}
    assert group.facts == (
        Fact(kind=FactKind.FIRST_MEETING),
        Fact(kind=FactKind.SHARED_SLOTS, values=(0, 2)),
        Fact(kind=FactKind.SHARED_LANGUAGE, values=("en", "nl")),
        Fact(kind=FactKind.SAME_AREA, values=(area,)),
        Fact(kind=FactKind.SHARED_INTERESTS, values=("tea",)),
    )


def test_people_of_two_areas_read_how_far_it_is_and_when_they_last_met() -> None:
    one = anyone(1, area=AreaId("east"), centre=(52.0, 5.0), reach_km=9)
    other = anyone(2, area=AreaId("west"), centre=(52.0, 4.95), reach_km=9)
    history = {(member(1), member(2)): PastMeeting(rounds_ago=4, times=2)}
    (group,) = match(MatchRequest(candidates=(one, other), history=history, seed="s")).groups
    assert group.facts[0] == Fact(kind=FactKind.LAST_MET, values=(4,))
    assert Fact(kind=FactKind.DISTANCE_KM, values=(4,)) in group.facts


def test_nobody_and_one_person_are_answered_too() -> None:
    assert match(MatchRequest(candidates=(), seed="s")).groups == ()
    assert [left.member for left in match(MatchRequest(candidates=(anyone(1),), seed="s")).unplaced] == [
        member(1)
    ]


@pytest.mark.timeout(60)
def test_a_community_too_large_for_one_exact_matching_is_placed_all_the_same() -> None:
    count = EXACT_MEMBERS + 40
    people = tuple(
        anyone(i, centre=(52 + i % 29 / 500, 5 + i % 31 / 300), area=AreaId(f"a{i}"), slots=1 << i % 21)
        for i in range(count)
    )
    result = match(MatchRequest(candidates=people, seed="s"))
    assert len(result.unplaced) <= 21
    assert result.value > 0
