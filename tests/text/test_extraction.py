"""Every sentence can be found by translators, is whole, and goes with Kith's tone."""

import re
from string import Formatter

import pytest
from babel.messages.catalog import Catalog

from bot.content.wording import Kind, breaches
from tests.support.sentences import calls, extracted, templates

_PLACEHOLDER = re.compile(r"\{([a-z_][a-z0-9_]*)\}")
FORMS = [(call, form) for call in calls() for form in call.forms]


def named_in(template):
    return set(_PLACEHOLDER.findall(template))


def test_every_template_is_written_out():
    """No template is an f-string, a joined piece or a variable: Babel would not see it, nor could it be whole."""
    assert [call.where for call, form in FORMS if form is None] == []


def test_translators_are_given_every_call():
    found = templates()
    for call in calls():
        assert (tuple(call.forms) if call.several else call.forms[0]) in found, call.where


def test_babel_finds_the_content_files_too():
    files = {file for file, _, _ in extracted()}
    assert {f"bot/content/{name}.toml" for name in ("reach_out", "starters")} <= files
    assert not any(file.startswith(("tests", ".")) for file in files)


def test_a_catalogue_can_be_made_of_it():
    """One English sentence is never both a singular and a sentence without a plural: gettext has one key."""
    book = Catalog()
    for template in templates():
        book.add(template)
    assert len(book) == len({each if isinstance(each, str) else each[0] for each in templates()})
    plurals = {each[0] for each in templates() if isinstance(each, tuple)}
    assert plurals.isdisjoint(each for each in templates() if isinstance(each, str))


def test_placeholders_are_plain_names():
    """No position, attribute, index, conversion or format, and no brace that is none of ours."""
    for call, form in FORMS:
        for _, name, spec, conversion in Formatter().parse(form):
            assert name is None or _PLACEHOLDER.fullmatch(f"{{{name}}}"), call.where
            assert not spec, call.where
            assert not conversion, call.where


def test_every_placeholder_is_filled_and_every_value_is_used():
    for call in calls():
        assert all(keyword.arg is not None for keyword in call.node.keywords), f"{call.where}: no ** here"
        used = set().union(*(named_in(form) for form in call.forms))
        assert used <= call.values, call.where
        assert call.values - {"count"} <= used, call.where


def test_only_the_singular_may_leave_the_number_out():
    for call in calls():
        if call.several:
            one, many = map(named_in, call.forms)
            assert "count" in many, call.where
            assert one | {"count"} == many, call.where


def test_sentences_have_no_stray_spaces():
    for call, form in FORMS:
        assert form == form.strip(), call.where
        assert "  " not in form, call.where
        assert not re.search(r" [,.;:?!]", form), call.where


# What an organiser reads may say what must be.
ORGANISERS = re.compile(r"bot/(commands/organise_|services/(community/setup|circles/|preview))")
# The words about senses are for what people are asked to do; here "the plan stands" and "it looks like" are plain.
NOT_FOR_REPLIES = {"senses"}
OF_PLACES = {("alcohol", "no alcohol")}
# A plan on a public holiday says so, because doors may be shut; nobody is asked to celebrate it.
OF_DAYS = {("calendar", "{when} (a public holiday)")}
# What a report can be about, and a line to leave with: both are those of the care page.
OF_CARE = {
    ("romance", "Sexual or romantic pressure, unwanted attention"),
    ("tone", "\u201cI need to go, take care.\u201d"),
}
# What is proven of a round's groups is arithmetic, no claim about what meeting does to people.
OF_ROUNDS = ("claims", "bot/commands/organise_preview.py")
# Climates are told apart by their winters; no challenge speaks of them.
OF_CLIMATES = ("calendar", "bot/domain/weather.py")


def test_no_sentence_has_a_word_that_does_not_go_with_kith():
    """The word lists of `bot/content/wording.toml`, which hold those of the care page, for all that we say."""
    slips = [
        f"{call.where}: {rule}: {word}: {form}"
        for call, form in FORMS
        for rule, word in breaches(form, Kind.EVERYWHERE)
        if rule not in NOT_FOR_REPLIES
        and (rule, form) not in OF_PLACES | OF_DAYS | OF_CARE
        and (rule, call.file) not in {OF_ROUNDS, OF_CLIMATES}
        and not (rule == "tone" and ORGANISERS.match(call.file))
    ]
    assert slips == []


CARE = """should, must, just, simply, don't forget, you haven't, finally, prove, brave, lonely, loneliness, isolated,
healing, therapy, oxytocin, cortisol, stress hormone, live longer, streak, streaks, waiting for you, you missed"""


@pytest.mark.parametrize("word", re.split(r",\s+", CARE))
def test_the_lists_hold_the_words_of_the_care_page(word):
    assert list(breaches(f"Some {word} words.", Kind.EVERYWHERE))


def test_skipping_is_never_answered_with_a_count_of_weeks():
    """No guilt: nothing that a member reads counts what they left out."""
    counted = [form for call, form in FORMS if call.several for form in [call.forms[1]]]
    assert not [form for form in counted if re.search(r"\b(missed|skipped|weeks? ago|silent)\b", form)]
