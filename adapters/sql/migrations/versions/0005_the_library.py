"""A library of one's own: seasons that organisers shape, suggestions and packs, and answers to be counted."""

import json
from collections.abc import Sequence
from datetime import date
from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.schema import SchemaItem

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

WORDS = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
PORTION = 500
INSTANT = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
LADDER = ("warm_up", "outward", "together", "wider")
PRACTICES = {
    "reach": "reach_out",
    "present": "be_present",
    "senses": "engage_senses",
    "join": "join_community",
}
"""What the ids of challenges began with when this was written."""


def upgrade() -> None:
    """Add what the weekly challenge remembers."""
    _seasons()
    _library()
    _answers()
    _languages()


def _seasons() -> None:
    """Let organisers say what the weather is like, and choose or leave out a week; posts know their step from now on."""
    _extend("challenge_post", season=(sa.Integer(), 0), rung=(WORDS, None), practice=(WORDS, None))
    op.create_table(
        "season",
        sa.Column("community", WORDS, nullable=False),
        sa.Column("climate", WORDS, nullable=True),
        sa.Column("said", WORDS, nullable=True),
        sa.Column("until", WORDS, nullable=True),
        sa.Column("skipped", WORDS, nullable=False),
        sa.Column("picks", WORDS, nullable=False),
        sa.ForeignKeyConstraint(["community"], ["community.id"], "fk_season_community", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("community", name="pk_season"),
        sqlite_strict=True,
    )
    _count_seasons()


def _count_seasons() -> None:
    """Write down of each post which step it was, by the calendar of seasons as it was kept before.

    Seasons count from 1 with the running one; of posts from before it only the practice is known.
    """
    bind = op.get_bind()
    columns = ("id", "community", "day", "challenge", "season", "rung", "practice")
    post = sa.table("challenge_post", *(sa.column(name) for name in columns))
    community = sa.table("community", sa.column("id"), sa.column("challenges"))
    anchors = {
        row.id: date.fromisoformat(anchor)
        for row in bind.execute(sa.select(community))
        if (anchor := json.loads(row.challenges)["anchor"])
    }
    for row in bind.execute(sa.select(post)).all():
        day, anchor = date.fromisoformat(row.day), anchors.get(row.community)
        found: dict[str, Any] = {"practice": PRACTICES.get(row.challenge.partition("-")[0])}
        if anchor is not None and day >= anchor:
            season, week = divmod((day - anchor).days // 7, len(LADDER) + 1)
            found |= {"season": season + 1, "rung": LADDER[min(week, len(LADDER) - 1)]}
        bind.execute(post.update().where(post.c.id == row.id).values(found))


def _library() -> None:
    """Let a community have challenges of its own, suggestions, and challenges that it leaves out."""
    _of_community(
        "suggestion",
        sa.Column("id", WORDS, nullable=False),
        sa.Column("made_at", INSTANT, nullable=False),
        *(sa.Column(name, WORDS, nullable=False) for name in ("state", "entry", "language")),
        *(sa.Column(name, WORDS, nullable=False) for name in ("platform", "user")),
        sa.Column("tell", sa.Integer(), nullable=False),
        sa.Column("decided_at", INSTANT, nullable=True),
        sa.Column("reason", WORDS, nullable=True),
        sa.Column("words", WORDS, nullable=False),
        key=("id",),
    )
    op.create_index("ix_suggestion_community", "suggestion", ["community", "state"])
    op.create_index("ix_suggestion_platform", "suggestion", ["platform", "user"])
    _of_community(
        "pack",
        *(sa.Column(name, WORDS, nullable=False) for name in ("id", "name", "language")),
        sa.Column("on", sa.Integer(), nullable=False),
        key=("community", "id"),
    )
    _of_community(
        "pack_entry",
        *(sa.Column(name, WORDS, nullable=False) for name in ("id", "pack")),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("entry", WORDS, nullable=False),
        sa.Column("retired", sa.Integer(), nullable=False),
        key=("community", "id"),
    )
    _of_community("left_out", sa.Column("name", WORDS, nullable=False), key=("community", "name"))
    _of_community(
        "misfit",
        *(sa.Column(name, WORDS, nullable=False) for name in ("challenge", "mark", "day")),
        key=("community", "challenge", "mark"),
    )


def _of_community(name: str, *columns: SchemaItem, key: tuple[str, ...]) -> None:
    """Make a table of what a community has."""
    op.create_table(
        name,
        sa.Column("community", WORDS, nullable=False),
        *columns,
        sa.ForeignKeyConstraint(["community"], ["community.id"], f"fk_{name}_community", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint(*key, name=f"pk_{name}"),
        sqlite_strict=True,
    )


def _answers() -> None:
    """Let diaries say what was done and how it was, and let people answer a question that is only ever counted."""
    op.add_column("challenge_tap", sa.Column("did", WORDS, nullable=True))
    op.add_column("challenge_tap", sa.Column("felt", WORDS, nullable=True))
    _fill_diaries()
    op.create_table(
        "norm_asked",
        sa.Column("community", WORDS, nullable=False),
        sa.Column("platform", WORDS, nullable=False),
        sa.Column("user", WORDS, nullable=False),
        sa.Column("since", WORDS, nullable=False),
        sa.ForeignKeyConstraint(
            ["community"], ["community.id"], "fk_norm_asked_community", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("community", "platform", "user", name="pk_norm_asked"),
        sqlite_strict=True,
    )
    op.create_index("ix_norm_asked_platform_user", "norm_asked", ["platform", "user"])
    op.create_table(
        "norm_count",
        sa.Column("community", WORDS, nullable=False),
        sa.Column("since", WORDS, nullable=False),
        sa.Column("yes", sa.Integer(), nullable=False),
        sa.Column("not_now", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["community"], ["community.id"], "fk_norm_count_community", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("community", "since", name="pk_norm_count"),
        sqlite_strict=True,
    )


def _fill_diaries() -> None:
    """Say of every challenge that was done which one it was: the last that the person was shown."""
    bind = op.get_bind()
    tap = sa.table("challenge_tap", *map(sa.column, ("post", "platform", "user", "tap", "shown", "did")))
    key = ("post", "platform", "user")
    done = bind.execute(sa.select(tap).where(tap.c.tap == "done")).mappings().all()
    change = (tap.update().where(*(tap.c[name] == sa.bindparam(f"key_{name}") for name in key))).values(
        did=sa.bindparam("new_did")
    )
    for start in range(0, len(done), PORTION):
        bind.execute(change, [_done(row, key) for row in done[start : start + PORTION]])


def _done(row: sa.RowMapping, key: Sequence[str]) -> dict[str, Any]:
    return {f"key_{name}": row[name] for name in key} | {"new_did": json.loads(row["shown"])[-1]}


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
