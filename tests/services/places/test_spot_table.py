"""Spots by the dozen: a table is shown as what it would do, does exactly that, and comes out again as it went in."""

import pytest

from bot.domain.openings import read_hours
from bot.domain.tables import decode
from tests.support.chat_town import a_place

pytestmark = pytest.mark.timeout(60)
IMPORT = "organise spots import"


async def spots_of(kith):
    def read(repos):
        (community,) = repos.communities.all()
        names = {area.id: area.name for area in repos.places.areas(community.id)}
        return {
            spot.name: (names.get(spot.area), set(spot.notes), spot.hours)
            for spot in repos.places.spots(community.id)
        }

    return await kith.storage.run(read)


async def test_a_table_adds_changes_and_leaves_alone_as_it_was_shown():
    """Known names are changed, columns that are not there change nothing, and what is the same stays."""
    async with a_place() as (kith, olga):
        await olga.say("organise spots add", name="Library", area="Centre", notes="quiet", hours="mo-fr")
        await olga.say("organise spots add", name="Park gate", area="North")
        table = 'name,notes\nlibrary,"step-free, free"\nPark gate,\nMarket hall,indoors\n'
        dry = await olga.say(IMPORT, file=table)
        for words in ("3 lines are fine", "New: Market hall", "Changed: Library", "1 stays as it is"):
            assert words in dry.text
        assert "Market hall" not in await spots_of(kith)
        done = await olga.tap("Do this")
        assert "1 spot was added." in done.text
        assert "1 spot was changed." in done.text
        found = await spots_of(kith)
        assert found["Library"] == ("Centre", {"step-free", "free"}, read_hours("mo-fr"))
        assert found["Market hall"] == (None, {"indoors"}, read_hours(""))


async def test_every_bad_line_is_named_with_what_would_help():
    table = "\n".join(
        (
            "Name;Area;Notes;Hours;Web",
            "Library;Centr;quiet;;x.org",
            "Market;;quite;;",
            "Quay;;;9-17;",
            "Hotel Astoria;;;;",
            "The Anchor Pub;;;;",
            "Park;North;;;",
            "PARK;;;;",
            f"{'x' * 90};;;;",
            ";Centre;;;",
            "Hall;;;;;odd",
        )
    )
    async with a_place() as (kith, olga):
        dry = (await olga.say(IMPORT, file=table)).text
        for words in (
            "1 line is fine",
            "Columns that I don't read: web",
            "Line 2: Centr is not on the list of areas. There is: Centre",
            "Line 3: I don't know quite. Did you mean quiet?",
            "Line 4: I don't understand 9-17",
            "Line 5: That sounds like a place to stay the night.",
            "Line 6: The Anchor Pub",
            "Line 8: This spot is in line 7 already.",
            "Line 9: A spot's name can have 80 characters; this has 10 too many.",
            "Line 10: Please give the spot a name.",
            "Line 11: There are more cells than columns.",
        ):
            assert words in dry, words
        await olga.tap("Add 1 spot")
        assert list(await spots_of(kith)) == ["Park"]


async def test_a_list_that_changed_meanwhile_is_shown_anew_before_anything_is_done():
    async with a_place() as (kith, olga):
        await olga.say(IMPORT, file="Library,Centre\nPark,North\n")
        await olga.say("organise spots add", name="Library", area="North")
        await olga.say(IMPORT, file="Quay")  # another card; the first one is still there to tap
        again = await olga.tap("Add 2 spots")
        assert "Your list has changed since" in again.text
        assert "Changed: Library" in again.text
        assert list(await spots_of(kith)) == ["Library"]
        await olga.tap("Do this")
        assert {name: area for name, (area, _, _) in (await spots_of(kith)).items()} == {
            "Library": "Centre",
            "Park": "North",
        }


async def test_more_spots_than_fit_are_refused_before_any_is_added():
    async with a_place() as (kith, olga):
        rows = "".join(f"Hall {number}\n" for number in range(499))
        await olga.say(IMPORT, file=rows)
        await olga.tap("Add 499 spots")
        refused = await olga.say(IMPORT, file="One\nTwo\n")
        assert "there would be 501 spots" in refused.text
        assert "500 lines at most" in (await olga.say(IMPORT, file="x\n" * 10_000)).text
        assert len(await spots_of(kith)) == 499


async def test_what_is_exported_can_be_read_again_and_changes_nothing():
    """As a spreadsheet opens it, with a name that would be a formula among the spots."""
    async with a_place() as (kith, olga):
        await olga.say(
            "organise spots add",
            name='Café "Élan", first floor',
            area="Centre",
            notes="quiet, free",
            hours="mo-fr morning, sa",
        )
        await olga.say("organise spots add", name="+1 Library")
        file = (await olga.say("organise spots export")).files[0]
        assert file[0] == "spots.csv"
        text = decode(file[1])
        assert text.splitlines()[0] == "name,area,notes,hours"
        assert '"mon-fri morning, sat"' in text
        dry = (await olga.say(IMPORT, file=text)).text
        assert "2 stay as they are" in dry
        assert "Nothing is changed yet" in dry
        before = await spots_of(kith)
        await olga.say(IMPORT, file=text, confirm="yes")
        assert await spots_of(kith) == before


async def test_an_empty_list_is_exported_with_its_headings():
    async with a_place() as (_, olga):
        card = await olga.say("organise spots export")
        assert "0 spots" in card.text
        assert decode(card.files[0][1]).strip() == "name,area,notes,hours"


async def test_a_doubtful_name_is_asked_about_and_a_home_is_refused():
    async with a_place() as (kith, olga):
        assert "somebody's home" in (await olga.say("organise spots add", name="My place")).text
        asked = await olga.say("organise spots add", name="Bar Centraal", area="Centre", notes="quiet")
        assert asked.labels == ("Another place", "It is a public place")
        assert await spots_of(kith) == {}
        await olga.tap("It is a public place")
        assert (await spots_of(kith))["Bar Centraal"][:2] == ("Centre", {"quiet"})
        assert "looks like an address" in (await olga.say("organise spots add", name="Kerkstraat 12")).text
        await olga.say("organise spots edit", name="Bar Centraal", to="Forest edge")
        await olga.tap("It is a public place")
        assert "Forest edge" in await spots_of(kith)
        assert (
            "stay the night" in (await olga.say("organise spots edit", name="forest edge", to="Hotel")).text
        )


async def test_hours_are_shown_as_they_are_typed_and_can_be_cleared():
    async with a_place() as (kith, olga):
        await olga.say("organise spots add", name="Library", hours="weekdays morning")
        assert "open mon-fri morning" in (await olga.say("organise spots list")).text
        assert (
            "mon-fri morning" in (await olga.say("organise spots edit", name="library", hours="9 to 5")).text
        )
        await olga.say("organise spots edit", name="library", hours="none")
        assert (await spots_of(kith))["Library"][2] == read_hours("")


async def test_a_long_table_of_unknown_areas_is_answered_without_looking_for_each():
    """The first ten lines say what is near; the others are only counted, and good lines among them are kept."""
    rows = "".join(f"Hall {number},Centr {number}\n" for number in range(400))
    async with a_place() as (kith, olga):
        dry = (await olga.say(IMPORT, file=f"{rows}Library,Centre\n")).text
        assert "Line 1: Centr 0 is not on the list of areas. There is: Centre" in dry
        assert "390 more lines like this" in dry
        await olga.tap("Add 1 spot")
        assert list(await spots_of(kith)) == ["Library"]
