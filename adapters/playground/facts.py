"""What is stored about the pretend town, as plain numbers: the story's end tells nothing that it did not read."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import TypeAlias

from bot.ids import UserId


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """Count a season. `again` are pairs matched once more in the same circle, `again_met` those who had met before;
    `sat_out` are yeses that had no group at the end of their round.
    """

    members: frozenset[UserId] = frozenset()
    rounds: int = 0
    groups: int = 0
    met: int = 0
    again: int = 0
    again_met: int = 0
    sat_out: int = 0


Look: TypeAlias = Callable[[], Awaitable[Facts]]


async def nothing_known() -> Facts:
    """Know nothing: for a town without storage."""
    return Facts()
