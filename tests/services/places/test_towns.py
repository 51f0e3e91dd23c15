"""What an organiser types about where their community is: towns, districts, zones, and areas too small to count."""

import pytest

from bot.ids import AreaId, MemberId
from tests.support.chat_town import a_place
from tests.support.gazetteer import FewTowns
from tests.support.kith import kith_on
from tests.support.playground_stage import open_stage
from tests.support.stored import NOW

pytestmark = pytest.mark.timeout(60)


async def areas_of(kith):
    def read(repos):
        (community,) = repos.communities.all()
        return {area.name: (area.centre, area.zone) for area in repos.places.areas(community.id)}

    return await kith.storage.run(read)


async def test_a_town_in_the_communitys_zone_gets_its_coarse_centre():
    """Of two towns of the name the one in the community's zone is meant; the card says where that is."""
    async with a_place(gazetteer=FewTowns()) as (kith, olga):
        card = await olga.say("organise areas add", name="Utrecht, Dock")
        assert "Utrecht (about 52.09, 5.12)" in card.text
        assert "Dock, and that is fine" in card.text
        assert (await areas_of(kith))["Utrecht"] == ((52.09, 5.12), "")
        assert (await areas_of(kith))["Dock"] == (None, "")


async def test_where_several_towns_may_be_meant_a_tap_decides():
    async with a_place(gazetteer=FewTowns()) as (kith, olga):
        card = await olga.say("organise areas add", name="Bergen")
        assert card.labels == (
            "Bergen: Bergen, Netherlands (about 51.60, 6.04)",
            "Bergen: Bergen, Netherlands (about 52.67, 4.70)",
            "None of these; no place on the map",
        )
        await olga.tap("Bergen: Bergen, Netherlands (about 52.67")
        assert (await areas_of(kith))["Bergen"] == ((52.67, 4.7), "")


async def test_a_town_in_another_zone_brings_its_zone_along():
    """A name from another language is asked about before it is believed."""
    async with a_place(gazetteer=FewTowns()) as (kith, olga):
        card = await olga.say("organise areas add", name="Keulen, Springfield")
        assert "Springfield: Springfield, Missouri, United States" in card.labels
        assert not any("Köln" in label for label in card.labels)
        await olga.tap("Springfield: Springfield, Missouri")
        assert (await areas_of(kith))["Springfield"] == ((37.22, -93.3), "America/Chicago")
        assert "America/Chicago" in (await olga.say("organise areas list")).text
        await olga.say("organise areas edit", name="springfield", lat="none", zone="none")
        assert (await areas_of(kith))["Springfield"] == (None, "")


async def test_what_is_near_the_other_areas_needs_no_question():
    async with a_place(gazetteer=FewTowns()) as (kith, olga):
        assert "Mokum: Amsterdam" in (await olga.say("organise areas add", name="Mokum")).labels[0]
        await olga.say("organise areas add", name="Utrecht")
        assert "Mokum (about 52.37, 4.89)" in (await olga.say("organise areas add", name="Mokum")).text
        assert (await areas_of(kith))["Mokum"] == ((52.37, 4.89), "")
        card = await olga.say("organise areas add", name="Springfield")
        assert "no town or district called Springfield" in card.text


async def test_a_centre_that_was_given_is_never_looked_up():
    towns = FewTowns()
    async with a_place(gazetteer=towns) as (kith, olga):
        towns.asked.clear()
        await olga.say("organise areas add", name="Utrecht", lat="52.11111", lon="5.0")
        assert towns.asked == {}
        assert (await areas_of(kith))["Utrecht"] == ((52.11, 5.0), "")


