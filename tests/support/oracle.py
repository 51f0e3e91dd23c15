"""The promises said a second time, one group after the other in plain Python, to hold the matcher against."""

import math
from collections.abc import Iterator, Sequence
from itertools import combinations
from typing import NamedTuple

from bot.matching import Candidate, MatchRequest, MatchResult, PastMeeting, pair_of

EARTH_KM = 6371.0
Group = tuple[Candidate, ...]


class Kept(NamedTuple):
    """Say how well a choice keeps the promises, the most important first; more is better."""

    placed: int = 0
    owed: int = 0
    shape: int = 0
    odd: int = 0
    repeats: int = 0
    recency: int = 0
    fit: float = 0.0


def kilometres(one: Candidate, other: Candidate) -> float:
    """Measure the way between two members' areas by the haversine formula; infinite where it is unknown."""
    if one.area == other.area and (one.area is not None or one.centre == other.centre):
        return 0.0
    if one.centre is None or other.centre is None:
        return math.inf
    (a, b), (c, d) = [tuple(map(math.radians, each.centre)) for each in (one, other)]  # type: ignore[arg-type]
    half = math.sin((c - a) / 2) ** 2 + math.cos(a) * math.cos(c) * math.sin((d - b) / 2) ** 2
    return 2 * EARTH_KM * math.asin(math.sqrt(half))


def may_meet(request: MatchRequest, one: Candidate, other: Candidate) -> bool:
    if pair_of(one.id, other.id) in request.separated:
        return False
    if request.same_area and one.area != other.area:
        return False
    return kilometres(one, other) <= min(one.reach_km, other.reach_km) + 0.0005  # ways count to the metre


def may_be(request: MatchRequest, group: Sequence[Candidate]) -> bool:
    """Say whether these may be one group: a time and a language for all, and each two may meet."""
    hours = any(all(person.slots >> bit & 1 for person in group) for bit in range(21))
    spoken = set.intersection(*(set(person.languages) for person in group))
    return hours and bool(spoken) and all(may_meet(request, *pair) for pair in combinations(group, 2))


