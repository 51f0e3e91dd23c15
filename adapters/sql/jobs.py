"""Due things: decisions and deliveries (`bot.domain.jobs` says what they are).

Only waiting jobs matter here, and each is in one of three conditions: *ready* (nothing to be done before it),
*blocked* (the job named in `after` still waits), or *hopeless* (past its last instant, or the job before it was
not done and never will be). Whoever asks for work first puts the hopeless ones away.
"""

from datetime import datetime

from sqlalchemy import (
    ColumnElement,
    Connection,
    Executable,
    and_,
    bindparam,
    case,
    exists,
    func,
    not_,
    null,
    or_,
    select,
)

from adapters.sql import rows, tables
from adapters.sql.types import Instant
from bot.domain.jobs import Job, JobState
from bot.ids import CommunityId, JobKey

_JOB = tables.job.c
_BEFORE = tables.job.alias("before")
_WAITING = _JOB.state == JobState.WAITING
_DELIVERY = _JOB.delivery == 1
_DECISION = _JOB.delivery == 0
_NOW = bindparam("now", type_=Instant)
_IS_FREE = or_(_JOB.lease.is_(None), _JOB.lease <= _NOW)
"""That nobody holds a lease; one that ends now has ended."""


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
        return rows.many(self._connection, Job, _DUE, now=now, limit=limit)

    def claim(self, owner: str, now: datetime, until: datetime, limit: int = 16) -> tuple[Job, ...]:
        """Lease deliveries that are due and ready, counting a try; those past `expires` are put away."""
        self._put_away_hopeless(now)
        leased = rows.many(self._connection, Job, _LEASE, owner=owner, lease=until, now=now, limit=limit)
        return tuple(sorted(leased, key=lambda job: (job.due, job.key)))

    def settle(self, key: JobKey, owner: str | None, state: JobState, remote: str | None = None) -> bool:
        """Finish a job if it still waits and (a delivery) is still leased by `owner`; say whether it was.

        What it was to be done with goes: its key is all that is needed from then on.
        """
        values = {"its_key": key, "its_owner": owner, "state": state, "remote": remote}
        return self._connection.execute(_SETTLE, values).rowcount == 1

    def put_off(self, key: JobKey, owner: str, due: datetime) -> None:
        """Give a leased job back for a later try; nothing happens where the lease went to somebody else."""
        self._connection.execute(_PUT_OFF, {"its_key": key, "its_owner": owner, "due": due})

    def reschedule(self, key: JobKey, due: datetime) -> None:
        """Move a waiting job."""
        self._connection.execute(_CHANGE, {"its_key": key, "due": due})

    def count_failure(self, key: JobKey, due: datetime) -> None:
        """Move a waiting decision that failed, counting a try."""
        self._connection.execute(_COUNT_FAILURE, {"its_key": key, "due": due})

    def failing(self, community: CommunityId) -> tuple[Job, ...]:
        """Return the decisions that failed and still wait for another try."""
        return rows.many(self._connection, Job, _FAILING, community=community)

    def cancel(self, subject: str, *steps: str) -> int:
        """Delete waiting jobs about a subject (all steps if none are named) and return how many."""
        if not steps:
            return self._connection.execute(_CANCEL, {"subject": subject}).rowcount
        return self._connection.execute(_CANCEL_STEPS, {"subject": subject, "steps": steps}).rowcount

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
        return self._connection.execute(_NEXT_DUE).scalar_one_or_none()

    def dead(self, community: CommunityId) -> tuple[Job, ...]:
        """Return the deliveries that a platform refused for good."""
        return rows.many(self._connection, Job, _DEAD, community=community)

    def _put_away_hopeless(self, now: datetime) -> None:
        """Expire what is too late, then what waited for it, and so on down the chain.

        A job that is leased just now is left alone: its message may be on its way.
        """
        self._connection.execute(_PUT_AWAY_LATE, {"now": now})
        while self._connection.execute(_PUT_AWAY_ORPHANS, {"now": now}).rowcount:
            pass


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


def _lease() -> Executable:
    """Return the UPDATE that leases what is due.

    The keys are picked in a materialised CTE: PostgreSQL may run a plain subquery with a limit several times, and
    would lease more than asked for. SKIP LOCKED is left out where the database has no row locks.
    """
    pick = (
        select(_JOB.key)
        .where(_WAITING, _DELIVERY, _JOB.due <= _NOW, _IS_FREE, _is_ready())
        .order_by(_JOB.due, _JOB.key)
        .limit(bindparam("limit"))
        .with_for_update(skip_locked=True, of=tables.job)
        .cte("pick")
        .prefix_with("MATERIALIZED")
    )
    return (
        tables.job.update()
        .where(_JOB.key.in_(select(pick.c.key)))
        .values(tries=_JOB.tries + 1, first_try=func.coalesce(_JOB.first_try, _NOW))
        .returning(tables.job)
    )


_LEASE = _lease()
_DUE = (
    select(tables.job)
    .where(_WAITING, _DECISION, _JOB.due <= _NOW, _is_ready())
    .order_by(_JOB.due, _JOB.key)
    .limit(bindparam("limit"))
)
_FAILING = (
    select(tables.job)
    .where(_JOB.community == bindparam("community"), _WAITING, _DECISION, _JOB.tries > 0)
    .order_by(_JOB.key)
)
_DEAD = (
    select(tables.job)
    .where(_JOB.community == bindparam("community"), _DELIVERY, _JOB.state == JobState.DEAD)
    .order_by(_JOB.key)
)
_NEXT_DUE = select(func.min(case((_JOB.lease > _JOB.due, _JOB.lease), else_=_JOB.due), type_=Instant)).where(
    _WAITING, _is_ready(or_hopeless=True)
)

_CHANGE = tables.job.update().where(_JOB.key == bindparam("its_key"), _WAITING)
"""An UPDATE sets what is given by the names of columns, so values of its conditions have other ones."""
_IS_MINE = _JOB.owner == bindparam("its_owner")
_SETTLE = _CHANGE.where(or_(_DECISION, _IS_MINE)).values(lease=None, args={})
_PUT_OFF = _CHANGE.where(_IS_MINE).values(owner=None, lease=None)
_COUNT_FAILURE = _CHANGE.where(_DECISION).values(tries=_JOB.tries + 1)
_PUT_AWAY = tables.job.update().where(_WAITING, _IS_FREE).values(state=JobState.EXPIRED, lease=None, args={})
_PUT_AWAY_LATE = _PUT_AWAY.where(_JOB.expires < _NOW)
_PUT_AWAY_ORPHANS = _PUT_AWAY.where(_is_orphan())
_CANCEL = tables.job.delete().where(_WAITING, _JOB.subject == bindparam("subject"))
_CANCEL_STEPS = _CANCEL.where(_JOB.step.in_(bindparam("steps", expanding=True)))
