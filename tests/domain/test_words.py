"""Words that people typed are cleaned, measured and read."""

import pytest

from bot.domain.availability import ANY_TIME, keys_of
from bot.domain.words import items, nearest, plain, read_languages, read_times


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("  hello \n there ", "hello there"),
        ("\u202egnirts", "gnirts"),
        ("a\u200bb\u2066c", "abc"),
        ("z\u0300\u0301\u0302\u0303\u0304", "z\u0300\u0301"),
        ("\x1b[31mred", "[31mred"),
        ("\ud800x", "x"),
        ("👩\u200d👩\u200d👧", "👩\u200d👩\u200d👧"),
        ("\u200d\u200d", ""),
        ("Cafe\u0301", "Café"),
    ],
)
def test_plain_text_keeps_words_and_drops_tricks(typed, shown):
    assert plain(typed) == shown


def test_plain_text_is_cut_where_a_length_is_given():
    assert plain("x" * 5000, 140) == "x" * 140


@pytest.mark.parametrize(
    ("typed", "keys"),
    [
        ("sat-morning", ("sat-morning",)),
        ("Saturday morning, sunday Afternoon", ("sat-morning", "sun-afternoon")),
        ("monday", ("mon-morning", "mon-afternoon", "mon-evening")),
        ("weekend mornings", ("sat-morning", "sun-morning")),
    ],
)
def test_times_are_read_as_keys_or_as_people_say_them(typed, keys):
    assert keys_of(read_times(typed)) == keys


def test_any_time_is_the_whole_week():
    assert read_times("any time") == ANY_TIME


def test_an_unknown_time_is_named():
    with pytest.raises(ValueError, match="sometimes"):
        read_times("sat-morning, sometimes")


def test_languages_are_read_by_code_by_english_name_and_by_own_name():
    assert read_languages("en, German; Nederlands") == {"en", "de", "nl"}


def test_an_unknown_language_is_named():
    with pytest.raises(ValueError, match="Klingonese"):
        read_languages("English, Klingonese")


def test_lists_lose_repeats_and_empty_parts():
    assert items("Oost, , West,Oost") == ("Oost", "West")


def test_nearest_finds_a_misspelt_word():
    assert nearest("europe/amsterdm", ["Europe/Amsterdam", "Asia/Tokyo"]) == ("Europe/Amsterdam",)
