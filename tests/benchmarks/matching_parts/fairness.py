"""Turns: who sits out, or is in the odd trio, over many rounds with an odd number of people who may all meet."""

from collections.abc import Iterator

import numpy as np

from bot.simulation.play import Settings
from tests.benchmarks.matching_parts import ground

MEMBERS, ROUNDS = range(7, 26, 2), 200


def run(largest: int, rounds: int = ROUNDS) -> Iterator[dict[str, object]]:
    """Yield a row for each size and rule."""
    for count in MEMBERS:
        for pairs_only in (True, False):
            if count <= largest:
                yield _row(count, rounds, pairs_only=pairs_only)


def _row(count: int, rounds: int, *, pairs_only: bool) -> dict[str, object]:
    books = ground.books_of(ground.open_town(count, count), Settings(pairs_only=pairs_only), f"turns {count}")
    turns = np.zeros((rounds + 1, count), dtype=int)
    repeats = pairs = early = 0
    place = {member: at for at, member in enumerate(books.members)}
    for number in range(rounds):
        result = ground.play_one(books, number).result
        had = [name for group in result.groups if len(group.members) > 2 for name in group.members]
        had += [one.member for one in result.unplaced]
        turns[number + 1] = turns[number]
        turns[number + 1, [place[name] for name in had]] += 1
        repeats += result.repeats
        pairs += len(result.groups) + (0 if pairs_only else 2)
        early += result.repeats if number < count - 1 else 0
    return {
        "members": count,
        "turns": "sitting out" if pairs_only else "odd trio",
        "rounds": rounds,
        "difference since the start": int(np.ptp(turns, axis=1).max()),
        "difference in any window": _widest(turns),
        "twice running": _twice_running(turns),
        "repeats in n-1 rounds": early,
        "unavoidable": _unavoidable(count, min(rounds, count - 1), pairs_only=pairs_only),
        "repeats %": 100 * repeats / pairs,
    }


def _unavoidable(count: int, rounds: int, *, pairs_only: bool) -> int:
    """Count by how many so many rounds have more pairs than there are: a trio makes three of what would be one."""
    in_a_round = count // 2 if pairs_only else count // 2 + 2
    return max(0, rounds * in_a_round - count * (count - 1) // 2)


def _widest(turns: np.ndarray) -> int:
    """Return by how much two members' turns differ at most in any run of rounds."""
    ahead = turns[:, :, None] - turns[:, None, :]
    return int(np.ptp(ahead, axis=0).max())


def _twice_running(turns: np.ndarray) -> int:
    """Count who had two turns running while somebody else had not yet had as many as they had before."""
    had = np.diff(turns, axis=0) > 0
    count = 0
    for number in range(1, len(had)):
        again = np.flatnonzero(had[number] & had[number - 1])
        count += sum(int(turns[number, member] > turns[number].min()) for member in again)
    return count
