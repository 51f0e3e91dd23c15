"""Jobs: everything that is due at some time, decided and to be decided.

A *decision* job changes rows in one transaction and is finished in the same one. A *delivery* job is one effect
on a platform: leased, done under its idempotency key, then recorded by whoever still holds the lease. All jobs
of a decision are written in the decision's own transaction, so there is no instant at which a match exists
without its posts (`reliability.md` 1.2).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

from bot.ids import CommunityId, JobKey

LEASE = timedelta(seconds=120)
KEY_MEMORY = timedelta(seconds=90)
"""After this a platform may have forgotten a key, so a retry looks before it posts."""


class JobState(StrEnum):
    """Where a job stands."""

    WAITING = "waiting"
    DONE = "done"
    EXPIRED = "expired"  # not worth doing any more
    DEAD = "dead"  # refused for good; the organiser is told


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """Hold one due thing.

    `step` names what to do, `subject` the row it is about. `after` names a job that has to be done first.
    `expires` is the last instant at which it is still worth doing. `remote` is what the platform gave back.
    """

    key: JobKey
    community: CommunityId
    step: str
    subject: str
    due: datetime
    delivery: bool
    args: Mapping[str, str] = field(default_factory=dict)
    expires: datetime | None = None
    after: JobKey | None = None
    state: JobState = JobState.WAITING
    tries: int = 0
    first_try: datetime | None = None
    owner: str | None = None
    lease: datetime | None = None
    remote: str | None = None
