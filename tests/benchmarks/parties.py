"""Measure parties of few people in which many groups are possible: `python -m tests.benchmarks.parties`.

For each party: how many groups are possible, the processor's seconds of a round, how well it keeps the promises, and by
how much fit it could miss the best ("-": not proven).
"""

import argparse
import random
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import combinations

from bot.ids import MemberId
from bot.matching import MatchRequest, PastMeeting, match, pair_of
from bot.matching.columns import possible_groups
from bot.matching.edges import pairs_among
from bot.matching.party import gather
from bot.matching.snapshot import take_snapshot
from bot.simulation.town import pretend_town
from tests.benchmarks.matching_parts import ground
from tests.benchmarks.matching_parts.show import Row, table

ALWAYS = (1 << 21) - 1
COUNTS, SIZES, ROUNDS, KINDS = (24, 29, 30), (3, 4, 5), (0, 3, 8), ("everybody", "near", "apart")
TRIES = 200  # divisions drawn for a past round, of which the one with the fewest repeats was played
MOST_LISTED = 1_000_000
PERCENT = 100


def request_of(kind: str, size: int, count: int, rounds: int, seed: int) -> MatchRequest:
    """Make up a party after some rounds.

    "everybody" may meet everybody; "near" ones live in one area, with two weeks' free times each; "apart" ones are
    near, but a tenth of all pairs must not meet.
    """
    rng = random.Random(f"{kind} {size} {count} {rounds} {seed}")
    town = pretend_town(count, rng, areas=1)
    second = pretend_town(count, rng, areas=1)
    people = [
        replace(
            person,
            slots=ALWAYS if kind == "everybody" else person.slots | other.slots,
            languages=frozenset({"en"}) if kind == "everybody" else person.languages | {"en"},
        )
        for person, other in zip(town.candidates, second.candidates, strict=True)
    ]
    names = [person.id for person in people]
    pairs = list(combinations(names, 2))
    history, turns = _played(names, size, rounds, rng)
    return MatchRequest(
        candidates=tuple(replace(person, odd_trios=turns[person.id]) for person in people),
        history=history,
        separated=frozenset(rng.sample(pairs, len(pairs) // 10) if kind == "apart" else ()),
        size=size,
        seed=str(seed),
    )


def _played(
    names: Sequence[MemberId], size: int, rounds: int, rng: random.Random
) -> tuple[dict[tuple[MemberId, MemberId], PastMeeting], Counter[MemberId]]:
    """Draw past rounds with few repeats; return who met, and who was in a group of another size how often."""
    history: dict[tuple[MemberId, MemberId], PastMeeting] = {}
    turns: Counter[MemberId] = Counter()
    for ago in range(rounds, 0, -1):
        drawn = [_drawn(names, size, rng) for _ in range(TRIES)]
        chosen = min(drawn, key=lambda groups: sum(pair in history for pair in _pairs(groups)))
        for pair in _pairs(chosen):
            before = history.get(pair)
            history[pair] = PastMeeting(rounds_ago=ago, times=1 if before is None else before.times + 1)
        turns.update(name for group in chosen if len(group) != size for name in group)
    return history, turns


def _drawn(names: Sequence[MemberId], size: int, rng: random.Random) -> list[list[MemberId]]:
    """Divide people by lot; whom that leaves over join groups."""
    order = rng.sample(names, len(names))
    groups = [order[start : start + size] for start in range(0, len(order) - size + 1, size)]
    for at, name in enumerate(order[len(groups) * size :]):
        groups[at % len(groups)].append(name)
    return groups


def _pairs(groups: Sequence[Sequence[MemberId]]) -> list[tuple[MemberId, MemberId]]:
    return [pair_of(one, other) for group in groups for one, other in combinations(group, 2)]


def measure(kind: str, size: int, count: int, rounds: int, seed: int) -> Row:
    request = request_of(kind, size, count, rounds, seed)
    start = time.process_time()
    result = match(request)
    seconds = time.process_time() - start
    short = None if result.bound is None else (result.bound - result.value) / max(result.value, 1)
    return {
        "may meet": kind,
        "size": size,
        "members": count,
        "past rounds": rounds,
        "possible": _possible(request),
        "seconds": seconds,
        "placed": count - len(result.unplaced),
        "repeats": result.repeats,
        "fit": result.value,
        "may lack": "-" if short is None else f"{PERCENT * short:.2f} %",
    }


def _possible(request: MatchRequest) -> int | None:
    """Count the possible groups."""
    import numpy as np

    snap = take_snapshot(request)
    everybody = np.arange(snap.count)
    nodes = [(member,) for member in everybody.tolist()]
    party = gather(snap, pairs_among(snap, everybody), nodes, [False] * snap.count)
    columns = possible_groups(party, MOST_LISTED)
    return None if columns is None else len(columns)


def cases(asked: argparse.Namespace) -> Iterator[tuple[str, int, int, int, int]]:
    for kind in asked.kinds:
        for size in asked.sizes:
            for count in asked.counts:
                for rounds in asked.rounds:
                    for seed in range(asked.seeds):
                        yield kind, size, count, rounds, seed


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kinds", nargs="+", choices=KINDS, default=KINDS)
    for name, default in (("sizes", SIZES), ("counts", COUNTS), ("rounds", ROUNDS)):
        parser.add_argument(f"--{name}", nargs="+", type=int, default=default)
    parser.add_argument("--seeds", type=int, default=1, help="parties of each sort")
    ground.warm_up()
    rows = [measure(*case) for case in cases(parser.parse_args())]
    print(table(rows, [*rows[0]]))
    print(f"slowest: {max(float(str(row['seconds'])) for row in rows):.2f} s")


if __name__ == "__main__":
    main()
