"""Make up requests of every kind from a seed, quickly: for counting breaches and for answers kept on file."""

import math
import random

from bot.ids import AreaId, MemberId
from bot.matching import Candidate, MatchRequest, PastMeeting, pair_of
from bot.matching.model import Bridge, Pair, Together

SLOTS = 21
CENTRES = tuple((52.0 + 0.03 * (k % 3), 5.0 + 0.06 * (k // 3)) for k in range(9))
REACHES = (0.0, 2.0, 5.0, 10.0, 30.0, math.inf)
SIZES = ((0.988, 4, 13), (0.998, 14, 59), (1.0, 60, 200))  # up to which draw, from and to how many members


def usual_count(rng: random.Random) -> int:
    """Draw how many take part: mostly a handful, sometimes dozens, now and then up to two hundred."""
    drawn = rng.random()
    fewest, most = next((fewest, most) for share, fewest, most in SIZES if drawn <= share)
    return rng.randint(fewest, most)


def anything(rng: random.Random, count: int) -> MatchRequest:
    """Make up a request with some of everything that a circle or its members may ask."""
    people = _people(rng, count)
    pairs_only = rng.random() < 0.2
    size = rng.choice((2, 2, 3, 4, 5))
    return MatchRequest(
        candidates=people,
        history=_history(rng, people),
        separated=frozenset(_pairs(rng, people, rng.choice((0, count // 3, count, 3 * count)))),
        size=size,
        seed=str(rng.random()),
        pairs_only=pairs_only,
        same_area=rng.random() < 0.1,
        together=() if pairs_only or size == 2 else _together(rng, people, size),
        bridge=frozenset(rng.sample(list(Bridge), rng.choice((0, 0, 1, 2)))),
        new_faces=rng.choice((None, None, 0, 1, 2)),
    )


def _people(rng: random.Random, count: int) -> tuple[Candidate, ...]:
    often = rng.choice((1, 3, 6, 12, 20))  # slots each: a rare hour in common, or plenty
    alike = rng.choice((rng.random(), 0.9, 1.0))  # how many share the first area, language and reach
    return tuple(
        Candidate(
            id=MemberId(f"m{number:03}"),
            slots=_some_bits(rng, often),
            languages=frozenset(
                {"en"} if rng.random() < alike else rng.sample(("en", "nl", "ar"), rng.randint(1, 2))
            ),
            **_place(rng, alike),
            interests=frozenset(rng.sample("abcdefgh", rng.randint(0, 3))),
            wishes=frozenset(rng.sample("xyz", rng.randint(0, 2))),
            sat_out=rng.choice((0, 0, 0, 1, 2)),
            odd_trios=rng.choice((0, 0, 1, 2)),
            odd_last=rng.random() < 0.1,
            newcomer=rng.random() < 0.2,
            role=rng.choice(("", "", "cook", "guide")),
            host=rng.random() < 0.2,
            past_fit=rng.choice((None, rng.randrange(1001))),
        )
        for number in range(count)
    )


def _some_bits(rng: random.Random, often: int) -> int:
    bits = 0
    for _ in range(rng.randint(min(1, often - 1), often)):
        bits |= 1 << rng.randrange(SLOTS)
    return bits


def _place(rng: random.Random, alike: float) -> dict[str, object]:
    if rng.random() < alike:
        return {"area": AreaId("area0"), "centre": CENTRES[0], "reach_km": 5.0}
    number = rng.randrange(len(CENTRES) + 1)
    reach = rng.choice(REACHES)
    if number == len(CENTRES):
        return {"area": rng.choice((None, AreaId("somewhere"))), "reach_km": reach}
    return {"area": AreaId(f"area{number}"), "centre": CENTRES[number], "reach_km": reach}


def _pairs(rng: random.Random, people: tuple[Candidate, ...], count: int) -> set[Pair]:
    drawn = (rng.sample(people, 2) for _ in range(count))
    return {pair_of(one.id, other.id) for one, other in drawn}


def _history(rng: random.Random, people: tuple[Candidate, ...]) -> dict[Pair, PastMeeting]:
    often = rng.choice((0, 1, 3, 8))
    return {
        pair: PastMeeting(
            rounds_ago=rng.randint(1, 12), times=rng.choice((1, 1, 2, 5)), missed=rng.random() < 0.1
        )
        for pair in sorted(_pairs(rng, people, often * len(people)))
    }


def _together(rng: random.Random, people: tuple[Candidate, ...], size: int) -> tuple[Together, ...]:
    waiting = [person.id for person in rng.sample(people, len(people))]
    found = []
    for _ in range(rng.choice((0, 0, 1, 2))):
        count = rng.randint(2, size + 1 if rng.random() < 0.3 else 2)
        if count <= len(waiting):
            found.append(Together(members=tuple(waiting[:count]), complete=rng.random() < 0.5))
            del waiting[:count]
    return tuple(found)
