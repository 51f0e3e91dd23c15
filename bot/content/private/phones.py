"""Telephone numbers: as they are written, spaced out or spelled, checked against the numbering plans of the world."""

import re
from functools import cache

import phonenumbers
from phonenumbers import NumberParseException

from bot.domain.folding import fold

_RUN = re.compile(r"(?<![\w.,:/])(?:\+|\(\s?\+?|00)?\s?\d(?:[\s().\-–·/_*]{0,3}\d){5,16}(?![\w])")
_DATES = re.compile(
    r"\b\d{4}[-./]\d{1,2}[-./]\d{1,2}\b|\b\d{1,2}[-./]\d{1,2}[-./]\d{2,4}\b|\b\d{1,2}[:.]\d{2}(?:\s?[-–]\s?\d{1,2}[:.]\d{2})?\b"
    r"|\b(?:19|20)\d{2}\s?[-–/]\s?(?:19|20)?\d{2}\b"
)
_CHAT_LINK = re.compile(r"\bwa\.me/\+?\d{7,15}", re.IGNORECASE)
_LIKE_A_FIGURE = re.compile(r"\s?\d[./]|[^/]*\s/\s")
"""Figures in a row, versions and scores: "0.97 / 0.98", "3.4 / 5.0"."""
_FEWEST, _MOST = 7, 15
_SPELLED = {
    "zero": "0", "oh": "0", "nought": "0", "one": "1", "two": "2", "three": "3", "four": "4", "five": "5", "six": "6",
    "seven": "7", "eight": "8", "nine": "9", "null": "0", "eins": "1", "zwei": "2", "zwo": "2", "drei": "3", "vier": "4",
    "funf": "5", "sechs": "6", "sieben": "7", "acht": "8", "neun": "9", "nul": "0", "een": "1", "twee": "2", "drie": "3",
    "vijf": "5", "zes": "6", "zeven": "7", "negen": "9", "un": "1", "deux": "2", "trois": "3", "quatre": "4", "cinq": "5",
    "sept": "7", "huit": "8", "neuf": "9", "cero": "0", "uno": "1", "dos": "2", "tres": "3", "cuatro": "4", "cinco": "5",
    "seis": "6", "siete": "7", "ocho": "8", "nueve": "9", "plus": "+",
}  # fmt: skip
_FEWEST_SPELLED = 6


def has_phone(words: str, territory: str) -> bool:
    """Say whether words hold a telephone number: an international one, or one that is dialled so in the territory."""
    said = _DATES.sub(" | ", _unspelled(words))
    if _CHAT_LINK.search(words):
        return True
    return any(_dialled(found.group(), territory) for found in _RUN.finditer(said))


def _dialled(run: str, territory: str) -> bool:
    digits = re.sub(r"\D", "", run)
    if not _FEWEST <= len(digits) <= _MOST:
        return False
    if "+" in run or digits.startswith("00"):
        return _valid("+" + digits.removeprefix("00"), "") or len(digits) > _FEWEST + 1
    if _LIKE_A_FIGURE.match(run):
        return False
    if digits.startswith("0") and len(digits) >= _FEWEST + 2:
        return True  # a trunk prefix: no amount, year or score begins so
    return _without_prefix(territory) and len(digits) > _FEWEST and _valid(digits, territory)


@cache
def _without_prefix(territory: str) -> bool:
    """Say whether numbers are dialled in a territory without a leading zero."""
    return _known(territory) and phonenumbers.ndd_prefix_for_region(territory, True) != "0"  # noqa: FBT003


@cache
def _known(territory: str) -> bool:
    return territory in phonenumbers.SUPPORTED_REGIONS


def _valid(number: str, territory: str) -> bool:
    try:
        parsed = phonenumbers.parse(number, territory if _known(territory) else None)
    except NumberParseException:
        return False
    return phonenumbers.is_valid_number(parsed)


def _unspelled(words: str) -> str:
    """Return words with digits for digits that were spelled, where at least six of them stand together."""
    parts = re.split(r"([\s,.\-]+)", words)
    digits = [_SPELLED.get(fold(part)) or (part if part.isdigit() else None) for part in parts[::2]]
    spelled = [fold(part) in _SPELLED for part in parts[::2]]
    done: list[str] = []
    at = 0
    while at < len(digits):
        end = at
        while end < len(digits) and digits[end] is not None:
            end += 1
        run = "".join(digit or "" for digit in digits[at:end])
        if len(run) >= _FEWEST_SPELLED and any(spelled[at:end]):
            done.append(run)
            at = end
        else:
            done += ["".join(parts[2 * at : 2 * at + 2])]
            at += 1
    return " ".join(part.strip(" ") for part in done)
