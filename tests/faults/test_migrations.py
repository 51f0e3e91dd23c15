"""Migrations: the tables they make, what they refuse, and what a kill in the middle leaves."""

import os
import shutil
import signal
import sqlite3
import subprocess
import sys
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import create_engine

import adapters.sql.migrations as packaged
from adapters.sql.engine import APPLICATION_ID
from adapters.sql.keys import FILE_NAME, KeySource
from adapters.sql.migrate import migrate, open_database
from adapters.sql.storage import open_storage
from adapters.sql.tables import metadata
from bot.content.library import load_library
from bot.domain.member import Frequency
from bot.domain.rounds import SeatRole
from bot.domain.season import Rung
from bot.errors import SetupError
from bot.ids import CircleId, CommunityId, PlatformName, UserId
from bot.services.weekly.season import Shaping
from tests.support.saved import restore
from tests.support.storage import KEY

SAVED = sorted((Path(__file__).parent / "saved").glob("*.sql"))
"""Databases as earlier versions left them (`sqlite3 kith.db .dump`), named after their schema."""
HEAD = "0006"
NEXT = '''
"""A later step, for the test."""

import os
import signal

from alembic import op

revision = "{revision}"
down_revision = "{before}"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("CREATE TABLE {table} (id TEXT NOT NULL, PRIMARY KEY (id)) STRICT")
    op.execute("INSERT INTO {table} VALUES ('first half')")
    if os.environ.get("DIE_IN") == revision:
        os.kill(os.getpid(), signal.SIGKILL)
    op.execute("INSERT INTO {table} VALUES ('second half')")
'''


def schema_of(file: Path) -> set[tuple[str, ...]]:
    """Return all tables and indexes with their definitions; the order of a table's constraints does not count."""
    with closing(sqlite3.connect(file)) as connection:
        rows = connection.execute("SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL").fetchall()
        columns = {
            name: [column[1] for column in connection.execute(f'PRAGMA table_info("{name}")')]
            for name, _ in rows
        }
    return {(name, *columns[name], *parts_of(sql)) for name, sql in rows if name != "alembic_version"}


def parts_of(sql: str) -> list[str]:
    """Split a definition into its sorted parts."""
    head, _, body = " ".join(sql.replace('"', "").split()).partition("(")
    body, _, tail = body.rpartition(")")
    return [head, tail, *sorted(part.strip() for part in body.split(","))]


def declared_schema(folder: Path) -> set[tuple[str, ...]]:
    """Return the schema that the code declares."""
    declared = folder / "declared.db"
    engine = create_engine(f"sqlite:///{declared}")
    metadata.create_all(engine)
    engine.dispose()
    return schema_of(declared)


def rows_of(file: Path, query: str) -> list[str]:
    with closing(sqlite3.connect(file)) as connection:
        return [row[0] for row in connection.execute(query)]


@pytest.fixture
def database(tmp_path):
    return tmp_path / "kith.db"


@pytest.fixture
def two_more(tmp_path):
    """Copy the packaged migrations and add two steps."""
    scripts = tmp_path / "steps"
    shutil.copytree(Path(*packaged.__path__), scripts, ignore=shutil.ignore_patterns("__pycache__"))
    head = max(path.name.partition("_")[0] for path in (scripts / "versions").glob("*.py"))
    for revision, before, table in (("7001", head, "one"), ("7002", "7001", "two")):
        step = NEXT.format(revision=revision, before=before, table=table)
        (scripts / "versions" / f"{revision}_{table}.py").write_text(step, encoding="utf-8")
    return str(scripts)


async def test_migrated_tables_are_those_that_the_code_declares(database, tmp_path):
    await migrate(f"sqlite:///{database}")
    assert schema_of(database) == declared_schema(tmp_path)


