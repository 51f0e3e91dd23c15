"""What due work looks like from outside: a pushable clock drives it in the demo and in tests."""

from datetime import datetime
from typing import Protocol


class Timeline(Protocol):
    """Do what is due."""

    async def run_due(self) -> int:
        """Do everything that is due by now, deliveries included, and return how many things were done."""
        ...

    async def next_due(self) -> datetime | None:
        """Return the instant (UTC) at which the next thing falls due, or None when nothing is planned."""
        ...
