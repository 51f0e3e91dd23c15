"""What can go wrong with a database, and the one sentence that each case gets."""

import asyncio
import os
import signal
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from urllib.parse import quote

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError, StatementError

from adapters.sql.backup import backup
from adapters.sql.keys import FILE_NAME, KeySource
from adapters.sql.notebook import SqlNotebook
from adapters.sql.storage import open_storage
from bot.errors import SetupError, StorageError
from tests.support import stored

ROOT = Path(__file__).parents[2]
HOLD = """
import asyncio, sys
from adapters.sql.storage import open_storage

async def main():
    await open_storage(sys.argv[1])
    print("open", flush=True)
    sys.stdin.read()

asyncio.run(main())
"""


@pytest.fixture
def file(tmp_path):
    return tmp_path / "kith.db"


@pytest.fixture
async def opened(file):
    storage = await open_storage(f"sqlite:///{file}")
    yield storage
    await storage.close()


async def refusal(address) -> str:
    """Try to open a database that cannot be, and return the sentence."""
    with pytest.raises(SetupError) as caught:
        await open_storage(str(address) if "://" in str(address) else f"sqlite:///{address}")
    sentence = str(caught.value)
    assert "\n" not in sentence
    assert "Traceback" not in sentence
    return sentence


async def make(file: Path) -> None:
    await (await open_storage(f"sqlite:///{file}")).close()


def pragma(storage, name):
    return storage.transact(lambda connection: connection.execute(text(f"PRAGMA {name}")).scalar())


async def test_the_settings_that_we_count_on_are_on(opened):
    wanted = {
        "journal_mode": "wal",
        "synchronous": 2,
        "foreign_keys": 1,
        "busy_timeout": 10_000,
        "mmap_size": 0,
    }
    assert {name: await pragma(opened, name) for name in wanted} == wanted
    assert await pragma(opened, "trusted_schema") == 0


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no modes")
async def test_only_the_owner_can_read_what_is_stored(file, opened):
    await opened.run(stored.settle_town)
    await opened.backup(file.with_name("copy.db"))
    modes = {path.name: path.stat().st_mode & 0o777 for path in file.parent.iterdir()}
    assert set(modes) >= {"kith.db", "kith.db-wal", "kith.db-shm", "kith.db.lock", "copy.db"}
    assert set(modes.values()) == {0o600}


@pytest.mark.parametrize("name", ["with space.db", "größe 😀.db", "100%.db", "semi;colon.db"])
async def test_any_file_name_will_do(tmp_path, name):
    storage = await open_storage(f"sqlite:///{quote(str(tmp_path / 'new' / name))}")
    await storage.run(stored.settle_town)
    await storage.close()
    assert (tmp_path / "new" / name).stat().st_size > 4096


async def test_a_second_storage_on_the_same_file_is_refused_until_the_first_is_closed(file, opened):
    assert f"Another Kith (process {os.getpid()}) is using {file}" in await refusal(file)
    await opened.close()
    await make(file)


@pytest.mark.timeout(240)
@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGKILL")
async def test_a_second_process_is_refused_until_the_first_is_dead(file):
    command = [sys.executable, "-c", HOLD, f"sqlite:///{file}"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=ROOT) as first:
        try:
            assert first.stdout.readline().strip() == b"open"
            assert f"Another Kith (process {first.pid}) is using" in await refusal(file)
        finally:
            first.send_signal(signal.SIGKILL)
    await make(file)


@pytest.mark.parametrize(
    "address", ["nonsense", "", "sqlite", "mysql://root@localhost/kith", "redis://localhost"]
)
async def test_an_address_that_is_none_is_refused(address):
    with pytest.raises(SetupError, match=r"sqlite:///kith\.db"):
        await open_storage(address)


async def test_a_server_that_does_not_answer_is_a_sentence_too():
    assert "could not be opened" in await refusal("postgresql://nobody@127.0.0.1:1/kith")


