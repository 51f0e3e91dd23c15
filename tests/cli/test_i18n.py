"""`kith i18n`: the template that translators begin with, and one planted slip of every kind."""

import pytest
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po, write_po
from typer.testing import CliRunner

from bot.cli.main import app
from bot.cli.translating import lengths, literals
from bot.cli.translating.code import Source, modules
from bot.cli.translating.sources import sentences
from bot.text.catalogue import COMMAND_CONTEXT

pytestmark = pytest.mark.timeout(60)  # the first look reads all of the code

ONE = "Keep my profile"
WITH_VALUE = "From now on I write to you in {language}."
COUNTED = ("{count} time in the week", "{count} times in the week")
QUESTION = "Areas, with commas"


def kith(*words):
    """Run the command line in this process."""
    return CliRunner(env={"COLUMNS": "200", "TERM": "dumb"}).invoke(app, list(words))


def check(folder):
    return kith("i18n", "check", "--folder", str(folder))


@pytest.fixture
def polish(tmp_path):
    """Return a way to write a Polish catalogue, and the folder with it."""

    def write(*messages, **more):
        book = Catalog(locale="pl")
        for message in messages:
            book.add(*message[:2], **({**more, **message[2]} if len(message) > 2 else more))
        with (tmp_path / "pl.po").open("wb") as stream:
            write_po(stream, book)
        return tmp_path

    return write


def test_all_that_ships_can_be_translated_and_fits():
    result = kith("i18n", "check")
    assert result.exit_code == 0, result.output
    assert "Every sentence can be translated" in result.output


def test_the_template_holds_every_sentence_with_its_places_and_notes(tmp_path):
    file = tmp_path / "kith.pot"
    assert kith("i18n", "template", str(file)).exit_code == 0
    with file.open("rb") as stream:
        book = read_po(stream)
    assert {
        (each.context or "", each.id if isinstance(each.id, str) else each.id[0]) for each in book if each.id
    } == {each.key for each in sentences()}
    content = [each for each in book if any(file.startswith("bot/content/") for file, _ in each.locations)]
    assert any(each.auto_comments for each in content), "content has notes for translators"
    join = book.get("join", context=COMMAND_CONTEXT)
    assert "lower case" in " ".join(join.auto_comments)
    assert all(line for each in content for _, line in each.locations)


def test_a_template_that_cannot_be_written_is_named(tmp_path):
    result = kith("i18n", "template", str(tmp_path / "nowhere" / "kith.pot"))
    assert result.exit_code == 2
    assert "nowhere" in result.output


def test_coverage_is_counted_and_what_is_missing_is_no_mistake(polish):
    folder = polish(
        (ONE, "Zachowaj profil"),
        ("Never said", "Nigdy"),
        (WITH_VALUE, "Piszę {language}.", {"flags": ["fuzzy"]}),
    )
    result = check(folder)
    assert result.exit_code == 0, result.output
    [row] = [line for line in result.output.splitlines() if "pl" in line and "%" in line]
    counts = [int(word) for word in row.replace("│", " ").replace("%", "").split()[1:]]
    every = len({each.key for each in sentences()})
    assert counts == [1, 0, every - 2, 1, 1]


@pytest.mark.parametrize(
    ("message", "rule", "detail"),
    [
        ((WITH_VALUE, "Teraz piszę."), "placeholder", "missing {language}"),
        ((WITH_VALUE, "Teraz piszę {jezyk} {language}."), "placeholder", "unknown {jezyk}"),
        ((COUNTED, ("{count} raz", "", "")), "plural", "1 of 3 forms"),
        ((COUNTED, ("{count} raz", "{count} razy", "{razy} razy")), "placeholder", "unknown {razy}"),
        (("join", "Dołącz tu", {"context": COMMAND_CONTEXT}), "name", "join: Dołącz tu"),
        ((QUESTION, "Dzielnice, " * 5), "length", "of 45 characters"),
    ],
)
def test_a_slip_of_a_translation_is_named_with_its_line(polish, message, rule, detail):
    result = check(polish(message))
    assert result.exit_code == 2
    [line] = [line for line in result.output.splitlines() if line.startswith("pl.po:")]
    assert line.split(":")[1].isdigit()
    assert f": {rule}: " in line
    assert detail in line


