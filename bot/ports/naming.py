"""How commands and their options are called in each language, beside their English names.

One English word has one translation, wherever it stands ("circle" as an option and in `organise circle`), under the
gettext context "command". A translated name has to pass Discord's rule, and must not be taken for another one of the
same group; what breaks this is called by its English name on every platform, and `slips` says so to translators.
"""

import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field
from typing import TypeAlias

from bot.ports.commands import CommandSpec, Option
from bot.text.bidi import bare
from bot.text.catalogue import SOURCE_LANGUAGE, catalogue_for, spoken

LONGEST_NAME = 32
_SIGNS = frozenset("-_'")
_WITH_MARKS = ((0x0900, 0x097F), (0xA8E0, 0xA8FF), (0x11B00, 0x11B09), (0x0E01, 0x0E3A), (0x0E40, 0x0E5B))
"""Devanagari and Thai: of all scripts whose letters carry marks, those that Discord takes in a name."""

Path: TypeAlias = tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Slip:
    """Say why a translated name is not used; `why` is for whoever translates."""

    word: str
    translated: str
    why: str


@dataclass(frozen=True, slots=True)
class _Names:
    """Hold one language's names that can be used, and the others with the reason."""

    used: Mapping[str, str] = field(default_factory=dict)
    slips: tuple[Slip, ...] = ()


class CommandWords:
    """Translate names for showing, and understand them when they are typed.

    The languages are looked at once, when they are first needed: catalogues do not change while Kith runs.
    """

    def __init__(self, specs: Sequence[CommandSpec] = ()) -> None:
        self._specs = tuple(specs)
        self._groups = tuple(_groups(self._specs))
        self._names: dict[str, _Names] = {}
        self._typed: Mapping[Path, Path] | None = None

    def word(self, word: str, language: str) -> str:
        """Return one word of a command, or an option's name, as it is called in a language."""
        return self._of(language).used.get(word, word)

    def path(self, path: str, language: str) -> str:
        """Return a command's path ("meet join") as it is called in a language."""
        return " ".join(self.word(word, language) for word in path.split())

    def slips(self, language: str) -> tuple[Slip, ...]:
        """Return the translated names of a language that cannot be used."""
        return self._of(language).slips

    def english(self, typed: Sequence[str]) -> Path | None:
        """Return the English path, or the beginning of one, that these words are in another language."""
        return self.paths.get(tuple(folded(word) for word in typed))

    @property
    def paths(self) -> Mapping[Path, Path]:
        """Return what can be typed in other languages than English, whole paths and their beginnings, in English."""
        if self._typed is None:
            paths = (path for path, _ in _paths(self._specs))
            self._typed = self.understood({path[:size] for path in paths for size in range(1, len(path) + 1)})
        return self._typed

    def options(self, spec: CommandSpec) -> Mapping[str, Option]:
        """Return every name by which a command's options can be given, the English ones too."""
        known = {option.name: option for option in spec.options}
        shown = {(option.name,) for option in spec.shown_options}
        found = self.understood(shown, also={(name,) for name in known})
        return {**{word: known[name] for (word,), (name,) in found.items()}, **known}

    def understood(self, paths: Set[Path], *, also: Set[Path] = frozenset()) -> Mapping[Path, Path]:
        """Return what can be typed in other languages for these English words, and what it means.

        Whatever could mean two of them is left out, and what is English, `also` included, means just that.
        """
        meant: dict[Path, set[Path]] = {}
        for path in paths:
            for language in spoken():
                translated = tuple(self.word(word, language) for word in path)
                if translated not in paths | also:
                    meant.setdefault(translated, set()).add(path)
        return {path: min(named) for path, named in meant.items() if len(named) == 1}

    def _of(self, language: str) -> _Names:
        if language == SOURCE_LANGUAGE:
            return _Names()
        if language not in self._names:
            self._names[language] = _examined(self._groups, catalogue_for(language).word)
        return self._names[language]


def folded(word: str) -> str:
    """Return a typed word as names are written."""
    return unicodedata.normalize("NFC", bare(word)).lower()


def _paths(specs: Iterable[CommandSpec]) -> Iterator[tuple[Path, CommandSpec]]:
    return ((spec.path, spec) for spec in specs if not spec.tapped)


def _groups(specs: Sequence[CommandSpec]) -> Iterator[tuple[str, ...]]:
    """Yield the names among which none may be taken for another: those of each group, and each command's options."""
    below: dict[Path, dict[str, None]] = {}
    for path, _ in _paths(specs):
        for size, word in enumerate(path):
            below.setdefault(path[:size], {})[word] = None
    yield from (tuple(words) for words in below.values())
    for spec in specs:
        yield tuple(option.name for option in spec.options)


def _examined(groups: Sequence[Path], translate: Callable[[str], str]) -> _Names:
    """Return the names that can be used in all groups in which they stand."""
    found = {word: translate(word) for group in groups for word in group}
    changed = {word: translated for word, translated in found.items() if translated != word}
    why = {word: reason for word, translated in changed.items() if (reason := _unfit(translated))}
    for group in groups:
        why = {**_mistakable(group, changed), **why}
    return _Names(
        used={word: translated for word, translated in changed.items() if word not in why},
        slips=tuple(
            Slip(word=word, translated=changed[word], why=reason) for word, reason in sorted(why.items())
        ),
    )


def unusable(specs: Sequence[CommandSpec], translate: Callable[[str], str]) -> tuple[Slip, ...]:
    """Return the names of a translation that cannot be used, whether Kith speaks the language or not."""
    return _examined(tuple(_groups(specs)), translate).slips


def _unfit(name: str) -> str:
    """Say what Discord would refuse about a name, if anything."""
    if not 1 <= len(name) <= LONGEST_NAME:
        return f"a name has 1 to {LONGEST_NAME} characters"
    if name != folded(name):
        return "a name is in lower case"
    wrong = "".join(letter for letter in name if not _allowed(letter))
    return f"a name has letters, digits, - and _ only, no {wrong!r}" if wrong else ""


def _allowed(letter: str) -> bool:
    if letter in _SIGNS or unicodedata.category(letter)[0] in "LN":
        return True
    return any(first <= ord(letter) <= last for first, last in _WITH_MARKS)


def _mistakable(group: Path, changed: Mapping[str, str]) -> dict[str, str]:
    """Return the names of a group that stand there twice, or mean another one of it in English."""
    count = Counter(changed.get(word, word) for word in group)
    return {
        word: f"{changed[word]!r} is called so twice in one group: {', '.join(sorted(group)[:25])}"
        for word in group
        if word in changed and (count[changed[word]] > 1 or changed[word] in set(group) - {word})
    }