@pytest.mark.parametrize("saved", SAVED, ids=lambda path: path.stem)
async def test_a_database_saved_by_an_earlier_version_becomes_one_of_this_version(database, tmp_path, saved):
    """Its tables are the declared ones, everybody is still there, and what is new stands at what changes nothing."""
    restore(saved, database)
    KeySource(file=database.with_name(FILE_NAME)).write((KEY,))
    people = rows_of(database, "SELECT id FROM member ORDER BY id")
    seats = rows_of(database, "SELECT member FROM seat ORDER BY member")
    report = await migrate(f"sqlite:///{database}")
    assert report.startswith(f"The database went from schema {saved.stem} to {HEAD}.")
    assert schema_of(database) == declared_schema(tmp_path)
    assert rows_of(database, "SELECT id FROM member ORDER BY id") == people
    assert rows_of(database, "SELECT member FROM seat ORDER BY member") == seats
    storage = await open_storage(f"sqlite:///{database}")
    walks = CircleId("walks")
    enrolled = await storage.run(lambda repos: repos.members.enrolled(walks))
    circle = await storage.run(lambda repos: repos.rounds.circle(walks))
    rounds = await storage.run(lambda repos: repos.rounds.of_circle(walks))
    kept = await storage.run(lambda repos: repos.rounds.seats_in(rounds[0].id))
    await storage.close()
    assert {(each.frequency, each.host, each.partner) for each in enrolled} == {
        (Frequency.EVERY, False, None)
    }
    assert (circle.mix, circle.new_faces, circle.pods) == (frozenset(), None, False)
    assert {(seat.role, seat.fit) for seat in kept} == {(SeatRole.MEMBER, None)}


async def test_diaries_of_before_say_which_challenge_was_done(database):
    """What was done last is what the person was shown last; whatever was not done stays undone."""
    restore(next(path for path in SAVED if path.stem == "0003"), database)
    with closing(sqlite3.connect(database)) as connection, connection:
        (community,) = connection.execute("SELECT id FROM community").fetchone()
        connection.execute("INSERT INTO challenge_post VALUES ('p', ?, '2026-11-30', 'wave')", (community,))
        connection.executemany(
            "INSERT INTO challenge_tap (post, platform, user, tap, shown, note) VALUES ('p', 'discord', ?, ?, ?, '')",
            [("1", "done", '["wave","bench"]'), ("2", "skipped", '["wave"]')],
        )
    await migrate(f"sqlite:///{database}")
    said = "SELECT user || ':' || coalesce(did, 'nothing') FROM challenge_tap ORDER BY user"
    assert rows_of(database, said) == ["1:bench", "2:nothing"]


async def test_a_season_that_was_running_before_steps_were_counted_goes_on(database):
    """Posts of the running season know their step by now, those of one before it their practice, and diaries are kept."""
    restore(Path(__file__).parent / "saved" / "0004.sql", database)
    KeySource(file=database.with_name(FILE_NAME)).write((KEY,))
    storage = await open_storage(f"sqlite:///{database}")
    town, now = CommunityId("town"), datetime(2026, 12, 11, tzinfo=UTC)

    def look(repos):
        shaping = Shaping(community=repos.communities.get(town), now=now, library=load_library())
        diary = repos.challenges.diary(town, PlatformName("playground"), UserId("person-3"))
        return shaping.look(repos), repos.challenges.posts(town), [tap.note for _, tap in diary]

    season, posts, notes = await storage.run(look)
    await storage.close()
    assert [(post.season, post.rung, post.practice.value) for post in posts] == [
        (1, Rung.OUTWARD, "join_community"),
        (1, Rung.WARM_UP, "reach_out"),
        (0, None, "be_present"),
    ]
    assert [week.week.rung for week in season.weeks[:3]] == [Rung.TOGETHER, Rung.WIDER, None]
    assert season.weeks[0].challenge.practice is not posts[0].practice
    assert notes == ["We met at the market."]


async def test_migrating_says_what_was_done_and_twice_does_nothing(database):
    assert await migrate(f"sqlite:///{database}") == f"Made a new database (schema {HEAD})."
    assert await migrate(f"sqlite:///{database}") == f"The database is up to date (schema {HEAD})."
    assert rows_of(database, "PRAGMA application_id") == [APPLICATION_ID]
    assert list(database.parent.glob("*.before-*")) == []


