"""Taking away what Kith wrote about somebody, message by message: a bot has no other way in threads it does not moderate.

Discord keeps what it wrote itself ("added to the thread"); those lines can't be deleted by anybody.
"""

import re
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

import discord

from adapters.discord.errors import GONE_PEOPLE, UNKNOWN_MESSAGE
from adapters.discord.forms import PREFIX as FORM
from adapters.discord.forms import others_for
from adapters.discord.places import Places
from bot.errors import TemporaryPlatformError
from bot.ports.clock import Clock
from bot.ports.notebook import Notebook

AT_ONCE = 30
"""How many messages one call deletes: it is over long before somebody else may take the job."""
LOOKED_THROUGH = 2000
_OWN_WORDS = frozenset({discord.MessageType.default, discord.MessageType.reply})
_SOON = 1.0


class Eraser:
    """Delete own messages in threads and in direct messages."""

    def __init__(self, client: discord.Client, notebook: Notebook, clock: Clock) -> None:
        self._client = client
        self._notebook = notebook
        self._clock = clock
        self._places = Places(client, notebook)

    async def in_place(self, channel: int, user: int) -> None:
        """Delete what names a person in a thread and let them out; an archived thread is opened for that long."""
        async with self._opened(channel) as thread:
            if thread is not None:
                await self._delete(thread, lambda message: names(message, user))
                await _let_out(thread, user)

    async def everything(self, channel: int) -> None:
        """Delete all own messages of a thread; what people said to each other there they keep."""
        async with self._opened(channel) as thread:
            if thread is not None:
                await self._delete(thread, lambda _message: True)

    @asynccontextmanager
    async def _opened(self, channel: int) -> AsyncIterator[discord.Thread | None]:
        """Open an archived thread for a while: nothing can be changed in it otherwise."""
        thread = await self._places.find(channel)
        if thread is None or not thread.archived:
            yield thread
            return
        await thread.edit(archived=False)
        try:
            yield thread
        finally:
            await thread.edit(archived=True)

    async def in_conversation(self, reader: int, user: int) -> None:
        """Delete what names a person in direct messages with somebody; everything where it is the person's own."""
        there = await self._client.create_dm(discord.Object(reader))
        await self._delete(there, lambda message: reader == user or names(message, user))
        if reader == user:
            await self._forget_notes(str(user))

    async def _forget_notes(self, user: str) -> None:
        """Erase every note that names a person; somebody else's form is spared for as long as it may be filled in."""
        spared = 0.0
        for key in await self._notebook.naming(user):
            written = await self._notebook.read(key) or ""
            if naming(user).search(f"{key} {written}") is None:
                continue
            left = others_for(written, user, self._clock.now()) if key.startswith(FORM) else 0.0
            spared = max(spared, left)
            if not left:
                await self._notebook.erase(key)
        if spared:
            raise TemporaryPlatformError("somebody still fills in a form", retry_after=spared)

    async def _delete(self, there: discord.abc.Messageable, meant: Callable[[discord.Message], bool]) -> None:
        me = self._client.user.id if self._client.user else 0
        found = [
            message
            async for message in there.history(limit=LOOKED_THROUGH)
            if message.author.id == me and message.type in _OWN_WORDS and meant(message)
        ]
        for message in found[:AT_ONCE]:
            try:
                await message.delete()
            except discord.NotFound as error:
                if error.code != UNKNOWN_MESSAGE:
                    raise
        if len(found) > AT_ONCE:
            raise TemporaryPlatformError("there is more to delete", retry_after=_SOON)


async def _let_out(thread: discord.Thread, user: int) -> None:
    try:
        await thread.remove_user(discord.Object(user))
    except discord.NotFound as error:
        if error.code not in GONE_PEOPLE:
            raise


def names(message: discord.Message, user: int) -> bool:
    """Say whether a message names a person or notifies them."""
    texts = [message.content, *(str(embed.to_dict()) for embed in message.embeds)]
    told = naming(str(user))
    return any(told.search(text) for text in texts) or any(one.id == user for one in message.mentions)


def naming(user: str) -> re.Pattern[str]:
    """Return what finds a whole id and no longer one around it."""
    return re.compile(rf"(?<!\d){user}(?!\d)")
