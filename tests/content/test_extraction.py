"""Babel finds every sentence of the content files."""

from importlib.resources import files

from babel.messages.extract import extract

from bot.content.evidence import GROUNDS
from bot.content.library import load_library


def extracted(name: str):
    with (files("bot.content") / name).open("rb") as stream:
        return list(extract("bot.content.extraction:extract", stream))


def test_babel_finds_what_the_library_says():
    found = {
        sentence
        for entry in files("bot.content").iterdir()
        if entry.name.endswith(".toml")
        for _, sentence, _, _ in extracted(entry.name)
    }
    lines = {ground.line.template for ground in GROUNDS.values() if ground.line}
    assert found == {text.template for text, _ in load_library().messages()} - lines


def test_each_sentence_comes_with_its_line_and_its_note():
    first = load_library().challenges[0]
    line, sentence, notes, _ = next(
        hit for hit in extracted("reach_out.toml") if hit[1] == first.title.template
    )
    source = (files("bot.content") / "reach_out.toml").read_text(encoding="utf-8").splitlines()
    assert sentence in source[line - 1]
    assert notes == [first.note_to_translator]


def test_word_lists_are_not_for_translators():
    assert extracted("wording.toml") == []
