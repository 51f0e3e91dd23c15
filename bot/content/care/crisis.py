"""Find words that tell of a crisis: few patterns, written down per language, and nothing that guesses.

A find is taken away where the words are a figure of speech, are said not to be so, or are somebody else's (a line of
a song in quotation marks). Nothing here remembers anything: the same words always have the same answer, and only
whoever asks learns of it (`care.md` 5).
"""

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from importlib.resources.abc import Traversable

from bot.domain.care_phrases import CarePhrases
from bot.domain.folding import END, fold, tokens

HOME: Traversable = files("bot.content.care")
_PARTS = re.compile(r"[()|?]|[^\s()|?]+")
_OPEN, _CLOSE = '"“”„«»‟❝❞＂', '"“”«»‟❝❞＂'
_QUOTED = re.compile(rf"[{_OPEN}]([^{_OPEN}{_CLOSE}]+)[{_CLOSE}]|(?<!\w)['‘‹]([^'’‘‹›]+)['’›](?!\w)")
_NOTES = re.compile(r"[♪♫♬🎵🎶🎤]")
_BEFORE = 3
_SHORTEST_TYPO = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Phrase:
    """Hold one phrase: what it matches, and words of which it has at least one, so that most texts pass at once."""

    written: str
    pattern: re.Pattern[str]
    needs: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Language:
    """Hold the compiled lists of one language."""

    name: str
    phrases: tuple[Phrase, ...]
    harmless: re.Pattern[str] | None
    negations: frozenset[str]
    not_negations: re.Pattern[str] | None
    still: re.Pattern[str] | None
    quoting: frozenset[str]
    introducing: re.Pattern[str] | None
    typos: Mapping[str, str]
    not_typos: frozenset[str]


def tells_of_crisis(words: str, own: CarePhrases = CarePhrases()) -> bool:  # noqa: B008 - frozen
    """Say whether words tell of a crisis, in any language there are phrases for, or by a community's own phrases."""
    said = tokens(words)
    if len(said) == 1:
        return False
    return any(_told(words, said, language, own.removed) for language in all_languages()) or _by_own(
        said, own.added
    )


def _by_own(said: tuple[str, ...], added: tuple[str, ...]) -> bool:
    """Say whether one of a community's own phrases is there, word for word."""
    text = _text(said)
    return any(_own(phrase).search(text) for phrase in added)


@lru_cache(maxsize=4096)
def _own(phrase: str) -> re.Pattern[str]:
    said = [f"{re.escape(token)} " for token in tokens(phrase) if token != END]
    return _whole("".join(said)) if said else re.compile(r"(?!)")


def _told(words: str, said: tuple[str, ...], language: Language, removed: tuple[str, ...]) -> bool:
    said = tuple(_mended(token, language) for token in said)
    if _quotes(words, language):
        said = tuple(_mended(token, language) for token in tokens(_without_quotes(words)))
    text, there = _text(said), frozenset(said)
    return any(
        not _spared(found, text, language)
        for phrase in language.phrases
        if not phrase.needs.isdisjoint(there) and phrase.written not in removed
        for found in phrase.pattern.finditer(text)
    )


def _spared(found: re.Match[str], text: str, language: Language) -> bool:
    """Say whether a find is a figure of speech, is negated, or is a title."""
    harmless = language.harmless.finditer(text) if language.harmless is not None else ()
    if any(other.start() < found.end() and found.start() < other.end() for other in harmless):
        return True
    before = text[: found.start()].rsplit(f" {END} ", maxsplit=1)[-1]
    if language.introducing is not None and language.introducing.search(before):
        return True
    return _negated(before, text[found.end() :], language)


def _negated(before: str, after: str, language: Language) -> bool:
    """Say whether the last words before a find deny it; "but" afterwards takes that back."""
    if language.not_negations is not None:
        before = language.not_negations.sub("", before)
    near = before.split()[-_BEFORE:]
    if not language.negations & set(near):
        return False
    return language.still is None or language.still.search(after) is None


def _quotes(words: str, language: Language) -> bool:
    """Say whether somebody else's words are quoted: with notes beside them, or words about songs and books."""
    if _NOTES.search(words):
        return True
    return bool(_QUOTED.search(words)) and bool(language.quoting & set(tokens(_without_quotes(words))))


def _without_quotes(words: str) -> str:
    """Return words without what stands between quotation marks or notes."""
    if len(_NOTES.findall(words)) > 1:
        words = re.sub(rf"{_NOTES.pattern}.*{_NOTES.pattern}", " . ", words, flags=re.DOTALL)
    elif _NOTES.search(words) and not _QUOTED.search(words):
        return ""
    return _QUOTED.sub(" . ", words)


