"""What no choice of groups can exceed, whoever may meet: proofs that need no search."""

import math

from bot.matching.model import SMALLEST_SIZE
from bot.matching.party import Party
from bot.matching.score import shape_cost


def limits(party: Party) -> tuple[float, ...]:
    """Say what no choice can exceed, promise by promise, while the earlier ones are kept as well as that."""
    everybody = int(party.size.sum())
    shape, odd = least_shape(everybody, party.wanted)
    turns = sorted(party.odd_turns.tolist())[:odd] if party.size.max() == 1 else []
    return everybody, int(party.overdue.sum()), -shape, -sum(turns), 0, 0


def least_shape(people: int, wanted: int) -> tuple[float, int]:
    """Return the lowest price of sizes at which everybody has a place, and how few are in groups of another size."""
    least: list[tuple[float, int]] = [(0.0, 0)]
    for total in range(1, people + 1):
        sizes = range(SMALLEST_SIZE, min(wanted + 1, total) + 1)
        before = ((least[total - size], size) for size in sizes)
        least.append(
            min(
                (
                    (price + shape_cost(size, wanted), odd + size * (size != wanted))
                    for (price, odd), size in before
                ),
                default=(math.inf, 0),
            )
        )
    return least[people]


def best_sizes(people: int, wanted: int) -> frozenset[int]:
    """Name the sizes that occur where everybody has a place at the lowest price."""
    least = least_shape(people, wanted)[0]
    return frozenset(
        size
        for size in range(SMALLEST_SIZE, min(wanted + 1, people) + 1)
        if shape_cost(size, wanted) + least_shape(people - size, wanted)[0] == least < math.inf
    )
