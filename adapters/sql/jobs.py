"""Due things: decisions and deliveries (`bot.domain.jobs` says what they are).

Only waiting jobs matter here, and each is in one of three conditions: *ready* (nothing to be done before it),
*blocked* (the job named in `after` still waits), or *hopeless* (past its last instant, or the job before it was
not done and never will be). Whoever asks for work first puts the hopeless ones away.
"""

from datetime import datetime

from sqlalchemy import ColumnElement, Connection, and_, case, exists, func, literal, not_, null, or_, select

from adapters.sql import rows, tables
from adapters.sql.types import Instant
from bot.domain.jobs import Job, JobState
from bot.ids import CommunityId, JobKey

_JOB = tables.job.c
_BEFORE = tables.job.alias("before")
_WAITING = _JOB.state == JobState.WAITING
_DELIVERY = _JOB.delivery == 1
_DECISION = _JOB.delivery == 0


class SqlJobs:
    """Keep jobs in a table and lease them to workers."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, *jobs: Job) -> None:
        """Write jobs down; a key that exists already keeps its job."""
        rows.add_all_new(self._connection, tables.job, *map(rows.values_of, jobs))

    def get(self, key: JobKey) -> Job | None:
        """Return a job by its key."""
        return rows.get(self._connection, Job, tables.job, key=key)

    def due_decisions(self, now: datetime, limit: int = 32) -> tuple[Job, ...]:
        """Return decisions that are due and ready, earliest first; those past `expires` are put away."""
        self._put_away_hopeless(now)
        query = (
            select(tables.job)
            .where(_WAITING, _DECISION, _JOB.due <= now, _is_ready())
            .order_by(_JOB.due, _JOB.key)
            .limit(limit)
        )
        return rows.many(self._connection, Job, query)

    def claim(self, owner: str, now: datetime, until: datetime, limit: int = 16) -> tuple[Job, ...]:
        """Lease deliveries that are due and ready, counting a try; those past `expires` are put away.

        The keys are picked in a materialised CTE: PostgreSQL may run a plain subquery with a limit several
        times, and would lease more than asked for. SKIP LOCKED is left out where the database has no row locks.
        """
        self._put_away_hopeless(now)
        pick = (
            select(_JOB.key)
            .where(_WAITING, _DELIVERY, _JOB.due <= now, _is_free(now), _is_ready())
            .order_by(_JOB.due, _JOB.key)
            .limit(limit)
            .with_for_update(skip_locked=True, of=tables.job)
            .cte("pick")
            .prefix_with("MATERIALIZED")
        )
        lease = (
            tables.job.update()
            .where(_JOB.key.in_(select(pick.c.key)))
            .values(
                owner=owner,
                lease=until,
                tries=_JOB.tries + 1,
                first_try=func.coalesce(_JOB.first_try, literal(now, _JOB.first_try.type)),
            )
            .returning(tables.job)
        )
        return tuple(sorted(rows.many(self._connection, Job, lease), key=lambda job: (job.due, job.key)))

    def settle(self, key: JobKey, owner: str | None, state: JobState, remote: str | None = None) -> bool:
        """Finish a job if it still waits and (a delivery) is still leased by `owner`; say whether it was.

        What it was to be done with goes: its key is all that is needed from then on.
        """
        mine = _DECISION if owner is None else or_(_DECISION, _JOB.owner == owner)
        done = tables.job.update().where(_JOB.key == key, _WAITING, mine)
        return (
            self._connection.execute(done.values(state=state, remote=remote, lease=None, args={})).rowcount
            == 1
        )

    def put_off(self, key: JobKey, owner: str, due: datetime) -> None:
        """Give a leased job back for a later try; nothing happens where the lease went to somebody else."""
        mine = tables.job.update().where(_JOB.key == key, _WAITING, _JOB.owner == owner)
        self._connection.execute(mine.values(due=due, owner=None, lease=None))

    def reschedule(self, key: JobKey, due: datetime) -> None:
        """Move a waiting job."""
        self._connection.execute(tables.job.update().where(_JOB.key == key, _WAITING).values(due=due))

    def count_failure(self, key: JobKey, due: datetime) -> None:
        """Move a waiting decision that failed, counting a try."""
        mine = tables.job.update().where(_JOB.key == key, _WAITING, _DECISION)
        self._connection.execute(mine.values(due=due, tries=_JOB.tries + 1))

    def failing(self, community: CommunityId) -> tuple[Job, ...]:
        """Return the decisions that failed and still wait for another try."""
        query = select(tables.job).where(_JOB.community == community, _WAITING, _DECISION, _JOB.tries > 0)
        return rows.many(self._connection, Job, query.order_by(_JOB.key))

    def cancel(self, subject: str, *steps: str) -> int:
        """Delete waiting jobs about a subject (all steps if none are named) and return how many."""
        about = tables.job.delete().where(_WAITING, _JOB.subject == subject)
        if steps:
            about = about.where(_JOB.step.in_(steps))
        return self._connection.execute(about).rowcount

    def free_leases(self) -> int:
        """Drop all leases and return how many there were."""
        leased = tables.job.update().where(_WAITING, _JOB.lease.is_not(None))
        return self._connection.execute(leased.values(owner=None, lease=None)).rowcount

    def purge(self, before: datetime) -> int:
        """Delete jobs that fell due before an instant and wait no longer, and return how many."""
        old = tables.job.delete().where(not_(_WAITING), _JOB.due < before)
        return self._connection.execute(old).rowcount

    def next_due(self) -> datetime | None:
        """Return when the next job is worth a look: blocked ones are not, leased ones when their lease ends."""
        worth = case((_JOB.lease > _JOB.due, _JOB.lease), else_=_JOB.due)
        query = select(func.min(worth, type_=Instant)).where(_WAITING, _is_ready(or_hopeless=True))
        return self._connection.execute(query).scalar_one_or_none()

    def dead(self, community: CommunityId) -> tuple[Job, ...]:
        """Return the deliveries that a platform refused for good."""
        query = (
            select(tables.job)
            .where(_JOB.community == community, _DELIVERY, _JOB.state == JobState.DEAD)
            .order_by(_JOB.key)
        )
        return rows.many(self._connection, Job, query)

    def _put_away_hopeless(self, now: datetime) -> None:
        """Expire what is too late, then what waited for it, and so on down the chain.

        A job that is leased just now is left alone: its message may be on its way.
        """
        away = tables.job.update().values(state=JobState.EXPIRED, lease=None, args={})
        self._connection.execute(away.where(_WAITING, _JOB.expires < now, _is_free(now)))
        while self._connection.execute(away.where(_WAITING, _is_orphan(), _is_free(now))).rowcount:
            pass


def _is_free(now: datetime) -> ColumnElement[bool]:
    """Say that nobody holds a lease; one that ends now has ended."""
    return or_(_JOB.lease.is_(None), _JOB.lease <= now)


def _before_is(*states: JobState) -> ColumnElement[bool]:
    """Say that the job named in `after` is there, in one of some states."""
    return exists(select(null()).where(_BEFORE.c.key == _JOB.after, _BEFORE.c.state.in_(states)))


def _is_ready(*, or_hopeless: bool = False) -> ColumnElement[bool]:
    """Say that nothing has to be done before a job; hopeless ones count as such where they are to be found."""
    if or_hopeless:
        return or_(_JOB.after.is_(None), not_(_before_is(JobState.WAITING)))
    return or_(_JOB.after.is_(None), _before_is(JobState.DONE))


def _is_orphan() -> ColumnElement[bool]:
    """Say that a job waits for one that is gone, expired or dead."""
    return and_(_JOB.after.is_not(None), not_(_before_is(JobState.WAITING, JobState.DONE)))
