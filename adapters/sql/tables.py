"""The tables. A column is called like the domain's field, so that a row becomes an object by its names.

`seat` carries the promise that nobody is matched twice: at most one active seat of a role (a volunteer host may have
an extra one) per member and round, held by the database itself. `meeting` and `seat` name members by their bare ids, because who met whom outlives a
member's own rows; everything that is a member's own goes with them.
"""

import json
from collections.abc import Sequence
from datetime import date, time

from sqlalchemy import (
    Column,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    PrimaryKeyConstraint,
    Table,
    UniqueConstraint,
)
from sqlalchemy.schema import SchemaItem

from adapters.sql.codec import read_menu, write_menu
from adapters.sql.types import (
    CENTRE,
    DAY,
    INSTANTS,
    LOCAL_TIME,
    MAPPING,
    NUMBER,
    STRINGS,
    WORDS,
    Flag,
    Instant,
    Written,
    sealed,
    set_of,
    worded,
)
from bot.domain.community import ChallengeSettings, SpotNote
from bot.domain.jobs import JobState
from bot.domain.member import Attendance, Contact, Frequency, MemberState, Reach
from bot.domain.posts import Tap
from bot.domain.recurrence import parse_cadence
from bot.domain.rounds import (
    Acceptance,
    CircleState,
    Feeling,
    GroupState,
    Met,
    Mix,
    RoundState,
    SeatRole,
    SeatState,
)

NAMES = {
    "pk": "pk_%(table_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
}
metadata = MetaData(naming_convention=NAMES)


def _write_challenges(settings: ChallengeSettings) -> str:
    anchor = settings.anchor.isoformat() if settings.anchor else None
    return json.dumps(
        {"on": settings.on, "weekday": settings.weekday, "at": settings.at.isoformat(), "anchor": anchor}
    )


def _read_challenges(text: str) -> ChallengeSettings:
    raw = json.loads(text)
    return ChallengeSettings(
        on=bool(raw["on"]),
        weekday=int(raw["weekday"]),
        at=time.fromisoformat(raw["at"]),
        anchor=date.fromisoformat(raw["anchor"]) if raw["anchor"] else None,
    )


def _table(name: str, *items: SchemaItem, key: Sequence[str] = ("id",)) -> Table:
    """Make a table that accepts only the declared types (STRICT), with its primary key."""
    return Table(name, metadata, *items, PrimaryKeyConstraint(*key), sqlite_strict=True)


def _words(name: str, *items: SchemaItem, null: bool = False) -> Column[str]:
    return Column(name, WORDS, *items, nullable=null)


def _of(target: str, *, on_delete: str | None = "CASCADE") -> ForeignKey:
    return ForeignKey(f"{target}.id", ondelete=on_delete)


community = _table(
    "community",
    _words("id"),
    _words("zone"),
    _words("name"),
    _words("language"),
    _words("steward"),
    _words("contact"),
    _words("help_lines"),
    Column("challenges", Written(_write_challenges, _read_challenges), nullable=False),
)

home = _table(
    "home",
    _words("platform"),
    _words("home"),
    _words("community", _of("community")),
    _words("channel"),
    Index("ix_home_community", "community"),
    key=("platform", "home"),
)

area = _table(
    "area",
    _words("id"),
    _words("community", _of("community")),
    _words("name"),
    Column("centre", CENTRE),
    Index("ix_area_community", "community"),
)

spot = _table(
    "spot",
    _words("id"),
    _words("community", _of("community")),
    _words("area", _of("area", on_delete="SET NULL"), null=True),
    _words("name"),
    Column("notes", set_of(SpotNote), nullable=False),
    Index("ix_spot_community", "community"),
    Index("ix_spot_area", "area"),
)

member = _table(
    "member",
    _words("id"),
    _words("community", _of("community")),
    Column("joined_at", Instant, nullable=False),
    Column("consent", Integer, nullable=False),
    Column("state", worded(MemberState), nullable=False),
    Column("contact", worded(Contact), nullable=False),
    Column("paused_until", Instant),
    Column("erase_at", Instant),
    _words("language"),
    _words("area", _of("area", on_delete="SET NULL"), null=True),
    Column("reach", worded(Reach), nullable=False),
    Column("times", sealed(NUMBER, "member.times"), nullable=False),
    Column("languages", set_of(str), nullable=False),
    Column("interests", sealed(STRINGS, "member.interests"), nullable=False),
    Column("wishes", sealed(set_of(SpotNote), "member.wishes"), nullable=False),
    Column("pairs_only", Flag, nullable=False),
    Column("hello", sealed(WORDS, "member.hello"), nullable=False),
    Column("role", sealed(WORDS, "member.role"), nullable=False),
    Index("ix_member_community", "community"),
    Index("ix_member_area", "area"),
)

account = _table(
    "account",
    _words("community", _of("community")),
    _words("platform"),
    _words("user"),
    _words("member", _of("member")),
    Column("extra", Flag, nullable=False),
    Index("ix_account_platform_user", "platform", "user"),
    Index("ix_account_member", "member"),
    key=("community", "platform", "user"),
)

