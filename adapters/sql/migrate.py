"""Opening a database: lock it, look at it, and bring its tables up to date.

Every step of a migration is one transaction together with its version, so a process killed half way leaves the
state before that step, and the next start goes on from there. Alembic's defaults would not do that on SQLite.
"""

import logging
from contextlib import AsyncExitStack
from dataclasses import dataclass
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from alembic.util import CommandError
from sqlalchemy import Connection, func, select
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncEngine

from adapters.sql.backup import backup
from adapters.sql.engine import APPLICATION_ID, file_of, is_sqlite, make_engine, read_address
from adapters.sql.files import check_file, copies_before, make_room
from adapters.sql.keys import KeySource, beside, unlock
from adapters.sql.lock import ProcessLock, using
from adapters.sql.sweeping import sweep
from bot.errors import SetupError

log = logging.getLogger(__name__)

SCRIPTS = "adapters.sql:migrations"
FIRST_SEALED = "0004"
"""Copies of older schemas hold in clear what is sealed by now."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """Hold a database that is ready for use, how to let go of it, and one sentence on what was done to it."""

    engine: AsyncEngine
    held: AsyncExitStack
    report: str

    async def close(self) -> None:
        """Close the connections and let the next process in."""
        await self.held.aclose()


async def migrate(address: str, *, keys: KeySource | None = None, scripts: str = SCRIPTS) -> str:
    """Bring a database up to date and say in one sentence what was done. Raise `SetupError`."""
    opened = await open_database(address, keys=keys, scripts=scripts)
    await opened.close()
    return opened.report


async def open_database(
    address: str, *, keys: KeySource | None = None, lock: bool = True, scripts: str = SCRIPTS
) -> Opened:
    """Open a database with its keys (without `keys`: those in a file beside it), bringing it up to date first.

    Raise `SetupError`, with a sentence that says what to do, for everything that can be wrong with it.
    """
    url = read_address(address)
    path = file_of(url)
    async with AsyncExitStack() as held:
        alone = None
        if path is not None:
            make_room(path)
            alone = held.enter_context(ProcessLock(path)) if lock else None
            check_file(path, had_database=alone is not None and alone.had_database)
        engine = make_engine(url)
        held.push_async_callback(engine.dispose)
        await _unlock(engine, keys or beside(url))
        if lock and not is_sqlite(url):
            await held.enter_async_context(using(url))
        report = await _bring_up_to_date(engine, path, scripts)
        await sweep(engine)
        if alone is not None:
            alone.remember()
        return Opened(engine=engine, held=held.pop_all(), report=report)


async def _unlock(engine: AsyncEngine, source: KeySource, *, may_make: bool = True) -> None:
    """Hand the engine its keys; see `unlock`. Raise `SetupError`, also where the database cannot be opened."""
    try:
        await unlock(engine, source, may_make=may_make)
    except (DBAPIError, OSError) as error:
        cause = error.orig if isinstance(error, DBAPIError) else error
        raise SetupError(f"The database could not be opened ({cause}).") from error


async def look(address: str, keys: KeySource | None = None) -> str:
    """Say in one sentence how a database stands, changing nothing. Raise `SetupError` for what has to be mended."""
    url = read_address(address)
    path = file_of(url)
    if path is not None and not path.exists():
        return "There is no database yet; the first start makes one."
    if path is not None:
        check_file(path, had_database=False)
    engine = make_engine(url)
    try:
        await _unlock(engine, keys or beside(url), may_make=False)
        current, head = await versions(engine)
    finally:
        await engine.dispose()
    copies = () if path is None else copies_before(path, FIRST_SEALED)
    note = _unsealed(*copies) if copies else ""
    if current != head:
        return f"The next start brings it to schema {head}.{note}"
    return f"It is up to date (schema {head}).{note}"


async def versions(engine: AsyncEngine) -> tuple[str | None, str]:
    """Return which schema a database has (None: none yet) and which it should have. Raise `SetupError`."""
    try:
        async with engine.connect() as connection:
            current = await connection.run_sync(_version)
        return current, _known_head(_config(SCRIPTS), current)
    except (DBAPIError, OSError) as error:
        cause = error.orig if isinstance(error, DBAPIError) else error
        raise SetupError(f"The database could not be opened ({cause}).") from error


async def _bring_up_to_date(engine: AsyncEngine, path: Path | None, scripts: str) -> str:
    """Run the missing steps, after a copy of a file that has something in it."""
    try:
        async with engine.connect() as connection:
            before = await connection.run_sync(_version)
        head = _known_head(_config(scripts), before)
        if before == head:
            return f"The database is up to date (schema {head})."
        copy = None
        if before is not None and path is not None:
            copy = await backup(engine, path.with_name(f"{path.name}.before-{head}"))
        async with engine.connect() as connection:
            await connection.run_sync(upgrade, scripts)
    except (DBAPIError, CommandError, OSError) as error:
        cause = error.orig if isinstance(error, DBAPIError) else error
        raise SetupError(
            f"The database could not be opened or brought up to date ({cause}). "
            "No half-done step was kept; mend the cause and start again."
        ) from error
    if before is None:
        return f"Made a new database (schema {head})."
    unsealed = copy is not None and before < FIRST_SEALED
    report = (
        f"The database went from schema {before} to {head}.{_unsealed(copy) if copy and unsealed else ''}"
    )
    log.info("The database was brought up to date", extra={"outcome": report})
    return report


def _unsealed(*copies: Path) -> str:
    """Say which copies of before hold in clear what is sealed by now."""
    names = " and ".join(str(copy) for copy in copies)
    return f" What members said can still be read in {names}: once all is well, delete what was copied."


def _config(scripts: str) -> Config:
    config = Config()
    config.set_main_option("script_location", scripts)
    return config


def _version(connection: Connection) -> str | None:
    """Return the schema's version, None for a new database."""
    return MigrationContext.configure(connection).get_current_revision()


def _known_head(config: Config, current: str | None) -> str:
    """Return the newest version that this program knows. Raise `SetupError` where the database is ahead of it."""
    steps = [script.revision for script in ScriptDirectory.from_config(config).walk_revisions()]
    if current is not None and current not in steps:
        raise SetupError(
            f"The database was written by a newer Kith (schema {current}; this one knows {steps[0]}). "
            "Install that version again, or restore the copy that was made before its migration."
        )
    return steps[0]


def upgrade(connection: Connection, scripts: str = SCRIPTS) -> None:
    """Run all missing steps, each in its own transaction; one process at a time on PostgreSQL."""
    config = _config(scripts)
    config.attributes["connection"] = connection
    if is_sqlite(connection.engine.url):
        _enforce_references(connection, on=False)
        try:
            command.upgrade(config, "head")
        finally:
            _enforce_references(connection, on=True)
        return
    connection.execute(select(func.pg_advisory_lock(APPLICATION_ID)))
    connection.commit()
    try:
        command.upgrade(config, "head")
    finally:
        connection.rollback()
        connection.execute(select(func.pg_advisory_unlock(APPLICATION_ID)))
        connection.commit()


def _enforce_references(connection: Connection, *, on: bool) -> None:
    """Switch SQLite's foreign keys, which is only possible outside a transaction.

    Rebuilding a table drops the old one, and with foreign keys on that deletes what refers to it. Each step ends
    with a check of all references instead (`migrations/env.py`).
    """
    connection.rollback()
    cursor = connection.connection.cursor()
    cursor.execute(f"PRAGMA foreign_keys={'ON' if on else 'OFF'}")
    cursor.close()
