"""H19: gender or identity is never required or inferred; who is in a circle is private, and few are no number."""

import re
from dataclasses import fields

import pytest

from adapters.sql.tables import metadata
from bot.commands.catalogue import CATALOGUE
from bot.domain.member import Enrolment, Member
from bot.matching import Candidate
from bot.ports.messages import FieldKind
from tests.support.everywhere import a_town_on, on_every_platform
from tests.support.rounds import a_town
from tests.support.sentences import templates

pytestmark = pytest.mark.timeout(180)
ASKING = re.compile(
    r"\b(gender|sex|pronouns?|male|female|woman|women|man|men|he|she|him|her|his|hers|orientation|gay|straight"
    r"|religion|ethnicity|race|nationality|birthday|how old|married|single)\b",
    re.IGNORECASE,
)

IDENTITY = re.compile(
    r"\b(gender|sex|pronouns?|male|female|wom[ae]n|men|orientation|gay|religion|ethnicity|nationality|birthday)\b",
    re.IGNORECASE,
)


def test_nothing_that_is_stored_or_matched_by_is_about_identity():
    names = [field.name for kind in (Member, Enrolment, Candidate) for field in fields(kind)]
    names += [f"{table.name} {column.name}" for table in metadata.sorted_tables for column in table.columns]
    assert [name for name in names if ASKING.search(name.replace("_", " "))] == []


def test_no_command_asks_for_it():
    asked = [
        text
        for command in CATALOGUE
        for text in (
            command.spec.name,
            command.spec.summary.template,
            *(f"{option.name} {option.summary.template}" for option in command.spec.options),
        )
    ]
    assert [text for text in asked if ASKING.search(text)] == []


def test_no_sentence_calls_anybody_he_or_she():
    """People are "they" or by name: nobody's gender is taken from a name."""
    forms = [form for each in templates() for form in ([each] if isinstance(each, str) else each)]
    guessed = re.compile(r"\b(he|she|him|his|hers|herself|himself)\b", re.IGNORECASE)
    assert [form for form in forms if guessed.search(form)] == []


def test_no_form_and_no_card_asks_for_it():
    """Labels of questions and buttons are sentences too."""
    forms = [form for each in templates() for form in ([each] if isinstance(each, str) else each)]
    assert [form for form in forms if IDENTITY.search(form)] == []
    assert IDENTITY.search("Your pronouns")


async def test_joining_asks_no_free_words_about_oneself():
    """A newcomer's form has choices, the languages they speak, and a hello that may stay empty."""
    async with a_town() as town:
        eve = await town.kith.stage.person("Eve")
        await eve.say("meet join")
        seen = await eve.tap("I agree")
        assert seen.form
        dialog = next(each for each in town.kith.stage.world.dialogs.values() if each.user == eve.user_id)
        free = {field.option: field.required for field in dialog.form.fields if field.kind not in CHOSEN}
        assert free.keys() <= {"languages", "hello"}
        assert not free.get("hello")


CHOSEN = {FieldKind.CHOICE, FieldKind.CHOICES}


@on_every_platform
async def test_who_is_in_a_circle_is_seen_by_nobody_and_few_are_no_number(where):
    """A circle of three, as one for some people only might be: neither members nor visitors read names or a count."""
    async with a_town_on(where, list("abc")) as town:
        olga = await town.kith.stage.person("Olga", organiser=True)
        counted = await olga.say("organise members")
        assert not re.search(r"\b3\b", counted.text)
        visitor = await town.kith.stage.person("visitor")
        for human in (town.people["m-a"], visitor):
            for command in ("meet join", "meet status", "kith about"):
                await human.say(command)
            words = "\n".join(each.text for each in await human.sees())
            for name in "bc":
                assert town.people[f"m-{name}"].user_id not in words
                assert f"@{name}" not in words
            assert not re.search(r"\b3 (people|members)\b", words)
