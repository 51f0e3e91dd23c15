"""The key of a database: made once, kept apart, missed, mistaken; and old clear text, sealed and swept away."""

import os
import shutil
import signal
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from adapters.sql.backup import backup
from adapters.sql.keys import FILE_NAME, KeySource
from adapters.sql.migrate import look, migrate
from adapters.sql.reading import open_for_reading
from adapters.sql.sealing import new_key, written
from adapters.sql.storage import open_storage
from bot.errors import SetupError
from tests.support import stored
from tests.support.saved import restore

ROOT = Path(__file__).parents[2]
OLD = Path(__file__).parent / "saved" / "0003.sql"
PLANTED = "quokkaphile"


@pytest.fixture
def file(tmp_path):
    return tmp_path / "kith.db"


@pytest.fixture
def old(file):
    """A database of the last version that sealed nothing, with a hello, and another one in its free pages."""
    restore(OLD, file)
    with closing(sqlite3.connect(file)) as connection, connection:
        connection.execute("PRAGMA secure_delete=OFF")
        connection.execute("UPDATE member SET hello = ?", (f"{PLANTED} of before" * 90,))
    with closing(sqlite3.connect(file)) as connection, connection:
        connection.execute("UPDATE member SET hello = ?", (PLANTED,))
    assert file.read_bytes().count(PLANTED.encode()) > 3
    return file


def address(file):
    return f"sqlite:///{file}"


def left_in_clear(folder):
    """Return the files in which the planted word can be read."""
    return [path.name for path in folder.iterdir() if PLANTED.encode() in path.read_bytes()]


async def hellos(file, keys=None):
    storage = await open_storage(address(file), keys=keys)
    try:
        towns = await storage.run(lambda repos: repos.communities.all())
        members = await storage.run(lambda repos: repos.members.of_community(towns[0].id))
        return {member.hello for member in members}
    finally:
        await storage.close()


async def make(file, keys=None):
    storage = await open_storage(address(file), keys=keys)
    await storage.run(stored.settle_town)
    await storage.close()


async def test_the_first_start_makes_a_key_for_the_owner_only_and_keeps_it(file):
    await make(file)
    key = file.with_name(FILE_NAME)
    assert key.stat().st_mode & 0o777 == 0o600
    word = key.read_text()
    assert await hellos(file) == {""}
    assert key.read_text() == word
    assert [path.name for path in file.parent.glob("*.part")] == []


async def test_a_key_that_is_given_is_used_and_no_file_is_made(file):
    given = KeySource(given=written(new_key()), file=file.with_name(FILE_NAME))
    await make(file, given)
    assert not file.with_name(FILE_NAME).exists()
    assert await hellos(file, given) == {""}


@pytest.mark.skipif(os.name != "posix", reason="rights of files are POSIX's")
async def test_a_key_that_others_can_read_is_refused(file):
    await make(file)
    file.with_name(FILE_NAME).chmod(0o644)
    with pytest.raises(SetupError, match=r"can be read by other accounts.*chmod 600"):
        await open_storage(address(file))


async def opening(file, keys):
    await (await open_storage(address(file), keys=keys)).close()


async def migrating(file, keys):
    await migrate(address(file), keys=keys)


async def looking(file, keys):
    await look(address(file), keys)


async def reading(file, keys):
    async with open_for_reading(address(file), keys):
        pass


@pytest.mark.parametrize("way", [opening, migrating, looking, reading])
@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ("", r"key of the database is missing: .*seal.key is not there. Put back the key"),
        (written(new_key()), "key in storage.key is not the one of this database. Put back the key"),
    ],
    ids=["missing", "another"],
)
async def test_a_missing_or_wrong_key_is_refused_before_anything_is_touched(file, way, given, sentence):
    await make(file)
    file.with_name(FILE_NAME).unlink()
    before = file.read_bytes()
    with pytest.raises(SetupError, match=sentence):
        await way(file, KeySource(given=given, file=file.with_name(FILE_NAME)))
    assert file.read_bytes() == before
    assert not file.with_name(FILE_NAME).exists()


async def test_a_backup_does_not_hold_the_key_and_does_not_open_without_it(file, tmp_path):
    await make(file)
    copy = await backup(address(file), tmp_path / "elsewhere" / "monday.db")
    assert [path.name for path in copy.parent.iterdir()] == ["monday.db"]
    with pytest.raises(SetupError, match="key of the database is missing"):
        await open_storage(address(copy))
    shutil.copy(file.with_name(FILE_NAME), copy.parent)
    assert await hellos(copy) == {""}


async def test_looking_at_a_database_of_before_makes_no_key(old):
    assert "next start" in await look(address(old))
    assert not old.with_name(FILE_NAME).exists()


async def test_what_stood_in_clear_is_sealed_and_swept_away_and_the_copy_of_before_is_named(old):
    report = await migrate(address(old))
    (copy,) = left_in_clear(old.parent)
    assert copy == "kith.db.before-0006"
    assert copy in report
    assert "delete what was copied" in report
    assert old.with_name(copy).stat().st_mode & 0o777 == 0o600
    assert await hellos(old) == {PLANTED}
    old.with_name(copy).replace(old.with_name("kith.db.before-0099"))
    copy = "kith.db.before-0099"
    assert f"{copy}: once all is well" in await look(address(old))
    assert left_in_clear(old.parent) == [copy]


DYING = """
import asyncio, os, signal, sys
from adapters.sql import sealing, sweeping
from adapters.sql.migrate import migrate

where, count = sys.argv[2], int(sys.argv[3])

def die(*_):
    os.kill(os.getpid(), signal.SIGKILL)

class Ring(sealing.Keyring):
    def seal(self, words, place):
        global count
        count -= 1
        if not count:
            die()
        return super().seal(words, place)

if where == "sealing":
    import adapters.sql.keys as keys
    keys.Keyring = Ring
else:
    sweeping._sweep_file = die
asyncio.run(migrate(sys.argv[1]))
"""


@pytest.mark.timeout(240)
@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGKILL")
@pytest.mark.parametrize(("where", "count"), [("sealing", 1), ("sealing", 9), ("sweeping", 1)])
async def test_a_kill_while_sealing_is_undone_and_one_while_sweeping_made_good(old, where, count):
    died = subprocess.run(
        [sys.executable, "-c", DYING, address(old), where, str(count)], cwd=ROOT, check=False
    )
    assert died.returncode == -signal.SIGKILL
    with closing(sqlite3.connect(old)) as connection:
        (version,) = connection.execute("SELECT version_num FROM alembic_version").fetchone()
    assert version == ("0003" if where == "sealing" else "0006")
    assert await hellos(old) == {PLANTED}
    old.with_name("kith.db.before-0006").unlink()
    assert left_in_clear(old.parent) == []
