"""The first tables."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

APPLICATION_ID = 0x4B697468
WORDS = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
INSTANT = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Make every table, what is referred to first."""
    if op.get_bind().dialect.name == "sqlite":
        op.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    _make_community()
    _make_job()
    _make_menu_note_area_challenge_post()
    _make_circle_home()
    _make_meeting_challenge_tap()
    _make_member()
    _make_round_spot()
    _make_account_answer_enrolment()
    _make_group_sat_out()
    _make_seat()


def _make_community() -> None:
    """Make community."""
    op.create_table(
        "community",
        sa.Column("id", WORDS, nullable=False),
        sa.Column("zone", WORDS, nullable=False),
        sa.Column("name", WORDS, nullable=False),
        sa.Column("language", WORDS, nullable=False),
        sa.Column("steward", WORDS, nullable=False),
        sa.Column("contact", WORDS, nullable=False),
        sa.Column("help_lines", WORDS, nullable=False),
        sa.Column("challenges", WORDS, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_community"),
        sqlite_strict=True,
    )


def _make_job() -> None:
    """Make job."""
    op.create_table(
        "job",
        sa.Column("key", WORDS, nullable=False),
        sa.Column("community", WORDS, nullable=False),
        sa.Column("step", WORDS, nullable=False),
        sa.Column("subject", WORDS, nullable=False),
        sa.Column("due", INSTANT, nullable=False),
        sa.Column("delivery", sa.Integer(), nullable=False),
        sa.Column("args", WORDS, nullable=False),
        sa.Column("expires", INSTANT, nullable=True),
        sa.Column("after", WORDS, nullable=True),
        sa.Column("state", WORDS, nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("first_try", INSTANT, nullable=True),
        sa.Column("owner", WORDS, nullable=True),
        sa.Column("lease", INSTANT, nullable=True),
        sa.Column("remote", WORDS, nullable=True),
        sa.PrimaryKeyConstraint("key", name="pk_job"),
        sqlite_strict=True,
    )
    op.create_index(
        "ix_job_after",
        "job",
        ["after"],
        unique=False,
        sqlite_where=sa.text("state = 'waiting'"),
        postgresql_where=sa.text("state = 'waiting'"),
    )
    op.create_index(
        "ix_job_due",
        "job",
        ["due"],
        unique=False,
        sqlite_where=sa.text("state = 'waiting'"),
        postgresql_where=sa.text("state = 'waiting'"),
    )
    op.create_index("ix_job_subject", "job", ["subject"], unique=False)


def _make_menu_note_area_challenge_post() -> None:
    """Make menu, note, area, challenge_post."""
    op.create_table(
        "menu",
        sa.Column("id", WORDS, nullable=False),
        sa.Column("menu", WORDS, nullable=False),
        sa.Column("community", WORDS, nullable=True),
        sa.Column("only", WORDS, nullable=False),
        sa.Column("expires", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_menu"),
        sqlite_strict=True,
    )
    op.create_index("ix_menu_expires", "menu", ["expires"], unique=False)
    op.create_table(
        "note",
        sa.Column("adapter", WORDS, nullable=False),
        sa.Column("key", WORDS, nullable=False),
        sa.Column("value", WORDS, nullable=False),
        sa.PrimaryKeyConstraint("adapter", "key", name="pk_note"),
        sqlite_strict=True,
    )
    op.create_table(
        "area",
        sa.Column("id", WORDS, nullable=False),
        sa.Column("community", WORDS, nullable=False),
        sa.Column("name", WORDS, nullable=False),
        sa.Column("centre", WORDS, nullable=True),
        sa.ForeignKeyConstraint(
            ["community"], ["community.id"], name="fk_area_community", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_area"),
        sqlite_strict=True,
    )
    op.create_index("ix_area_community", "area", ["community"], unique=False)
    op.create_table(
        "challenge_post",
        sa.Column("id", WORDS, nullable=False),
        sa.Column("community", WORDS, nullable=False),
        sa.Column("day", WORDS, nullable=False),
        sa.Column("challenge", WORDS, nullable=False),
        sa.ForeignKeyConstraint(
            ["community"], ["community.id"], name="fk_challenge_post_community", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_challenge_post"),
        sqlite_strict=True,
    )
    op.create_index("ix_challenge_post_community", "challenge_post", ["community"], unique=False)


def _make_circle_home() -> None:
    """Make circle, home."""
    op.create_table(
        "circle",
        sa.Column("id", WORDS, nullable=False),
        sa.Column("community", WORDS, nullable=False),
        sa.Column("name", WORDS, nullable=False),
        sa.Column("cadence", WORDS, nullable=False),
        sa.Column("anchor", WORDS, nullable=False),
        sa.Column("at", WORDS, nullable=False),
        sa.Column("platform", WORDS, nullable=False),
        sa.Column("channel", WORDS, nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("pairs_only", sa.Integer(), nullable=False),
        sa.Column("same_area", sa.Integer(), nullable=False),
        sa.Column("state", WORDS, nullable=False),
        sa.ForeignKeyConstraint(
            ["community"], ["community.id"], name="fk_circle_community", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_circle"),
        sqlite_strict=True,
    )
    op.create_index("ix_circle_community", "circle", ["community"], unique=False)
    op.create_table(
        "home",
        sa.Column("platform", WORDS, nullable=False),
        sa.Column("home", WORDS, nullable=False),
        sa.Column("community", WORDS, nullable=False),
        sa.Column("channel", WORDS, nullable=False),
        sa.ForeignKeyConstraint(
            ["community"], ["community.id"], name="fk_home_community", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("platform", "home", name="pk_home"),
        sqlite_strict=True,
    )
    op.create_index("ix_home_community", "home", ["community"], unique=False)


def _make_meeting_challenge_tap() -> None:
    """Make meeting, challenge_tap."""
    op.create_table(
        "meeting",
        sa.Column("first", WORDS, nullable=False),
        sa.Column("second", WORDS, nullable=False),
        sa.Column("round", WORDS, nullable=False),
        sa.Column("community", WORDS, nullable=False),
        sa.Column("slot", WORDS, nullable=False),
        sa.Column("met", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["community"], ["community.id"], name="fk_meeting_community", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("round", "first", "second", name="pk_meeting"),
        sqlite_strict=True,
    )
    op.create_index("ix_meeting_community", "meeting", ["community"], unique=False)
    op.create_table(
        "challenge_tap",
        sa.Column("post", WORDS, nullable=False),
        sa.Column("platform", WORDS, nullable=False),
        sa.Column("user", WORDS, nullable=False),
        sa.Column("tap", WORDS, nullable=False),
        sa.Column("shown", WORDS, nullable=False),
        sa.Column("note", WORDS, nullable=False),
        sa.ForeignKeyConstraint(
            ["post"], ["challenge_post.id"], name="fk_challenge_tap_post", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("post", "platform", "user", name="pk_challenge_tap"),
        sqlite_strict=True,
    )
    op.create_index("ix_challenge_tap_platform_user", "challenge_tap", ["platform", "user"], unique=False)


def _make_member() -> None:
    """Make member."""
    op.create_table(
        "member",
        sa.Column("id", WORDS, nullable=False),
        sa.Column("community", WORDS, nullable=False),
        sa.Column("joined_at", INSTANT, nullable=False),
        sa.Column("consent", sa.Integer(), nullable=False),
        sa.Column("state", WORDS, nullable=False),
        sa.Column("contact", WORDS, nullable=False),
        sa.Column("paused_until", INSTANT, nullable=True),
        sa.Column("erase_at", INSTANT, nullable=True),
        sa.Column("language", WORDS, nullable=False),
        sa.Column("area", WORDS, nullable=True),
        sa.Column("reach", WORDS, nullable=False),
        sa.Column("times", sa.Integer(), nullable=False),
        sa.Column("languages", WORDS, nullable=False),
        sa.Column("interests", WORDS, nullable=False),
        sa.Column("wishes", WORDS, nullable=False),
        sa.Column("pairs_only", sa.Integer(), nullable=False),
        sa.Column("hello", WORDS, nullable=False),
        sa.ForeignKeyConstraint(["area"], ["area.id"], name="fk_member_area", ondelete="SET NULL"),
        sa.ForeignKeyConstraint(
            ["community"], ["community.id"], name="fk_member_community", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_member"),
        sqlite_strict=True,
    )
    op.create_index("ix_member_area", "member", ["area"], unique=False)
    op.create_index("ix_member_community", "member", ["community"], unique=False)


def _make_round_spot() -> None:
    """Make round, spot."""
    op.create_table(
        "round",
        sa.Column("id", WORDS, nullable=False),
        sa.Column("circle", WORDS, nullable=False),
        sa.Column("community", WORDS, nullable=False),
        sa.Column("slot", WORDS, nullable=False),
        sa.Column("opens_at", INSTANT, nullable=False),
        sa.Column("due_at", INSTANT, nullable=False),
        sa.Column("state", WORDS, nullable=False),
        sa.ForeignKeyConstraint(["circle"], ["circle.id"], name="fk_round_circle", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(
            ["community"], ["community.id"], name="fk_round_community", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_round"),
        sa.UniqueConstraint("circle", "slot", name="uq_round_circle_slot"),
        sqlite_strict=True,
    )
    op.create_index("ix_round_community", "round", ["community"], unique=False)
    op.create_table(
        "spot",
        sa.Column("id", WORDS, nullable=False),
        sa.Column("community", WORDS, nullable=False),
        sa.Column("area", WORDS, nullable=True),
        sa.Column("name", WORDS, nullable=False),
        sa.Column("notes", WORDS, nullable=False),
        sa.ForeignKeyConstraint(["area"], ["area.id"], name="fk_spot_area", ondelete="SET NULL"),
        sa.ForeignKeyConstraint(
            ["community"], ["community.id"], name="fk_spot_community", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_spot"),
        sqlite_strict=True,
    )
    op.create_index("ix_spot_area", "spot", ["area"], unique=False)
    op.create_index("ix_spot_community", "spot", ["community"], unique=False)


def _make_account_answer_enrolment() -> None:
    """Make account, answer, enrolment."""
    op.create_table(
        "account",
        sa.Column("community", WORDS, nullable=False),
        sa.Column("platform", WORDS, nullable=False),
        sa.Column("user", WORDS, nullable=False),
        sa.Column("member", WORDS, nullable=False),
        sa.ForeignKeyConstraint(
            ["community"], ["community.id"], name="fk_account_community", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["member"], ["member.id"], name="fk_account_member", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("community", "platform", "user", name="pk_account"),
        sqlite_strict=True,
    )
    op.create_index("ix_account_member", "account", ["member"], unique=False)
    op.create_index("ix_account_platform_user", "account", ["platform", "user"], unique=False)
    op.create_table(
        "answer",
        sa.Column("round", WORDS, nullable=False),
        sa.Column("member", WORDS, nullable=False),
        sa.Column("coming", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["member"], ["member.id"], name="fk_answer_member", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["round"], ["round.id"], name="fk_answer_round", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("round", "member", name="pk_answer"),
        sqlite_strict=True,
    )
    op.create_index("ix_answer_member", "answer", ["member"], unique=False)
    op.create_table(
        "enrolment",
        sa.Column("circle", WORDS, nullable=False),
        sa.Column("member", WORDS, nullable=False),
        sa.Column("attendance", WORDS, nullable=False),
        sa.ForeignKeyConstraint(["circle"], ["circle.id"], name="fk_enrolment_circle", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["member"], ["member.id"], name="fk_enrolment_member", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("circle", "member", name="pk_enrolment"),
        sqlite_strict=True,
    )
    op.create_index("ix_enrolment_member", "enrolment", ["member"], unique=False)


def _make_group_sat_out() -> None:
    """Make group, sat_out."""
    op.create_table(
        "group",
        sa.Column("id", WORDS, nullable=False),
        sa.Column("round", WORDS, nullable=False),
        sa.Column("community", WORDS, nullable=False),
        sa.Column("matched_at", INSTANT, nullable=False),
        sa.Column("platform", WORDS, nullable=False),
        sa.Column("state", WORDS, nullable=False),
        sa.Column("channel", WORDS, nullable=True),
        sa.Column("options", WORDS, nullable=False),
        sa.Column("spot", WORDS, nullable=True),
        sa.Column("meets_at", INSTANT, nullable=True),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("shared_slots", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["community"], ["community.id"], name="fk_group_community", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["round"], ["round.id"], name="fk_group_round", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["spot"], ["spot.id"], name="fk_group_spot", ondelete="SET NULL"),
        sa.PrimaryKeyConstraint("id", name="pk_group"),
        sqlite_strict=True,
    )
    op.create_index("ix_group_community", "group", ["community"], unique=False)
    op.create_index("ix_group_platform_channel", "group", ["platform", "channel"], unique=False)
    op.create_index("ix_group_round", "group", ["round"], unique=False)
    op.create_index("ix_group_spot", "group", ["spot"], unique=False)
    op.create_table(
        "sat_out",
        sa.Column("round", WORDS, nullable=False),
        sa.Column("member", WORDS, nullable=False),
        sa.ForeignKeyConstraint(["member"], ["member.id"], name="fk_sat_out_member", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["round"], ["round.id"], name="fk_sat_out_round", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("round", "member", name="pk_sat_out"),
        sqlite_strict=True,
    )
    op.create_index("ix_sat_out_member", "sat_out", ["member"], unique=False)


def _make_seat() -> None:
    """Make seat."""
    op.create_table(
        "seat",
        sa.Column("round", WORDS, nullable=False),
        sa.Column("group", WORDS, nullable=False),
        sa.Column("member", WORDS, nullable=False),
        sa.Column("state", WORDS, nullable=False),
        sa.Column("accepted", WORDS, nullable=False),
        sa.Column("met", WORDS, nullable=True),
        sa.Column("feeling", WORDS, nullable=True),
        sa.Column("again", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["group"], ["group.id"], name="fk_seat_group", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["round"], ["round.id"], name="fk_seat_round", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("group", "member", name="pk_seat"),
        sqlite_strict=True,
    )
    op.create_index("ix_seat_member", "seat", ["member"], unique=False)
    op.create_index("ix_seat_round", "seat", ["round"], unique=False)
    op.create_index(
        "uq_seat_active",
        "seat",
        ["round", "member"],
        unique=True,
        sqlite_where=sa.text("state = 'active'"),
        postgresql_where=sa.text("state = 'active'"),
    )
