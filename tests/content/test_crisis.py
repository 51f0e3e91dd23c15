"""Words that tell of a crisis are found, and figures of speech are not; the same words always have the same answer."""

import tomllib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.content.care.crisis import HOME, all_languages, phrase_languages, tells_of_crisis
from bot.content.library import load_library
from bot.domain.care_phrases import CarePhrases
from bot.text.catalogue import languages
from tests.support.heavy import FIGURES_OF_SPEECH, HEAVY, INNOCENT, PRIVATE

KEYS = {"language", "phrases", "harmless", "negations", "not_negations", "still", "quoting", "introducing"}


def test_words_that_tell_of_a_crisis_are_found():
    assert [words for words in HEAVY if not tells_of_crisis(words)] == []


def test_ordinary_words_and_figures_of_speech_are_not():
    assert [words for words in (*FIGURES_OF_SPEECH, *INNOCENT, *PRIVATE) if tells_of_crisis(words)] == []


def test_challenges_and_starters_tell_of_no_crisis():
    """Some hundred texts of the kind people write here, for a measure of false alarms."""
    library = load_library()
    texts = [each.text.template for each in (*library.challenges, *library.starters)]
    assert [text for text in texts if tells_of_crisis(text)] == []


@pytest.mark.parametrize("language", languages())
def test_every_language_that_kith_speaks_has_phrases(language):
    assert language.split("_", maxsplit=1)[0] in phrase_languages()


@pytest.mark.parametrize("name", phrase_languages())
def test_a_language_has_all_its_lists(name):
    """No list is missing or misspelt, no phrase stands there twice, and each says what it needs at least."""
    lists = tomllib.loads((HOME / f"{name}.toml").read_text(encoding="utf-8"))
    assert lists.keys() == KEYS | {"typos_of", "not_typos"}
    assert lists["language"] == name
    assert len(set(lists["phrases"])) == len(lists["phrases"]) > 5
    [language] = [each for each in all_languages() if each.name == name]
    assert all(phrase.needs for phrase in language.phrases)


@given(st.text(max_size=300))
def test_any_text_has_an_answer_and_always_the_same(words):
    assert tells_of_crisis(words) is tells_of_crisis(words)


@given(st.sampled_from(HEAVY), st.sampled_from(["\u200b", "\u200d", "\u2060", "\u00ad"]), st.data())
def test_characters_that_nobody_sees_hide_nothing(words, unseen, data):
    at = data.draw(st.integers(0, len(words)))
    assert tells_of_crisis(words[:at] + unseen + words[at:])


@given(st.sampled_from([each for each in HEAVY if each.isascii()]))
def test_case_makes_no_difference(words):
    assert tells_of_crisis(words.upper())
    assert tells_of_crisis(words.lower())


def test_a_community_adds_its_own_phrases():
    own = CarePhrases(added=("the black dog is back",))
    assert tells_of_crisis("The black dog is back, again.", own)
    assert not tells_of_crisis("The black dog is back, again.")
    assert not tells_of_crisis("My black dogs are back", own)


def test_a_community_does_without_a_shipped_phrase():
    phrase = next(each for each in all_languages() if each.name == "en").phrases[0]
    assert tells_of_crisis("I want to die")
    assert not tells_of_crisis("I want to die", CarePhrases(removed=(phrase.written,)))


def test_a_phrase_of_nothing_finds_nothing():
    assert not tells_of_crisis("hello", CarePhrases(added=("...",)))
    assert not tells_of_crisis("")
