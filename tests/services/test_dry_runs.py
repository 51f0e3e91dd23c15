"""Turning the parts of a preview matches nobody anew, and never mixes two matches."""

from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.ids import AreaId, CircleId
from bot.matching import MatchRequest, MatchResult, PastMeeting, match
from bot.services.dry_runs import KEPT, MOST, DryRun, DryRuns, digest_of
from bot.services.portions import PORTION
from tests.support.everywhere import a_town_on
from tests.support.many import empty_storage
from tests.support.matching import anyone, named

pytestmark = pytest.mark.timeout(60)
NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
RESULT = MatchResult(groups=(), unplaced=(), repeats=0, value=0, bound=0, most_placed=0)
CHANGED = "Things have changed since, so this is part 1 again."
MANY = [f"p{number:02}" for number in range(64)]


class Counting:
    """Match, and count how often."""

    def __init__(self):
        self.rounds = 0

    async def match(self, request):
        self.rounds += 1
        return match(request)


@asynccontextmanager
async def a_long_preview():
    """Yield a town of 32 pairs, its organiser at part 1 of 3, and the count of matches."""
    counting = Counting()
    async with a_town_on("playground", MANY, match=counting.match) as town:
        olga = await town.kith.stage.person("Olga", organiser=True)
        shown = await olga.say("organise preview")
        assert "Part 1 of 3" in shown.text
        yield town, olga, counting


def groups_on(shown):
    return [each for each in shown.text.splitlines() if "new to each other" in each]


async def test_turning_on_and_back_matches_once_and_shows_everybody_once():
    async with a_long_preview() as (_, olga, counting):
        shown = [await olga.tap(f"To part {number}") for number in (2, 1, 2, 3)]
        assert [f"Part {number} of 3" in each.text for number, each in zip((2, 1, 2, 3), shown, strict=True)]
        lines = [line for each in shown[1:] for line in groups_on(each)]
        assert len(lines) == len({*lines}) == 32
        assert not any(CHANGED in each.text for each in shown)
        assert counting.rounds == 1


async def test_where_somebody_left_in_between_it_begins_again_and_says_so():
    async with a_long_preview() as (town, olga, counting):
        await town.people["m-p00"].say("meet pause", until="4 weeks")
        shown = await olga.tap("To part 2")
        assert CHANGED in shown.text
        assert "Part 1 of" in shown.text
        assert CHANGED not in (await olga.tap("To part 2")).text
        assert counting.rounds == 2


async def test_what_nobody_can_see_changes_nothing_that_is_said():
    """An avoid between two who are in different groups anyway is matched anew, and the parts go on."""
    async with a_long_preview() as (town, olga, counting):
        one, other = two_apart(groups_on(await olga.say("organise preview"))[0])
        await town.people[f"m-{one}"].say("meet avoid", who=town.people[f"m-{other}"].user_id)
        await town.kith.due()
        shown = await olga.tap("To part 2")
        assert CHANGED not in shown.text
        assert "Part 2 of 3" in shown.text
        assert counting.rounds == 2


def two_apart(line):
    """Return somebody of a group, and somebody who is not in it."""
    one = next(name for name in MANY if f"@{name}" in line)
    return one, next(name for name in MANY if f"@{name}" not in line)


async def test_after_some_minutes_it_is_matched_anew_and_the_parts_go_on():
    async with a_long_preview() as (town, olga, counting):
        await town.kith.push(minutes=KEPT.total_seconds() / 60 + 1)
        assert "Part 2 of 3" in (await olga.tap("To part 2")).text
        assert counting.rounds == 2


def run(digest="asked", at=NOW):
    return DryRun(digest=digest, at=at, result=RESULT)


def test_only_the_same_question_finds_the_answer_and_only_the_last_one_of_a_circle():
    runs = DryRuns()
    runs.keep(CircleId("walks"), run())
    assert runs.find(CircleId("walks"), "asked", NOW) is RESULT
    assert runs.find(CircleId("walks"), "other", NOW) is None
    assert runs.find(CircleId("talks"), "asked", NOW) is None
    runs.keep(CircleId("walks"), run("other"))
    assert runs.find(CircleId("walks"), "asked", NOW) is None


def test_few_are_kept_and_not_for_long():
    runs = DryRuns()
    for number in range(MOST + 1):
        runs.keep(CircleId(f"c{number}"), run(at=NOW + timedelta(minutes=number)))
    assert runs.find(CircleId("c0"), "asked", NOW) is None
    assert runs.find(CircleId("c1"), "asked", NOW) is RESULT
    assert runs.find(CircleId("c1"), "asked", NOW + KEPT + timedelta(minutes=2)) is None
    assert runs.find(CircleId(f"c{MOST}"), "asked", NOW + KEPT + timedelta(minutes=2)) is RESULT


ASKED = MatchRequest(candidates=tuple(anyone(number) for number in range(PORTION)), seed="s")
OTHERS = {
    "seed": {"seed": "t"},
    "rule": {"pairs_only": True},
    "one less": {"candidates": ASKED.candidates[1:]},
    "somebody": {"candidates": (anyone(0, area=AreaId("north")), *ASKED.candidates[1:])},
    "past": {"history": dict.fromkeys(named((0, 1)), PastMeeting(rounds_ago=1))},
    "apart": {"separated": named((0, 1))},
    "said": {"said": {ASKED.candidates[0].id: 1}},
}


@pytest.mark.parametrize("change", OTHERS.values(), ids=OTHERS)
async def test_another_question_has_another_digest(change):
    async def digest(request):
        return await storage.run(lambda repos: digest_of(repos, request))

    with empty_storage() as storage:
        assert await digest(ASKED) == await digest(replace(ASKED))
        assert await digest(ASKED) != await digest(replace(ASKED, **change))
