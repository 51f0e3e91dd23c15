"""One number for how good a choice is, strict enough to see a lost pair among thousands.

Points: 40,000 for a pair, its fit (0 to 2,000), minus 5,000 to 10,000 for a repeat, the more recent the dearer. A
choice's `strict` quality is 1 minus what it lacks to the best, as a share of the best choice's fit alone: a single pair
lost costs as much as the whole fit of about a hundred others.
"""

from dataclasses import dataclass

import numpy as np

from bot.matching.edges import rated
from bot.matching.exact import ALONE
from bot.matching.score import OFTEN, RECENT, TIES
from bot.matching.snapshot import Snapshot

PAIR, AGAIN, FADING = 40_000, 5_000, 4
UNDERSIZED, OVERSIZED = 600, 300
WORST_OFF = 5  # in a hundred


@dataclass(frozen=True, slots=True)
class Tally:
    """Hold what a choice of groups is made of; `worst` is below which fit the worst-off members' lies."""

    placed: int
    repeats: int
    fit: float
    points: float
    worst: float


def strict(own: Tally, best: Tally, gap: float = 0.0) -> float:
    """Return the strict quality; `gap` is by how much fit the best could still be better."""
    return 1 - (best.points + gap - own.points) / (best.fit + gap)


def of_pairs(snap: Snapshot, mate) -> Tally:
    one = np.flatnonzero(mate > np.arange(len(mate)))
    return of_groups(snap, np.column_stack([one, mate[one]]), wanted=2)


def of_groups(snap: Snapshot, rows, wanted: int) -> Tally:
    """Rate groups (rows of ascending members, filled up with -1); whoever is in none has a fit of 0."""
    size = (rows >= 0).sum(axis=1)
    pairs = np.maximum(size * (size - 1) / 2, 1)
    fit, price, repeats = np.zeros(len(rows)), np.zeros(len(rows)), 0
    seats = np.zeros(snap.count)
    for first in range(rows.shape[1]):
        for second in range(first + 1, rows.shape[1]):
            there = np.flatnonzero(rows[:, second] >= 0)
            edges = rated(snap, rows[there, first], rows[there, second])
            points = edges.fit / TIES
            ago = np.maximum(RECENT - edges.recency // OFTEN, 1)
            fit[there] += points
            price[there] += edges.repeat * AGAIN * (1 + 0.5 ** ((ago - 1) / FADING))
            repeats += int(edges.repeat.sum())
            np.add.at(seats, rows[there, first], points / (size[there] - 1))
            np.add.at(seats, rows[there, second], points / (size[there] - 1))
    shape = size * (UNDERSIZED * (size < wanted) + OVERSIZED * (size > wanted))
    halves = size / 2  # so that a pair counts its weight once, and larger groups by their members
    return Tally(
        placed=int(size.sum()),
        repeats=repeats,
        fit=float((halves * fit / pairs).sum()),
        points=float((halves * (PAIR + (fit - price) / pairs) - shape / 2).sum()),
        worst=float(np.percentile(seats, WORST_OFF)) if snap.count else 0.0,
    )


def mates_of(groups, count: int):
    """Turn pairs of members' numbers into everybody's partner."""
    mate = np.full(count, ALONE)
    for one, other in groups:
        mate[one], mate[other] = other, one
    return mate
