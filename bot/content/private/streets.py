"""Street addresses: a number beside words for streets, in the languages of `streets.toml`, and postcodes beside them."""

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from bot.domain.folding import fold

_WORD = re.compile(r"[^\W_]+(?:['’´`.-][^\W_]+)*|[,;:!?/%€$£&|()\n]|\.")
_NUMBER = re.compile(r"\d{1,5}[a-h]?|\d{1,4}[-/]\d{1,4}[a-h]?|\d{1,4}[- ]?(?:bis|ter)", re.IGNORECASE)
_POSTCODES = (
    re.compile(
        r"(?<![\w-])[1-9]\d{3}\s?(?!S[ADS]\b|AD\b|BC|CE|TV|PC|AM|PM|KM|NL|UK|US|EU|DJ|HP|CC|GB|MB|TB)[A-Z]{2}(?![\w-])"
    ),
    re.compile(r"(?<![\w-])[A-Z]{1,2}\d[A-Z\d]?\s\d[ABD-HJLNP-UW-Z]{2}(?![\w-])"),
    re.compile(r"(?<![\w-])[ABCEGHJ-NPRSTVXY]\d[A-Z]\s\d[A-Z]\d(?![\w-])"),
    re.compile(
        r"[^\W\d_]{3,}\s\d{1,4}\s?[a-h]?\s?[,;]?\s(?:[A-Z]{1,2}-)?\d{2,3}[- ]?\d{2,3}\s[A-ZÄÖÜŁŚŻ][^\W\d_]+"
    ),
    re.compile(r"[^\W\d_]{3,}\s\d{1,4}\s?[a-h]?\s?[,;]\s(?:[A-Z]{1,2}-)?\d{4,5}\b"),
)
_BETWEEN_MOST = 3
_SMALL = {
    "de",
    "la",
    "le",
    "les",
    "l",
    "d",
    "du",
    "des",
    "da",
    "do",
    "das",
    "dos",
    "del",
    "dei",
    "della",
    "di",
    "al",
    "el",
    "los",
    "las",
    "van",
    "den",
    "der",
    "the",
    "e",
    "y",
}
_NUMBER_SIGNS = {"n", "no", "nr", "nº", "n°", "num", "numero", "number", "#", "no.", "nr."}


@dataclass(frozen=True, slots=True, kw_only=True)
class Streets:
    """Hold the words of all languages together: people write addresses as the place does, whatever they speak."""

    after: frozenset[str]
    after_named: frozenset[str]
    before: frozenset[str]
    before_named: frozenset[str]
    endings: tuple[str, ...]
    never: frozenset[str]
    home: re.Pattern[str]
    counted: frozenset[str]
    between: frozenset[str]
    beyond: frozenset[str]


def has_address(words: str) -> bool:
    """Say whether words hold a street with a house number, or a postcode that leads to a few doors."""
    if not any(char.isdigit() for char in words):
        return False
    if any(pattern.search(words) for pattern in _POSTCODES):
        return True
    lists = _lists()
    if lists.home.search(fold(words)):
        return True
    parts = tuple(_WORD.findall(words))
    folded = tuple(fold(part).strip(".") or part for part in parts)
    return any(
        _ended(parts, folded, at, lists)
        or _after(parts, folded, at, lists)
        or _before(parts, folded, at, lists)
        for at in range(len(parts))
    )


def _house(parts: tuple[str, ...], folded: tuple[str, ...], at: int, lists: Streets) -> bool:
    """Say whether the word at a place is a house number: it counts nothing, and is no time of day."""
    if at >= len(parts) or not _NUMBER.fullmatch(parts[at]):
        return False
    beyond = folded[at + 1] if at + 1 < len(folded) else ""
    return beyond not in lists.counted and beyond not in {":", "%", "€", "$", "£"}


