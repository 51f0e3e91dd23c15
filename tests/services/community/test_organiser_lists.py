"""Areas, spots, circles' rules and refused deliveries, as an organiser types and reads them."""

import pytest

from bot.domain.member import MemberState
from bot.errors import Refusal
from tests.support.chat_town import a_place, joined
from tests.support.rounds import a_town

pytestmark = pytest.mark.timeout(60)


async def places_of(kith):
    def read(repos):
        (community,) = repos.communities.all()
        return repos.places.areas(community.id), repos.places.spots(community.id)

    return await kith.storage.run(read)


async def circle_of(kith):
    def read(repos):
        (community,) = repos.communities.all()
        (circle,) = repos.rounds.circles(community.id)
        return circle

    return await kith.storage.run(read)


async def test_an_area_is_renamed_and_gets_a_coarse_centre():
    """The name and the centre change; a taken name, nothing at all and nowhere are refused."""
    async with a_place() as (kith, olga):
        await olga.say("organise areas edit", name="north", to="Northside", lat="52.39512", lon="4.91")
        areas, _ = await places_of(kith)
        assert [(area.name, area.centre) for area in areas] == [("Centre", None), ("Northside", (52.4, 4.91))]
        assert "already" in (await olga.say("organise areas edit", name="centre", to="northside")).text
        assert "what to change" in (await olga.say("organise areas edit", name="centre")).text
        assert "not on the list" in (await olga.say("organise areas edit", name="Nowhere", to="x")).text


async def test_merging_areas_takes_members_and_spots_along():
    """Who lives there and what is there belongs to the other area from then on."""
    async with a_place() as (kith, olga):
        ada = await joined(kith)
        await ada.say("meet profile", area="North")
        await olga.say("organise spots add", name="Library", area="North")
        assert (
            "North is part of Centre"
            in (await olga.say("organise areas merge", name="North", into="Centre")).text
        )
        areas, spots = await places_of(kith)
        assert [area.name for area in areas] == ["Centre"]
        assert [spot.area for spot in spots] == [areas[0].id]
        assert "Centre" in (await ada.say("meet profile")).text
        assert "same area" in (await olga.say("organise areas merge", name="Centre", into="centre")).text


async def test_a_spot_changes_its_name_area_and_notes():
    """Each can be set, the last two cleared; a taken name and an unknown spot are refused."""
    async with a_place() as (kith, olga):
        await olga.say("organise spots add", name="Library", area="North", notes="quiet")
        await olga.say("organise spots add", name="Park gate")
        await olga.say(
            "organise spots edit", name="library", to="Library café", area="Centre", notes="step-free"
        )
        (library, _), areas = (await places_of(kith))[1], (await places_of(kith))[0]
        assert (library.name, library.area, set(library.notes)) == (
            "Library café",
            areas[0].id,
            {"step-free"},
        )
        await olga.say("organise spots edit", name="Library café", area="none", notes="none")
        library = (await places_of(kith))[1][0]
        assert (library.area, library.notes) == (None, frozenset())
        assert (
            "on the list already"
            in (await olga.say("organise spots edit", name="Park gate", to="library café")).text
        )
        assert "Did you mean" in (await olga.say("organise spots edit", name="Librari", to="x")).text
        assert "what to change" in (await olga.say("organise spots edit", name="Park gate")).text


async def test_a_circle_can_stay_within_an_area_and_among_pairs():
    """Both rules are set by typing, turned by a tap, and pairs only goes with pairs."""
    async with a_place() as (kith, olga):
        card = await olga.say("organise circle edit", area="same", odd="pairs")
        assert "own area only" in card.text
        assert "sits out" in card.text
        circle = await circle_of(kith)
        assert (circle.same_area, circle.pairs_only) == (True, True)
        await olga.tap("A trio for the odd one")
        await olga.tap("Across areas too")
        circle = await circle_of(kith)
        assert (circle.same_area, circle.pairs_only) == (False, False)
        refused = await olga.say("organise circle edit", size="3", odd="pairs")
        assert "groups of 2" in refused.text
        await olga.say("organise circle edit", odd="pairs")
        await olga.say("organise circle edit", size="3")
        assert not (await circle_of(kith)).pairs_only


async def test_an_edit_while_a_round_is_open_says_that_it_stays():
    """The card does not promise an opening that was already."""
    async with a_place() as (kith, olga):
        circle = await circle_of(kith)
        (first,) = await kith.storage.run(lambda repos: repos.rounds.of_circle(circle.id))
        await kith.push(seconds=max(0, (first.opens_at - kith.clock.now()).total_seconds()) + 60)
        assert "stays as it was announced" in (await olga.say("organise circle edit", time="10:00")).text


async def test_the_organiser_reads_what_was_refused_why_and_what_helps():
    """A refused opening appears in words among the members' counts and on the setup card, and fades after two weeks."""
    async with a_town() as town:
        olga = await town.kith.stage.person("Olga", organiser=True)
        assert "could not be delivered" not in (await olga.say("organise members")).text
        town.kith.stage.world.faults.refuse_once(Refusal.FORBIDDEN)
        await town.kith.push(days=5)
        words = (await olga.say("organise members")).text
        for part in ("The post that opens a round", "lack a permission", "Please let me see the channel"):
            assert part in words
        assert "could not be delivered" in (await olga.say("organise setup")).text
        await town.kith.push(days=16)
        assert "could not be delivered" not in (await olga.say("organise members")).text


async def test_a_refusal_names_nobody():
    """Whose direct messages are closed is not told to the organiser."""
    async with a_town(["a"]) as town:
        olga = await town.kith.stage.person("Olga", organiser=True)
        await town.kith.push(days=6)
        town.kith.stage.world.faults.refuse_once()
        town.kith.stage.world.faults.refuse_once(Refusal.CLOSED)
        await town.kith.push(days=1)
        words = (await olga.say("organise members")).text
        assert "takes no direct messages" in words
        assert town.user("m-a") not in words
        members = await town.kith.storage.run(lambda repos: repos.members.of_community("town"))
        assert [member.state for member in members] == [MemberState.ACTIVE]
