"""Exact pairs sooner: the proof is no less than any choice and nearly always reached, and the answer is the exact one."""

import random
from itertools import combinations

import numpy as np
import pytest

from bot.matching.arrays import Ints
from bot.matching.blossoms import limit, relaxed_limit
from bot.matching.exact import ALONE, exact_pairs
from bot.matching.narrow import FEW, best_among
from bot.matching.triangles import count_trios

Pairs = tuple[int, Ints, Ints, Ints]


def drawn(seed: int, *, least: int, most: int, density: float) -> Pairs:
    """Draw pairs with weights of any length, many of which are promises one above the other."""
    draw, rng = random.Random(seed), np.random.default_rng(seed)
    count = draw.randint(least, most)
    one, other = np.nonzero(np.triu(rng.random((count, count)) < density, 1))
    fit = rng.integers(0, 1000, len(one))
    repeat = rng.random(len(one)) < draw.random() / 2
    step = 1 << draw.choice((11, 30, 50, 80))
    kind = np.int64 if step < 1 << 60 else object
    return count, one, other, fit.astype(kind) - repeat.astype(kind) * step


def worth(pairs: Pairs, mate: Ints, alone: Ints) -> int:
    """Sum up a choice."""
    _, one, other, weight = pairs
    return sum(weight[mate[one] == other].tolist()) + sum(alone[mate == ALONE].tolist())


@pytest.mark.parametrize("seed", range(60))
def test_no_choice_exceeds_the_limit_and_the_best_one_reaches_it(seed: int) -> None:
    pairs = drawn(seed, least=2, most=30, density=0.3)
    count, one, other, weight = pairs
    alone = np.zeros(count, dtype=np.int64)
    best = exact_pairs(count, one, other, weight, most=False)
    limited = limit(one, other, weight, alone) if len(one) else None
    if limited is None:
        assert not len(one)
        return
    assert (limited.lack >= 0).all()
    # Prices are rounded up to a half, and so is the limit; numbers here are doubled.
    assert 0 <= limited.most - 2 * worth(pairs, best, alone) <= count


@pytest.mark.parametrize("most", [True, False])
@pytest.mark.parametrize("seed", range(8))
def test_few_pairs_are_enough_for_the_exact_answer(seed: int, most: bool) -> None:
    pairs = drawn(seed, least=90, most=120, density=0.7)
    count, one, other, weight = pairs
    assert len(one) > FEW
    alone = np.zeros(count, dtype=np.int64)
    found, exact = (solve(count, one, other, weight, most=most) for solve in (best_among, exact_pairs))
    assert (found != ALONE).sum() == (exact != ALONE).sum() or not most
    assert worth(pairs, found, alone) == worth(pairs, exact, alone)


def test_who_must_stay_alone_stays_alone() -> None:
    """Three circles of which each is odd in number and knows nobody of the others."""
    rng = np.random.default_rng(1)
    one, other = np.nonzero(np.triu(np.kron(np.eye(3), np.ones((41, 41))), 1))
    weight = rng.integers(0, 1 << 40, len(one))
    found, exact = (solve(123, one, other, weight, most=True) for solve in (best_among, exact_pairs))
    assert (found == ALONE).sum() == 3
    pairs = (123, one, other, weight)
    assert worth(pairs, found, np.zeros(123)) == worth(pairs, exact, np.zeros(123))


@pytest.mark.parametrize("seed", range(10))
def test_what_limits_everybody_limits_those_beside_any_three(seed: int) -> None:
    pairs = drawn(seed, least=7, most=9, density=0.8)
    count, one, other, weight = pairs
    alone = np.zeros(count, dtype=np.int64)
    threes = np.array([*combinations(range(count), 3)])
    exact, relaxed = limit(one, other, weight, alone), relaxed_limit(one, other, weight, alone)
    assert exact is not None
    assert relaxed is not None
    assert (
        exact.most <= relaxed.most + count
    )  # rounded up to a half; the relaxed one is found sooner, and says less
    allowed = [exact.beside(threes), relaxed.beside(threes)]
    for at, three in enumerate(threes):
        left = ~(np.isin(one, three) | np.isin(other, three))
        best = exact_pairs(count, one[left], other[left], weight[left], most=False)
        reached = 2 * worth((count, one[left], other[left], weight[left]), best, alone)
        assert all(each[at] >= reached for each in allowed)


@pytest.mark.parametrize("count", [2, 3, 9, 20])
def test_threes_who_may_all_meet_are_counted(count: int) -> None:
    may = np.triu(np.random.default_rng(count).random((count, count)) < 0.6, 1)
    may |= may.T
    threes = [three for three in combinations(range(count), 3) if may[np.ix_(three, three)].sum() == 6]
    assert count_trios(may) == len(threes)
