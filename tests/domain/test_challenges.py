"""What challenges know about themselves."""

import pytest

from bot.domain.challenges import (
    IN_THE_CHANNEL,
    PUBLIC_PLACE,
    SKIPPING_IS_FINE,
    Condition,
    Energy,
    Mode,
    Safety,
    Tie,
    footers,
)
from tests.support.content import a_challenge


@pytest.mark.parametrize("safety", Safety)
def test_skipping_is_always_fine(safety):
    assert footers(a_challenge(safety=safety))[-1] == SKIPPING_IS_FINE


def test_somebody_new_means_a_public_place():
    assert PUBLIC_PLACE in footers(a_challenge(safety=Safety.NEW))
    assert PUBLIC_PLACE not in footers(a_challenge(safety=Safety.KNOWN))


def test_whoever_knows_nobody_yet_has_something_to_do_where_others_turn_to_people_they_know():
    assert IN_THE_CHANNEL in footers(a_challenge(tie=Tie.CLOSE))
    assert IN_THE_CHANNEL not in footers(a_challenge(tie=Tie.WEAK))


@pytest.mark.parametrize(
    ("wants", "said", "suits"),
    [
        ({"any"}, {"wet"}, True),
        ({"dry"}, set(), True),
        ({"dry"}, {"dry"}, True),
        ({"dry"}, {"wet"}, False),
        ({"dry"}, {"cold"}, True),
        ({"hot", "dry"}, {"cold"}, False),
        ({"hot", "dry"}, {"cold", "dry"}, True),
        ({"cold", "dark"}, {"hot"}, False),
        ({"cold", "dark"}, {"hot", "dark"}, True),
        ({"wet"}, {"dry"}, False),
    ],
)
def test_a_challenge_suits_the_weather_unless_it_is_the_opposite(wants, said, suits):
    challenge = a_challenge(conditions=frozenset(map(Condition, wants)))
    assert challenge.suits(frozenset(map(Condition, said))) is suits


def test_weight_compares_effort_before_company_before_minutes():
    small = a_challenge(effort=1, energy=Energy.HIGH, minutes=10)
    company = a_challenge(effort=2, energy=Energy.MID, minutes=5)
    long = a_challenge(effort=2, energy=Energy.LOW, minutes=90)
    assert sorted([company, long, small], key=lambda each: each.weight) == [small, long, company]


def test_asking_no_more_means_neither_more_effort_nor_more_company():
    usual = a_challenge(effort=2, energy=Energy.MID)
    assert usual.asks_no_more_than(usual)
    assert a_challenge(effort=1, energy=Energy.LOW).asks_no_more_than(usual)
    assert not a_challenge(effort=1, energy=Energy.HIGH).asks_no_more_than(usual)
    assert not a_challenge(effort=3, energy=Energy.LOW).asks_no_more_than(usual)


def test_what_works_apart_needs_more_than_being_there():
    assert not a_challenge(modes=frozenset({Mode.IN_PERSON})).works_apart
    assert a_challenge(modes=frozenset({Mode.IN_PERSON, Mode.VOICE})).works_apart
