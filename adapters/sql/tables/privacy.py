"""The tables of what keeps data private: the proof of the key, and what each member agreed to."""

from sqlalchemy import Column, Integer

from adapters.sql.tables.base import of, table, words
from adapters.sql.types import WORDS, Flag, Instant, sealed, worded
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
