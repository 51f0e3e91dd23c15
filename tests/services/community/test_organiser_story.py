"""What an organiser types and taps to set a community up, told on the playground through the real dispatcher."""

from contextlib import asynccontextmanager
from datetime import UTC, datetime

import pytest

from bot.domain.rounds import CircleState, RoundState
from tests.support.chat_town import CIRCLE, SETUP, a_place
from tests.support.kith import kith_on
from tests.support.playground_stage import open_stage

pytestmark = pytest.mark.timeout(60)


@asynccontextmanager
async def an_empty_place():
    async with open_stage() as stage, kith_on(stage) as kith:
        yield kith, await stage.person("Olga", organiser=True)


async def the_circle(kith):
    def read(repos):
        [community] = repos.communities.all()
        [circle] = repos.rounds.circles(community.id)
        return circle, repos.rounds.of_circle(circle.id)

    return await kith.storage.run(read)


async def test_setup_is_a_form_then_a_card_with_the_next_steps():
    """The form asks five things; the size chosen there is offered again for the first circle."""
    async with an_empty_place() as (kith, olga):
        form = await olga.say("organise setup")
        assert len(form.form) == 5
        card = await olga.fill(
            zone="amsterdam", steward="Noor", contact="Sam", size="pairs", areas="Centre, North"
        )
        assert "Europe/Amsterdam" in card.text
        assert "Centre and North" in card.text
        assert card.labels == (
            "Create the first circle",
            "Turn the weekly challenge on",
            "Add spots",
            "Change the settings",
        )
        await olga.tap("Create the first circle")
        made = await olga.fill(name="Sunday walks", day="monday")
        assert "every 2 weeks on Monday at 18:00, in groups of 2" in made.text
        circle, rounds = await the_circle(kith)
        assert (circle.name, circle.size, circle.channel) == ("Sunday walks", 2, kith.stage.channel)
        assert [round_.state for round_ in rounds] == [RoundState.PLANNED]


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"contact": ""}, "contact for reports"),
        ({"steward": " "}, "steward"),
        ({"zone": "Europe/Amsterdm"}, "Europe/Amsterdam"),
        ({"zone": "Mars"}, "time zone"),
        ({"language": "Klingon"}, "I speak"),
        ({"steward": "x" * 99}, "too many"),
        ({"size": "seven"}, "pairs"),
    ],
)
async def test_setup_refuses_what_it_cannot_work_with(options, words):
    async with an_empty_place() as (kith, olga):
        answer = await olga.say("organise setup", **{**SETUP, **options})
        assert words in answer.text
        assert await kith.storage.run(lambda repos: repos.communities.all()) == ()


async def test_setup_without_a_contact_is_refused():
    async with an_empty_place() as (_, olga):
        assert (
            "contact for reports"
            in (await olga.say("organise setup", zone="Europe/Amsterdam", steward="Noor")).text
        )


async def test_setup_again_changes_what_is_said_and_nothing_else():
    async with a_place() as (kith, olga):
        await olga.say("organise setup", steward="Mia", areas="South, centre")
        [community] = await kith.storage.run(lambda repos: repos.communities.all())
        areas = await kith.storage.run(lambda repos: repos.places.areas(community.id))
        assert (community.steward, community.contact, community.zone) == ("Mia", "Sam", "Europe/Amsterdam")
        assert [area.name for area in areas] == ["Centre", "North", "South"]


async def test_settings_can_be_changed_in_a_form():
    async with a_place() as (kith, olga):
        await olga.say("organise setup")
        await olga.tap("Change the settings")
        assert "Riverside" not in (await olga.fill(contact="Kim", name="Riverside")).text
        [community] = await kith.storage.run(lambda repos: repos.communities.all())
        assert (community.contact, community.name) == ("Kim", "Riverside")


