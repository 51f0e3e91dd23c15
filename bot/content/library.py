"""Read the challenges and starters that ship with Kith into domain objects.

A challenge's practice is the name of its file, and a starter's depth the name of its table, so neither can be
wrong. Every English sentence is a template of the message catalogue; `messages` lists them for the extractor.
"""

import tomllib
from collections.abc import Callable, Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cache
from importlib.resources import files
from itertools import chain
from pathlib import Path
from typing import TypeVar

from bot.content.evidence import GROUNDS
from bot.domain.challenges import (
    Access,
    Challenge,
    Condition,
    Cost,
    Depth,
    Energy,
    Evidence,
    Mode,
    Practice,
    Safety,
    Setting,
    Starter,
    Tie,
    Where,
)
from bot.domain.season import Rung, fits
from bot.errors import SetupError
from bot.ids import ChallengeId
from bot.text.message import Text

STARTERS_FILE = "starters.toml"
_OPTIONAL = frozenset({"remote", "tender"})
_KEYS = frozenset(
    {
        "id",
        "title",
        "text",
        "smaller",
        "setting",
        "tie",
        "effort",
        "minutes",
        "modes",
        "cost",
        "conditions",
        "place",
    }
    | {"access", "energy", "safety", "easier", "remote", "tender", "evidence", "note"}
)
_E = TypeVar("_E", bound=StrEnum)
_V = TypeVar("_V", str, int, bool)


@dataclass(frozen=True, slots=True, kw_only=True)
class Library:
    """Hold all challenges and starters, in the order of their files.

    What is `shelved` is never offered, but known by its id: it may have been posted, and diaries name it.
    """

    challenges: tuple[Challenge, ...]
    starters: tuple[Starter, ...]
    shelved: tuple[Challenge, ...] = ()

    def challenge(self, challenge_id: str) -> Challenge | None:
        """Return the challenge of that id, a shelved one too, or nothing where it is not (or no longer) there."""
        return next((each for each in chain(self.challenges, self.shelved) if each.id == challenge_id), None)

    def offered(self, challenge_id: str) -> Challenge | None:
        """Return the challenge of that id if it may be offered, so no shelved one."""
        return next((each for each in self.challenges if each.id == challenge_id), None)

    def starter(self, starter_id: str) -> Starter | None:
        """Return the starter of that id, or nothing where it is not (or no longer) there."""
        return next((each for each in self.starters if each.id == starter_id), None)

    def remote_of(self, challenge: Challenge) -> Challenge | None:
        """Return the challenge to offer to someone who cannot or would rather not be there in person."""
        return self.challenge(challenge.remote) if challenge.remote is not None else None

    def without(self, disabled: AbstractSet[str]) -> "Library":
        """Return the library as an organiser wants it: what they left out is shelved."""
        return Library(
            challenges=tuple(each for each in self.challenges if each.id not in disabled),
            starters=tuple(each for each in self.starters if each.id not in disabled),
            shelved=(*self.shelved, *(each for each in self.challenges if each.id in disabled)),
        )

    def plus(self, challenges: Iterable[Challenge], *, shelved: Iterable[Challenge] = ()) -> "Library":
        """Return the library with more challenges."""
        return replace(self, challenges=(*self.challenges, *challenges), shelved=(*self.shelved, *shelved))

    def find(
        self,
        *,
        practice: Practice | None = None,
        rung: Rung | None = None,
        setting: Setting | None = None,
        max_effort: int | None = None,
        energy: Energy | None = None,
        cost: Cost | None = None,
        access: AbstractSet[Access] = frozenset(),
    ) -> tuple[Challenge, ...]:
        """Return the challenges that meet every filter given; `access` asks for all of its ways."""
        return tuple(
            each
            for each in self.challenges
            if practice in (None, each.practice)
            and (rung is None or fits(each, rung))
            and setting in (None, each.setting)
            and (max_effort is None or each.effort <= max_effort)
            and energy in (None, each.energy)
            and cost in (None, each.cost)
            and access <= each.access
        )

    def messages(self) -> Iterator[tuple[Text, str]]:
        """Yield every text with its note to translators, evidence lines included."""
        for challenge in self.challenges:
            for text in (challenge.title, challenge.text, challenge.smaller):
                yield text, challenge.note_to_translator
        for starter in self.starters:
            yield starter.text, starter.note_to_translator
        for ground in GROUNDS.values():
            if ground.line is not None:
                yield ground.line, ""


@cache
def load_library() -> Library:
    """Return the library that ships with Kith; raises SetupError naming file, entry and key where it is broken."""
    return _library(lambda file: (files("bot.content") / file).read_text(encoding="utf-8"))


def library_in(folder: Path) -> Library:
    """Return the library of a folder with the same files; raises SetupError naming file, entry and key."""

    def read(file: str) -> str:
        try:
            return (folder / file).read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError) as error:
            raise SetupError(f"{folder / file} cannot be read as text: {error}.") from error

    return _library(read)


def _library(read: Callable[[str], str]) -> Library:
    """Parse the file of each practice and the starters."""
    challenges: list[Challenge] = []
    for practice in Practice:
        file = file_of(practice)
        challenges += parse_challenges(read(file), practice=practice, file=file)
    starters = parse_starters(read(STARTERS_FILE), file=STARTERS_FILE)
    return Library(challenges=tuple(challenges), starters=starters)


