"""The tables of what is around a meeting: plans to which somebody did not come, and check-ins with a buddy."""

from sqlalchemy import Column, Index, Integer

from adapters.sql.tables.base import of, table, words
from adapters.sql.types import Flag, Instant

absence = table(
    "absence",
    words("member", of("member")),
    words("group", of("group")),
    Column("at", Instant, nullable=False),
    Index("ix_absence_group", "group"),
    key=("member", "group"),
)

buddy_check = table(
    "buddy_check",
    words("member", of("member")),
    words("group", of("group")),
    Column("after", Integer, nullable=False),
    words("buddy", of("member", on_delete="SET NULL"), null=True),
    Column("accepted", Flag, nullable=False),
    Column("told", Flag, nullable=False),
    Index("ix_buddy_check_group", "group"),
    Index("ix_buddy_check_buddy", "buddy"),
    key=("member", "group"),
)
