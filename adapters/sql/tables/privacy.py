"""The tables of what keeps data private: the proof of the key, what each member agreed to, the day of their last visit,
and counts whose rows are gone."""

from sqlalchemy import Column, Index, Integer

from adapters.sql.tables.base import of, table, words
from adapters.sql.types import DAY, WORDS, Flag, Instant, sealed, worded
from bot.domain.member import Contact

seal = table(
    "seal",
    words("id"),
    Column("proof", sealed(WORDS, "seal.proof"), nullable=False),
    Column("swept", Flag, nullable=False),
)

consent = table(
    "consent",
    words("member", of("member")),
    Column("at", Instant, nullable=False),
    Column("version", Integer, nullable=False),
    words("platform"),
    Column("contact", worded(Contact), nullable=False),
    key=("member", "at", "version"),
)

seen = table(
    "seen",
    words("member", of("member")),
    Column("day", DAY, nullable=False),
    words("language"),
    key=("member",),
)

tally = table(
    "tally",
    words("community", of("community")),
    words("scope"),
    words("name"),
    Column("number", Integer, nullable=False),
    Index("ix_tally_community", "community"),
    key=("scope", "name"),
)
