"""Who moderates: asked anew at each call, because rights are given and taken on the platform."""

from collections.abc import Awaitable, Callable, Iterable, Sequence
from itertools import product

from bot.domain.community import Account, Community, Home
from bot.domain.moderation import Viewer
from bot.errors import PermanentPlatformError, PlatformError, Refusal, TemporaryPlatformError
from bot.ids import HomeId, PlatformName
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
    return asked and await _organises(kit, community, homes, account)


async def is_one_of_them(
    kit: Kit, community: Community, homes: Iterable[Home], accounts: Iterable[Account]
) -> bool:
    """Say whether a report about somebody is none for the moderators (H9): organisers count, whatever was chosen.

    Every home is asked, whatever another one answers; one that the bot is no longer in has no moderators. Raise
    `TemporaryPlatformError` where nobody said yes and one of them can't say now: nothing is taken for a no that is none.
    """
    unsure: PlatformError | None = None
    accounts = tuple(accounts)
    if any(account in community.moderators.people for account in accounts):
        return True
    here = [pair for pair in product(tuple(homes), accounts) if pair[0].platform == pair[1].platform]
    for (home, account), ask in product(here, (_organises, _has_the_right)):
        try:
            if await ask(kit, community, (home,), account):
                return True
        except PlatformError as error:
            gone = isinstance(error, PermanentPlatformError) and error.reason is Refusal.GONE
            unsure = unsure if gone else error
    if unsure is not None:
        raise TemporaryPlatformError("a home can't say now who moderates") from unsure
    return False


async def organises(kit: Kit, homes: Sequence[HomeId], account: Account) -> bool:
    """Say whether somebody organises in one of their platform's homes. Raise `PlatformError` where none says yes and one can't say."""
    platform = kit.platforms.get(account.platform)
    if platform is None:
        return False
    return await _anywhere(homes, lambda home: platform.can_organise(home, account.user))


async def _organises(kit: Kit, _community: Community, homes: tuple[Home, ...], account: Account) -> bool:
    return await organises(kit, _on(account.platform, homes), account)


async def _has_the_right(kit: Kit, community: Community, homes: tuple[Home, ...], account: Account) -> bool:
    platform, right = kit.platforms.get(account.platform), community.moderators.right_on(account.platform)
    if platform is None or right is None:
        return False
    here = _on(account.platform, homes)
    return await _anywhere(here, lambda home: platform.can_moderate(home, account.user, right))


async def _present(kit: Kit, homes: tuple[Home, ...], account: Account) -> bool:
    platform, user = kit.platforms.get(account.platform), account.user
    if platform is None:
        return False

    async def is_there(home: HomeId) -> bool:
        return bool(await platform.present(home, [user]))

    return await _anywhere(_on(account.platform, homes), is_there)


def _on(platform: PlatformName, homes: Iterable[Home]) -> tuple[HomeId, ...]:
    return tuple(home.home for home in homes if home.platform == platform)


async def _anywhere(homes: Sequence[HomeId], asked: Callable[[HomeId], Awaitable[bool]]) -> bool:
    """Ask each home; a yes counts whatever another one answers, so one that is lost locks nobody out of the others."""
    unsure: PlatformError | None = None
    for home in homes:
        try:
            if await asked(home):
                return True
        except PlatformError as error:
            gone = isinstance(error, PermanentPlatformError) and error.reason is Refusal.GONE
            unsure = unsure if gone and len(homes) > 1 else error
    if unsure is not None:
        raise unsure
    return False


def accounts_with(repos: Repositories, community: Community, account: Account) -> frozenset[Account]:
    """Return an account with all others of its member, also of one who left and is not erased."""
    member = repos.members.of_account(community.id, account.platform, account.user)
    return frozenset({account, *(repos.members.accounts(member.id) if member is not None else ())})


def viewer_of(repos: Repositories, community: Community, account: Account, *, moderator: bool) -> Viewer:
    """Return who wants to see reports."""
    return Viewer(account=account, accounts=accounts_with(repos, community, account), moderator=moderator)
