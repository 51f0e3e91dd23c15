"""How words are written on Discord: escaped, counted, cut, and in the styles of its different places.

Lengths are counted in UTF-16 units, the strictest way of counting; whatever is too long is cut at a word, never inside
a mention or a time.
"""

import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from typing import TypeAlias

from typing_extensions import override

from bot.text.bidi import FSI, PDI, closed
from bot.text.cutting import ELLIPSIS, shortened
from bot.text.message import Command, Moment, MomentStyle, Person, Text, Typed
from bot.text.render import render, written_moment

ROOMS = (None, 60, 40, 24, 12)
"""What people's words in a label may have, the first that lets all of it fit."""

Called: TypeAlias = Callable[[str, str], str]
"""How Discord calls a command or an option (in English) in the command list of somebody who reads a language."""

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
