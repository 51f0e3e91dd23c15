"""Rounds on a pretend community: the books are right, and the same chance tells the same story."""

import random
from dataclasses import replace

import pytest

from bot.matching import MatchedGroup, MatchResult, PastMeeting, pair_of
from bot.matching.model import Bridge
from bot.simulation.play import Books, Played, Settings, play
from bot.simulation.tally import Numbers, Tally
from bot.simulation.town import TYPICAL, Town, pretend_town
from tests.support.simulation import easy_town


def told(town: Town, rounds: int, seed: int = 1, **wanted: float | bool) -> Numbers:
    settings = Settings(**wanted)  # type: ignore[arg-type]
    tally = Tally(settings.size)
    for played in play(town, settings, rounds, random.Random(seed)):
        tally.add(played)
    return tally.numbers()


def test_eight_people_meet_in_seven_rounds_without_a_repeat_and_then_in_the_same_order_again():
    numbers = told(easy_town(8), 8)
    assert [each.repeats for each in numbers.rounds] == [0] * 7 + [4]
    assert [each.first_meetings for each in numbers.rounds] == [4] * 7 + [0]
    assert [one.new_people for one in numbers.members] == [7] * 8
    assert numbers.group_sizes == ((2, 32),)
    assert not any(each.left_out for each in numbers.rounds)


def test_the_same_chance_tells_the_same_story():
    town = pretend_town(30, random.Random(3), areas=4)
    behaviour = {"attendance": 0.8, "churn": 0.1, "missed": 0.1}
    assert told(town, 5, **behaviour) == told(town, 5, **behaviour)
    assert told(town, 5, **behaviour) != told(town, 5, seed=2, **behaviour)


def test_churn_keeps_the_number_of_members_and_brings_new_people():
    numbers = told(easy_town(12), 6, churn=0.5)
    assert {each.members for each in numbers.rounds} == {12}
    assert len(numbers.members) > 12
    assert len(numbers.regulars) < 12


def test_whoever_leaves_takes_their_meetings_along():
    numbers = told(easy_town(6), 12, churn=1.0)
    assert sum(each.repeats for each in numbers.rounds) == 0
    assert {one.came for one in numbers.members} == {1}


def test_attendance_is_a_share_of_the_members_and_those_away_are_not_left_out():
    numbers = told(easy_town(40), 10, attendance=0.5)
    assert 150 < sum(each.coming for each in numbers.rounds) < 250
    assert sum(each.left_out for each in numbers.rounds) == 0


def test_the_same_people_come_whatever_rule_is_tried():
    pairs = told(easy_town(21), 5, attendance=0.7, churn=0.2)
    trios = told(easy_town(21), 5, attendance=0.7, churn=0.2, size=3)
    assert [each.coming for each in pairs.rounds] == [each.coming for each in trios.rounds]
    assert [one.came for one in pairs.members] == [one.came for one in trios.members]


def test_sitting_out_goes_round_where_only_pairs_may_meet():
    numbers = told(easy_town(5), 10, pairs_only=True)
    assert [one.left_out for one in numbers.members] == [2] * 5
    assert [one.no_partner for one in numbers.members] == [0] * 5


def test_turns_in_the_odd_trio_go_round_and_newcomers_do_not_have_them_all():
    numbers = told(easy_town(5), 10)
    turns = [one.odd_turns for one in numbers.members]
    assert max(turns) - min(turns) <= 1
    assert sum(turns) == 30


def test_a_meeting_that_never_came_about_is_no_meeting():
    numbers = told(easy_town(6), 6, missed=1.0)
    assert [each.missed for each in numbers.rounds] == [3] * 6
    assert [each.repeats for each in numbers.rounds] == [0] * 6
    assert {one.new_people for one in numbers.members} == {0}


def test_what_happened_before_is_remembered():
    town = easy_town(4)
    names = [one.id for one in town.candidates]
    first = pair_of(names[0], names[1])
    known = Town(candidates=town.candidates, history={first: PastMeeting(rounds_ago=1)})
    (played,) = play(known, Settings(), 1, random.Random(1))
    assert first not in [group.members for group in played.result.groups]
    assert len(played.first_meetings) == 2


def test_turns_and_rounds_left_out_before_are_remembered():
    """In a circle of pairs alone, whoever was left out goes first, and of the others whoever had more turns."""
    people = [
        replace(one, sat_out=int(number == 0), odd_trios=(0, 1, 1, 1, 0)[number])
        for number, one in enumerate(easy_town(5).candidates)
    ]
    (played,) = play(Town(candidates=tuple(people)), Settings(pairs_only=True), 1, random.Random(1))
    assert [one.member for one in played.result.unplaced] == [people[4].id]


