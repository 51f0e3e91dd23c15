"""Messages in Matrix's form: a plain body, HTML that says the same, and the people it may notify.

Everything is escaped as a whole and only our own marks come back as HTML afterwards, so nothing that a person
or a translator wrote can become a tag.
"""

import html
import json
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from bot.ports.messages import Menu, Message
from bot.text.bidi import bare
from bot.text.cutting import shortened
from bot.text.message import Command, Moment, Person, Text, Typed, Verbatim
from bot.text.render import render, written_moment

_LEFT, _RIGHT = "\ue000", "\ue001"  # private use: nobody can type our marks, `words` takes them away
_MARK = re.compile(f"{_LEFT}(\\d+){_RIGHT}")
ROOM = 46_000
"""What the words of an event may weigh: it may have 64 KiB with everything, and encryption adds a third."""

KEYCAPS = tuple(f"{digit}\ufe0f\u20e3" for digit in range(1, 10))
MAX_REACTIONS = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class Surroundings:
    """Say for whom and where a message is written; `called` names commands in a language."""

    language: str
    now: datetime
    prefix: str
    direct: bool
    name_of: Callable[[str], str]
    called: Callable[[str, str], str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """Hold one text twice: as plain words and as HTML."""

    body: str
    html: str


@dataclass(slots=True)
class MatrixStyle:
    """Write people as pills, commands the way they are called here, and instants by Babel.

    With `marks` the values leave marks that `_finished` replaces after everything was escaped.
    """

    around: Surroundings
    marks: list[str] | None = field(default=None)

    def words(self, words: str) -> str:
        """Return the words without characters that would be taken for marks or break an event."""
        return words.translate(_TAKEN_AWAY)

    def moment(self, moment: Moment, language: str) -> str:
        """Return the instant in its own zone: Matrix has no times of its own."""
        return written_moment(moment, language, now=self.around.now)

    def person(self, person: Person) -> str:
        """Return the display name, in HTML as a pill."""
        name = bare(self.words(self.around.name_of(person.user_id)))
        link = f"https://matrix.to/#/{html.escape(person.user_id)}"
        return self._marked(f'<a href="{link}">{html.escape(name)}</a>', name)

    def command(self, command: Command, language: str) -> str:
        """Return the words to type here."""
        typed = self.around.called(command.path, language)
        if not self.around.direct:
            typed = _prefixed(command.path, typed, self.around.prefix)
        return self._marked(f"<code>{html.escape(typed)}</code>", f'"{typed}"')

    def typed(self, typed: Typed, language: str) -> str:
        """Return the words as they are understood here."""
        return self.around.called(typed.words, language)

    def _marked(self, rich: str, plain: str) -> str:
        if self.marks is None:
            return plain
        self.marks.append(rich)
        return f"{_LEFT}{len(self.marks) - 1}{_RIGHT}"


_TAKEN_AWAY = {ord(_LEFT): None, ord(_RIGHT): None, 0: None}


def _prefixed(path: str, typed: str, prefix: str) -> str:
    """Put the prefix before a path, in the place of its first word where that is the bot's own."""
    _, _, rest = typed.partition(" ")
    own = path.split(" ", maxsplit=1)[0] == prefix[1:]
    return f"{prefix} {rest if own and rest else typed}"


def words_of(text: Text, around: Surroundings) -> str:
    """Return a text as plain words."""
    return render(text, MatrixStyle(around), around.language)


def _rich(text: Text, around: Surroundings) -> str:
    style = MatrixStyle(around, marks=[])
    escaped = html.escape(render(text, style, around.language), quote=False).replace("\n", "<br>")
    marks = style.marks or []
    return _MARK.sub(lambda found: marks[int(found.group(1))], escaped)


def literal(words: str) -> Text:
    """Wrap words that are rendered already."""
    return Text(template="{words}", values={"words": Verbatim(words)})


def write(message: Message, around: Surroundings, *, below: Sequence[Text] = ()) -> Written:
    """Write a whole message with its menu; `below` are our own lines about how to answer."""
    plain: list[str] = []
    rich: list[str] = []
    if message.title is not None:
        plain.append(words_of(message.title, around))
        rich.append(f"<h4>{_rich(message.title, around)}</h4>")
    for line in message.lines:
        plain.append(words_of(line, around))
        rich.append(f"<p>{_rich(line, around)}</p>")
    if message.bullets:
        plain.append("\n".join(f"• {words_of(bullet, around)}" for bullet in message.bullets))
        rich.append(f"<ul>{''.join(f'<li>{_rich(bullet, around)}</li>' for bullet in message.bullets)}</ul>")
    if message.facts:
        plain.append(
            "\n".join(f"{words_of(f.label, around)}: {words_of(f.value, around)}" for f in message.facts)
        )
        rows = (f"<b>{_rich(f.label, around)}:</b> {_rich(f.value, around)}" for f in message.facts)
        rich.append(f"<p>{'<br>'.join(rows)}</p>")
    if message.menu is not None:
        _write_menu(message.menu, around, plain, rich)
    for text in (*below, *((message.footer,) if message.footer is not None else ())):
        plain.append(words_of(text, around))
        rich.append(f"<p><em>{_rich(text, around)}</em></p>")
    return Written(body="\n\n".join(plain), html="\n".join(rich))


def _write_menu(menu: Menu, around: Surroundings, plain: list[str], rich: list[str]) -> None:
    if menu.prompt is not None:
        plain.append(words_of(menu.prompt, around))
        rich.append(f"<p>{_rich(menu.prompt, around)}</p>")
    ticks = [" ✓" if choice.chosen else "" for choice in menu.choices]
    labels = [choice.label for choice in menu.choices]
    numbered = [
        f"{n}. {words_of(label, around)}{tick}"
        for n, (label, tick) in enumerate(zip(labels, ticks, strict=True), 1)
    ]
    plain.append("\n".join(numbered))
    items = (f"<li>{_rich(label, around)}{tick}</li>" for label, tick in zip(labels, ticks, strict=True))
    rich.append(f"<ol>{''.join(items)}</ol>")


def content(
    written: Written,
    *,
    notice: bool,
    mention: Sequence[str] = (),
    reply_to: str | None = None,
    thread: str | None = None,
) -> dict[str, Any]:
    """Make the content of a message event. `m.mentions` is always there, or clients guess from the text."""
    made: dict[str, Any] = {
        "msgtype": "m.notice" if notice else "m.text",
        "body": written.body,
        "m.mentions": {"user_ids": list(mention)} if mention else {},
    }
    if weight(written.body) + weight(written.html) <= ROOM:
        made |= {"format": "org.matrix.custom.html", "formatted_body": written.html}
    else:
        made["body"] = shortened(written.body, ROOM, weight)
    relation = related(reply_to=reply_to, thread=thread)
    return {**made, "m.relates_to": relation} if relation else made


def weight(words: str) -> int:
    """Return how long words are in an event: what is not ASCII is escaped before it is encrypted."""
    return len(json.dumps(words)) - 2


def related(*, reply_to: str | None, thread: str | None) -> dict[str, Any]:
    """Make the relation of an answer: in its thread if it has one, with the fallback that older clients need."""
    if thread is not None:
        return {
            "rel_type": "m.thread",
            "event_id": thread,
            "is_falling_back": True,
            "m.in_reply_to": {"event_id": reply_to or thread},
        }
    return {"m.in_reply_to": {"event_id": reply_to}} if reply_to is not None else {}
