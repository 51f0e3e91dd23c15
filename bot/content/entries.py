"""One challenge of a pack's file: read leniently, so that everything that is wrong is said at once."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import TypeVar

from bot.domain.challenges import (
    Access,
    Challenge,
    Condition,
    Cost,
    Energy,
    Evidence,
    Mode,
    Practice,
    Safety,
    Setting,
    Tie,
    Where,
    in_words,
)
from bot.domain.company import NOTE
from bot.domain.shelf import SEPARATOR, SMALLER_LONGEST, TEXT_LONGEST, TITLE_LONGEST, PackEntry, in_pack
from bot.domain.words import plain
from bot.ids import PackId
from bot.text.message import TN, T, Text, Verbatim, listed

ID_LONGEST = 40
_NOTE_LONGEST = 300
_UNKNOWN_SHOWN = 10
_ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_LISTS = frozenset({"modes", "conditions", "access"})
_KEYS = (
    *("id", "practice", "title", "text", "smaller", "setting", "tie", "effort", "minutes", "modes", "cost"),
    *("conditions", "place", "access", "energy", "safety", "easier", "remote", "tender", "evidence", "note"),
)
_E = TypeVar("_E", bound=StrEnum)
_Problem = tuple[str, Text]


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """Hold one entry as it was read: its challenge where enough could be read, and what is wrong with it."""

    line: int
    id: str
    pack: PackId
    said: frozenset[str]
    easier: str
    remote: str
    challenge: Challenge | None
    problems: tuple[_Problem, ...]

    @property
    def read(self) -> Challenge:
        """Return the challenge. Raise `ValueError` where it could not be read."""
        if self.challenge is None:
            raise ValueError("an entry that could not be read has no challenge")
        return self.challenge

    def with_problem(self, rule: str, text: Text) -> "Entry":
        """Return the entry with one more thing wrong about it."""
        return replace(self, problems=(*self.problems, (rule, text)))


@dataclass(slots=True)
class _Table:
    """Read keys of one table, and note what is missing or wrong."""

    raw: Mapping[str, object]
    problems: list[_Problem] = field(default_factory=list)

    def wrong(self, text: Text) -> None:
        """Note something that is wrong."""
        self.problems.append(("fields", text))

    def words(self, key: str, longest: int, default: str | None = None) -> str:
        """Return words as plain text on one line."""
        if key not in self.raw and default is not None:
            return default
        found = self.raw.get(key)
        clean = plain(found) if isinstance(found, str) else ""
        if not clean:
            self.wrong(T("{key} is missing: it takes words in quotation marks.", key=key))
        elif len(clean) > longest:
            self.wrong(
                TN(
                    "{key} has {count} character; {longest} fit.",
                    "{key} has {count} characters; {longest} fit.",
                    len(clean),
                    key=key,
                    longest=longest,
                )
            )
        return clean

    def number(self, key: str) -> int:
        """Return a whole number."""
        found = self.raw.get(key)
        if isinstance(found, bool) or not isinstance(found, int):
            self.wrong(T("{key} is missing: it takes a whole number.", key=key))
            return 0
        return found

    def one(self, key: str, kind: type[_E], default: _E) -> _E:
        """Return one word of a vocabulary; the default only where a problem is noted, or where it may be left out."""
        if key not in self.raw and key in _LEFT_OUT:
            return default
        return next(iter(self._of(key, kind, [self.raw.get(key)])), default)

    def several(self, key: str, kind: type[_E]) -> frozenset[_E]:
        """Return some words of a vocabulary."""
        found = self.raw.get(key)
        if not isinstance(found, list) or not found:
            self.wrong(_takes(key, kind))
            return frozenset()
        return frozenset(self._of(key, kind, found))

    def _of(self, key: str, kind: type[_E], found: list[object]) -> list[_E]:
        known = {each.value: each for each in kind}
        read = [known.get(word) if isinstance(word, str) else None for word in found]
        if None in read:
            self.wrong(_takes(key, kind))
        return [each for each in read if each is not None]


def _takes(key: str, kind: type[StrEnum]) -> Text:
    words = listed(*(each.value for each in kind))
    if key in _LISTS:
        return T("{key} takes a list with one or more of {words}.", key=key, words=words)
    return T("{key} takes one of {words}.", key=key, words=words)


_LEFT_OUT = frozenset({"safety", "evidence"})


def read_entry(raw: Mapping[str, object], pack: PackId, line: int, *, licence: str) -> Entry:
    """Read one table of a file."""
    table = _Table(raw)
    name = table.words("id", ID_LONGEST)
    if name and not _ID.fullmatch(name):
        table.wrong(T("An id is made of a-z, 0-9 and dashes, such as green-bench."))
    for key in sorted(raw.keys() - set(_KEYS))[:_UNKNOWN_SHOWN]:
        table.wrong(T("{key} is not a key that a challenge has.", key=Verbatim(str(key)[:40])))
    challenge = _challenge(table, pack, name, licence)
    easier, remote = (table.words(key, 80, "") for key in ("easier", "remote"))
    return Entry(
        line=line,
        id=name or "?",
        pack=pack,
        said=frozenset(raw),
        easier=easier,
        remote=remote,
        challenge=challenge if not table.problems else None,
        problems=tuple(table.problems),
    )


def _challenge(table: _Table, pack: PackId, name: str, licence: str) -> Challenge:
    """Make a challenge of a table; where something is wrong, that is noted there, and nobody uses the challenge."""
    own, tender = in_pack(pack, name), table.raw.get("tender", False)
    if not isinstance(tender, bool):
        table.wrong(T("tender takes true or false, without quotation marks."))
    return Challenge(
        id=own,
        practice=table.one("practice", Practice, Practice.REACH_OUT),
        title=Text(template=table.words("title", TITLE_LONGEST)),
        text=Text(template=table.words("text", TEXT_LONGEST)),
        smaller=Text(template=table.words("smaller", SMALLER_LONGEST)),
        setting=table.one("setting", Setting, Setting.SOLO),
        tie=table.one("tie", Tie, Tie.CLOSE),
        effort=table.number("effort"),
        minutes=table.number("minutes"),
        modes=table.several("modes", Mode),
        cost=table.one("cost", Cost, Cost.FREE),
        conditions=table.several("conditions", Condition),
        place=table.one("place", Where, Where.EITHER),
        access=table.several("access", Access),
        energy=table.one("energy", Energy, Energy.LOW),
        safety=table.one("safety", Safety, Safety.NEW),
        easier=own,
        remote=None,
        tender=tender is True,
        evidence=table.one("evidence", Evidence, Evidence.JUDGEMENT),
        note_to_translator=table.words("note", _NOTE_LONGEST, NOTE),
        licence=licence,
    )


def keys_of(entry: PackEntry) -> dict[str, object]:
    """Return what of a challenge stands in its pack's file; references into the pack itself are short."""
    challenge = entry.entry
    own = f"{entry.pack}{SEPARATOR}"
    found = in_words(challenge) | {"id": entry.local_id, "easier": challenge.easier.removeprefix(own)}
    if challenge.remote is not None:
        found["remote"] = challenge.remote.removeprefix(own)
    if challenge.tender:
        found["tender"] = True
    return {key: found[key] for key in _KEYS if key in found}
