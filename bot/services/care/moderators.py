"""Who moderates: asked anew at each call, because rights are given and taken on the platform."""

from collections.abc import Iterable

from bot.domain.community import Account, Community, Home
from bot.domain.moderation import Viewer
from bot.errors import PermanentPlatformError
from bot.ports.storage import Repositories
from bot.services.kit import Kit


async def moderates(
    kit: Kit, community: Community, homes: Iterable[Home], account: Account, *, organiser: bool | None = None
) -> bool:
    """Say whether somebody moderates here. `organiser` is what the platform told already. Raise `PlatformError`."""
    homes = tuple(homes)
    if community.moderators.organisers and organiser:
        return True
    if account in community.moderators.people and await _present(kit, homes, account):
        return True
    if await _has_the_right(kit, community, homes, account):
        return True
    asked = community.moderators.organisers and organiser is None
    return asked and await _organises(kit, homes, account)


async def is_one_of_them(
    kit: Kit, community: Community, homes: Iterable[Home], accounts: Iterable[Account]
) -> bool:
    """Say whether a report about somebody is none for the moderators (H9): organisers count, whatever was chosen.

    A home that the bot is no longer in has no moderators. Raise `TemporaryPlatformError` where a platform can't say now.
    """
    homes = tuple(homes)
    for account in accounts:
        if account in community.moderators.people:
            return True
        try:
            if await _organises(kit, homes, account) or await _has_the_right(kit, community, homes, account):
                return True
        except PermanentPlatformError:
            continue
    return False


async def _organises(kit: Kit, homes: tuple[Home, ...], account: Account) -> bool:
    platform = kit.platforms.get(account.platform)
    here = [home.home for home in homes if home.platform == account.platform]
    return platform is not None and any([await platform.can_organise(home, account.user) for home in here])


async def _has_the_right(kit: Kit, community: Community, homes: tuple[Home, ...], account: Account) -> bool:
    platform, right = kit.platforms.get(account.platform), community.moderators.right_on(account.platform)
    if platform is None or right is None:
        return False
    here = [home.home for home in homes if home.platform == account.platform]
    return any([await platform.can_moderate(home, account.user, right) for home in here])


async def _present(kit: Kit, homes: tuple[Home, ...], account: Account) -> bool:
    platform = kit.platforms.get(account.platform)
    here = [home.home for home in homes if home.platform == account.platform]
    return platform is not None and any([await platform.present(home, [account.user]) for home in here])


def accounts_with(repos: Repositories, community: Community, account: Account) -> frozenset[Account]:
    """Return an account with all others of its member, also of one who left and is not erased."""
    member = repos.members.of_account(community.id, account.platform, account.user)
    return frozenset({account, *(repos.members.accounts(member.id) if member is not None else ())})


def viewer_of(repos: Repositories, community: Community, account: Account, *, moderator: bool) -> Viewer:
    """Return who wants to see reports."""
    return Viewer(account=account, accounts=accounts_with(repos, community, account), moderator=moderator)
