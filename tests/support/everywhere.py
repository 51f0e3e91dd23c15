"""A small community of `tests.support.meeting_town` on each of the platforms, and people whose inputs are counted."""

from contextlib import asynccontextmanager
from importlib import import_module

import pytest

from tests.support.kith import kith_on
from tests.support.meeting_town import settle_town

STAGES = {
    "playground": "tests.support.playground_stage",
    "discord": "tests.support.discord_stage",
    "matrix": "tests.support.matrix_stage",
}
on_every_platform = pytest.mark.parametrize("where", list(STAGES))
"""Give a test the name of each platform in turn."""


@asynccontextmanager
async def a_town_on(where, names=("a", "b"), match=None, **settings):
    """Open a community with some members on a platform."""
    async with import_module(STAGES[where]).open_stage() as stage, kith_on(stage, match=match) as kith:
        yield await settle_town(kith, list(names), **settings)


class Counted:
    """Pass on what somebody does, and count it."""

    def __init__(self, human):
        self.human = human
        self.taps = self.typed = 0

    async def tap(self, label):
        self.taps += 1
        return await self.human.tap(label)

    async def say(self, command, /, **options):
        self.typed += 1
        return await self.human.say(command, **options)

    async def sees(self):
        return await self.human.sees()
