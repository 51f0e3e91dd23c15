"""Finding rows that name somebody, in columns that hold anything as text."""

import json
import re
from collections.abc import Iterable

from sqlalchemy import ColumnElement, or_, type_coerce

from adapters.sql.types import WORDS

_INSIDE = r"[\w.:-]*\w"
"""What may follow in a longer id with a server's name, as "@ana:town.example" goes on after "@ana:town"."""

_LETTER = r"\w"


def in_text(word: str) -> str:
    """Return a word as it stands inside JSON."""
    return json.dumps(word)[1:-1]


def names(word: str) -> re.Pattern[str]:
    """Return what finds a whole id and not one that only begins like it."""
    written = "|".join(dict.fromkeys((re.escape(word), re.escape(in_text(word)))))
    return re.compile(rf"(?<![\w@])(?:{written})(?!{_INSIDE if ':' in word else _LETTER})")


def may_name(columns: Iterable[ColumnElement[str]], words: Iterable[str]) -> ColumnElement[bool]:
    """Return the condition that a column contains one of the words; longer words that begin alike count too."""
    plain = [type_coerce(column, WORDS) for column in columns]
    return or_(
        *(
            column.contains(written, autoescape=True)
            for column in plain
            for word in words
            for written in dict.fromkeys((word, in_text(word)))
        )
    )
