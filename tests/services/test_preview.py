"""What an organiser is told of a round before it is matched: how good it is, and what would help whom."""

import re
from dataclasses import replace

import pytest

from bot.commands.left_out import ENOUGH_GROUPS, Said
from bot.commands.organise_preview import preview_card
from bot.domain.availability import ANY_TIME
from bot.domain.member import Reach
from bot.ids import AreaId, UserId
from bot.matching import (
    Advice,
    Change,
    MatchedGroup,
    MatchRequest,
    MatchResult,
    Unplaced,
    UnplacedReason,
    match,
)
from bot.services.preview import Preview
from bot.text.render import PlainStyle, render
from tests.support import stored
from tests.support.everywhere import a_town_on, on_every_platform
from tests.support.matching import anyone, member, named

ALONE = MatchResult(groups=(), unplaced=(), repeats=0, value=0, bound=0, most_placed=0)
LEFT = tuple(Unplaced(member=member(i), reason=UnplacedReason.NOBODY_LEFT) for i in range(9))
NORTH = AreaId("north")


def card_of(result, page=1, edition="", **settings):
    users = {member(i): UserId(f"{10**17 + i}") for i in range(800)}
    said = {
        name: replace(stored.member(name), area=NORTH, reach=Reach.TOWN, times=ANY_TIME) for name in users
    }
    found = Preview(
        round=stored.a_round(), result=result, users=users, **({"members": said, "reader": None} | settings)
    )
    return preview_card(found, stored.circle(), stored.community(), page=page, edition=edition)


def told(result, page=1, **settings):
    """Return the words of the card, people by their numbers."""
    card = card_of(result, page, **settings)
    words = "\n".join(render(part, PlainStyle(), "en") for part in (*card.lines, *card.bullets))
    return re.sub(r"@10+(\d+)", lambda found: f"@user{int(found[1])}", words)


def line(advice=None, *, reader=False, groups=ENOUGH_GROUPS, **said):
    """Return what is said of one member who is left out."""
    one = replace(stored.member(member(1)), **({"area": NORTH} | said))
    other = replace(stored.member(member(2)), area=NORTH)
    page = Said({one.id: UserId("Ada")}, {one.id: one, other.id: other}, one.id if reader else None, groups)
    left = Unplaced(member=one.id, reason=UnplacedReason.NOBODY_LEFT, advice=advice)
    return (
        render(page.left_out(left), PlainStyle(), "en").removeprefix("@Ada: no group this time").lstrip("; ")
    )


@pytest.mark.parametrize(
    ("numbers", "words"),
    [
        ({"value": 900, "bound": 900}, "Nobody could be placed better: proven."),
        ({"value": 9998, "bound": 10_000}, "At most 0.02% from the best possible: proven."),
        ({"bound": None}, "Nobody more could have a group: proven. How well people fit is near the best"),
        ({"bound": None, "most_placed": 1, "unplaced": LEFT}, "At most 1 more person could have a group."),
        ({"bound": None, "most_placed": 7, "unplaced": LEFT}, "At most 7 more people could have a group."),
        ({"bound": None, "all_compared": False}, "the result is near the best, not proven."),
        (
            {"value": 1, "bound": 2, "all_compared": False},
            "Among the likeliest pairs of everybody, at most 50%",
        ),
    ],
)
def test_how_good_a_round_is_stands_in_words(numbers, words):
    assert words in told(replace(ALONE, **numbers))


def test_guests_of_hosts_are_no_more_people_who_could_have_a_group():
    pair, seat = ((member(i), member(i + 1)) for i in (1, 2))
    groups = (_group(pair), _group(seat, host=member(2)))
    hosted = replace(ALONE, groups=groups, bound=None, most_placed=3)
    assert "Left out: 0." in told(hosted)
    assert "Nobody more could have a group: proven." in told(hosted)


