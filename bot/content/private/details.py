"""Find what looks like a private detail in words: a telephone number, an address, a point on a map (H16).

Few false alarms count more than finding everything: whoever means to give a detail away may, and "two dogs and 80s
music" is no telephone number. Nothing leaves this process.
"""

import re
import unicodedata
from enum import StrEnum

from bot.content.private.maps import shows_point
from bot.content.private.phones import has_phone
from bot.content.private.streets import has_address

_UNSEEN = {"Cf", "Cc", "Cs", "Co", "Cn"}
_MAIL = re.compile(
    r"(?<![\w.+-])[\w.+-]+\s?(?:@|[(\[{]\s?at\s?[)\]}])\s?[\w-]+(?:\s?(?:\.|[(\[{]\s?dot\s?[)\]}])\s?[\w-]+)*"
    r"\s?(?:\.|[(\[{]\s?dot\s?[)\]}])\s?[a-z]{2,24}\b"
    r"|\b[\w.+-]+ at [\w-]+ dot [a-z]{2,24}\b"
    r"|\b[\w.+-]+ at (?:gmail|hotmail|outlook|yahoo|icloud|proton|protonmail|gmx|web)(?: dot |\.)[a-z]{2,4}\b",
    re.IGNORECASE,
)


class Detail(StrEnum):
    """Name a kind of private detail."""

    PHONE = "phone"
    MAIL = "mail"
    POINT = "point"
    ADDRESS = "address"


def private_detail(words: str, territory: str = "") -> Detail | None:
    """Return what kind of private detail words seem to hold, or None; `territory` is where short numbers belong."""
    said = _even(words)
    if shows_point(said):
        return Detail.POINT
    if _MAIL.search(said):
        return Detail.MAIL
    if has_address(said):
        return Detail.ADDRESS
    return Detail.PHONE if has_phone(said, territory) else None


def _even(words: str) -> str:
    """Return words with ordinary digits and letters for full-width and other scripts' ones, without unseen characters."""
    kept = (
        str(unicodedata.digit(char)) if unicodedata.category(char) == "Nd" else char
        for char in unicodedata.normalize("NFKC", words)
        if unicodedata.category(char) not in _UNSEEN or char in "\n\t"
    )
    return " ".join("".join(kept).split())
