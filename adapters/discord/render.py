"""Turn a `Message` into what Discord shows: plain content or one embed, within Discord's limits.

Limits are from the developer documentation ("Message", "Embed Limits"). Lengths are counted in UTF-16 units, the
strictest way of counting; whatever is too long is cut at a word, never inside a mention or a time.
"""

import io
import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeAlias

import discord
from typing_extensions import override

from adapters.discord.marks import hidden
from bot.ports.messages import Attachment, Fact, Message
from bot.text.bidi import FSI, PDI, closed
from bot.text.cutting import ELLIPSIS, shortened
from bot.text.message import Command, Moment, MomentStyle, Person, Text, Typed, Value
from bot.text.message import Sequence as Listed
from bot.text.render import render, written_moment

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

ROOMS = (None, 60, 40, 24, 12)
"""What people's words in a label may have, the first that lets all of it fit."""

Called: TypeAlias = Callable[[str, str], str]
"""How Discord calls a command or an option (in English) in the command list of somebody who reads a language."""

_NAMELESS = "\u200b"
_LEAST_FIELD = 100
_CODE = re.compile(r"(?<!\\)`")
_MARKDOWN = re.compile(r"[\\`*_~|\[\]()]")
_LINE_START = re.compile(r"^(\s*)([#+-]|\d+\.)", re.MULTILINE)
_LINK = re.compile(r"https?://[^\s<>()\[\]]+")
_TIMES = {
    MomentStyle.LONG: "F",
    MomentStyle.SHORT: "f",
    MomentStyle.DATE: "D",
    MomentStyle.TIME: "t",
    MomentStyle.RELATIVE: "R",
}
_HARMLESS = str.maketrans({"<": "<\u200b", "@": "@\u200b"})  # with a break of no width: no mention, no time
_JOINERS = frozenset("\u200d\ufe0f")  # kept: they hold families of emoji together


def is_snowflake(value: str) -> bool:
    """Say whether this is an id as Discord writes them."""
    return value.isascii() and value.isdigit() and len(value) < 20 and 0 < int(value) < 1 << 63  # noqa: PLR2004


def units(text: str) -> int:
    """Count a text's length in UTF-16 units."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def cut(text: str, limit: int) -> str:
    """Shorten a text to `limit` units, at a word, with an ellipsis, and never inside a mention, a time or a command."""
    if units(text) <= limit:
        return text
    kept = shortened(text, limit, units).rstrip(PDI).removesuffix(ELLIPSIS)
    if kept.rfind("<") > kept.rfind(">"):
        kept = kept[: kept.rfind("<")]
    if len(_CODE.findall(kept)) % 2:
        kept = kept[: kept.rfind("`")]
    return closed(kept.rstrip().rstrip("\\").removesuffix(FSI).rstrip() + ELLIPSIS)


def clean(words: str, *, kept: frozenset[str] = _JOINERS) -> str:
    """Take out what is not shown but changes what is shown: controls, direction marks, tags, lone surrogates."""
    shown = (
        letter
        for letter in unicodedata.normalize("NFC", words)
        if letter == "\n" or letter in kept or unicodedata.category(letter) not in _UNSHOWN
    )
    return "".join(shown).strip()


def clean_line(words: str) -> str:
    """Do the same for a whole line of ours, in which names of the other direction are kept to themselves."""
    return clean(words, kept=_JOINERS | {FSI, PDI}).replace("\n", " ")


_UNSHOWN = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})


def escape(words: str) -> str:
    """Show members' words as they are: no markdown, no mention, no time, no invisible letters; links stay."""
    words = clean(words).translate(_HARMLESS)
    parts: list[str] = []
    last = 0
    for link in _LINK.finditer(words):
        parts += [_escape_markdown(words[last : link.start()]), link.group()]
        last = link.end()
    return "".join([*parts, _escape_markdown(words[last:])])


def _escape_markdown(words: str) -> str:
    words = _MARKDOWN.sub(r"\\\g<0>", words)
    return _LINE_START.sub(lambda found: f"{found[1]}{found[2][:-1]}\\{found[2][-1]}", words)


