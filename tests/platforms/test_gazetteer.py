"""The gazetteer over GeoNames: any spelling, any script, several towns of a name, and nobody waits for it."""

import asyncio
import time

import pytest

from adapters.geonames.folding import fold
from adapters.geonames.gazetteer import GeoNames

pytestmark = pytest.mark.timeout(60)
NAMES = (
    *(
        "Köln",
        "koeln",
        "Cologne",
        "KOLN",
        "東京",
        "Токио",
        "s-Hertogenbosch",
        "Lodz",
        "ŁÓDŹ",
        "sao paulo",
        "Kreuzberg",
    ),
    *("Springfield", "Utrecht", "Bergen", "Nowhere at all", "", "  "),
)


@pytest.fixture(scope="module")
def found():
    """Hold what is found, in one reading of the data for all tests here, with the longest pause of the event loop."""

    async def look():
        done = asyncio.Event()
        pauses = []

        async def tick():
            while not done.is_set():
                before = time.perf_counter()
                await asyncio.sleep(0.001)
                pauses.append(time.perf_counter() - before)

        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(tick())
            towns = await GeoNames().find(NAMES)
            done.set()
        return towns, pauses

    return asyncio.run(look())


@pytest.mark.parametrize(
    ("name", "town", "country", "zone"),
    [
        ("Köln", "Köln", "DE", "Europe/Berlin"),
        ("koeln", "Köln", "DE", "Europe/Berlin"),
        ("Cologne", "Köln", "DE", "Europe/Berlin"),
        ("KOLN", "Köln", "DE", "Europe/Berlin"),
        ("東京", "Tokyo", "JP", "Asia/Tokyo"),
        ("Токио", "Tokyo", "JP", "Asia/Tokyo"),
        ("s-Hertogenbosch", "'s-Hertogenbosch", "NL", "Europe/Amsterdam"),
        ("Lodz", "Łódź", "PL", "Europe/Warsaw"),
        ("ŁÓDŹ", "Łódź", "PL", "Europe/Warsaw"),
        ("sao paulo", "São Paulo", "BR", "America/Sao_Paulo"),
        ("Kreuzberg", "Kreuzberg", "DE", "Europe/Berlin"),
    ],
)
def test_a_town_is_found_by_any_of_its_names(found, name, town, country, zone):
    first = found[0][name][0]
    assert (first.name, first.country, first.zone) == (town, country, zone)


def test_several_towns_of_a_name_come_largest_first_with_what_tells_them_apart(found):
    towns = found[0]["Springfield"]
    assert [town.region for town in towns[:3]] == ["Missouri", "Massachusetts", "Illinois"]
    assert [town.population for town in towns] == sorted((t.population for t in towns), reverse=True)
    assert {town.country for town in found[0]["Utrecht"]} == {"NL", "ZA"}


def test_a_name_in_another_language_is_marked_as_such(found):
    assert {(town.name, town.alias) for town in found[0]["Bergen"]} >= {("Bergen", False), ("Mons", True)}


@pytest.mark.parametrize("name", ["Nowhere at all", "", "  "])
def test_what_is_no_town_has_no_place(found, name):
    assert found[0][name] == ()


def test_no_centre_is_finer_than_a_kilometre(found):
    """Two decimals at most (H5), from the very door where the data comes in."""
    for towns in found[0].values():
        for town in towns:
            assert all(part == round(part, 2) for part in town.centre)


def test_the_event_loop_goes_on_while_a_town_is_looked_up(found):
    """Half of its turns come at once and none waits for the data; the limit leaves room for a busy machine."""
    pauses = sorted(found[1])
    assert len(pauses) > 50
    assert pauses[len(pauses) // 2] < 0.05
    assert pauses[-1] < 1


def test_names_are_compared_without_case_accents_and_punctuation():
    assert fold("  'S-Hertogenbosch ") == fold("s hertogenbosch")
    assert fold("Łódź") == "lodz"
    assert fold("Straßburg") == "strassburg"
    assert fold("Saint-Étienne") == fold("saint etienne")
