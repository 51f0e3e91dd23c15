"""Commands typed in other languages than English: on Matrix, on the playground, and what help says of them."""

import pytest

from adapters.matrix.commands import Call, Parser, Unknown, addressed
from adapters.playground.commands import read_line
from bot.commands.catalogue import CATALOGUE
from bot.errors import BadOption, NotFound
from bot.runtime.binding import bind
from bot.text.render import PlainStyle, render
from tests.support.chat_town import a_place, joined
from tests.support.languages import languages_in, write_language

SPECS = tuple(command.spec for command in CATALOGUE)
GERMAN = {
    "meet": "treffen",
    "join": "beitreten",
    "leave": "verlassen",
    "circle": "kreis",
    "kith": "kith",
    "help": "hilfe",
    "talk": "reden",
    "depth": "tiefe",
    "challenge": "aufgabe",
    "late": "später",
    "minutes": "minuten",
    "command": "befehl",
}
THAI = {"meet": "พบปะ", "join": "เข้าร่วม", "circle": "กลุ่ม", "talk": "reden"}
SAID = {"Light": "leicht", "Deep": "tief"}


@pytest.fixture
def spoken(tmp_path):
    write_language(tmp_path, "de", SAID, names=GERMAN)
    write_language(tmp_path, "th", {}, names={**THAI, "talk": "คุย"})
    with languages_in(tmp_path):
        yield


@pytest.mark.parametrize(
    ("words", "command", "options"),
    [
        ("treffen beitreten Sunday walks", "meet join", {"circle": "Sunday walks"}),
        ("Treffen Beitreten kreis=Walks", "meet join", {"circle": "Walks"}),
        ('พบปะ เข้าร่วม กลุ่ม="Sunday walks"', "meet join", {"circle": "Sunday walks"}),
        ("treffen beitreten circle=Walks", "meet join", {"circle": "Walks"}),
        ("meet join kreis=Walks", "meet join", {"circle": "Walks"}),
        ("beitreten Walks", "meet join", {"circle": "Walks"}),  # the end of a path, where it is the only one
        ("hilfe", "kith help", {}),  # the bot's own word may be left out
        ("hilfe treffen beitreten", "kith help", {"command": "treffen beitreten"}),
        (
            "treffen SPA\u0308TER 10",
            "meet late",
            {"minutes": "10"},
        ),  # letters and marks as some keyboards send them
        ("reden tiefe=leicht", "talk", {"depth": "leicht"}),
        ("meet join", "meet join", {}),
    ],
)
def test_matrix_understands_the_names_of_every_language(spoken, words, command, options):
    call = Parser(SPECS, prefix="!kith").parse(words)
    assert isinstance(call, Call)
    assert (call.spec.name, dict(call.options)) == (command, options)


def test_a_command_that_was_copied_from_a_text_from_right_to_left_is_understood(spoken):
    copied = "\u2068!kith treffen beitreten\u2069 Walks"
    assert addressed(copied, prefix="!kith", me="@kith:here").words == "treffen beitreten Walks"
    assert Parser(SPECS, prefix="!kith").parse("\u2068treffen beitreten\u2069").spec.name == "meet join"
    assert read_line("\u2068/treffen beitreten\u2069", SPECS).spec.name == "meet join"


def test_matrix_names_what_is_nearest_in_any_language(spoken):
    parser = Parser(SPECS, prefix="!kith")
    assert parser.parse("treffen beitretn") == Unknown(nearest=("meet join",))
    assert "meet join" in parser.parse("treffen").nearest


def test_english_comes_first_where_a_word_means_something_else_in_another_language(tmp_path):
    write_language(tmp_path, "xx", {}, names={"challenge": "talk"})
    with languages_in(tmp_path):
        call = Parser(SPECS, prefix="!kith").parse("talk")
        assert call.spec.name == "talk"
        assert read_line("/talk", SPECS).spec.name == "talk"


@pytest.mark.parametrize(
    ("line", "command", "options"),
    [
        ("/treffen beitreten Sunday walks", "meet join", {"circle": "Sunday walks"}),
        ("/Treffen Beitreten kreis:Walks", "meet join", {"circle": "Walks"}),
        ("/พบปะ เข้าร่วม กลุ่ม:Walks", "meet join", {"circle": "Walks"}),
        ("/meet join kreis:Walks", "meet join", {"circle": "Walks"}),
        ("/reden leicht", "talk", {"depth": "leicht"}),
    ],
)
def test_the_playground_understands_the_names_of_every_language(spoken, line, command, options):
    typed = read_line(line, SPECS)
    assert (typed.spec.name, dict(typed.options)) == (command, options)


def test_what_is_no_command_in_any_language_is_refused(spoken):
    with pytest.raises(NotFound):
        read_line("/treffen quatsch", SPECS)


def test_a_value_is_understood_by_its_label_in_any_language_and_named_by_it(spoken):
    talk = next(spec for spec in SPECS if spec.name == "talk")
    assert bind(talk, {"depth": "Leicht"}) == bind(talk, {"depth": "light"})
    with pytest.raises(BadOption) as refused:
        bind(talk, {"depth": "seicht"})
    assert "light, middle and deep" in render(refused.value.text, PlainStyle(), "en")
    said = render(refused.value.text, PlainStyle(), "de")
    assert "leicht" in said
    assert "light" not in said


@pytest.mark.timeout(60)
async def test_help_names_commands_and_options_as_the_reader_types_them(spoken):
    async with a_place() as (kith, _):
        ada = await joined(kith)
        assert "/meet join" in (await ada.say("kith help")).text
        await ada.say("my language", language="de")
        assert "/treffen beitreten" in (await ada.say("kith help")).text
        one = await ada.say("kith help", command="treffen beitreten")
        assert one.text.startswith("/treffen beitreten")
        assert "kreis: " in one.text
        english = await ada.say("kith help", command="meet join")
        assert english.text == one.text
        group = await ada.say("kith help", command="treffen")
        assert group.text.startswith("treffen")
        assert "/treffen verlassen" in group.text