def test_the_rules_of_a_circle_are_tried():
    town = pretend_town(30, random.Random(2), areas=3, habits=TYPICAL)
    homes = {one.id: one.area for one in town.candidates}
    (near,) = play(town, Settings(size=3, same_area=True), 1, random.Random(1))
    assert all(len({homes[name] for name in group.members}) == 1 for group in near.result.groups)
    (mixed,) = play(town, Settings(size=3, mix=frozenset({Bridge.AREAS})), 1, random.Random(1))
    (plain,) = play(town, Settings(size=3), 1, random.Random(1))
    across, before = (
        sum(len({homes[name] for name in group.members}) for group in each.result.groups)
        for each in (mixed, plain)
    )
    assert across > before


def test_no_more_new_faces_are_looked_for_than_the_circle_wants():
    """Three of four know one another: they may stay together where one new face is enough for everybody."""
    all_new = told(easy_town(8), 6, size=4)
    few = told(easy_town(8), 6, size=4, new_faces=1)
    assert sum(each.repeats for each in few.rounds) >= sum(each.repeats for each in all_new.rounds)


def test_separations_are_kept_for_as_long_as_both_are_members():
    town = easy_town(4)
    names = [one.id for one in town.candidates]
    apart = frozenset({pair_of(names[0], names[1]), pair_of(names[2], names[3])})
    for played in play(Town(candidates=town.candidates, separated=apart), Settings(), 5, random.Random(1)):
        assert not apart & {group.members for group in played.result.groups}


@pytest.mark.parametrize("count", [0, 1])
def test_where_nobody_can_meet_nothing_is_counted(count: int):
    numbers = told(easy_town(count), 2)
    assert numbers.ways_km == ()
    assert numbers.group_sizes == ()
    assert numbers.mean_fit is None
    assert numbers.worst_off_fit is None


def test_ways_are_those_of_the_groups():
    numbers = told(pretend_town(40, random.Random(1), areas=6), 3)
    assert len(numbers.ways_km) == sum(times * size * (size - 1) // 2 for size, times in numbers.group_sizes)
    assert list(numbers.ways_km) == sorted(numbers.ways_km)


def test_what_a_group_was_worth_to_a_member_is_remembered_in_the_next_round():
    first, second = play(pretend_town(20, random.Random(1), areas=3), Settings(), 2, random.Random(1))
    fits = {
        member: fit
        for group in first.result.groups
        for member, fit in zip(group.members, group.fits, strict=False)
    }
    assert {one.id: one.past_fit for one in second.candidates} == {
        one.id: fits.get(one.id) for one in second.candidates
    }


def test_fits_are_averaged_and_the_worst_off_are_looked_at_apart():
    town = easy_town(22)
    names = [one.id for one in town.candidates]
    groups = tuple(
        MatchedGroup(
            members=(names[i], names[i + 1]), slots=1, languages=frozenset(), facts=(), fits=(10 * i, 500)
        )
        for i in range(0, 22, 2)
    )
    tally = Tally(2)
    for _ in range(2):
        tally.add(
            Played(
                members=tuple(names),
                candidates=town.candidates,
                result=MatchResult(
                    groups=groups, unplaced=(), repeats=0, value=0, bound=None, most_placed=22
                ),
                first_meetings=(),
                repeats=0,
                missed=0,
            )
        )
    assert tally.numbers().mean_fit == 300
    assert tally.numbers().worst_off_fit == 0


def test_a_date_that_was_missed_does_not_count_between_two_who_met():
    town = easy_town(2)
    books = Books(town, Settings(missed=0.5), seed="two")
    names = [one.id for one in town.candidates]
    for number, lucky in enumerate((True, False, False)):
        books.play(number, names, dict.fromkeys(names, float(lucky)))
    assert list(books.request(3, names).history.values()) == [PastMeeting(rounds_ago=3)]


def test_hosts_take_turns_and_whoever_never_held_an_extra_seat_comes_first():
    town = easy_town(7)
    hosts = [replace(one, host=number < 3) for number, one in enumerate(town.candidates)]
    books = Books(Town(candidates=tuple(hosts)), Settings(pairs_only=True), seed="hosts")
    names = [one.id for one in hosts]
    held = []
    for number in range(9):
        result = books.play(number, names, dict.fromkeys(names, 1.0)).result
        assert not result.unplaced
        held += [group.host for group in result.groups if group.host is not None]
    assert len(held) == 9
    for start in range(0, 9, 3):
        assert set(held[start : start + 3]) == set(names[:3])


def test_the_odd_turn_of_the_round_before_is_remembered():
    first, second = play(easy_town(5), Settings(), 2, random.Random(1))
    (trio,) = [group.members for group in first.result.groups if len(group.members) == 3]
    assert {one.id for one in second.candidates if one.odd_last} == set(trio)
    assert {one.id for one in second.candidates if one.odd_trios} == set(trio)
