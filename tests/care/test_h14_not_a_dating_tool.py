"""H14: no attraction fields; unwanted romantic attention, selling and asking for money are things to report."""

import re
from dataclasses import fields

import pytest

import adapters.sql.storage  # noqa: F401 - every table is known with the repositories
from adapters.sql import tables
from bot.commands.catalogue import CATALOGUE
from bot.domain.member import Enrolment, Member
from bot.domain.moderation import Category
from bot.matching import Candidate
from tests.support.sentences import calls

pytestmark = pytest.mark.timeout(60)
ATTRACTION = re.compile(
    r"(?:^|[^a-z])(gender|sex|sexuality|orientation|attract\w*|looks|appearance|age|birthday|born|height|weight|body|"
    r"photo|picture|avatar|single|married|relationship|partner status|swipe|crush|flirt\w*)(?:$|[^a-z])"
)
PEOPLE = ("member", "account", "enrolment", "seat", "answer")


@pytest.mark.parametrize("kind", [Member, Enrolment, Candidate], ids=lambda kind: kind.__name__)
def test_nothing_that_is_known_of_a_member_is_about_attraction(kind):
    assert [field.name for field in fields(kind) if ATTRACTION.search(field.name.replace("_", " "))] == []


@pytest.mark.parametrize("table", PEOPLE)
def test_no_column_about_people_is_about_attraction(table):
    columns = tables.metadata.tables[table].columns
    assert [column.name for column in columns if ATTRACTION.search(column.name.replace("_", " "))] == []


def test_no_command_asks_for_it():
    for spec in (command.spec for command in CATALOGUE):
        for option in spec.options:
            words = [option.name.replace("-", " "), *(choice.value for choice in option.choices)]
            assert not [each for each in words if ATTRACTION.search(each)], f"{spec.name} {option.name}"


def test_no_question_in_a_form_or_on_a_card_asks_for_it():
    said = (form for call in calls() for form in call.forms if form is not None)
    asks = [form for form in said if form.endswith("?") and ATTRACTION.search(form.casefold())]
    assert asks == []


def test_the_words_would_be_found():
    assert ATTRACTION.search("gender")
    assert ATTRACTION.search("what are your looks like?")
    assert not ATTRACTION.search("languages")


def test_unwanted_romantic_attention_and_asking_for_money_can_be_reported():
    labels = {category: category.label.template.casefold() for category in Category}
    assert "romantic" in labels[Category.PRESSURE]
    assert "unwanted attention" in labels[Category.PRESSURE]
    assert any(all(each in words for each in ("selling", "recruiting", "money")) for words in labels.values())
    assert Category.PRESSURE.holds
