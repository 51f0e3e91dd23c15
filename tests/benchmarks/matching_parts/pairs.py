"""Pairs: how long they take and how good they are, from ten members to a hundred thousand."""

import random
from dataclasses import replace
from pathlib import Path

import numpy as np

from bot.matching import match
from bot.matching.components import components, parts
from bot.matching.cover import cover, split
from bot.matching.duos import pair_up
from bot.matching.edges import Edges, pairs_among, possible_pairs
from bot.matching.exact import ALONE
from bot.matching.neighbourhoods import mapped
from bot.matching.pairs import WHOLE, best_pairs, evened, most_in_pairs
from bot.matching.score import TIES
from bot.matching.snapshot import Snapshot, take_snapshot
from bot.matching.weights import capped_weights, exact_weights
from bot.matching.windows import mend
from tests.benchmarks.matching_parts import ground, quality, rivals
from tests.benchmarks.matching_parts.clock import in_a_fresh_process, peak_megabytes, timed

SIZES = (10, 30, 100, 200, 400, 1000, 2000, 5000, 10_000, 20_000, 50_000, 100_000)
ROUNDS, FEW_ROUNDS, MANY = 8, 2, 50_000
COMPARED = 10_000  # members up to whom there is a best choice to compare with
EXACTLY = 2000  # members up to whom it is found exactly, among all pairs
DENSE = {"best": 40, "columns": 1 << 30}
RIVALS = (200, 1000, 10_000)
BY_NETWORKX = 1000
SLOW = ("networkx", "rustworkx")
PATIENCE = 120  # seconds of the processor that a rival gets
GROWS_FROM = 1000


def run(largest: int, folder: Path):
    """Yield one row for each size."""
    for count in (size for size in SIZES if size <= largest):
        rounds = ROUNDS if count < MANY else FEW_ROUNDS
        path = in_a_fresh_process(ground.request_of, count, rounds, 2, None, folder)
        row = {"members": count, "rounds of history": rounds} | in_a_fresh_process(measure, path)
        row["peak MB"] = in_a_fresh_process(memory, path)
        compared = count <= COMPARED or count > WHOLE
        yield row | (in_a_fresh_process(compare, path) if compared else {})


def measure(path: Path):
    """Time one round and its parts."""
    request = ground.read(path)
    ground.warm_up()
    result, whole = timed(lambda: match(request))
    snap, snapshot = timed(lambda: take_snapshot(request))
    edges, candidates = timed(lambda: possible_pairs(snap))
    _, matching = timed(lambda: pair_up(snap, edges))
    seats = [fit for group in result.groups for fit in group.fits] + [0] * len(result.unplaced)
    return {
        "pairs looked at": len(edges.one),
        "snapshot s": snapshot,
        "candidates s": candidates,
        "matching s": matching,
        "whole s": whole,
        "placed": len(request.candidates) - len(result.unplaced),
        "most placed": result.most_placed,
        "repeats": result.repeats,
        "value": result.value,
        "bound": result.bound,
        "worst fit": float(np.percentile(seats, quality.WORST_OFF)),
    }


def memory(path: Path):
    """Return the most memory of a process that is asked for one round, as a bot's is: solvers and all."""
    match(ground.read(path))
    return peak_megabytes()


def compare(path: Path):
    """Time pairs alone (no trios), and hold them against the best choice of pairs among all who may meet."""
    ground.warm_up()
    snap = take_snapshot(replace(ground.read(path), pairs_only=True))
    edges, candidates = timed(lambda: possible_pairs(snap))
    solution, matching = timed(lambda: pair_up(snap, edges))
    own = quality.of_pairs(snap, quality.mates_of(solution.groups, snap.count))
    best, gap, proven = best_known(snap, edges)
    return {
        "pairs alone s": candidates + matching,
        "strict": quality.strict(own, best, gap),
        "placed in pairs": own.placed,
        "best placed": best.placed,
        "repeats in pairs": own.repeats,
        "best repeats": best.repeats,
        "fit": own.fit,
        "best fit": best.fit + gap,
        "best is": proven,
    }


