"""Make up odd circles in which everybody may meet everybody, and say who must meet in two rounds running."""

import random
from collections.abc import Sequence
from itertools import combinations

from bot.matching import MatchRequest, PastMeeting, pair_of
from tests.support.matching import anyone
from tests.support.oracle import Group, Oracle

TURN = 10


def odd_circle(rng: random.Random, count: int) -> MatchRequest:
    """Make up a round in which some had a turn already, and some or all have met."""
    had = set(rng.sample(range(count), 3 * rng.randrange(count // 3 + 1)))
    people = tuple(
        anyone(number, odd_trios=TURN * (number in had), interests=frozenset(rng.sample("abcdefg", 2)))
        for number in range(count)
    )
    share, oldest, often = rng.choice((0.3, 0.6, 0.9, 1)), rng.choice((2, 6, 30)), rng.choice((1, 3))
    history = {
        pair_of(one.id, other.id): PastMeeting(rounds_ago=rng.randint(1, oldest), times=rng.randint(1, often))
        for one, other in combinations(people, 2)
        if rng.random() < share
    }
    return MatchRequest(candidates=people, history=history, seed=str(rng.random()))


def running(oracle: Oracle, groups: Sequence[Group]) -> int:
    """Count who meet today and met in the last round, or meet again in the next trio whoever will be in it."""
    today = {pair_of(one.id, other.id) for group in groups for one, other in combinations(group, 2)}
    last = sum(
        pair in oracle.request.history and oracle.request.history[pair].rounds_ago == 1 for pair in today
    )
    had = {
        person.id: person.odd_trios + 3 * TURN // 2 * (len(group) > 2) for group in groups for person in group
    }
    trios = list(combinations(sorted(had), 3))
    fewest = min(sum(map(had.__getitem__, trio)) for trio in trios)
    return last + min(
        sum(pair_of(*pair) in today for pair in combinations(trio, 2))
        for trio in trios
        if sum(map(had.__getitem__, trio)) == fewest
    )
