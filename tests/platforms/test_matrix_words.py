"""Matrix without a server: menus by numbers and words, forms question by question, messages as HTML, refusals."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.matrix.errors import MatrixRefusal, refusal
from adapters.matrix.events import read_event
from adapters.matrix.forms import collected, opened, question, step
from adapters.matrix.menus import NotThere, Picked, choose, position, same_emoji
from adapters.matrix.people import mentioned, words_with_people
from adapters.matrix.records import MenuRecord
from adapters.matrix.render import ROOM, Surroundings, content, weight, write
from bot.errors import Refusal, TemporaryPlatformError
from bot.ports.messages import Fact, Message
from bot.text.message import Command, Person, T, Text, Verbatim
from tests.support.inbox import card_form, tea_menu

AROUND = Surroundings(
    language="en",
    now=datetime(2026, 12, 1, tzinfo=UTC),
    prefix="!kith",
    direct=False,
    name_of=lambda user: "Ada & <Co>",
    called=lambda path, _: path,
)

# ---------------------------------------------------------------- menus


def menu(*, gather=False, least=0):
    return MenuRecord(
        menu="m",
        room="!r",
        event="$e",
        keys=["a", "b", "c"],
        labels=["Join", "Not this time", "3 of us"],
        commands=["x", "x", "x"],
        gather=gather,
        least=least,
    )


@pytest.mark.parametrize(
    ("words", "keys"),
    [
        ("1", "a"),
        ("2", "b"),
        ("2.", "b"),
        ("3)", "c"),
        ("join", "a"),
        ("NOT THIS TIME", "b"),
        ("3 of us", "c"),
    ],
)
def test_one_choice_is_made_by_number_or_words(words, keys):
    assert choose(menu(), words) == Picked((keys,))


@pytest.mark.parametrize(
    "words", ["", "hello", "1st", "\uff11", "²", "1 or 2", "joining", "999", "-1", "1.5"]
)
def test_other_words_choose_nothing(words):
    assert not isinstance(choose(menu(), words), Picked)


@pytest.mark.parametrize("words", ["0", "4", "1 2"])
def test_a_number_that_does_not_fit_is_answered_with_what_would(words):
    assert isinstance(choose(menu(), words), NotThere)


@pytest.mark.parametrize(
    ("words", "keys"),
    [
        ("1 3", ("a", "c")),
        ("1,3", ("a", "c")),
        ("1, 3", ("a", "c")),
        ("1 and 3", ("a", "c")),
        ("3 1 3", ("c", "a")),
        ("2", ("b",)),
        ("join, not this time", ("a", "b")),
        ("0", ()),
    ],
)
def test_several_choices_are_made_at_once(words, keys):
    assert choose(menu(gather=True), words) == Picked(keys)


def test_too_few_choices_are_answered_with_how_many_are_needed():
    assert isinstance(choose(menu(gather=True, least=2), "1"), NotThere)
    assert isinstance(choose(menu(gather=True, least=1), "0"), NotThere)


def test_emoji_are_compared_without_what_cannot_be_seen():
    assert same_emoji("1\ufe0f\u20e3", "1\u20e3")
    assert [position(emoji) for emoji in ("1\ufe0f\u20e3", "2\u20e3", "👍")] == [0, 1, None]


# ---------------------------------------------------------------- forms


def form():
    return opened(card_form(), AROUND, origin=None, started=0, event="$open")


def walk(*answers):
    record = form()
    for number, words in enumerate(answers):
        moved = step(record, words, f"${number}")
        assert not isinstance(moved, Text), moved
        record = moved
    return record


def test_a_form_asks_one_question_at_a_time_and_collects_the_answers():
    record = walk("My card", "skip", "2", "1 3")
    assert record.ended == "submitted"
    assert collected(record) == {
        "kind": "plain",
        "name": "My card",
        "hello": "Hi there",
        "area": "old town",
        "days": "monday,friday",
    }


def test_back_returns_to_the_question_before_and_keeps_its_answer():
    record = walk("First", "back")
    assert record.index == 0
    assert "First" in str(question(record))
    assert walk("First", "back", "skip", "clear", "harbour", "Friday").answers["name"] == "First"


def test_clear_empties_an_optional_answer_and_no_other():
    assert collected(walk("x", "clear", "1", "skip"))["hello"] == ""
    assert isinstance(step(form(), "clear", "$1"), Text)


def test_cancel_ends_a_form_anywhere():
    assert walk("x", "Cancel").ended == "cancelled"


def test_words_in_quotation_marks_are_taken_as_they_are():
    assert walk('"skip"').answers["name"] == "skip"


@pytest.mark.parametrize(
    ("before", "words"),
    [
        ((), "skip"),
        ((), "x" * 21),
        (("x", "skip"), "nowhere"),
        (("x", "skip"), "4"),
        (("x", "skip", "1"), "1 9"),
        ((), ""),
    ],
)
def test_an_unusable_answer_is_told_and_moves_nothing(before, words):
    assert isinstance(step(walk(*before), words, "$n"), Text)


def test_every_question_says_what_else_can_be_answered():
    assert '"skip"' not in str(question(form()))
    assert '"cancel"' in str(question(form()))
    assert all(word in str(question(walk("x"))) for word in ('"skip"', '"clear"', '"back"'))


# ---------------------------------------------------------------- rendering


@given(st.text(max_size=100))
def test_nothing_that_people_write_becomes_a_tag(words):
    message = Message(
        title=T("{words}", words=words),
        lines=(T("They wrote <{words}>", words=Verbatim(words)),),
        facts=(Fact(label=T("A"), value=T("{words}", words=words)),),
        bullets=(T("{words} {who}", words=words, who=Person("@a:b")),),
    )
    rich = write(message, AROUND).html
    allowed = (
        "<h4>",
        "</h4>",
        "<p>",
        "</p>",
        "<b>",
        "</b>",
        "<ul>",
        "</ul>",
        "<li>",
        "</li>",
        "<br>",
        "</a>",
    )
    for tag in (*allowed, '<a href="https://matrix.to/#/@a:b">'):
        rich = rich.replace(tag, "")
    assert "<" not in rich


def test_people_are_pills_and_commands_are_shown_as_they_are_typed():
    message = Message(lines=(T("{who}: {how}", who=Person("@a:b"), how=Command("kith help")),))
    written = write(message, AROUND)
    assert written.body == 'Ada & <Co>: "!kith help"'
    assert '<a href="https://matrix.to/#/@a:b">Ada &amp; &lt;Co&gt;</a>' in written.html


def test_who_is_mentioned_is_always_said_even_if_nobody_is():
    written = write(Message(lines=(T("Hi"),)), AROUND)
    assert content(written, notice=True)["m.mentions"] == {}
    assert content(written, notice=True)["msgtype"] == "m.notice"
    made = content(written, notice=False, mention=("@a:b",))
    assert (made["msgtype"], made["m.mentions"]) == ("m.text", {"user_ids": ["@a:b"]})


def test_an_answer_in_a_thread_stays_in_it():
    written = write(Message(lines=(T("Hi"),)), AROUND)
    relation = content(written, notice=True, reply_to="$e", thread="$root")["m.relates_to"]
    assert relation == {
        "rel_type": "m.thread",
        "event_id": "$root",
        "is_falling_back": True,
        "m.in_reply_to": {"event_id": "$e"},
    }


def test_a_menu_is_numbered():
    assert "1. Green tea\n2. Black tea\n3. No tea" in write(Message(menu=tea_menu()), AROUND).body


def test_a_message_too_long_for_an_event_is_cut():
    written = write(Message(lines=(T("{words}", words="é" * 40_000),)), AROUND)
    made = content(written, notice=True)
    assert ROOM - 12 <= weight(made["body"]) <= ROOM
    assert "formatted_body" not in made


# ---------------------------------------------------------------- what strangers send


@pytest.mark.parametrize(
    "raw",
    [
        None,
        [],
        "x",
        {},
        {"event_id": 1, "type": "t", "sender": "s"},
        {"event_id": "", "type": "t", "sender": "s"},
    ],
)
def test_an_event_without_the_least_is_none(raw):
    assert read_event("!r", raw) is None


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.text(max_size=5), inner, max_size=2),
    max_leaves=5,
)


@given(
    st.fixed_dictionaries(
        {},
        optional={
            "m.relates_to": json_values
            | st.fixed_dictionaries(
                {"rel_type": st.just("m.annotation"), "event_id": json_values, "key": json_values}
            ),
            "body": json_values,
            "msgtype": json_values,
            "m.mentions": json_values,
            "formatted_body": json_values,
            "membership": json_values,
        },
    )
)
def test_content_of_any_shape_is_read(content):
    event = read_event("!r", {"event_id": "$e", "type": "m.reaction", "sender": "@a:b", "content": content})
    assert event is not None
    assert isinstance(words_with_people(event), str)
    _ = (
        event.thread,
        event.replied_to,
        event.reaction,
        event.is_words,
        event.membership,
        mentioned(event, "@a:b"),
    )


def said(body, **more):
    raw = {
        "event_id": "$e",
        "type": "m.room.message",
        "sender": "@a:b",
        "content": {"msgtype": "m.text", "body": body, **more},
    }
    return read_event("!r", raw)


def test_the_quotation_of_an_answer_is_not_part_of_it():
    reply = {"m.relates_to": {"m.in_reply_to": {"event_id": "$q"}}}
    assert said("> <@a:b> 1\n> 2\n\n3", **reply).words == "3"
    assert said("> 3").words == "> 3"


def test_edits_and_notices_are_not_commands():
    assert not said("* x", **{"m.relates_to": {"rel_type": "m.replace", "event_id": "$o"}}).is_words
    assert not said("x", msgtype="m.notice").is_words


def test_pills_and_links_are_people():
    rich = 'meet avoid <a href="https://matrix.to/#/@ada:example.org">Ada L.</a>'
    assert words_with_people(said("meet avoid Ada L.", formatted_body=rich)) == "meet avoid @ada:example.org"
    assert (
        words_with_people(said("meet avoid https://matrix.to/#/@ada:example.org"))
        == "meet avoid @ada:example.org"
    )


# ---------------------------------------------------------------- refusals


@pytest.mark.parametrize(
    ("status", "answer", "reason"),
    [
        (401, {"errcode": "M_UNKNOWN_TOKEN", "soft_logout": True}, Refusal.LOGGED_OUT),
        (401, {"errcode": "M_UNKNOWN_TOKEN"}, Refusal.LOGGED_OUT),
        (403, {"errcode": "M_FORBIDDEN"}, Refusal.FORBIDDEN),
        (404, {"errcode": "M_NOT_FOUND"}, Refusal.GONE),
        (413, {"errcode": "M_TOO_LARGE"}, Refusal.INVALID),
        (400, {"errcode": "M_BAD_JSON"}, Refusal.INVALID),
    ],
)
def test_these_refusals_are_for_good(status, answer, reason):
    error = refusal(status, answer)
    assert isinstance(error, MatrixRefusal)
    assert error.reason is reason


@pytest.mark.parametrize(
    ("status", "answer"),
    [(500, {"errcode": "M_UNKNOWN"}), (502, None), (404, None), (403, {}), (504, {}), (200, None)],
)
def test_these_refusals_may_pass(status, answer):
    assert isinstance(refusal(status, answer), TemporaryPlatformError)


@pytest.mark.parametrize(
    ("answer", "header", "seconds"),
    [
        ({"retry_after_ms": 2500}, None, 2.5),
        ({}, "7", 7.0),
        (None, None, 5.0),
        ({"retry_after_ms": "x"}, "x", 5.0),
    ],
)
def test_a_rate_limit_says_how_long_to_wait(answer, header, seconds):
    error = refusal(429, answer, header)
    assert isinstance(error, TemporaryPlatformError)
    assert error.retry_after == seconds
