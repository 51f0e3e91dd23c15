"""Groups of three to five: how long they take, and how near they come to the best that is known."""

import random
from pathlib import Path

import numpy as np

from bot.matching import match
from bot.matching.edges import pairs_among
from bot.matching.party import Party, gather, padded
from bot.matching.regroup import Regrouping
from bot.matching.score import Score
from bot.matching.snapshot import Snapshot, take_snapshot
from tests.benchmarks.matching_parts import ground, quality, rivals
from tests.benchmarks.matching_parts.clock import in_a_fresh_process, peak_megabytes, timed
from tests.benchmarks.matching_parts.packing import exact_groups

CASES = (
    (3, 30), (4, 30), (3, 120), (4, 120), (3, 300), (4, 300), (5, 300), (3, 1000), (4, 1000), (3, 10_000), (4, 10_000),
)  # fmt: skip
SMALL, AREAS = 120, 4  # few people far apart could hardly form groups at all
ROUNDS, FEW_ROUNDS, MANY = 3, 1, 10_000
EXACT, COMPARED = 30, 1000
LONG_STEPS, LONG_STAGES, LONG_SEEDS, LONG_WORK = 1000, 4, 2, 400_000  # the last: steps times members


def run(largest: int, folder: Path):
    """Yield one row for each case."""
    for size, count in CASES:
        if count > largest:
            continue
        rounds = ROUNDS if count < MANY else FEW_ROUNDS
        areas = AREAS if count <= SMALL else None
        path = in_a_fresh_process(ground.request_of, count, rounds, size, areas, folder)
        row = {"size": size, "members": count} | in_a_fresh_process(measure, path)
        yield row | (in_a_fresh_process(compare, path) if count <= COMPARED else {})


def measure(path: Path):
    request = ground.read(path)
    ground.warm_up()
    result, seconds = timed(lambda: match(request))
    return {
        "seconds": seconds,
        "peak MB": peak_megabytes(),
        "placed": len(request.candidates) - len(result.unplaced),
        "groups": len(result.groups),
        "of that size": sum(len(group.members) == request.size for group in result.groups),
        "repeats": result.repeats,
        "value": result.value,
        "bound": result.bound,
    }


def compare(path: Path):
    """Hold the matcher's groups and greedy ones against the best known."""
    request = ground.read(path)
    snap = take_snapshot(request)
    number = {member.id: at for at, member in enumerate(snap.members)}
    own = [tuple(number[name] for name in group.members) for group in match(request).groups]
    party = _everybody(snap)
    greedy, greedy_seconds = timed(lambda: rivals.filled_groups(party, random.Random(0)))
    best = exact_groups(party) if snap.count <= EXACT else None
    known, reference = (
        (best, "exact") if best is not None else (longest_search(party, own, greedy), "long search")
    )
    tallies = {
        name: _tally(snap, groups) for name, groups in (("own", own), ("greedy", greedy), ("best", known))
    }
    return {
        "of best known": tallies["own"].points / tallies["best"].points,
        "strict": quality.strict(tallies["own"], tallies["best"]),
        "best placed": tallies["best"].placed,
        "best repeats": tallies["best"].repeats,
        "size cost": _size_cost(party, own),
        "best size cost": _size_cost(party, known),
        "greedy size cost": _size_cost(party, greedy),
        "promises kept as well": party.total(own)[:-1] == party.total(known)[:-1],
        "greedy of best known": tallies["greedy"].points / tallies["best"].points,
        "greedy placed": tallies["greedy"].placed,
        "greedy repeats": tallies["greedy"].repeats,
        "greedy seconds": greedy_seconds,
        "best is": reference,
    }


def _size_cost(party: Party, groups) -> int:
    """Return by how much groups miss the wanted size, as the matcher counts it."""
    return -party.total(groups)[Score._fields.index("shape")]


def _everybody(snap: Snapshot) -> Party:
    everybody = np.arange(snap.count)
    nodes = [(member,) for member in everybody.tolist()]
    return gather(snap, pairs_among(snap, everybody), nodes, [False] * snap.count)


def _tally(snap: Snapshot, groups) -> quality.Tally:
    return quality.of_groups(snap, padded(groups), snap.request.wanted)


def longest_search(party: Party, *starts):
    """Search on from each start with other seeds and many more steps than the matcher takes; return the best."""
    steps = min(LONG_STEPS, LONG_WORK // party.count) // LONG_STAGES
    runs = []
    for seed in range(LONG_SEEDS):
        for start in starts:
            runs.append(Regrouping(party, list(start), random.Random(seed)))
            for _ in range(LONG_STAGES):
                runs[-1].run(steps, steps)
                runs[-1].fill_up()
    return max(runs, key=lambda each: each.total).groups
