"""Numbers to call and help lines: an organiser looks every half year whether they are still right (`care.md` 5)."""

from dataclasses import replace
from datetime import datetime, timedelta

from bot.domain.community import Community
from bot.domain.jobs import Job
from bot.domain.recurrence import local_date
from bot.ids import CommunityId
from bot.ports.storage import Repositories
from bot.services.care import names
from bot.services.kit import Kit
from bot.services.planned import decision, delivery

LOOK_EVERY = timedelta(days=182)
WORTH = timedelta(days=14)


def looked(repos: Repositories, community: CommunityId, now: datetime) -> None:
    """Note that somebody gave the contacts, or looked whether they are right, and plan to ask again."""
    found = repos.communities.get(community)
    if found is None:
        return
    repos.communities.save(replace(found, help_checked=local_date(now, found.zone)))
    _ask_again(repos, community, now)


def ask(_kit: Kit, repos: Repositories, job: Job, now: datetime) -> None:
    """Plan the question whether the contacts are still right, and the next one."""
    mark = str(int(now.timestamp()))
    repos.jobs.add(delivery(job.community, names.HELP_DUE, job.subject, now, mark=mark, worth=WORTH))
    _ask_again(repos, job.community, now)


def _ask_again(repos: Repositories, community: CommunityId, now: datetime) -> None:
    repos.jobs.cancel(community, names.CHECK_HELP)
    due = now + LOOK_EVERY
    mark = str(int(due.timestamp()))
    repos.jobs.add(decision(community, names.CHECK_HELP, community, due, mark=mark))


def is_due(community: Community, now: datetime) -> bool:
    """Say whether nobody has looked at the contacts for half a year."""
    looked_at = community.help_checked
    return looked_at is not None and local_date(now, community.zone) - looked_at >= LOOK_EVERY
