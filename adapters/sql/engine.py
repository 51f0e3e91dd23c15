"""Engines: which database an address names, and how a connection to it behaves.

SQLite runs as one connection in one process (`lock.py`): write-ahead log, every commit on disk, each
transaction asking for the write lock at once. That also steps around the SQLite bug (before 3.51.3) that may
lose pages when two connections write and checkpoint in the same instant.
"""

import sqlite3
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Engine, StaticPool, event, func, make_url, select
from sqlalchemy.exc import ArgumentError
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from bot.errors import SetupError

APPLICATION_ID = 0x4B697468
"""Stands in the header of every database of ours; reads "Kith"."""
OLDEST_SQLITE = (3, 37, 0)
"""STRICT tables came with it."""
BUSY_MS = 10_000
_WRITER = APPLICATION_ID + 2
"""The lock under which use cases run on PostgreSQL; another one than that of migrations."""
_POOL_SIZE = 8
_PRAGMAS = (
    "journal_mode=WAL",
    "synchronous=FULL",
    f"busy_timeout={BUSY_MS}",
    "foreign_keys=ON",
    "secure_delete=ON",  # what is erased or sealed leaves no clear text in the file's free pages
    "trusted_schema=OFF",
    "journal_size_limit=67108864",
    "mmap_size=0",
    "secure_delete=ON",
)
_DRIVERS = {
    "sqlite": "sqlite+aiosqlite",
    "postgres": "postgresql+asyncpg",
    "postgresql": "postgresql+asyncpg",
}


def read_address(address: str) -> URL:
    """Read a database address such as "sqlite:///kith.db". Raise `SetupError` for what cannot be one."""
    try:
        url = make_url(address)
    except ArgumentError as error:
        raise SetupError(
            "The database address is not readable; write sqlite:///kith.db, for example."
        ) from error
    kind = url.drivername.partition("+")[0]
    if kind not in _DRIVERS:
        raise SetupError(f"Kith cannot use a {kind} database; write sqlite:///kith.db, for example.")
    return url.set(drivername=_DRIVERS[kind])


def file_of(url: URL) -> Path | None:
    """Return the file of a SQLite address; None in memory and for servers."""
    if not is_sqlite(url) or url.database in {None, "", ":memory:"}:
        return None
    return Path(str(url.database)).absolute()


def is_sqlite(url: URL) -> bool:
    """Say whether an address names a SQLite database."""
    return url.get_backend_name() == "sqlite"


def make_engine(url: URL, *, look_only: bool = False) -> AsyncEngine:
    """Make the engine for an address that `read_address` read; nothing is opened yet.

    With `look_only` it cannot write, and takes no lock from a bot that runs. Parameters never show in errors or logs: they are what members said. Raise `SetupError` where the driver is
    not installed or SQLite is too old.
    """
    if not is_sqlite(url):
        try:
            engine = create_async_engine(url, pool_size=_POOL_SIZE, pool_pre_ping=True, hide_parameters=True)
            return engine.execution_options(postgresql_readonly=True) if look_only else engine
        except ImportError as error:
            raise SetupError('PostgreSQL needs a driver: pip install "kith-bot[postgres]".') from error
    if sqlite3.sqlite_version_info < OLDEST_SQLITE:
        raise SetupError(f"SQLite {sqlite3.sqlite_version} is too old; Kith needs 3.37 or newer.")
    if file_of(url) is None:
        engine = create_async_engine(url, poolclass=StaticPool, hide_parameters=True)
    else:
        engine = create_async_engine(url, pool_size=1, max_overflow=0, hide_parameters=True)
    tame(engine.sync_engine, look_only=look_only)
    return engine


def tame(engine: Engine, *, look_only: bool = False) -> None:
    """Give a SQLite engine, synchronous or not, the settings and the transactions that Kith counts on."""
    event.listen(engine, "connect", _set_up)
    if look_only:
        event.listen(engine, "connect", _forbid_writing)
    event.listen(engine, "begin", _begin_looking if look_only else _begin)


def wait_for_turn(connection: Connection) -> None:
    """Let one use case after the other run, on PostgreSQL too: a decision counts on what it read.

    SQLite does that by `BEGIN IMMEDIATE`. The lock goes with the transaction.
    """
    if connection.dialect.name == "postgresql":
        connection.execute(select(func.pg_advisory_xact_lock(_WRITER)))


def _set_up(connection: Any, _record: object) -> None:  # noqa: ANN401 - any driver's own connection
    """Take transactions out of the driver's hands (it would begin too late, and leave DDL outside)."""
    connection.isolation_level = None
    cursor = connection.cursor()
    for pragma in _PRAGMAS:
        cursor.execute(f"PRAGMA {pragma}")
        cursor.fetchall()  # an unread row would hold a lock
    cursor.close()


def _begin(connection: Connection) -> None:
    connection.exec_driver_sql("BEGIN IMMEDIATE")


def _forbid_writing(connection: Any, _record: object) -> None:  # noqa: ANN401 - any driver's own connection
    cursor = connection.cursor()
    cursor.execute("PRAGMA query_only=ON")
    cursor.close()


def _begin_looking(connection: Connection) -> None:
    connection.exec_driver_sql("BEGIN")
