"""H3, H9: with full calendars too, nobody reads an avoid, a report or a hold out of the organiser's preview."""

from itertools import combinations

import pytest

from tests.support.previews import (
    EARLY,
    LATE,
    WAYS,
    a_free_town,
    avoid,
    left_out,
    live,
    nameless,
    no_times,
    preview,
    set_times,
)

pytestmark = pytest.mark.timeout(90)
BARE = ""
TEN = "bcdefghijk"  # enough for advice


@pytest.fixture(params=sorted(WAYS))
def part(request):
    return WAYS[request.param]


async def test_the_page_before_and_after_differs_in_nothing_but_who_is_with_whom(part):
    """Five are free at all times; whoever of them is left out, by numbers or not, has the same bare line."""
    async with a_free_town("abcde") as (town, olga):
        before = await preview(olga)
        (alone,) = left_out(before)
        await part(town, alone, next(name for name in "abcde" if name != alone))
        after = await preview(olga)
        assert nameless(after) == nameless(before)
        assert [*left_out(after).values()] == [BARE]


@pytest.mark.parametrize("others", ["", "c", "cd", "cde", "cdef"])
async def test_two_who_no_longer_meet_read_like_an_empty_calendar(part, others):
    """Ada and Olga, who looks, have only each other. The page is the same, word for word, if Ada has no time at all."""
    pages = []
    for change in (part, no_times):
        async with a_free_town("a" + others, olga_takes_part=True) as (town, olga):
            await set_times(town, {"a": EARLY, "olga": EARLY} | dict.fromkeys(others, LATE))
            assert not {"a", "Olga"} & {*left_out(await preview(olga))}
            await change(town, "a", "olga")
            pages.append(await preview(olga))
    assert pages[0] == pages[1]
    assert {"a", "Olga"} <= {*left_out(pages[0])}


async def test_an_organiser_who_takes_part_reads_nothing_of_herself(part):
    """Ada and Olga live elsewhere, each alone, and go nowhere. Of Ada it is said whom she could meet in town."""
    async with a_free_town(f"a{TEN}", olga_takes_part=True) as (town, olga):
        for name, area in (("a", "Elsewhere"), ("olga", "Far")):
            await live(town, olga, name, area)
        before = left_out(await preview(olga))
        assert "anywhere in town there would be 10 people to meet" in before["a"]
        assert before["Olga"] == BARE
        await part(town, "olga", "a")
        assert left_out(await preview(olga)) == before


async def test_what_one_could_choose_stays_the_same_whoever_stays_apart(part):
    """Ada lives elsewhere and goes nowhere; that she could meet others elsewhere is no word less true of any."""
    async with a_free_town(f"a{TEN}") as (town, olga):
        await live(town, olga, "a", "Elsewhere")
        before = left_out(await preview(olga))
        assert "anywhere in town there would be 10 people to meet" in before["a"]
        await part(town, "a", "b")
        assert left_out(await preview(olga))["a"] == before["a"]


async def test_nobody_learns_who_avoids_them_by_changing_their_own_choices():
    """Olga is avoided by Ada. Whatever she chooses, Ada's line is what it would be without that."""
    lines = []
    for avoided in (False, True):
        async with a_free_town(f"a{TEN}", olga_takes_part=True) as (town, olga):
            await live(town, olga, "a", "Elsewhere")
            if avoided:
                await avoid(town, "a", "olga")
            told = []
            for reach in ("area", "near", "town"):
                await olga.say("meet profile", reach=reach)
                told.append(left_out(await preview(olga))["a"])
            lines.append(told)
    assert lines[0] == lines[1]
    assert len({*lines[0]}) > 1


async def test_the_words_are_the_same_for_every_pair_of_three():
    pages = set()
    for one, other in combinations("abc", 2):
        async with a_free_town("abc") as (town, olga):
            await avoid(town, one, other)
            pages.add("\n".join(nameless(await preview(olga))))
    assert len(pages) == 1
