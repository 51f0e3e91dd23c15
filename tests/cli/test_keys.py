"""The key that seals, as operators meet it."""

import base64
import os
from pathlib import Path

import pytest
from typer.testing import CliRunner

from adapters.sql.keys import FILE_NAME
from adapters.sql.sealing import new_key, written
from bot.cli.main import app
from bot.config import load


@pytest.fixture
def kith(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """Return a function that runs `kith` on a configuration without platforms, in a folder of its own."""
    for name in ("CREDENTIALS_DIRECTORY", "STATE_DIRECTORY", "KITH_STORAGE_KEY"):
        monkeypatch.delenv(name, raising=False)
    path = tmp_path / "kith.toml"

    def run(*words: str, content: str = ""):
        path.write_text(content)
        return CliRunner(env={"COLUMNS": "400", "TERM": "dumb"}).invoke(app, [*words, "--config", str(path)])

    return run


def test_the_check_says_where_the_key_lies_and_what_would_be_better(kith, tmp_path):
    assert "ok    key  The first start makes one" in kith("check").output
    assert kith("migrate").exit_code == 0
    assert (tmp_path / "var" / FILE_NAME).exists()
    told = kith("check").output
    assert "ok    key  It lies in" in told
    for words in ("systemd credential storage-key", "keep a copy apart from your backups", "is lost"):
        assert words in told


def test_a_key_of_the_operators_own_is_taken_from_a_file(kith, tmp_path):
    key = tmp_path / "storage-key"
    key.write_text(base64.b64encode(os.urandom(32)).decode())
    key.chmod(0o600)
    content = '[storage]\nkey_file = "storage-key"\n'
    assert kith("migrate", content=content).exit_code == 0
    assert "sealed with storage.key" in kith("check", content=content).output
    assert not (tmp_path / "var" / FILE_NAME).exists()
    refused = kith("migrate")
    assert refused.exit_code == 2
    assert "The key of the database is missing" in refused.stderr
    assert "mend  database" in kith("check").output


def test_nonsense_for_a_key_is_refused_in_one_sentence_without_being_echoed(kith, tmp_path, monkeypatch):
    monkeypatch.setenv("KITH_STORAGE_KEY", "not-a-key")
    result = kith("migrate")
    assert result.exit_code == 2
    assert "openssl rand -base64 32" in result.stderr
    assert "not-a-key" not in result.output


def test_two_keys_are_noticed(kith, monkeypatch):
    old = new_key()
    monkeypatch.setenv("KITH_STORAGE_KEY", written(old))
    assert kith("migrate").exit_code == 0
    monkeypatch.setenv("KITH_STORAGE_KEY", written(new_key(), old))
    assert "There are several: kith rotate-key finishes with the first" in kith("check").output
    assert "Take the old one away" in kith("rotate-key").output


def test_a_backup_is_refused_where_its_key_is_not(kith, tmp_path):
    kith("migrate")
    assert kith("backup", "--to", str(tmp_path / "away" / "kith.db")).exit_code == 0
    refused = kith("migrate", content='[storage]\ndirectory = "away"\n')
    assert refused.exit_code == 2
    assert "Put back the key that belongs to it" in refused.stderr
    assert [path.name for path in (tmp_path / "away").iterdir() if path.suffix == ".key"] == []


def test_the_key_never_shows(tmp_path):
    (tmp_path / "kith.toml").write_text("")
    key = written(new_key())
    settings = load(tmp_path / "kith.toml", {"KITH_STORAGE_KEY": key})
    assert settings.storage_key == key
    assert key not in repr(settings)
