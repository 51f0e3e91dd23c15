"""Find the words that do not go with Kith; `wording.toml` lists them with the reason why."""

import re
import tomllib
from collections.abc import Iterator
from enum import StrEnum
from functools import cache
from importlib.resources import files

_ENDING = "(?:s|es|ed|ing)?"


class Kind(StrEnum):
    """Name what a text is for; each table of the word lists has one of these names."""

    EVERYWHERE = "everywhere"
    CHALLENGES = "challenges"
    STARTERS = "starters"


def breaches(text: str, kind: Kind) -> Iterator[tuple[str, str]]:
    """Yield each word rule that a text breaks, with the words that break it."""
    for rule, pattern in _patterns(kind):
        for found in pattern.finditer(text):
            yield rule, found.group(0)


@cache
def _patterns(kind: Kind) -> tuple[tuple[str, re.Pattern[str]], ...]:
    """Read the rules for a kind of text: those for everything, and its own."""
    lists = tomllib.loads((files("bot.content") / "wording.toml").read_text(encoding="utf-8"))
    rules: dict[str, list[str]] = lists[Kind.EVERYWHERE] | lists[kind]
    return tuple(
        (rule, re.compile(rf"\b(?:{'|'.join(words)}){_ENDING}\b", re.IGNORECASE))
        for rule, words in rules.items()
    )
