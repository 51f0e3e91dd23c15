"""Names of commands and options in other languages: found by translators, checked, shown, and understood."""

import pytest

from bot.cli.translating.sources import template
from bot.commands.catalogue import CATALOGUE
from bot.commands.extraction import names
from bot.ports.commands import CommandSpec, Option, OptionKind
from bot.ports.naming import CommandWords
from bot.text.message import T
from bot.text.pseudo import PSEUDO_LANGUAGES
from tests.support.languages import languages_in, write_language

SPECS = tuple(command.spec for command in CATALOGUE)
SMALL = (
    CommandSpec(
        path=("meet", "join"),
        summary=T("Join in"),
        options=(
            Option(name="circle", summary=T("which circle")),
            Option(name="until", summary=T("until when"), kind=OptionKind.WORD),
        ),
    ),
    CommandSpec(path=("meet", "skip"), summary=T("Skip")),
    CommandSpec(path=("meet", "pause"), summary=T("Pause")),
)
GERMAN = {"meet": "treffen", "join": "beitreten", "circle": "kreis", "until": "bis", "skip": "auslassen"}


@pytest.fixture
def speaking(tmp_path):
    """Return a way to speak languages whose names of commands are given."""
    with languages_in(tmp_path):

        def speak(**books):
            for language, book in books.items():
                write_language(tmp_path, language, {}, names=book)
            with languages_in(tmp_path):
                pass
            return CommandWords(SMALL)

        yield speak


def test_translators_find_every_name_with_a_note_on_what_a_name_may_be():
    book = template()
    for word in names():
        (note,) = book.get(word, "command").auto_comments
        assert "lower case, 1 to 32 letters" in note
    assert {"meet", "join", "circle", "organise"} <= set(names())


def test_a_name_has_one_translation_that_is_shown_everywhere(speaking):
    words = speaking(de=GERMAN)
    assert words.path("meet join", "de") == "treffen beitreten"
    assert words.path("meet join", "de-AT") == "treffen beitreten"
    assert words.path("meet join", "en") == "meet join"
    assert words.word("until", "de") == "bis"
    assert words.slips("de") == ()


def test_a_button_of_the_same_word_is_another_message(tmp_path):
    write_language(tmp_path, "de", {"join": "Mitmachen"}, names={"join": "beitreten"})
    with languages_in(tmp_path):
        assert CommandWords(SMALL).word("join", "de") == "beitreten"


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("geh hin", "' '"),
        ("Beitreten", "lower case"),
        ("b" * 33, "1 to 32"),
        ("los!", "'!'"),
        ("a/b", "'/'"),
        ("\u200bmit", "'\\u200b'"),
        ("e\u0301tape", "lower case"),  # an accent of its own: composed letters are what people type
    ],
)
def test_a_name_that_discord_would_refuse_is_left_in_english_and_reported(speaking, name, why):
    words = speaking(de={**GERMAN, "join": name})
    assert words.path("meet join", "de") == "treffen join"
    (slip,) = words.slips("de")
    assert (slip.word, slip.translated) == ("join", name)
    assert why in slip.why


@pytest.mark.parametrize(
    "name", ["कार्यक्रम", "เข้าร่วม", "参加", "l'invité", "بپیوندید", "étape", "2x", "zu-tun_jetzt"]
)
def test_a_name_in_any_script_that_discord_takes_is_used(speaking, name):
    words = speaking(de={"join": name})
    assert words.path("meet join", "de") == f"meet {name}"
    assert words.english(["meet", name]) == ("meet", "join")


def test_two_names_of_a_group_that_are_the_same_are_both_left_in_english(speaking):
    words = speaking(de={**GERMAN, "pause": "auslassen"})
    assert words.path("meet pause", "de") == "treffen pause"
    assert words.path("meet skip", "de") == "treffen skip"
    assert {slip.word for slip in words.slips("de")} == {"pause", "skip"}


def test_a_name_that_means_another_command_in_english_is_not_used(speaking):
    """Else whoever types it would call the other one."""
    words = speaking(es={"pause": "skip", "skip": "saltar"})
    assert words.path("meet pause", "es") == "meet pause"
    assert [slip.word for slip in words.slips("es")] == ["pause"]


def test_options_of_one_command_are_told_apart_too(speaking):
    words = speaking(de={"circle": "bis", "until": "bis"})
    assert words.slips("de")
    assert set(words.options(SMALL[0])) >= {"circle", "until"}
    assert "bis" not in words.options(SMALL[0])


def test_what_is_typed_is_understood_in_every_language_and_in_any_case(speaking):
    words = speaking(de=GERMAN, nl={"meet": "afspreken", "join": "meedoen", "circle": "kring"})
    assert words.english(["Treffen", "BEITRETEN"]) == ("meet", "join")
    assert words.english(["afspreken", "meedoen"]) == ("meet", "join")
    assert words.english(["treffen"]) == ("meet",)
    assert words.english(["treffen", "meedoen"]) is None
    assert words.english(["meet", "join"]) is None  # English is nobody's translation
    assert words.options(SMALL[0])["kreis"].name == words.options(SMALL[0])["kring"].name == "circle"


def test_what_two_languages_call_differently_is_understood_as_neither(speaking):
    words = speaking(de={"join": "mit"}, nl={"skip": "mit"})
    assert words.english(["meet", "mit"]) is None


def test_no_name_of_the_catalogue_clashes_in_the_pretended_languages():
    words = CommandWords(SPECS)
    for language in PSEUDO_LANGUAGES:
        assert words.slips(language) == ()
        for spec in SPECS:
            if not spec.tapped:
                typed = words.path(spec.name, language)
                assert typed != spec.name
                assert words.english(typed.split()) == spec.path
