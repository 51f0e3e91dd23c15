"""Make up a community: one metro area, the same for the same chance.

`HARD` people choose any distance and are seldom free, which is what a matcher is measured with. `TYPICAL` people choose
what Kith offers them in a town for which that is meant: their own area, those around it too, or anywhere; and many
leave all times as they are.
"""

import math
import random
from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import accumulate

from bot.domain.availability import ANY_TIME, DAYS, PARTS
from bot.domain.member import Reach
from bot.ids import AreaId, MemberId
from bot.matching import Candidate, PastMeeting, pair_of
from bot.matching.model import Pair

Place = tuple[float, float]

MIDDLE = (52.09, 5.12)
KM_A_DEGREE = 111.2
CLUSTERS = 8  # neighbourhoods that people live around

FREE_ON_WEEKDAYS, FREE_AT_WEEKENDS = (0.10, 0.12, 0.35), (0.30, 0.32, 0.28)  # morning, afternoon, evening
MOST_FREE = 0.95

MAIN_LANGUAGE, OTHER_LANGUAGES = "l0", ("l1", "l2", "l3", "l4", "l5")
SHARE_SECOND_LANGUAGE = 0.25
INTERESTS = tuple(f"i{number:02}" for number in range(30))
POPULARITY = tuple(accumulate((rank + 2) ** -0.6 for rank in range(len(INTERESTS))))
FEWEST_INTERESTS, MOST_INTERESTS = 2, 6
ROLES = ("r0", "r1", "r2")


@dataclass(frozen=True, slots=True, kw_only=True)
class Habits:
    """Say what people choose.

    `reaches`: km, and how many in a hundred choose it. `freedoms`: by how much people are more or less often free than
    the chances above say, and how many in a hundred are; infinity is all times. `main_language` is the share of people
    who speak it, `separations` how many there are for each member. `middles_km` is how far the neighbourhoods' middles
    are spread (one standard deviation each way), `homes_km` how far people live from their neighbourhood's (the same).
    """

    reaches: tuple[tuple[float, int], ...]
    freedoms: tuple[tuple[float, int], ...]
    main_language: float
    separations: float
    middles_km: float
    homes_km: float


HARD = Habits(
    reaches=((2.0, 8), (5.0, 27), (8.0, 33), (15.0, 22), (30.0, 10)),
    freedoms=((0.35, 15), (0.8, 30), (1.0, 35), (1.6, 20)),
    main_language=0.87,
    separations=0.5,
    middles_km=5.0,
    homes_km=3.6,
)
TYPICAL = Habits(
    reaches=((Reach.AREA.km, 10), (Reach.NEAR.km, 30), (Reach.TOWN.km, 60)),
    freedoms=((0.5, 15), (1.0, 20), (1.8, 20), (math.inf, 45)),
    main_language=0.98,
    separations=0.05,
    middles_km=2.5,
    homes_km=1.5,
)


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


def pretend_town(count: int, rng: random.Random, *, areas: int | None = None, habits: Habits = HARD) -> Town:
    """Make up a community whose members nobody has met yet.

    With `areas`, members share the coarse centres of so many areas, as communities do whose organiser named them;
    without, each has a centre and an area of their own, which is harder to match. Separations are drawn blindly.
    """
    middles = [_scattered((0.0, 0.0), habits.middles_km, rng) for _ in range(CLUSTERS)]
    named = None if areas is None else [_home(middles, habits, rng) for _ in range(areas)]
    people: list[Candidate] = []
    for number in range(count):
        area = number if named is None else rng.randrange(len(named))
        place = _home(middles, habits, rng) if named is None else named[area]
        people.append(_somebody(number, area, place, habits, rng))
    return Town(candidates=tuple(people), separated=_separations(people, habits, rng))


def _somebody(number: int, area: int, place: Place, habits: Habits, rng: random.Random) -> Candidate:
    return Candidate(
        id=member_number(number),
        slots=_free_slots(habits, rng),
        languages=_languages(habits, rng),
        area=AreaId(f"a{area:06}"),
        centre=on_the_globe(place),
        reach_km=_one_of(habits.reaches, rng),
        interests=_interests(rng),
        newcomer=True,
        role=rng.choice(ROLES),
    )


def _scattered(middle: Place, km: float, rng: random.Random) -> Place:
    return (rng.gauss(middle[0], km), rng.gauss(middle[1], km))


def _home(middles: list[Place], habits: Habits, rng: random.Random) -> Place:
    return _scattered(rng.choice(middles), habits.homes_km, rng)


def on_the_globe(place: Place) -> Place:
    """Turn kilometres east and north of the middle into degrees."""
    east, north = place
    latitude = MIDDLE[0] + north / KM_A_DEGREE
    return latitude, MIDDLE[1] + east / (KM_A_DEGREE * math.cos(math.radians(MIDDLE[0])))


def _one_of(weighed: tuple[tuple[float, int], ...], rng: random.Random) -> float:
    choices, weights = zip(*weighed, strict=True)
    return float(rng.choices(choices, weights)[0])


def _free_slots(habits: Habits, rng: random.Random) -> int:
    """Draw a week; whoever would have no time at all gets one evening, since they said yes."""
    freedom = _one_of(habits.freedoms, rng)
    if math.isinf(freedom):
        return ANY_TIME
    mask = 0
    for day in range(DAYS):
        for part, chance in enumerate(FREE_ON_WEEKDAYS if day < DAYS - 2 else FREE_AT_WEEKENDS):
            if rng.random() < min(MOST_FREE, freedom * chance):
                mask |= 1 << (day * PARTS + part)
    return mask or 1 << (rng.randrange(DAYS) * PARTS + PARTS - 1)


def _languages(habits: Habits, rng: random.Random) -> frozenset[str]:
    if rng.random() >= habits.main_language:
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


def _separations(people: list[Candidate], habits: Habits, rng: random.Random) -> frozenset[Pair]:
    drawn = (
        (rng.choice(people).id, rng.choice(people).id) for _ in range(int(len(people) * habits.separations))
    )
    return frozenset(pair_of(one, other) for one, other in drawn if one != other)