async def test_a_new_zone_moves_what_is_planned_to_the_same_local_time():
    async with a_place() as (kith, olga):
        await olga.say("organise challenges", state="on", day="sunday", time="10:00")
        await olga.say("organise setup", zone="America/New_York")
        _, [round_] = await the_circle(kith)
        assert round_.due_at.isoformat().endswith("T23:00:00+00:00")
        [community] = await kith.storage.run(lambda repos: repos.communities.all())
        ten_in_new_york = datetime(2026, 11, 29, 15, tzinfo=UTC)
        key = f"{community.id}/challenge/{int(ten_in_new_york.timestamp())}"
        job = await kith.storage.run(lambda repos: repos.jobs.get(key))
        assert job.due == ten_in_new_york


async def test_posting_in_another_channel_takes_the_circles_along():
    async with a_place() as (kith, olga):
        other = kith.stage.world.add_channel(kith.stage.home, "meetups")
        kith.stage.channel = other
        await olga.say("organise setup", channel="here")
        circle, _ = await the_circle(kith)
        [home] = await kith.storage.run(lambda repos: repos.communities.homes(circle.community))
        assert circle.channel == home.channel == other


async def test_only_organisers_organise():
    async with a_place() as (kith, _):
        ada = await kith.stage.person("Ada")
        for command in ("organise setup", "organise circle list", "organise spots list", "organise members"):
            assert "Only organisers" in (await ada.say(command)).text


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"cadence": "now and then"}, "every 2 weeks"),
        ({"time": "six"}, "18:00"),
        ({"day": "someday"}, "monday"),
        ({"start": "24/12"}, "2026-12-24"),
        ({"start": "2020-01-01"}, "between today"),
        ({"size": "9"}, "2"),
        ({"name": "Sunday WALKS"}, "already"),
        ({"name": "x" * 41}, "1 too many"),
    ],
)
async def test_a_circle_that_does_not_fit_is_refused_with_what_would(options, words):
    async with a_place() as (kith, olga):
        answer = await olga.say("organise circle create", **{**CIRCLE, "name": "Books", **options})
        assert words in answer.text
        await the_circle(kith)


async def test_a_circle_begins_on_the_next_such_day_or_after_its_start():
    async with an_empty_place() as (kith, olga):
        await olga.say("organise setup", **SETUP)
        await olga.say("organise circle create", **{**CIRCLE, "start": "2026-12-16"})
        circle, [round_] = await the_circle(kith)
        assert circle.anchor.isoformat() == round_.slot.isoformat() == "2026-12-21"


async def test_a_monthly_circle_takes_its_weekday_from_the_cadence():
    async with an_empty_place() as (kith, olga):
        await olga.say("organise setup", **SETUP)
        made = await olga.say("organise circle create", name="Books", cadence="last monday", time="19:30")
        assert "on the last Monday of each month at 19:30" in made.text
        _, [round_] = await the_circle(kith)
        assert round_.slot.isoformat() == "2026-11-30"


async def test_editing_a_name_keeps_the_rhythm_and_editing_the_day_moves_the_round():
    async with a_place() as (kith, olga):
        before, [planned] = await the_circle(kith)
        await olga.say("organise circle edit")
        await olga.fill(name="Monday walks")
        after, [same] = await the_circle(kith)
        assert (after.name, after.anchor, same.slot) == ("Monday walks", before.anchor, planned.slot)
        await olga.say("organise circle edit", day="friday")
        _, [moved] = await the_circle(kith)
        assert moved.slot.isoformat() == "2026-11-27"


async def test_a_paused_circle_has_no_next_round_until_it_goes_on():
    async with a_place() as (kith, olga):
        assert "is paused" in (await olga.say("organise circle pause")).text
        circle, rounds = await the_circle(kith)
        assert (circle.state, rounds) == (CircleState.PAUSED, ())
        assert "Paused" in (await olga.say("organise circle list")).text
        await olga.say("organise circle resume")
        circle, rounds = await the_circle(kith)
        assert (circle.state, len(rounds)) == (CircleState.ACTIVE, 1)
        await kith.push(days=8)
        _, rounds = await the_circle(kith)
        assert rounds[0].state is not RoundState.PLANNED


