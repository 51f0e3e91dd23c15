"""Tell from a spot's name that it is no public place for a first meeting; `venues.toml` lists the words (H7)."""

import re
import tomllib
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib.resources import files


class Venue(StrEnum):
    """Name what a place seems to be."""

    HOME = "home"
    HOTEL = "hotel"
    CAR = "car"
    BAR = "bar"
    REMOTE = "remote"


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """Say what a name tells of a place; without `refused` it may well mean something else."""

    venue: Venue
    refused: bool


def judge(name: str) -> Verdict | None:
    """Return what stands against a place of this name, what is certain before what is doubtful, or None."""
    return next((verdict for verdict, pattern in _patterns() if pattern.search(name)), None)


@cache
def _patterns() -> tuple[tuple[Verdict, re.Pattern[str]], ...]:
    lists = tomllib.loads((files("bot.content") / "venues.toml").read_text(encoding="utf-8"))
    return tuple(
        (
            Verdict(venue=Venue(venue), refused=degree == "refused"),
            re.compile(rf"(?<!\w)(?:{'|'.join(words)})(?!\w)", re.IGNORECASE),
        )
        for degree in ("refused", "doubtful")
        for venue, words in lists[degree].items()
    )
