"""H5 for places: no address, no point finer than a kilometre, no location that anybody sends is ever taken or kept."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from adapters.sql import tables
from bot.domain.tables import decode
from bot.services.places.areas import COARSE, is_address, read_centre
from tests.support.chat_town import a_place
from tests.support.gazetteer import FewTowns
from tests.support.inbox import ScriptedInbox
from tests.support.matrix_stage import open_stage

POINT = "52.370216,4.895168"
NOT_KEPT = (
    "address",
    "street",
    "postcode",
    "zip",
    "house",
    "location",
    "lat",
    "lon",
    "gps",
    "workplace",
    "school",
)
LOCATION = {
    "msgtype": "m.location",
    "body": "!kith say hello",
    "geo_uri": f"geo:{POINT};u=5",
    "org.matrix.msc3488.location": {"uri": f"geo:{POINT}"},
}
LIVE = {"live": True, "timeout": 60_000, "org.matrix.msc3488.asset": {"type": "m.self"}}


@given(st.floats(-90, 90), st.floats(-180, 180))
def test_whatever_is_typed_a_centre_is_no_finer_than_a_kilometre(lat, lon):
    for part, typed in zip(read_centre(str(lat), str(lon)), (lat, lon), strict=True):
        assert part == round(part, 2)
        assert abs(part - typed) <= 0.005 + 1e-9
    assert COARSE <= 2


@pytest.mark.timeout(60)
async def test_every_way_to_a_centre_leaves_a_coarse_one_in_the_database():
    """Typed with an area, typed later, tapped, found by its name at setup: all are looked up in the table itself."""
    async with a_place(gazetteer=FewTowns()) as (kith, olga):
        await olga.say("organise areas add", name="Bergen")
        await olga.tap("Bergen: Bergen, Netherlands (about 52.67")
        await olga.say("organise areas add", name="Dock", lat="52.370216", lon="4.895168")
        await olga.say("organise areas edit", name="North", lat="52.379189", lon="4.899431")
        await olga.say("organise setup", areas="Utrecht")
        await olga.say("organise areas edit", name="Utrecht", lat="52.0907374", lon="5.1214201")
        query = select(tables.area.c.name, tables.area.c.centre)
        stored = await kith.storage.transact(lambda connection: connection.execute(query).all())
        centres = {name: centre for name, centre in stored if centre is not None}
        assert {"Dock", "North", "Bergen", "Utrecht"} <= centres.keys()
        assert all(part == round(part, 2) for centre in centres.values() for part in centre)
        assert "52.37, 4.90" in (await olga.say("organise areas list")).text


@pytest.mark.timeout(60)
@pytest.mark.parametrize("name", ["Kerkstraat 12", "12 Main Street", "Hauptstraße 5", POINT, f"geo:{POINT}"])
async def test_an_address_or_a_point_is_no_area_by_whatever_way_it_comes(name):
    """Typed alone, renamed to, in setup, and as the area of a spot in a table; the list stays as it was."""
    assert is_address(name)
    async with a_place() as (kith, olga):
        before = await kith.storage.transact(lambda connection: connection.execute(select(tables.area)).all())
        await olga.say("organise areas add", name=name)
        await olga.say("organise areas edit", name="North", to=name)
        await olga.say("organise setup", areas=name)
        await olga.say("organise spots import", file=f'Library,"{name}"\n', confirm="yes")
        after = await kith.storage.transact(lambda connection: connection.execute(select(tables.area)).all())
        assert after == before
        assert "no spots yet" in (await olga.say("organise spots list")).text


def test_no_column_is_there_for_an_address_or_a_point_of_anybody():
    """The one place on a map that is stored is an area's coarse centre."""
    columns = {
        (table.name, column.name) for table in tables.metadata.sorted_tables for column in table.columns
    }
    parts = {(table, name, part) for table, name in columns for part in name.split("_")}
    assert [found for found in parts if found[2] in NOT_KEPT] == []
    assert [(table, name) for table, name in columns if "centre" in name] == [("area", "centre")]


@pytest.mark.timeout(60)
async def test_no_exported_table_tells_more_than_an_areas_name():
    async with a_place() as (_, olga):
        await olga.say("organise areas edit", name="North", lat="52.379189", lon="4.899431")
        await olga.say("organise spots add", name="Library", area="North")
        (_, data) = (await olga.say("organise spots export")).files[0]
        assert "52" not in decode(data)
        assert "Library,North" in decode(data)


@pytest.mark.timeout(120)
async def test_a_location_that_is_sent_on_matrix_is_neither_taken_nor_answered_nor_kept():
    """In the room, in the direct room while a question waits, and as a live beacon, in whatever words it comes."""
    async with open_stage() as stage:
        inbox = ScriptedInbox(stage.platform)
        await stage.open(inbox)
        ada = await stage.person("Ada")
        await ada.say("card write")
        before, handled = len(await ada.sees()), len(inbox.handled)
        direct = await ada.direct_room()
        for room in (stage.home, direct):
            await ada.person.send(room, LOCATION)
            await ada.person.send(room, {"uri": f"geo:{POINT}"}, kind="org.matrix.msc3672.beacon")
        await ada.person.send(direct, LIVE, kind="org.matrix.msc3672.beacon_info")
        await ada.person.send(stage.home, "!kith say secret")
        await stage.settle()
        answered = inbox.handled[handled:]
        assert [call.command for call in answered] == ["say secret"]
        assert len((await ada.sees())[before:]) == 1
        assert inbox.events == []
        assert not any("52.370216" in words for words in stage.notebook.written)