def as_a_whole(snap: Snapshot, edges: Edges) -> quality.Tally:
    """Pair however many by the relaxed problem at once, mended; that takes several times as long as block by block.

    Where it leaves some out who can be placed, it is credited with them.
    """
    mate = np.full(snap.count, ALONE)
    for members, inside in parts(edges, components(edges, snap.count), np.arange(snap.count)):
        graph = evened(inside, *capped_weights(inside, snap.overdue[members]))
        relaxed = cover(graph)
        found = mend(graph, split(graph, relaxed.takes), relaxed.price)[: len(members)]
        paired = (found != ALONE) & (found < len(members))
        mate[members[paired]] = members[found[paired]]
    whole, most = quality.of_pairs(snap, mate), most_in_pairs(edges, snap.count)
    return replace(whole, placed=most, points=whole.points + quality.PAIR * (most - whole.placed) // 2)


def best_known(snap: Snapshot, edges: Edges) -> tuple[quality.Tally, float, str]:
    """Return the best choice that can be had, and by how much fit a still better one could exceed it."""
    if snap.count <= EXACTLY:
        every = pairs_among(snap, np.arange(snap.count))
        mate = rivals.by_rustworkx(every, snap.count, exact_weights(every, snap.overdue))
        return quality.of_pairs(snap, mate), 0.0, "exact"
    if snap.count > WHOLE:
        return as_a_whole(snap, edges), 0.0, "not in blocks"
    dense = possible_pairs(snap, **DENSE)
    mate, gap = np.full(snap.count, -1), 0.0
    for members, inside in parts(dense, components(dense, snap.count), np.arange(snap.count)):
        pairing = best_pairs(inside, snap.overdue[members], mapped(snap)[members])
        mate[members] = np.where(pairing.mate < 0, -1, members[pairing.mate])
        gap = gap + pairing.gap / 2 / TIES if pairing.gap is not None else np.nan
    return quality.of_pairs(snap, mate), gap, "bound of the dense graph"


def rival_rows(largest: int, folder: Path):
    """Yield how rivals do on the same pairs."""
    for count in (size for size in RIVALS if size <= largest):
        path = in_a_fresh_process(ground.request_of, count, ROUNDS, 2, None, folder)
        for name in ("shuffle", "shuffle, greedy", "best pair first", "networkx", "rustworkx", "kith"):
            if name == "networkx" and count > BY_NETWORKX:
                continue
            slow = name in SLOW and count > min(
                RIVALS
            )  # a limit makes the clock tick in hundredths of a second
            found = in_a_fresh_process(rival, path, name, limit=PATIENCE if slow else None)
            yield {"members": count, "method": name} | (found or {"seconds": None, "limit": PATIENCE})


def rival(path: Path, name: str):
    """Time one method on the pairs that are looked at; weights are the matcher's own."""
    ground.warm_up()
    snap = take_snapshot(replace(ground.read(path), pairs_only=True))
    edges, count = possible_pairs(snap), snap.count
    worth, alone = capped_weights(edges, snap.overdue)
    worth = worth - alone[edges.one] - alone[edges.other]
    rng = random.Random(count)
    methods = {
        "shuffle": lambda: rivals.shuffled(edges, count, rng),
        "shuffle, greedy": lambda: rivals.shuffled_greedy(edges, count, rng),
        "best pair first": lambda: rivals.best_first(edges, count),
        "networkx": lambda: rivals.by_networkx(edges, count, worth),
        "rustworkx": lambda: rivals.by_rustworkx(edges, count, worth),
        "kith": lambda: quality.mates_of(pair_up(snap, edges).groups, count),
    }
    mate, seconds = timed(methods[name])
    tally = quality.of_pairs(snap, mate)
    return {
        "seconds": seconds,
        "placed": tally.placed,
        "repeats": tally.repeats,
        "fit": tally.fit,
        "points": tally.points,
        "worst fit": tally.worst,
    }


def with_strict(rows):
    """Add each rival's strict quality against the best of its size."""
    rows = list(rows)
    for row in rows:
        done = [each for each in rows if each["members"] == row["members"] and each["seconds"] is not None]
        best = max(done, key=lambda each: (each["placed"], -each["repeats"], each["points"]))
        if row["seconds"] is not None:
            row["strict"] = 1 - (best["points"] - row["points"]) / best["fit"]
    return rows


def growth(rows) -> float | None:
    """Fit the power of the number of members that the whole time grows with."""
    large = [row for row in rows if row["members"] >= GROWS_FROM]
    if len(large) < 2:
        return None
    members, seconds = (np.log([row[name] for row in large]) for name in ("members", "whole s"))
    return float(np.polyfit(members, seconds, 1)[0])
