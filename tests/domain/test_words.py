"""Words that people typed are cleaned, measured and read."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.availability import ANY_TIME, key, keys_of, label, slots
from bot.domain.local_words import local_times, local_weeks
from bot.domain.words import items, nearest, plain, read_languages, read_times
from bot.text.render import PlainStyle, render


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


@pytest.mark.parametrize(
    ("language", "typed", "keys"),
    [
        ("de", "Samstag Morgen, So. nachmittags", ("sat-morning", "sun-afternoon")),
        ("de-AT", "samstagabend, friday evening", ("fri-evening", "sat-evening")),
        ("nl", "zaterdagochtend", ("sat-morning",)),
        ("fr", "Samedi après-midi", ("sat-afternoon",)),
        ("pl", "sob. wieczorem", ("sat-evening",)),
        ("pt-BR", "segunda-feira", ("mon-morning", "mon-afternoon", "mon-evening")),
        ("es", "sábado tarde", ("sat-afternoon",)),
        ("ja", "土曜日夜", ("sat-evening",)),
        ("ar", "السبت مساءً", ("sat-evening",)),
        ("he", "\u2068שבת\u2069 בבוקר", ("sat-morning",)),
        ("da", "sun morning", ("sun-morning",)),
    ],
)
def test_times_are_read_in_the_language_of_whoever_types_them_beside_english(language, typed, keys):
    assert keys_of(read_times(typed, language)) == keys


@pytest.mark.parametrize(
    ("language", "typed"),
    [("de", "irgendwann"), ("en", "samstag"), ("de", "Samstag vielleicht"), ("de", "so" * 200), ("ja", "の")],
)
def test_what_is_no_time_in_a_language_is_named(language, typed):
    with pytest.raises(ValueError, match=typed):
        read_times(typed, language)


@pytest.mark.parametrize("language", ["en", "de", "en-XA", "ar-XB"])
def test_the_times_that_a_menu_shows_can_be_typed_as_they_stand(language):
    for day, part in slots(ANY_TIME):
        shown = render(label(day, part), PlainStyle(), language)
        assert keys_of(read_times(shown, language)) == (key(day, part),)


@pytest.mark.parametrize(
    ("language", "typed", "weeks"),
    [
        ("de", "2 Wochen", 2),
        ("nl", "1 week", 1),
        ("pl", "5 tygodni", 5),
        ("ar", "أسبوعان", 2),
        ("ar", "٣ أسابيع", 3),
        ("ja", "2週間", 2),
        ("de", "Wochen", None),
        ("de", "2 Tage", None),
        ("de", "", None),
        ("en", "2 Wochen", None),
    ],
)
def test_weeks_are_read_as_a_language_writes_them(language, typed, weeks):
    assert local_weeks(typed, language) == weeks


@given(words=st.text(max_size=60), language=st.sampled_from(["de", "ja", "ar", "fr", "th", "en-XA"]))
def test_no_words_break_the_reading_of_times_and_weeks(words, language):
    assert 0 <= local_times(words, language) <= ANY_TIME
    assert local_weeks(words, language) in {None, *range(100)}


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
