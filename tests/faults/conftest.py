"""What all stories of a process that keeps being killed have in common."""

import asyncio
from contextlib import ExitStack
from pathlib import Path

import pytest

from tests.support.crash_story import Nursery, make_template
from tests.support.scratch import scratch_folder


@pytest.fixture(scope="session")
def nursery():
    """Start bots quickly, on either platform."""
    nursery = Nursery()
    yield nursery
    nursery.close()


@pytest.fixture(scope="session")
def template(tmp_path_factory):
    """Give an empty database to copy."""
    return asyncio.run(make_template(tmp_path_factory.mktemp("template")))


@pytest.fixture
def story_folder():
    """Make a folder for each story that a test tells."""
    with ExitStack() as held:
        yield lambda: Path(held.enter_context(scratch_folder("kith-story-")))