def _group(members, **changes):
    return MatchedGroup(members=members, slots=1, languages=frozenset({"en"}), facts=(), **changes)


@pytest.mark.parametrize(
    ("change", "said", "words"),
    [
        (
            Change.AROUND,
            {"reach": Reach.AREA},
            "going no farther than their own area, but in the areas around it there would be 3 people to meet",
        ),
        (
            Change.ANYWHERE,
            {"reach": Reach.AREA},
            "going no farther than their own area, but anywhere in town there would be 3 people to meet",
        ),
        (
            Change.ANYWHERE,
            {"reach": Reach.NEAR},
            "going no farther than the areas around theirs, but anywhere in town there would be 3 people to meet",
        ),
        (
            Change.AREA,
            {"area": None},
            "no area named, but with one there would be 3 people to meet",
        ),
        (
            Change.TIMES,
            {"times": 0b101},
            "free at 2 times of the week, but with more there would be 3 people to meet",
        ),
        (Change.AREA_RULE, {}, "across areas, there would be 3 people to meet"),
        (Change.LANGUAGES, {}, "there would be 3 people to meet, but they speak other languages"),
        (Change.THEIR_REACH, {}, "there would be 3 people to meet, but they do not go that far"),
    ],
    ids=["around", "anywhere", "anywhere from around", "area", "times", "rule", "languages", "theirs"],
)
def test_whoever_is_left_out_reads_with_their_limit_and_what_would_help(change, said, words):
    assert line(Advice(change=change, people=3), **said) == words


def test_without_a_change_that_would_help_the_line_is_bare():
    assert line(times=1, area=None, reach=Reach.AREA) == ""


def test_the_readers_own_line_is_always_bare():
    assert line(Advice(change=Change.TIMES, people=3), reader=True, times=1, reach=Reach.AREA) == ""


@pytest.mark.parametrize("groups", range(ENOUGH_GROUPS))
def test_among_few_groups_every_line_is_bare(groups):
    assert line(Advice(change=Change.TIMES, people=3), groups=groups, times=1) == ""


def test_the_hint_for_those_left_out_stands_where_there_are_some():
    left = (Unplaced(member=member(1), reason=UnplacedReason.NOBODY_LEFT),)
    assert "first in line next time" in told(replace(ALONE, unplaced=left))
    assert "first in line" not in told(ALONE)


@pytest.mark.parametrize(("pairs", "quiet"), [(4, True), (5, False)])
def test_an_empty_line_is_explained_by_other_groups_only_where_there_are_several(pairs, quiet):
    words = told(a_large_round(left=2, pairs=pairs))
    assert ("With so few groups, nothing is said about single people" in words) is quiet
    assert ("usually in other groups" in words) is not quiet
    assert words.count("no group this time; there would be") == (0 if quiet else 2)


def test_a_separation_and_a_hold_read_like_bad_luck():
    """Three are free at all times and one is too many: by numbers, by a separation, or because she is held back."""
    people = tuple(anyone(number) for number in (1, 2, 3))
    odd = match(MatchRequest(candidates=people, seed="s", pairs_only=True))
    (alone,) = (each.member for each in odd.unplaced)
    other = next(each.id for each in people if each.id != alone)
    apart = frozenset({tuple(sorted((alone, other)))})
    separated = match(MatchRequest(candidates=people, separated=apart, seed="s", pairs_only=True))
    none = tuple(replace(each, slots=0) if each.id == alone else each for each in people)
    held = match(MatchRequest(candidates=none, said={alone: ANY_TIME}, seed="s", pairs_only=True))
    assert told(odd) == told(separated) == told(held)
    assert "no group this time; " not in told(odd)


def test_two_who_stay_apart_are_told_of_nothing_that_would_help():
    apart = match(MatchRequest(candidates=(anyone(1), anyone(2)), separated=named((1, 2)), seed="s"))
    assert "@user1: no group this time\n@user2: no group this time" in told(apart)


