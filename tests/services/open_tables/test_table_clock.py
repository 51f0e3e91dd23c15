"""Open tables go by the clock at their spot, whatever changes it: the community, an area, or where the spot belongs."""

from datetime import UTC, datetime, timedelta

import pytest

from tests.support.open_tables import WEDNESDAY_TEN, a_table, agree, texts, until, until_hosts_are_asked

pytestmark = pytest.mark.timeout(60)


async def test_a_new_zone_moves_the_table_to_the_same_local_time():
    """It is told the evening before by the new clock, and begins at three by it."""
    async with a_table("Ada", "Ben", "Chi") as (kith, olga, (ada, ben, chi)):
        await agree(kith, olga, ada, ben)
        await chi.say("meet table", told="yes")
        await olga.say("organise setup", zone="America/New_York")
        await until(kith, WEDNESDAY_TEN + timedelta(hours=1))
        assert not any("can you host" in text for text in await texts(ada))
        await until(kith, datetime(2026, 11, 25, 15, tzinfo=UTC))
        await ada.tap("I can host")
        await until(kith, datetime(2026, 11, 25, 22, tzinfo=UTC))
        assert not any("is tomorrow" in text for text in await texts(chi))
        await until(kith, datetime(2026, 11, 25, 23, tzinfo=UTC))
        assert "the open table is tomorrow" in (await texts(chi))[-1]
        assert "3:00" in (await texts(chi))[-1]


CHANGES = {
    "its area's zone": ("organise areas edit", {"name": "Centre", "zone": "Europe/Lisbon"}),
    "its area joins another": ("organise areas merge", {"name": "Centre", "into": "West"}),
    "it belongs elsewhere": ("organise spots edit", {"name": "Library", "area": "West"}),
    "a table of spots": ("organise spots import", {"file": "name,area\nLibrary,West\n", "confirm": "yes"}),
}


@pytest.mark.parametrize(("command", "said"), CHANGES.values(), ids=CHANGES)
async def test_another_clock_at_its_spot_moves_the_table_to_the_same_local_time(command, said):
    """In Lisbon three o'clock is an hour later; hosts are asked and guests told by that clock."""
    async with a_table("Ada", "Ben", "Chi") as (kith, olga, (ada, ben, chi)):
        await agree(kith, olga, ada, ben)
        await chi.say("meet table", told="yes")
        await olga.say("organise areas add", name="West")
        await olga.say("organise areas edit", name="West", zone="Europe/Lisbon")
        await olga.say(command, **said)
        await until(kith, WEDNESDAY_TEN + timedelta(minutes=30))
        assert not any("can you host" in text for text in await texts(ada))
        await until(kith, WEDNESDAY_TEN + timedelta(hours=1))
        await ada.tap("I can host")
        await until(kith, datetime(2026, 11, 25, 17, 30, tzinfo=UTC))
        assert not any("is tomorrow" in text for text in await texts(chi))
        await until(kith, datetime(2026, 11, 25, 18, tzinfo=UTC))
        assert "the open table is tomorrow" in (await texts(chi))[-1]


async def test_an_area_without_a_zone_any_more_takes_its_table_back_to_the_communitys_clock():
    async with a_table("Ada", "Ben", "Chi") as (kith, olga, (ada, ben, chi)):
        await olga.say("organise areas edit", name="Centre", zone="Europe/Lisbon")
        await until_hosts_are_asked(kith, olga, (ada, ben), chi)
        await kith.push(hours=1)
        await ada.tap("I can host")
        await until(kith, datetime(2026, 11, 25, 18, tzinfo=UTC))
        assert "the open table is tomorrow" in (await texts(chi))[-1]
        await olga.say("organise areas remove", name="Centre")
        await kith.due()
        for person in (ada, chi):
            assert "rests this time" in (await texts(person))[-1]
        await until(kith, datetime(2026, 12, 2, 9, tzinfo=UTC))
        assert any("can you host" in text for text in (await texts(ada))[-2:])
