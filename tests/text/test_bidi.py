"""Two directions of writing in one line, and words that are shortened."""

import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.text.bidi import FSI, PDI, bare, closed, direction, isolated
from bot.text.cutting import letters, shortened
from bot.text.message import Command, Person, T, Verbatim, listed
from bot.text.render import PlainStyle, render

PLAIN = PlainStyle()


@pytest.mark.parametrize(
    ("language", "way"),
    [
        ("en", "ltr"),
        ("de", "ltr"),
        ("he", "rtl"),
        ("ar", "rtl"),
        ("fa-IR", "rtl"),
        ("ar-XB", "rtl"),
        ("xx", "ltr"),
    ],
)
def test_every_language_has_a_direction(language, way):
    assert direction(language) == way


def test_a_latin_name_in_a_text_from_right_to_left_is_kept_to_itself():
    said = T("{who}: {words}", who="Ada", words=Verbatim("see you (soon)!"))
    assert render(said, PLAIN, "ar-XB") == f"{FSI}Ada{PDI}: {FSI}see you (soon)!{PDI}"
    assert render(said, PLAIN, "en") == "Ada: see you (soon)!"


def test_an_arabic_name_in_english_is_kept_to_itself():
    """Else the number that follows would be drawn into the name."""
    said = T("{who}, {count}", who="أحمد", count=2)
    assert render(said, PLAIN, "en") == f"{FSI}أحمد{PDI}, 2"
    assert render(said, PLAIN, "ar-XB") == "أحمد، 2"


def test_people_and_commands_are_always_kept_to_themselves_from_right_to_left():
    """A platform shows them in letters that nobody knows before."""
    assert render(T("{who}", who=Person("1")), PLAIN, "he") == f"{FSI}@1{PDI}"
    assert render(T("{help}", help=Command("kith help")), PLAIN, "he") == f'{FSI}"kith help"{PDI}'


def test_each_item_of_a_list_is_kept_to_itself():
    assert render(T("{all}", all=listed("Ada", "أحمد")), PLAIN, "ar-XB") == f"{FSI}Ada{PDI} وأحمد"


def test_what_is_typed_and_compared_is_freed_of_it():
    assert bare(f"{FSI}Ada{PDI}\u200e \u202eBen\u202c") == "Ada Ben"


FAMILY, FLAG, THUMB = "👩‍👩‍👧‍👦", "🇳🇱", "👍🏽"


@pytest.mark.parametrize(
    ("words", "count"),
    [
        ("abc", 3),
        (FAMILY + FLAG + THUMB, 3),
        ("🇳🇱🇩🇪", 2),
        ("e\u0301a", 2),
        ("น้ำใจ", 3),
        ("क्षत्रिय", 3),
        ("\u1112\u1161\u11ab\u1100\u1173\u11af", 2),
        ("🏴\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f", 1),
        ("1️⃣2️⃣", 2),
        ("", 0),
    ],
)
def test_what_people_see_as_one_letter_is_one(words, count):
    assert len(list(letters(words))) == count


def test_words_are_shortened_at_a_word():
    assert shortened("Come to the library", 17) == "Come to the…"
    assert shortened("Come to the library", 19) == "Come to the library"
    assert shortened("Rindfleischetikettierung", 10) == "Rindfleis…"


def test_a_family_is_never_torn_apart():
    assert shortened(FAMILY * 3, len(FAMILY) * 2) == f"{FAMILY}…"


def test_what_was_opened_is_closed_where_words_are_cut():
    cut = shortened(f"{FSI}Ada and a very long name{PDI} and more", 12)
    assert cut == f"{FSI}Ada and{closed(FSI + '…')[1:]}"
    assert isolated("Ada", "he") == f"{FSI}Ada{PDI}"


WORDS = st.text(
    st.sampled_from([*"ab ", "น", "้", "\u0e33", FSI, PDI, *FAMILY, *FLAG, "\u0301", "א"]), max_size=60
)


@given(words=WORDS, limit=st.integers(2, 50))
@example(words="aa \u0301", limit=3)
@example(words=f"aaaa{PDI}\u200d{FSI}aa", limit=8)  # a PDI that closes nothing, within a letter that opens
def test_shortened_words_fit_and_begin_as_they_did(words, limit):
    cut = shortened(words, limit)
    assert len(cut) <= max(limit, 1) or cut == words
    if cut != words:
        kept = cut.rstrip(PDI).removesuffix("…")
        assert bare(words).startswith(bare(kept))
        rest = words[len(kept) :]
        assert not kept or not rest or unicodedata.category(rest[0]) not in {"Mn", "Mc"}
