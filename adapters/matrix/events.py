"""One event of a room, read carefully: its content was written by strangers and may have any shape."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

_QUOTE_LINE = re.compile(r"\A(?:>[^\n]*(?:\n|\Z))+\n?")


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """Hold what we use of an event; `at` is the sender's server's clock in milliseconds."""

    room: str
    id: str
    type: str
    sender: str
    content: Mapping[str, Any] = field(default_factory=dict)
    state_key: str | None = None
    at: int = 0
    before: Mapping[str, Any] = field(default_factory=dict)

    @property
    def relation(self) -> Mapping[str, Any]:
        """Return what the event says about another event."""
        return mapping(self.content.get("m.relates_to"))

    @property
    def thread(self) -> str | None:
        """Return the root of the thread that the event is in."""
        inside = self.relation.get("rel_type") == "m.thread"
        return text(self.relation.get("event_id")) or None if inside else None

    @property
    def replied_to(self) -> str | None:
        """Return the event that this one answers; in a thread the technical fallback does not count."""
        if self.relation.get("is_falling_back") is True:
            return None
        return text(mapping(self.relation.get("m.in_reply_to")).get("event_id")) or None

    @property
    def reaction(self) -> tuple[str, str] | None:
        """Return the event that was reacted to, and the reaction."""
        if self.type != "m.reaction" or self.relation.get("rel_type") != "m.annotation":
            return None
        return text(self.relation.get("event_id")), text(self.relation.get("key"))

    @property
    def words(self) -> str:
        """Return what a person wrote, without the quotation that older clients put before an answer."""
        body = text(self.content.get("body")).replace("\x00", "")
        if self.replied_to is not None:
            body = _QUOTE_LINE.sub("", body)
        return body.strip()

    @property
    def is_words(self) -> bool:
        """Say whether a person wrote this now: no notice of another bot, and no later edit."""
        return (
            self.type == "m.room.message"
            and self.content.get("msgtype") == "m.text"
            and self.relation.get("rel_type") != "m.replace"
        )

    @property
    def is_file(self) -> bool:
        """Say whether this is a file that somebody sent."""
        return self.type == "m.room.message" and self.content.get("msgtype") == "m.file"

    @property
    def membership(self) -> str:
        """Return the new membership in a member event, else an empty string."""
        return text(self.content.get("membership")) if self.type == "m.room.member" else ""


def read_event(room: str, raw: object) -> Event | None:
    """Return the event, or None where it lacks what every event has."""
    source = mapping(raw)
    fields = [source.get(name) for name in ("event_id", "type", "sender")]
    if not all(isinstance(value, str) and value for value in fields):
        return None
    key, at = source.get("state_key"), source.get("origin_server_ts")
    return Event(
        room=room,
        id=str(fields[0]),
        type=str(fields[1]),
        sender=str(fields[2]),
        content=mapping(source.get("content")),
        state_key=key if isinstance(key, str) else None,
        at=at if isinstance(at, int) else 0,
        before=mapping(mapping(source.get("unsigned")).get("prev_content")),
    )


def mapping(value: object) -> Mapping[str, Any]:
    """Return the value if it is an object, else an empty one."""
    return value if isinstance(value, Mapping) else {}


def listing(value: object) -> list[Any]:
    """Return the value if it is a list, else an empty one."""
    return value if isinstance(value, list) else []


def text(value: object) -> str:
    """Return the value if it is text, else an empty text."""
    return value if isinstance(value, str) else ""
