"""A community of one's own as a file: written without anything that names a person, read with every mistake named.

Members are numbered in random order. Areas are numbers, too, and their centres kilometres from the middle of them
all, turned by a random angle: ways between areas stay as they are, to the kilometre, and the town does not show. What
only one member has (a language, an interest, a wish, a role) helps nobody to meet and would mark them out, so it is
left out. Turns and rounds left out are counted down to what somebody else has too, for the same reason.
Separations are never written: whoever knows the members could guess who wishes not to meet whom.
"""

import json
import math
import random
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from bot.domain.availability import ANY_TIME
from bot.errors import SetupError
from bot.ids import AreaId
from bot.matching import Candidate, PastMeeting, pair_of
from bot.simulation.town import KM_A_DEGREE, Place, Town, member_number, on_the_globe

VERSION = 1
LARGEST_WAY_KM = 1000.0

Number = Annotated[int, Field(ge=0)]
Way = Annotated[float, Field(ge=-LARGEST_WAY_KM, le=LARGEST_WAY_KM)]


class OwnMember(BaseModel):
    """Hold a member as the file knows them; no reach is any distance.

    Files of earlier versions know no roles, rounds left out in a row (`sat_out`) and how far
    somebody is ahead of the others in turns in odd groups (`odd_turns`, in tenths of a turn).
    """

    model_config = ConfigDict(extra="forbid", strict=True)

    slots: Annotated[int, Field(ge=0, le=ANY_TIME)]
    languages: list[Number]
    area: Number | None
    reach_km: Annotated[float, Field(ge=0, allow_inf_nan=False)] | None
    interests: list[Number]
    wishes: list[Number]
    role: Number | None = None
    sat_out: Number = 0
    odd_turns: Number = 0


class OwnTown(BaseModel):
    """Hold the file; `met` lists two members, how many rounds ago they last were in one group, and how often in all."""

    model_config = ConfigDict(extra="forbid", strict=True)

    kith_town: Literal[1]
    areas: list[Annotated[list[Way], Field(min_length=2, max_length=2)] | None]
    members: Annotated[list[OwnMember], Field(min_length=2)]
    met: list[Annotated[list[int], Field(min_length=3, max_length=4)]]


def anonymous(town: Town, rng: random.Random) -> str:
    """Return a community as a file that names nobody."""
    people = list(town.candidates)
    rng.shuffle(people)
    number = {one.id: position for position, one in enumerate(people)}
    areas = {
        area: place for place, area in enumerate(_shuffled((one.area for one in people if one.area), rng))
    }
    languages = _shared([one.languages for one in people], rng)
    interests = _shared([one.interests for one in people], rng)
    wishes = _shared([one.wishes for one in people], rng)
    roles = _shared([frozenset({one.role} - {""}) for one in people], rng)
    sat_out = _not_alone([one.sat_out for one in people])
    odd_turns = _not_alone([one.odd_trios for one in people])
    members = [
        {
            "slots": one.slots,
            "languages": languages[position],
            "area": None if one.area is None else areas[one.area],
            "reach_km": None if math.isinf(one.reach_km) else one.reach_km,
            "interests": interests[position],
            "wishes": wishes[position],
            "role": next(iter(roles[position]), None),
            "sat_out": sat_out[position],
            "odd_turns": odd_turns[position],
        }
        for position, one in enumerate(people)
    ]
    centres: dict[str, Place | None] = {one.area: one.centre for one in people if one.area}
    met = sorted(
        [*sorted((number[one], number[other])), past.rounds_ago, past.times]
        for (one, other), past in town.history.items()
        if one in number and other in number and not past.missed
    )
    places = _turned([centres[area] for area in areas], rng)
    return _laid_out({"kith_town": VERSION, "areas": places, "members": members, "met": met})


def read(text: str) -> Town:
    """Return the community in a file. Raise `SetupError` naming the first thing that is wrong in it."""
    try:
        file = OwnTown.model_validate_json(text)
    except ValidationError as error:
        raise SetupError(_sentence(error)) from None
    _check_numbers(file)
    places = [None if place is None else on_the_globe((place[0], place[1])) for place in file.areas]
    started = {member for one, other, *_ in file.met for member in (one, other)}
    return Town(
        candidates=tuple(
            _candidate(position, one, places, newcomer=position not in started)
            for position, one in enumerate(file.members)
        ),
        history={
            pair_of(member_number(one), member_number(other)): PastMeeting(
                rounds_ago=ago, times=often[0] if often else 1
            )
            for one, other, ago, *often in file.met
        },
    )


