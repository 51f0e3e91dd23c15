"""`kith content`: the library is checked and counted on the command line, the shipped one or one of one's own."""

import shutil
from pathlib import Path

import pytest
from typer.testing import CliRunner

import bot.content
from bot.cli.main import app
from bot.content.library import load_library
from tests.support.pack_files import a_file, a_table


def kith(*words):
    """Run the command line in this process."""
    return CliRunner(env={"COLUMNS": "200", "TERM": "dumb"}).invoke(app, list(words))


@pytest.fixture
def folder(tmp_path):
    """Copy the shipped library."""
    for file in Path(*bot.content.__path__).glob("*.toml"):
        shutil.copy(file, tmp_path)
    return tmp_path


def test_the_shipped_library_keeps_all_rules():
    result = kith("content", "lint")
    assert result.exit_code == 0
    library = load_library()
    counts = f"{len(library.challenges)} challenges and {len(library.starters)} starters"
    assert result.output == f"{counts} keep all rules.\n"


def test_a_breach_is_named_by_file_id_and_rule(folder):
    file = folder / "reach_out.toml"
    file.write_text(file.read_text().replace("Send one hello.", "You must send one hello."))
    result = kith("content", "lint", "--folder", str(folder))
    assert result.exit_code == 2
    assert "reach_out.toml: reach-two-hellos: tone: must\n" in result.output
    assert "1 to mend." in result.output


@pytest.mark.parametrize(
    "harm", ["", "[[challenge]]\nid = 3", "licence = "], ids=["empty", "not-whole", "not-toml"]
)
@pytest.mark.parametrize("command", ["lint", "stats"])
def test_a_file_that_is_not_readable_is_named(folder, command, harm):
    (folder / "be_present.toml").write_text(harm)
    result = kith("content", command, "--folder", str(folder))
    assert result.exit_code == 2
    assert "be_present.toml" in result.output


def test_a_folder_without_the_files_is_named(tmp_path):
    result = kith("content", "stats", "--folder", str(tmp_path / "nowhere"))
    assert result.exit_code == 2
    assert "nowhere" in result.output


def count(cell: str) -> int:
    """Read a number; a dash stands for what can't exist."""
    return 0 if cell.strip() == "-" else int(cell)


def test_the_tables_count_every_challenge_once_in_the_grid():
    result = kith("content", "stats")
    assert result.exit_code == 0
    library = load_library()
    rows = [line.split("\u2502") for line in result.output.splitlines() if "\u2502" in line]
    by_effort, by_tie = ([row for row in rows if len(row) == width] for width in (8, 10))
    for grid in (by_effort, by_tie):
        assert sum(int(row[-2]) for row in grid) == len(library.challenges)
        assert all(sum(count(cell) for cell in row[3:-2]) == int(row[-2]) for row in grid)
    assert [row[5].strip() for row in by_effort if row[2].strip() == "solo"] == ["-"] * 4
    assert f"{len(library.challenges)} challenges" in result.output
    assert f"{len(library.starters)} starters" in result.output


def test_a_pack_is_checked_by_line_id_and_rule(tmp_path):
    file = tmp_path / "garden.toml"
    file.write_text(a_file(a_table("tree"), a_table("bench", text='"You must rest on a bench."')))
    result = kith("content", "lint", "--pack", str(file))
    assert result.exit_code == 2
    assert f"{file}:23: bench: tone: “must” in “You must rest on a bench.”" in result.output


def test_a_good_pack_is_said_to_be_one_and_what_is_none_is_refused(tmp_path):
    file = tmp_path / "garden.toml"
    file.write_text(a_file())
    result = kith("content", "lint", "--pack", str(file))
    assert (result.exit_code, result.output) == (0, "2 challenges of Garden club can be used.\n")
    file.write_text("nothing")
    for bad, words in ((file, "as TOML"), (tmp_path / "nowhere.toml", "cannot be read")):
        result = kith("content", "lint", "--pack", str(bad))
        assert (result.exit_code, words in result.output) == (2, True), result.output
    file.write_bytes(b"PK\x03\x04")
    assert "is no text" in kith("content", "lint", "--pack", str(file)).output
