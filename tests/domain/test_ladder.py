"""Where a week stands on the ladder follows from the last post: the ladder waits, rests, and begins again."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.ladder import LONG_SILENCE, monday_of, steps_after, week_on
from bot.domain.posts import ChallengePost
from bot.domain.season import LADDER, Rung, SeasonWeek

DAY = date(2026, 12, 3)
WEEK = timedelta(weeks=1)


def post(rung: Rung | None = Rung.WARM_UP, day: date = DAY, season: int = 1) -> ChallengePost:
    return ChallengePost(id="p", community="c1", day=day, challenge="reach-one", season=season, rung=rung)


def test_a_season_climbs_four_steps_and_rests_and_the_next_one_begins():
    last, steps = None, []
    for number in range(10):
        day = DAY + number * WEEK
        week = week_on(day, last, DAY)
        steps.append((week.season, week.rung))
        if week.rung is not None:
            last = post(week.rung, day, week.season)
    assert steps == [(1, step) for step in (*LADDER, None)] + [(2, step) for step in (*LADDER, None)]


@pytest.mark.parametrize("missed", range(1, 5))
def test_weeks_without_a_post_cost_no_step(missed):
    assert week_on(DAY + (1 + missed) * WEEK, post(), DAY) == SeasonWeek(season=1, rung=Rung.OUTWARD)


def test_after_a_long_silence_people_begin_with_those_they_know():
    begin = SeasonWeek(season=2, rung=Rung.WARM_UP)
    assert week_on(DAY + LONG_SILENCE + WEEK, post(), DAY) == begin
    assert week_on(DAY + 2 * WEEK, post(Rung.WIDER), DAY) == begin


def test_a_season_that_was_broken_off_is_not_taken_up_again():
    began = DAY + timedelta(days=3)
    assert week_on(DAY + WEEK, post(Rung.OUTWARD), began) == SeasonWeek(season=2, rung=Rung.WARM_UP)


@given(days=st.integers(min_value=7, max_value=13), began=st.integers(min_value=-30, max_value=13))
def test_the_week_after_the_fourth_step_is_for_rest_whatever_was_moved(days, began):
    week = week_on(DAY + timedelta(days=days), post(Rung.WIDER), DAY + timedelta(days=began))
    assert week.rest


def test_a_post_from_before_seasons_were_counted_is_followed_by_a_new_season():
    assert week_on(DAY + WEEK, post(None, season=0), DAY) == SeasonWeek(season=1, rung=Rung.WARM_UP)


def test_the_steps_that_follow_go_through_rests_into_the_next_season():
    after = steps_after(SeasonWeek(season=1, rung=Rung.TOGETHER), 3)
    assert [(step.season, step.rung) for step in after] == [
        (1, Rung.WIDER),
        (2, Rung.WARM_UP),
        (2, Rung.OUTWARD),
    ]
    assert steps_after(SeasonWeek(season=1, rung=None), 1) == (SeasonWeek(season=2, rung=Rung.WARM_UP),)


@given(day=st.dates(min_value=date(1990, 1, 1), max_value=date(2090, 1, 1)))
def test_weeks_begin_on_monday(day):
    monday = monday_of(day)
    assert monday.weekday() == 0
    assert monday <= day < monday + WEEK