def _shuffled(words: Iterable[str], rng: random.Random) -> list[str]:
    """Return each word once, in random order (which the order of a set would not be)."""
    once = sorted(set(words))
    rng.shuffle(once)
    return once


def _shared(sets: Sequence[frozenset[str]], rng: random.Random) -> list[list[int]]:
    """Turn sets of words into sorted numbers, without the words that only one set holds."""
    held = Counter(word for words in sets for word in words)
    shared = _shuffled((word for word, times in held.items() if times > 1), rng)
    number = {word: position for position, word in enumerate(shared)}
    return [sorted(number[word] for word in words if word in number) for words in sets]


def _not_alone(counts: Sequence[int]) -> list[int]:
    """Lower counts that only one member has to the next that others have too, and the lowest to theirs."""
    held = Counter(counts)
    shared = sorted(count for count, times in held.items() if times > 1)
    return [
        max((each for each in shared if each <= count), default=min(shared, default=0)) for count in counts
    ]


def _turned(centres: Sequence[Place | None], rng: random.Random) -> list[list[int] | None]:
    """Turn degrees into whole kilometres from the middle, in a direction that says nothing about the town."""
    known = [centre for centre in centres if centre is not None]
    if not known:
        return [None] * len(centres)
    middle = (sum(lat for lat, _ in known) / len(known), sum(lon for _, lon in known) / len(known))
    angle = rng.uniform(0, 2 * math.pi)
    east_km = KM_A_DEGREE * math.cos(math.radians(middle[0]))

    def turned(centre: Place) -> list[int]:
        north, east = (centre[0] - middle[0]) * KM_A_DEGREE, (centre[1] - middle[1]) * east_km
        return [
            round(east * math.cos(angle) - north * math.sin(angle)),
            round(east * math.sin(angle) + north * math.cos(angle)),
        ]

    return [None if centre is None else turned(centre) for centre in centres]


def _laid_out(document: Mapping[str, object]) -> str:
    """Write JSON with an entry a line, so that an organiser can read what they are about to give away."""
    parts = []
    for key, value in document.items():
        entries = [json.dumps(entry) for entry in value] if isinstance(value, list) else []
        shown = "[\n  " + ",\n  ".join(entries) + "\n ]" if entries else json.dumps(value)
        parts.append(f' "{key}": {shown}')
    return "{\n" + ",\n".join(parts) + "\n}\n"


def _candidate(position: int, one: OwnMember, places: Sequence[Place | None], *, newcomer: bool) -> Candidate:
    return Candidate(
        id=member_number(position),
        slots=one.slots,
        languages=frozenset(f"l{number}" for number in one.languages),
        area=None if one.area is None else AreaId(f"a{one.area:06}"),
        centre=None if one.area is None else places[one.area],
        reach_km=math.inf if one.reach_km is None else one.reach_km,
        interests=frozenset(f"i{number}" for number in one.interests),
        wishes=frozenset(f"w{number}" for number in one.wishes),
        newcomer=newcomer,
        role="" if one.role is None else f"r{one.role}",
        sat_out=one.sat_out,
        odd_trios=one.odd_turns,
    )


def _check_numbers(file: OwnTown) -> None:
    """Raise `SetupError` where a number names no member or no area, or two members are named twice."""
    for position, one in enumerate(file.members):
        if one.area is not None and one.area >= len(file.areas):
            raise SetupError(f"members[{position}].area: there is no area {one.area}.")
    seen: set[tuple[int, int]] = set()
    for position, (first, second, ago, *often) in enumerate(file.met):
        if not 0 <= first < second < len(file.members):
            raise SetupError(f"met[{position}]: name two members, the smaller number first.")
        if ago < 1:
            raise SetupError(f"met[{position}]: rounds are counted back from 1, not {ago}.")
        if often and often[0] < 1:
            raise SetupError(f"met[{position}]: who met did so once at least, not {often[0]} times.")
        if (first, second) in seen:
            raise SetupError(f"met[{position}]: these two are named already.")
        seen.add((first, second))


def _sentence(error: ValidationError) -> str:
    problem = error.errors(include_url=False, include_context=False)[0]
    label = "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in problem["loc"])
    label = label.removeprefix(".")
    match problem["type"]:
        case "json_invalid":
            return f"It is not valid JSON ({problem['msg'].removeprefix('Invalid JSON: ')})."
        case "missing":
            return f"{label} is missing."
        case "extra_forbidden":
            return f"{label} is not known here."
        case "literal_error":
            return f"{label}: this Kith reads version {VERSION}, not {problem['input']!r:.40}."
        case _:
            return f"{label or 'The file'}: {problem['msg'].removeprefix('Input ')}."
