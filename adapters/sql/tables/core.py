"""The tables of communities, members, circles, rounds and everything due."""

from sqlalchemy import Column, ForeignKeyConstraint, Index, Integer

from adapters.sql.codec import read_challenges, read_menu, write_challenges, write_menu
from adapters.sql.tables.base import of, table, words
from adapters.sql.types import (
    ACCOUNT,
    CENTRE,
    CHANNEL,
    DAY,
    INSTANTS,
    LOCAL_TIME,
    MAPPING,
    MODERATORS,
    NUMBER,
    PHRASES,
    STRINGS,
    WORDS,
    Flag,
    Instant,
    Written,
    sealed,
    set_of,
    worded,
)
from bot.domain.challenges import Practice
from bot.domain.community import SpotNote
from bot.domain.jobs import JobState
from bot.domain.member import Attendance, Contact, Frequency, MemberState, Reach
from bot.domain.open_table import Hosting
from bot.domain.recurrence import parse_cadence
from bot.domain.rounds import (
    Acceptance,
    CircleState,
    Feeling,
    GroupState,
    Met,
    Mix,
    Reason,
    RoundState,
    SeatRole,
    SeatState,
)
from bot.domain.season import Rung

community = table(
    "community",
    words("id"),
    words("zone"),
    words("name"),
    words("language"),
    words("steward"),
    words("contact"),
    words("help_lines"),
    Column("challenges", Written(write_challenges, read_challenges), nullable=False),
    Column("moderators", MODERATORS, nullable=False),
    Column("moderator_channel", CHANNEL),
    Column("alternate", ACCOUNT),
    Column("alternate_agreed", Flag, nullable=False),
    words("emergency"),
    Column("help_checked", DAY),
    Column("phrases", PHRASES, nullable=False),
)

home = table(
    "home",
    words("platform"),
    words("home"),
    words("community", of("community")),
    words("channel"),
    Index("ix_home_community", "community"),
    key=("platform", "home"),
)

area = table(
    "area",
    words("id"),
    words("community", of("community")),
    words("name"),
    Column("centre", CENTRE),
    words("zone"),
    Index("ix_area_community", "community"),
)

spot = table(
    "spot",
    words("id"),
    words("community", of("community")),
    words("area", of("area", on_delete="SET NULL"), null=True),
    words("name"),
    Column("notes", set_of(SpotNote), nullable=False),
    Column("hours", Integer, nullable=False),
    Index("ix_spot_community", "community"),
    Index("ix_spot_area", "area"),
)

member = table(
    "member",
    words("id"),
    words("community", of("community")),
    Column("joined_at", Instant, nullable=False),
    Column("consent", Integer, nullable=False),
    Column("state", worded(MemberState), nullable=False),
    Column("contact", worded(Contact), nullable=False),
    Column("paused_until", Instant),
    Column("erase_at", Instant),
    words("language"),
    words("area", of("area", on_delete="SET NULL"), null=True),
    Column("reach", worded(Reach), nullable=False),
    Column("times", sealed(NUMBER, "member.times"), nullable=False),
    Column("languages", set_of(str), nullable=False),
    Column("interests", sealed(STRINGS, "member.interests"), nullable=False),
    Column("wishes", sealed(set_of(SpotNote), "member.wishes"), nullable=False),
    Column("pairs_only", Flag, nullable=False),
    Column("hello", sealed(WORDS, "member.hello"), nullable=False),
    Column("role", sealed(WORDS, "member.role"), nullable=False),
    Column("held_until", Instant),
    Index("ix_member_community", "community"),
    Index("ix_member_area", "area"),
)

account = table(
    "account",
    words("community", of("community")),
    words("platform"),
    words("user"),
    words("member", of("member")),
    Column("extra", Flag, nullable=False),
    Index("ix_account_platform_user", "platform", "user"),
    Index("ix_account_member", "member"),
    key=("community", "platform", "user"),
)

circle = table(
    "circle",
    words("id"),
    words("community", of("community")),
    words("name"),
    Column("cadence", Written(str, parse_cadence), nullable=False),
    Column("anchor", DAY, nullable=False),
    Column("at", LOCAL_TIME, nullable=False),
    words("platform"),
    words("channel"),
    Column("size", Integer, nullable=False),
    Column("pairs_only", Flag, nullable=False),
    Column("same_area", Flag, nullable=False),
    Column("state", worded(CircleState), nullable=False),
    Column("mix", set_of(Mix), nullable=False),
    Column("new_faces", Integer),
    Column("pods", Flag, nullable=False),
    Index("ix_circle_community", "community"),
)

enrolment = table(
    "enrolment",
    words("circle", of("circle")),
    words("member", of("member")),
    Column("attendance", worded(Attendance), nullable=False),
    Column("frequency", worded(Frequency), nullable=False),
    Column("host", Flag, nullable=False),
    words("partner", of("member", on_delete="SET NULL"), null=True),
    Index("ix_enrolment_member", "member"),
    Index("ix_enrolment_partner", "partner"),
    key=("circle", "member"),
)

open_table = table(
    "open_table",
    words("circle", of("circle")),
    words("community", of("community")),
    words("spot", of("spot", on_delete="SET NULL"), null=True),
    Column("weekday", Integer, nullable=False),
    Column("at", LOCAL_TIME, nullable=False),
    words("sign"),
    Column("on", Flag, nullable=False),
    Index("ix_open_table_community", "community"),
    Index("ix_open_table_spot", "spot"),
    key=("circle",),
)

