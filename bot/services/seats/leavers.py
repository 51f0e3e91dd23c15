"""Before each round: who of those coming is still here, because events get lost while a bot is down (H20)."""

from collections.abc import Collection
from datetime import datetime

from bot.domain.community import Account, Home
from bot.domain.member import MemberState
from bot.errors import PlatformError
from bot.ids import MemberId, RoundId, UserId
from bot.ports.platform import ChatPlatform
from bot.ports.storage import Repositories
from bot.services.candidates import coming, setting_of
from bot.services.kit import Kit
from bot.services.seats.departures import account_left


async def notice_leavers(kit: Kit, round_id: RoundId, now: datetime) -> None:
    """Opt out members of a round who left the server or room. A platform that cannot tell opts nobody out.

    Whoever left with one of two accounts is looked for once more, under the other.
    """
    while await _let_go(kit, round_id, now):
        pass


async def _let_go(kit: Kit, round_id: RoundId, now: datetime) -> bool:
    """Take note of the accounts that left, and say whether somebody among them goes on with another account."""
    accounts, homes = await kit.storage.run(lambda repos: _accounts(repos, round_id, now))
    platform = kit.platforms.get(homes[0].platform) if homes else None
    if platform is None or not accounts:
        return False
    present = await still_here(platform, homes, accounts.values())
    if present is None:
        return False
    gone = {member: user for member, user in accounts.items() if user not in present}

    def leave(repos: Repositories) -> bool:
        for member_id, user in gone.items():
            member = repos.members.get(member_id)
            if member is not None:
                account_left(repos, member, Account(platform=platform.name, user=user), now)
        left = (repos.members.get(member_id) for member_id in gone)
        return any(member is not None and member.state is not MemberState.LEFT for member in left)

    return await kit.storage.run(leave) if gone else False


def _accounts(
    repos: Repositories, round_id: RoundId, now: datetime
) -> tuple[dict[MemberId, UserId], tuple[Home, ...]]:
    """Return the accounts of those coming, and the homes on the circle's platform."""
    round_ = repos.rounds.get(round_id)
    setting = setting_of(repos, round_) if round_ is not None else None
    if setting is None:
        return {}, ()
    platform = setting.circle.platform
    accounts = {each.member.id: each.user for each in coming(repos, setting, now)}
    homes = tuple(home for home in repos.communities.homes(setting.community.id) if home.platform == platform)
    return accounts, homes


async def still_here(
    platform: ChatPlatform, homes: tuple[Home, ...], users: Collection[UserId]
) -> set[UserId] | None:
    """Return which accounts are in one of the homes, or None where the platform can't tell just now."""
    present: set[UserId] = set()
    for home in homes:
        try:
            present |= await platform.present(home.home, [*users])
        except PlatformError:
            return None
    return present
