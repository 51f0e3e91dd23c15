"""The tables of what is kept of people who are gone, and of when somebody was last here: a day and no more."""

from sqlalchemy import Column, ForeignKey, Index, Integer, PrimaryKeyConstraint, Table

from adapters.sql.tables import metadata
from adapters.sql.types import DAY, WORDS

seen = Table(
    "seen",
    metadata,
    Column("member", WORDS, ForeignKey("member.id", ondelete="CASCADE"), nullable=False),
    Column("day", DAY, nullable=False),
    PrimaryKeyConstraint("member"),
    sqlite_strict=True,
)

tally = Table(
    "tally",
    metadata,
    Column("community", WORDS, ForeignKey("community.id", ondelete="CASCADE"), nullable=False),
    Column("scope", WORDS, nullable=False),
    Column("name", WORDS, nullable=False),
    Column("number", Integer, nullable=False),
    PrimaryKeyConstraint("scope", "name"),
    Index("ix_tally_community", "community"),
    sqlite_strict=True,
)
