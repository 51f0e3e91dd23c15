"""The season ladder, over many seeds and years, with the library that ships."""

import random
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.content.library import load_library
from bot.domain.challenges import Challenge, Condition, Depth, Practice, Setting, Tie
from bot.domain.season import (
    MAX_SWAPS,
    MEMORY,
    Rung,
    SeasonWeek,
    fits,
    pick_challenge,
    pick_starters,
    recent_ids,
    smaller_of,
    swap_for,
    week_of_season,
)
from tests.support.content import a_challenge, a_starter

LIBRARY = load_library()
ANCHOR = date(2026, 1, 5)
SEEDS = st.text(max_size=12)
DAYS = st.dates(min_value=date(1990, 1, 1), max_value=date(2090, 1, 1))
WEATHER = st.frozensets(
    st.sampled_from([each for each in Condition if each is not Condition.ANY]), max_size=2
)
SEASON_OF_FIVE = [(Rung.WARM_UP, False), (Rung.OUTWARD, False), (Rung.TOGETHER, False), (Rung.WIDER, False)]


def play(
    seed: str, weeks: int, challenges: tuple[Challenge, ...] = LIBRARY.challenges
) -> list[tuple[date, Challenge]]:
    """Post the challenge of every week as the service will, each seeded by its own day."""
    shown: list[tuple[date, Challenge]] = []
    for number in range(weeks):
        day = ANCHOR + timedelta(weeks=number)
        picked = pick_challenge(
            challenges,
            week=week_of_season(ANCHOR, day),
            previous=shown[-1][1].practice if shown else None,
            recent=recent_ids(((when, each.id) for when, each in shown), day),
            seed=f"{seed}/{day}",
        )
        if picked is not None:
            shown.append((day, picked))
    return shown


def test_a_season_climbs_four_steps_and_rests():
    weeks = [week_of_season(ANCHOR, ANCHOR + timedelta(weeks=number)) for number in range(6)]
    assert [(week.rung, week.rest) for week in weeks[:5]] == [*SEASON_OF_FIVE, (None, True)]
    assert weeks[5] == SeasonWeek(season=2, week=1)


@given(anchor=DAYS, day=DAYS)
def test_every_day_lies_in_one_week_of_one_season(anchor, day):
    week = week_of_season(anchor, day)
    first = anchor + timedelta(weeks=5 * (week.season - 1) + week.week - 1)
    assert 1 <= week.week <= 5
    assert first <= day < first + timedelta(weeks=1)


@given(seed=SEEDS)
def test_the_rest_week_has_no_challenge(seed):
    week = SeasonWeek(season=3, week=5)
    assert pick_challenge(LIBRARY.challenges, week=week, previous=None, recent=(), seed=seed) is None


@given(seed=SEEDS, weeks=st.integers(min_value=1, max_value=160))
def test_three_years_keep_every_promise_of_the_ladder(seed, weeks):
    """Each on its step, never the same practice twice running, nothing tender, and an early repeat only in need."""
    shown = play(seed, weeks)
    last: dict[str, date] = {}
    previous: Practice | None = None
    for day, challenge in shown:
        rung = week_of_season(ANCHOR, day).rung
        assert rung is not None
        assert fits(challenge, rung)
        assert challenge.practice is not previous
        assert not challenge.tender
        if challenge.id in last and day - last[challenge.id] < MEMORY:
            others = [
                each
                for each in LIBRARY.challenges
                if fits(each, rung) and each.practice is not previous and not each.tender
            ]
            assert all(each.id in last and day - last[each.id] < MEMORY for each in others)
        last[challenge.id], previous = day, challenge.practice


@given(seed=SEEDS)
def test_the_shipped_library_fills_a_year_without_a_repeat(seed):
    shown = [challenge.id for _, challenge in play(seed, 52)]
    assert len(shown) == len(set(shown)) == 42


@given(seed=SEEDS)
def test_later_years_bring_nothing_back_within_nine_months(seed):
    last: dict[str, date] = {}
    for day, challenge in play(seed, 160):
        assert day - last.get(challenge.id, date.min) > timedelta(days=280)
        last[challenge.id] = day


@given(seed=SEEDS, shuffle=st.randoms(use_true_random=False))
def test_the_order_of_the_library_does_not_matter(seed, shuffle: random.Random):
    mixed = list(LIBRARY.challenges)
    shuffle.shuffle(mixed)
    assert play(seed, 20) == play(seed, 20, tuple(mixed))


def test_different_seeds_give_different_seasons():
    assert len({tuple(each.id for _, each in play(f"community {number}", 4)) for number in range(20)}) > 15


def test_the_draw_is_the_same_on_every_machine():
    pool = [a_challenge(f"reach-{number}") for number in range(30)]
    week = SeasonWeek(season=1, week=1)
    picked = pick_challenge(pool, week=week, previous=None, recent=("reach-4",), seed="a seed")
    assert picked is not None
    assert picked.id == "reach-11"


@given(seed=SEEDS, weather=WEATHER, week=st.integers(min_value=1, max_value=4))
def test_the_weather_is_kept_in_mind(seed, weather, week):
    picked = pick_challenge(
        LIBRARY.challenges,
        week=SeasonWeek(season=1, week=week),
        previous=None,
        recent=(),
        seed=seed,
        conditions=weather,
    )
    assert picked is not None
    assert picked.suits(weather)


