"""Circles have rules for mixing, new faces and pods; members have a role and wishes for each circle; seats have a role."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

WORDS = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
ACTIVE = "state = 'active'"


def upgrade() -> None:
    """Give what is there the settings under which nothing changes for it."""
    _extend("member", role=(WORDS, ""))
    _extend("circle", mix=(WORDS, ""), new_faces=(sa.Integer(), None), pods=(sa.Integer(), 0))
    _extend("enrolment", frequency=(WORDS, "every"), host=(sa.Integer(), 0), partner=(WORDS, None))
    _extend("group", again=(sa.Integer(), 0))
    _extend("seat", role=(WORDS, "member"), fit=(sa.Integer(), None))
    with op.batch_alter_table("enrolment", table_kwargs={"sqlite_strict": True}) as enrolment:
        enrolment.create_foreign_key(
            "fk_enrolment_partner", "member", ["partner"], ["id"], ondelete="SET NULL"
        )
        enrolment.create_index("ix_enrolment_partner", ["partner"])
    op.drop_index("uq_seat_active", "seat")
    op.create_index(
        "uq_seat_active",
        "seat",
        ["round", "member", "role"],
        unique=True,
        sqlite_where=sa.text(ACTIVE),
        postgresql_where=sa.text(ACTIVE),
    )


def _extend(table: str, **columns: tuple[Any, str | int | None]) -> None:
    """Add columns with a value for every row; those without one may stay empty."""
    for name, (kind, _) in columns.items():
        op.add_column(table, sa.Column(name, kind, nullable=True))
    filled = {name: value for name, (_, value) in columns.items() if value is not None}
    op.execute(sa.table(table, *(sa.column(name) for name in filled)).update().values(filled))
    with op.batch_alter_table(table, table_kwargs={"sqlite_strict": True}) as rows:
        for name in filled:
            rows.alter_column(name, existing_type=columns[name][0], nullable=False)
