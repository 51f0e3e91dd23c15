"""After clear text was sealed, or sealed anew: write the database afresh, so that none is left in its free pages.

It cannot be part of the transaction that sealed. So a mark says whether it was done, and the next start does what a
kill prevented.
"""

import logging
import sqlite3

from sqlalchemy import Connection, select
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncEngine

from adapters.sql import tables
from adapters.sql.engine import is_sqlite
from adapters.sql.types import Sealed

log = logging.getLogger(__name__)


async def sweep(engine: AsyncEngine) -> None:
    """Write the database afresh where that is still to be done; a full disk puts it off to the next start."""
    async with engine.connect() as connection:
        if await connection.scalar(select(tables.seal.c.swept)):
            return
    try:
        await (_sweep_file(engine) if is_sqlite(engine.url) else _sweep_server(engine))
    except (DBAPIError, sqlite3.Error):
        log.warning("Old clear text may still be in free pages; the next start tries again to remove it")
        return
    async with engine.begin() as connection:
        await connection.execute(tables.seal.update().values(swept=True))


def to_sweep(connection: Connection) -> None:
    """Note that the database has to be written afresh."""
    connection.execute(tables.seal.update().values(swept=False))


async def _sweep_file(engine: AsyncEngine) -> None:
    """Run VACUUM and empty the log, on the driver's own connection: neither can run in a transaction."""
    async with engine.connect() as connection:
        driver = (await connection.get_raw_connection()).driver_connection
        if driver is None:
            return
        for statement in ("VACUUM", "PRAGMA wal_checkpoint(TRUNCATE)"):
            cursor = await driver.execute(statement)
            await cursor.fetchall()
            await cursor.close()


async def _sweep_server(engine: AsyncEngine) -> None:
    """Let PostgreSQL write each table with sealed columns afresh."""
    quoted = engine.dialect.identifier_preparer.quote
    async with engine.connect() as plain:
        connection = await plain.execution_options(isolation_level="AUTOCOMMIT")
        for table in tables.metadata.sorted_tables:
            if any(isinstance(column.type, Sealed) for column in table.columns):
                await connection.exec_driver_sql(f"VACUUM FULL {quoted(table.name)}")