async def test_areas_are_added_listed_and_removed():
    async with a_place() as (_, olga):
        assert "East" in (await olga.say("organise areas add", name="East", lat="52.37123", lon="4.9")).text
        listed = await olga.say("organise areas list")
        assert "East (about 52.37, 4.90)" in listed.text
        assert "nothing changed" in (await olga.say("organise areas add", name="EAST")).text
        assert "off the list" in (await olga.say("organise areas remove", name="east")).text
        assert "Centre" in (await olga.say("organise areas remove", name="Cntre")).text
        assert "together" in (await olga.say("organise areas add", name="Dock", lat="52")).text
        assert "not on the map" in (await olga.say("organise areas add", name="Dock", lat="99", lon="4")).text


async def test_spots_are_added_in_a_form_and_removed():
    async with a_place() as (_, olga):
        await olga.say("organise spots add")
        assert "Library" in (await olga.fill(name="Library", notes="quiet,step-free")).text
        assert "Library: step-free" in (await olga.say("organise spots list")).text.replace("quiet and ", "")
        assert "already" in (await olga.say("organise spots add", name="library")).text
        assert "Did you mean Library" in (await olga.say("organise spots remove", name="Libary")).text
        assert "off the list" in (await olga.say("organise spots remove", name="library")).text


async def test_a_table_of_spots_is_shown_first_and_added_on_a_tap():
    """Good lines are counted, bad ones are named by number and reason, and nothing happens before the tap."""
    table = "name,area,notes\nLibrary,Centre,quiet|indoors\nMarket,Atlantis,\nPark gate,North,sauna\nlibrary,,\nPier,,\n"
    async with a_place() as (_, olga):
        dry = await olga.say("organise spots import", file=table)
        assert "2 lines are fine" in dry.text
        for line in ("Line 3", "Line 4", "Line 5", "Atlantis", "sauna", "already"):
            assert line in dry.text
        assert "no spots yet" in (await olga.say("organise spots list")).text
        assert "2 spots were added" in (await olga.tap("Add 2 spots")).text
        assert "Pier" in (await olga.say("organise spots list")).text


@pytest.mark.parametrize(
    ("table", "words"),
    [("", "empty"), ('"Library', "CSV"), ("x\n" * 10_000, "too long"), ("x" * 130_000, "too long")],
)
async def test_a_file_that_is_no_table_is_refused_kindly(table, words):
    async with a_place() as (_, olga):
        assert words in (await olga.say("organise spots import", file=table)).text


async def test_members_are_counted_only_from_five_up():
    async with a_place() as (_, olga):
        card = await olga.say("organise members")
        assert "fewer than 5" in card.text
        assert "Centre" not in card.text


async def test_suggestions_help_while_typing():
    async with a_place() as (kith, _):
        from bot.ports.commands import Actor, Invocation, Place

        place = Place(platform=kith.stage.platform.name, home=kith.stage.home, channel=kith.stage.channel)

        async def offered(command, option, typed):
            call = Invocation(id="1", command=command, actor=Actor(user_id="x"), place=place)
            return [choice.value for choice in await kith.app.inbox.suggest(call, option, typed)]

        assert await offered("organise setup", "zone", "amsterdam") == ["Europe/Amsterdam"]
        assert await offered("meet join", "circle", "walk") == ["Sunday walks"]
        assert await offered("meet profile", "area", "nor") == ["North"]
        assert await offered("meet times", "times", "saturday m") == ["sat-morning"]
        assert await offered("meet times", "times", "sat") == ["sat-morning", "sat-afternoon", "sat-evening"]
        assert "every 2 weeks" in await offered("organise circle create", "cadence", "week")
        assert await offered("kith help", "command", "swap") == ["challenge swap"]
