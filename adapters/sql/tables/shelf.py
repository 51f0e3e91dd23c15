"""The tables of a community's own shelf: suggestions, packs, what is left out, and who said that something does not fit.

What somebody said of a challenge stands under a mark, a keyed hash of their account (`marks.py`).
"""

from sqlalchemy import Column, Index, Integer

from adapters.sql.challenge_codec import read_challenge, write_challenge
from adapters.sql.tables.base import of, table, words
from adapters.sql.types import DAY, WORDS, Flag, Instant, Written, sealed, worded
from bot.domain.challenges import Challenge
from bot.domain.shelf import Decline, SuggestionState

_CHALLENGE: Written[Challenge] = Written(write_challenge, read_challenge)

suggestion = table(
    "suggestion",
    words("community", of("community")),
    words("id"),
    Column("made_at", Instant, nullable=False),
    Column("state", worded(SuggestionState), nullable=False),
    Column("entry", sealed(_CHALLENGE, "suggestion.entry"), nullable=False),
    words("language"),
    words("platform"),
    words("user"),
    Column("tell", Flag, nullable=False),
    Column("decided_at", Instant),
    Column("reason", worded(Decline)),
    Column("words", sealed(WORDS, "suggestion.words"), nullable=False),
    Index("ix_suggestion_community", "community", "state"),
    Index("ix_suggestion_platform", "platform", "user"),
)

pack = table(
    "pack",
    words("community", of("community")),
    words("id"),
    words("name"),
    words("language"),
    Column("on", Flag, nullable=False),
    key=("community", "id"),
)

pack_entry = table(
    "pack_entry",
    words("community", of("community")),
    words("id"),
    words("pack"),
    Column("number", Integer, nullable=False),
    Column("entry", sealed(_CHALLENGE, "pack_entry.entry"), nullable=False),
    Column("retired", Flag, nullable=False),
    key=("community", "id"),
)

left_out = table("left_out", words("community", of("community")), words("name"), key=("community", "name"))

misfit = table(
    "misfit",
    words("community", of("community")),
    words("challenge"),
    words("mark"),
    Column("day", DAY, nullable=False),
    key=("community", "challenge", "mark"),
)
