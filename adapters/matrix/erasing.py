"""Taking away what the bot wrote about somebody: by redactions, which other servers are asked to follow and need not.

Who was invited to a room, and when, stays in its state for as long as the room exists: nobody can take that away.
"""

import re
from collections.abc import Callable

from adapters.matrix.errors import is_code
from adapters.matrix.events import Event
from adapters.matrix.http import Http, in_room
from adapters.matrix.rooms import Rooms
from adapters.matrix.sender import Sender
from bot.errors import PermanentPlatformError, Refusal, TemporaryPlatformError

AT_ONCE = 30
"""How many messages one call redacts: it is over before somebody else may take the job."""
_PAGES = 50
_SOON = 1.0
_WORDS = frozenset({"m.room.message", "m.room.encrypted"})
_INSIDE = r"[\w.:-]*\w"


class Eraser:
    """Redact own messages in rooms."""

    def __init__(self, http: Http, rooms: Rooms, sender: Sender) -> None:
        self._http = http
        self._rooms = rooms
        self._sender = sender

    async def about(self, room: str, user: str) -> None:
        """Redact what names a person in a room; nothing is left to do where the bot is out."""
        told = naming(user)
        await self._redact(room, lambda event: bool(told.search(repr(dict(event.content)))))

    async def everything(self, room: str, *, but_last: bool = False) -> None:
        """Redact all own messages of a room, perhaps but the last one, which says that this was done."""
        await self._redact(room, lambda _event: True, spared=int(but_last))

    async def _redact(self, room: str, meant: Callable[[Event], bool], *, spared: int = 0) -> None:
        try:
            found = [event async for event in self._sender.own(room, pages=_PAGES) if _stands(event)]
            chosen = [event for event in found[spared:] if meant(event)]
            for event in chosen[:AT_ONCE]:
                await self._sender.redact(room, event.id, key=f"erase/{event.id}")
        except PermanentPlatformError as error:
            if error.reason is Refusal.LOGGED_OUT or not is_code(error, "M_FORBIDDEN", "M_NOT_FOUND"):
                raise
            return
        if len(chosen) > AT_ONCE:
            raise TemporaryPlatformError("there is more to redact", retry_after=_SOON)

    async def leave(self, room: str) -> None:
        """Leave a room for good; being out already is success."""
        for step in ("leave", "forget"):
            try:
                await self._http.call("POST", in_room(room, step), {})
            except PermanentPlatformError as error:
                if error.reason is Refusal.LOGGED_OUT:
                    raise
        self._rooms.forget(room)


def _stands(event: Event) -> bool:
    """Say whether an event is a message that was not redacted."""
    return event.type in _WORDS and bool(event.content)


def naming(user: str) -> re.Pattern[str]:
    """Return what finds a user id and not a longer one that begins like it."""
    return re.compile(rf"(?<![\w@]){re.escape(user)}(?!{_INSIDE})")
