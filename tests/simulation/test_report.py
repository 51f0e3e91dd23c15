"""Numbers as people read them: rows, a sentence, a picture."""

import json
import random

from bot.matching.model import Bridge
from bot.simulation.picture import draw
from bot.simulation.play import Settings, play
from bot.simulation.report import as_json, headline, outcome, sections, within
from bot.simulation.tally import Numbers, Tally
from bot.simulation.town import Town, pretend_town
from tests.support.simulation import easy_town

PNG = b"\x89PNG\r\n\x1a\n"


def told(town: Town, settings: Settings, rounds: int) -> Numbers:
    tally = Tally(settings.size)
    for played in play(town, settings, rounds, random.Random(1)):
        tally.add(played)
    return tally.numbers()


def rows(numbers: Numbers) -> dict[str, str]:
    return {what: count for section in sections(numbers) for what, count in section}


def test_a_small_community_in_words():
    numbers = told(easy_town(8), Settings(), 8)
    assert headline(numbers, Settings()) == "8 members, 8 rounds of pairs"
    assert outcome(numbers) == "28 pairs met, 4 came together again; nobody was left out"
    found = rows(numbers)
    assert found["Yeses"] == "64 (100 % of those asked)"
    assert found["New people a member met"] == "7 each"
    assert found["Pairs brought together again"] == "4 (12 %)"
    assert found["Times somebody was left out"] == "0 (0 % of the yeses)"
    assert found["Groups"] == "32 of 2"
    assert "Half of the ways within groups" not in found


def test_who_left_and_what_was_missed_are_told_where_there_is_something_to_tell():
    settings = Settings(size=3, churn=0.5, missed=0.5)
    numbers = told(pretend_town(30, random.Random(1), areas=3), settings, 4)
    assert headline(numbers, settings) == "30 members, 4 rounds of groups of 3"
    found = rows(numbers)
    assert {"Members in all, with those who left", "Groups that never met"} <= set(found)
    assert "Half of the ways within groups" in found


def test_one_is_not_many():
    numbers = told(easy_town(3), Settings(pairs_only=True), 1)
    assert headline(numbers, Settings(pairs_only=True)) == "3 members, 1 round of pairs only"
    assert outcome(numbers) == "1 pair met, 0 came together again; somebody was left out 1 time"


def test_no_way_at_all_is_the_same_area():
    assert within(0.0) == "in the same area"
    assert within(1.26) == "within 1.3 km"


def test_everything_is_plain_data():
    numbers = told(easy_town(4), Settings(), 2)
    data = json.loads(json.dumps(as_json(numbers, Settings())))
    assert data["version"] == 1
    assert data["settings"]["size"] == 2
    assert [each["first_meetings"] for each in data["rounds"]] == [2, 2]
    assert len(data["members"]) == 4


def test_the_picture_is_a_png_and_the_same_for_the_same_numbers():
    numbers = told(pretend_town(20, random.Random(1), areas=3), Settings(churn=0.1), 3)
    drawn = draw(numbers, "A title", "what happened")
    assert drawn.startswith(PNG)
    assert len(drawn) > 20_000
    assert draw(numbers, "A title", "what happened") == drawn
    assert draw(told(easy_town(4), Settings(), 1), "No centres", "no ways").startswith(PNG)


def test_half_of_the_members_are_told_in_words():
    numbers = told(easy_town(5), Settings(pairs_only=True), 2)
    assert rows(numbers)["Times a regular was left out"] == "0 to 1, half of them never"
    assert rows(numbers)["New people a member met"] == "1 to 2, half of them 2 or fewer"


def test_the_rules_that_are_tried_stand_in_the_headline():
    settings = Settings(size=3, mix=frozenset({Bridge.ROLES, Bridge.AREAS}), new_faces=2)
    numbers = told(easy_town(6), settings, 1)
    assert headline(numbers, settings) == (
        "6 members, 1 round of groups of 3, mixing areas, roles, 2 new faces for everybody"
    )
    assert as_json(numbers, settings)["settings"]["mix"] == ["areas", "roles"]
    assert headline(numbers, Settings(size=3, same_area=True)).endswith("of groups of 3, within one area")
