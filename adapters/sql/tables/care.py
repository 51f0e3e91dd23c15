"""The tables of who stays apart, of reports, and of who may not take part.

Separations and bars name no member: they hold marks, keyed hashes of accounts (`marks.py`). Reports do.
"""

from sqlalchemy import Column, Index

from adapters.sql.tables.base import of, table, words
from adapters.sql.types import ACCOUNT, WORDS, Flag, Instant, sealed, worded
from bot.domain.care import Why
from bot.domain.moderation import Category, Outcome, ReportState, Route

pepper = table("pepper", words("id"), Column("value", sealed(WORDS, "pepper.value"), nullable=False))

separation = table(
    "separation",
    words("id"),
    words("community", of("community")),
    Column("why", worded(Why), nullable=False),
    words("named"),
    words("platform", null=True),
    Column("user", sealed(WORDS, "separation.user")),
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

report = table(
    "report",
    words("id"),
    words("community", of("community")),
    Column("made_at", Instant, nullable=False),
    Column("state", worded(ReportState), nullable=False),
    Column("category", worded(Category), nullable=False),
    Column("words", sealed(WORDS, "report.words"), nullable=False),
    Column("may_write", Flag, nullable=False),
    words("by", null=True),
    Column("by_account", ACCOUNT),
    words("about", null=True),
    Column("about_account", ACCOUNT),
    Column("route", worded(Route), nullable=False),
    Column("taken_by", ACCOUNT),
    Column("decided_by", ACCOUNT),
    Column("decided_at", Instant),
    Column("outcome", worded(Outcome)),
    Column("held_until", Instant),
    Column("closed_at", Instant),
    Index("ix_report_community", "community"),
    Index("ix_report_by", "by"),
    Index("ix_report_about", "about"),
)

bar = table(
    "bar",
    words("community", of("community")),
    words("mark"),
    Column("removed", Flag, nullable=False),
    Column("held_until", Instant),
    key=("community", "mark"),
)
