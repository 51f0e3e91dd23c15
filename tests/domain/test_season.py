"""The season ladder, over many seeds and years, with the library that ships."""

from datetime import date
from itertools import islice

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.content.library import load_library
from bot.domain.challenges import Challenge, Condition, Depth, Setting, Tie
from bot.domain.coming import Walk
from bot.domain.drawing import Deck
from bot.domain.season import MAX_SWAPS, Rung, fits, pick_starters, smaller_of, swap_for
from bot.domain.shape import SeasonShape
from bot.domain.weather import Weather
from bot.ids import CommunityId
from tests.support.content import a_challenge, a_starter

LIBRARY = load_library()
ANCHOR = date(2026, 1, 5)
SEEDS = st.text(max_size=12)
WEATHER = st.frozensets(
    st.sampled_from([each for each in Condition if each is not Condition.ANY]), max_size=2
)


def play(
    seed: str, weeks: int, challenges: tuple[Challenge, ...] = LIBRARY.challenges
) -> list[tuple[date, Challenge]]:
    """Return what is posted in some weeks, with its days."""
    walk = Walk(
        deck=Deck(challenges),
        posts=(),
        shape=SeasonShape(community=CommunityId("c1")),
        began=ANCHOR,
        seed=seed,
    )
    found = islice(walk.weeks(ANCHOR), weeks)
    return [(week.day, week.challenge) for week in found if week.challenge is not None]


@settings(max_examples=20, deadline=None)
@given(seed=SEEDS)
def test_the_shipped_library_fills_a_year_without_a_repeat(seed):
    shown = [challenge.id for _, challenge in play(seed, 52)]
    assert len(shown) == len(set(shown)) == 42


def test_different_seeds_give_different_seasons():
    assert len({tuple(each.id for _, each in play(f"community {number}", 4)) for number in range(20)}) > 15


@given(seed=SEEDS, start=st.sampled_from(LIBRARY.challenges), weather=WEATHER)
def test_three_swaps_at_most_and_none_asks_more(seed, start, weather):
    shown = [start]
    for number in range(MAX_SWAPS + 1):
        other = swap_for(
            shown[-1],
            LIBRARY.challenges,
            shown=[each.id for each in shown],
            seed=f"{seed}/{number}",
            weather=Weather(holds=weather),
        )
        if other is None:
            break
        assert other not in shown
        assert other.asks_no_more_than(shown[-1])
        assert other.suits(weather)
        assert not other.tender
        shown.append(other)
    assert len(shown) == MAX_SWAPS + 1


def test_a_swap_prefers_what_is_new_and_then_what_was_seen_longest_ago():
    one, two, three = (a_challenge(f"reach-{name}") for name in ("one", "two", "three"))
    known = {one.id: date(2026, 3, 2), two.id: date(2026, 2, 2)}
    current = a_challenge("reach-now")

    def offered(*pool: Challenge) -> Challenge | None:
        return swap_for(current, pool, shown=(), seed="s", known=known)

    assert offered(one, two, three) is three
    assert offered(one, two) is two


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