def _ended(parts: tuple[str, ...], folded: tuple[str, ...], at: int, lists: Streets) -> bool:
    """Say whether a street of one word, or of two ("Lange Straße"), with a number begins here."""
    word = folded[at]
    if word in lists.never or not word.endswith(lists.endings):
        return False
    ending = max((end for end in lists.endings if word.endswith(end)), key=len)
    alone = len(word) - len(ending) < 3  # noqa: PLR2004 - shorter than any name of a street
    if alone and not (word == ending and at and parts[at][:1].isupper() and parts[at - 1][:1].isupper()):
        return False
    dotted = ending == "str" and folded[at + 1 : at + 2] == (".",)
    return _house(parts, folded, at + 1 + dotted, lists)


def _after(parts: tuple[str, ...], folded: tuple[str, ...], at: int, lists: Streets) -> bool:
    """Say whether a number, a name and a word for a street stand here: "12 Main St"."""
    if not _NUMBER.fullmatch(parts[at]):
        return False
    for end in range(at + 2, min(at + 2 + _BETWEEN_MOST, len(parts))):
        name = range(at + 1, end)
        if any(folded[i] in lists.between or not folded[i][:1].isalnum() for i in name):
            return False
        named = all(parts[i][:1].isupper() or parts[i][:1].isdigit() for i in (*name, end))
        plain = folded[end] in lists.after
        if (plain or (named and folded[end] in lists.after_named)) and not _goes_on(folded, end, lists):
            return True
    return False


def _goes_on(folded: tuple[str, ...], end: int, lists: Streets) -> bool:
    return end + 1 < len(folded) and folded[end + 1] in lists.beyond


def _before(parts: tuple[str, ...], folded: tuple[str, ...], at: int, lists: Streets) -> bool:
    """Say whether a word for a street stands here with a name, and a number behind that or before it."""
    first = folded[at]
    plain = first in lists.before
    if not plain and first not in lists.before_named:
        return False
    back = at - 1 - (at > 0 and parts[at - 1] == ",")
    numbered = back >= 0 and bool(_NUMBER.fullmatch(parts[back])) and folded[at - 1] not in lists.counted
    follows = next(
        (i for i in range(at + 1, min(at + 4, len(parts))) if folded[i] not in _SMALL and parts[i] != "."),
        None,
    )
    if follows is None or not parts[follows][:1].isalpha():
        return False
    small = any(folded[i] in _SMALL for i in range(at + 1, follows))
    capital = parts[follows][:1].isupper()
    if numbered and (capital or (plain and small)) and (plain or capital):
        return True
    return (capital or plain) and _number_behind(parts, folded, follows, lists, strict=not plain)


def _number_behind(
    parts: tuple[str, ...], folded: tuple[str, ...], at: int, lists: Streets, *, strict: bool
) -> bool:
    """Say whether a house number follows a name of up to four words; a strict one ends what was said."""
    for i in range(at + 1, min(at + 6, len(parts))):
        if _house(parts, folded, i, lists):
            ends = i + 1 >= len(parts) or not parts[i + 1][:1].isalnum()
            return ends or not strict
        if folded[i] in _NUMBER_SIGNS or parts[i] in {",", "."}:
            continue
        if not parts[i][:1].isalpha() or not (parts[i][:1].isupper() or folded[i] in _SMALL):
            return False
    return False


@cache
def _lists() -> Streets:
    raw = tomllib.loads((files("bot.content.private") / "streets.toml").read_text(encoding="utf-8"))
    numbers = raw.pop("numbers")

    def of(key: str) -> frozenset[str]:
        return frozenset(word for language in raw.values() for word in language.get(key, ()))

    home = "|".join(re.escape(words) for words in sorted(of("home"), key=len, reverse=True))
    return Streets(
        after=of("after"),
        after_named=of("after_named"),
        before=of("before"),
        before_named=of("before_named"),
        endings=tuple(of("endings")),
        never=of("never"),
        home=re.compile(rf"\b(?:{home})\W{{1,3}}\d"),
        counted=frozenset(numbers["counted"]),
        between=frozenset(numbers["between"]),
        beyond=frozenset(numbers["beyond"]),
    )
