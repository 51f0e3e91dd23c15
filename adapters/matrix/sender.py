"""Everything that the bot puts into rooms goes through here.

Each event carries a transaction id made from its key and its purpose ("words", "tap 2"): the server takes the
id for the same request whatever the event type is, so a reaction with the id of a message would silently be
that message. The key's hash also stands in the message itself, where it can be looked for when the server has
forgotten the transaction (24 hours).
"""

from collections.abc import AsyncIterator, Callable, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from adapters.matrix.errors import MatrixRefusal, is_code
from adapters.matrix.events import Event, listing, mapping, read_event, text
from adapters.matrix.files import Sealed, measures
from adapters.matrix.http import Http, in_room
from adapters.matrix.menus import Menus, commands_of, hint, labels_of, reactions
from adapters.matrix.records import MenuRecord, Origin
from adapters.matrix.render import Surroundings, content, related, words_of, write
from adapters.matrix.rooms import Rooms
from adapters.matrix.settings import MatrixSettings
from bot.errors import PermanentPlatformError, Refusal, TemporaryPlatformError
from bot.ids import short_hash
from bot.ports.clock import Clock
from bot.ports.commands import PlaceKind
from bot.ports.messages import Attachment, Menu, Message
from bot.text.message import Text

MARK = "kith.key"
_PAGES, _PAGE = 5, 100


