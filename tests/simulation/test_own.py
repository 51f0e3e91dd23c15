"""A community as a file: read as it was written, naming nobody, and every mistake in it named."""

import json
import math
import random
from dataclasses import replace
from itertools import combinations

import pytest

from bot.domain.plans import distance_km
from bot.errors import SetupError
from bot.ids import AreaId, MemberId
from bot.matching import Candidate, PastMeeting, pair_of
from bot.simulation.own import anonymous, read
from bot.simulation.town import Town

AREAS = {"Harbour": (41.38, 2.19), "Hill": (41.42, 2.12), "Nowhere": None}
NAMES = ("ada-7xk2", "ben-9qq1", "cleo-4m8s", "dev-2b2b")


def person(name: str, area: str, **changes: object) -> Candidate:
    facts: dict[str, object] = {
        "slots": 0b1011,
        "languages": frozenset({"ca", "es"}),
        "reach_km": 6.0,
        "interests": frozenset({"sourdough", "go"}),
        "wishes": frozenset({"step-free"}),
        "role": "cook",
        "odd_trios": 2,
    }
    where = {"area": AreaId(area), "centre": AREAS[area]}
    return Candidate(id=MemberId(name), **where, **(facts | changes))  # type: ignore[arg-type]


PEOPLE = (
    person(NAMES[0], "Harbour", interests=frozenset({"sourdough", "glass-blowing"})),
    person(NAMES[1], "Harbour", reach_km=math.inf, slots=7),
    person(NAMES[2], "Hill", languages=frozenset({"ca"}), wishes=frozenset({"quiet"}), odd_trios=5),
    person(NAMES[3], "Nowhere", languages=frozenset({"oc"}), role="guide", sat_out=1, odd_trios=1),
)
TOWN = Town(
    candidates=PEOPLE,
    history={
        pair_of(PEOPLE[0].id, PEOPLE[1].id): PastMeeting(rounds_ago=3, times=2),
        pair_of(PEOPLE[0].id, PEOPLE[2].id): PastMeeting(rounds_ago=1, missed=True),
        pair_of(PEOPLE[0].id, MemberId("left-long-ago")): PastMeeting(rounds_ago=9),
    },
    separated=frozenset({pair_of(PEOPLE[1].id, PEOPLE[2].id)}),
)
FILE = anonymous(TOWN, random.Random(1))


def test_the_file_names_nobody_and_nothing():
    words = [
        *NAMES,
        *AREAS,
        "left-long-ago",
        "sourdough",
        "go",
        "glass-blowing",
        "step-free",
        "quiet",
        "cook",
        "guide",
        "ca",
        "oc",
    ]
    assert [word for word in words if f'"{word}' in FILE or f"{word}-" in FILE] == []
    assert "41." not in FILE
    assert set(json.loads(FILE)) == {"kith_town", "areas", "members", "met"}
    assert set(json.loads(FILE)["members"][0]) == {
        "slots", "languages", "area", "reach_km", "interests", "wishes", "role", "sat_out", "odd_turns",
    }  # fmt: skip


def test_members_are_in_an_order_of_their_own():
    orders = {
        tuple(one.slots for one in read(anonymous(TOWN, random.Random(seed))).candidates) for seed in range(9)
    }
    assert len(orders) > 1


def test_what_matters_for_meeting_is_read_as_it_was():
    people = read(FILE).candidates
    assert sorted(one.slots for one in people) == [0b111, 0b1011, 0b1011, 0b1011]
    assert sorted(one.reach_km for one in people) == [6.0, 6.0, 6.0, math.inf]
    assert sorted(len(one.languages) for one in people) == [0, 1, 2, 2]
    assert sorted(len(one.interests) for one in people) == [1, 2, 2, 2]
    assert sorted(len(one.wishes) for one in people) == [0, 1, 1, 1]


def test_ways_between_areas_stay_as_they_are_to_the_kilometre():
    people = read(FILE).candidates
    ways = [
        distance_km(one.centre, other.centre)
        for one, other in combinations(people, 2)
        if one.centre is not None and other.centre is not None
    ]
    true_way = distance_km(AREAS["Harbour"], AREAS["Hill"])
    assert sorted(ways) == pytest.approx([0, true_way, true_way], abs=1.5)
    assert sum(one.area is not None and one.centre is None for one in people) == 1


