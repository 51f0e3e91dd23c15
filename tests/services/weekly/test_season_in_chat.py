"""Organisers shape a season by taps, by typing and in a form, on every platform."""

from importlib import import_module

import pytest

from tests.support.chat_town import SETUP, a_place
from tests.support.everywhere import STAGES, on_every_platform
from tests.support.kith import kith_on

pytestmark = pytest.mark.timeout(60)


@on_every_platform
@pytest.mark.timeout(120)
async def test_a_season_is_shaped_in_chat_by_tap_and_by_typing(where):
    async with import_module(STAGES[where]).open_stage() as stage, kith_on(stage):
        olga = await stage.person("Olga", organiser=True)
        await olga.say("organise setup", **SETUP)
        await olga.say("organise challenges", state="on", day="thursday", time="10:00")
        card = await olga.tap("Look and change")
        assert card.where == "private"
        assert "a week of rest" in card.text
        await olga.tap("3 December 2026" if where != "discord" else card.labels[1])
        swapped = await olga.tap("Another one")
        assert "All other weeks stay as they are" in swapped.text
        assert "chosen here" in swapped.text
        listed = await olga.tap("Choose one")
        chosen = await olga.tap(next(label for label in listed.labels[3:] if "." not in label))
        assert "chosen here" in chosen.text
        assert "left out" in (await olga.tap("Leave this week out")).text
        assert "Taken back" in (await olga.tap("Bring it back")).text
        skipped = await olga.say("organise season", week="2026-12-10", change="skip")
        assert "left out" in skipped.text
        assert "left out" in (await olga.tap("The whole season")).text
        await olga.say("organise weather", now="wet and dark", weeks="2")
        assert "wet and dark weather" in (await olga.say("organise season")).text
        ben = await stage.person("Ben")
        assert "organiser" in (await ben.say("organise season")).text.casefold()


async def test_the_weather_is_told_in_a_form_and_a_climate_is_taken_by_one_tap():
    async with a_place(circle=False) as (_, olga):
        card = await olga.say("organise weather")
        assert "Nothing was said" in card.text
        taken = await olga.tap("Take the likely climate")
        assert "what the month is usually like" in taken.text
        form = await olga.tap("Say what it is like")
        assert len(form.form) == 3
        told = await olga.fill(now="wet,dark", weeks="2")
        assert "It holds until" in told.text
        assert "wet and dark" in told.text
        assert "wet when it is cold" in told.text
        assert "usually like" in (await olga.tap("As usual again")).text