def test_why_a_group_was_made_stands_beside_it():
    likes = {"interests": frozenset({"chess"}), "slots": 0b101}
    result = match(MatchRequest(candidates=(anyone(1, **likes), anyone(2, **likes)), seed="s"))
    assert "user1 and @user2: new to each other, free together on Monday morning and Monday evening" in told(
        result
    )
    assert "share an interest in chess" in told(result)


def a_large_round(left=20, pairs=60):
    """Match pairs of two languages, and leave out people whom nobody else understands."""
    alone = [anyone(i, languages=frozenset({f"q{i}"})) for i in range(left)]
    others = [anyone(left + i) for i in range(2 * pairs)]
    return match(MatchRequest(candidates=(*alone, *others), seed="s"))


def test_in_a_large_round_those_left_out_stand_first_and_everything_can_be_read():
    result = a_large_round()
    parts = [card_of(result, page) for page in range(1, 7)]
    lines = [render(each, PlainStyle(), "en") for part in parts for each in part.bullets]
    assert len(lines) == len({*lines}) == 80
    assert all("no group this time" in each for each in lines[:20])
    assert all("new to each other" in each for each in lines[20:])
    assert render(parts[5].footer, PlainStyle(), "en") == "Part 6 of 6"
    assert [turns(part) for part in parts] == ["2", "1 3", "2 4", "3 5", "4 6", "5"]


def turns(card):
    """Return the parts that one can turn to."""
    return " ".join(choice.action.options["page"] for choice in card.menu.choices)


def test_in_a_very_large_round_one_turns_by_ten_as_well():
    result = a_large_round(left=0, pairs=390)
    assert [turns(card_of(result, page)) for page in (1, 10, 14, 26)] == [
        "2 11",
        "9 11 20",
        "4 13 15 24",
        "16 25",
    ]


def test_the_part_of_an_earlier_match_is_the_first_part_of_this_one():
    before, after = a_large_round(), a_large_round(pairs=59)
    edition = card_of(before).menu.choices[0].action.options["edition"]
    assert card_of(before, 3, edition=edition) == card_of(before, 3)
    card = card_of(after, 3, edition=edition)
    assert render(card.footer, PlainStyle(), "en") == "Part 1 of 6"
    assert "Things have changed since, so this is part 1 again." in told(after, 3, edition=edition)


def test_where_there_is_no_group_nothing_leads_to_the_groups():
    result = a_large_round(left=40, pairs=0)
    assert [turns(card_of(result, page)) for page in (1, 2, 3)] == ["2", "1 3", "2"]


def test_many_left_out_can_be_passed_by_on_the_way_to_the_groups():
    first = card_of(a_large_round(left=40, pairs=20))
    assert [each.action.options["page"] for each in first.menu.choices] == ["2", "3"]
    assert render(first.menu.choices[1].label, PlainStyle(), "en") == "To the groups"


@pytest.mark.parametrize("page", [0, 99])
def test_a_part_that_is_not_there_is_the_nearest_one(page):
    assert card_of(a_large_round(), page) == card_of(a_large_round(), 1 if page == 0 else 6)


def test_a_small_round_has_one_part_without_buttons():
    card = card_of(a_large_round(left=3, pairs=3))
    assert (card.menu, card.footer) == (None, None)


@on_every_platform
async def test_an_organiser_turns_to_the_next_part_by_a_tap(where):
    async with a_town_on(where, [f"p{number:02}" for number in range(32)]) as town:
        olga = await town.kith.stage.person("Olga", organiser=True)
        first = await olga.say("organise preview")
        assert "Part 1 of 2" in first.text
        second = await olga.tap("To part 2")
        assert "Part 2 of 2" in second.text
        assert (first.where, second.where) == ("private", "private")
        lines = [each for shown in (first, second) for each in shown.text.splitlines() if "new to" in each]
        assert len(lines) == len({*lines}) == 16
