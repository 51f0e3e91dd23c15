"""Short ways to write down jobs: decisions to take later, deliveries to make."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from bot.domain.jobs import Job
from bot.ids import CommunityId, JobKey


def decision(community: CommunityId, step: str, subject: str, due: datetime, *, mark: str = "") -> Job:
    """Return a decision about a row; `mark` tells apart several of one kind about one row."""
    return Job(
        key=_key(subject, step, mark),
        community=community,
        step=step,
        subject=subject,
        due=due,
        delivery=False,
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
        key=_key(subject, step, mark),
        community=community,
        step=step,
        subject=subject,
        due=due,
        delivery=True,
        args=args or {},
        expires=due + worth if worth is not None else None,
        after=after,
    )


def _key(subject: str, step: str, mark: str) -> JobKey:
    return JobKey("/".join(part for part in (subject, step, mark) if part))
