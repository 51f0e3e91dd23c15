"""How many calls one person may make: a bucket of tokens each, so that nobody can keep the bot from the others."""

from collections.abc import Hashable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from math import ceil

BURST = 20
PERIOD = timedelta(seconds=30)
"""A bucket holds `BURST` calls and fills up within `PERIOD`; nobody reaches that by hand."""
_MANY = 10_000


@dataclass(frozen=True, slots=True)
class Bucket:
    """Hold what is left of one person's calls, as it stood at an instant."""

    left: float
    at: datetime

    def filled(self, now: datetime) -> "Bucket":
        """Return the bucket as it stands now; a clock that was set back fills nothing."""
        passed = max(now - self.at, timedelta())
        return Bucket(left=min(float(BURST), self.left + BURST * (passed / PERIOD)), at=now)


@dataclass(slots=True)
class Pace:
    """Count calls by caller. Held in memory: after a restart everybody begins anew."""

    _buckets: dict[Hashable, Bucket] = field(default_factory=dict)

    def seconds_to_wait(self, caller: Hashable, now: datetime) -> int:
        """Count a call and return 0, or count nothing and return the whole seconds until the next one is free."""
        bucket = self._buckets.get(caller, Bucket(left=float(BURST), at=now)).filled(now)
        if bucket.left < 1:
            return max(1, ceil((1 - bucket.left) * PERIOD.total_seconds() / BURST))
        if len(self._buckets) >= _MANY:
            self._forget_full(now)
        self._buckets[caller] = Bucket(left=bucket.left - 1, at=now)
        return 0

    def _forget_full(self, now: datetime) -> None:
        """Drop the buckets that are full again: they say nothing that a new one would not."""
        self._buckets = {
            caller: bucket for caller, bucket in self._buckets.items() if bucket.filled(now).left < BURST
        }
