"""The real clock: the one place that reads the wall clock and really waits."""

import asyncio
from datetime import UTC, datetime


class SystemClock:
    """Tell the machine's time and wait for real, as `bot.ports.clock.Clock` asks."""

    def now(self) -> datetime:
        """Return the present instant in UTC."""
        return datetime.now(UTC)

    async def sleep(self, seconds: float) -> None:
        """Wait; a negative duration only yields to other tasks."""
        await asyncio.sleep(max(0.0, seconds))
