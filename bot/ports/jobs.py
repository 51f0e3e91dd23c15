"""Keep due things: the part of the storage port that scheduler and outbox live on."""

from datetime import datetime
from typing import Protocol

from bot.domain.jobs import Job, JobState
from bot.ids import CommunityId, JobKey


class Jobs(Protocol):
    """Keep due things: decisions and deliveries."""

    def add(self, *jobs: Job) -> None:
        """Write jobs down; a key that exists already keeps its job."""
        ...

    def get(self, key: JobKey) -> Job | None: ...
    def due_decisions(self, now: datetime, limit: int = 32) -> tuple[Job, ...]:
        """Return waiting decision jobs that are due, earliest first."""
        ...

    def claim(self, owner: str, now: datetime, until: datetime, limit: int = 16) -> tuple[Job, ...]:
        """Lease due delivery jobs whose `after` is done, counting a try; earliest first."""
        ...

    def settle(self, key: JobKey, owner: str | None, state: JobState, remote: str | None = None) -> bool:
        """Finish a job if it is still waiting and (for deliveries) still leased by `owner`; say whether it was.

        Its `args` are gone with that, as with one that expires: they may name people.
        """
        ...

    def put_off(self, key: JobKey, owner: str, due: datetime) -> None:
        """Give a leased job back for a later try."""
        ...

    def reschedule(self, key: JobKey, due: datetime) -> None:
        """Move a waiting job."""
        ...

    def count_failure(self, key: JobKey, due: datetime) -> None:
        """Move a waiting decision that failed, counting a try."""
        ...

    def failing(self, community: CommunityId) -> tuple[Job, ...]:
        """Return the decisions that failed and still wait for another try."""
        ...

    def cancel(self, subject: str, *steps: str) -> int:
        """Delete waiting jobs about a subject (all steps if none are named) and return how many.

        Deleted, not marked: the same key may be planned again.
        """
        ...

    def free_leases(self) -> int:
        """Drop all leases: for the one process of a SQLite file, at its start."""
        ...

    def purge(self, before: datetime) -> int:
        """Delete jobs that fell due before an instant and wait no longer, and return how many."""
        ...

    def next_due(self) -> datetime | None:
        """Return when the next waiting job falls due (leased ones count at their lease's end)."""
        ...

    def dead(self, community: CommunityId) -> tuple[Job, ...]:
        """Return the deliveries that a platform refused for good."""
        ...
