"""Storage for tests: a fresh SQLite database in memory, or in a file."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from adapters.sql.engine import make_engine, read_address
from adapters.sql.storage import SqlStorage
from adapters.sql.tables import metadata


@asynccontextmanager
async def open_storage(file: Path | None = None) -> AsyncIterator[SqlStorage]:
    """Open an empty database, in memory unless a file is named; the tables are made without migrations, for speed."""
    engine = make_engine(read_address(f"sqlite:///{file}" if file else "sqlite://"))
    storage = SqlStorage(engine)
    try:
        async with engine.begin() as connection:
            await connection.run_sync(metadata.create_all)
        yield storage
    finally:
        await storage.close()
