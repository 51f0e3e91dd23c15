"""The tables of who stays apart. They name no member: they hold marks, keyed hashes of accounts (`marks.py`)."""

from sqlalchemy import Column, Index

from adapters.sql.tables.base import of, table, words
from adapters.sql.types import worded
from bot.domain.care import Why

pepper = table("pepper", words("id"), words("value"))

separation = table(
    "separation",
    words("id"),
    words("community", of("community")),
    Column("why", worded(Why), nullable=False),
    words("named"),
    words("platform", null=True),
    words("user", null=True),
    Index("ix_separation_community", "community"),
    Index("ix_separation_named", "named"),
)

separation_mark = table(
    "separation_mark",
    words("separation", of("separation")),
    words("side"),
    words("mark"),
    Index("ix_separation_mark_mark", "mark"),
    key=("separation", "side", "mark"),
)
