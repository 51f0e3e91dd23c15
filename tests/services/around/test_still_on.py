"""Where a tap in the group's place is seen by all, whoever is still on says so in their direct room."""

from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import timedelta

import pytest

from tests.support.kith import kith_on
from tests.support.meeting_town import settle_town
from tests.support.playground_stage import open_stage
from tests.support.rounds import agreed, heard, until

pytestmark = pytest.mark.timeout(60)


@asynccontextmanager
async def a_town_without_private_replies():
    async with open_stage() as stage:
        platform = stage.platform
        plain = replace(platform.capabilities, private_replies=False)
        type(platform).capabilities, before = property(lambda _: plain), type(platform).capabilities
        try:
            async with kith_on(stage) as kith:
                yield await settle_town(kith, ["a", "b"])
        finally:
            type(platform).capabilities = before


async def test_it_is_asked_directly_and_the_groups_place_offers_neither_that_nor_a_call_for_help():
    async with a_town_without_private_replies() as town:
        group = await agreed(town)
        await until(town, group.meets_at - timedelta(hours=24))
        one, other = town.people.values()
        assert heard(await one.sees(), "Are you still on?") == ["private"]
        public = [each for each in await one.sees() if each.where == "group"]
        assert not any({"Still on", "Something's wrong"} & set(each.labels) for each in public)
        await one.tap("Still on")
        await other.tap("Still on")
        await until(town, group.meets_at - timedelta(hours=2))
        assert heard(await one.sees(), "All of you are still on.") == ["group"]
