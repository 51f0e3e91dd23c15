"""What a week gets when everything can be had, and what gives way, in its order, when not."""

import random
import subprocess
import sys
from datetime import date, timedelta
from itertools import islice
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.content.library import load_library
from bot.domain.challenges import Challenge, Condition, Practice, Setting
from bot.domain.coming import MEMORY, Walk, recently
from bot.domain.drawing import Breach, Deck, Draw
from bot.domain.posts import ChallengePost
from bot.domain.season import Rung
from bot.domain.shape import Pick, SeasonShape
from bot.domain.weather import ANYTHING, CLIMATES, Weather
from tests.support.content import a_challenge
from tests.support.season_rules import belongs

LIBRARY = load_library()
FIRST = date(2026, 12, 3)
OPEN = (frozenset(Practice),)
STEPS = {rung: number for number, rung in enumerate(Rung)}


def a_walk(challenges=LIBRARY.challenges, seed="s", **shape) -> Walk:
    return Walk(
        deck=Deck(challenges),
        posts=(),
        shape=SeasonShape(community="c1", **shape),
        began=FIRST,
        seed=seed,
    )


def weeks(walk: Walk, number: int):
    return list(islice(walk.weeks(FIRST), number))


def draw(*challenges: Challenge, **changes) -> Challenge | None:
    facts = {
        "rung": Rung.WIDER,
        "previous": None,
        "ahead": OPEN,
        "weather": ANYTHING,
        "shown": {},
        "seed": "s",
    }
    return next(Deck(challenges).ranked(Draw(**facts | changes)), None)


def test_an_early_repeat_gives_way_first_then_weather_then_the_step_and_the_practice_last():
    table = a_challenge("reach-table", setting=Setting.GROUP)
    picnic = a_challenge("reach-picnic", setting=Setting.GROUP, conditions=frozenset({Condition.DRY}))
    hello = a_challenge("reach-hello")
    sound = a_challenge("senses-sound", practice=Practice.ENGAGE_SENSES)
    wet = Weather(holds=frozenset({Condition.WET}))
    seen = {table.id: FIRST}
    assert draw(table, picnic, hello, sound, weather=wet, shown=seen) is table
    assert draw(picnic, hello, sound, weather=wet) is picnic
    assert draw(table, hello, sound, previous=Practice.REACH_OUT) is sound
    assert draw(hello, previous=Practice.REACH_OUT) is hello
    assert draw() is None


def test_when_all_were_shown_the_one_shown_longest_ago_comes_back():
    pool = [a_challenge(f"reach-{name}", setting=Setting.GROUP) for name in ("one", "two", "three")]
    shown = {each.id: FIRST - timedelta(days=days) for each, days in zip(pool, (9, 90, 30), strict=True)}
    assert draw(*pool, shown=shown) is pool[1]


def test_a_challenge_that_may_touch_loss_is_never_drawn():
    assert draw(a_challenge("reach-tender", setting=Setting.GROUP, tender=True)) is None


def test_a_week_leaves_room_for_the_next_one():
    """Of two practices the one is drawn that does not leave a later week with nothing but itself."""
    reach, senses = (
        a_challenge(f"{practice}-table", practice=practice, setting=Setting.GROUP)
        for practice in (Practice.REACH_OUT, Practice.ENGAGE_SENSES)
    )
    both, only = frozenset({reach.practice, senses.practice}), frozenset({reach.practice})
    for seed in "abcdef":
        assert draw(reach, senses, ahead=(only,), seed=seed) is senses
        assert draw(reach, senses, ahead=(both, only), seed=seed) is reach


def test_what_was_shown_a_year_ago_is_no_longer_recent():
    def post(days, challenge):
        day = FIRST - timedelta(days=days)
        return ChallengePost(id=f"p{days}", community="c1", day=day, challenge=challenge)

    posts = [post(7, "last"), post(14, "again"), post(364, "again"), post(MEMORY.days, "long ago")]
    assert recently(posts, FIRST) == {
        "last": FIRST - timedelta(days=7),
        "again": FIRST - timedelta(days=14),
    }


def sub_libraries():
    return st.tuples(st.integers(min_value=0, max_value=40), st.randoms(use_true_random=False)).map(
        lambda drawn: tuple(drawn[1].sample(LIBRARY.challenges, drawn[0]))
    )


def can_go_on(practice, step, challenges, depth=4):
    """Say, by trying everything, whether the coming steps can go on after a practice without one twice running."""
    if not depth:
        return True
    fitting = [each for each in challenges if belongs(each, step % 4)]
    return not fitting or any(
        can_go_on(each, step + 1, challenges, depth - 1)
        for each in {one.practice for one in fitting} - {practice}
    )