def _mended(token: str, language: Language) -> str:
    """Return the telling word that a token is one slip away from, or the token."""
    if len(token) < _SHORTEST_TYPO or token in language.not_typos or language.typos.get(token) == token:
        return token
    near = {language.typos[part] for part in _slips(token) if part in language.typos}
    near = {word for word in near if word[0] == token[0] and _one_slip(token, word)}
    return min(near) if near else token


def _slips(word: str) -> tuple[str, ...]:
    """Return a word, and the word with each letter left out."""
    return (word, *(word[:at] + word[at + 1 :] for at in range(len(word))))


def _one_slip(typed: str, meant: str) -> bool:
    """Say whether one letter was left out, added, exchanged, or changed places with its neighbour."""
    if abs(len(typed) - len(meant)) > 1:
        return False
    start = 0
    while start < min(len(typed), len(meant)) and typed[start] == meant[start]:
        start += 1
    one, other = typed[start:], meant[start:]
    swapped = one[:2] == other[:2][::-1] and one[2:] == other[2:]
    return swapped or one[1:] == other[1:] or one[1:] == other or one == other[1:]


def _text(said: Iterable[str]) -> str:
    return "".join(f"{token} " for token in said)


@cache
def all_languages() -> tuple[Language, ...]:
    """Read the lists of every language; once."""
    return tuple(_read(name) for name in phrase_languages())


@cache
def phrase_languages() -> tuple[str, ...]:
    """List the languages for which there are phrases."""
    return tuple(sorted(entry.name[:-5] for entry in HOME.iterdir() if entry.name.endswith(".toml")))


def _read(name: str) -> Language:
    lists: dict[str, list[str]] = tomllib.loads((HOME / f"{name}.toml").read_text(encoding="utf-8"))
    return Language(
        name=name,
        phrases=tuple(
            Phrase(written=phrase, pattern=_whole(_pattern(phrase)), needs=_needs(phrase))
            for phrase in lists["phrases"]
        ),
        harmless=_any_of(lists["harmless"]),
        negations=frozenset(lists["negations"]),
        not_negations=_any_of(lists["not_negations"]),
        still=_any_of(lists["still"]),
        quoting=frozenset(lists["quoting"]),
        introducing=re.compile(rf"(?<![^ ])(?:{'|'.join(map(_pattern, lists['introducing']))})\Z"),
        typos={part: word for word in lists["typos_of"] for part in _slips(word)},
        not_typos=frozenset(lists["not_typos"]),
    )


def _needs(phrase: str) -> frozenset[str]:
    """Return the smallest set of words of which a phrase has at least one: a word or a group that may not be missing."""
    sets: list[set[str]] = []
    depth = 0
    for part in _PARTS.findall(phrase):
        if part == "?" and not depth:
            sets.pop()
        elif part in "()":
            sets += [set()] if part == "(" and not depth else []
            depth += 1 if part == "(" else -1
        elif depth and part not in {"|", "?", "*"}:
            sets[-1].add(fold(part))
        elif not depth and part not in {"|", "?", "*"}:
            sets.append({fold(part)})
    smallest: set[str] = min(filter(None, sets), key=len)
    return frozenset(smallest)


def _any_of(phrases: Iterable[str]) -> re.Pattern[str] | None:
    joined = "|".join(_pattern(phrase) for phrase in phrases)
    return _whole(f"(?:{joined})") if joined else None


def _whole(pattern: str) -> re.Pattern[str]:
    """Compile a pattern that begins where a word begins."""
    return re.compile(rf"(?<![^ ]){pattern}")


def _pattern(phrase: str) -> str:
    """Write a phrase as a regular expression over words that each have a space behind them."""
    written: list[str] = []
    for part in _PARTS.findall(phrase):
        match part:
            case "(":
                written.append("(?:")
            case ")" | "|":
                written.append(part)
            case "?":
                written[-1] = f"(?:{written[-1]})?" if written[-1] != ")" else ")?"
            case "*":
                written.append(rf"(?:[^ {END}]+ )?")
            case word:
                written.append(f"{re.escape(fold(word))} ")
    return "".join(written)


def shipped_phrases() -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Return the shipped phrases as they are written, by language."""
    return tuple((each.name, tuple(phrase.written for phrase in each.phrases)) for each in all_languages())


def shipped_like(words: str) -> tuple[str, ...]:
    """Return the shipped phrases that are written so, or that are found in these words."""
    text, wanted = _text(tokens(words)), " ".join(words.split())
    return tuple(
        phrase.written
        for language in all_languages()
        for phrase in language.phrases
        if phrase.written == wanted or phrase.pattern.search(text)
    )
