"""What other matching bots were seen to do to people, and what Kith must never do."""

import random
from collections import Counter
from dataclasses import replace

import pytest

from bot.matching import MatchRequest, PastMeeting, match
from bot.matching.edges import EVERY_PAIR
from tests.support.matching import anyone, member, named
from tests.support.series import Series, varied


def test_an_avoid_never_leaves_two_of_four_alone_who_could_be_placed() -> None:
    """Greedy pairing left two alone in 415 of 1,000 draws."""
    for seed in range(200):
        avoided = named((0, 1 + seed % 3))
        result = match(
            MatchRequest(candidates=tuple(anyone(i) for i in range(4)), separated=avoided, seed=str(seed))
        )
        assert not result.unplaced


@pytest.mark.parametrize("size", [2, 3])
def test_six_people_meet_for_24_weeks_though_all_met_within_twelve(size: int) -> None:
    """A hard window of twelve weeks left 92 percent of a group of six out."""
    series = Series(varied(6, 1), size=size)
    for _ in range(24):
        assert not series.play().unplaced


def test_of_nine_people_each_sits_out_twice_in_eighteen_rounds() -> None:
    """Where nobody remembered who sat out, one did seven times and five never."""
    series = Series(varied(9, 1), pairs_only=True)
    left = Counter(each.member for _ in range(18) for each in series.play().unplaced)
    assert sorted(left.values()) == [2] * 9


def test_the_last_round_never_comes_again_once_all_have_met() -> None:
    """A history of yes and no repeated the last round exactly in a third of all rounds."""
    for count in (4, 6, 8, 10):
        series, before = Series(varied(count, 1)), frozenset()
        for _ in range(5 * count):
            now = frozenset(group.members for group in series.play().groups)
            assert not now & before
            before = now


@pytest.mark.timeout(60)
def test_being_owed_a_place_never_costs_others_theirs_among_thousands() -> None:
    """Ranking candidates by what somebody is owed made everybody keep the same few: 1,693 of 2,499 pairs were left."""
    count = EVERY_PAIR + 1000
    rng = random.Random(1)
    people = [
        replace(
            person,
            slots=sum(1 << slot for slot in rng.sample(range(21), 3)),
            reach_km=rng.choice((4.0, 8.0, 40.0)),
        )
        for person in varied(count, 1)
    ]
    owed = [
        replace(person, sat_out=rng.randint(1, 5)) if rng.random() < 0.05 else person for person in people
    ]
    history = {
        pair: PastMeeting(rounds_ago=rng.randint(1, 8))
        for pair in named(*(sorted(rng.sample(range(count), 2)) for _ in range(3 * count)))
    }
    without, result = (
        match(MatchRequest(candidates=tuple(each), history=history, seed="s", pairs_only=True))
        for each in (people, owed)
    )
    assert len(result.groups) == len(without.groups) >= 0.49 * count
    waiting = {person.id for person in owed if person.sat_out}
    assert not waiting & {each.member for each in result.unplaced}


def test_four_who_met_last_time_meet_the_other_way_round() -> None:
    people = tuple(anyone(i) for i in range(4))
    met = dict.fromkeys(named((0, 1), (2, 3)), PastMeeting(rounds_ago=1))
    result = match(MatchRequest(candidates=people, history=met, seed="s"))
    assert (member(0), member(1)) not in [group.members for group in result.groups]