async def test_a_copy_is_made_before_the_first_step_when_there_is_something_to_lose(database, two_more):
    await migrate(f"sqlite:///{database}")
    report = await migrate(f"sqlite:///{database}", scripts=two_more)
    copy = database.with_name("kith.db.before-7002")
    assert report == f"The database went from schema {HEAD} to 7002."
    assert rows_of(copy, "SELECT version_num FROM alembic_version") == [HEAD]
    assert rows_of(database, "SELECT version_num FROM alembic_version") == ["7002"]
    assert copy.stat().st_mode & 0o777 == 0o600


async def test_a_database_of_a_newer_kith_is_refused_and_left_alone(database, two_more):
    await migrate(f"sqlite:///{database}", scripts=two_more)
    before = database.read_bytes()
    with pytest.raises(SetupError, match=rf"newer Kith \(schema 7002; this one knows {HEAD}\).*Install"):
        await migrate(f"sqlite:///{database}")
    assert database.read_bytes() == before


def migrate_in_a_process(database: Path, scripts: str, die_in: str = "") -> int:
    code = "import asyncio, sys; from adapters.sql.migrate import migrate; asyncio.run(migrate(*sys.argv[1:2], scripts=sys.argv[2]))"
    return subprocess.run(
        [sys.executable, "-c", code, f"sqlite:///{database}", scripts],
        env=os.environ | {"DIE_IN": die_in},
        cwd=Path(__file__).parents[2],
        check=False,
    ).returncode


@pytest.mark.timeout(240)
@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGKILL")
@pytest.mark.parametrize("die_in", ["7001", "7002"])
async def test_a_migration_killed_half_way_is_completed_by_the_next_start(database, two_more, die_in):
    await migrate(f"sqlite:///{database}")
    assert migrate_in_a_process(database, two_more, die_in) == -signal.SIGKILL
    kept = {"7001": HEAD, "7002": "7001"}[die_in]
    assert rows_of(database, "SELECT version_num FROM alembic_version") == [kept]
    opened = await open_database(f"sqlite:///{database}", scripts=two_more)
    await opened.close()
    assert opened.report == f"The database went from schema {kept} to 7002."
    for table in ("one", "two"):
        assert rows_of(database, f"SELECT id FROM {table} ORDER BY id") == ["first half", "second half"]


@pytest.mark.timeout(240)
@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGKILL")
async def test_a_first_start_killed_half_way_is_a_first_start_again(database, two_more):
    assert migrate_in_a_process(database, two_more, "7001") == -signal.SIGKILL
    assert await migrate(f"sqlite:///{database}", scripts=two_more) == (
        f"The database went from schema {HEAD} to 7002."
    )


async def test_a_step_that_breaks_a_reference_is_undone(database, two_more):
    await migrate(f"sqlite:///{database}")
    step = Path(two_more) / "versions" / "7001_one.py"
    harm = "op.execute(\"INSERT INTO home VALUES ('discord', '1', 'no such town', '2')\")"
    step.write_text(f"{step.read_text(encoding='utf-8')}    {harm}\n", encoding="utf-8")
    with pytest.raises(RuntimeError, match="broken reference in table home"):
        await migrate(f"sqlite:///{database}", scripts=two_more)
    assert rows_of(database, "SELECT version_num FROM alembic_version") == [HEAD]
    assert rows_of(database, "SELECT home FROM home") == []


async def test_migrating_does_not_lose_what_refers_to_a_rebuilt_table(database, two_more):
    """With foreign keys on, dropping the old table would delete every row that refers to it."""
    await migrate(f"sqlite:///{database}")
    with closing(sqlite3.connect(database)) as connection, connection:
        kinds = [column[2] for column in connection.execute('PRAGMA table_info("community")')][1:]
        values = ", ".join("''" if kind == "TEXT" else "0" for kind in kinds)
        connection.execute(f"INSERT INTO community VALUES ('town', {values})")
        connection.execute("INSERT INTO home VALUES ('discord', '1', 'town', '2')")
    step = Path(two_more) / "versions" / "7001_one.py"
    rebuild = 'with op.batch_alter_table("community", recreate="always"):\n        pass\n'
    step.write_text(f"{step.read_text(encoding='utf-8')}    {rebuild}", encoding="utf-8")
    await migrate(f"sqlite:///{database}", scripts=two_more)
    assert rows_of(database, "SELECT home FROM home") == ["1"]
