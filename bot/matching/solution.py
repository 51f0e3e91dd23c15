"""What every way of solving a round answers."""

from collections.abc import Iterable
from dataclasses import dataclass

Group = tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Solution:
    """Hold groups of members' numbers (each ascending), and what is proven about them.

    `gap` says by how much fit, in units of a `Score`, the best choice could exceed this one; None where it is not
    proven that the promises above fit are kept as well as possible. No choice places more than `most_placed`.
    """

    groups: list[Group]
    gap: int | None
    most_placed: int


def combined(solutions: Iterable[Solution]) -> Solution:
    """Put solutions of people who cannot influence each other together."""
    groups: list[Group] = []
    gap: int | None = 0
    most = 0
    for each in solutions:
        groups += each.groups
        gap = None if gap is None or each.gap is None else gap + each.gap
        most += each.most_placed
    return Solution(sorted(groups), gap, most)
