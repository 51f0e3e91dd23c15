"""Small communities meet everybody: choose today's pairs so that tomorrow's can still be new.

While everybody has met fewer than half of the others, any choice of new pairs leaves new pairs for the next round.
After that some choices lead into a dead end early. Among choices with the same number placed and no repeat, this
takes one after which random rounds of new pairs can be played out to the end (n - 1 rounds for an even n).
"""

import random
from collections.abc import Iterator, Sequence

from bot.matching.board import Board, Group
from bot.matching.pairs import Edge, edges_among, solve_edges

LARGEST = 100  # members; larger communities don't run out of new people
CHOICES = 12  # ways to pair today that are tried
EFFORT = 25_000  # members times rounds that may be played out
NOISE = 1 << 16


def look_ahead(board: Board, members: Sequence[int], pairs: list[Group]) -> list[Group]:
    """Return these pairs, or others as new that leave more rounds of new pairs; never place fewer people."""
    if len(members) > LARGEST or 2 * len(pairs) < len(members) or any(board.met(*pair) for pair in pairs):
        return pairs
    fresh = [edge for edge in edges_among(board, members, board.pair_weight) if not board.met(*edge[:2])]
    to_come = _fewest_partners(fresh, members) - 1
    if to_come < 1 or 2 * (to_come + 1) > len(members):
        return pairs
    best, longest = pairs, -1
    rng = random.Random(board.request.seed)  # noqa: S311 - a replayable choice, not a secret
    effort = EFFORT
    for choice in _choices(fresh, pairs, rng):
        rounds = _play_out(fresh, choice, to_come, rng)
        effort -= (rounds + 2) * len(members)
        if rounds > longest:
            best, longest = choice, rounds
        if longest >= to_come or effort < 0:
            break
    return best


def _choices(fresh: Sequence[Edge], pairs: list[Group], rng: random.Random) -> Iterator[list[Group]]:
    """Offer today's best pairs first, a few times, then ever noisier ones of new people only."""
    yield from (pairs, pairs, pairs)
    largest = max(weight for _, _, weight in fresh)
    for attempt in range(1, CHOICES):
        noise = NOISE * attempt
        noisy = [(one, other, largest * 2 + weight + rng.randrange(noise)) for one, other, weight in fresh]
        choice = solve_edges(noisy)
        if len(choice) == len(pairs):
            yield choice


def _play_out(fresh: Sequence[Edge], today: Sequence[Group], to_come: int, rng: random.Random) -> int:
    """Count the rounds of random new pairs that place everybody after today's, `to_come` at most."""
    left = [edge[:2] for edge in fresh]
    used = set(today)
    for played in range(to_come):
        left = [pair for pair in left if pair not in used]
        drawn = solve_edges([(one, other, NOISE + rng.randrange(NOISE // 16)) for one, other in left])
        if len(drawn) < len(today):
            return played
        used = set(drawn)
    return to_come


def _fewest_partners(fresh: Sequence[Edge], members: Sequence[int]) -> int:
    """Count the new people left for whoever has the fewest."""
    count = dict.fromkeys(members, 0)
    for one, other, _ in fresh:
        count[one] += 1
        count[other] += 1
    return min(count.values())
