"""A new key for a database: everything is sealed with it, and at whatever instant that ends, everything still opens."""

import asyncio
import shutil
import signal
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import select, type_coerce
from typer.testing import CliRunner

from adapters.sql import tables
from adapters.sql.keys import FILE_NAME, KeySource
from adapters.sql.notebook import SqlNotebook
from adapters.sql.rotating import rotate_key
from adapters.sql.sealing import id_of, new_key, read_keys, written
from adapters.sql.storage import open_storage
from adapters.sql.types import WORDS, Sealed
from bot.cli.main import app
from bot.domain.care import Separation, Why
from bot.domain.community import Account
from bot.errors import SetupError
from bot.ids import MemberId, UserId
from tests.support import stored

ROOT = Path(__file__).parents[2]
HELLO = "I bake bread."


def address(file):
    return f"sqlite:///{file}"


def keys_in(file):
    return read_keys(file.with_name(FILE_NAME).read_text().strip(), "")


def plant(repos):
    stored.settle_town(repos)
    repos.members.save(replace(stored.member("ana"), hello=HELLO))
    ana, ben = (Account(platform=stored.DISCORD, user=UserId(name)) for name in ("1", "2"))
    repos.members.add_account(MemberId("ana"), ana)
    repos.separations.add(Separation(community=stored.TOWN, by=ana, other=ben, why=Why.AVOID))


async def filled(where, keys=None):
    storage = await open_storage(where, keys=keys)
    await storage.run(plant)
    await SqlNotebook(storage, "test").write("form", HELLO)
    await storage.close()


async def key_ids(where, keys=None):
    """Return with which keys the sealed values of a database are sealed, after reading them all."""
    storage = await open_storage(where, keys=keys)
    try:
        assert (await storage.run(lambda repos: repos.members.get(MemberId("ana")))).hello == HELLO
        assert await SqlNotebook(storage, "test").read("form") == HELLO
        [avoided] = await storage.run(lambda repos: repos.separations.avoided_by(MemberId("ana")))
        assert avoided.who.user == "2"
        return await storage.transact(_key_ids)
    finally:
        await storage.close()


def _key_ids(connection):
    found = set()
    for table in tables.metadata.sorted_tables:
        for column in table.columns:
            if isinstance(column.type, Sealed):
                raw = connection.scalars(select(type_coerce(column, WORDS)).where(column.is_not(None)))
                found |= {value.partition(".")[0] for value in raw}
    return found


@pytest.fixture
def file(tmp_path):
    return tmp_path / "kith.db"


async def test_everything_is_sealed_with_the_new_key_and_the_old_one_is_gone(file):
    await filled(address(file))
    [old] = keys_in(file)
    assert "new key" in await rotate_key(address(file))
    [new] = keys_in(file)
    assert new != old
    assert file.with_name(FILE_NAME).stat().st_mode & 0o777 == 0o600
    assert await key_ids(address(file)) == {id_of(new)}
    assert f"{id_of(old)}.".encode() not in file.read_bytes()


async def test_keys_that_were_given_are_changed_by_writing_the_new_one_in_front(file):
    old, new = new_key(), new_key()
    await filled(address(file), KeySource(given=written(old)))
    with pytest.raises(SetupError, match=r"openssl rand -base64 32.*in front of the old one"):
        await rotate_key(address(file), KeySource(given=written(old)))
    both = KeySource(given=written(new, old))
    assert await key_ids(address(file), both) == {id_of(old)}
    for _ in range(2):
        assert "Take the old one away" in await rotate_key(address(file), both)
    assert await key_ids(address(file), KeySource(given=written(new))) == {id_of(new)}
    with pytest.raises(SetupError, match="not the one of this database"):
        await key_ids(address(file), KeySource(given=written(old)))


async def test_a_wrong_key_changes_nothing(file):
    await filled(address(file))
    before = file.read_bytes()
    with pytest.raises(SetupError, match="not the one of this database"):
        await rotate_key(address(file), KeySource(given=written(new_key(), new_key())))
    assert file.read_bytes() == before


async def test_a_running_bot_keeps_its_key(file):
    await filled(address(file))
    storage = await open_storage(address(file))
    before = keys_in(file)
    with pytest.raises(SetupError, match=r"Another Kith .* Stop it first"):
        await rotate_key(address(file))
    await storage.close()
    assert keys_in(file) == before


async def test_what_is_not_there_has_no_key(file):
    with pytest.raises(SetupError, match="no database at"):
        await rotate_key(address(file))
    assert list(file.parent.iterdir()) == []


def test_the_command_says_what_it_did(tmp_path):
    (tmp_path / "kith.toml").write_text("")
    (tmp_path / "var").mkdir(mode=0o700)
    asyncio.run(filled(address(tmp_path / "var" / "kith.db")))
    runner = CliRunner(env={"COLUMNS": "200", "TERM": "dumb"})
    result = runner.invoke(app, ["rotate-key", "--config", str(tmp_path / "kith.toml")])
    assert result.exit_code == 0, result.output
    assert "Keep a copy of it, apart from your backups" in result.output


@pytest.mark.timeout(240)
def test_no_table_is_left_out_whatever_was_imported_before():
    names = "from adapters.sql import rotating, tables; print(*sorted(tables.metadata.tables))"
    known = subprocess.run(
        [sys.executable, "-c", names], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert known.stdout.split() == sorted(tables.metadata.tables)


DYING = """
import asyncio, os, signal, sys
from adapters.sql import keys, rotating, sealing, sweeping

point = int(sys.argv[2])

def dying(work):
    def instead(*args, **kwargs):
        global point
        point -= 1
        if point == 0:
            os.kill(os.getpid(), signal.SIGKILL)
        done = work(*args, **kwargs)
        point -= 1
        if point == 0:
            os.kill(os.getpid(), signal.SIGKILL)
        return done
    return instead

keys.KeySource.write = dying(keys.KeySource.write)
rotating._reseal = dying(rotating._reseal)
rotating.to_sweep = dying(rotating.to_sweep)
sweeping._sweep_file = dying(sweeping._sweep_file)
rotating.sweep = dying(rotating.sweep)
asyncio.run(rotating.rotate_key(sys.argv[1]))
"""
SEALED_TABLES = sum(
    any(isinstance(column.type, Sealed) for column in table.columns)
    for table in tables.metadata.sorted_tables
)
POINTS = 2 * (1 + SEALED_TABLES + 1 + 1 + 1 + 1)
"""Before and after: both keys written, each table, the mark to sweep, the sweep twice, the old key taken away."""


def rotate_until(file, point):
    command = [sys.executable, "-c", DYING, address(file), str(point)]
    return subprocess.Popen(command, cwd=ROOT)


@pytest.mark.timeout(240)
@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGKILL")
async def test_wherever_it_is_killed_everything_still_opens_and_the_next_call_finishes_it(tmp_path):
    (tmp_path / "first").mkdir()
    await filled(address(tmp_path / "first" / "kith.db"))
    points = (2, 2 + SEALED_TABLES, POINTS - 4, POINTS - 1)
    for point in points:
        shutil.copytree(tmp_path / "first", tmp_path / str(point))
    runs = {point: rotate_until(tmp_path / str(point) / "kith.db", point) for point in points}
    for point, process in runs.items():
        process.communicate(timeout=200)
        assert process.returncode == -signal.SIGKILL, point
        file = tmp_path / str(point) / "kith.db"
        assert len(await key_ids(address(file))) == 1, point
        await rotate_key(address(file))
        [last] = keys_in(file)
        assert await key_ids(address(file)) == {id_of(last)}, point
