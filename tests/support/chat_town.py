"""A community on the playground that an organiser set up in chat, for tests that begin with its members."""

from contextlib import asynccontextmanager

from bot.ports.gazetteer import NOWHERE
from tests.support.kith import kith_on
from tests.support.playground_stage import open_stage

FIRST = {
    "reach": "near",
    "times": "sat-morning,sun-afternoon",
    "languages": "English",
    "hello": "I bake bread.",
}
SETUP = {"zone": "Europe/Amsterdam", "steward": "Noor", "contact": "Sam", "areas": "Centre, North"}
CIRCLE = {"name": "Sunday walks", "cadence": "every 2 weeks", "day": "monday", "time": "18:00", "size": "2"}


@asynccontextmanager
async def a_place(*, circle=True, gazetteer=NOWHERE):
    """Open a community that an organiser set up in chat."""
    async with open_stage() as stage, kith_on(stage, gazetteer=gazetteer) as kith:
        organiser = await stage.person("Olga", organiser=True)
        await organiser.say("organise setup", **SETUP)
        if circle:
            await organiser.say("organise circle create", **CIRCLE)
        yield kith, organiser


async def joined(kith, name="Ada", consent="I agree"):
    person = await kith.stage.person(name)
    await person.say("meet join")
    await person.tap(consent)
    await person.fill(**FIRST)
    return person
