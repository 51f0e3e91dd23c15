"""The desk: what people write and tap becomes calls of the core, and its replies find their way back.

Every event is answered once, whatever is killed when: replies carry transaction ids made from the event's id,
and the event is marked as done only after the reply was sent.
"""

import logging
from collections.abc import Awaitable, Callable, Mapping
from datetime import UTC, datetime

from adapters.matrix.commands import Addressed, Call, Parser, TooMuch, Unknown, addressed, file_option
from adapters.matrix.conversation import Conversation
from adapters.matrix.errors import MALFORMED
from adapters.matrix.events import Event, listing, mapping
from adapters.matrix.files import handed_in
from adapters.matrix.http import in_room
from adapters.matrix.menus import CHECK, NotThere, Picked, choose, position, same_emoji
from adapters.matrix.people import mentioned, words_with_people
from adapters.matrix.records import CallRecord, MenuRecord, Origin, load, save
from adapters.matrix.tools import Tools
from bot.errors import PermanentPlatformError, PlatformError, Refusal, TemporaryPlatformError
from bot.ids import MenuId, UserId
from bot.ports.commands import Actor, Answer, CommandSpec, Invocation, Place, PlaceKind, Visibility
from bot.ports.inbox import Inbox
from bot.ports.messages import Reply
from bot.text.message import Command, T, Text, listed

log = logging.getLogger(__name__)
_LONGEST_WAIT = 60.0
_GIVE_UP = 3600.0
SAID = "kith said"
"""The core's command for words in a direct room that are no command."""