table_part = table(
    "table_part",
    words("circle"),
    words("member"),
    Column("told", Flag, nullable=False),
    Column("hosting", worded(Hosting), nullable=False),
    Column("asked_for", DAY),
    Column("can", Flag),
    ForeignKeyConstraint(["circle", "member"], ["enrolment.circle", "enrolment.member"], ondelete="CASCADE"),
    Index("ix_table_part_member", "member"),
    key=("circle", "member"),
)

round_ = table(
    "round",
    words("id"),
    words("circle", of("circle")),
    words("community", of("community")),
    Column("slot", DAY, nullable=False),
    Column("opens_at", Instant, nullable=False),
    Column("due_at", Instant, nullable=False),
    Column("state", worded(RoundState), nullable=False),
    words("follows", null=True),
    Index("ix_round_community", "community"),
    Index("ix_round_circle", "circle"),
    Index("ix_round_follows", "follows"),
)
Index(
    "uq_round_circle_slot",
    round_.c.circle,
    round_.c.slot,
    unique=True,
    sqlite_where=round_.c.follows.is_(None),
    postgresql_where=round_.c.follows.is_(None),
)

answer = table(
    "answer",
    words("round", of("round")),
    words("member", of("member")),
    Column("coming", Flag, nullable=False),
    Index("ix_answer_member", "member"),
    key=("round", "member"),
)

sat_out = table(
    "sat_out",
    words("round", of("round")),
    words("member", of("member")),
    Index("ix_sat_out_member", "member"),
    key=("round", "member"),
)

turn = table(
    "turn",
    words("round", of("round")),
    words("member", of("member")),
    Column("level", Integer, nullable=False),
    Column("had", Flag, nullable=False),
    Index("ix_turn_member", "member"),
    key=("round", "member"),
)

group = table(
    "group",
    words("id"),
    words("round", of("round")),
    words("community", of("community")),
    Column("matched_at", Instant, nullable=False),
    words("platform"),
    Column("state", worded(GroupState), nullable=False),
    words("channel", null=True),
    Column("options", INSTANTS, nullable=False),
    words("spot", of("spot", on_delete="SET NULL"), null=True),
    Column("meets_at", Instant),
    Column("revision", Integer, nullable=False),
    Column("shared_slots", Integer, nullable=False),
    Column("again", Flag, nullable=False),
    Column("offered", INSTANTS, nullable=False),
    Column("stretch", Flag, nullable=False),
    Column("moved_from", Instant),
    Column("choosing_since", Instant),
    Index("ix_group_round", "round"),
    Index("ix_group_community", "community"),
    Index("ix_group_spot", "spot"),
    Index("ix_group_platform_channel", "platform", "channel"),
)

seat = table(
    "seat",
    words("round", of("round")),
    words("group", of("group")),
    words("member"),
    Column("state", worded(SeatState), nullable=False),
    Column("accepted", worded(Acceptance), nullable=False),
    Column("met", worded(Met)),
    Column("feeling", worded(Feeling)),
    Column("again", Flag),
    Column("role", worded(SeatRole), nullable=False),
    Column("fit", Integer),
    Column("confirmed", Instant),
    Column("sign", sealed(WORDS, "seat.sign")),
    Column("alone", Flag, nullable=False),
    Column("reason", worded(Reason)),
    Index("ix_seat_round", "round"),
    Index("ix_seat_member", "member"),
    key=("group", "member"),
)
Index(
    "uq_seat_active",
    seat.c.round,
    seat.c.member,
    seat.c.role,
    unique=True,
    sqlite_where=seat.c.state == SeatState.ACTIVE,
    postgresql_where=seat.c.state == SeatState.ACTIVE,
)

meeting = table(
    "meeting",
    words("first"),
    words("second"),
    words("round"),
    words("community", of("community")),
    Column("slot", DAY, nullable=False),
    Column("met", Flag),
    Index("ix_meeting_community", "community"),
    key=("round", "first", "second"),
)

challenge_post = table(
    "challenge_post",
    words("id"),
    words("community", of("community")),
    Column("day", DAY, nullable=False),
    words("challenge"),
    Column("season", Integer, nullable=False),
    Column("rung", worded(Rung)),
    Column("practice", worded(Practice)),
    Index("ix_challenge_post_community", "community"),
)

menu = table(
    "menu",
    words("id"),
    Column("menu", sealed(Written(write_menu, read_menu), "menu.menu"), nullable=False),
    words("community", null=True),
    Column("only", STRINGS, nullable=False),
    Column("expires", Instant, nullable=False),
    Index("ix_menu_expires", "expires"),
)

job = table(
    "job",
    words("key"),
    words("community"),
    words("step"),
    words("subject"),
    Column("due", Instant, nullable=False),
    Column("delivery", Flag, nullable=False),
    Column("args", MAPPING, nullable=False),
    Column("expires", Instant),
    words("after", null=True),
    Column("state", worded(JobState), nullable=False),
    Column("tries", Integer, nullable=False),
    Column("first_try", Instant),
    words("owner", null=True),
    Column("lease", Instant),
    words("remote", null=True),
    Index("ix_job_subject", "subject"),
    key=("key",),
)
Index(
    "ix_job_due",
    job.c.due,
    sqlite_where=job.c.state == JobState.WAITING,
    postgresql_where=job.c.state == JobState.WAITING,
)
Index(
    "ix_job_after",
    job.c.after,
    sqlite_where=job.c.state == JobState.WAITING,
    postgresql_where=job.c.state == JobState.WAITING,
)

note = table(
    "note",
    words("adapter"),
    words("key"),
    Column("value", sealed(WORDS, "note.value"), nullable=False),
    key=("adapter", "key"),
)