def test_a_repeat_gives_way_to_the_step_and_the_step_to_the_change_of_practice():
    hello = a_challenge("reach-hello", practice=Practice.REACH_OUT)
    table = a_challenge("reach-table", practice=Practice.REACH_OUT, setting=Setting.GROUP)
    sound = a_challenge("senses-sound", practice=Practice.ENGAGE_SENSES)
    week = SeasonWeek(season=1, week=4)

    def pick(
        *challenges: Challenge, previous: Practice | None = None, recent: tuple[str, ...] = ()
    ) -> object:
        return pick_challenge(challenges, week=week, previous=previous, recent=recent, seed="s")

    assert pick(hello, table, sound, recent=("reach-table",)) is table
    assert pick(hello, table, sound, previous=Practice.REACH_OUT) is sound
    assert pick(hello, previous=Practice.REACH_OUT) is hello
    assert pick() is None


def test_when_all_were_shown_the_one_shown_longest_ago_comes_back():
    pool = [a_challenge(f"reach-{name}") for name in ("one", "two", "three")]
    picked = pick_challenge(
        pool,
        week=SeasonWeek(season=1, week=1),
        previous=None,
        recent=("reach-two", "reach-three", "reach-one"),
        seed="s",
    )
    assert picked is pool[1]


def test_what_was_shown_a_year_ago_is_no_longer_recent():
    day = date(2027, 1, 5)
    shown = [
        (day - MEMORY, "a-year-ago"),
        (day - timedelta(days=2), "again"),
        (day - timedelta(days=300), "again"),
        (day - timedelta(days=9), "last-week"),
        (day, "today"),
    ]
    assert recent_ids(shown, day) == ("last-week", "again")


@given(seed=SEEDS, start=st.sampled_from(LIBRARY.challenges), weather=WEATHER)
def test_three_swaps_at_most_and_none_asks_more(seed, start, weather):
    shown = [start]
    for number in range(MAX_SWAPS + 1):
        other = swap_for(
            shown[-1],
            LIBRARY.challenges,
            shown=[each.id for each in shown],
            seed=f"{seed}/{number}",
            conditions=weather,
        )
        if other is None:
            break
        assert other not in shown
        assert other.asks_no_more_than(shown[-1])
        assert other.suits(weather)
        assert not other.tender
        shown.append(other)
    assert len(shown) == MAX_SWAPS + 1


def test_no_swap_is_offered_where_nothing_smaller_is_left():
    only = a_challenge("reach-one", effort=1)
    assert swap_for(only, [only, a_challenge("reach-big", effort=2)], shown=(), seed="s") is None


@given(start=st.sampled_from(LIBRARY.challenges))
def test_going_smaller_always_ends_at_effort_one(start):
    here = start
    for _ in range(5):
        here = smaller_of(here, LIBRARY.challenges)
    assert here.effort == 1
    assert smaller_of(here, LIBRARY.challenges) is here


def test_a_disabled_easier_challenge_leaves_the_challenge_itself():
    challenge = a_challenge("reach-one", easier="reach-gone")
    assert smaller_of(challenge, [challenge]) is challenge


def test_close_people_in_twos_fit_the_warm_up_only_when_it_is_little():
    quick = a_challenge(setting=Setting.PAIR, tie=Tie.CLOSE, effort=1)
    longer = a_challenge(setting=Setting.PAIR, tie=Tie.CLOSE, effort=2)
    assert fits(quick, Rung.WARM_UP)
    assert not fits(longer, Rung.WARM_UP)
    assert fits(longer, Rung.TOGETHER)


@given(seed=SEEDS, depth=st.sampled_from(Depth), n=st.integers(min_value=0, max_value=20))
def test_starters_are_distinct_of_one_depth_and_not_tender(seed, depth, n):
    drawn = pick_starters(LIBRARY.starters, depth=depth, n=n, seed=seed)
    untender = [each for each in LIBRARY.starters if each.depth is depth and not each.tender]
    assert len(drawn) == len({each.id for each in drawn}) == min(n, len(untender))
    assert all(each in untender for each in drawn)


def test_tender_starters_come_only_to_those_who_ask():
    tender = a_starter("deep-tender", depth=Depth.DEEP, tender=True)
    assert pick_starters([tender], depth=Depth.DEEP, n=1, seed="s") == ()
    assert pick_starters([tender], depth=Depth.DEEP, n=1, seed="s", tender=True) == (tender,)


@given(seed=SEEDS)
def test_starters_seen_before_come_only_when_the_others_run_out(seed):
    one, two, three = (a_starter(f"light-{name}") for name in ("one", "two", "three"))
    drawn = pick_starters(
        [one, two, three], depth=Depth.LIGHT, n=2, seed=seed, exclude={"light-one", "light-two"}
    )
    assert drawn[0] is three
    assert drawn[1] in (one, two)


@pytest.mark.parametrize("n", [-1, 0])
def test_no_starters_are_drawn_when_none_are_wanted(n):
    assert pick_starters([a_starter()], depth=Depth.LIGHT, n=n, seed="s") == ()
