"""The two pretended languages: what they change, and what they leave."""

import math
import re
from datetime import UTC, datetime

import pytest

from bot.domain.words import country_name
from bot.text.catalogue import catalogue_for
from bot.text.message import TN, Moment, MomentStyle, T, listed
from bot.text.pseudo import accented, mirrored
from bot.text.render import PlainStyle, language_name, render, written_moment
from tests.support.sentences import templates

ENGLISH = re.compile(r"[A-Za-z]{2,}")
PLACEHOLDER = re.compile(r"\{[a-z_][a-z0-9_]*\}")
LINK = re.compile(r"https?://[^\s)\]]+")
OURS = [form for each in templates() for form in ((each,) if isinstance(each, str) else each)]
BOTH = pytest.mark.parametrize("language", ["en-XA", "ar-XB"])


@pytest.mark.parametrize("tag", ["en-XA", "en_XA", "en-xa"])
def test_it_is_spoken_however_its_tag_is_written(tag):
    assert catalogue_for(tag).single("Saturday") == "⟦Šáţúŕđáý ļ⟧"


def test_the_accented_one_is_in_brackets_and_two_fifths_longer():
    for template in OURS:
        plain = PLACEHOLDER.sub("", LINK.sub("", template))
        shown = PLACEHOLDER.sub("", LINK.sub("", accented(template)))
        if plain:
            assert (shown[0], shown[-1]) == ("⟦", "⟧"), template
            assert len(shown) >= math.floor(len(plain) * 1.4) - 1, template


def test_the_mirrored_one_is_in_arabic_letters():
    assert mirrored("Who, when?") == "شهو، شهعن؟"
    assert len({mirrored(letter) for letter in "abcdefghijklmnopqrstuvwxyz"}) == 26, "it can be read back"


@BOTH
def test_no_english_is_left_in_any_sentence_and_every_placeholder_stays(language):
    speak = catalogue_for(language)
    for template in OURS:
        shown = speak.single(template)
        assert PLACEHOLDER.findall(shown) == PLACEHOLDER.findall(template)
        assert LINK.findall(shown) == LINK.findall(template)
        assert not ENGLISH.search(LINK.sub("", PLACEHOLDER.sub("", shown))), shown


@BOTH
def test_plurals_have_their_forms(language):
    one, two = (render(TN("{count} day", "{count} days", count), PlainStyle(), language) for count in (1, 2))
    assert "1" in one
    assert "2" in two
    assert one.replace("1", "2") != two


@BOTH
def test_what_babel_writes_is_not_english_either(language):
    when = datetime(2026, 12, 5, 17, tzinfo=UTC)
    for style in MomentStyle:
        for zone in ("Europe/Amsterdam", "America/New_York"):
            shown = written_moment(Moment(at=when, zone=zone, style=style), language, now=when)
            assert not ENGLISH.search(shown), shown
    shown = render(T("{names}", names=listed("Ada", "Ben", "{item_0}")), PlainStyle(), language)
    assert ENGLISH.findall(shown) == ["Ada", "Ben", "item"]
    assert not ENGLISH.search(language_name("nl", language) + country_name("NL", language))


def test_a_name_of_a_command_gets_marks_but_no_brackets():
    """Names have 32 letters at most and no signs."""
    assert catalogue_for("en-XA").word("meet") == "ɱééţ"
