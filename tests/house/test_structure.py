"""The house rules that no linter knows: size, doubles for mocks, and what must not stand in the repository."""

import ast
import re
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

pytestmark = pytest.mark.timeout(60)  # everything is read

ROOT = Path(__file__).parents[2]
CODE = ("bot", "adapters", "tests")
LONGEST_FILE = 400
LONGEST_FUNCTION = 50
TOP_FOLDERS = {"bot", "adapters", "tests", "docs", "deploy", ".ci"}
UNREADABLE = {".png", ".ico", ".woff2", ".db", ".gz"}

# Written in pieces, so that this file does not break its own rule.
REGISTRY_HOSTS = re.compile(
    "|".join(["py" + r"pi\.org", "python" + "hosted", "npm" + r"js\.(?:org|com)", "deb" + r"\.debian\.org"])
)
LOCAL_PATHS = re.compile(
    r"(?<![\w.~-])/(?:" + "|".join(["wo" + "rk", "ro" + "ot", "fa" + "rm", "ho" + r"me/\w+"]) + r")/"
)


@cache
def kept_files() -> tuple[Path, ...]:
    """List the files that belong to the repository; without git, everything that is not hidden or built."""
    listing = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    if listing.returncode == 0:
        found = [ROOT / name for name in listing.stdout.split("\0") if name]
    else:
        found = [
            path for name in CODE for path in (ROOT / name).rglob("*") if "__pycache__" not in path.parts
        ]
    return tuple(path for path in found if path.is_file())


def python_files() -> list[Path]:
    """List the repository's Python files."""
    return [path for path in kept_files() if path.suffix == ".py"]


def functions(tree: ast.AST) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    """Return every function of a module."""
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def matches(pattern: re.Pattern[str]) -> list[str]:
    """List "file:line" for every line of the repository in which the pattern occurs."""
    found = []
    for path in kept_files():
        if path.suffix in UNREADABLE:
            continue
        for number, line in enumerate(path.read_text(errors="replace").splitlines(), start=1):
            if pattern.search(line):
                found.append(f"{path.relative_to(ROOT)}:{number}")
    return found


def test_no_file_is_longer_than_a_person_can_hold_in_mind():
    lengths = {path.relative_to(ROOT): len(path.read_text().splitlines()) for path in python_files()}
    assert {path: length for path, length in lengths.items() if length > LONGEST_FILE} == {}


def test_no_function_is_longer_than_a_screen():
    long = {
        f"{path.relative_to(ROOT)}::{function.name}": length
        for path in python_files()
        for function in functions(ast.parse(path.read_text()))
        if (length := (function.end_lineno or 0) - function.lineno + 1) > LONGEST_FUNCTION
    }
    assert long == {}


def test_nothing_is_mocked():
    mocks = re.compile(
        r"^\s*(?:from|import) (?:unittest"
        r"\.mock|unittest import mock|pytest_"
        r"mock)|\bmocke"
        r"r\b"
    )
    assert matches(mocks) == []


def test_no_package_registry_is_named():
    assert matches(REGISTRY_HOSTS) == []


def test_no_path_of_one_machine_is_named():
    assert matches(LOCAL_PATHS) == []


def test_tests_are_no_package():
    assert [path for path in kept_files() if path.name == "__init__.py" and "tests" in path.parts] == []


def test_there_is_no_other_code_folder_at_the_top():
    tops = {path.relative_to(ROOT).parts[0] for path in kept_files() if len(path.relative_to(ROOT).parts) > 1}
    assert tops <= TOP_FOLDERS


@pytest.mark.parametrize(
    "name",
    [
        "README.md",
        "ARCHITECTURE.md",
        "CONTRIBUTING.md",
        "CHANGELOG.md",
        "LICENSE",
        "constraints.txt",
        "config.example.toml",
        ".ci/run",
    ],
)
def test_the_usual_files_are_there(name):
    assert (ROOT / name).is_file()


def test_every_module_says_what_it_is_for():
    silent = [
        str(path.relative_to(ROOT))
        for path in python_files()
        if path.relative_to(ROOT).parts[0] in CODE[:2]
        and not ast.get_docstring(ast.parse(path.read_text()))
        and "versions" not in path.parts
    ]
    assert silent == []