async def test_a_directory_that_cannot_be_made_or_is_in_the_way_is_named(tmp_path):
    (tmp_path / "taken").write_text("a file", encoding="utf-8")
    assert "cannot make the directory" in await refusal(tmp_path / "taken" / "kith.db")
    assert "is a directory" in await refusal(tmp_path)


async def test_a_file_that_is_no_database_is_refused_and_left_alone(file):
    file.write_bytes(b"Dear diary, " * 500)
    assert "is not a database" in await refusal(file)
    assert file.read_bytes() == b"Dear diary, " * 500


@pytest.mark.parametrize("mark", ["CREATE TABLE bookmark (url)", "PRAGMA application_id = 7"])
async def test_another_programs_database_is_refused_and_left_alone(file, mark):
    with closing(sqlite3.connect(file)) as connection:
        connection.execute(mark)
    before = file.read_bytes()
    assert "another program's database" in await refusal(file)
    assert file.read_bytes() == before


@pytest.mark.parametrize("how", ["missing", "empty"])
async def test_a_database_that_vanished_is_not_begun_anew_by_itself(file, how):
    await make(file)
    file.unlink()
    if how == "empty":
        file.touch()
    sentence = await refusal(file)
    assert "there was one before" in sentence
    assert "remove kith.db.lock" in sentence
    file.with_name("kith.db.lock").unlink()
    await make(file)


async def test_an_empty_file_where_there_was_none_is_a_new_database(file):
    file.touch()
    await make(file)


@pytest.mark.parametrize(("start", "length"), [(0, 100), (4096, 4096), (8192, 100_000)])
async def test_a_damaged_database_is_refused(file, start, length):
    await make(file)
    whole = bytearray(file.read_bytes())
    end = min(start + length, len(whole))
    whole[start:end] = b"\xa5" * (end - start)
    file.write_bytes(whole)
    assert "Restore" in await refusal(file) or "restore" in await refusal(file)


async def test_a_truncated_database_is_refused(file):
    await make(file)
    file.write_bytes(file.read_bytes()[:10_000])
    assert "Restore a backup" in await refusal(file)


@pytest.mark.timeout(240)
async def test_a_database_that_another_program_holds_is_refused(file):
    await make(file)
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("PRAGMA locking_mode=EXCLUSIVE")
        connection.execute("BEGIN EXCLUSIVE")
        assert "Another program is holding" in await refusal(file)


async def test_a_full_disk_loses_nothing_and_is_over_when_there_is_room(opened):
    notebook = SqlNotebook(opened, "test")
    pages = await pragma(opened, "page_count")
    await pragma(opened, f"max_page_count={pages + 10}")
    written = []

    async def fill():
        for number in range(100):
            await notebook.write(f"key{number:03}", "x" * 2000)
            written.append(f"key{number:03}")

    with pytest.raises(StorageError, match="full"):
        await fill()
    assert 0 < len(written) < 100
    assert await notebook.keys("") == tuple(written)
    await pragma(opened, "max_page_count=1000000")
    await notebook.write("late", "there is room again")
    assert await notebook.read("late") == "there is room again"


