"""H6 for open tables: where it is stands nowhere but with those who asked to be told, on every platform."""

from contextlib import asynccontextmanager
from datetime import UTC, date, datetime, time
from importlib import import_module

import pytest

from bot.domain.open_table import Hosting, OpenTable, TablePart
from bot.ids import MemberId
from bot.services.open_tables.open_table import schedule_table
from tests.support.kith import kith_on
from tests.support.meeting_town import SPOTS, TOWN, WALKS, settle_town

pytestmark = pytest.mark.timeout(120)
STAGES = ("playground", "discord", "matrix")
PLACE, SIGN = "Library", "a paper boat"
TABLE = OpenTable(circle=WALKS, community=TOWN, spot=SPOTS[0].id, weekday=3, at=time(15), sign=SIGN)
THURSDAY = date(2026, 11, 26)


@asynccontextmanager
async def a_table(platform):
    """Open a town with a table on Thursdays: Ada hosts it, Ben asked to be told, Cy did not."""
    module = import_module(f"tests.support.{platform}_stage")
    async with module.open_stage() as stage, kith_on(stage) as kith:
        town = await settle_town(kith, ["Ada", "Ben", "Cy"])

        def write(repos):
            repos.open_tables.put(TABLE)
            part = {"circle": WALKS, "hosting": Hosting.AGREED, "asked_for": THURSDAY, "can": True}
            repos.open_tables.put_part(TablePart(member=MemberId("m-Ada"), **part))
            repos.open_tables.put_part(TablePart(circle=WALKS, member=MemberId("m-Ben"), told=True))
            schedule_table(repos, TABLE, kith.clock.now())

        await kith.storage.run(write)
        yield town


@pytest.mark.parametrize("platform", STAGES)
async def test_the_place_of_an_open_table_reaches_those_who_asked_and_nobody_else(platform):
    """The day before, Ben and the host read it in private; the channel and Cy read neither place nor sign."""
    async with a_table(platform) as town:
        ada, ben, cy = (town.people[MemberId(f"m-{name}")] for name in ("Ada", "Ben", "Cy"))
        evening = datetime(2026, 11, 25, 17, 30, tzinfo=UTC)
        await town.kith.push(seconds=(evening - town.kith.clock.now()).total_seconds())
        await cy.say("meet table")
        await cy.say("meet status")
        for reader in (ada, ben):
            told = [seen for seen in await reader.sees() if SIGN in seen.text]
            assert [seen.where for seen in told] == ["private"]
            assert PLACE in told[0].text
        assert [seen for seen in await cy.sees() if PLACE in seen.text or SIGN in seen.text] == []
        assert [seen.where for seen in await cy.sees() if "It takes place on" in seen.text] == ["private"]