async def test_setup_takes_a_town_for_a_time_zone():
    """One zone is taken at once, several are offered, and the rest of the form is not typed twice."""
    async with open_stage() as stage, kith_on(stage, gazetteer=FewTowns()) as kith:
        olga = await stage.person("Olga", organiser=True)
        await olga.say("organise setup")
        asked = await olga.fill(zone="Springfield", steward="Noor", contact="Sam", areas="North")
        assert asked.labels == (
            "Springfield, Missouri, United States",
            "Springfield, Massachusetts, United States",
        )
        card = await olga.tap("Springfield, Massachusetts")
        assert "America/New_York" in card.text
        assert "Noor" in card.text
        assert "North" in card.text
        assert "Europe/Amsterdam" in (await olga.say("organise setup", zone="Utrecht")).text
        assert "Europe/Amsterdam" in (await olga.say("organise setup", areas="Utrecht")).text
        assert (await areas_of(kith))["Utrecht"] == ((52.09, 5.12), "")
        assert (
            "I don't know the time zone Atlantis" in (await olga.say("organise setup", zone="Atlantis")).text
        )


@pytest.mark.parametrize(
    "name",
    [
        "Kerkstraat 12",
        "12 Main Street",
        "Prinsengracht 263",
        "Hauptstraße 5",
        "Rue de Rivoli 10",
        "1012 AB",
        "52.3702, 4.8952",
        "Calle Mayor 3",
    ],
)
async def test_an_address_is_no_area(name):
    async with a_place() as (kith, olga):
        before = await areas_of(kith)
        answer = await olga.say("organise areas edit", name="North", to=name)
        assert "looks like an address" in answer.text
        assert "looks like an address" in (await olga.say("organise areas add", name=name)).text
        assert "looks like an address" in (await olga.say("organise setup", areas=f"Dock / {name}")).text
        assert await areas_of(kith) == before


@pytest.mark.parametrize(
    "name",
    ["District 9", "Paris 11", "Wijk 7", "5th Avenue", "Zone 1", "Prenzlauer Berg", "東京", "Zuid-West"],
)
async def test_parts_of_town_are_areas(name):
    async with a_place() as (_, olga):
        assert f"Added: {name}" in (await olga.say("organise areas add", name=name)).text


def crowd(counts):
    """Let so many members live in each area."""

    def write(repos):
        from bot.domain.member import Member

        (community,) = repos.communities.all()
        by_name = {area.name: area.id for area in repos.places.areas(community.id)}
        for name, count in counts.items():
            for number in range(count):
                member = MemberId(f"{name}-{number}")
                area = AreaId(by_name[name])
                repos.members.add(Member(id=member, community=community.id, joined_at=NOW, area=area))

    return write


async def test_areas_are_counted_from_five_up_and_small_ones_can_join_their_neighbours():
    """No number below five is ever shown, and none can be worked out from the others."""
    async with a_place() as (kith, olga):
        for name, lat in (("East", "52.4"), ("West", "52.3"), ("Quay", "52.41")):
            await olga.say("organise areas add", name=name, lat=lat, lon="4.9")
        await kith.storage.run(crowd({"East": 6, "West": 8, "Quay": 4, "Centre": 2}))
        card = (await olga.say("organise areas list")).text
        assert "East (about 52.40, 4.90): 5 members or more" in card
        assert "West (about 52.30, 4.90): 5 members or more" in card
        assert "Quay could join East." in card
        for small in ("Quay (about 52.41, 4.90):", "4 members", "2 members", "Centre:"):
            assert small not in card


async def test_a_handful_of_members_is_not_counted_at_all():
    async with a_place() as (kith, olga):
        await kith.storage.run(crowd({"Centre": 4}))
        card = (await olga.say("organise areas list")).text
        assert "member" not in card
        assert "join" not in card


async def test_a_count_that_would_give_a_small_area_away_is_not_shown():
    """Nine take part and seven live in one area: the other two would be easy to tell, so nobody is counted by area."""
    async with a_place() as (kith, olga):
        await kith.storage.run(crowd({"Centre": 7, "North": 2}))
        assert "or more" not in (await olga.say("organise areas list")).text
