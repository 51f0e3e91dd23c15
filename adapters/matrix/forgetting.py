"""Forgetting one person: their words in rooms, their direct rooms, our notes, and their devices' keys."""

from typing import Protocol

from adapters.matrix.erasing import Eraser, naming
from adapters.matrix.errors import is_code
from adapters.matrix.places import Places
from adapters.matrix.records import FormRecord, load
from adapters.matrix.tools import Tools
from bot.errors import PermanentPlatformError, Refusal, TemporaryPlatformError
from bot.ids import ChannelId, UserId

_WRITTEN = ("menu/", "form/")
"""Notes with rendered words in them: those may show a person by name."""


class Keys(Protocol):
    """What the end-to-end encryption knows of people (`adapters.matrix.crypto`)."""

    def forget(self, user: str) -> None:
        """Delete the keys of somebody's devices."""
        ...


class Forgetter:
    """Forget people."""

    def __init__(self, tools: Tools, places: Places, keys: Keys | None) -> None:
        self._tools = tools
        self._places = places
        self._keys = keys
        self._eraser = Eraser(tools.http, tools.rooms, tools.sender)

    async def in_place(self, room: ChannelId, user: UserId) -> None:
        """Redact what names a person in a group's room and take them out; a room that was closed is out of reach."""
        record = await self._tools.rooms.record(room)
        if record is None or record.kind != "group":
            return
        await self._eraser.about(room, user)
        try:
            await self._places.remove(room, user)
        except PermanentPlatformError as error:
            if error.reason is Refusal.LOGGED_OUT or not is_code(error, "M_FORBIDDEN", "M_NOT_FOUND"):
                raise

    async def in_conversation(self, reader: UserId, user: UserId) -> None:
        """Redact what names a person in somebody's direct rooms; leave and forget them where they are the person's own.

        The last message stays: it says that this was done.
        """
        rooms = await self._tools.directs.known(reader)
        for room in rooms:
            if reader != user:
                await self._eraser.about(room, user)
            else:
                await self._eraser.everything(room, but_last=True)
        if reader != user:
            return
        for room in rooms:
            await self._eraser.leave(room)
        await self._tools.directs.forget(user)
        spared = await self._forget_notes(user, rooms)
        self._tools.rooms.forget_person(user)
        if self._keys is not None:
            self._keys.forget(user)
        if spared:
            raise TemporaryPlatformError("somebody still fills in a form", retry_after=spared)

    async def _forget_notes(self, user: str, rooms: tuple[str, ...]) -> float:
        """Erase every note that names a person, by id or by the name they show, or is about a direct room of theirs.

        Somebody else's open form is spared for as long as it can be filled in: return for how many seconds.
        """
        notebook = self._tools.notebook
        spared: dict[str, float] = {}
        for word in (user, *rooms):
            for key in await notebook.naming(word):
                told = naming(word)
                if told.search(key) or told.search(await notebook.read(key) or ""):
                    spared[key] = await self._others_for(key, rooms)
                    if not spared[key]:
                        await notebook.erase(key)
        name = self._tools.rooms.name_of(user)
        told = naming(name)
        for key in await notebook.naming(name):
            shown = key.startswith(_WRITTEN) and told.search(await notebook.read(key) or "")
            if shown and not spared.get(key):
                await notebook.erase(key)
        return max(spared.values(), default=0.0)

    async def _others_for(self, key: str, rooms: tuple[str, ...]) -> float:
        """Return for how many seconds a note is the form that somebody else is filling in, in a room of their own."""
        kind, _, room = key.partition("/")
        if kind != "form" or room in rooms:
            return 0.0
        form = await load(self._tools.notebook, key, FormRecord)
        if form is None or form.ended:
            return 0.0
        ends = form.started / 1000 + self._tools.settings.form_minutes * 60
        return max(0.0, ends - self._tools.clock.now().timestamp())
