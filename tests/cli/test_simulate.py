"""`kith simulate` as an organiser uses it: a table, a picture, numbers, and one sentence for what cannot be."""

import json
import random
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from bot.cli.main import app
from bot.simulation.own import anonymous
from bot.simulation.town import pretend_town
from tests.support.simulation import easy_town

WIDTH = 80


def kith(*words: str | Path) -> Result:
    runner = CliRunner(env={"COLUMNS": str(WIDTH), "TERM": "dumb"})
    return runner.invoke(app, ["simulate", *map(str, words)])


def row(result: Result, what: str) -> str:
    (line,) = [line for line in result.stdout.splitlines() if what in line]
    return line.split("│")[2].strip()


@pytest.fixture
def own(tmp_path: Path) -> Path:
    path = tmp_path / "town.json"
    path.write_text(anonymous(easy_town(8), random.Random(1)))
    return path


def test_the_table_fits_a_terminal_and_nothing_else_is_said():
    result = kith("--members", "30", "--rounds", "4", "--churn", "0.1", "--attendance", "0.8")
    assert result.exit_code == 0, result.output
    assert "30 members, 4 rounds of pairs" in result.stdout
    assert max(map(len, result.stdout.splitlines())) <= WIDTH
    assert row(result, "Members at a time") == "30"
    assert result.stderr == ""


def test_a_sentence_says_what_limits_people():
    assert "A member could meet" in kith("--members", "24", "--rounds", "1").stdout


def test_a_circles_rules_can_be_tried():
    words = ("--members", "24", "--rounds", "2", "--size", "4")
    mixed = kith(*words, "--mix", "newcomers, areas", "--new-faces", "2")
    assert mixed.exit_code == 0, mixed.output
    assert "groups of 4, mixing areas, newcomers" in mixed.stdout
    near = kith(*words, "--same-area")
    assert row(near, "Half of the ways") == "in the same area"


def test_in_a_typical_town_hardly_anybody_is_left_out():
    for seed in ("1", "2", "3"):
        told = row(kith("--members", "24", "--seed", seed), "Times somebody was left out")
        assert float(told.split("(")[1].split(" ")[0]) <= 5


def test_the_same_seed_tells_the_same_story():
    words = ("--members", "20", "--rounds", "3", "--size", "3")
    assert kith(*words).stdout == kith(*words).stdout
    assert kith(*words).stdout != kith(*words, "--seed", "2").stdout


def test_without_a_word_a_town_of_forty_is_made_up():
    assert row(kith("--rounds", "1"), "Members at a time") == "40"


def test_a_picture_and_the_numbers_are_written(tmp_path: Path):
    picture, numbers = tmp_path / "rounds.png", tmp_path / "rounds.json"
    result = kith("--members", "20", "--rounds", "2", "--picture", picture, "--json", numbers)
    assert result.exit_code == 0, result.output
    assert picture.read_bytes().startswith(b"\x89PNG\r\n\x1a\n")
    assert picture.stat().st_size > 20_000
    assert len(json.loads(numbers.read_text())["rounds"]) == 2


def test_ones_own_community_is_played(own: Path):
    result = kith("--from", own, "--rounds", "7")
    assert result.exit_code == 0, result.output
    assert row(result, "Members at a time") == "8"
    assert row(result, "Pairs brought together again") == "0 (0 %)"


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("--members", "1"), "'--members'"),
        (("--rounds", "0"), "'--rounds'"),
        (("--churn", "1.2"), "'--churn'"),
        (("--attendance", "-0.1"), "'--attendance'"),
        (("--missed", "2"), "'--missed'"),
        (("--size", "6"), "'--size'"),
        (("--size", "3", "--pairs-only"), "--pairs-only is for circles of two"),
        (("--mix", "weather"), "Groups can mix: areas, roles, newcomers"),
        (("--mix", "areas", "--same-area"), "Choose --same-area or --mix areas"),
        (("--size", "3", "--new-faces", "3"), "choose that many new faces at most"),
        (("--new-faces", "0"), "'--new-faces'"),
        (("--from", "nowhere.json"), "Kith cannot read nowhere.json"),
        (("--from", "nowhere.json", "--members", "9"), "Choose one"),
        (("--picture", "rounds.jpg"), "ends in .png"),
        (("--picture", "no-such-place/rounds.png"), "directory that exists"),
        (("--json", "."), "directory that exists"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, tuple) else "",
)
def test_nonsense_is_refused_in_one_sentence(words, sentence):
    result = kith(*words)
    assert result.exit_code == 2
    assert sentence in result.stderr
    assert "Traceback" not in result.output


def test_a_community_that_cannot_be_read_is_named_with_the_place(own: Path):
    own.write_text(own.read_text().replace('"slots": 2097151', '"slots": -1', 1))
    result = kith("--from", own)
    assert result.exit_code == 2
    assert f"{own}: members[0].slots: should be greater" in result.stderr
    own.write_bytes(b"\xff\xfe")
    assert "not a text file" in kith("--from", own).stderr


def test_the_community_is_never_overwritten(own: Path):
    before = own.read_bytes()
    assert "would overwrite" in kith("--from", own, "--json", own).stderr
    assert own.read_bytes() == before


def test_a_pretend_town_survives_being_written_and_read(own: Path):
    own.write_text(anonymous(pretend_town(24, random.Random(1), areas=4), random.Random(1)))
    result = kith("--from", own, "--rounds", "2", "--size", "4")
    assert result.exit_code == 0, result.output
