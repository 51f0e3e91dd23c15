"""Menus survive the database, whatever fills them."""

import string
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.sql.codec import read_menu, read_text, write_menu, write_text
from bot.ids import MenuId
from bot.ports.messages import Action, Choice, Menu, Tone
from bot.text.message import (
    Command,
    LanguageName,
    Moment,
    MomentStyle,
    Percent,
    Person,
    Sequence,
    T,
    Text,
    Verbatim,
)

words = st.text(st.characters(), max_size=30)
names = st.text(string.ascii_lowercase, min_size=1, max_size=8)
moments = st.builds(
    Moment,
    at=st.datetimes(timezones=st.just(UTC)),
    zone=st.sampled_from(["UTC", "Europe/Amsterdam"]),
    style=st.sampled_from(MomentStyle),
)
leaves = (
    words
    | st.integers()
    | moments
    | st.builds(Person, words)
    | st.builds(Command, words)
    | st.builds(Verbatim, words)
    | st.builds(LanguageName, words)
    | st.builds(Percent, st.floats(0, 1))
)


def texts_of(values):
    return st.builds(
        Text,
        template=words,
        values=st.dictionaries(names, values, max_size=3),
        plural=st.none() | words,
        count=st.none() | st.integers(),
    )


values = st.recursive(
    leaves,
    lambda inner: texts_of(inner) | st.builds(Sequence, st.lists(inner, max_size=3).map(tuple)),
    max_leaves=6,
)
texts = texts_of(values)
actions = st.builds(Action, command=words, options=st.dictionaries(words, words, max_size=3))
choices = st.builds(
    Choice,
    key=names,
    label=texts,
    action=actions,
    tone=st.sampled_from(Tone),
    chosen=st.booleans(),
)
menus = st.builds(
    Menu,
    choices=st.lists(choices, max_size=3).map(tuple),
    prompt=st.none() | texts,
    gather=st.none() | names,
    submit=st.none() | actions,
    least=st.integers(0, 5),
    private=st.booleans(),
    id=names.map(MenuId),
)


@given(text=texts)
def test_any_text_comes_back_equal_and_is_stored_as_ascii(text):
    written = write_text(text)
    assert written.isascii()
    assert read_text(written) == text


@given(menu=menus)
def test_any_menu_comes_back_equal(menu):
    assert read_menu(write_menu(menu)) == menu


@pytest.mark.parametrize("value", ["person", {"is": "not a text"}.__str__(), '{"is":"person"}'])
def test_words_that_look_like_our_own_marks_stay_words(value):
    assert read_text(write_text(T("{x}", x=value))) == T("{x}", x=value)


def test_a_moment_in_another_zone_stays_the_same_instant():
    at = datetime.fromisoformat("2026-12-05T10:30:00.123456+01:00")
    (moment,) = read_text(write_text(T("{at}", at=Moment(at=at, zone="UTC")))).values.values()
    assert moment.at == at
