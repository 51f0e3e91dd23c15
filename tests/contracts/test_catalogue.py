"""Every command of the catalogue, called by hand on every platform, is answered, to the caller alone."""

from contextlib import asynccontextmanager
from datetime import timedelta
from importlib import import_module

import pytest

from bot.commands.catalogue import CATALOGUE
from bot.ports.commands import OptionKind, Visibility
from tests.support.kith import kith_on

STAGES = ["playground", "discord", "matrix"]
LAST = ("meet leave", "kith stop")
SETUP = {
    "zone": "Europe/Amsterdam",
    "steward": "Ada",
    "contact": "Bo",
    "size": "pairs",
    "areas": "Centre, North",
}
VALUES = {"name": "Centre", "circle": "Sunday walks", "to": "North", "from": "Centre", "spot": "Library"}

SPECS = [command.spec for command in CATALOGUE]
TYPED = [spec for spec in SPECS if not spec.tapped and spec.name not in LAST]
ORDER = [*TYPED, *(spec for spec in SPECS if spec.name in LAST)]


@asynccontextmanager
async def a_community(platform):
    module = import_module(f"tests.support.{platform}_stage")
    async with module.open_stage() as stage, kith_on(stage) as kith:
        ada = await stage.person("Ada", organiser=True)
        await ada.say("organise setup")
        await ada.fill(**SETUP)
        await ada.say(
            "organise circle create",
            name="Sunday walks",
            cadence="weekly",
            day="sunday",
            time="18:00",
            size="2",
        )
        await ada.say("organise spots add", name="Library", area="Centre", notes="quiet")
        await ada.say("meet join")
        await ada.tap("I agree")
        await ada.fill(area="Centre", reach="town", times="sat-morning", languages="en")
        yield kith, ada


def required(spec, somebody):
    """Give every required option a value of its kind, or None where only a file will do."""
    found = {}
    for option in spec.options:
        if not option.required:
            continue
        if option.kind is OptionKind.FILE:
            return None
        if option.kind is OptionKind.USER:
            found[option.name] = somebody
            continue
        found[option.name] = option.choices[0].value if option.choices else VALUES.get(option.name, "Centre")
    return found


@pytest.mark.timeout(240)
@pytest.mark.parametrize("platform", STAGES)
async def test_every_command_is_answered_on_every_platform(platform):
    """Nothing is unknown, nothing breaks, and what is private on one platform is private on all."""
    async with a_community(platform) as (kith, ada):
        for spec in ORDER:
            options = required(spec, ada.user_id)
            if options is None:
                continue
            kith.clock.push(timedelta(minutes=1))
            seen = await ada.say(spec.name, **options)
            words = seen.text or " ".join(seen.form)
            assert words, spec.name
            assert "went wrong on my side" not in words, spec.name
            assert "I don't know" not in words, spec.name
            if spec.visibility is Visibility.PRIVATE:
                assert seen.where == "private", spec.name
