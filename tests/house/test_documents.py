"""The documents that repeat what the code knows, held against the code."""

import re
import tomllib
from pathlib import Path

import pytest
from pydantic import BaseModel

from adapters.discord.settings import DiscordSettings
from adapters.matrix.settings import MatrixSettings
from bot.cli.catalogue import as_markdown
from bot.cli.privacy import data_schema_text, notice_text
from bot.commands.catalogue import CATALOGUE
from bot.config import OWN_TABLES, SECRETS, load

ROOT = Path(__file__).parents[2]
EXAMPLE = ROOT / "config.example.toml"
TABLES: dict[str, type[BaseModel]] = {**OWN_TABLES, "discord": DiscordSettings, "matrix": MatrixSettings}
ENTRY = re.compile(r"(?:# )?([a-z_]+) = .+")


def example_keys(text: str) -> dict[str, set[str]]:
    """Return the keys of the example by table, those that are commented out included."""
    keys: dict[str, set[str]] = {}
    table = ""
    for line in text.splitlines():
        if line.startswith("["):
            table = line.strip("[]")
            keys[table] = set()
        elif table and (entry := ENTRY.fullmatch(line)):
            keys[table].add(entry[1])
    return keys


def expected_keys(table: str, model: type[BaseModel]) -> set[str]:
    """Return every key that a table takes: its model's, and a file for each secret in place of the secret."""
    secrets = [name for name in SECRETS if name.table == table]
    plain = set(model.model_fields) - {name.key for name in secrets if table != "storage"}
    return plain | {name.file_key for name in secrets}


@pytest.mark.parametrize("table", TABLES)
def test_the_example_shows_every_setting_and_no_other(table):
    assert example_keys(EXAMPLE.read_text())[table] == expected_keys(table, TABLES[table])


def test_every_setting_of_the_example_has_a_comment_above_it():
    lines = EXAMPLE.read_text().splitlines()
    bare = [
        lines[number]
        for number in range(1, len(lines))
        if ENTRY.fullmatch(lines[number])
        and not (lines[number - 1].startswith("#") or ENTRY.fullmatch(lines[number - 1]))
    ]
    assert bare == []


def test_the_example_loads_and_states_the_defaults():
    environment = {"KITH_DISCORD_TOKEN": "a-token"}
    settings = load(EXAMPLE, environment)
    for name, model in (("discord", DiscordSettings), ("matrix", MatrixSettings)):
        checked = settings.table(name, model)
        for key in settings.tables[name]:
            field = model.model_fields[key]
            if not field.is_required():
                assert getattr(checked, key) == field.default, f"{name}.{key}"


def test_everything_commented_out_in_the_example_is_valid_too(tmp_path: Path):
    uncommented = re.sub(r"(?m)^# ([a-z_]+ = )", r"\1", EXAMPLE.read_text())
    for name in ("discord-token", "matrix-password", "storage-url", "storage-key"):
        path = tmp_path / name
        path.write_text("sqlite:///kith.db" if name == "storage-url" else "secret")
        path.chmod(0o600)
    path = tmp_path / "kith.toml"
    path.write_text(uncommented)
    settings = load(path, {})
    assert settings.table("discord", DiscordSettings).api_url
    assert settings.table("matrix", MatrixSettings).state == tmp_path / "var" / "matrix"


def test_the_readmes_command_tables_are_the_catalogue():
    readme = (ROOT / "README.md").read_text()
    begin, end = "<!-- commands: made by `kith commands --markdown` -->", "<!-- end of commands -->"
    shown = readme.split(begin)[1].split(end)[0].strip()
    assert shown == as_markdown(command.spec for command in CATALOGUE)


def test_the_privacy_notice_is_the_registers():
    """Renew it with `kith privacy-notice > docs/care/privacy-notice.md`."""
    assert (ROOT / "docs" / "care" / "privacy-notice.md").read_text() == notice_text()


def test_the_schema_of_my_data_is_the_registers():
    """Renew it with `kith privacy-notice --schema > docs/my-data.schema.json`."""
    assert (ROOT / "docs" / "my-data.schema.json").read_text() == data_schema_text()


def test_the_readme_gives_the_two_commands_that_are_tried_in_a_fresh_environment():
    readme = (ROOT / "README.md").read_text().splitlines()
    assert readme.count("pip install -e . && kith demo") == 1
    assert readme.count('pip install -e ".[dev]" && pytest') == 1


def test_the_constraints_pin_exact_versions_and_name_no_address():
    lines = [line for line in (ROOT / "constraints.txt").read_text().splitlines() if not line.startswith("#")]
    assert [line for line in lines if not re.fullmatch(r"[A-Za-z0-9_.-]+==[0-9][0-9a-z.+!]*", line)] == []


def test_every_dependency_has_its_constraint():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    wanted = [
        *project["dependencies"],
        *(name for extra in project["optional-dependencies"].values() for name in extra),
    ]
    pinned = {
        line.split("==")[0].lower().replace("_", "-")
        for line in (ROOT / "constraints.txt").read_text().splitlines()
    }
    names = {re.split(r"[\[<>=]", name)[0].lower().replace("_", "-") for name in wanted}
    assert names <= pinned