circle = _table(
    "circle",
    _words("id"),
    _words("community", _of("community")),
    _words("name"),
    Column("cadence", Written(str, parse_cadence), nullable=False),
    Column("anchor", DAY, nullable=False),
    Column("at", LOCAL_TIME, nullable=False),
    _words("platform"),
    _words("channel"),
    Column("size", Integer, nullable=False),
    Column("pairs_only", Flag, nullable=False),
    Column("same_area", Flag, nullable=False),
    Column("state", worded(CircleState), nullable=False),
    Column("mix", set_of(Mix), nullable=False),
    Column("new_faces", Integer),
    Column("pods", Flag, nullable=False),
    Index("ix_circle_community", "community"),
)

enrolment = _table(
    "enrolment",
    _words("circle", _of("circle")),
    _words("member", _of("member")),
    Column("attendance", worded(Attendance), nullable=False),
    Column("frequency", worded(Frequency), nullable=False),
    Column("host", Flag, nullable=False),
    _words("partner", _of("member", on_delete="SET NULL"), null=True),
    Index("ix_enrolment_member", "member"),
    Index("ix_enrolment_partner", "partner"),
    key=("circle", "member"),
)

round_ = _table(
    "round",
    _words("id"),
    _words("circle", _of("circle")),
    _words("community", _of("community")),
    Column("slot", DAY, nullable=False),
    Column("opens_at", Instant, nullable=False),
    Column("due_at", Instant, nullable=False),
    Column("state", worded(RoundState), nullable=False),
    UniqueConstraint("circle", "slot"),
    Index("ix_round_community", "community"),
)

answer = _table(
    "answer",
    _words("round", _of("round")),
    _words("member", _of("member")),
    Column("coming", Flag, nullable=False),
    Index("ix_answer_member", "member"),
    key=("round", "member"),
)

sat_out = _table(
    "sat_out",
    _words("round", _of("round")),
    _words("member", _of("member")),
    Index("ix_sat_out_member", "member"),
    key=("round", "member"),
)

group = _table(
    "group",
    _words("id"),
    _words("round", _of("round")),
    _words("community", _of("community")),
    Column("matched_at", Instant, nullable=False),
    _words("platform"),
    Column("state", worded(GroupState), nullable=False),
    _words("channel", null=True),
    Column("options", INSTANTS, nullable=False),
    _words("spot", _of("spot", on_delete="SET NULL"), null=True),
    Column("meets_at", Instant),
    Column("revision", Integer, nullable=False),
    Column("shared_slots", Integer, nullable=False),
    Column("again", Flag, nullable=False),
    Index("ix_group_round", "round"),
    Index("ix_group_community", "community"),
    Index("ix_group_spot", "spot"),
    Index("ix_group_platform_channel", "platform", "channel"),
)

seat = _table(
    "seat",
    _words("round", _of("round")),
    _words("group", _of("group")),
    _words("member"),
    Column("state", worded(SeatState), nullable=False),
    Column("accepted", worded(Acceptance), nullable=False),
    Column("met", worded(Met)),
    Column("feeling", worded(Feeling)),
    Column("again", Flag),
    Column("role", worded(SeatRole), nullable=False),
    Column("fit", Integer),
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

meeting = _table(
    "meeting",
    _words("first"),
    _words("second"),
    _words("round"),
    _words("community", _of("community")),
    Column("slot", DAY, nullable=False),
    Column("met", Flag),
    Index("ix_meeting_community", "community"),
    key=("round", "first", "second"),
)

challenge_post = _table(
    "challenge_post",
    _words("id"),
    _words("community", _of("community")),
    Column("day", DAY, nullable=False),
    _words("challenge"),
    Index("ix_challenge_post_community", "community"),
)

challenge_tap = _table(
    "challenge_tap",
    _words("post", _of("challenge_post")),
    _words("platform"),
    _words("user"),
    Column("tap", worded(Tap), nullable=False),
    Column("shown", STRINGS, nullable=False),
    Column("note", sealed(WORDS, "challenge_tap.note"), nullable=False),
    Index("ix_challenge_tap_platform_user", "platform", "user"),
    key=("post", "platform", "user"),
)

menu = _table(
    "menu",
    _words("id"),
    Column("menu", sealed(Written(write_menu, read_menu), "menu.menu"), nullable=False),
    _words("community", null=True),
    Column("only", STRINGS, nullable=False),
    Column("expires", Instant, nullable=False),
    Index("ix_menu_expires", "expires"),
)

job = _table(
    "job",
    _words("key"),
    _words("community"),
    _words("step"),
    _words("subject"),
    Column("due", Instant, nullable=False),
    Column("delivery", Flag, nullable=False),
    Column("args", MAPPING, nullable=False),
    Column("expires", Instant),
    _words("after", null=True),
    Column("state", worded(JobState), nullable=False),
    Column("tries", Integer, nullable=False),
    Column("first_try", Instant),
    _words("owner", null=True),
    Column("lease", Instant),
    _words("remote", null=True),
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

note = _table(
    "note",
    _words("adapter"),
    _words("key"),
    Column("value", sealed(WORDS, "note.value"), nullable=False),
    key=("adapter", "key"),
)

seal = _table(
    "seal",
    _words("id"),
    Column("proof", sealed(WORDS, "seal.proof"), nullable=False),
    Column("swept", Flag, nullable=False),
)
