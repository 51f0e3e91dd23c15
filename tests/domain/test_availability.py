"""The weekly grid: 21 times, as a mask, as names and as words."""

import re
from datetime import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.availability import (
    ANY_TIME,
    DAY_KEYS,
    DAYS,
    PARTS,
    Part,
    key,
    keys_of,
    label,
    mask_of,
    slot,
    slots,
)

MASKS = st.integers(min_value=0, max_value=ANY_TIME)
GRID = [(day, part) for day in range(DAYS) for part in Part]


@given(MASKS)
def test_a_mask_is_told_by_its_names(mask):
    assert mask_of(keys_of(mask)) == mask


@given(st.lists(st.sampled_from([key(day, part) for day, part in GRID])))
def test_the_order_and_repetition_of_names_do_not_matter(names):
    assert keys_of(mask_of(names)) == tuple(key(d, p) for d, p in GRID if key(d, p) in names)


@given(MASKS, MASKS)
def test_what_two_share_is_what_both_have(one, other):
    assert set(slots(one & other)) == set(slots(one)) & set(slots(other))


@given(MASKS)
def test_slots_come_in_the_order_of_the_week(mask):
    assert list(slots(mask)) == sorted(slots(mask))


def test_the_grid_has_21_times_each_with_a_bit_a_name_and_words_of_its_own():
    assert list(slots(ANY_TIME)) == GRID
    assert len({slot(day, part) for day, part in GRID}) == DAYS * PARTS == 21
    assert sum(slot(day, part) for day, part in GRID) == ANY_TIME
    assert len(set(keys_of(ANY_TIME))) == len({label(day, part).template for day, part in GRID}) == 21


@pytest.mark.parametrize(("day", "part"), GRID)
def test_name_and_words_speak_of_the_same_time(day, part):
    weekday, named = label(day, part).template.casefold().split()
    assert key(day, part) == f"{weekday[:3]}-{named}"
    assert weekday.startswith(DAY_KEYS[day])


@pytest.mark.parametrize(
    "name",
    [
        "",
        "sat",
        "SAT-MORNING",
        " sat-morning",
        "sat_morning",
        "sat-night",
        "sat-morning\x00",
        "\u017fat-morning",
    ],
)
def test_an_unknown_name_is_refused_and_named(name):
    with pytest.raises(ValueError, match=rf"\A{re.escape(name)}\Z"):
        mask_of(["mon-evening", name, "also-unknown"])


def test_a_part_begins_when_the_defaults_say():
    assert [part.starts for part in Part] == [time(10), time(14), time(18)]
