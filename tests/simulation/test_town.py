"""The pretend community: the same for the same chance, and as varied as a real one."""

import random
from statistics import mean

import pytest

from bot.domain.availability import ANY_TIME
from bot.domain.member import Reach
from bot.simulation.town import MAIN_LANGUAGE, TYPICAL, pretend_town


@pytest.fixture(scope="module")
def town():
    return pretend_town(2000, random.Random(1))


def test_the_same_chance_makes_the_same_town(town):
    assert pretend_town(2000, random.Random(1)) == town
    assert pretend_town(2000, random.Random(2)) != town


def test_people_are_free_a_handful_of_times_a_week_and_some_hardly_ever(town):
    free = [one.slots.bit_count() for one in town.candidates]
    assert 4.3 < mean(free) < 4.9
    assert min(free) == 1
    assert 0.15 < sum(times <= 2 for times in free) / len(free) < 0.3


def test_most_people_share_a_language(town):
    assert 0.84 < mean(MAIN_LANGUAGE in one.languages for one in town.candidates) < 0.9


def test_members_are_numbered_in_order_and_separations_name_two_of_them(town):
    names = [one.id for one in town.candidates]
    assert names == sorted(set(names))
    assert all(one < other and {one, other} <= set(names) for one, other in town.separated)
    assert 900 < len(town.separated) <= 1000


def test_everybody_lives_alone_unless_areas_are_wanted(town):
    assert len({one.centre for one in town.candidates}) == 2000
    shared = pretend_town(200, random.Random(1), areas=5)
    assert len({(one.area, one.centre) for one in shared.candidates}) == 5


def test_nobody_and_two_people_are_towns_too():
    assert pretend_town(0, random.Random(1)).candidates == ()
    assert len(pretend_town(2, random.Random(1), areas=1).candidates) == 2


def test_typical_people_choose_what_kith_offers_and_many_leave_their_times_as_they_are():
    town = pretend_town(2000, random.Random(1), areas=40, habits=TYPICAL)
    assert {one.reach_km for one in town.candidates} == {reach.km for reach in Reach}
    assert 0.5 < mean(one.reach_km == Reach.TOWN.km for one in town.candidates) < 0.7
    assert 0.4 < mean(one.slots == ANY_TIME for one in town.candidates) < 0.5
    assert 0.1 < mean(one.slots.bit_count() <= 3 for one in town.candidates) < 0.25
    assert 0 < len(town.separated) <= 100
