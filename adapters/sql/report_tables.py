"""The tables of reports, and of who may not take part any more.

A report names people by their bare ids and by their accounts, because it outlives what they do; `SqlMembers.erase` and
`merging` see to it. A bar is a keyed hash (`marks.py`).
"""

from sqlalchemy import Column, ForeignKey, Index, PrimaryKeyConstraint, Table

from adapters.sql.tables import metadata
from adapters.sql.types import ACCOUNT, WORDS, Flag, Instant, worded
from bot.domain.moderation import Category, Outcome, ReportState, Route


def _of_community() -> Column[str]:
    return Column("community", WORDS, ForeignKey("community.id", ondelete="CASCADE"), nullable=False)


report = Table(
    "report",
    metadata,
    Column("id", WORDS, nullable=False),
    _of_community(),
    Column("made_at", Instant, nullable=False),
    Column("state", worded(ReportState), nullable=False),
    Column("category", worded(Category), nullable=False),
    Column("words", WORDS, nullable=False),
    Column("may_write", Flag, nullable=False),
    Column("by", WORDS, nullable=True),
    Column("by_account", ACCOUNT),
    Column("about", WORDS, nullable=True),
    Column("about_account", ACCOUNT),
    Column("route", worded(Route), nullable=False),
    Column("taken_by", ACCOUNT),
    Column("decided_by", ACCOUNT),
    Column("decided_at", Instant),
    Column("outcome", worded(Outcome)),
    Column("held_until", Instant),
    Column("closed_at", Instant),
    PrimaryKeyConstraint("id"),
    Index("ix_report_community", "community"),
    Index("ix_report_by", "by"),
    Index("ix_report_about", "about"),
    sqlite_strict=True,
)

bar = Table(
    "bar",
    metadata,
    _of_community(),
    Column("mark", WORDS, nullable=False),
    Column("removed", Flag, nullable=False),
    Column("held_until", Instant),
    PrimaryKeyConstraint("community", "mark"),
    sqlite_strict=True,
)