def file_of(practice: Practice) -> str:
    """Name the file that holds a practice."""
    return f"{practice.value}.toml"


def parse_challenges(source: str, *, practice: Practice, file: str) -> tuple[Challenge, ...]:
    """Read one practice's challenges from TOML; raises SetupError naming file, entry and key."""
    document = _document(source, file)
    licence = _Entry(where=file, table=document).value("licence", str)
    tables = document.get("challenge", [])
    if not isinstance(tables, list):
        raise SetupError(f"{file}: write every challenge under [[challenge]].")
    return tuple(
        _challenge(_Entry.named(table, file=file, number=number), practice, licence)
        for number, table in enumerate(tables, start=1)
    )


def parse_starters(source: str, *, file: str) -> tuple[Starter, ...]:
    """Read the starters from TOML, one table a depth; raises SetupError naming file, entry and key."""
    document = _document(source, file)
    return tuple(
        _starter(starter_id, raw, depth, file)
        for depth in Depth
        for starter_id, raw in _Entry(where=file, table=document).mapping(depth).items()
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Entry:
    """Read one table of a content file, naming the place of whatever is wrong."""

    where: str
    table: Mapping[str, object]

    @classmethod
    def named(cls, table: object, *, file: str, number: int) -> "_Entry":
        """Name an entry by its id, and refuse keys that are missing or unknown."""
        if not isinstance(table, dict):
            raise SetupError(f"{file}: entry {number}: write it as a table.")
        entry = cls(where=f"{file}: {table.get('id', f'entry {number}')}", table=table)
        for key in sorted(_KEYS - _OPTIONAL - table.keys()):
            raise entry.wrong(key, "is missing")
        for key in sorted(table.keys() - _KEYS):
            raise entry.wrong(key, "is not a key that a challenge has")
        return entry

    def wrong(self, key: str, what: str) -> SetupError:
        """Say what is wrong with one key of this entry."""
        return SetupError(f"{self.where}: {key}: {what}.")

    def value(self, key: str, kind: type[_V]) -> _V:
        """Return a plain value."""
        found = self.table.get(key)
        if not isinstance(found, kind) or (kind is int and isinstance(found, bool)):
            raise self.wrong(key, f"give a value of type {kind.__name__}")
        return found

    def text(self, key: str) -> Text:
        """Return a sentence as a template of the message catalogue."""
        return Text(template=self.value(key, str))

    def one(self, key: str, kind: type[_E]) -> _E:
        """Return one word of a fixed vocabulary."""
        return self._word(key, self.table.get(key), kind)

    def several(self, key: str, kind: type[_E]) -> frozenset[_E]:
        """Return some words of a fixed vocabulary, at least one and each once."""
        found = self.table.get(key)
        if not isinstance(found, list) or not found:
            raise self.wrong(key, "give a list with at least one word")
        words = frozenset(self._word(key, word, kind) for word in found)
        if len(words) != len(found):
            raise self.wrong(key, "names a word twice")
        return words

    def mapping(self, key: str) -> Mapping[str, object]:
        """Return a table inside this one, or an empty one."""
        found = self.table.get(key, {})
        if not isinstance(found, dict):
            raise self.wrong(key, "write it as a table")
        return found

    def _word(self, key: str, word: object, kind: type[_E]) -> _E:
        for each in kind:
            if each.value == word:
                return each
        raise self.wrong(key, f"{word!r} is not one of {', '.join(each.value for each in kind)}")


def _challenge(entry: _Entry, practice: Practice, licence: str) -> Challenge:
    """Make one challenge of its table."""
    return Challenge(
        id=ChallengeId(entry.value("id", str)),
        practice=practice,
        title=entry.text("title"),
        text=entry.text("text"),
        smaller=entry.text("smaller"),
        setting=entry.one("setting", Setting),
        tie=entry.one("tie", Tie),
        effort=entry.value("effort", int),
        minutes=entry.value("minutes", int),
        modes=entry.several("modes", Mode),
        cost=entry.one("cost", Cost),
        conditions=entry.several("conditions", Condition),
        place=entry.one("place", Where),
        access=entry.several("access", Access),
        energy=entry.one("energy", Energy),
        safety=entry.one("safety", Safety),
        easier=ChallengeId(entry.value("easier", str)),
        remote=ChallengeId(entry.value("remote", str)) if "remote" in entry.table else None,
        tender=entry.value("tender", bool) if "tender" in entry.table else False,
        evidence=entry.one("evidence", Evidence),
        note_to_translator=entry.value("note", str),
        licence=licence,
    )


def _starter(starter_id: str, raw: object, depth: Depth, file: str) -> Starter:
    """Make one starter of its sentence, or of its table where it has more to say than a sentence."""
    table = raw if isinstance(raw, dict) else {"text": raw}
    entry = _Entry(where=f"{file}: {starter_id}", table=table)
    for key in sorted(table.keys() - {"text", "tender", "note"}):
        raise entry.wrong(key, "is not a key that a starter has")
    return Starter(
        id=starter_id,
        depth=depth,
        text=entry.text("text"),
        tender=entry.value("tender", bool) if "tender" in table else False,
        note_to_translator=entry.value("note", str) if "note" in table else "",
    )


def _document(source: str, file: str) -> Mapping[str, object]:
    try:
        return tomllib.loads(source)
    except tomllib.TOMLDecodeError as error:
        raise SetupError(f"{file}: not readable as TOML: {error}.") from error
