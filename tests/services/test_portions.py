"""Reading in portions keeps the garbage collector from what lives, and nothing else in memory."""

import gc
import weakref
from itertools import product
from string import ascii_lowercase

import pytest

from bot.services.portions import PORTION, leave_alone
from tests.support.remembered import enrol, request

pytestmark = pytest.mark.timeout(60)


class Node:
    """A thing that names itself."""

    def __init__(self):
        self.itself = self


@pytest.fixture
def no_collector():
    """Keep the collector from clearing away by itself what a break has to."""
    gc.disable()
    yield
    gc.enable()


@pytest.mark.usefixtures("no_collector")
def test_a_circle_of_references_that_nobody_names_is_gone_after_a_break():
    known = weakref.ref(Node())
    assert known() is not None
    leave_alone()
    assert known() is None


async def test_reading_a_large_round_time_after_time_keeps_nothing(town):
    """Each time it takes breaks, so all that lives then is left alone by the collector; what is read goes all the same."""
    names = ["".join(letters) for letters in product(ascii_lowercase[:12], repeat=3)][: PORTION + 100]

    def count(repos):
        request(repos)
        gc.collect()
        return gc.get_freeze_count() + len(gc.get_objects())

    await town.run(lambda repos: enrol(repos, names))
    await town.run(count)
    first = await town.run(count)
    for _ in range(4):
        last = await town.run(count)
    assert last - first < len(names)
