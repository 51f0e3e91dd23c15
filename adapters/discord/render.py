"""Turn a `Message` into what Discord shows: plain content or one embed, within Discord's limits.

Limits are from the developer documentation ("Message", "Embed Limits").
"""

import io
from dataclasses import dataclass, field
from typing import Any

import discord

from adapters.discord.marks import hidden
from adapters.discord.words import Words, cut, is_snowflake, units
from bot.ports.messages import Attachment, Fact, Message
from bot.text.message import Person, Sequence, Text, Value

CONTENT = 2000
EMBED_TITLE = 256
EMBED_TEXT = 4096
EMBED_FIELDS = 25
FIELD_NAME = 256
FIELD_VALUE = 1024
FOOTER = 2048
EMBED_TOTAL = 6000
FILES = 10
MENTIONS = 100
ALT = 1024
ACCENT = discord.Colour(0x3E8E7E)

_NAMELESS = "\u200b"
_LEAST_FIELD = 100


@dataclass(frozen=True, kw_only=True)
class Card:
    """Hold one rendered message, in the words that discord.py's senders take."""

    content: str = ""
    embed: discord.Embed | None = None
    attachments: tuple[tuple[Attachment, str | None], ...] = ()
    mention: tuple[str, ...] = ()

    def files(self) -> list[discord.File]:
        """Return the files afresh; discord.py uses each up."""
        return [
            discord.File(io.BytesIO(file.data), filename=file.name, description=alt)
            for file, alt in self.attachments
        ]

    def arguments(self) -> dict[str, Any]:
        """Return the keyword arguments for `send` and `send_message`; only those named are notified."""
        people = [discord.Object(int(user)) for user in self.mention]
        found: dict[str, Any] = {
            "content": self.content or None,
            "allowed_mentions": discord.AllowedMentions(
                everyone=False, roles=False, replied_user=False, users=people or False
            ),
        }
        if self.embed is not None:
            found["embed"] = self.embed
        if self.attachments:
            found["files"] = self.files()
        return found


def compose(message: Message, words: Words, *, mark: str = "") -> Card:
    """Render a message; `mark` is hidden in the text where no menu carries it."""
    body = _body(message, words)
    tag = hidden(mark) if mark and not (message.menu and message.menu.choices) else ""
    files = tuple((file, words.label(file.alt, ALT) if file.alt else None) for file in message.files[:FILES])
    mention = _mentioned(message)
    plain = not (message.title or message.facts or message.footer or _pictures(message))
    content = "\n".join(part for part in (_callout(message, body), body) if part)
    if plain and content and units(content) + units(tag) <= CONTENT:
        return Card(content=content + tag, attachments=files, mention=mention)
    embed = _embed(message, body, words, tag)
    return Card(content=_callout(message, ""), embed=embed, attachments=files, mention=mention)


def _mentioned(message: Message) -> tuple[str, ...]:
    return tuple(user for user in dict.fromkeys(message.mention) if is_snowflake(user))[:MENTIONS]


def _callout(message: Message, body: str) -> str:
    """Mention whom the text does not mention yet: inside an embed a mention notifies nobody."""
    mentions = [f"<@{user}>" for user in _mentioned(message)]
    return cut(" ".join(mention for mention in mentions if mention not in body), CONTENT)


def _body(message: Message, words: Words) -> str:
    paragraphs = [words.text(line) for line in message.lines]
    bullets = "\n".join(f"- {words.text(bullet)}" for bullet in message.bullets)
    asked = message.menu.prompt if message.menu else None
    parts = [*paragraphs, bullets, words.text(asked) if asked else ""]
    return "\n\n".join(part for part in parts if part)


def _pictures(message: Message) -> list[Attachment]:
    return [file for file in message.files[:FILES] if file.media_type.startswith("image/")]


def _embed(message: Message, body: str, words: Words, tag: str) -> discord.Embed:
    embed = discord.Embed(colour=ACCENT)
    if message.title:
        embed.title = words.title(message.title, EMBED_TITLE)
    if message.footer:
        embed.set_footer(text=words.label(message.footer, FOOTER // 2))
    for fact in message.facts[:EMBED_FIELDS]:
        _add_fact(embed, fact, words)
    late = [f"{words.text(fact.label)}: {words.text(fact.value)}" for fact in message.facts[EMBED_FIELDS:]]
    _describe(embed, "\n".join([body, *late]).strip(), tag)
    for picture in _pictures(message)[:1]:
        embed.set_image(url=f"attachment://{picture.name}")
    return embed


def _describe(embed: discord.Embed, text: str, tag: str) -> None:
    """Put the text in, and what is too long for a description into fields without a name, before the facts.

    It is parted at line breaks; only what the whole embed has no room for is left out.
    """
    total = EMBED_TOTAL - len(embed) - _wide(embed) - units(tag)
    first, rest = parted(text, min(EMBED_TEXT - units(tag), max(total, 1)))
    total -= units(first)
    for place in range(EMBED_FIELDS - len(embed.fields)):
        if not rest or total <= _LEAST_FIELD:
            break
        piece, rest = parted(rest, min(FIELD_VALUE, total - 1))
        embed.insert_field_at(place, name=_NAMELESS, value=piece, inline=False)
        total -= units(piece) + 1
    if rest:
        first = cut(f"{first}\n{rest}", units(first) or 1)
    embed.description = (first + tag) or None


def parted(text: str, limit: int) -> tuple[str, str]:
    """Return the lines of a text that fit, and the others; a first line that does not fit is cut."""
    if units(text) <= limit:
        return text, ""
    kept, lines = "", text.split("\n")
    while lines and units(f"{kept}\n{lines[0]}" if kept else lines[0]) <= limit:
        line = lines.pop(0)
        kept = f"{kept}\n{line}" if kept else line
    if not kept.strip():
        return cut(text, limit), ""
    return kept.rstrip(), "\n".join(lines).strip()


def _add_fact(embed: discord.Embed, fact: Fact, words: Words) -> None:
    """Add one field, as long as the embed's total leaves room for it and a little text."""
    name = words.title(fact.label, FIELD_NAME)
    value = cut(words.text(fact.value), FIELD_VALUE) or "…"
    if len(embed) + _wide(embed) + units(name) + units(value) < EMBED_TOTAL - 500:
        embed.add_field(name=name, value=value, inline=units(value) <= 40)  # noqa: PLR2004 - short ones share a row


def _wide(embed: discord.Embed) -> int:
    """Count what `len(embed)`, which counts letters, misses of UTF-16 units."""
    texts = [embed.title or "", embed.footer.text or ""]
    texts += [text or "" for entry in embed.fields for text in (entry.name, entry.value)]
    return sum(units(text) - len(text) for text in texts)


@dataclass(frozen=True, kw_only=True)
class People:
    """Collect the people that labels name, so that their names can be asked for first."""

    found: set[str] = field(default_factory=set)

    def look_at(self, *texts: Text | None) -> None:
        """Take note of everybody in these texts."""
        for text in texts:
            for value in text.values.values() if text else ():
                self._look_into(value)

    def _look_into(self, value: Value) -> None:
        match value:
            case Person():
                self.found.add(value.user_id)
            case Text():
                self.look_at(value)
            case Sequence():
                for item in value.items:
                    self._look_into(item)
            case _:
                pass


def named_in(message: Message) -> frozenset[str]:
    """Return the user ids of everybody that this message names in a label, a title or a footer."""
    people = People()
    people.look_at(message.title, message.footer, *(fact.label for fact in message.facts))
    if message.menu:
        people.look_at(*(choice.label for choice in message.menu.choices))
    return frozenset(people.found)
