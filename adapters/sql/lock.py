"""One process per database file: a lock file beside it, held for as long as the process lives.

A PostgreSQL server may serve several bots of one database; they share a lock there that whoever changes the keys has
to have alone.

The file also remembers that there was a database. SQLite takes an empty or missing file for a new one, and a
bot that begins anew because a disk was not mounted would greet everybody as a stranger.
"""

import os
import sys
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Self

from sqlalchemy import URL, FunctionElement, NullPool, func, select
from sqlalchemy.ext.asyncio import create_async_engine

from adapters.sql.engine import APPLICATION_ID, file_of
from bot.errors import SetupError

if sys.platform == "win32":
    import msvcrt

    def _lock(handle: int) -> None:
        """Lock a byte far behind the text, which stays readable."""
        os.lseek(handle, 1 << 30, os.SEEK_SET)
        msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)

else:
    import fcntl

    def _lock(handle: int) -> None:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)


_NOTE_LENGTH = 200
_KEYS_IN_USE = APPLICATION_ID + 1


class ProcessLock:
    """Hold the lock of one database file."""

    def __init__(self, database: Path) -> None:
        """Take the lock. Raise `SetupError` where another process holds it, or the directory is not writable."""
        self._path = database.with_name(f"{database.name}.lock")
        try:
            self._handle = os.open(self._path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        except OSError as error:
            raise SetupError(f"Kith cannot write in {database.parent} ({error.strerror}).") from error
        try:
            _lock(self._handle)
        except OSError as error:
            holder = self._read().removeprefix("process ")
            os.close(self._handle)
            raise SetupError(
                f"Another Kith (process {holder or 'unknown'}) is using {database}. Stop it first; "
                "two would post everything twice."
            ) from error
        self.had_database = bool(self._read())

    def _read(self) -> str:
        os.lseek(self._handle, 0, os.SEEK_SET)
        return os.read(self._handle, _NOTE_LENGTH).decode("ascii", "replace").strip()

    def remember(self) -> None:
        """Note that there is a database now, and which process uses it."""
        os.lseek(self._handle, 0, os.SEEK_SET)
        os.ftruncate(self._handle, 0)
        os.write(self._handle, f"process {os.getpid()}\n".encode())

    def release(self) -> None:
        """Let go; the file stays, because removing it would race with the next process."""
        if self._handle >= 0:
            os.close(self._handle)
            self._handle = -1

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.release()


@asynccontextmanager
async def alone(url: URL) -> AsyncIterator[None]:
    """Keep every other Kith away from a database. Raise `SetupError` while one is using it."""
    path = file_of(url)
    if path is not None:
        with ProcessLock(path):
            yield
        return
    async with _on_server(url, func.pg_try_advisory_lock) as taken:
        if not taken:
            raise SetupError(
                "Another Kith is using the database. Stop it first; it would go on with the old key."
            )
        yield


@asynccontextmanager
async def using(url: URL) -> AsyncIterator[None]:
    """Use a PostgreSQL database beside others. Raise `SetupError` while its keys are being changed."""
    async with _on_server(url, func.pg_try_advisory_lock_shared) as taken:
        if not taken:
            raise SetupError("The keys of the database are being changed. Try again when that is done.")
        yield


@asynccontextmanager
async def _on_server(url: URL, take: Callable[[int], FunctionElement[bool]]) -> AsyncIterator[bool]:
    """Try to take a lock that lasts as long as a connection of its own, and yield whether it was to be had."""
    engine = create_async_engine(url, poolclass=NullPool, isolation_level="AUTOCOMMIT")
    async with engine.connect() as connection:
        yield bool(await connection.scalar(select(take(_KEYS_IN_USE))))
