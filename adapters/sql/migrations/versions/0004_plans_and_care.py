"""From a match to a meeting: plans that move, people who stay apart, reports, and what is sealed at rest."""

from collections.abc import Iterable, Sequence
from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.schema import SchemaItem

from adapters.sql.sealing import ring_of

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

WORDS = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
INSTANT = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
SEALED = {
    "member": ("hello", "role", "interests", "wishes", "times"),
    "challenge_tap": ("note",),
    "menu": ("menu",),
    "note": ("value",),
    "pepper": ("value",),
}
PORTION = 500
_ALWAYS = (1 << 21) - 1


def upgrade() -> None:
    """Add what plans, places, care and privacy remember."""
    _plans()
    _places()
    _meetings()
    _separations()
    _reports()
    _phrases()
    _privacy()
    _sealing()


def _plans() -> None:
    """Let groups know what they were offered before, and that a plan of theirs is being moved."""
    _extend(
        "group",
        offered=(WORDS, ""),
        stretch=(sa.Integer(), 0),
        moved_from=(INSTANT, None),
        choosing_since=(INSTANT, None),
    )


def _places() -> None:
    """Let areas have a zone and spots their hours, and circles an open table; a spot from before is always open."""
    _extend("area", zone=(WORDS, ""))
    _extend("spot", hours=(sa.Integer(), _ALWAYS))
    op.create_table(
        "open_table",
        sa.Column("circle", WORDS, nullable=False),
        sa.Column("community", WORDS, nullable=False),
        sa.Column("spot", WORDS, nullable=True),
        sa.Column("weekday", sa.Integer(), nullable=False),
        sa.Column("at", WORDS, nullable=False),
        sa.Column("sign", WORDS, nullable=False),
        sa.Column("on", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["circle"], ["circle.id"], "fk_open_table_circle", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(
            ["community"], ["community.id"], "fk_open_table_community", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["spot"], ["spot.id"], "fk_open_table_spot", ondelete="SET NULL"),
        sa.PrimaryKeyConstraint("circle", name="pk_open_table"),
        sqlite_strict=True,
    )
    op.create_index("ix_open_table_community", "open_table", ["community"])
    op.create_index("ix_open_table_spot", "open_table", ["spot"])
    op.create_table(
        "table_part",
        sa.Column("circle", WORDS, nullable=False),
        sa.Column("member", WORDS, nullable=False),
        sa.Column("told", sa.Integer(), nullable=False),
        sa.Column("hosting", WORDS, nullable=False),
        sa.Column("asked_for", WORDS, nullable=True),
        sa.Column("can", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["circle", "member"],
            ["enrolment.circle", "enrolment.member"],
            "fk_table_part_circle",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("circle", "member", name="pk_table_part"),
        sqlite_strict=True,
    )
    op.create_index("ix_table_part_member", "table_part", ["member"])


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
    _extend(
        "seat", confirmed=(INSTANT, None), sign=(WORDS, None), alone=(sa.Integer(), 0), reason=(WORDS, None)
    )
    _of_meetings("absence", sa.Column("at", INSTANT, nullable=False))
    _of_meetings(
        "buddy_check",
        sa.Column("after", sa.Integer(), nullable=False),
        sa.Column("buddy", WORDS, nullable=True),
        sa.Column("accepted", sa.Integer(), nullable=False),
        sa.Column("told", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["buddy"], ["member.id"], name="fk_buddy_check_buddy", ondelete="SET NULL"),
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
    """Make what keeps people apart; the first mark draws the pepper."""
    op.create_table(
        "pepper",
        sa.Column("id", WORDS, nullable=False),
        sa.Column("value", WORDS, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_pepper"),
        sqlite_strict=True,
    )
    op.create_table(
        "separation",
        sa.Column("id", WORDS, nullable=False),
        sa.Column("community", WORDS, nullable=False),
        sa.Column("why", WORDS, nullable=False),
        sa.Column("named", WORDS, nullable=False),
        sa.Column("platform", WORDS, nullable=True),
        sa.Column("user", WORDS, nullable=True),
        sa.ForeignKeyConstraint(
            ["community"], ["community.id"], name="fk_separation_community", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_separation"),
        sqlite_strict=True,
    )
    op.create_index("ix_separation_community", "separation", ["community"])
    op.create_index("ix_separation_named", "separation", ["named"])
    op.create_table(
        "separation_mark",
        sa.Column("separation", WORDS, nullable=False),
        sa.Column("side", WORDS, nullable=False),
        sa.Column("mark", WORDS, nullable=False),
        sa.ForeignKeyConstraint(
            ["separation"], ["separation.id"], name="fk_separation_mark_separation", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("separation", "side", "mark", name="pk_separation_mark"),
        sqlite_strict=True,
    )
    op.create_index("ix_separation_mark_mark", "separation_mark", ["mark"])


def _reports() -> None:
    """Let organisers see reports, as before, until somebody says who moderates; nobody is held back."""
    everybody = '{"organisers":true,"rights":{},"people":[]}'
    _extend(
        "community",
        moderators=(WORDS, everybody),
        moderator_channel=(WORDS, None),
        alternate=(WORDS, None),
        alternate_agreed=(sa.Integer(), 0),
        emergency=(WORDS, ""),
    )
    _extend("member", held_until=(INSTANT, None))
    columns: dict[str, Any] = {
        **dict.fromkeys(("id", "community"), WORDS),
        "made_at": INSTANT,
        **dict.fromkeys(("state", "category", "words"), WORDS),
        "may_write": sa.Integer(),
        **dict.fromkeys(
            ("by", "by_account", "about", "about_account", "route", "taken_by", "decided_by"), WORDS
        ),
        "decided_at": INSTANT,
        "outcome": WORDS,
        **dict.fromkeys(("held_until", "closed_at"), INSTANT),
    }
    always = {"id", "community", "made_at", "state", "category", "words", "may_write", "route"}
    op.create_table(
        "report",
        *(sa.Column(name, kind, nullable=name not in always) for name, kind in columns.items()),
        sa.ForeignKeyConstraint(
            ["community"], ["community.id"], name="fk_report_community", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_report"),
        sqlite_strict=True,
    )
    for name in ("community", "by", "about"):
        op.create_index(f"ix_report_{name}", "report", [name])
    op.create_table(
        "bar",
        sa.Column("community", WORDS, nullable=False),
        sa.Column("mark", WORDS, nullable=False),
        sa.Column("removed", sa.Integer(), nullable=False),
        sa.Column("held_until", INSTANT, nullable=True),
        sa.ForeignKeyConstraint(["community"], ["community.id"], name="fk_bar_community", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("community", "mark", name="pk_bar"),
        sqlite_strict=True,
    )


def _phrases() -> None:
    """Let nobody have looked at the help lines yet, and the phrases be those that ship."""
    none = '{"added":[],"removed":[]}'
    _extend("community", help_checked=(WORDS, None), phrases=(WORDS, none))


def _privacy() -> None:
    """Remember the day on which a member was last here, and counts whose rows are gone."""
    op.create_table(
        "seen",
        sa.Column("member", WORDS, nullable=False),
        sa.Column("day", WORDS, nullable=False),
        sa.PrimaryKeyConstraint("member", name="pk_seen"),
        sa.ForeignKeyConstraint(["member"], ["member.id"], name="fk_seen_member", ondelete="CASCADE"),
        sqlite_strict=True,
    )
    op.create_table(
        "tally",
        sa.Column("community", WORDS, nullable=False),
        sa.Column("scope", WORDS, nullable=False),
        sa.Column("name", WORDS, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("scope", "name", name="pk_tally"),
        sa.ForeignKeyConstraint(
            ["community"], ["community.id"], name="fk_tally_community", ondelete="CASCADE"
        ),
        sqlite_strict=True,
    )
    op.create_index("ix_tally_community", "tally", ["community"])


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
    op.create_table(
        "consent",
        sa.Column("member", WORDS, nullable=False),
        sa.Column("at", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("platform", WORDS, nullable=False),
        sa.Column("contact", WORDS, nullable=False),
        sa.ForeignKeyConstraint(["member"], ["member.id"], "fk_consent_member", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("member", "at", "version", name="pk_consent"),
        sqlite_strict=True,
    )
    op.execute(
        "INSERT INTO consent (member, at, version, platform, contact) "
        "SELECT id, joined_at, consent, '', contact FROM member"
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