class Oracle:
    """Rate choices for one request."""

    def __init__(self, request: MatchRequest) -> None:
        self.request = request
        self.people = sorted(request.candidates, key=lambda person: person.id)
        self.wanted = 2 if request.pairs_only else request.size
        self.largest = self.wanted + (not request.pairs_only)
        debts = sorted({(person.sat_out, person.odd_trios) for person in self.people})
        self.owed = {person.id: debts.index((person.sat_out, person.odd_trios)) for person in self.people}
        fewest = min((person.odd_trios for person in self.people), default=0)
        most = max((person.odd_trios for person in self.people), default=0)
        sparing = len(self.people) * (most - fewest + 1) if self.wanted == 2 else 0
        self.turns = {
            person.id: 8 * (person.odd_trios - fewest + sparing * person.pairs_only) + person.odd_last
            for person in self.people
        }
        self.draws = 2 * len(self.people)  # points that draws among equals, and rounding, may move in all
        self.parties = [(names, complete) for names, complete in _parties(request) if complete is not None]
        self.party_of = {name: names for names, _ in self.parties for name in names}

    def possible(self, group: Sequence[Candidate]) -> bool:
        """Say whether these may be a group: by the hard rules, and apart from nobody they come with."""
        if not 2 <= len(group) <= self.largest or not may_be(self.request, group):
            return False
        names = {person.id for person in group}
        if any(names & party and not names >= party for party, _ in self.parties):
            return False
        return (names, False) not in self.parties

    def choices(self, people: Sequence[Candidate]) -> Iterator[list[Group]]:
        """Divide people into possible groups in every way, with anybody left out."""
        if not people:
            yield []
            return
        first, *others = people
        yield from self.choices(others)
        for size in range(1, self.largest):
            for company in combinations(others, size):
                if self.possible((first, *company)):
                    for rest in self.choices([person for person in others if person not in company]):
                        yield [(first, *company), *rest]

    def best(self) -> Kept:
        return max(self.rate(choice) for choice in self.choices(self.people))

    def groups(self, result: MatchResult) -> list[Group]:
        """Return the groups as candidates, hosts' extra seats among them."""
        by_id = {person.id: person for person in self.people}
        return [tuple(by_id[name] for name in group.members) for group in result.groups]

    def own(self, result: MatchResult) -> list[Group]:
        """Return the groups that are no host's extra seat."""
        seats = zip(result.groups, self.groups(result), strict=True)
        return [group for each, group in seats if each.host is None]

    def again(self, group: Group) -> int:
        """Count the pairs who met before."""
        names = (pair_of(one.id, other.id) for one, other in combinations(group, 2))
        return sum(name in self.request.history and not self.request.history[name].missed for name in names)

    def rate(self, groups: Sequence[Group]) -> Kept:
        return Kept(*(sum(parts) for parts in zip(Kept(), *map(self.rate_one, groups), strict=True)))

    def rate_one(self, group: Group) -> Kept:
        size, wanted = len(group), self.wanted
        pairs = list(combinations(group, 2))
        met = [
            self.request.history[name]
            for name in (pair_of(a.id, b.id) for a, b in pairs if not self.come_as_one(a, b))
            if name in self.request.history
        ]
        return Kept(
            placed=size,
            owed=sum(self.owed[person.id] for person in group),
            shape=-(3 * (wanted - size) ** 2 if size < wanted else size - wanted),
            odd=-sum(self.turns[person.id] for person in group) if size != wanted else 0,
            repeats=-self.missed_faces(group)
            if self.request.new_faces is not None
            else -sum(not each.missed for each in met),
            recency=-sum(map(price, met)),
            fit=2 * sum(self.fit(*pair) for pair in pairs) / (size - 1),
        )

    def come_as_one(self, one: Candidate, other: Candidate) -> bool:
        return other.id in self.party_of.get(one.id, ())

    def missed_faces(self, group: Group) -> int:
        """Count how many people new to them members lack for what the circle aims at."""
        missing = 0
        for person in group:
            others = [
                pair_of(person.id, other.id)
                for other in group
                if other is not person and not self.come_as_one(person, other)
            ]
            new = sum(
                name not in self.request.history or self.request.history[name].missed for name in others
            )
            missing += max(0, min(self.request.new_faces or 0, len(others)) - new)
        return missing

    def fit(self, one: Candidate, other: Candidate) -> int:
        """Rate two people's fit in whole points."""
        points = 50 * min(5, (one.slots & other.slots).bit_count()) + 50 * min(
            2, len(one.wishes & other.wishes)
        )
        points += 100 * (one.newcomer != other.newcomer)
        points += self.hook(one, other)
        if "areas" not in self.request.bridge:
            points += nearness(one, other)
        return points * (1000 + deficit(one) + deficit(other)) // 1000

    def hook(self, one: Candidate, other: Candidate) -> int:
        if not self.request.bridge:
            return 100 * min(3, len(one.interests & other.interests))
        crossed = {
            "areas": (one.area or one.centre) != (other.area or other.centre),
            "newcomers": one.newcomer != other.newcomer,
            "roles": bool(one.role and other.role) and one.role != other.role,
        }
        return 300 // len(self.request.bridge) * sum(crossed[bridge] for bridge in self.request.bridge)


def price(meeting: PastMeeting) -> int:
    if meeting.missed:
        return max(0, 4 - meeting.rounds_ago)
    return (200 - min(200, meeting.rounds_ago)) * 32 + min(31, meeting.times)


def deficit(person: Candidate) -> int:
    return 0 if person.past_fit is None else max(0, 500 - person.past_fit)


def nearness(one: Candidate, other: Candidate) -> int:
    way, reach = kilometres(one, other), min(one.reach_km, other.reach_km, 20.0)
    if way == 0:
        return 250
    return int(250 * (1 - min(1.0, way / reach))) if reach and math.isfinite(way) else 0


def _parties(request: MatchRequest) -> Iterator[tuple[set[str], bool | None]]:
    """List who comes as one, and whether they are complete; None where the hard rules keep them apart."""
    by_id = {person.id: person for person in request.candidates}
    for each in request.together:
        fine = may_be(request, [by_id[name] for name in each.members])
        yield set(each.members), each.complete if fine else None
