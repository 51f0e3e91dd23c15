"""What today's pairs leave for the rounds to come, and what that costs, by trying everything: for some eight people."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import combinations

import networkx

from bot.matching import Candidate
from tests.support.oracle import Group, Oracle

Links = frozenset[tuple[int, int]]


@dataclass(frozen=True, kw_only=True)
class Outlook:
    """Hold a part of a round in which pairs had to be chosen with an eye on the rounds to come.

    `links` are the pairs that are new, by places among `people`. With an odd number, an empty place is one more, for
    whoever is owed as little as the one who sits out today. `rounds` is how many rounds there can be at most.
    """

    oracle: Oracle
    people: Sequence[Candidate]
    links: Links
    today: Links
    rounds: int

    @property
    def price(self) -> float:
        """Return how much fit has to be given up today so that as many rounds as possible remain."""
        choices = list(matchings(self.links, tuple(range(self._places))))
        for rounds in range(self.rounds, 0, -1):
            lasting = [choice for choice in choices if self._lasts(choice, rounds)]
            if lasting:
                return max(map(self.fit, choices)) - max(map(self.fit, lasting))
        raise AssertionError("the round itself has pairs that are new")

    @property
    def is_kept(self) -> bool:
        """Say whether today's pairs leave as many rounds of new pairs as any do."""
        choices = matchings(self.links, tuple(range(self._places)))
        kept = next(rounds for rounds in range(self.rounds, -1, -1) if self._lasts(self.today, rounds))
        return kept == self.rounds or not any(self._lasts(choice, kept + 1) for choice in choices)

    @property
    def _places(self) -> int:
        return len(self.people) + len(self.people) % 2

    def _lasts(self, choice: Links, rounds: int) -> bool:
        return lasts(self.links - choice, self._places, rounds - 1)

    def fit(self, choice: Links) -> float:
        """Rate a choice; the empty place is worth nothing."""
        pairs = [pair for pair in choice if pair[1] < len(self.people)]
        return sum(self.oracle.rate_one(tuple(self.people[at] for at in pair)).fit for pair in pairs)


def outlooks(oracle: Oracle, groups: Sequence[Group]) -> Iterator[Outlook]:
    """Look at each part whose people can influence one another's partners, and where any pair may lead into a dead end."""
    graph = networkx.Graph()
    graph.add_nodes_from(oracle.people)
    graph.add_edges_from(pair for pair in combinations(oracle.people, 2) if oracle.possible(pair))
    for part in networkx.connected_components(graph):
        people = sorted(part, key=lambda person: person.id)
        inside = [group for group in groups if group[0] in part]
        seated = {person for group in inside for person in group}
        alone = [person for person in people if person not in seated]
        if len(alone) == len(people) % 2 and all(_new(oracle, group) for group in inside):
            found = _outlook(oracle, people, inside, alone)
            if found.rounds > 1 and 2 * found.rounds <= len(people) + len(alone):
                yield found


def _outlook(oracle: Oracle, people: list[Candidate], groups: list[Group], alone: list[Candidate]) -> Outlook:
    place = {person.id: number for number, person in enumerate(people)}
    links = {
        (place[one.id], place[other.id])
        for one, other in combinations(people, 2)
        if oracle.possible((one, other)) and _new(oracle, (one, other))
    }
    today = {(place[one.id], place[other.id]) for one, other in groups}
    for sitting in alone:
        links |= {
            (place[person.id], len(people))
            for person in people
            if oracle.owed[person.id] == oracle.owed[sitting.id]
        }
        today.add((place[sitting.id], len(people)))
    degrees = Counter(end for link in links for end in link)
    return Outlook(
        oracle=oracle,
        people=people,
        links=frozenset(links),
        today=frozenset(today),
        rounds=min(degrees[end] for end in range(len(people) + len(alone))),
    )


def _new(oracle: Oracle, group: Group) -> bool:
    """Say whether these are a pair about whom no promise above fit has anything to say."""
    rated = oracle.rate_one(group)
    return len(group) == 2 and not rated.repeats and not rated.recency


def matchings(links: Links, places: tuple[int, ...]) -> Iterator[Links]:
    """List all ways to pair everybody."""
    if not places:
        yield frozenset()
        return
    first, *others = places
    for other in others:
        if (first, other) in links:
            left = tuple(place for place in others if place != other)
            for rest in matchings(links, left):
                yield rest | {(first, other)}


@cache
def lasts(links: Links, places: int, rounds: int) -> bool:
    """Say whether everybody can be paired anew in so many rounds."""
    if rounds <= 0:
        return True
    degrees = Counter(end for link in links for end in link)
    if min(degrees[place] for place in range(places)) < rounds:
        return False
    return any(lasts(links - chosen, places, rounds - 1) for chosen in matchings(links, tuple(range(places))))
