"""The ways of saying something to somebody: lines, replies, and forms asked question by question."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from adapters.matrix.events import Event
from adapters.matrix.forms import collected, forgotten, opened, parted, question, step, with_spoken
from adapters.matrix.records import FormRecord, Origin, load, save
from adapters.matrix.sender import Delivery
from adapters.matrix.tools import Tools
from bot.ports.commands import PlaceKind
from bot.ports.messages import Form, Message, Reply
from bot.text.message import T, Text

_ENVELOPE = "✉️"


@dataclass(frozen=True, slots=True)
class Turn:
    """Say what became of words that were offered to a form; `misread` says why they are no answer to its question."""

    taken: bool
    misread: Text | None = None
    submitted: FormRecord | None = None
    options: Mapping[str, str] = field(default_factory=dict)


class Conversation:
    """Say things."""

    def __init__(self, tools: Tools) -> None:
        self._sender = tools.sender
        self._notebook = tools.notebook
        self._clock = tools.clock
        self._spoken: dict[str, dict[str, str]] = {}

    async def line(self, event: Event, room: str, kind: PlaceKind, text: Text, *, language: str) -> None:
        """Answer an event with one line."""
        await self._deliver(event, room, kind, Message(lines=(text,)), language=language)

    async def pointed(self, event: Event, kind: PlaceKind, *, fresh: bool, language: str) -> None:
        """Show in the room that the answer is elsewhere, in words only where there is an invitation to find."""
        if fresh:
            await self.line(event, event.room, kind, T("I wrote to you directly."), language=language)
        else:
            await self._sender.react(event.room, event.id, _ENVELOPE, key=f"re/{event.id}")

    async def reply(self, event: Event, room: str, kind: PlaceKind, reply: Reply, origin: Origin) -> None:
        """Bring a reply of the core to a room."""
        if reply.message is not None:
            await self._deliver(
                event, room, kind, reply.message, language=reply.language, origin=origin, part="reply"
            )
        if reply.form is not None:
            await self._open_form(event, room, reply.form, reply.language, origin)

    async def _deliver(
        self,
        event: Event,
        room: str,
        kind: PlaceKind,
        message: Message,
        *,
        language: str,
        origin: Origin | None = None,
        part: str = "line",
    ) -> None:
        here = room == event.room and event.reaction is None
        direct = kind is PlaceKind.DIRECT
        how = Delivery(
            key=f"re/{event.id}/{part}",
            language=language,
            kind=kind,
            reader=event.sender if direct else "",
            reply_to=event.id if here and not direct else None,
            thread=event.thread if here else None,
            origin=origin,
        )
        await self._sender.deliver(room, message, how)

    # ---- forms

    async def _open_form(self, event: Event, room: str, form: Form, language: str, origin: Origin) -> None:
        around = self._sender.surroundings(room, language=language, kind=PlaceKind.DIRECT)
        record = opened(form, around, origin=origin, started=self._now(), event=event.id)
        await self._ask_question(event, room, record)
        self._spoken.pop(room, None)
        await save(self._notebook, f"form/{room}", record)

    async def _ask_question(self, event: Event, room: str, record: FormRecord) -> None:
        await self._deliver(
            event,
            room,
            PlaceKind.DIRECT,
            question(record),
            language=record.language,
            part=f"question {record.index}",
        )

    async def answer_form(self, event: Event, words: str, *, minutes: int) -> Turn:
        """Give an open form the words and ask the next question; a filled-in form is returned."""
        key = f"form/{event.room}"
        record = await load(self._notebook, key, FormRecord)
        if record is None or (record.ended and record.last != event.id):
            return Turn(taken=False)
        spoken = self._spoken.get(event.room, {}) if record.spoken else {}
        if record.last != event.id:
            moved = self._moved(with_spoken(record, spoken), words, event, minutes)
            if isinstance(moved, Text):
                return Turn(taken=True, misread=moved)
            record, answers = parted(moved)
            self._spoken[event.room] = spoken = {**spoken, **answers}
            record = record.model_copy(update={"spoken": sorted({*moved.spoken, *spoken})})
            await save(self._notebook, key, record)
        lost = forgotten(record, spoken) if record.ended == "submitted" else None
        if lost is not None:
            record = lost.model_copy(update={"last": event.id})
            await save(self._notebook, key, record)
        return await self._went_on(event, with_spoken(record, spoken))

    def _moved(self, record: FormRecord, words: str, event: Event, minutes: int) -> FormRecord | Text:
        if self._now() - record.started > minutes * 60_000:
            return record.model_copy(update={"ended": "timed out", "last": event.id})
        return step(record, words, event.id)

    async def _went_on(self, event: Event, record: FormRecord) -> Turn:
        if record.ended == "submitted":
            return Turn(taken=True, submitted=record, options=collected(record))
        if record.ended == "cancelled":
            await self._say(event, T("Cancelled. Nothing was kept."), record.language)
        elif record.ended == "timed out":
            text = T("These questions had been open for long, so I closed them. Please start again.")
            await self._say(event, text, record.language)
        else:
            await self._ask_question(event, event.room, record)
        return Turn(taken=True)

    async def _say(self, event: Event, text: Text, language: str) -> None:
        await self.line(event, event.room, PlaceKind.DIRECT, text, language=language)

    async def tidy(self, event: Event) -> None:
        """Erase a form that this event ended: what people answered is not kept here."""
        key = f"form/{event.room}"
        record = await load(self._notebook, key, FormRecord)
        if record is not None and record.ended and record.last == event.id:
            await self._notebook.erase(key)
            self._spoken.pop(event.room, None)

    def _now(self) -> int:
        return int(self._clock.now().timestamp() * 1000)
