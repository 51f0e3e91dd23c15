"""A week of the challenge, told on every platform: a post that leads to a meetup, private taps, and a diary of one's own."""

from contextlib import asynccontextmanager
from importlib import import_module

import pytest

from tests.support.chat_town import FIRST
from tests.support.everywhere import STAGES, on_every_platform
from tests.support.kith import kith_on

pytestmark = pytest.mark.timeout(300)

SETUP = {"zone": "Europe/Amsterdam", "steward": "Noor", "contact": "Sam", "areas": "Centre, North"}
CIRCLE = {"name": "Sunday walks", "cadence": "weekly", "day": "sunday", "time": "18:00", "size": "2"}
NOTE = "We met at the market."


async def a_week_of_meeting(kith):
    """Let an organiser turn everything on, and time go to the third week of the season."""
    olga = await kith.stage.person("Olga", organiser=True)
    await olga.say("organise setup", **SETUP)
    await olga.say("organise circle create", **CIRCLE)
    await olga.say("organise challenges", state="on", day="thursday", time="10:00")
    asked = await olga.say("organise question", state="on")
    assert "It is asked." in asked.text
    bea, cem = await kith.stage.person("Bea"), await kith.stage.person("Cem")
    await cem.say("meet join")
    await cem.tap("I agree")
    await cem.fill(**FIRST)
    await kith.push(days=17, hours=1)
    return bea, cem


@asynccontextmanager
async def kith_where(where):
    async with import_module(STAGES[where]).open_stage() as stage, kith_on(stage) as kith:
        yield kith


@on_every_platform
async def test_a_challenge_leads_to_a_meetup_and_a_diary(where):
    async with kith_where(where) as kith:
        bea, cem = await a_week_of_meeting(kith)
        post = next(seen for seen in reversed(await bea.sees()) if "This week:" in seen.text)
        assert post.where == "public"
        assert "Sunday walks makes its next groups on" in post.text
        assert post.labels == ("Done", "Another one", "Not this week", "Join Sunday walks")

        await the_diary(bea)
        await the_question(cem)
        await cem.say("challenge done")
        await cem.tap("Join Sunday walks")
        done = await cem.say("challenge done")
        assert "You're in for the next groups of Sunday walks" in done.text
        assert not any(label.startswith("Join") for label in done.labels)


async def the_question(cem):
    """Cem joined before the counting began, so they are asked, once."""
    await cem.say("challenge done")
    asked = await cem.tap("Easier")
    assert (asked.where, asked.labels) == ("private", ("Yes", "Not now", "Rather not say"))
    assert "your name is not with it" in (await cem.tap("Yes")).text
    await cem.say("challenge done")
    assert "Would you be glad" not in (await cem.tap("Harder")).text


async def the_diary(bea):
    """Bea never joined: what she keeps is hers all the same, and she can erase it."""
    done = await bea.say("challenge done")
    assert done.where == "private"
    assert done.labels == (
        "Easier", "About as expected", "Harder", "Write a line for myself", "Join Sunday walks"
    )  # fmt: skip
    felt = await bea.tap("Easier")
    assert (felt.where, felt.labels) == ("private", ("Write a line for myself", "My diary"))
    assert "easier than you expected" in felt.text

    mine = await bea.say("challenge mine")
    assert mine.where == "private"
    assert "easier than you expected" in mine.text
    await bea.tap("Open")
    await bea.tap("Write a line for myself")
    saved = await bea.fill(note=NOTE)
    assert (saved.where, NOTE in saved.text) == ("private", True)
    await bea.tap("Back to my diary")
    kept = await bea.tap("Keep it as a file")
    assert kept.where == "private"
    [(name, data)] = kept.files
    assert name == "my-diary.md"
    assert NOTE in data.decode()

    await bea.say("challenge mine")
    await bea.tap("Open")
    erased = await bea.tap("Erase this entry")
    assert erased.where == "private"
    assert "Your diary is empty" in erased.text
