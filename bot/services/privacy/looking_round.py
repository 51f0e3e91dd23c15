"""Once a day: who is still in the server or room (H20). Discord tells nobody who leaves, and any platform can lose events.

Some accounts at a time, with a pause: on Discord each is a request of its own.
"""

from collections import defaultdict
from collections.abc import Callable
from datetime import datetime, timedelta

from bot.domain.community import Account, Home
from bot.domain.jobs import Job
from bot.domain.member import MemberState
from bot.ids import CommunityId, PlatformName
from bot.ports.storage import Repositories
from bot.services.kit import Kit
from bot.services.privacy.retaining import next_portion, number_of
from bot.services.seats.departures import account_left, forget_account
from bot.services.seats.leavers import still_here

AT_A_TIME = 25
PAUSE = timedelta(seconds=30)


async def look_round(kit: Kit, job: Job, now: datetime) -> Callable[[Repositories], None]:
    """Ask the platforms for one portion of a community's accounts, and return the decision to let go who left."""
    community, number = job.community, number_of(job)
    accounts, homes = await kit.storage.run(lambda repos: _portion(repos, community, number))
    gone = await _gone(kit, accounts, homes)

    def decide(repos: Repositories) -> None:
        for account in sorted(gone, key=lambda one: (one.platform, one.user)):
            _let_go(repos, community, account, now)
        if len(accounts) == AT_A_TIME:
            repos.jobs.add(next_portion(job, now + PAUSE))

    return decide


def _portion(
    repos: Repositories, community: CommunityId, number: int
) -> tuple[tuple[Account, ...], tuple[Home, ...]]:
    accounts = repos.traces.accounts(community, offset=number * AT_A_TIME, limit=AT_A_TIME)
    return accounts, repos.communities.homes(community)


async def _gone(kit: Kit, accounts: tuple[Account, ...], homes: tuple[Home, ...]) -> set[Account]:
    """Return the accounts that are in no home of their platform; one that can't tell loses nobody."""
    by_platform: dict[PlatformName, list[Account]] = defaultdict(list)
    for account in accounts:
        by_platform[account.platform].append(account)
    found: set[Account] = set()
    for name, some in by_platform.items():
        platform = kit.platforms.get(name)
        there = tuple(home for home in homes if home.platform == name)
        if platform is None or not there:
            continue
        present = await still_here(platform, there, [account.user for account in some])
        if present is not None:
            found |= {account for account in some if account.user not in present}
    return found


def _let_go(repos: Repositories, community: CommunityId, account: Account, now: datetime) -> None:
    """Opt a member out whose account is gone; somebody who never joined is forgotten at once, but for open reports."""
    member = repos.members.of_account(community, account.platform, account.user)
    if member is None:
        forget_account(repos, community, account)
    elif member.state is not MemberState.LEFT:
        account_left(repos, member, account, now)
