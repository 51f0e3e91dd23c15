"""Make up small rounds in which nearly everybody may meet nearly everybody, so that the promises have to decide."""

import random
from dataclasses import replace
from itertools import combinations

from bot.ids import AreaId, MemberId
from bot.matching import Candidate, MatchRequest, PastMeeting, pair_of
from bot.matching.model import Bridge, Pair, Together
from tests.support.matching import anyone

SLOTS = 4
PLACES = ((52.0, 5.0), (52.0, 5.03), (52.02, 5.0))


def dense(rng: random.Random, count: int, size: int) -> MatchRequest:
    """Make up a round.

    What people bring along (turns, debts, a past, fits) is drawn for all of them: in one round nobody has any of it,
    in the next nearly everybody has, so that every promise is now and then the first to tell choices apart.
    """
    people = _people(rng, count)
    pairs = [pair_of(one.id, other.id) for one, other in combinations(people, 2)]
    pairs_only = size == 2 and rng.random() < 0.5
    return MatchRequest(
        candidates=people,
        history=_history(rng, pairs),
        separated=frozenset(rng.sample(pairs, int(len(pairs) * rng.choice((0, 0, 0.1, 0.3))))),
        size=size,
        seed=str(rng.random()),
        pairs_only=pairs_only,
        together=() if size == 2 else _together(rng, people, size),
        bridge=frozenset(rng.sample(list(Bridge), rng.choice((0, 0, 1, 2)))),
        new_faces=rng.choice((None, None, None, 1, 2)),
    )


def _people(rng: random.Random, count: int) -> tuple[Candidate, ...]:
    debts, turns = rng.choice((0, 0.3)), rng.choice((0, 0.5, 0.8))
    busy, wishing = rng.choice((0, 0.3, 0.6)), rng.choice((0, 0, 0.15))
    people = (
        anyone(
            number,
            slots=(1 << SLOTS) - 1 & ~(1 << rng.randrange(SLOTS)),
            area=AreaId(f"area{place}"),
            centre=PLACES[place],
            interests=frozenset(rng.sample("abcdefg", 2)),
            wishes=frozenset(rng.sample("xyz", 1)),
            sat_out=int(rng.random() < debts),
            odd_trios=rng.randrange(3) if rng.random() < turns else 0,
            odd_last=rng.random() < turns / 4,
            pairs_only=rng.random() < wishing,
            newcomer=rng.random() < 0.2,
            role=rng.choice(("", "cook", "guide")),
            host=rng.random() < 0.2,
            past_fit=rng.choice((None, rng.randrange(1001))),
        )
        for number in range(count)
        for place in (rng.randrange(len(PLACES)),)
    )
    return tuple(
        replace(person, slots=1 << rng.randrange(SLOTS)) if rng.random() < busy else person
        for person in people
    )


def _history(rng: random.Random, pairs: list[Pair]) -> dict[Pair, PastMeeting]:
    """Let some of the pairs have met: all long ago, or some now and some then."""
    oldest, often, missed = rng.choice((1, 6)), rng.choice((1, 3)), rng.choice((0, 0.2))
    return {
        pair: PastMeeting(
            rounds_ago=rng.randint(1, oldest), times=rng.randint(1, often), missed=rng.random() < missed
        )
        for pair in rng.sample(pairs, int(len(pairs) * rng.choice((0, 0.3, 0.7, 1, 1))))
    }


def _together(rng: random.Random, people: tuple[Candidate, ...], size: int) -> tuple[Together, ...]:
    """Let two or more come as one in every third round: partners, or a pod that meets again."""
    count = rng.randint(2, size)
    if rng.random() > 0.35 or count > len(people):
        return ()
    members: list[MemberId] = sorted(person.id for person in rng.sample(people, count))
    return (Together(members=tuple(members), complete=rng.random() < 0.5),)
