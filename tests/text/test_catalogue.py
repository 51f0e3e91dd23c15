"""Catalogues: which language is spoken to whom, and a whole reply in a language that exists here only."""

import re

import pytest
from babel.messages.pofile import read_po

from bot.commands.extraction import names
from bot.text import catalogue
from bot.text.catalogue import babel_locale, catalogue_for, languages
from bot.text.message import T
from bot.text.render import PlainStyle, render
from tests.support.chat_town import a_place, joined
from tests.support.languages import languages_in, pseudo, write_language
from tests.support.sentences import templates


@pytest.fixture
def spoken(tmp_path):
    """Speak German, Austrian, and Chinese in traditional letters, each about one thing."""
    write_language(tmp_path, "de", {"Tomato": "Tomate", "January": "Januar"})
    write_language(tmp_path, "de_AT", {"Tomato": "Paradeiser"})
    write_language(tmp_path, "zh_Hant", {"Tomato": "番茄"})
    with languages_in(tmp_path):
        yield


@pytest.mark.parametrize(
    ("tag", "word"),
    [
        ("de-AT", "Paradeiser"),
        ("de_AT", "Paradeiser"),
        ("de-CH", "Tomate"),
        ("de", "Tomate"),
        ("zh-Hant-TW", "番茄"),
        ("zh-Hans", "Tomato"),
        ("en", "Tomato"),
        ("en-GB", "Tomato"),
        ("fr", "Tomato"),
        ("", "Tomato"),
        ("../de", "Tomato"),
        ("de\x00", "Tomato"),
        ("-", "Tomato"),
    ],
)
def test_the_nearest_language_is_spoken(spoken, tag, word):
    assert catalogue_for(tag).single("Tomato") == word


def test_english_stands_in_for_what_is_not_translated(spoken):
    assert catalogue_for("de").single("Potato") == "Potato"
    assert catalogue_for("de").plural("{count} potato", "{count} potatoes", 2) == "{count} potatoes"


def test_a_regional_catalogue_says_the_rest_in_its_language(spoken):
    assert catalogue_for("de-AT").single("January") == "Januar"


def test_what_a_tool_only_guessed_is_not_said(tmp_path):
    """Merging a changed template marks the old translation as fuzzy; it may mean something else by now."""
    (tmp_path / "de.po").write_text(
        'msgid ""\nmsgstr "Content-Type: text/plain; charset=utf-8\\n"\n\n#, fuzzy\nmsgid "In"\nmsgstr "Aus"\n',
        encoding="utf-8",
    )
    with languages_in(tmp_path):
        assert catalogue_for("de").single("In") == "In"


def test_a_single_is_not_taken_from_a_plural(tmp_path):
    write_language(tmp_path, "de", {("{count} day", "{count} days"): ("{count} Tag", "{count} Tage")})
    with languages_in(tmp_path):
        assert catalogue_for("de").single("{count} day") == "{count} day"
        assert catalogue_for("de").plural("{count} day", "{count} days", 1) == "{count} Tag"


def test_english_comes_first_among_the_languages(spoken):
    assert languages() == ("en", "de", "de_AT", "zh_Hant")


def test_what_ships_can_be_read_and_is_about_what_we_say():
    ours = {each if isinstance(each, str) else each[0] for each in templates()}
    for language in languages()[1:]:
        with (catalogue.LOCALES / f"{language}.po").open("rb") as stream:
            book = read_po(stream, locale=language)
        assert {each.id if isinstance(each.id, str) else each.id[0] for each in book if each.id} <= ours
        assert [error for message in book for error in message.check(book)] == []


@pytest.mark.parametrize(
    ("tag", "locale"),
    [
        ("de-AT", "de_AT"),
        ("de-XX", "de"),
        ("nl", "nl"),
        ("zh-Hant-TW", "zh_Hant_TW"),
        ("", "en"),
        ("x", "en"),
        ("../../etc", "en"),
        ("\x00", "en"),
        ("\udcff", "en"),
        ("12", "en"),
    ],
)
def test_dates_are_written_in_the_nearest_locale_that_there_is(tag, locale):
    assert str(babel_locale(tag)) == locale


# Names and people's words; these are the same in every language.
OURS_IN_NO_LANGUAGE = re.compile(
    r"@?\b(?:Ada|Noor|Sam|Centre|North|English|Sunday walks|I bake bread|Kith|el|en)\b"
)


@pytest.fixture
def greek(tmp_path):
    """Speak a Greek that consists of our sentences in Greek letters; Babel's dates and lists are true Greek."""
    books = {
        each: pseudo(each) if isinstance(each, str) else (pseudo(each[0]), pseudo(each[1]))
        for each in templates()
    }
    write_language(tmp_path, "el", books, names={name: pseudo(name) for name in names()})
    with languages_in(tmp_path):
        yield


@pytest.mark.timeout(60)
@pytest.mark.parametrize(
    "command",
    [
        "kith help",
        "kith about",
        "kith support",
        "meet status",
        "meet profile",
        "meet times",
        "meet skip",
        "meet plan",
        "meet pause",
        "meet leave",
        "challenge now",
        "challenge mine",
    ],
)
async def test_a_whole_reply_comes_out_translated(greek, command):
    """Nothing in Latin letters is left but names and people's own words."""
    async with a_place() as (kith, _):
        ada = await joined(kith)
        await ada.say("my language", language="el")
        seen = await ada.say(command)
        said = [seen.text, *seen.labels, *seen.form]
        assert any(said)
        for words in said:
            assert not re.search("[A-Za-z]", OURS_IN_NO_LANGUAGE.sub("", words)), words


def test_the_pretended_language_keeps_placeholders():
    assert pseudo("Hello {who}!") == "Ηελλο {who}!"
    assert render(T("Hello {who}!", who="Ada"), PlainStyle(), "el") == "Hello Ada!"