@settings(max_examples=40, deadline=None)
@given(challenges=sub_libraries(), seed=st.text(max_size=5))
def test_a_library_of_any_size_gives_way_only_where_it_has_to(challenges, seed):
    open_ones = [each for each in challenges if not each.tender]
    previous, shown = None, {}
    for week in weeks(a_walk(challenges, seed), 25):
        if week.week.rest:
            assert week.challenge is None
            continue
        step, got = STEPS[week.week.rung], week.challenge
        if got is None:
            assert not open_ones
            continue
        others = [each for each in open_ones if each.practice is not previous]
        fitting = [each for each in others if belongs(each, step)]
        assert (Breach.PRACTICE in week.gives_way) == (got.practice is previous)
        assert (Breach.STEP in week.gives_way) == (not belongs(got, step))
        assert got.practice is not previous or not others
        assert belongs(got, step) or not fitting
        if got.id in shown and belongs(got, step) and got.practice is not previous:
            fresh = [each for each in fitting if each.id not in shown]
            assert not any(can_go_on(each.practice, step + 1, open_ones) for each in fresh)
            assert Breach.REPEAT in week.gives_way
        previous, shown[got.id] = got.practice, week.day


def test_the_weather_of_each_week_is_kept_in_mind():
    for name, climate in CLIMATES.items():
        for week in weeks(a_walk(seed=name, climate=climate), 60):
            if week.challenge is not None:
                assert week.draw.weather.suits(week.challenge)
                assert Breach.WEATHER not in week.gives_way


def test_what_is_said_of_the_weather_holds_as_long_as_was_said_and_comes_before_the_climate():
    shape = SeasonShape(
        community="c1",
        climate=CLIMATES["arid-north"],
        said=frozenset({Condition.WET}),
        until=FIRST + timedelta(days=7),
    )
    days = [FIRST, FIRST + timedelta(days=7), FIRST + timedelta(days=8)]
    assert [shape.weather_on(day).holds for day in days] == [
        {Condition.WET},
        {Condition.WET},
        {Condition.DRY},
    ]


def test_a_week_left_out_moves_the_ladder_and_changes_no_challenge():
    plain = [week.challenge for week in weeks(a_walk(), 10)]
    out = weeks(a_walk(skipped=frozenset({date(2026, 12, 7)})), 11)
    assert out[1].skipped
    assert out[1].challenge is None
    assert [week.challenge for week in out[:1] + out[2:]] == plain


def test_a_choice_moves_along_with_its_step():
    before = weeks(a_walk(), 3)[2]
    other = list(Deck(LIBRARY.challenges).ranked(before.draw))[3]
    pick = Pick(season=1, rung=Rung.TOGETHER, challenge=other.id)
    walked = weeks(a_walk(picks=(pick,), skipped=frozenset({date(2026, 12, 7)})), 4)
    assert walked[3].challenge is other
    assert walked[3].chosen


def test_a_choice_that_is_gone_makes_room_and_says_so():
    pick = Pick(season=1, rung=Rung.WARM_UP, challenge="reach-gone")
    week = weeks(a_walk(picks=(pick,)), 1)[0]
    assert week.challenge is not None
    assert week.set_aside


def test_the_weeks_before_a_choice_are_drawn_so_that_it_can_stand():
    """Whatever is chosen for the third week, the second is of another practice and nothing comes twice."""
    third = [each for each in LIBRARY.challenges if belongs(each, 2) and not each.tender]
    for wanted in third:
        walked = weeks(a_walk(picks=(Pick(season=1, rung=Rung.TOGETHER, challenge=wanted.id),)), 5)
        shown = [week.challenge for week in walked if week.challenge is not None]
        assert shown[2] is wanted
        assert not any(week.gives_way for week in walked)
        assert len({each.id for each in shown}) == 4


@settings(max_examples=20, deadline=None)
@given(seed=st.text(max_size=12), shuffle=st.randoms(use_true_random=False))
def test_the_order_of_the_library_does_not_matter(seed, shuffle: random.Random):
    mixed = list(LIBRARY.challenges)
    shuffle.shuffle(mixed)
    one, other = weeks(a_walk(seed=seed), 20), weeks(a_walk(mixed, seed), 20)
    assert [week.challenge for week in one] == [week.challenge for week in other]


DIGEST = """
import hashlib
from datetime import date
from itertools import islice
from bot.content.library import load_library
from bot.domain.coming import Walk
from bot.domain.drawing import Deck
from bot.domain.shape import SeasonShape
from bot.domain.weather import CLIMATES
shape = SeasonShape(community="c1", climate=CLIMATES["oceanic-north"])
walk = Walk(deck=Deck(load_library().challenges), posts=(), shape=shape, began=None, seed="a seed")
found = [week.challenge.id if week.challenge else "-" for week in islice(walk.weeks(date(2026, 12, 3)), 104)]
print(hashlib.sha256(" ".join(found).encode()).hexdigest())
"""


@pytest.mark.timeout(240)
def test_a_seed_gives_the_same_seasons_in_every_process():
    found = {
        subprocess.run(
            [sys.executable, "-c", DIGEST],
            env={"PYTHONHASHSEED": seed, "PATH": ""},
            cwd=Path(__file__).parents[2],
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("0", "1", "4242")
    }
    assert len(found) == 1
