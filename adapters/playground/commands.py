"""What people type, read with the catalogue's own specs."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from adapters.playground.model import Resident
from bot.errors import NotFound
from bot.ids import UserId
from bot.ports.commands import CommandSpec, Option, OptionKind
from bot.ports.naming import CommandWords, folded
from bot.text.bidi import bare
from bot.text.message import Command, T

_MAX_PATH = 3
_QUOTES = {'"': '"', "“": "”", "„": "“"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Typed:
    """Hold a line that was understood."""

    spec: CommandSpec
    options: Mapping[str, str]


def read_line(
    line: str,
    specs: Sequence[CommandSpec],
    people: Iterable[Resident] = (),
    words: CommandWords | None = None,
) -> Typed:
    """Understand "/meet join circle:Sunday walks"; raise NotFound for a command that is not there.

    Words before the first `name:` belong to the first option that nobody named, so "/meet join Sunday walks"
    means the same. `words` understands names in other languages than English.
    """
    typed = bare(line).strip().removeprefix("/").strip()
    words = words or CommandWords(specs)
    spec = longest_match(typed, specs, words)
    if spec is None:
        raise NotFound(T("I don't know that command. {help} lists them all.", help=Command("kith help")))
    rest = _after(typed, len(spec.path))
    found = _split(rest, words.options(spec))
    return Typed(spec=spec, options=dict(_named(found, spec.options, tuple(people))))


def longest_match(typed: str, specs: Sequence[CommandSpec], words: CommandWords) -> CommandSpec | None:
    """Return the command with the longest path that the line starts with."""
    line = folded(typed).split()[:_MAX_PATH]
    paths = {spec.path: spec for spec in specs}
    for length in range(len(line), 0, -1):
        start = tuple(line[:length])
        spec = paths.get(start) or paths.get(words.english(start) or ())
        if spec is not None:
            return spec
    return None


def _after(typed: str, words: int) -> str:
    """Return what follows the first `words` words, line breaks kept (a pasted CSV has them)."""
    return re.sub(rf"^(?:\S+\s+){{{words - 1}}}\S+\s*", "", typed, count=1)


def _split(rest: str, known: Mapping[str, Option]) -> dict[str, str]:
    """Split "first words name:more words" at the option names."""
    if not known or not rest:
        return {}
    names = "|".join(re.escape(name) for name in known)
    marks = list(re.finditer(rf"(?:^|(?<=\s))({names}):", rest))
    ends = [*(mark.start() for mark in marks), len(rest)][1:]
    found = {
        known[mark.group(1)].name: _unquoted(rest[mark.end() : end])
        for mark, end in zip(marks, ends, strict=False)
    }
    loose = _unquoted(rest[: marks[0].start()] if marks else rest)
    free = [
        option
        for name, option in known.items()
        if name == option.name and not option.hidden and name not in found
    ]
    if loose and free:
        found[free[0].name] = loose
    return found


def _unquoted(value: str) -> str:
    value = value.strip()
    if len(value) > 1 and _QUOTES.get(value[0]) == value[-1]:
        return value[1:-1]
    return value


def _named(
    found: Mapping[str, str], options: tuple[Option, ...], people: tuple[Resident, ...]
) -> Iterable[tuple[str, str]]:
    kinds = {option.name: option.kind for option in options}
    for name, value in found.items():
        yield name, _user_id(value, people) if kinds[name] is OptionKind.USER else value


def _user_id(value: str, people: tuple[Resident, ...]) -> str:
    """Turn "@Ada" into Ada's id; anything unknown goes on as it is, and the core says what is wrong."""
    name = value.removeprefix("@").casefold()
    for resident in people:
        if name == resident.name.casefold():
            return UserId(resident.id)
    return value
