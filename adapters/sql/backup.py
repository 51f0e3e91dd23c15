"""Copies of a SQLite database, taken while it is in use."""

import os
import sqlite3
from contextlib import closing, suppress
from pathlib import Path

from sqlalchemy.ext.asyncio import AsyncEngine

from adapters.sql.engine import file_of, is_sqlite, make_engine, read_address
from bot.errors import SetupError


async def backup(source: AsyncEngine | str, target: Path) -> Path:
    """Write a checked copy of a database to `target` (owner only), replacing what is there, and return it.

    The copy gets its name only when it is whole. Raise `SetupError` for a database that is not SQLite, is not
    there, or does not fit on the disk.
    """
    if isinstance(source, AsyncEngine):
        return await _copy(source, target)
    url = read_address(source)
    path = file_of(url)
    if path is not None and not path.is_file():
        raise SetupError(f"There is no database at {path}.")
    engine = make_engine(url)
    try:
        return await _copy(engine, target)
    finally:
        await engine.dispose()


async def _copy(engine: AsyncEngine, target: Path) -> Path:
    """Copy with VACUUM INTO: the backup interface starts again at every write and may never end."""
    if not is_sqlite(engine.url):
        raise SetupError("PostgreSQL has its own backups (pg_dump); Kith only copies SQLite files.")
    unfinished = target.with_name(f"{target.name}.part")
    try:
        target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        unfinished.unlink(missing_ok=True)
        os.close(os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
        await _vacuum_into(engine, unfinished)
        _check(unfinished)
        unfinished.replace(target)
    except (OSError, sqlite3.Error) as error:
        raise SetupError(f"The copy to {target} failed ({error}).") from error
    finally:
        with suppress(OSError):
            unfinished.unlink(missing_ok=True)
    return target


async def _vacuum_into(engine: AsyncEngine, target: Path) -> None:
    """Run VACUUM on the driver's own connection: it cannot run in a transaction. An empty target is allowed."""
    async with engine.connect() as connection:
        driver = (await connection.get_raw_connection()).driver_connection
        if driver is None:
            raise SetupError("The database is closed.")
        cursor = await driver.execute("VACUUM INTO ?", (str(target),))
        await cursor.close()


def _check(copy: Path) -> None:
    """Read the copy once, and see it onto the disk."""
    with closing(sqlite3.connect(f"{copy.as_uri()}?mode=ro", uri=True)) as connection:
        (verdict,) = connection.execute("PRAGMA quick_check(1)").fetchone()
    if verdict != "ok":
        raise SetupError(f"The copy {copy} is damaged ({verdict}).")
    handle = os.open(copy, os.O_RDWR)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
