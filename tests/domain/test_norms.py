"""What most people here would be glad of is told truly, late enough, and so that nobody stands out."""

from datetime import date, timedelta

import pytest

from bot.domain.norms import NormCount, counted_since, norm_line
from bot.ids import CommunityId

BEFORE, NOW = date(2026, 10, 5), date(2026, 11, 9)


def counts(yes, not_now, since=BEFORE):
    return NormCount(community=CommunityId("c"), since=since, yes=yes, not_now=not_now)


def words(*found, today=NOW):
    line = norm_line(found, today)
    return None if line is None else (line.plural or line.template).format(**line.values)


@pytest.mark.parametrize(
    ("yes", "not_now", "said"),
    [
        (31, 9, "About 30 of 40 people who answered here would be glad to be invited to something small."),
        (33, 10, "About 35 of 45 people who answered here would be glad to be invited to something small."),
        (36, 4, "Most people who answered here would be glad to be invited to something small."),
        (40, 0, "Most people who answered here would be glad to be invited to something small."),
        (7, 3, "Most people who answered here would be glad to be invited to something small."),
        (9, 0, None),
        (6, 3, None),
        (20, 20, None),
        (5, 30, None),
    ],
)
def test_it_needs_ten_answers_and_a_majority_and_hides_the_few(yes, not_now, said):
    assert words(counts(yes, not_now)) == said


def test_whoever_would_not_be_glad_cannot_be_counted_from_what_is_told():
    """All splits with fewer than five on the one side read alike."""
    assert len({words(counts(40 - few, few)) for few in range(5)}) == 1


def test_what_was_counted_is_told_when_that_is_over_and_for_a_year():
    running, old = counts(12, 6, NOW), counts(12, 6, NOW - timedelta(days=366))
    assert words(running) is None
    assert words(old) is None
    assert words(counts(31, 9), running) == words(counts(31, 9))


def test_one_answer_more_while_counting_moves_nothing():
    assert words(counts(31, 9), counts(11, 0, NOW)) == words(counts(31, 9), counts(12, 0, NOW))


def test_the_newest_counting_with_answers_enough_is_told():
    older = counts(25, 5, BEFORE - timedelta(weeks=5))
    assert words(counts(4, 2), older) == words(older)
    assert words(counts(31, 9), older) == words(counts(31, 9))


def test_answers_are_counted_for_five_weeks_that_begin_on_the_same_monday_everywhere():
    first = date(2026, 11, 30)
    assert first.weekday() == 0
    assert {counted_since(first + timedelta(days=day)) for day in range(35)} == {first}
    assert counted_since(first + timedelta(days=35)) == first + timedelta(weeks=5)
    assert counted_since(first - timedelta(days=1)) == first - timedelta(weeks=5)
    assert words(counts(31, 9), today=NOW - timedelta(days=1)) is None
