"""H15: the help card says what it can't do, and does what it says or nothing."""

from datetime import timedelta

import pytest

from bot.domain.moderation import Category
from tests.support.kith import kith_on
from tests.support.meeting_town import settle_town
from tests.support.playground_stage import open_stage
from tests.support.reports import NOTICE, a_moderated_town, reports_of, texts
from tests.support.rounds import agreed

pytestmark = pytest.mark.timeout(60)
PING = "The reminder that you set"


@pytest.fixture
async def kith():
    async with open_stage() as stage, kith_on(stage) as running:
        yield running


async def test_the_card_is_private_and_names_the_number_and_its_own_limits(kith_somewhere):
    async with kith_somewhere() as kith:
        town = await settle_town(kith, ["a"])
        olga = await kith.stage.person("Olga", organiser=True)
        await olga.say("organise setup", emergency="112", help="Listening line 0800 1234")
        card = await town.people["m-a"].say("meet safe")
        assert card.where == "private"
        for words in (
            "112",
            "Listening line 0800 1234",
            "I need to go, take care.",
            "I cannot watch over you",
        ):
            assert words in card.text
        assert not any(label.startswith("Cancel and tell") for label in card.labels)


async def test_without_numbers_it_still_says_whom_to_call(kith):
    town = await settle_town(kith, ["a"])
    assert "your local emergency number" in (await town.people["m-a"].say("meet safe")).text


async def test_a_ping_comes_on_time_labelled_as_what_it_is_or_not_at_all(kith):
    town = await settle_town(kith, ["a"])
    ada = town.people["m-a"]
    await ada.say("meet safe")
    await ada.tap("Ping me in 2 minutes")
    await kith.push(minutes=1)
    assert not [line for line in await texts(ada) if PING in line]
    await kith.push(minutes=2)
    assert len([line for line in await texts(ada) if PING in line]) == 1


async def test_a_ping_that_would_come_late_is_dropped(kith):
    town = await settle_town(kith, ["a"])
    ada = town.people["m-a"]
    await ada.say("meet safe")
    await ada.tap("Ping me in 5 minutes")
    kith.clock.push(timedelta(minutes=7))
    await kith.due()
    assert not [line for line in await texts(ada) if PING in line]


async def test_cancel_and_tell_takes_the_caller_out_kindly_and_asks_a_moderator(kith):
    town, olga, _ = await a_moderated_town(kith, "ab")
    ada, ben = town.people.values()
    group = await agreed(town)
    await kith.push(seconds=(group.meets_at - kith.clock.now()).total_seconds() - 3600)
    await ada.say("meet safe")
    said = await ada.tap("Cancel and tell")
    assert "may not read it at once" in said.text
    await kith.due()
    assert (await town.seats(group))["m-a"] == "released"
    assert not any("moderator" in line for line in await texts(ben))
    assert [line for line in await texts(olga) if NOTICE in line]
    (asked,) = await reports_of(kith)
    assert (asked.category, asked.about, asked.may_write) == (Category.HELP, None, True)


async def test_asking_twice_is_one_question(kith):
    town, olga, _ = await a_moderated_town(kith, "a")
    ada = town.people["m-a"]
    for _ in range(2):
        await ada.say("meet safe")
        await ada.tap("Ask a moderator")
    await kith.due()
    assert len(await reports_of(kith)) == 1
    await olga.say("organise reports")
    shown = await olga.tap("New: ")
    assert "From: @a" in shown.text
    assert "About" not in shown.text
