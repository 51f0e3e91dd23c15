"""Which weeks are told together: with the ladder where there is one, and never two ways."""

from datetime import date, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from bot.domain.ladder import week_on
from bot.domain.posts import ChallengePost
from bot.domain.recap import LENGTH
from bot.domain.told_seasons import LEAST, seasons_told

DAY = date(2026, 9, 7)
WEEK = timedelta(weeks=1)


def posted(days, begun=()):
    """Return posts on days, where the ladder has a step for them; on `begun` challenges were turned on anew."""
    posts = []
    for day in days:
        began = max((each for each in begun if each <= day), default=None)
        week = week_on(day, posts[-1] if posts else None, began)
        if week.rung is not None:
            name = f"p{day}"
            posts.append(
                ChallengePost(
                    id=name, community="c", day=day, challenge="x", season=week.season, rung=week.rung
                )
            )
    return posts


def weeks(*numbers):
    return [DAY + WEEK * number for number in numbers]


def firsts(begin, posts, today):
    return [(each.first - DAY).days / 7 for each in seasons_told(begin, posts, today)]


def test_without_challenges_seasons_are_five_weeks_each():
    assert firsts(DAY, (), DAY + 14 * WEEK) == [0, 5, 10]
    assert seasons_told(DAY, (), DAY)[0].last == DAY + LENGTH - timedelta(days=1)
    assert seasons_told(None, (), DAY) == seasons_told(DAY + WEEK, (), DAY) == ()


def test_with_challenges_they_go_with_the_ladder_also_where_weeks_were_left_out():
    posts = posted(weeks(0, 1, 3, 4, 6, 7, 8, 9, 11))
    assert firsts(None, posts, DAY + 11 * WEEK) == [0, 6, 11]
    first, second, running = seasons_told(None, posts, DAY + 11 * WEEK)
    assert (first.weeks, second.weeks, running.weeks) == (6, 5, 5)
    assert running.last == DAY + 16 * WEEK - timedelta(days=1)


def test_the_first_challenges_end_the_five_weeks_before_them_or_go_with_what_has_just_begun():
    assert firsts(DAY, posted(weeks(8, 9)), DAY + 9 * WEEK) == [0, 5, 8]
    assert firsts(DAY, posted(weeks(6, 7, 8, 9, 11)), DAY + 11 * WEEK) == [0, 5, 11]


def test_when_challenges_stop_the_season_ends_with_the_silence_and_five_weeks_each_follow():
    told = seasons_told(None, posted(weeks(0, 1)), DAY + 12 * WEEK)
    assert [each.first for each in told] == [DAY, DAY + 6 * WEEK + timedelta(days=1), DAY + timedelta(78)]


def test_posts_from_before_seasons_were_counted_have_none():
    old = ChallengePost(id="p", community="c", day=DAY + WEEK, challenge="x")
    assert firsts(DAY, (old,), DAY + 6 * WEEK) == [0, 5]
    assert firsts(None, (old,), DAY + 6 * WEEK) == []


@given(
    gaps=st.lists(st.integers(min_value=7, max_value=60), max_size=15),
    switched=st.sets(st.integers(min_value=0, max_value=500), max_size=6),
    begin=st.one_of(st.none(), st.integers(min_value=-60, max_value=400)),
    looks=st.tuples(st.integers(min_value=0, max_value=600), st.integers(min_value=0, max_value=600)),
)
def test_what_is_over_never_changes_and_no_day_is_told_twice(gaps, switched, begin, looks):
    """Whatever is posted, left out, turned off and on, or moved, today's look and a later one agree about the past."""
    days = [DAY + timedelta(days=sum(gaps[:number])) for number in range(len(gaps))]
    posts = posted(days, [DAY + timedelta(days=each) for each in switched])
    first = DAY + timedelta(days=begin) if begin is not None else None
    early, late = sorted(DAY + timedelta(days=each) for each in looks)
    if posts and first is not None:
        first = min(first, early)
    before = seasons_told(first, [post for post in posts if post.day <= early], early)
    after = seasons_told(first, posts, late)
    over = [season for season in before if season.last < early]
    assert list(after[: len(over)]) == over
    for one, other in pairwise(after):
        assert other.first == one.last + timedelta(days=1)
        assert other.number == one.number + 1
    assert all(season.last + timedelta(days=1) - season.first >= LEAST for season in after[:-1])