def test_one_of_a_plural_may_leave_the_number_out(polish):
    assert check(polish((COUNTED, ("raz w tygodniu", "{count} razy", "{count} razy")))).exit_code == 0


def test_a_file_that_is_no_catalogue_is_named(tmp_path):
    (tmp_path / "pl.po").write_text("msgid nothing")
    result = check(tmp_path)
    assert result.exit_code == 2
    assert "pl.po" in result.output


def planted(code, file="bot/commands/planted.py"):
    return Source.of(file, code)


@pytest.mark.parametrize(
    ("code", "rule"),
    [
        ('say(T(f"Hello {name}"))', "template"),
        ("say(T(words))", "template"),
        ('say(T("Hello " + name))', "template"),
        ('T("Please send {count} lines at most.", count=9)', "uncounted"),
        ('T("{when}", when="in the morning")', "value"),
        ('T("{when}", when=f"at {hour} sharp, or so")', "value"),
        ('T("{who}", who=", ".join(names))', "joined"),
        ('T("{who}", who=" and ".join(names))', "joined"),
        ('Choice(key="a", label="Not this time")', "hard-coded"),
        ('Message(lines=(T("Fine."), "All is well here."))', "hard-coded"),
        ('raise UserError("That did not work.")', "hard-coded"),
        ('raise BadOption("name", f"There is no {name} here.")', "hard-coded"),
    ],
)
def test_words_that_no_translator_would_find_are_named(code, rule):
    [finding] = literals.findings([planted(code)])
    assert str(finding).startswith(f"bot/commands/planted.py:1: {rule}: ")


def test_what_an_adapter_hands_over_as_words_is_named():
    code = 'await channel.send(content="Please choose a time.")'
    [finding] = literals.findings([planted(code, "adapters/discord/planted.py")])
    assert str(finding) == "adapters/discord/planted.py:1: hard-coded: Please choose a time."


@pytest.mark.parametrize(
    "code",
    [
        'T("{example}", example=Verbatim("1 week, 2 weeks"))',
        'T("Hello {who}", who=name)',
        'BadOption("name of it", T("That is not here."))',
        'T("{number} of {all}", number=1, all=2)',
        'Choice(key="not-this-time", label=T("Not this time"), action=Action(command="meet skip"))',
        'Message(title="Words for a log only")  # not shown: a log',
        'TN("{count} line", "{count} lines", 3)',
    ],
)
def test_what_is_said_through_the_catalogue_is_no_slip(code):
    assert list(literals.findings([planted(code)])) == []


@pytest.mark.parametrize(
    ("code", "needed"),
    [
        ('FormField(option="a", label=T("x" * 0 or "x"))', None),
        (f'FormField(option="a", label=T("{"x" * 32}"))', None),
        (f'FormField(option="a", label=T("{"x" * 33}"))', "47 of 45"),
        (f'FormField(option="a", label=T("{"x" * 33}") if one else T("x"))', "47 of 45"),
        (f'Option(name="a", summary=T("{"x" * 62}{{name}}", name=name))', "101 of 100"),
        (f'Choice(key="a", label=T("{"x" * 56}"))', "79 of 78"),
        (f'Form(title=T("{"x" * 33}"))', "47 of 45"),
    ],
)
def test_english_that_leaves_no_room_for_a_translation_is_named(code, needed):
    found = [str(finding) for finding in lengths.in_source([planted(code)])]
    assert len(found) == (1 if needed else 0)
    assert all(needed in each and each.startswith("bot/commands/planted.py:1: length: ") for each in found)


def test_every_module_that_speaks_is_looked_at():
    files = {source.file for source in modules()}
    assert {"bot/commands/plans.py", "adapters/matrix/desk.py", "adapters/playground/page/server.py"} <= files
    assert not any(file.startswith("bot/cli/") for file in files)