def test_only_meetings_of_members_that_came_about_are_told():
    town = read(FILE)
    ((pair, past),) = town.history.items()
    assert past == PastMeeting(rounds_ago=3, times=2)
    assert {one.id for one in town.candidates if not one.newcomer} == set(pair)
    assert {one.reach_km for one in town.candidates if one.id in pair} == {6.0, math.inf}


def test_a_role_that_others_have_too_is_told_as_a_number():
    assert sorted(one.role for one in read(FILE).candidates) == ["", "r0", "r0", "r0"]


def test_no_count_of_turns_or_rounds_left_out_marks_anybody_out():
    """One had five turns, one had one, and one was left out: each counts like somebody beside them."""
    people = read(FILE).candidates
    assert [one.odd_trios for one in people] == [2] * 4
    assert [one.sat_out for one in people] == [0] * 4


def test_turns_and_rounds_left_out_that_several_have_are_told():
    people = [replace(one, odd_trios=number // 2, sat_out=number % 2) for number, one in enumerate(PEOPLE)]
    told = read(anonymous(replace(TOWN, candidates=tuple(people)), random.Random(1))).candidates
    assert sorted((one.odd_trios, one.sat_out) for one in told) == [(0, 0), (0, 1), (1, 0), (1, 1)]


def test_a_file_of_the_version_before_is_read():
    document = json.loads(FILE)
    for one in document["members"]:
        del one["role"], one["sat_out"], one["odd_turns"]
    document["met"] = [meeting[:3] for meeting in document["met"]]
    town = read(json.dumps(document))
    assert list(town.history.values()) == [PastMeeting(rounds_ago=3)]
    assert {(one.role, one.sat_out, one.odd_trios) for one in town.candidates} == {("", 0, 0)}


def test_separations_are_never_told():
    assert read(FILE).separated == frozenset()
    assert anonymous(Town(candidates=PEOPLE, history=TOWN.history), random.Random(1)) == FILE


def test_a_file_that_was_read_can_be_written_again():
    town = read(FILE)
    again = read(anonymous(town, random.Random(2)))
    assert len(again.candidates) == len(town.candidates)
    assert list(again.history.values()) == list(town.history.values())


def changed(*path: str | int, to: object) -> str:
    document = json.loads(FILE)
    *way, last = path
    place = document
    for step in way:
        place = place[step]
    place[last] = to
    return json.dumps(document)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("{", "It is not valid JSON"),
        ("[]", "The file"),
        ("{}", "kith_town is missing."),
        (changed("kith_town", to=2), "kith_town: this Kith reads version 1, not 2."),
        (changed("members", to=[]), "members: List should have at least 2 items"),
        (changed("members", 2, "slots", to=1 << 21), "members[2].slots: should be less than or equal to"),
        (changed("members", 2, "slots", to="morning"), "members[2].slots: should be a valid integer"),
        (changed("members", 0, "reach_km", to=-1), "members[0].reach_km: should be greater"),
        (changed("members", 0, "name", to="Ada"), "members[0].name is not known here."),
        (changed("members", 1, "area", to=9), "members[1].area: there is no area 9."),
        (changed("met", 0, to=[1, 1, 1]), "met[0]: name two members"),
        (changed("met", 0, to=[0, 9, 1]), "met[0]: name two members"),
        (changed("met", 0, to=[0, 1, 1, 0]), "met[0]: who met did so once at least, not 0 times."),
        (changed("met", 0, to=[0, 1, 0]), "met[0]: rounds are counted back from 1, not 0."),
        (changed("met", to=[[0, 1, 1], [0, 1, 2]]), "met[1]: these two are named already."),
        (changed("areas", 0, to=[1]), "areas[0]"),
        (changed("areas", 0, to=[1e9, 0]), "areas[0][0]: should be less than or equal to"),
    ],
)
def test_every_mistake_is_named(text: str, sentence: str):
    with pytest.raises(SetupError, match=r".") as caught:
        read(text)
    assert sentence in str(caught.value)