class Cipher(Protocol):
    """Encrypt and decrypt, as `adapters.matrix.crypto` does."""

    async def seal(self, room: str, kind: str, content: dict[str, Any]) -> tuple[str, dict[str, Any]]:
        """Return the type and the content to send to an encrypted room."""
        ...

    def open(self, room: str, raw: object) -> object:
        """Return a decrypted event, or the event itself where that is not possible."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """Say how a message is delivered. `reader` is the one person meant, or empty in rooms with others."""

    key: str
    language: str
    kind: PlaceKind
    reader: str = ""
    notice: bool = True
    reply_to: str | None = None
    thread: str | None = None
    origin: Origin | None = None


class Sender:
    """Send messages with their menus and files."""

    def __init__(
        self,
        http: Http,
        *,
        rooms: Rooms,
        menus: Menus,
        clock: Clock,
        settings: MatrixSettings,
        cipher: Cipher | None,
        called: Callable[[str, str], str],
    ) -> None:
        self._http = http
        self._rooms = rooms
        self._menus = menus
        self._clock = clock
        self._settings = settings
        self._cipher = cipher
        self._called = called

    async def send(self, room: str, kind: str, body: dict[str, Any], *, txn: str) -> str:
        """Send one event, encrypted where the room is, and return its id.

        Reactions stay readable, as the protocol has it; nothing private is ever said by one.
        """
        if kind != "m.reaction" and await self._rooms.encrypted(room):
            if self._cipher is None:
                raise MatrixRefusal("M_KITH_ENCRYPTION_OFF", Refusal.INVALID, {})
            kind, body = await self._cipher.seal(room, kind, body)
        answer = await self._http.call("PUT", in_room(room, "send", kind, txn), body)
        return text(answer.get("event_id"))

    async def react(self, room: str, event: str, emoji: str, *, key: str) -> None:
        """Put a reaction on an event; one that is there already is success."""
        body = {"m.relates_to": {"rel_type": "m.annotation", "event_id": event, "key": emoji}}
        try:
            await self.send(room, "m.reaction", body, txn=transaction(key, f"react {emoji}"))
        except PermanentPlatformError as error:
            if not is_code(error, "M_DUPLICATE_ANNOTATION"):
                raise

    async def redact(self, room: str, event: str, *, key: str) -> None:
        """Take an event away."""
        await self._http.call("PUT", in_room(room, "redact", event, transaction(key, "redact")), {})

    def surroundings(self, room: str, *, language: str, kind: PlaceKind) -> Surroundings:
        """Say for whom and where something is written."""
        return Surroundings(
            language=language,
            now=self._clock.now(),
            prefix=self._settings.prefix,
            direct=kind is PlaceKind.DIRECT,
            name_of=lambda user: self._rooms.name_of(user, room),
            called=self._called,
        )

    async def deliver(self, room: str, message: Message, how: Delivery, *, found: str | None = None) -> str:
        """Send a message with its menu and files and return its event.

        `found` is the event of an earlier attempt; then only what is missing follows. What is meant for one
        reader is only ever sent where the server says that nobody else is.
        """
        if how.reader and not await self._rooms.alone_with(room, how.reader):
            raise TemporaryPlatformError("not a direct room any more", retry_after=0.5)
        around = self.surroundings(room, language=how.language, kind=how.kind)
        offered = message.menu is not None and message.menu.private and how.kind is not PlaceKind.DIRECT
        event = found
        if event is None:
            written = write(message, around, below=self._below(message, how, offered=offered))
            body = content(
                written,
                notice=how.notice and not message.mention,
                mention=message.mention,
                reply_to=how.reply_to,
                thread=how.thread,
            )
            event = await self.send(
                room, "m.room.message", {**body, MARK: mark(how.key)}, txn=transaction(how.key, "words")
            )
        if message.menu is not None:
            await self._show_menu(room, event, message.menu, how, around, offered=offered)
        await self._attach(room, message.files, how, around)
        return event

    def _below(self, message: Message, how: Delivery, *, offered: bool) -> Sequence[Text]:
        if message.menu is None:
            return ()
        link = f"https://matrix.to/#/{self._settings.user_id}"
        return (hint(message.menu, kind=how.kind, offered=offered, link=link),)

    async def _show_menu(
        self, room: str, event: str, menu: Menu, how: Delivery, around: Surroundings, *, offered: bool
    ) -> None:
        """Write the menu down before anybody can be invited to tap it."""
        direct = how.kind is PlaceKind.DIRECT
        record = MenuRecord(
            menu=menu.id,
            room=room,
            event=event,
            keys=[choice.key for choice in menu.choices],
            labels=labels_of(menu, around),
            commands=commands_of(menu),
            gather=menu.gather is not None,
            least=menu.least,
            asked=how.reader if direct else "",
            elsewhere=offered,
            origin=how.origin,
            language=how.language,
            at=int(self._clock.now().timestamp() * 1000),
        )
        await self._menus.remember(record, direct=direct, offered=offered)
        if not direct and not offered:
            for emoji in reactions(menu):
                await self.react(room, event, emoji, key=how.key)

    async def _attach(
        self, room: str, files: Sequence[Attachment], how: Delivery, around: Surroundings
    ) -> None:
        for number, file in enumerate(files):
            body = await self._file(room, file, around)
            body["m.mentions"] = {}
            relation = related(reply_to=how.reply_to, thread=how.thread) if how.thread else {}
            if relation:
                body["m.relates_to"] = relation
            await self.send(room, "m.room.message", body, txn=transaction(how.key, f"file {number}"))

    async def _file(self, room: str, file: Attachment, around: Surroundings) -> dict[str, Any]:
        """Store a file and describe it; in an encrypted room the homeserver gets it sealed."""
        sealed = Sealed.of(file.data) if await self._rooms.encrypted(room) else None
        picture = file.media_type.startswith("image/")
        body: dict[str, Any] = {
            "msgtype": "m.image" if picture else "m.file",
            "body": words_of(file.alt, around) if file.alt is not None else file.name,
            "filename": file.name,
            "info": {"mimetype": file.media_type, "size": len(file.data), **measures(file)},
        }
        if sealed is None:
            return {**body, "url": await self._http.upload(file.data, file.media_type, file.name)}
        address = await self._http.upload(sealed.data, "application/octet-stream", "file")
        return {**body, "file": {**sealed.keys, "url": address}}

    async def find(self, room: str, key: str) -> str | None:
        """Look for the message of a key among the room's last few hundred events."""
        async for event in self.own(room, pages=_PAGES):
            if event.content.get(MARK) == mark(key):
                return event.id
        return None

    async def own(self, room: str, *, pages: int) -> AsyncIterator[Event]:
        """Yield the bot's own events of a room, decrypted where possible, the newest first."""
        start: str | None = None
        for _ in range(pages):
            query = {"dir": "b", "limit": str(_PAGE), **({"from": start} if start else {})}
            answer = await self._http.call("GET", in_room(room, "messages"), query=query)
            chunk = listing(answer.get("chunk"))
            for raw in chunk:
                if mapping(raw).get("sender") != self._settings.user_id:
                    continue
                event = read_event(room, self._cipher.open(room, raw) if self._cipher else raw)
                if event is not None:
                    yield event
            start = text(answer.get("end")) or None
            if start is None or not chunk:
                return


def transaction(key: str, purpose: str) -> str:
    """Return the transaction id of one request."""
    return f"k{short_hash(key, purpose)}"


def mark(key: str) -> str:
    """Return what is looked for in messages."""
    return short_hash(key, "mark")
