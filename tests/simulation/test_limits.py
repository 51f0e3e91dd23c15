"""What keeps people apart, in one sentence."""

from dataclasses import replace

import pytest

from bot.ids import AreaId
from bot.matching import Candidate
from bot.simulation.limits import MOST_LOOKED_AT, limiting
from bot.simulation.play import Settings
from tests.support.simulation import easy_town

PEOPLE = easy_town(10).candidates
PLACES = {"north": (52.0, 5.0), "south": (51.0, 5.0)}


def half(**changes: object) -> tuple[Candidate, ...]:
    return tuple(replace(one, **changes) if number % 2 else one for number, one in enumerate(PEOPLE))


@pytest.mark.parametrize(
    ("people", "rest"),
    [
        (half(slots=0), "are never free when they are"),
        (half(languages=frozenset({"l1"})), "speak none of their languages"),
        (
            half(area=AreaId("south"), centre=PLACES["south"]),
            "live farther away than one of the two would go",
        ),
    ],
)
def test_the_rule_that_keeps_most_people_apart_is_named(people: tuple[Candidate, ...], rest: str):
    told = limiting(people, Settings())
    assert told.startswith("A member could meet ")
    assert told.endswith(f"of 9 others; most of the rest {rest}.")


def test_the_area_rule_is_named_where_the_circle_has_it():
    people = tuple(
        replace(one, area=AreaId(f"area{number % 2}"), centre=PLACES["north"])
        for number, one in enumerate(PEOPLE)
    )
    assert limiting(people, Settings()) == "Nearly everybody could meet everybody."
    assert "which the circle keeps apart" in limiting(people, Settings(same_area=True))


def test_a_large_community_is_told_from_some_of_its_members():
    people = easy_town(3 * MOST_LOOKED_AT).candidates
    assert limiting(people, Settings()) == "Nearly everybody could meet everybody."


@pytest.mark.parametrize("count", [0, 1])
def test_where_nobody_is_there_nobody_can_be_met(count: int):
    assert limiting(PEOPLE[:count], Settings()) == "There is nobody to meet."
