"""What Kith logs, and what it never does."""

import logging

import pytest
from pydantic import SecretStr

from bot.cli.logs import LineFormatter, Redactor

DISCORD_LIKE = "N" + "x" * 24 + ".abcdef." + "y" * 38
MATRIX_LIKE = "syt_a2l0aA_" + "Q" * 20 + "_1abcde"


@pytest.mark.parametrize(
    "line",
    [
        "logging in with hunter2hunter2",
        f"Authorization: Bot {DISCORD_LIKE}",
        f"GET /sync?access_token={MATRIX_LIKE}&timeout=3",
        "Authorization: Bearer abcdefghijklmnop",
        "cannot reach postgresql+asyncpg://kith:hunter3@db/kith",
    ],
)
def test_nothing_secret_survives_in_a_line(line):
    clean = Redactor([SecretStr("hunter2hunter2")])(line)
    for secret in ("hunter", DISCORD_LIKE, MATRIX_LIKE, "abcdefghijklmnop"):
        assert secret not in clean
    assert "***" in clean


@pytest.mark.parametrize(
    "who",
    [
        "123456789012345678",
        "@ana:example.org",
        "!room:example.org",
        "#walks:example.org:8448",
        "$" + "a" * 43,
    ],
)
def test_platform_ids_are_taken_out(who):
    assert Redactor()(f"refused for {who} today") == "refused for <id> today"


def test_an_ordinary_line_stays_as_it_is():
    line = "round k3vq8s2mzd7x4bty matched 12 of 13 in 0.21 s at 2026-11-22T10:00:00Z (bot/runtime/scheduler.py:81)"
    assert Redactor()(line) == line


def test_fields_are_written_and_tracebacks_are_redacted_too():
    formatter = LineFormatter(Redactor([SecretStr("hunter2hunter2")]))
    error = ValueError("refused: hunter2hunter2")
    record = logging.makeLogRecord(
        {"msg": "a job failed", "exc_info": (ValueError, error, None), "job": "k3"}
    )
    line = formatter.format(record)
    assert "a job failed job='k3'" in line
    assert "ValueError: refused: ***" in line
    assert "hunter2" not in line
