"""Opening a database to look only: without its lock, also while the bot runs, and unable to change anything."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from adapters.sql.engine import file_of, make_engine, read_address
from adapters.sql.files import check_file
from adapters.sql.keys import KeySource, beside, unlock
from adapters.sql.migrate import versions
from adapters.sql.storage import SqlStorage
from bot.errors import SetupError


@asynccontextmanager
async def open_for_reading(address: str, keys: KeySource | None = None) -> AsyncIterator[SqlStorage]:
    """Open an up-to-date database for reading, with its keys (without `keys`: those in a file beside it).

    Raise `SetupError` for one that is not there or not up to date, and for a key that is missing or wrong.
    """
    url = read_address(address)
    path = file_of(url)
    if path is not None:
        if not path.is_file():
            raise SetupError(f"There is no database at {path}.")
        check_file(path, had_database=True)
    engine = make_engine(url, look_only=True)
    try:
        current, head = await versions(engine)
        if current != head:
            raise SetupError(f"The database is not at schema {head} yet: run kith migrate first.")
        await unlock(engine, keys or beside(url), may_make=False)
        yield SqlStorage(engine)
    finally:
        await engine.dispose()
