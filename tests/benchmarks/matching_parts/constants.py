"""What the matcher's constants are worth: how wide the candidate graph is, and how steep the order of promises."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np

from bot.matching.duos import pair_up
from bot.matching.edges import Edges, possible_pairs
from bot.matching.neighbourhoods import COLUMNS, best_of
from bot.matching.score import OFTEN
from bot.matching.snapshot import Snapshot, take_snapshot
from bot.matching.weights import exact_weights
from tests.benchmarks.matching_parts import ground, pairs, quality, rivals
from tests.benchmarks.matching_parts.clock import in_a_fresh_process, timed
from tests.benchmarks.matching_parts.show import Row

WIDE = 10_000  # members
EVERYBODY = 1 << 30
WIDTHS = (
    (10, COLUMNS), (16, COLUMNS), (20, COLUMNS), (24, COLUMNS), (32, COLUMNS), (20, 2 * COLUMNS), (16, EVERYBODY),
    (20, EVERYBODY),
)  # fmt: skip
STEEP = range(300, 400, 10)  # members of the towns in which the order of promises is tried
TRADES = (1, 2, 4, 8, 16, 32, 64)


def widths(largest: int, folder: Path) -> Iterator[Row]:
    """Yield what candidate graphs of several widths cost and bring."""
    if largest >= WIDE:
        path = in_a_fresh_process(ground.request_of, WIDE, pairs.ROUNDS, 2, None, folder)
        yield from in_a_fresh_process(_widths, path)


def _widths(path: Path) -> list[Row]:
    ground.warm_up()
    snap = take_snapshot(replace(ground.read(path), pairs_only=True))
    best, gap, _ = pairs.best_known(snap, possible_pairs(snap))
    return [_width(snap, kept, columns, best, gap) for kept, columns in WIDTHS]


def _width(snap: Snapshot, kept: int, columns: int, best: quality.Tally, gap: float) -> Row:
    edges, candidates = timed(lambda: possible_pairs(snap, best=kept, columns=columns))
    solution, matching = timed(lambda: pair_up(snap, edges))
    own = quality.of_pairs(snap, quality.mates_of(solution.groups, snap.count))
    return {
        "kept": kept,
        "looked at": "all in reach" if columns == EVERYBODY else columns,
        "pairs": len(edges.one),
        "candidates s": candidates,
        "matching s": matching,
        "placed": own.placed,
        "repeats": own.repeats,
        "strict": quality.strict(own, best, gap),
        "in use": (kept, columns) == (best_of(snap.count), COLUMNS),
    }


def orders(largest: int, folder: Path) -> Iterator[Row]:
    """Yield in how many towns a promise is sold for later ones, where a step outweighs so many pairs' steps."""
    towns = []
    for count in (size for size in STEEP if size <= largest):
        path = in_a_fresh_process(ground.request_of, count, pairs.ROUNDS, 2, None, folder)
        snap = take_snapshot(replace(ground.read(path), pairs_only=True))
        edges = possible_pairs(snap)
        kept = _kept(edges, rivals.by_rustworkx(edges, count, exact_weights(edges, snap.overdue)), snap)
        towns.append((snap, edges, kept))
    for trades in TRADES if towns else ():
        found = [
            (kept, _kept(edges, rivals.by_rustworkx(edges, snap.count, _steps(edges, snap, trades)), snap))
            for snap, edges, kept in towns
        ]
        yield {
            "a step outweighs": trades,
            "towns": len(towns),
            "promise sold": sum(best != own for best, own in found),
            "repeats too many": sum(own[2] - best[2] for best, own in found),
        }


def _kept(edges: Edges, mate, snap: Snapshot) -> tuple[int, int, int]:
    """Return how many are placed, how much of what is owed is paid, and the repeats."""
    placed = mate >= 0
    chosen = mate[edges.one] == edges.other
    return int(placed.sum()), int(snap.overdue[placed].sum()), int(edges.repeat[chosen].sum())


def _steps(edges: Edges, snap: Snapshot, trades: int):
    """Weigh pairs as the matcher does for many members, but with steps of this height.

    What all repeats cost by their age is left out, as that alone would outweigh hundreds of pairs.
    """
    fit = int(edges.fit.max()) + 1
    rounds = -(-edges.recency // OFTEN)
    rounds = np.maximum(rounds - rounds[edges.repeat > 0].min(), 0)
    again = edges.repeat * fit * trades + rounds * 2 * fit
    debt = np.unique(snap.overdue, return_inverse=True)[1]
    owed = trades * (int(again.max()) + fit)
    return owed * (debt[edges.one] + debt[edges.other]) + owed * (1 + 2 * int(debt.max())) - again + edges.fit
