"""Whose turn it is, whoever comes: nobody has to catch up, nobody is spared for ever, and what is owed stays small.

Everybody may meet everybody here, so the turn is always that of whoever is asked first; the matcher's part is in
`test_turns.py`.
"""

import random
from collections import defaultdict
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, field
from itertools import pairwise

import pytest

from bot.matching.turns import FEW, REMEMBERED_ROUNDS, TENTHS, TURN, Turns

ROUNDS = 200
ODD = [*range(7, 27, 2)]


@dataclass
class Played:
    """Remember who came to which round, and who had the turn."""

    came: dict[str, set[int]] = field(default_factory=lambda: defaultdict(set))
    had: dict[str, set[int]] = field(default_factory=lambda: defaultdict(set))

    def between(self, one: str, other: str) -> int:
        """Say by how many turns two differ in the rounds to which both came."""
        both = self.came[one] & self.came[other]
        return abs(len(self.had[one] & both) - len(self.had[other] & both))

    def widest(self) -> int:
        return max(self.between(one, other) for one in self.came for other in self.came)

    def farthest_from_share(self) -> float:
        """Say by how many turns somebody is away from an even share of all turns in the rounds to which they came."""
        comers, takers = (
            [sum(number in rounds for rounds in each.values()) for number in range(ROUNDS)]
            for each in (self.came, self.had)
        )
        return max(
            abs(len(self.had[name]) - sum(takers[number] / comers[number] for number in rounds))
            for name, rounds in self.came.items()
        )

    def twice_running(self) -> int:
        """Count who had the turn in two rounds running to which they came."""
        count = 0
        for name, rounds in self.came.items():
            order = sorted(rounds)
            count += sum({one, next_} <= self.had[name] for one, next_ in pairwise(order))
        return count


def play(who_comes: Iterator[Collection[str]], at_once: int, rng: random.Random) -> Played:
    played, newest, just = Played(), {}, frozenset()
    for number in range(ROUNDS):
        coming = sorted(next(who_comes))
        level = {name: at for name, (last, at) in newest.items() if number - last <= REMEMBERED_ROUNDS}
        turns = Turns(level=level, just=just)
        standing = turns.standing(coming)
        asked = sorted(coming, key=lambda name: (standing[name], rng.random()))
        just = frozenset(asked[:at_once] if len(coming) % 2 else ())
        newest |= {name: (number, at) for name, at in turns.after(coming, just).items()}
        for name in coming:
            played.came[name].add(number)
            if name in just:
                played.had[name].add(number)
    return played


def changing(count: int, churn: float, rng: random.Random) -> Iterator[Collection[str]]:
    here, fresh = [str(number) for number in range(count)], count
    while True:
        yield here
        for place in range(count):
            if rng.random() < churn:
                here[place], fresh = str(fresh), fresh + 1


def at_their_own_pace(count: int, rng: random.Random) -> Iterator[Collection[str]]:
    """Let a quarter always come, a quarter mostly, a quarter to every other round, a quarter to every fourth."""
    paces: list[Callable[[int], bool]] = [
        lambda _: True,
        lambda _: rng.random() < 0.8,
        lambda number: number % 2 == 0,
        lambda number: number % 4 == 0,
    ]
    number = 0
    while True:
        yield [str(member) for member in range(count) if paces[member % 4](number)]
        number += 1


@pytest.mark.parametrize("count", ODD)
@pytest.mark.parametrize("at_once", [1, 3])
@pytest.mark.parametrize("churn", [0, 0.02, 0.1])
def test_any_two_differ_by_one_turn_at_most_in_the_rounds_that_both_came_to(
    count: int, at_once: int, churn: float
) -> None:
    """However many come and go: from the round on in which the later of two came, they have as many turns."""
    rng = random.Random(f"{count} {at_once} {churn}")
    played = play(changing(count, churn, rng), at_once, rng)
    assert played.widest() <= 1
    assert played.twice_running() == 0


@pytest.mark.parametrize("count", ODD)
@pytest.mark.parametrize("at_once", [1, 3])
def test_whoever_comes_rarely_has_turns_in_proportion(count: int, at_once: int) -> None:
    rng = random.Random(f"{count} {at_once}")
    played = play(at_their_own_pace(count, rng), at_once, rng)
    assert played.farthest_from_share() <= 1.5


def test_somebody_new_starts_in_the_middle_and_stays_where_they_are_until_their_turn() -> None:
    turns = Turns(level=dict.fromkeys("abcd", 0) | {"e": TURN})
    assert turns.standing("abcde")["e"] == (10, False)
    assert turns.standing("abcden")["n"] == (2, False)
    after = turns.after("abcden", {"a"})
    assert after["n"] - after["b"] == TURN // 5


def test_nobody_is_taken_to_be_more_than_a_turn_behind_the_middle() -> None:
    """Whoever could never take a turn and can now is asked once, and then in their order."""
    turns = Turns(level={"a": 10 * TURN, "b": 10 * TURN, "c": 10 * TURN, "d": 0})
    assert turns.standing("abcd") == dict.fromkeys("abc", (10, False)) | {"d": (0, False)}


def test_whoever_is_spared_by_their_own_wish_owes_nothing_and_sets_no_example() -> None:
    turns = Turns(level={"a": 0, "b": 2 * TURN, "c": 2 * TURN, "d": 2 * TURN})
    assert turns.standing("bcdn", spared={"a"})["n"] == (0, False)
    after = turns.after("abcd", {"b"}, spared={"a"})
    assert after["a"] == turns.after("abcd", set(), spared={"a"})["a"]
    assert after["b"] - after["c"] == TURN
    assert sum(after[name] for name in "bcd") == pytest.approx(3 * 2 * TURN, abs=3)


def test_the_only_one_who_can_take_turns_does_not_make_others_owe_them() -> None:
    turns = Turns(level={"a": 50 * TURN, "b": 0, "c": 0})
    assert turns.after("abc", {"a"}) == {"a": 51 * TURN, "b": 0, "c": 0}


def test_where_very_many_come_whole_turns_are_told_apart() -> None:
    names = [str(number) for number in range(FEW + 1)]
    level = {name: number % 2 * (TURN // 3) for number, name in enumerate(names)} | {"0": TURN}
    standing = Turns(level=level).standing(names)
    assert {ahead for ahead, _ in standing.values()} == {0, TENTHS}


def test_where_nobody_comes_there_is_no_turn() -> None:
    assert Turns().standing(()) == {}
    assert Turns().after((), frozenset()) == {}
