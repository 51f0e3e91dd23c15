"""The shipped library: that it loads, can be searched, and says what is wrong with a broken file."""

import pytest

from bot.content.evidence import GROUNDS
from bot.content.library import file_of, load_library, parse_challenges, parse_starters
from bot.domain.challenges import (
    IN_THE_CHANNEL,
    Access,
    Cost,
    Depth,
    Energy,
    Evidence,
    Practice,
    Setting,
    footers,
)
from bot.domain.season import Rung, fits
from bot.errors import SetupError
from bot.text.catalogue import SOURCE_LANGUAGE
from bot.text.render import PlainStyle, render

LIBRARY = load_library()

GOOD = """
licence = "CC0-1.0"
[[challenge]]
id = "reach-one"
title = "One hello"
text = "Send a hello."
smaller = "Send a wave."
setting = "solo"
tie = "close"
effort = 1
minutes = 2
modes = ["message"]
cost = "free"
conditions = ["any"]
place = "either"
access = ["no_touch"]
energy = "low"
safety = "S1"
easier = "reach-one"
evidence = "warmup"
note = "Plain."
"""


def parse(source: str):
    return parse_challenges(source, practice=Practice.REACH_OUT, file="reach_out.toml")


def test_the_library_has_what_was_promised():
    assert len(LIBRARY.challenges) >= 24
    assert len(LIBRARY.starters) >= 24
    assert {each.practice for each in LIBRARY.challenges} == set(Practice)


def test_the_library_is_read_once():
    assert load_library() is LIBRARY


def test_challenges_and_starters_are_found_by_id():
    for challenge in LIBRARY.challenges:
        assert LIBRARY.challenge(challenge.id) is challenge
    for starter in LIBRARY.starters:
        assert LIBRARY.starter(starter.id) is starter
    assert LIBRARY.challenge("reach-gone") is None
    assert LIBRARY.starter("light-gone") is None


def test_every_challenge_that_involves_others_has_one_that_works_apart():
    for challenge in LIBRARY.challenges:
        remote = LIBRARY.remote_of(challenge)
        assert remote is None or remote.works_apart


def test_filters_add_up():
    found = LIBRARY.find(
        practice=Practice.BE_PRESENT,
        rung=Rung.TOGETHER,
        setting=Setting.PAIR,
        max_effort=2,
        energy=Energy.LOW,
        cost=Cost.FREE,
        access={Access.SEATED, Access.LOW_NOISE},
    )
    assert found
    assert all(each.practice is Practice.BE_PRESENT and each.effort <= 2 for each in found)
    assert all({Access.SEATED, Access.LOW_NOISE} <= each.access for each in found)
    assert LIBRARY.find() == LIBRARY.challenges


def test_an_organiser_may_disable_challenges_and_starters():
    challenge, starter = LIBRARY.challenges[0], LIBRARY.starters[0]
    rest = LIBRARY.without({challenge.id, starter.id})
    assert challenge not in rest.challenges
    assert starter not in rest.starters
    assert len(rest.challenges) == len(LIBRARY.challenges) - 1


def test_every_sentence_passes_through_the_catalogue_as_it_was_written():
    texts = [text for text, _ in LIBRARY.messages()]
    assert len(texts) > 3 * len(LIBRARY.challenges) + len(LIBRARY.starters)
    assert all(render(text, PlainStyle(), SOURCE_LANGUAGE) == text.template for text in texts)


def test_every_evidence_tag_has_its_ground():
    assert set(GROUNDS) == set(Evidence)
    assert all(ground.source and ground.grade for ground in GROUNDS.values())


def test_a_good_file_is_read_with_its_defaults():
    (challenge,) = parse(GOOD)
    assert challenge.practice is Practice.REACH_OUT
    assert challenge.remote is None
    assert challenge.tender is False
    assert challenge.licence == "CC0-1.0"


@pytest.mark.parametrize(
    ("before", "after", "says"),
    [
        ('tie = "close"\n', "", "reach_out.toml: reach-one: tie: is missing."),
        ("effort = 1", "effort = 1\neffrt = 1", "reach-one: effrt: is not a key that a challenge has."),
        ("effort = 1", "effort = true", "reach-one: effort: give a value of type int."),
        ("effort = 1", 'effort = "1"', "reach-one: effort: give a value of type int."),
        ('tie = "close"', 'tie = "cozy"', "reach-one: tie: 'cozy' is not one of close, dormant"),
        ('["message"]', '["carrier"]', "reach-one: modes: 'carrier' is not one of in_person"),
        ('["message"]', "[]", "reach-one: modes: give a list with at least one word."),
        ('["message"]', '["message", "message"]', "reach-one: modes: names a word twice."),
        ('id = "reach-one"\n', "", "reach_out.toml: entry 1: id: is missing."),
        ('licence = "CC0-1.0"', "", "reach_out.toml: licence: give a value of type str."),
        ("[[challenge]]", "[challenge]", "reach_out.toml: write every challenge under [[challenge]]."),
        ("effort = 1", "effort = ", "reach_out.toml: not readable as TOML"),
    ],
)
def test_a_broken_file_names_file_entry_and_key(before, after, says):
    assert before in GOOD
    with pytest.raises(SetupError) as caught:
        parse(GOOD.replace(before, after))
    assert says in str(caught.value)


def test_challenges_must_be_tables():
    with pytest.raises(SetupError, match="entry 1: write it as a table"):
        parse('licence = "CC0-1.0"\nchallenge = ["one"]')


def test_starters_are_sentences_or_tables():
    plain, tender = parse_starters(
        '[light]\nlight-one = "What?"\n[deep]\ndeep-two = { text = "Why?", tender = true, note = "Kind." }',
        file="starters.toml",
    )
    assert (plain.depth, plain.tender) == (Depth.LIGHT, False)
    assert (tender.depth, tender.tender, tender.note_to_translator) == (Depth.DEEP, True, "Kind.")


@pytest.mark.parametrize(
    ("source", "says"),
    [
        ("light = 1", "starters.toml: light: write it as a table."),
        ("[light]\nlight-one = 1", "starters.toml: light-one: text: give a value of type str."),
        (
            '[light]\nlight-one = { text = "What?", sad = true }',
            "light-one: sad: is not a key that a starter has.",
        ),
    ],
)
def test_a_broken_starter_names_its_place(source, says):
    with pytest.raises(SetupError) as caught:
        parse_starters(source, file="starters.toml")
    assert says in str(caught.value)


def test_each_practice_has_its_file():
    assert [file_of(practice) for practice in Practice] == [
        "reach_out.toml",
        "be_present.toml",
        "engage_senses.toml",
        "join_community.toml",
    ]


def test_the_first_week_of_a_season_has_something_for_whoever_knows_nobody_yet():
    first = [each for each in LIBRARY.challenges if fits(each, Rung.WARM_UP)]
    assert first
    assert all(IN_THE_CHANNEL in footers(each) for each in first)
