"""What an organiser is told of a round before it is matched: how good it is, and what would help whom."""

from dataclasses import replace

import pytest

from bot.commands.organise_preview import preview_card
from bot.ids import AreaId, UserId
from bot.matching import MatchRequest, MatchResult, match
from bot.services.preview import Preview
from bot.text.render import PlainStyle, render
from tests.support import stored
from tests.support.matching import anyone, member, named

ALONE = MatchResult(groups=(), unplaced=(), repeats=0, value=0, bound=0, most_placed=0)


def told(result: MatchResult) -> str:
    """Return the words of the card."""
    users = {member(i): UserId(f"user{i}") for i in range(9)}
    found = Preview(round=stored.a_round(), result=result, users=users)
    card = preview_card(found, stored.circle(), stored.community())
    return "\n".join(render(part, PlainStyle(), "en") for part in (*card.lines, *card.bullets))


@pytest.mark.parametrize(
    ("numbers", "words"),
    [
        ({"value": 900, "bound": 900}, "Nobody could be placed better: proven."),
        ({"value": 9998, "bound": 10_000}, "At most 0.02% from the best possible: proven."),
        ({"bound": None}, "Nobody more could have a group: proven. How well people fit is near the best"),
        ({"bound": None, "most_placed": 1}, "At most 1 more person could have a group."),
        ({"bound": None, "most_placed": 7}, "At most 7 more people could have a group."),
        ({"bound": None, "all_compared": False}, "the result is near the best, not proven."),
        (
            {"value": 1, "bound": 2, "all_compared": False},
            "Among the likeliest pairs of everybody, at most 50%",
        ),
    ],
)
def test_how_good_a_round_is_stands_in_words(numbers, words):
    assert words in told(replace(ALONE, **numbers))


@pytest.mark.parametrize(
    ("one", "other", "help_"),
    [
        ({"slots": 0b01}, {"slots": 0b10}, "more free times might help: 1 person fits in every other way"),
        (
            {"area": AreaId("north"), "centre": (52.0, 5.0), "reach_km": 2.0},
            {"area": AreaId("south"), "centre": (52.05, 5.0), "reach_km": 20.0},
            "going 6 km would bring 1 person into question",
        ),
        (
            {"area": AreaId("north"), "reach_km": 2.0},
            {"area": AreaId("south"), "reach_km": float("inf")},
            "going any distance would bring 1 person into question",
        ),
        (
            {"languages": frozenset({"en"})},
            {"languages": frozenset({"nl"})},
            "1 person near them is free then, but speaks another language",
        ),
    ],
    ids=["times", "way", "unknown way", "languages"],
)
def test_whoever_is_left_out_comes_with_the_cheapest_change_that_would_help(one, other, help_):
    result = match(MatchRequest(candidates=(anyone(1, **one), anyone(2, **other)), seed="s"))
    assert f"user1: no possible partner this round; {help_}" in told(result)


def test_across_areas_somebody_might_come_into_question():
    here = anyone(1, area=AreaId("north"), centre=(52.0, 5.0))
    there = anyone(2, area=AreaId("south"), centre=(52.01, 5.0))
    result = match(MatchRequest(candidates=(here, there), seed="s", same_area=True))
    assert "across areas, 1 person would come into question" in told(result)


def test_a_separation_reads_like_an_empty_calendar():
    apart = match(MatchRequest(candidates=(anyone(1), anyone(2)), separated=named((1, 2)), seed="s"))
    busy = match(MatchRequest(candidates=(anyone(1, slots=1), anyone(2, slots=2)), seed="s"))
    assert told(apart) == told(busy)


def test_why_a_group_was_made_stands_beside_it():
    likes = {"interests": frozenset({"chess"}), "slots": 0b101}
    result = match(MatchRequest(candidates=(anyone(1, **likes), anyone(2, **likes)), seed="s"))
    assert "user1 and @user2: new to each other, free together on Monday morning and Monday evening" in told(
        result
    )
    assert "share an interest in chess" in told(result)