class Desk:
    """Serve people."""

    def __init__(self, tools: Tools, inbox: Inbox) -> None:
        self._tools = tools
        self._inbox = inbox
        self._parser = Parser(inbox.specs, prefix=tools.settings.prefix)
        self._talk = Conversation(tools)
        self._replies: dict[str, Reply] = {}

    def wants(self, event: Event) -> bool:
        """Say whether an event may be meant for the bot at all."""
        if event.sender == self._tools.settings.user_id or event.state_key is not None:
            return False
        return event.is_words or event.is_file or event.reaction is not None

    async def handle(self, event: Event) -> None:
        """Answer one event and mark it as done.

        The homeserver's refusals end here; only the loss of our own login goes on. While the server cannot be
        reached the answer is kept and tried again, for an hour.
        """
        if await self._tools.notebook.read(f"done/{event.id}") is not None:
            return
        await self._until_answered(event)
        self._replies.pop(event.id, None)
        await self._tools.notebook.write(f"done/{event.id}", "1")
        await self._talk.tidy(event)

    async def ask_again(self, event: Event) -> None:
        """Tell somebody in their direct room that a message could not be read."""
        try:
            if await self._tools.rooms.partner(event.room) == event.sender:
                place = await self._tools.rooms.place(event.room)
                text = T("I could not read your last message. Please send it once more.")
                await self._line(event, event.room, place, text)
        except PlatformError:
            log.warning("a request to repeat something could not be sent")

    async def _until_answered(self, event: Event) -> None:
        waited, wait = 0.0, 1.0
        while waited < _GIVE_UP:
            try:
                await self._route(event)
            except PermanentPlatformError as error:
                if error.reason is Refusal.LOGGED_OUT:
                    raise
                log.warning("an answer was refused", extra={"reason": error.reason.value})
            except TemporaryPlatformError as error:
                pause = min(_LONGEST_WAIT, max(wait, error.retry_after))
                await self._tools.clock.sleep(pause)
                waited, wait = waited + pause, wait * 2
                continue
            except MALFORMED:
                log.exception("an event could not be handled")
            return
        log.error("an answer was given up")

    async def _route(self, event: Event) -> None:
        place = await self._tools.rooms.place(event.room)
        if event.reaction is not None:
            await self._reacted(event, place)
        elif place.kind is PlaceKind.DIRECT:
            await self._said_directly(event, place)
        else:
            await self._said_in_room(event, place)

    # ---- in rooms with others

    async def _said_in_room(self, event: Event, place: Place) -> None:
        words = words_with_people(event)
        if event.replied_to is not None and event.is_words:
            record = await self._tools.menus.by_event(event.replied_to)
            if record is not None and not record.elsewhere:
                picked = choose(record, words)
                if picked is not None:
                    await self._picked(event, place, record, picked)
                    return
        me = self._tools.settings.user_id
        name = self._tools.rooms.name_of(me, event.room)
        meant = addressed(
            words, prefix=self._tools.settings.prefix, me=me, name=name, mentioned=mentioned(event, me)
        )
        if meant is not None:
            await self._called(event, place, meant)

    async def _called(self, event: Event, place: Place, meant: Addressed) -> None:
        call = self._parser.parse(meant.words or "help")
        if isinstance(call, Call):
            await self._invoke(event, place, call)
            return
        if isinstance(call, TooMuch) and call.spec.sensitive and place.kind is not PlaceKind.DIRECT:
            await self._take_away(event)
            room, _ = await self._tools.directs.open(event.sender, again=True)
            await self._line(event, room, place, _misread(call), kind=PlaceKind.DIRECT)
        elif meant.plainly:
            await self._line(event, event.room, place, _misread(call))

    # ---- in the direct room

    async def _said_directly(self, event: Event, place: Place) -> None:
        await self._tools.directs.remember(event.sender, event.room)
        if event.is_file:
            await self._file_came(event, place)
            return
        words = words_with_people(event)
        settings = self._tools.settings
        meant = addressed(words, prefix=settings.prefix, me=settings.user_id)
        if meant is None and await self._said_to_something(event, place, words):
            return
        call = self._parser.parse(meant.words or "help" if meant is not None else words)
        if isinstance(call, Call):
            await self._invoke(event, place, call)
        elif not await self._offer_taken(event, words) and not await self._heard(event, place, words):
            await self._line(event, event.room, place, _misread(call))

    async def _line(
        self, event: Event, room: str, place: Place, text: Text, *, kind: PlaceKind | None = None
    ) -> None:
        """Answer with a line of the adapter's own, in the language that the core would answer in."""
        language = await self._inbox.language(self._actor(event), place)
        await self._talk.line(event, room, kind or place.kind, text, language=language)

    async def _heard(self, event: Event, place: Place, words: str) -> bool:
        """Let the core have words that are no command; say whether it had an answer."""
        spec = self._parser.spec(SAID)
        if spec is None:
            return False
        call = self._call(event, place, SAID, {"words": words})
        reply = await self._ask(event, lambda: self._inbox.handle(call))
        await self._respond(event, reply, place, place, spec)
        return reply.message is not None

    async def _said_to_something(self, event: Event, place: Place, words: str) -> bool:
        """Answer the menu that was replied to, else the open form, else the newest menu."""
        menus = self._tools.menus
        record = await menus.by_event(event.replied_to) if event.replied_to else None
        if record is not None and await self._menu_answered(event, place, record, words):
            return True
        if await self._form_went_on(event, place, words):
            return True
        record = record or await menus.latest(event.room)
        return record is not None and await self._menu_answered(event, place, record, words)

    async def _form_went_on(self, event: Event, place: Place, words: str) -> bool:
        """Let an open form have the words; a filled-in one becomes its command."""
        minutes = self._tools.settings.form_minutes
        turn = await self._talk.answer_form(event, words, minutes=minutes)
        if turn.misread is not None and not await self._heard(event, place, words):
            await self._line(event, event.room, place, turn.misread)
        if turn.submitted is not None:
            form = turn.submitted
            origin = _place(form.origin, place)
            spec = self._parser.spec(form.command)
            reply = await self._ask(
                event, lambda: self._inbox.handle(self._call(event, origin, form.command, turn.options))
            )
            await self._respond(event, reply, place, origin, spec)
        return turn.taken

    async def _menu_answered(self, event: Event, place: Place, record: MenuRecord, words: str) -> bool:
        picked = choose(record, words)
        if picked is None:
            return False
        await self._picked(event, place, record, picked)
        return True

    async def _offer_taken(self, event: Event, words: str) -> bool:
        """Understand the words of a choice that stands in a room which both are in."""
        place = await self._tools.rooms.place(event.room)
        for record in await self._tools.menus.offers():
            picked = choose(record, words) if not words[:1].isdigit() else None
            if isinstance(picked, Picked) and await self._is_in(record.room, event.sender):
                await self._picked(event, place, record, picked)
                return True
        return False

    async def _is_in(self, room: str, user: str) -> bool:
        try:
            return await self._tools.rooms.membership(room, user) == "join"
        except PermanentPlatformError:
            return False

    # ---- menus

    async def _reacted(self, event: Event, place: Place) -> None:
        target, emoji = event.reaction or ("", "")
        record = await self._tools.menus.by_event(target)
        if record is None or record.elsewhere or record.room != event.room:
            return
        if record.gather:
            if same_emoji(emoji, CHECK):
                numbers = await self._numbers_of(event.sender, record)
                await self._picked(event, place, record, choose(record, numbers or "0"))
            return
        index = position(emoji)
        if index is not None and index < len(record.keys):
            await self._picked(event, place, record, Picked((record.keys[index],)))

    async def _numbers_of(self, user: str, record: MenuRecord) -> str:
        """Count one person's reactions as the server has them now, those taken back left out."""
        path = in_room(record.room, "relations", record.event, "m.annotation").replace("v3/", "v1/", 1)
        answer = await self._tools.http.call("GET", path, query={"limit": "200"})
        found = set()
        for raw in listing(answer.get("chunk")):
            key = mapping(mapping(mapping(raw).get("content")).get("m.relates_to")).get("key")
            index = position(key) if isinstance(key, str) and mapping(raw).get("sender") == user else None
            if index is not None and index < len(record.keys):
                found.add(index + 1)
        return " ".join(str(number) for number in sorted(found))

    async def _picked(
        self, event: Event, place: Place, record: MenuRecord, picked: Picked | NotThere | None
    ) -> None:
        if picked is None or (record.asked and record.asked != event.sender):
            return
        if isinstance(picked, NotThere):
            await self._line(event, event.room, place, picked.why)
            return
        origin = _place(record.origin, place)
        if record.elsewhere:
            origin = await self._tools.rooms.place(record.room)
        answer = Answer(
            id=event.id,
            menu=MenuId(record.menu),
            keys=picked.keys,
            actor=self._actor(event),
            place=origin,
        )
        reply = await self._ask(event, lambda: self._inbox.answer(answer))
        command = dict(zip(record.keys, record.commands, strict=True)).get((*picked.keys, "")[0], "")
        await self._respond(event, reply, place, origin, self._parser.spec(command))

    # ---- files

    async def _file_came(self, event: Event, place: Place) -> None:
        """Take a file: with a command as its caption, or the one that a command asked for."""
        name = event.content.get("filename")
        caption = event.words if isinstance(name, str) and name != event.words else ""
        call = self._parser.parse(caption) if caption else None
        if isinstance(call, Call):
            await self._invoke(event, place, call)
            return
        waiting = await load(self._tools.notebook, f"file/{event.room}", CallRecord)
        spec = self._parser.spec(waiting.command) if waiting is not None else None
        if waiting is not None and spec is not None and waiting.user == event.sender:
            origin = _place(waiting.origin, place)
            await self._invoke(event, place, Call(spec=spec, options=waiting.options), origin=origin)
            await self._tools.notebook.erase(f"file/{event.room}")

    async def _with_file(
        self, event: Event, place: Place, call: Call, origin: Place
    ) -> Mapping[str, str] | None:
        """Add the file's text to a call, or ask for the file."""
        option = file_option(call.spec)
        if option is None or option.name in call.options:
            return call.options
        if event.is_file:
            content = await handed_in(self._tools.http, event)
            if content is not None:
                return {**call.options, option.name: content}
            text = T(
                "I can't read that file. A spreadsheet can save its table as CSV, of at most one megabyte."
            )
            await self._line(event, event.room, place, text)
            return None
        room, _ = await self._private_room(event, place)
        record = CallRecord(
            command=call.spec.name, options=dict(call.options), user=event.sender, origin=Origin.of(origin)
        )
        await save(self._tools.notebook, f"file/{room}", record)
        await self._line(event, room, place, T("Now send me the file, here."), kind=PlaceKind.DIRECT)
        return None

    # ---- calls and replies

    async def _invoke(self, event: Event, place: Place, call: Call, *, origin: Place | None = None) -> None:
        origin = origin or place
        if call.spec.sensitive and place.kind is not PlaceKind.DIRECT:
            await self._take_away(event)
        options = await self._with_file(event, place, call, origin)
        if options is None:
            return
        invocation = self._call(event, origin, call.spec.name, options)
        reply = await self._ask(event, lambda: self._inbox.handle(invocation))
        await self._respond(event, reply, place, origin, call.spec)

    async def _ask(self, event: Event, ask: Callable[[], Awaitable[Reply]]) -> Reply:
        """Ask the core once, even if the way back takes several tries."""
        if event.id not in self._replies:
            self._replies[event.id] = await ask()
        return self._replies[event.id]

    def _call(self, event: Event, place: Place, command: str, options: Mapping[str, str]) -> Invocation:
        return Invocation(
            id=event.id,
            command=command,
            actor=self._actor(event),
            place=place,
            options=options,
            at=datetime.fromtimestamp(event.at / 1000, UTC) if event.at else None,
        )

    def _actor(self, event: Event) -> Actor:
        name = self._tools.rooms.name_of(event.sender, event.room)
        return Actor(user_id=UserId(event.sender), name=name)

    async def _respond(
        self, event: Event, reply: Reply, place: Place, origin: Place, spec: CommandSpec | None
    ) -> None:
        """Bring a reply where it may be read: shared ones where it all began, all others to the person alone."""
        if (reply.message is None and reply.form is None) or self._too_late(reply):
            return
        declared = spec is not None and spec.visibility is Visibility.SHARED
        shared = declared and reply.form is None and not reply.private
        if shared and reply.message is not None:
            await self._talk.reply(event, origin.channel, origin.kind, reply, Origin.of(origin))
            return
        room, fresh = await self._private_room(event, place)
        await self._talk.reply(event, room, PlaceKind.DIRECT, reply, Origin.of(origin))
        sensitive = spec is None or spec.sensitive
        if place.kind is not PlaceKind.DIRECT and event.reaction is None and not sensitive:
            await self._talk.pointed(event, place.kind, fresh=fresh, language=reply.language)

    def _too_late(self, reply: Reply) -> bool:
        """Say whether an answer is not worth having any more: it could not be sent for too long."""
        return reply.until is not None and self._tools.clock.now() > reply.until

    async def _private_room(self, event: Event, place: Place) -> tuple[str, bool]:
        if place.kind is PlaceKind.DIRECT:
            return event.room, False
        return await self._tools.directs.open(event.sender, again=True)

    async def _take_away(self, event: Event) -> None:
        """Redact a sensitive command if the bot may; if not, the answer is private all the same."""
        try:
            await self._tools.sender.redact(event.room, event.id, key=f"re/{event.id}")
        except PermanentPlatformError as error:
            if error.reason is Refusal.LOGGED_OUT:
                raise


def _place(origin: Origin | None, otherwise: Place) -> Place:
    return origin.place() if origin is not None else otherwise


def _misread(call: Unknown | TooMuch) -> Text:
    if isinstance(call, TooMuch):
        return T(
            "That was more than {command} takes. Put quotation marks around words that belong together.",
            command=Command(call.spec.name),
        )
    if call.nearest:
        names = listed(*(Command(name) for name in call.nearest))
        return T("I don't know that. Perhaps you mean {commands}?", commands=names)
    return T("I don't know that. {help} shows what I can do.", help=Command("kith help"))
