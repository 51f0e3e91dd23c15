"""Play whole series of rounds in one circle, and keep the books as the rounds service does."""

import random
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from itertools import combinations, pairwise
from typing import Protocol

import rustworkx

from bot.ids import AreaId
from bot.matching import Candidate, MatchedGroup, MatchRequest, MatchResult, PastMeeting, match, pair_of
from bot.matching.model import Pair
from bot.matching.turns import Turns, who_came, with_turns
from bot.simulation.turn_book import TurnBook
from tests.support.made_up import CENTRES
from tests.support.oracle import Oracle


def varied(count: int, seed: int) -> list[Candidate]:
    """Make up people who may all meet, and fit one another better or worse."""
    rng = random.Random(seed)
    return [one_of_them(number, rng) for number in range(count)]


def one_of_them(number: int, rng: random.Random) -> Candidate:
    place = rng.randrange(len(CENTRES))
    return Candidate(
        id=f"m{number:03}",
        slots=1 | sum(1 << slot for slot in rng.sample(range(21), 6)),
        languages=frozenset({"en"}),
        area=AreaId(f"area{place}"),
        centre=CENTRES[place],
        reach_km=40.0,
        interests=frozenset(rng.sample("abcdefgh", 3)),
    )


class Book(Protocol):
    """Remember whose turn it was, in memory or in storage."""

    def before(self, number: int) -> Turns: ...
    def note(self, number: int, request: MatchRequest, groups: Iterable[MatchedGroup]) -> None: ...


@dataclass
class Series:
    """Play one circle's rounds; `people` may change between two rounds."""

    people: list[Candidate]
    size: int = 2
    pairs_only: bool = False
    seed: str = "series"
    separated: frozenset[Pair] = frozenset()
    met: dict[Pair, list[int]] = field(default_factory=dict)
    played: int = 0
    turn_book: Book = field(default_factory=TurnBook)
    had: Counter[str] = field(default_factory=Counter)

    def request(self) -> MatchRequest:
        request = MatchRequest(
            candidates=tuple(self.people),
            history={
                pair: PastMeeting(rounds_ago=self.played - rounds[-1], times=len(rounds))
                for pair, rounds in self.met.items()
            },
            separated=self.separated,
            size=self.size,
            seed=f"{self.seed}:{self.played}",
            pairs_only=self.pairs_only,
        )
        return with_turns(request, self.turn_book.before(self.played))

    def play(self) -> MatchResult:
        result = match(self.request())
        self.note(group.members for group in result.groups)
        return result

    def note(self, groups: Iterable[tuple[str, ...]]) -> None:
        """Enter a round into the books."""
        groups = [
            MatchedGroup(members=group, slots=1, languages=frozenset(), facts=())
            for group in map(tuple, groups)
        ]
        request = self.request()
        self.had.update(who_came(request, groups)[1])
        self.turn_book.note(self.played, request, groups)
        seats = {name: group.members for group in groups for name in group.members}
        for group in set(seats.values()):
            for one, other in combinations(group, 2):
                self.met.setdefault(pair_of(one, other), []).append(self.played)
        self.people = [
            replace(person, sat_out=0 if person.id in seats else person.sat_out + 1) for person in self.people
        ]
        self.played += 1

    def turns(self) -> list[int]:
        return [self.had[person.id] for person in self.people]

    def gaps(self) -> list[int]:
        """List after how many rounds people met again."""
        return [later - earlier for rounds in self.met.values() for earlier, later in pairwise(rounds)]

    def fit(self, result: MatchResult) -> float:
        oracle = Oracle(replace(self.request(), history={}))
        return oracle.rate(oracle.groups(result)).fit

    def play_at_random(self, rounds: int, rng: random.Random) -> None:
        """Play rounds of drawn new pairs, as if before the matcher took over."""
        for _ in range(rounds):
            graph = rustworkx.PyGraph(multigraph=False)
            graph.add_nodes_from([person.id for person in self.people])
            new = [
                (one, other, rng.randrange(1 << 20))
                for one, other in combinations(range(len(self.people)), 2)
                if pair_of(graph[one], graph[other]) not in self.met
            ]
            graph.add_edges_from(new)
            drawn = rustworkx.max_weight_matching(graph, max_cardinality=True, weight_fn=int)
            self.note((graph[one], graph[other]) for one, other in sorted(drawn))
