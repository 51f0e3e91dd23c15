"""Turns go round fairly over years of rounds, with the books that the rounds service keeps in storage."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.matching import Candidate, MatchedGroup, MatchRequest
from bot.matching.turns import TURN
from bot.services.past import note_turns
from tests.support.remembered import enrol, remember, request
from tests.support.series import Series, varied
from tests.support.town import CIRCLE
from tests.support.turns import StoredTurns

pytestmark = pytest.mark.timeout(60)


def stored_series(repos, count, *, pairs_only):
    """Return a series whose people are members, and whose books are the database."""
    people = varied(count + 1, count)
    enrol(repos, (person.id for person in people))
    circle = replace(CIRCLE, pairs_only=pairs_only)
    book = StoredTurns(repos=repos, circle=circle)
    return Series(people[:count], pairs_only=pairs_only, turn_book=book), people[count]


@pytest.mark.parametrize(("count", "pairs_only", "rounds"), [(7, True, 200), (9, False, 80)])
async def test_turns_differ_by_one_at_most_over_very_many_rounds(town, count, pairs_only, rounds):
    def story(repos):
        series, _ = stored_series(repos, count, pairs_only=pairs_only)
        widest = 0
        for _ in range(rounds):
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


async def test_a_second_draw_takes_a_sit_out_back_and_asks_nobody_for_a_second_share(town):
    """Cy sits out and finds Dee, whose group fell through, in the second draw: nobody had the turn in the end."""
    pairs = replace(CIRCLE, pairs_only=True)

    def story(repos):
        enrol(repos, "abcde")
        round_ = remember(repos, 1, "ab", "de", circle=pairs, left="c")
        before = turns_of(repos, round_)
        asked, groups = draw("cd", ("c", "d"))
        note_turns(repos, pairs, round_, asked, groups, again=True)
        return before, turns_of(repos, round_)

    def turns_of(repos, round_):
        found = repos.rounds.turns(pairs.id, since=round_.slot, before=round_.slot + timedelta(days=1))
        return {name: (level, had) for name, (_, level, had) in found.items()}

    before, after = await town.run(story)
    assert before == dict.fromkeys("abde", (-TURN // 5, False)) | {"c": (TURN - TURN // 5, True)}
    assert after == dict.fromkeys("abcde", (-TURN // 5, False))


async def test_a_second_draw_may_be_somebodys_odd_turn(town):
    """Cy had no place at first, so they owe nothing for the round; Ada and Ben came to it already."""

    def story(repos):
        enrol(repos, "abcde")
        round_ = remember(repos, 1, "ab", "de", left="c")
        asked, groups = draw("abc", ("a", "b", "c"), pairs_only=False)
        note_turns(repos, CIRCLE, round_, asked, groups, again=True)
        return {each.id: (each.odd_trios, each.odd_last) for each in request(repos).candidates}

    levels = await town.run(story)
    assert levels == dict.fromkeys("abc", (15, True)) | dict.fromkeys("de", (0, False))


def draw(names, *groups, pairs_only=True):
    """Return a draw's request and its groups."""
    candidates = (Candidate(id=name, slots=1, languages=frozenset(), reach_km=1.0) for name in names)
    made = [MatchedGroup(members=group, slots=1, languages=frozenset(), facts=()) for group in groups]
    return MatchRequest(candidates=tuple(candidates), pairs_only=pairs_only, seed="second"), made


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
