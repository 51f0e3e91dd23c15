"""Translatable messages as data: a template in English, and the facts that fill it.

A `Text` is not yet a string. It travels through the core unrendered and becomes words only where it is shown,
in the reader's language and zone and in the platform's own way of writing a time or naming a person
(`bot.text.render`). The English template is the catalogue's key (gettext), so code reads as the message does.

Write every template as a literal inside `T(...)` or `TN(...)`, or Babel will not find it. Placeholders are
`{name}`; nothing else is special, and no attribute or index can be reached through them.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import TypeAlias


class MomentStyle(StrEnum):
    """How much of an instant to show."""

    LONG = "long"  # Saturday, 5 December 2026, 10:00
    SHORT = "short"  # Sat 5 Dec, 10:00
    DATE = "date"  # 5 December 2026
    TIME = "time"  # 10:00
    RELATIVE = "relative"  # in 2 days


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """Name an instant; shown in the reader's zone, or in `zone` where the platform does not know it.

    `at` is timezone-aware (UTC); `zone` is an IANA name.
    """

    at: datetime
    zone: str
    style: MomentStyle = MomentStyle.LONG


@dataclass(frozen=True, slots=True)
class Person:
    """Name a person by their platform account; shown as that platform shows people."""

    user_id: str


@dataclass(frozen=True, slots=True)
class Command:
    """Name a command by its path ("meet join"); shown the way it is called where the reader is."""

    path: str


@dataclass(frozen=True, slots=True)
class Typed:
    """Name what is typed with a command: an option, a path to ask help about, or a value that is labelled in chat."""

    words: str
    label: "Text | None" = None


@dataclass(frozen=True, slots=True)
class Verbatim:
    """Carry words that people wrote (a spot's name, a hello); escaped, never translated."""

    words: str


@dataclass(frozen=True, slots=True)
class LanguageName:
    """Name a language by its code; shown as the reader's language calls it."""

    code: str


@dataclass(frozen=True, slots=True)
class Percent:
    """Carry a share (1 is all); shown in per cent, as the language writes it."""

    share: float


@dataclass(frozen=True, slots=True)
class Sequence:
    """Carry a list of values; shown with the language's own commas and "and"."""

    items: tuple["Value", ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """Hold one translatable message: a template and the values for its placeholders."""

    template: str
    values: Mapping[str, "Value"] = field(default_factory=dict)
    plural: str | None = None
    count: int | None = None


Value: TypeAlias = (
    str | int | Text | Moment | Person | Command | Typed | Verbatim | LanguageName | Percent | Sequence
)
"""What may fill a placeholder. A bare `str` is treated as `Verbatim`: escaped and never translated."""


def T(template: str, /, **values: Value) -> Text:  # noqa: N802 - short like gettext's own underscore
    """Make a message from an English template and the values of its placeholders."""
    return Text(template=template, values=values)


def TN(one: str, many: str, count: int, /, **values: Value) -> Text:  # noqa: N802
    """Make a message whose form depends on `count`, which also fills `{count}`."""
    return Text(template=one, plural=many, count=count, values={"count": count, **values})


def listed(*items: Value) -> Sequence:
    """Join values the way the reader's language joins a list."""
    return Sequence(tuple(items))
