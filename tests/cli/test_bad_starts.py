"""Everything that can be wrong before the bot starts: one sentence that says what to do, exit code 2, no traceback."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from typer.testing import CliRunner

from bot.cli.main import app

DISCORD = "[discord]\n"
MATRIX = '[matrix]\nhomeserver = "http://127.0.0.1:9"\nuser_id = "@kith:localhost"\n'


@pytest.fixture
def kith(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """Return a function that runs `kith` on a configuration in a folder of its own."""
    for name in ("KITH_DISCORD_TOKEN", "KITH_MATRIX_PASSWORD", "CREDENTIALS_DIRECTORY", "STATE_DIRECTORY"):
        monkeypatch.delenv(name, raising=False)

    def run(content: str, *words: str):
        path = tmp_path / "kith.toml"
        path.write_text(content)
        return CliRunner(env={"COLUMNS": "300", "TERM": "dumb"}).invoke(app, [*words, "--config", str(path)])

    return run


def database(folder: Path) -> Path:
    """Return where the database lies by default."""
    path = folder / "var" / "kith.db"
    path.parent.mkdir(exist_ok=True)
    return path


def assert_refused(result, *words: str) -> None:
    """Assert one kind sentence with all the words, and exit code 2."""
    assert result.exit_code == 2, result.output
    assert len(result.stderr.splitlines()) == 1
    for word in words:
        assert word in result.stderr
    assert "Traceback" not in result.output


def test_a_missing_token_says_how_to_give_it(kith):
    assert_refused(kith(DISCORD, "run"), "discord.token is missing", "KITH_DISCORD_TOKEN", "token_file")


def test_a_matrix_account_that_never_signed_in_says_how_to(kith):
    assert_refused(kith(MATRIX, "run"), "kith login matrix")


def test_no_platform_at_all_points_to_the_demo(kith):
    assert_refused(kith("", "run"), "[discord]", "[matrix]", "kith demo")


def test_signing_in_without_a_matrix_table_is_refused_before_a_password_is_asked(kith):
    assert_refused(kith(DISCORD, "login", "matrix"), "no table [matrix]")


@pytest.mark.parametrize("command", ["run", "migrate"])
def test_a_file_that_is_no_database_is_named(kith, tmp_path: Path, command):
    database(tmp_path).write_bytes(b"these are my holiday notes, by the sea" * 40)
    assert_refused(kith(DISCORD, command), str(database(tmp_path)))


@pytest.mark.parametrize("command", ["run", "migrate"])
def test_a_database_of_a_newer_version_is_refused(kith, tmp_path: Path, command):
    assert kith(DISCORD, "migrate").exit_code == 0
    with closing(sqlite3.connect(database(tmp_path))) as connection, connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    assert_refused(kith(DISCORD, command), "newer")


def test_a_directory_that_cannot_be_made_is_named(kith):
    assert_refused(kith('[storage]\ndirectory = "/dev/null/kith"\n', "migrate"), "/dev/null/kith")


def test_a_backup_never_overwrites_anything(kith, tmp_path: Path):
    assert kith(DISCORD, "migrate").exit_code == 0
    before = database(tmp_path).read_bytes()
    assert_refused(kith(DISCORD, "backup", "--to", str(database(tmp_path))), "exists already")
    assert database(tmp_path).read_bytes() == before


def test_a_backup_is_a_database_that_only_this_account_can_read(kith, tmp_path: Path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert kith(DISCORD, "migrate").exit_code == 0
    result = kith(DISCORD, "backup", "--to", "copy.db")
    assert result.exit_code == 0, result.output
    assert (tmp_path / "copy.db").stat().st_mode & 0o077 == 0
    with closing(sqlite3.connect(tmp_path / "copy.db")) as connection:
        assert connection.execute("PRAGMA quick_check").fetchone() == ("ok",)


def test_the_check_lists_what_is_well_and_what_is_not(kith):
    result = kith(DISCORD, "check")
    assert result.exit_code == 2
    assert "ok    database" in result.output
    assert "mend  discord" in result.output
    assert "1 to mend." in result.output
