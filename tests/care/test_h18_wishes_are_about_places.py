"""H18: what somebody wishes a place to be is a plain flag about places, and never shown as belonging to a person."""

import re
from contextlib import asynccontextmanager
from dataclasses import fields, replace
from importlib import import_module
from pathlib import Path

import pytest

from adapters.sql import tables
from bot.commands.catalogue import CATALOGUE
from bot.domain.community import Spot, SpotNote
from bot.domain.member import Member
from bot.ids import MemberId
from tests.support.kith import kith_on
from tests.support.meeting_town import SPOTS, settle_town
from tests.support.sentences import calls

ROOT = Path(__file__).parents[2]
STAGES = ("playground", "discord", "matrix")
CONDITIONS = re.compile(
    r"disab|handicap|wheelchair|impair|deaf|blind|autis|mobility|accessib|special needs|diagnos",
    re.IGNORECASE,
)
ADA = MemberId("m-Ada")
WISHES = frozenset({SpotNote.STEP_FREE, SpotNote.QUIET, SpotNote.SEATED})
WORDS = re.compile(
    "|".join(sorted({words for note in WISHES for words in (note.value, note.label.template)}))
)


@asynccontextmanager
async def a_round(platform, notes):
    """Open a town in which Ada alone has wishes, and every spot the same notes."""
    module = import_module(f"tests.support.{platform}_stage")
    async with module.open_stage() as stage, kith_on(stage) as kith:
        organiser = await stage.person("Olga", organiser=True)
        town = await settle_town(kith, ["Ada", "Ben", "Cy"], size=3)

        def wish(repos):
            repos.members.save(replace(repos.members.get(ADA), wishes=WISHES))
            for spot in SPOTS:
                repos.places.save_spot(replace(spot, notes=notes))

        await kith.storage.run(wish)
        yield town, organiser


async def lines_of(*people):
    return [line for person in people for seen in await person.sees() for line in seen.text.splitlines()]


@pytest.mark.timeout(120)
@pytest.mark.parametrize("platform", STAGES)
async def test_a_wish_that_no_place_meets_is_read_by_nobody(platform):
    """Ada wishes for step-free, quiet and seats; no spot has that; no other person and no preview ever says so."""
    async with a_round(platform, frozenset()) as (town, olga):
        await olga.say("organise preview", circle="Sunday walks")
        await town.kith.push(days=6, hours=10)
        for human in town.people.values():
            await human.say("meet status")
        for command in ("organise members", "organise areas list", "organise spots list"):
            await olga.say(command)
        (group,) = await town.groups()
        assert len(await town.seats(group)) == 3
        lines = await lines_of(olga, *(town.people[MemberId(f"m-{name}")] for name in ("Ben", "Cy")))
        assert len(lines) > 10
        assert [line for line in lines if WORDS.search(line)] == []


@pytest.mark.timeout(60)
async def test_a_wish_that_a_place_meets_is_told_as_what_the_place_is():
    """The words stand in the line that names the spot, and in no line that names a person or counts wishes."""
    async with a_round("playground", WISHES) as (town, olga):
        await olga.say("organise preview", circle="Sunday walks")
        await town.kith.push(days=6, hours=10)
        lines = await lines_of(olga, *town.people.values())
        told = [line for line in lines if WORDS.search(line)]
        assert told
        assert [line for line in told if not any(spot.name in line for spot in SPOTS)] == []
        assert [line for line in told if any(name in line for name in ("Ada", "Ben", "Cy"))] == []


def test_no_message_of_the_golden_files_ties_a_wish_to_somebody():
    """The files hold every kind of message for Ada, who wishes for quiet and step-free; others may read none of it.

    Whoever reads their own profile, or adds a spot, reads the words; elsewhere they stand beside a spot's name.
    """
    own = {"profile.txt", "wishes-form.txt", "profile-form.txt"}
    files = [file for file in (ROOT / "tests" / "golden").glob("*.txt") if file.name not in own]
    assert len(files) > 30
    slips = [
        f"{file.name}: {line}"
        for file in files
        for line in file.read_text(encoding="utf-8").splitlines()
        if re.search(r"\b(?:step-free|(?<!be )quiet|seats to sit on)\b", line)
        and "Library" not in line
        and not line.lstrip("-• <").startswith(("Such as",))
    ]
    assert slips == []


def test_wishes_are_flags_of_places_and_nothing_else_is_stored_of_them():
    assert {field.name for field in fields(Member)} & {
        "disability",
        "condition",
        "needs",
        "access",
        "health",
    } == set()
    kind = next(field.type for field in fields(Member) if field.name == "wishes")
    assert kind == next(field.type for field in fields(Spot) if field.name == "notes")
    written = tables.member.c.wishes
    assert written.type is not None
    assert all(re.fullmatch(r"[a-z-]+", note.value) for note in SpotNote)


def test_nothing_that_kith_says_asks_for_a_condition():
    """Neither a command, nor an option, nor any sentence: what is asked about is what a place is to be."""
    said = [call.where for call in calls() for form in call.forms if CONDITIONS.search(form)]
    assert said == []
    names = [option.name for command in CATALOGUE for option in command.spec.options]
    assert [name for name in names if CONDITIONS.search(name)] == []
