"""Help close to a meeting, and what follows when somebody says that they are under 18."""

from datetime import datetime, timedelta
from random import Random

from bot.domain.community import Account, Community
from bot.domain.plans import is_over
from bot.ids import new_id
from bot.ports.storage import Repositories
from bot.services.care import holding, names
from bot.services.care.moderators import accounts_with
from bot.services.care.reporting import ask_for_moderator
from bot.services.planned import delivery
from bot.services.seats.releasing import step_back

PING_WORTH = timedelta(minutes=1)
"""A reminder that comes late would mislead, so it does not come at all."""
_SOON = timedelta(hours=24)


def has_plan(repos: Repositories, community: Community, account: Account, now: datetime) -> bool:
    """Say whether somebody has a plan that can still be cancelled."""
    member = repos.members.of_account(community.id, account.platform, account.user)
    return member is not None and any(not is_over(group, now) for group in repos.rounds.groups_of(member.id))


def cancel_and_tell(
    repos: Repositories, community: Community, account: Account, now: datetime, rng: Random
) -> None:
    """Take somebody out of what they have planned within a day, or of all that has no time yet, and ask a moderator."""
    member = repos.members.of_account(community.id, account.platform, account.user)
    groups = repos.rounds.groups_of(member.id) if member is not None else ()
    for group in groups:
        near = group.meets_at is None or group.meets_at <= now + _SOON
        if member is not None and near and not is_over(group, now):
            step_back(repos, group, member.id, now)
    ask_for_moderator(repos, community, account, now, rng)


def set_ping(
    repos: Repositories,
    community: Community,
    account: Account,
    minutes: int,
    *,
    language: str,
    now: datetime,
    rng: Random,
) -> None:
    """Plan the reminder that somebody asked for; it comes on time or not at all."""
    args = {"platform": account.platform, "user": account.user, "language": language}
    due = now + timedelta(minutes=minutes)
    member = repos.members.of_account(community.id, account.platform, account.user)
    subject = member.id if member is not None else new_id(rng)
    mark = str(int(due.timestamp()))
    repos.jobs.add(delivery(community.id, names.PING, subject, due, mark=mark, args=args, worth=PING_WORTH))


def is_under_age(
    repos: Repositories, community: Community, account: Account, now: datetime, rng: Random
) -> bool:
    """Take somebody at their word that they are under 18, and say whether they were a member.

    A member's plans are cancelled as after any cancelling, and their profile goes at once with all that names them; only
    a keyed hash of their accounts stays, so that they are not matched again. Of anybody else nothing is stored (H2).
    """
    member = repos.members.of_account(community.id, account.platform, account.user)
    if member is None:
        return False
    accounts = accounts_with(repos, community, account)
    holding.remove(repos, community, member, accounts, now, erase=rng)
    mark = str(int(now.timestamp()))
    repos.jobs.add(delivery(community.id, names.UNDER_AGE, community.id, now, mark=mark))
    return True
