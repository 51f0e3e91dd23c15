"""Private details in people's words are noticed, and numbers that are none are left alone."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.content.library import load_library
from bot.content.private.details import Detail, private_detail
from tests.support.heavy import FIGURES_OF_SPEECH, HEAVY, INNOCENT, PRIVATE

TERRITORIES = ("NL", "DE", "US", "GB", "FR", "ES", "IT", "PT", "PL", "DK", "NO", "JP", "BR", "", "XX")


def test_private_details_are_noticed():
    assert [words for words in PRIVATE if private_detail(f"Hi! {words}", "NL") is None] == []


@pytest.mark.parametrize("territory", TERRITORIES)
def test_innocent_numbers_are_left_alone_everywhere(territory):
    assert [words for words in INNOCENT if private_detail(words, territory)] == []


def test_heavy_words_are_no_private_detail():
    assert [words for words in (*HEAVY, *FIGURES_OF_SPEECH) if private_detail(words, "NL")] == []


def test_challenges_and_starters_hold_no_private_detail():
    """Some hundred texts of the kind people write here, for a measure of false alarms."""
    library = load_library()
    texts = [each.text.template for each in (*library.challenges, *library.starters)]
    assert [text for text in texts if private_detail(text, "NL")] == []


@pytest.mark.parametrize(
    ("words", "detail"),
    [
        ("06 12345678", Detail.PHONE),
        ("ada@example.org", Detail.MAIL),
        ("52.3702, 4.8952", Detail.POINT),
        ("Kerkstraat 12", Detail.ADDRESS),
    ],
)
def test_the_kind_of_detail_is_named(words, detail):
    assert private_detail(words, "NL") is detail


def test_a_short_number_is_one_where_it_is_dialled():
    assert private_detail("ring 612 34 56 78", "ES") is Detail.PHONE
    assert private_detail("ring 612 34 56 78", "") is None


@given(st.text(max_size=300), st.sampled_from(TERRITORIES))
def test_any_text_has_an_answer_and_always_the_same(words, territory):
    assert private_detail(words, territory) is private_detail(words, territory)


@given(st.text("0123456789 .,:/-+()ABCx°'\"NSEW@", max_size=200))
def test_walls_of_digits_are_looked_through_at_once(words):
    """Patterns that go back and forth over digits would make this test run into its time limit."""
    private_detail(words * 3, "NL")
