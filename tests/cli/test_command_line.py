"""The command `kith` as an operator meets it: its manual, its refusals, its exit codes."""

import asyncio
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner, Result

from bot.cli import catalogue, running
from bot.cli.main import app
from bot.errors import PermanentPlatformError, Refusal, SetupError, TemporaryPlatformError
from bot.ports.commands import CommandSpec, Option
from bot.text.message import T

COMMANDS = [
    (),
    ("demo",),
    ("simulate",),
    ("run",),
    ("check",),
    ("migrate",),
    ("backup",),
    ("export-circle",),
    ("commands",),
    ("version",),
    ("login",),
    ("login", "matrix"),
    ("invite",),
    ("invite", "discord"),
    ("content",),
    ("content", "lint"),
    ("content", "stats"),
]


def kith(*words: str, feed: str = "") -> Result:
    """Run the command line in this process."""
    return CliRunner(env={"COLUMNS": "200", "TERM": "dumb"}).invoke(app, list(words), input=feed)


@pytest.mark.parametrize("words", COMMANDS, ids=" ".join)
def test_every_command_has_a_manual_page(words):
    result = kith(*words, "--help")
    assert result.exit_code == 0
    assert "Usage:" in result.output
    assert len(result.output.splitlines()) > 5


def test_kith_alone_shows_the_manual():
    result = kith()
    assert result.exit_code == 0
    assert "kith demo" in result.output


def test_the_version_is_told():
    assert kith("version").output.startswith("kith 0.")
    assert kith("--version").output.startswith("kith 0.")


def test_an_unknown_command_is_refused_with_the_nearest():
    result = kith("chekc")
    assert result.exit_code == 2
    assert "'check'" in result.output


@pytest.mark.parametrize("command", ["run", "check", "migrate", "backup"])
@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (None, "There is no configuration file"),
        ("[storge]\n", "did you mean storage"),
        ("[discord]\ntoken = 'x'\n", "KITH_DISCORD_TOKEN"),
        ("[logging]\nlevel = nope\n", "not valid TOML"),
    ],
    ids=["missing", "unknown table", "secret in the file", "not TOML"],
)
def test_a_bad_configuration_is_one_sentence_and_exit_code_2(tmp_path: Path, command, content, sentence):
    path = tmp_path / "kith.toml"
    if content is not None:
        path.write_text(content)
    result = kith(command, "--config", str(path))
    assert result.exit_code == 2
    assert sentence in result.stderr
    assert len(result.stderr.splitlines()) == 1
    assert "Traceback" not in result.output


def test_the_invitation_asks_for_the_least():
    result = kith("invite", "discord", "--application-id", "123456789012345678")
    assert result.exit_code == 0
    assert "client_id=123456789012345678" in result.output
    permissions = int(result.output.split("permissions=")[1].split("&")[0])
    administrator = 1 << 3
    assert not permissions & administrator


@pytest.mark.parametrize(
    "number", ["", "12", "x" * 18, "\N{FULLWIDTH DIGIT ONE}" * 18, "-123456789012345678"]
)
def test_a_wrong_application_id_is_refused(number):
    result = kith("invite", "discord", f"--application-id={number}")
    assert result.exit_code == 2
    assert "15 to 20 digits" in result.stderr


def test_logging_in_with_nobody_to_ask_says_how_to_give_the_password(tmp_path: Path):
    path = tmp_path / "kith.toml"
    path.write_text('[matrix]\nhomeserver = "https://m.example"\nuser_id = "@kith:m.example"\n')
    result = kith("login", "matrix", "--config", str(path))
    assert result.exit_code == 2
    assert "KITH_MATRIX_PASSWORD" in result.stderr
    result = kith("login", "matrix", "--password-stdin", "--config", str(path))
    assert result.exit_code == 2
    assert "pipe it in" in result.stderr


# --- failures and signals --------------------------------------------------------------------------------------------


async def fail(error: BaseException) -> None:
    """Fail inside a TaskGroup, as a platform does."""

    async def one() -> None:
        raise error

    async with asyncio.TaskGroup() as group:
        group.create_task(one())


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (SetupError("Mend this."), 2),
        (PermanentPlatformError("the token was revoked", reason=Refusal.LOGGED_OUT), 2),
        (TemporaryPlatformError("nobody answers"), 1),
    ],
    ids=lambda value: type(value).__name__,
)
def test_a_failure_in_a_task_becomes_one_sentence(capsys, error, code):
    with pytest.raises(typer.Exit) as caught:
        running.work(fail(error))
    assert caught.value.exit_code == code
    assert capsys.readouterr().err == f"kith: {error}\n"


def test_a_mistake_of_ours_is_never_hidden_behind_a_sentence():
    with pytest.raises(ExceptionGroup):
        running.work(fail(ZeroDivisionError()))


SLEEPER = """
import asyncio, sys
import typer
from bot.cli.running import work
app = typer.Typer()
@app.command()
def wait() -> None:
    async def job():
        print("ready", flush=True)
        await asyncio.Event().wait()
    work(job())
app()
"""


@pytest.mark.timeout(240)
@pytest.mark.parametrize(("sent", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 0)])
def test_stopping_is_quiet_and_has_its_exit_code(sent, code):
    with subprocess.Popen(
        [sys.executable, "-c", SLEEPER], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
        process.send_signal(sent)
        _, errors = process.communicate(timeout=120)
    assert process.returncode == code
    assert "Traceback" not in errors


@pytest.mark.timeout(240)
def test_an_unexpected_failure_shows_a_redacted_traceback(tmp_path: Path):
    script = (
        "import bot.cli.logs as logs; from pydantic import SecretStr\n"
        "logs.configure('info', [SecretStr('hunter2hunter2')])\n"
        "raise ValueError('hunter2hunter2')"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=False, env={**os.environ}
    )
    assert done.returncode == 1
    assert "ValueError: ***" in done.stderr
    assert "hunter2hunter2" not in done.stderr.replace("raise ValueError('hunter2hunter2')", "")


# --- the catalogue ---------------------------------------------------------------------------------------------------

SPECS = [
    CommandSpec(
        path=("meet", "join"),
        summary=T("Join a circle"),
        options=(Option(name="circle", summary=T("which")),),
    ),
    CommandSpec(path=("talk",), summary=T("Ask|tell")),
    CommandSpec(path=("meet", "consent"), summary=T("Tapped"), tapped=True),
    CommandSpec(
        path=("meet", "avoid"),
        summary=T("Avoid"),
        options=(
            Option(name="who", summary=T("whom"), required=True),
            Option(name="id", summary=T("x"), hidden=True),
        ),
    ),
]


def test_the_tables_list_what_is_typed_in_chapters():
    assert catalogue.as_markdown(SPECS) == (
        "**Meeting people**\n\n| command | what it does |\n|---|---|\n"
        "| `meet join [circle]` | Join a circle |\n| `meet avoid <who>` | Avoid |\n\n"
        "**Conversation**\n\n| command | what it does |\n|---|---|\n| `talk` | Ask/tell |"
    )