async def test_a_held_database_is_a_storage_error_and_passes(file, opened):
    notebook = SqlNotebook(opened, "test")
    await pragma(opened, "busy_timeout=50")
    with closing(sqlite3.connect(file, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(StorageError, match="locked"):
            await notebook.write("key", "value")
        other.execute("COMMIT")
    await notebook.write("key", "value")


async def test_a_cancelled_use_case_leaves_the_storage_whole(opened):
    """Wherever the cancellation strikes, the rows are all there or not at all."""
    for turn in range(20):
        names = [f"{turn}-{number}" for number in range(5)]

        def work(repos, names=names):
            for name in names:
                repos.communities.add(stored.community(name))

        async with asyncio.TaskGroup() as group:
            task = group.create_task(opened.run(work))
            for _ in range(turn):
                await asyncio.sleep(0)
            await asyncio.sleep(0.0003 * turn)
            task.cancel()
        found = await opened.run(lambda repos: {one.id for one in repos.communities.all()})
        assert len(found & set(names)) in {0, 5}


async def test_use_cases_that_run_at_once_take_turns(opened):
    def count_up(repos):
        town = repos.communities.get(stored.TOWN)
        repos.communities.save(
            type(town)(id=town.id, zone=town.zone, steward=str(int(town.steward or 0) + 1))
        )

    await opened.run(lambda repos: repos.communities.add(stored.community()))
    async with asyncio.TaskGroup() as group:
        for _ in range(50):
            group.create_task(opened.run(count_up))
    assert (await opened.run(lambda repos: repos.communities.get(stored.TOWN))).steward == "50"


async def test_errors_never_repeat_what_members_said(opened):
    await opened.run(lambda repos: repos.communities.add(stored.community()))
    with pytest.raises(IntegrityError) as caught:
        await opened.run(lambda repos: repos.communities.add(stored.community()))
    assert "Europe/Amsterdam" not in str(caught.value)


@pytest.mark.parametrize("words", ["\x00", "😀" * 10_000, "'; DROP TABLE note; --", "\u202e", "%s {0} :x ?"])
async def test_odd_words_are_kept_as_they_are(opened, words):
    notebook = SqlNotebook(opened, "test")
    await notebook.write("key", words)
    assert await notebook.read("key") == words


async def test_half_a_character_is_refused_and_leaves_nothing(opened):
    notebook = SqlNotebook(opened, "test")
    with pytest.raises(StatementError, match="surrogates not allowed"):
        await notebook.write("key", "\ud800")
    assert await notebook.read("key") is None


async def test_a_backup_taken_under_a_writer_is_whole_and_opens(file, opened, tmp_path):
    notebook = SqlNotebook(opened, "test")
    target = tmp_path / "copies" / "monday.db"

    async def write():
        for number in range(60):
            await notebook.write(f"{number:03}", "x" * 3000)

    async with asyncio.TaskGroup() as group:
        group.create_task(write())
        copied = group.create_task(opened.backup(target))
    assert copied.result() == target
    assert [path.name for path in target.parent.iterdir()] == ["monday.db"]
    copy = await open_storage(f"sqlite:///{target}", keys=KeySource(file=file.with_name(FILE_NAME)))
    kept = await SqlNotebook(copy, "test").keys("")
    await copy.close()
    assert kept == tuple(f"{number:03}" for number in range(len(kept)))


async def test_a_backup_can_be_taken_beside_a_running_bot_and_replaces_the_last_one(file, opened, tmp_path):
    await opened.run(stored.settle_town)
    target = tmp_path / "copy.db"
    target.write_bytes(b"an older copy")
    await backup(f"sqlite:///{file}", target)
    copy = await open_storage(f"sqlite:///{target}", lock=False)
    assert await copy.run(lambda repos: repos.communities.get(stored.TOWN)) is not None
    await copy.close()
    await opened.run(lambda repos: repos.communities.add(stored.community("zoo")))


async def test_a_backup_that_cannot_be_written_says_so_and_leaves_nothing(file, opened, tmp_path):
    (tmp_path / "taken").write_text("a file", encoding="utf-8")
    with pytest.raises(SetupError, match="failed"):
        await opened.backup(tmp_path / "taken" / "copy.db")
    with pytest.raises(SetupError, match="no database at"):
        await backup(f"sqlite:///{tmp_path / 'nothing.db'}", tmp_path / "copy.db")
    with pytest.raises(SetupError, match="pg_dump"):
        await backup("postgresql://localhost/kith", tmp_path / "copy.db")
    assert not list(tmp_path.glob("copy*"))


async def test_closing_twice_is_fine(opened):
    await opened.close()
    await opened.close()
