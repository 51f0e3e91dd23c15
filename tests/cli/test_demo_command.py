"""`kith demo` as a visitor starts it: the address comes at once, the story ends in numbers, Ctrl-C is quiet."""

import os
import re
import signal
import socket
import subprocess
import sys
import time

import pytest
from typer.testing import CliRunner

from bot import bootstrap
from bot.cli.main import app

pytestmark = pytest.mark.timeout(240)

SOON = 90.0
"""Seconds that a slow and busy machine may take; a person's machine takes a few."""


def test_the_demo_gives_a_loopback_address_and_stops_quietly():
    with subprocess.Popen(
        [sys.executable, "-m", "bot", "demo"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONUNBUFFERED": "1"},
    ) as process:
        assert process.stdout is not None
        began, address = time.monotonic(), None
        while address is None and time.monotonic() - began < SOON:
            address = re.search(r"http://127\.0\.0\.1:\d+/[\w-]{16,}/", process.stdout.readline())
        process.send_signal(signal.SIGINT)
        _, errors = process.communicate(timeout=90)
    assert address is not None, errors
    assert process.returncode == 130
    assert "Traceback" not in errors


def test_a_port_that_is_taken_is_refused_in_one_sentence():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        result = CliRunner().invoke(app, ["demo", "--port", str(taken.getsockname()[1])])
    assert result.exit_code == 2
    assert "leave --port out" in result.stderr


async def test_the_town_speaks_another_language():
    async with bootstrap.demo(1, "en-XA") as town:
        await town.begin()
        said = [entry for entry in town.client.world.all_entries() if entry.author is None]
        assert said
        assert {entry.language for entry in said[-20:]} == {"en-XA"}


def test_a_language_that_is_not_spoken_is_refused_in_one_sentence():
    refused = CliRunner().invoke(app, ["demo", "--language", "tlh"])
    assert refused.exit_code == 2
    assert "en-XA" in refused.stderr


def test_the_story_ends_with_its_weeks_in_numbers():
    result = CliRunner(env={"COLUMNS": "120", "TERM": "dumb"}).invoke(
        app, ["demo", "--script", "--weeks", "1"]
    )
    assert result.exit_code == 0, result.output
    assert "1 week in numbers" in result.output
    assert re.search(r"groups +│ +[1-9]", result.output)
