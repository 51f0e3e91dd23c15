"""Private places: a private thread for each group.

Discord has no key that would keep a thread from being made twice. So each thread's name ends in a short code of its
key; whoever may have tried before looks for that code first, and when discord.py had to repeat the creation itself
(after a 5xx, at least a second later), a twin is looked for and archived.
"""

import asyncio
import logging
from collections.abc import Iterable
from typing import Literal

import discord

from adapters.discord.errors import GONE_PEOPLE, UNKNOWN_CHANNEL
from adapters.discord.words import clean_line, cut
from bot.errors import PermanentPlatformError, Refusal
from bot.ids import short_hash
from bot.ports.notebook import Notebook
from bot.ports.platform import PlaceRequest

_log = logging.getLogger(__name__)

CODE_LENGTH = 6
NAME_LENGTH = 100
BEFORE_CODE = " · "
A_WEEK: Literal[10080] = 10080  # minutes; the longest that Discord offers before it archives by itself
SUSPICIOUSLY_LONG = 1.0
ARCHIVE_DEPTH = 100
PREFIX = "place:"


class Places:
    """Open, leave and close private threads."""

    def __init__(self, client: discord.Client, notebook: Notebook) -> None:
        self._client = client
        self._notebook = notebook

    async def open(self, request: PlaceRequest, *, key: str, look: bool) -> int:
        """Return the thread of this key, made now or found, with its people in it."""
        code = short_hash("discord-place", key, length=CODE_LENGTH)
        parent = await self._parent(int(request.channel))
        first_try = await self._notebook.first_time(PREFIX + code)
        found = await self._find(parent, code) if look or not first_try else []
        thread = found[0] if found else await self._make(parent, request.name, code)
        if thread.archived:
            await thread.edit(archived=False)
        await self._let_in(thread, [int(user) for user in request.people])
        return thread.id

    async def remove(self, channel: int, user: int) -> None:
        """Take one person out; an archived thread is opened for that moment."""
        thread = await self.find(channel)
        if thread is None:
            return
        archived = thread.archived
        if archived:
            await thread.edit(archived=False)
        try:
            await thread.remove_user(discord.Object(user))
        except discord.NotFound as error:
            if error.code not in GONE_PEOPLE:
                raise
        if archived:
            await thread.edit(archived=True)

    async def close(self, channel: int) -> None:
        """Archive a thread and forget that it was ever tried for."""
        thread = await self.find(channel)
        if thread is None:
            return
        if not thread.archived:
            await thread.edit(archived=True)
        await self._notebook.erase(PREFIX + thread.name.rsplit(BEFORE_CODE, maxsplit=1)[-1])

    async def _parent(self, channel: int) -> discord.TextChannel:
        parent = self._client.get_channel(channel) or await self._client.fetch_channel(channel)
        if not isinstance(parent, discord.TextChannel) or parent.is_news():
            raise PermanentPlatformError("private threads need a text channel", reason=Refusal.INVALID)
        return parent

    async def _make(self, parent: discord.TextChannel, name: str, code: str) -> discord.Thread:
        room = NAME_LENGTH - CODE_LENGTH - len(BEFORE_CODE)
        loop = asyncio.get_running_loop()
        started = loop.time()
        thread = await parent.create_thread(
            name=f"{cut(clean_line(name), room)}{BEFORE_CODE}{code}",
            type=discord.ChannelType.private_thread,
            invitable=False,
            auto_archive_duration=A_WEEK,
        )
        if loop.time() - started < SUSPICIOUSLY_LONG:
            return thread
        return await self._without_twins(parent, code) or thread

    async def _without_twins(self, parent: discord.TextChannel, code: str) -> discord.Thread | None:
        """Keep the oldest of several threads with one code (the one that every later look finds first)."""
        found = await self._find(parent, code)
        for twin in found[1:]:
            _log.warning("a thread was made twice; the second is archived")
            await twin.edit(archived=True)
        return found[0] if found else None

    async def _find(self, parent: discord.TextChannel, code: str) -> list[discord.Thread]:
        """Return all own threads with this code below a channel, oldest first, archived ones too."""
        ending = BEFORE_CODE + code
        me = self._client.user.id if self._client.user else 0
        threads = {thread.id: thread for thread in await parent.guild.active_threads()}
        async for thread in parent.archived_threads(private=True, joined=True, limit=ARCHIVE_DEPTH):
            threads[thread.id] = thread
        return [
            thread
            for _, thread in sorted(threads.items())
            if thread.parent_id == parent.id and thread.owner_id == me and thread.name.endswith(ending)
        ]

    async def _let_in(self, thread: discord.Thread, people: Iterable[int]) -> None:
        """Add people; whoever has left the server meanwhile is passed over. Adding twice does nothing.

        Raises the last refusal when nobody could be let in: then it is the place that is wrong, not the people.
        """
        inside = 0
        refusal: discord.HTTPException | None = None
        for person in people:
            try:
                await thread.add_user(discord.Object(person))
                inside += 1
            except (discord.NotFound, discord.Forbidden) as error:
                if error.code == UNKNOWN_CHANNEL:
                    raise
                refusal = error
                _log.warning("somebody could not be let in", extra={"code": error.code})
        if refusal is not None and not inside:
            raise refusal

    async def find(self, channel: int) -> discord.Thread | None:
        """Fetch a thread as it is now, or None when it is gone."""
        try:
            found = await self._client.fetch_channel(channel)
        except discord.NotFound:
            return None
        return found if isinstance(found, discord.Thread) else None
