"""`kith export-circle`: a file that names nobody, written beside a running bot, that `kith simulate` can play."""

import asyncio
import random
import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from typer.testing import CliRunner

from adapters.sql.lock import ProcessLock
from adapters.sql.reading import open_for_reading
from bot.cli.main import app
from bot.domain.community import SpotNote
from bot.domain.member import Attendance, Enrolment, Member, MemberState, Reach
from bot.domain.rounds import Meeting, RoundState, round_of
from bot.errors import StorageError
from bot.ids import CircleId, MemberId, new_id
from bot.ports.storage import Repositories
from bot.simulation.own import read
from tests.support.storage import open_storage
from tests.support.town import AREAS, CIRCLE, COMMUNITY, NOW, account, build

NAMES = ("ada", "bela", "chidi", "dilnoza", "emre", "farah")
IDS = {name: MemberId(new_id(random.Random(name))) for name in NAMES}


def settle(repos: Repositories) -> None:
    """Write six active members, one who paused, and two who met a round ago."""
    build(repos)
    for number, name in enumerate(NAMES):
        add(repos, name, slots=number + 1)
    add(repos, "gus", state=MemberState.PAUSED)
    past = replace(round_of(CIRCLE, date(2026, 11, 30), COMMUNITY.zone), state=RoundState.CLOSED)
    repos.rounds.add(past)
    first, second = sorted((IDS["ada"], IDS["bela"]))
    repos.rounds.record(
        Meeting(first=first, second=second, round=past.id, community=COMMUNITY.id, slot=past.slot, met=True)
    )


def add(repos: Repositories, name: str, *, slots: int = 1, state: MemberState = MemberState.ACTIVE) -> None:
    member = Member(
        id=IDS.get(name, MemberId(name)),
        community=COMMUNITY.id,
        joined_at=NOW - timedelta(days=90),
        state=state,
        area=AREAS[0].id,
        reach=Reach.TOWN,
        times=slots,
        languages=frozenset({"nl"}),
        interests=("beekeeping",),
        wishes=frozenset({SpotNote.STEP_FREE}),
        hello=f"I am {name} from the lighthouse",
    )
    repos.members.add(member)
    repos.members.add_account(member.id, account(name))
    repos.members.enrol(Enrolment(circle=CIRCLE.id, member=member.id, attendance=Attendance.ASK))


@pytest.fixture
def database(tmp_path: Path) -> Path:
    path = tmp_path / "var" / "kith.db"
    path.parent.mkdir()
    (tmp_path / "kith.toml").write_text("")
    store(path, settle)
    return path


def store(path: Path, use_case: Callable[[Repositories], None]) -> None:
    async def write() -> None:
        async with open_storage(path) as storage:
            await storage.run(use_case)

    asyncio.run(write())


@pytest.fixture
def kith(tmp_path: Path, database: Path):
    def run(*words: str):
        runner = CliRunner(env={"COLUMNS": "200", "TERM": "dumb"})
        return runner.invoke(
            app,
            [
                "export-circle",
                "--to",
                str(tmp_path / "town.json"),
                "--config",
                str(tmp_path / "kith.toml"),
                *words,
            ],
        )

    return run


def test_the_file_holds_the_active_members_and_names_nobody(kith, tmp_path: Path):
    result = kith()
    assert result.exit_code == 0, result.output
    file = tmp_path / "town.json"
    assert file.stat().st_mode & 0o077 == 0
    text = file.read_text()
    told = [*NAMES, *IDS.values(), "gus", "lighthouse", "beekeeping", "step-free", "nl", "centre", "walks"]
    assert [word for word in told if word in text.casefold()] == []
    town = read(text)
    assert sorted(one.slots for one in town.candidates) == [1, 2, 3, 4, 5, 6]
    ((pair, past),) = town.history.items()
    assert {one.slots for one in town.candidates if one.id in pair} == {1, 2}
    assert past.rounds_ago == 1


def test_what_was_written_can_be_played(kith, tmp_path: Path):
    assert kith("Sunday walks").exit_code == 0
    result = CliRunner().invoke(app, ["simulate", "--from", str(tmp_path / "town.json"), "--rounds", "2"])
    assert result.exit_code == 0, result.output


def test_a_running_bot_is_not_in_the_way_and_nothing_changes(kith, database: Path):
    with closing(sqlite3.connect(database)) as connection:
        before = list(connection.iterdump())
        with ProcessLock(database):
            assert kith("walks").exit_code == 0
        assert list(connection.iterdump()) == before


def test_reading_cannot_write(database: Path):
    async def write() -> None:
        async with open_for_reading(f"sqlite:///{database}") as storage:
            await storage.run(lambda repos: repos.members.erase(IDS["ada"]))

    with pytest.raises(StorageError, match="readonly"):
        asyncio.run(write())


def test_a_paused_circle_can_be_written_too(kith, database: Path, tmp_path: Path):
    def meet_ahead_of_time(repos: Repositories) -> None:
        early = replace(round_of(CIRCLE, date(2030, 1, 7), COMMUNITY.zone), state=RoundState.MATCHED)
        repos.rounds.add(early)
        first, second = sorted((IDS["emre"], IDS["farah"]))
        repos.rounds.record(
            Meeting(first=first, second=second, round=early.id, community=COMMUNITY.id, slot=early.slot)
        )

    store(database, meet_ahead_of_time)
    assert kith().exit_code == 0
    town = read((tmp_path / "town.json").read_text())
    assert min(past.rounds_ago for past in town.history.values()) == 1


def assert_refused(result, *words: str) -> None:
    assert result.exit_code == 2, result.output
    assert len(result.stderr.splitlines()) == 1
    for word in words:
        assert word in result.stderr


def test_a_file_that_exists_is_kept(kith, tmp_path: Path):
    (tmp_path / "town.json").write_text("mine")
    assert_refused(kith(), "exists already")
    assert (tmp_path / "town.json").read_text() == "mine"


def test_a_place_that_cannot_be_written_is_named(kith, tmp_path: Path):
    assert_refused(kith("--to", str(tmp_path / "nowhere" / "town.json")), "cannot write", "nowhere")


def test_an_unknown_circle_and_an_unclear_one_are_answered_with_those_there_are(kith, database: Path):
    assert_refused(kith("chess"), "no circle called chess", "Sunday walks (in Riverside, id walks)")
    store(
        database, lambda repos: repos.rounds.add_circle(replace(CIRCLE, id=CircleId("chess"), name="Chess"))
    )
    assert_refused(kith(), "Which circle", "Chess", "Sunday walks")
    assert_refused(kith("chess"), "fewer than 5")


def test_a_database_without_a_circle_says_what_to_do(kith, database: Path):
    database.unlink()
    assert_refused(kith(), "There is no database")
    store(database, lambda _: None)
    assert_refused(kith(), "no circle yet")


def test_an_older_database_is_not_touched(kith, database: Path):
    with closing(sqlite3.connect(database)) as connection, connection:
        connection.execute("DELETE FROM alembic_version")
    assert_refused(kith(), "kith migrate")
