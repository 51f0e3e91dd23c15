"""Turns go round fairly over years of rounds, with the books that the rounds service keeps in storage."""

from dataclasses import replace

import pytest

from tests.support.remembered import enrol
from tests.support.series import Series, varied
from tests.support.town import CIRCLE
from tests.support.turns import StoredTurns

pytestmark = pytest.mark.timeout(60)
ROUNDS = 200


def stored_series(repos, count, *, pairs_only):
    """Return a series whose people are members, and whose books are the database."""
    people = varied(count + 1, count)
    enrol(repos, (person.id for person in people))
    circle = replace(CIRCLE, pairs_only=pairs_only)
    book = StoredTurns(repos=repos, circle=circle)
    return Series(people[:count], pairs_only=pairs_only, turn_book=book), people[count]


@pytest.mark.parametrize(("count", "pairs_only"), [(7, True), (9, False)])
async def test_turns_differ_by_one_at_most_over_two_hundred_rounds(town, count, pairs_only):
    def story(repos):
        series, _ = stored_series(repos, count, pairs_only=pairs_only)
        widest = 0
        for _ in range(ROUNDS):
            series.play()
            widest = max(widest, max(series.turns()) - min(series.turns()))
        return widest

    assert await town.run(story) == 1


@pytest.mark.parametrize("pairs_only", [True, False])
async def test_whoever_comes_later_has_as_many_turns_as_the_others_from_then_on(town, pairs_only):
    """After 26 rounds of nine people, one of them leaves and somebody new comes."""

    def story(repos):
        series, newcomer = stored_series(repos, 9, pairs_only=pairs_only)
        for _ in range(26):
            series.play()
        series.people = [*series.people[1:], newcomer]
        series.had.clear()
        widest = 0
        for _ in range(40):
            series.play()
            widest = max(widest, *(abs(turns - series.had[newcomer.id]) for turns in series.turns()))
        return widest

    assert await town.run(story) == 1


async def test_whoever_comes_to_every_other_round_has_turns_in_proportion(town):
    """Of eleven people two come to every other round, so that an odd number comes each time; a trio is needed."""

    def story(repos):
        series, _ = stored_series(repos, 11, pairs_only=False)
        everybody = {person.id: person for person in series.people}
        rare = sorted(everybody)[:2]
        share = dict.fromkeys(everybody, 0.0)
        for number in range(80):
            away = rare if number % 2 else ()
            series.people = [person for name, person in everybody.items() if name not in away]
            for person in series.people:
                share[person.id] += 3 / len(series.people)
            series.play()
            everybody |= {person.id: person for person in series.people}
        return {name: abs(series.had[name] - owed) for name, owed in share.items()}

    assert max((await town.run(story)).values()) < 1
