"""Names for labels: buttons and titles show no mentions, so the few people named there are asked for by name.

Names live in memory only, the latest few hundred.
"""

from collections import OrderedDict
from collections.abc import Iterable
from contextlib import suppress
from typing import Protocol

import aiohttp
import discord

from adapters.discord.words import is_snowflake

MOST = 500


class UserSource(Protocol):
    """Fetch a user (a `discord.Client`)."""

    async def fetch_user(self, user_id: int, /) -> discord.User:
        """Ask Discord for a user."""
        ...


class Names:
    """Remember names lately seen, and ask for others."""

    def __init__(self, source: UserSource) -> None:
        self._source = source
        self._known: OrderedDict[str, str] = OrderedDict()

    def saw(self, user: discord.User | discord.Member) -> None:
        """Take note of a name that came with a call."""
        self._known[str(user.id)] = user.display_name
        self._known.move_to_end(str(user.id))
        while len(self._known) > MOST:
            self._known.popitem(last=False)

    async def of(self, users: Iterable[str]) -> dict[str, str]:
        """Return the names of these users; whoever Discord does not tell is left out."""
        found: dict[str, str] = {}
        for user in sorted(users):
            if user not in self._known and is_snowflake(user):
                with suppress(discord.HTTPException, aiohttp.ClientError, OSError):
                    self.saw(await self._source.fetch_user(int(user)))
            if user in self._known:
                found[user] = self._known[user]
        return found
