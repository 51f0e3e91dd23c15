"""The same answers everywhere: on file for every machine, and once more under other hashes."""

import subprocess
import sys

import pytest

from tests.support.digests import COUNTS, digest, on_file, requests


@pytest.mark.timeout(120)
@pytest.mark.parametrize("name", [f"{count} members" for count in COUNTS])
def test_an_answer_is_as_on_file(name: str) -> None:
    """After a change that is meant: `python -m tests.support.digests --renew`."""
    assert digest(requests()[name]) == on_file()[name]


@pytest.mark.timeout(120)
def test_answers_do_not_depend_on_how_this_interpreter_hashes() -> None:
    command = [sys.executable, "-m", "tests.support.digests"]
    subprocess.run(command, env={"PYTHONHASHSEED": "7"}, check=True, capture_output=True)
