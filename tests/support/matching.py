"""Make up candidates and whole series of rounds for the matcher's tests."""

import random
from collections.abc import Sequence
from dataclasses import replace
from itertools import combinations

from hypothesis import strategies as st

from bot.ids import AreaId, MemberId
from bot.matching import Candidate, MatchRequest, PastMeeting, pair_of
from bot.matching.model import Bridge, Pair, Together

ALWAYS = (1 << 21) - 1


def member(number: int) -> MemberId:
    return MemberId(f"m{number:03}")


def anyone(number: int, **changes: object) -> Candidate:
    """Make a candidate who may meet everybody."""
    free = Candidate(id=member(number), slots=ALWAYS, languages=frozenset({"en"}), reach_km=5.0)
    return replace(free, **changes)  # type: ignore[arg-type]


def named(*pairs: tuple[int, int]) -> frozenset[Pair]:
    return frozenset(pair_of(member(one), member(other)) for one, other in pairs)


@st.composite
def candidates(draw: st.DrawFn, *, most: int) -> tuple[Candidate, ...]:
    """Draw candidates with few slots, languages and areas, so that the hard rules bite."""
    return tuple(
        Candidate(
            id=member(number),
            slots=draw(st.integers(0, 15) | st.just(15)),
            languages=frozenset(draw(st.sets(st.sampled_from(["en", "nl", "ar"]), min_size=1))),
            area=draw(st.sampled_from([None, AreaId("north"), AreaId("south")])),
            centre=draw(st.sampled_from([None, (52.0, 5.0), (52.0, 5.05), (52.1, 5.0)])),
            reach_km=draw(st.sampled_from([0.0, 4.0, 30.0])),
            interests=frozenset(draw(st.sets(st.sampled_from("abcd")))),
            wishes=frozenset(draw(st.sets(st.sampled_from("xyz")))),
            sat_out=draw(st.integers(0, 2)),
            odd_trios=draw(st.integers(0, 3)),
            odd_last=draw(st.booleans()),
            pairs_only=draw(st.booleans()),
            newcomer=draw(st.booleans()),
            role=draw(st.sampled_from(["", "cook", "guide"])),
            host=draw(st.booleans()),
            past_fit=draw(st.none() | st.integers(0, 1000)),
        )
        for number in range(draw(st.integers(0, most)))
    )


@st.composite
def requests(draw: st.DrawFn, *, most: int = 8, sizes: Sequence[int] = (2, 3, 4, 5)) -> MatchRequest:
    people = draw(candidates(most=most))
    pairs = list(combinations((person.id for person in people), 2))
    some = st.sets(st.sampled_from(pairs)) if pairs else st.just(set())
    meetings = st.builds(
        PastMeeting, rounds_ago=st.integers(1, 5), times=st.integers(1, 3), missed=st.booleans()
    )
    size, pairs_only = draw(st.sampled_from(sizes)), draw(st.booleans())
    return MatchRequest(
        candidates=people,
        history=draw(st.dictionaries(st.sampled_from(pairs), meetings)) if pairs else {},
        separated=frozenset(draw(some)),
        size=size,
        seed=draw(st.sampled_from(["one", "two"])),
        pairs_only=pairs_only,
        same_area=draw(st.booleans()),
        together=() if pairs_only or size == 2 else draw(parties(people, size + 1)),
        bridge=frozenset(draw(st.sets(st.sampled_from(list(Bridge))))),
        new_faces=draw(st.none() | st.integers(0, 3)),
    )


@st.composite
def parties(draw: st.DrawFn, people: Sequence[Candidate], largest: int) -> tuple[Together, ...]:
    """Draw who comes as one: nobody, or one or two parties."""
    waiting, found = [person.id for person in people], []
    for _ in range(draw(st.integers(0, 2))):
        count = draw(st.integers(2, largest))
        if count <= len(waiting):
            found.append(Together(members=tuple(waiting[:count]), complete=draw(st.booleans())))
            del waiting[:count]
    return tuple(found)


def crowd(seed: int, *, least: int = 20, most: int = 60) -> MatchRequest:
    """Make up a larger round from a seed: few slots, two areas' worth of ways, a tenth of all pairs separated."""
    rng = random.Random(seed)
    people = tuple(
        anyone(
            number,
            slots=sum(1 << slot for slot in rng.sample(range(21), rng.randint(1, 5))),
            languages=frozenset(rng.sample(["en", "nl", "ar"], rng.randint(1, 2))),
            area=AreaId(f"area{number}"),
            centre=(52.0 + rng.gauss(0, 0.05), 5.0 + rng.gauss(0, 0.08)),
            reach_km=rng.choice([3.0, 10.0, 30.0]),
            sat_out=rng.randrange(2),
        )
        for number in range(rng.randint(least, most))
    )
    pairs = list(combinations((person.id for person in people), 2))
    return MatchRequest(
        candidates=people,
        history={
            pair: PastMeeting(rounds_ago=rng.randint(1, 9)) for pair in rng.sample(pairs, len(pairs) // 5)
        },
        separated=frozenset(rng.sample(pairs, len(pairs) // 10)),
        size=rng.choice([2, 2, 3, 4, 5]),
        seed=str(seed),
        pairs_only=rng.random() < 0.25,
    )
