"""Leave logging and the last-words hook as they were found: the command line sets them up for its process."""

import logging
import sys

import pytest

from bot.cli import logs


@pytest.fixture(autouse=True)
def as_it_was():
    root = logging.getLogger()
    handlers, level, hook = root.handlers[:], root.level, sys.excepthook
    libraries = {name: logging.getLogger(name).level for name in (*logs.QUIET_LIBRARIES, "discord.client")}
    yield
    root.handlers[:] = handlers
    root.setLevel(level)
    sys.excepthook = hook
    for name, before in libraries.items():
        logging.getLogger(name).setLevel(before)