def in_english(path: str, _language: str) -> str:
    """Return a command's path as it is registered, whatever the language."""
    return path


class DiscordStyle:
    """Write times as `<t:…>`, people as mentions, commands as clickable commands; escape what members wrote."""

    def __init__(self, command_ids: Mapping[str, str], called: Called) -> None:
        self._command_ids = command_ids
        self._called = called

    def words(self, words: str) -> str:
        """Return the words with everything escaped that Discord would interpret."""
        return escape(words)

    def moment(self, moment: Moment, language: str) -> str:  # noqa: ARG002 - every client writes its own
        """Return a time that each reader's client shows in the reader's zone."""
        return f"<t:{int(moment.at.timestamp())}:{_TIMES[moment.style]}>"

    def person(self, person: Person) -> str:
        """Return a mention; whom it notifies is decided by the message's `mention` alone.

        In a community on several platforms some people have no Discord account; their own account's id is shown.
        """
        return f"<@{person.user_id}>" if is_snowflake(person.user_id) else escape(person.user_id)

    def command(self, command: Command, language: str) -> str:
        """Return a command that can be clicked, or its path with a slash.

        What can be clicked carries the English path, by which Discord knows the command.
        """
        known = self._command_ids.get(command.path.split(" ", maxsplit=1)[0])
        return f"</{command.path}:{known}>" if known else f"`/{self._called(command.path, language)}`"

    def typed(self, typed: Typed, language: str) -> str:
        """Return the words as Discord offers them."""
        return escape(self._called(typed.words, language))


class LabelStyle:
    """Write for places where Discord interprets nothing: labels, titles, footers. People are named, not mentioned."""

    def __init__(
        self, names: Mapping[str, str], called: Called = in_english, *, room: int | None = None
    ) -> None:
        self._names = names
        self._called = called
        self._room = room

    def words(self, words: str) -> str:
        """Return the words without invisible letters."""
        return self._fitted(clean(words))

    def _fitted(self, words: str) -> str:
        return shortened(words, self._room, units) if self._room else words

    def moment(self, moment: Moment, language: str) -> str:
        """Return the time in the plan's own zone."""
        return written_moment(moment, language)

    def person(self, person: Person) -> str:
        """Return a name, where one is known."""
        elsewhere = "" if is_snowflake(person.user_id) else person.user_id
        return self.words(self._names.get(person.user_id, elsewhere)) or "…"

    def command(self, command: Command, language: str) -> str:
        """Return the path with a slash."""
        return f"/{self._called(command.path, language)}"

    def typed(self, typed: Typed, language: str) -> str:
        """Return the words as Discord offers them."""
        return self.words(self._called(typed.words, language))


class TitleStyle(LabelStyle):
    """Write for embed titles and field names: no mentions there, but markdown is interpreted."""

    @override
    def words(self, words: str) -> str:
        """Return the words with everything escaped."""
        return escape(self._fitted(clean(words)))


class Words:
    """Hold the ways of writing, for one reader's language."""

    def __init__(
        self,
        command_ids: Mapping[str, str],
        names: Mapping[str, str],
        language: str,
        *,
        called: Called = in_english,
    ) -> None:
        self._style = DiscordStyle(command_ids, called)
        self._labels = [LabelStyle(names, called, room=room) for room in ROOMS]
        self._titles = [TitleStyle(names, called, room=room) for room in ROOMS]
        self._language = language

    def text(self, text: Text) -> str:
        """Write a text for a place where Discord shows mentions and times."""
        return render(text, self._style, self._language)

    def label(self, text: Text, limit: int) -> str:
        """Write a text for a label of at most `limit` units, never empty."""
        return self._fitted(text, self._labels, limit)

    def title(self, text: Text, limit: int) -> str:
        """Write a title of at most `limit` units, never empty."""
        return self._fitted(text, self._titles, limit)

    def _fitted(self, text: Text, styles: Sequence[LabelStyle], limit: int) -> str:
        """Shorten what people wrote before the sentence around it: that says what it is about."""
        written = ""
        for style in styles:
            written = render(text, style, self._language)
            if units(written) <= limit:
                break
        return cut(written, limit) or ELLIPSIS


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
            case Listed():
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
