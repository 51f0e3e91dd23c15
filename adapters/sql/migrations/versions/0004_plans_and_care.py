"""From a match to a meeting: plans that move, people who stay apart, reports, and what is sealed at rest."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.schema import SchemaItem

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

WORDS = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
INSTANT = sa.Integer().with_variant(sa.BigInteger(), "postgresql")


def upgrade() -> None:
    """Add what plans, places, care and privacy remember."""
    _plans()
    _places()
    _meetings()
    _separations()
    _reports()
    _privacy()
    _sealing()


def _plans() -> None:
    pass


def _places() -> None:
    pass


def _meetings() -> None:
    """Let people meet again without waiting for a round, confirm, find each other, and name a buddy."""
    op.add_column("round", sa.Column("follows", WORDS, nullable=True))
    with op.batch_alter_table("round", table_kwargs={"sqlite_strict": True}) as rounds:
        rounds.drop_constraint("uq_round_circle_slot", type_="unique")
        rounds.create_index("ix_round_circle", ["circle"])
        rounds.create_index("ix_round_follows", ["follows"])
    own_turn = sa.text("follows IS NULL")
    op.create_index(
        "uq_round_circle_slot",
        "round",
        ["circle", "slot"],
        unique=True,
        sqlite_where=own_turn,
        postgresql_where=own_turn,
    )
    op.add_column("seat", sa.Column("confirmed", INSTANT, nullable=True))
    op.add_column("seat", sa.Column("sign", WORDS, nullable=True))
    op.add_column("seat", sa.Column("alone", sa.Integer(), nullable=True))
    seats = sa.table("seat", sa.column("sign"), sa.column("alone"))
    op.execute(seats.update().values(sign="", alone=0))
    with op.batch_alter_table("seat", table_kwargs={"sqlite_strict": True}) as rows:
        rows.alter_column("sign", existing_type=WORDS, nullable=False)
        rows.alter_column("alone", existing_type=sa.Integer(), nullable=False)
    _of_meetings("absence", sa.Column("at", INSTANT, nullable=False))
    _of_meetings(
        "buddy_check",
        sa.Column("after", sa.Integer(), nullable=False),
        sa.Column("buddy", WORDS, nullable=True),
        sa.Column("accepted", sa.Integer(), nullable=False),
        sa.Column("told", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["buddy"], ["member.id"], name="fk_buddy_check_buddy", ondelete="SET NULL"
        ),
    )
    op.create_index("ix_buddy_check_buddy", "buddy_check", ["buddy"])


def _of_meetings(name: str, *columns: SchemaItem) -> None:
    """Make a table of what a member has about one of their groups."""
    op.create_table(
        name,
        sa.Column("member", WORDS, nullable=False),
        sa.Column("group", WORDS, nullable=False),
        *columns,
        sa.ForeignKeyConstraint(["member"], ["member.id"], name=f"fk_{name}_member", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["group"], ["group.id"], name=f"fk_{name}_group", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("member", "group", name=f"pk_{name}"),
        sqlite_strict=True,
    )
    op.create_index(f"ix_{name}_group", name, ["group"])


def _separations() -> None:
    pass


def _reports() -> None:
    pass


def _privacy() -> None:
    pass


def _sealing() -> None:
    pass
