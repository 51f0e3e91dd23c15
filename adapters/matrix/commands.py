"""Typed commands: a parser made from the catalogue, pure and without a network.

In rooms a call starts with the prefix ("!kith meet join"), with the same word after a slash, or with a mention;
in the direct room plain words do. Options are written in the catalogue's order, or by name:
`meet join circle="Sunday walks"`. The last free-text option takes all words that are left.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches

from bot.ports.commands import CommandSpec, Option, OptionKind
from bot.ports.naming import CommandWords, folded
from bot.text.bidi import bare

_TOKEN = re.compile(
    r"(?:(?P<key>[\w'\u0900-\u097f\u0e00-\u0e7f-]{1,32})=)?"
    r'(?:["“„](?P<quoted>(?:[^"“”„\\]|\\.)*)["”“](?=\s|\Z)|(?P<bare>\S+))',
    re.DOTALL,
)
_ESCAPED = re.compile(r"\\(.)", re.DOTALL)
_TO_ESCAPE = re.compile(r'(["“”„\\])')
_MAX_PATH = 3
_NEARNESS = 0.6
_OFFERED = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """Hold a command that was understood."""

    spec: CommandSpec
    options: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Unknown:
    """Hold words that are no command, and the names they may have meant."""

    nearest: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class TooMuch:
    """Hold a command that was given more words than it has options."""

    spec: CommandSpec
    surplus: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Addressed:
    """Hold words meant for the bot; `plainly` when they began with its name, so that silence would be rude."""

    words: str
    plainly: bool


def addressed(
    body: str, *, prefix: str, me: str, name: str = "", mentioned: bool | None = None
) -> Addressed | None:
    """Return the words meant for the bot in a room, or None.

    `mentioned` is what the event says about mentions; None where the client wrote nothing about them
    (MSC3952: when it did, names in the text do not count).
    """
    body = bare(body)
    word = re.escape(prefix[1:])
    start = re.match(rf"(?:[{re.escape(prefix[0])}/]){word}(?=\s|\Z)", body, re.IGNORECASE)
    if start:
        return Addressed(words=body[start.end() :].strip(), plainly=True)
    if mentioned is False:
        return None
    for call in filter(None, (me, name, me[1:].split(":", maxsplit=1)[0])):
        found = re.match(rf"@?{re.escape(call)}[:,]?(?=\s|\Z)", body, re.IGNORECASE)
        if found and (mentioned or call == me):
            return Addressed(words=body[found.end() :].strip(), plainly=True)
    return Addressed(words=body, plainly=False) if mentioned else None


class Parser:
    """Understand calls of a catalogue."""

    def __init__(self, specs: Sequence[CommandSpec], *, prefix: str) -> None:
        self._words = CommandWords(specs)
        self._paths = {spec.path: spec for spec in specs}
        shortcuts = _shortcuts([spec for spec in specs if not spec.tapped], prefix[1:])
        english = {**shortcuts, **self._paths}
        shown = {head for head, spec in english.items() if not spec.tapped}
        translated = self._words.understood(shown, also=set(english))
        self._heads = {**{head: english[path] for head, path in translated.items()}, **english}
        self._names = {" ".join(head): spec.name for head, spec in self._heads.items() if not spec.tapped}

    def spec(self, name: str) -> CommandSpec | None:
        """Return the command of this name."""
        return self._paths.get(tuple(name.split()))

    def parse(self, words: str) -> Call | Unknown | TooMuch:
        """Understand what stands behind the prefix."""
        words = bare(words)
        heads = folded(words).split()[:_MAX_PATH]
        for length in range(len(heads), 0, -1):
            spec = self._heads.get(tuple(heads[:length]))
            if spec is not None:
                return _with_options(spec, _after(words, length), self._words.options(spec))
        return Unknown(nearest=self._nearest(heads))

    def _nearest(self, heads: Sequence[str]) -> tuple[str, ...]:
        """Name the commands of a group called without its second word, else the likeliest misspelling."""
        if not heads:
            return ()
        first = self._words.english(heads[:1]) or heads[:1]
        group = [spec.name for path, spec in self._paths.items() if path[0] == first[0] and not spec.tapped]
        for length in range(len(heads), 0, -1):
            typed = " ".join(heads[:length])
            close = get_close_matches(typed, self._names, n=1, cutoff=_NEARNESS)
            if close and (length > 1 or not group):
                return (self._names[close[0]],)
        return tuple(group[:_OFFERED])


def written(spec: CommandSpec, options: Mapping[str, str]) -> str:
    """Write a call so that the parser reads the same call."""
    named = [f'{name}="{_TO_ESCAPE.sub(_BACKSLASH, value)}"' for name, value in options.items()]
    return " ".join([spec.name, *named])


_BACKSLASH = r"\\\1"


def _shortcuts(specs: Sequence[CommandSpec], word: str) -> dict[tuple[str, ...], CommandSpec]:
    """Let "!kith help" be "kith help", and the end of a path stand for it where only one path ends so."""
    found: dict[tuple[str, ...], list[CommandSpec]] = {}
    for spec in specs:
        for start in range(1, len(spec.path)):
            found.setdefault(spec.path[start:], []).append(spec)
    unique = {tail: owners[0] for tail, owners in found.items() if len(owners) == 1}
    own = {spec.path[1:]: spec for spec in specs if spec.path[0] == word and len(spec.path) > 1}
    return {**unique, **own}


def _after(words: str, count: int) -> str:
    return re.sub(rf"\A\s*(?:\S+\s*){{{count}}}", "", words)


def _with_options(spec: CommandSpec, rest: str, known: Mapping[str, Option]) -> Call | TooMuch:
    """Tell options given by name, in whichever language, from loose words."""
    named: dict[str, str] = {}
    loose: list[re.Match[str]] = []
    for token in _TOKEN.finditer(rest):
        option = known.get(folded(token["key"] or ""))
        if option is not None and option.name not in named:
            named[option.name] = _value(token)
        else:
            loose.append(token)
    return _placed(spec, rest, named, loose)


def _placed(
    spec: CommandSpec, rest: str, named: dict[str, str], loose: Sequence[re.Match[str]]
) -> Call | TooMuch:
    """Give words without a name to the options that have no value yet, in the catalogue's order."""
    free = [option for option in spec.shown_options if option.name not in named and _typed(option)]
    for index, token in enumerate(loose):
        if not free:
            return TooMuch(spec=spec, surplus=token.group(0))
        option = free.pop(0)
        left = loose[index:]
        if not free and option.kind is OptionKind.TEXT and len(left) > 1:
            named[option.name] = _all_of(rest, left)
            break
        named[option.name] = _value(token) if token["key"] is None else token.group(0)
    return Call(spec=spec, options=named)


def _typed(option: Option) -> bool:
    return option.kind is not OptionKind.FILE


def _all_of(rest: str, tokens: Sequence[re.Match[str]]) -> str:
    """Return the words as they were written if they stand together, else joined by spaces."""
    whole = rest[tokens[0].start() : tokens[-1].end()]
    together = len(_TOKEN.findall(whole)) == len(tokens)
    return whole if together else " ".join(token.group(0) for token in tokens)


def _value(token: re.Match[str]) -> str:
    quoted = token["quoted"]
    return _ESCAPED.sub(r"\1", quoted) if quoted is not None else token["bare"]


def file_option(spec: CommandSpec) -> Option | None:
    """Return the option of a command that takes a file."""
    return next((option for option in spec.options if option.kind is OptionKind.FILE), None)


def with_people(body: str, pills: Iterable[tuple[str, str]]) -> str:
    """Put user ids in the place of the names that a client shows for them (`pills`: name and id)."""
    for name, user in pills:
        body = body.replace(f"@{name}", user, 1) if f"@{name}" in body else body.replace(name, user, 1)
    return body
