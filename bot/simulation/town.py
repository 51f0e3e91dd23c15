"""Make up a community: one metro area, some people far out, some hardly ever free, the same for the same chance."""

import math
import random
from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import accumulate

from bot.domain.availability import DAYS, PARTS
from bot.ids import AreaId, MemberId
from bot.matching import Candidate, PastMeeting, pair_of
from bot.matching.model import Pair

Place = tuple[float, float]

MIDDLE = (52.09, 5.12)
KM_A_DEGREE = 111.2
CLUSTERS = 8  # neighbourhoods that people live around
CLUSTER_KM = 5.0  # how far the neighbourhoods' middles are spread (one standard deviation each way)
HOME_KM = 3.6  # how far people live from their neighbourhood's middle (the same)

REACHES = ((2.0, 8), (5.0, 27), (8.0, 33), (15.0, 22), (30.0, 10))  # km, and how many in a hundred choose it
FREE_ON_WEEKDAYS, FREE_AT_WEEKENDS = (0.10, 0.12, 0.35), (0.30, 0.32, 0.28)  # morning, afternoon, evening
FREEDOMS = ((0.35, 15), (0.8, 30), (1.0, 35), (1.6, 20))  # times the chances above, and how many in a hundred
MOST_FREE = 0.95

MAIN_LANGUAGE, OTHER_LANGUAGES = "l0", ("l1", "l2", "l3", "l4", "l5")
SHARE_MAIN_LANGUAGE, SHARE_SECOND_LANGUAGE = 0.87, 0.25
INTERESTS = tuple(f"i{number:02}" for number in range(30))
POPULARITY = tuple(accumulate((rank + 2) ** -0.6 for rank in range(len(INTERESTS))))
FEWEST_INTERESTS, MOST_INTERESTS = 2, 6
ROLES = ("r0", "r1", "r2")
SEPARATIONS_A_MEMBER = 0.5


@dataclass(frozen=True, slots=True, kw_only=True)
class Town:
    """Hold a community; `history` counts from its next round, as the matcher wants it.

    Rounds can be played where members' ids are numbers (see `member_number`), since newcomers get the next ones.
    """

    candidates: tuple[Candidate, ...]
    separated: frozenset[Pair] = frozenset()
    history: Mapping[Pair, PastMeeting] = field(default_factory=dict)


def member_number(number: int) -> MemberId:
    """Name a member by a number, so that sorting names sorts numbers."""
    return MemberId(f"{number:07}")


def pretend_town(count: int, rng: random.Random, *, areas: int | None = None) -> Town:
    """Make up a community whose members nobody has met yet.

    With `areas`, members share the coarse centres of so many areas, as communities do whose organiser named them;
    without, each has a centre and an area of their own, which is harder to match. Separations are one to two members,
    drawn blindly.
    """
    middles = [_scattered((0.0, 0.0), CLUSTER_KM, rng) for _ in range(CLUSTERS)]
    named = None if areas is None else [_home(middles, rng) for _ in range(areas)]
    people: list[Candidate] = []
    for number in range(count):
        area = number if named is None else rng.randrange(len(named))
        place = _home(middles, rng) if named is None else named[area]
        people.append(_somebody(number, area, place, rng))
    return Town(candidates=tuple(people), separated=_separations(people, rng))


def _somebody(number: int, area: int, place: Place, rng: random.Random) -> Candidate:
    return Candidate(
        id=member_number(number),
        slots=_free_slots(rng),
        languages=_languages(rng),
        area=AreaId(f"a{area:06}"),
        centre=on_the_globe(place),
        reach_km=_one_of(REACHES, rng),
        interests=_interests(rng),
        newcomer=True,
        role=rng.choice(ROLES),
    )


def _scattered(middle: Place, km: float, rng: random.Random) -> Place:
    return (rng.gauss(middle[0], km), rng.gauss(middle[1], km))


def _home(middles: list[Place], rng: random.Random) -> Place:
    return _scattered(rng.choice(middles), HOME_KM, rng)


def on_the_globe(place: Place) -> Place:
    """Turn kilometres east and north of the middle into degrees."""
    east, north = place
    latitude = MIDDLE[0] + north / KM_A_DEGREE
    return latitude, MIDDLE[1] + east / (KM_A_DEGREE * math.cos(math.radians(MIDDLE[0])))


def _one_of(weighed: tuple[tuple[float, int], ...], rng: random.Random) -> float:
    choices, weights = zip(*weighed, strict=True)
    return float(rng.choices(choices, weights)[0])


def _free_slots(rng: random.Random) -> int:
    """Draw a week; whoever would have no time at all gets one evening, since they said yes."""
    freedom = _one_of(FREEDOMS, rng)
    mask = 0
    for day in range(DAYS):
        for part, chance in enumerate(FREE_ON_WEEKDAYS if day < DAYS - 2 else FREE_AT_WEEKENDS):
            if rng.random() < min(MOST_FREE, freedom * chance):
                mask |= 1 << (day * PARTS + part)
    return mask or 1 << (rng.randrange(DAYS) * PARTS + PARTS - 1)


def _languages(rng: random.Random) -> frozenset[str]:
    if rng.random() >= SHARE_MAIN_LANGUAGE:
        return frozenset({rng.choice(OTHER_LANGUAGES)})
    if rng.random() < SHARE_SECOND_LANGUAGE:
        return frozenset({MAIN_LANGUAGE, rng.choice(OTHER_LANGUAGES)})
    return frozenset({MAIN_LANGUAGE})


def _interests(rng: random.Random) -> frozenset[str]:
    """Draw interests, some of which are far more usual than others."""
    wanted = rng.randint(FEWEST_INTERESTS, MOST_INTERESTS)
    found: set[str] = set()
    while len(found) < wanted:
        found.update(rng.choices(INTERESTS, cum_weights=POPULARITY, k=wanted - len(found)))
    return frozenset(found)


def _separations(people: list[Candidate], rng: random.Random) -> frozenset[Pair]:
    drawn = (
        (rng.choice(people).id, rng.choice(people).id) for _ in range(int(len(people) * SEPARATIONS_A_MEMBER))
    )
    return frozenset(pair_of(one, other) for one, other in drawn if one != other)
