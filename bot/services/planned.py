"""Short ways to write down jobs: decisions to take later, deliveries to make."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from bot.domain.jobs import Job
from bot.ids import CommunityId, JobKey

TIDYING = timedelta(days=30)
"""For how long an archived place or a removed person is worth another try: nobody may be left where they left."""


def decision(
    community: CommunityId,
    step: str,
    subject: str,
    due: datetime,
    *,
    mark: str = "",
    worth: timedelta | None = None,
) -> Job:
    """Return a decision about a row; `mark` tells apart several of one kind, `worth` says how late it may be taken."""
    return Job(
        key=key_of(step, subject, mark),
        community=community,
        step=step,
        subject=subject,
        due=due,
        delivery=False,
        expires=due + worth if worth is not None else None,
    )


def delivery(
    community: CommunityId,
    step: str,
    subject: str,
    due: datetime,
    *,
    mark: str = "",
    args: Mapping[str, str] | None = None,
    worth: timedelta | None = timedelta(days=2),
    after: JobKey | None = None,
) -> Job:
    """Return a delivery about a row, worth saying for `worth` after it is due."""
    return Job(
        key=key_of(step, subject, mark),
        community=community,
        step=step,
        subject=subject,
        due=due,
        delivery=True,
        args=args or {},
        expires=due + worth if worth is not None else None,
        after=after,
    )


def key_of(step: str, subject: str, mark: str = "") -> JobKey:
    """Return the key under which a job of a step about a row is written down."""
    return JobKey("/".join(part for part in (subject, step, mark) if part))
