"""Whose turn in an odd group it is: counted on from round to round, instead of anew from the last year's seats."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

WORDS = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def upgrade() -> None:
    """Keep who came to a round and where that left them; nothing is known of earlier rounds, so all begin alike."""
    op.create_table(
        "turn",
        sa.Column("round", WORDS, nullable=False),
        sa.Column("member", WORDS, nullable=False),
        sa.Column("level", sa.Integer(), nullable=False),
        sa.Column("had", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["round"], ["round.id"], "fk_turn_round", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["member"], ["member.id"], "fk_turn_member", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("round", "member", name="pk_turn"),
        sqlite_strict=True,
    )
    op.create_index("ix_turn_member", "turn", ["member"])
