"""The storage port on SQLAlchemy: one use case, one transaction."""

import asyncio
from collections.abc import Callable
from contextlib import AsyncExitStack
from pathlib import Path
from typing import TypeVar

from sqlalchemy import Connection, exc
from sqlalchemy.ext.asyncio import AsyncEngine

from adapters.sql.aftermath import SqlAftermath
from adapters.sql.backup import backup
from adapters.sql.challenges import SqlChallenges
from adapters.sql.communities import SqlCommunities
from adapters.sql.consents import SqlConsents
from adapters.sql.dossier import SqlDossier
from adapters.sql.engine import wait_for_turn
from adapters.sql.jobs import SqlJobs
from adapters.sql.keys import KeySource
from adapters.sql.members import SqlMembers
from adapters.sql.menus import SqlMenus
from adapters.sql.migrate import open_database
from adapters.sql.norms import SqlNorms
from adapters.sql.open_tables import SqlOpenTables
from adapters.sql.packs import SqlPacks
from adapters.sql.places import SqlPlaces
from adapters.sql.reports import SqlReports
from adapters.sql.retention import SqlRetention
from adapters.sql.rounds import SqlRounds
from adapters.sql.seasons import SqlSeasons
from adapters.sql.separations import SqlSeparations
from adapters.sql.sightings import SqlSightings
from adapters.sql.suggestions import SqlSuggestions
from adapters.sql.tallies import SqlTallies
from adapters.sql.traces import SqlTraces
from bot.errors import StorageError
from bot.ports.aftermath import Aftermath
from bot.ports.care import Separations
from bot.ports.consents import Consents
from bot.ports.dossier import Dossier
from bot.ports.jobs import Jobs
from bot.ports.norms import Norms
from bot.ports.open_tables import OpenTables
from bot.ports.privacy import Retention, Sightings, Tallies, Traces
from bot.ports.reports import Reports
from bot.ports.seasons import Seasons
from bot.ports.shelf import Packs, Suggestions
from bot.ports.storage import Challenges, Communities, Members, Menus, Places, Repositories, Rounds

R = TypeVar("R")

_OUR_FAULT = (exc.IntegrityError, exc.DataError, exc.ProgrammingError, exc.NotSupportedError)
"""What a statement did wrong; trying again would not help, so it stays an error of the code."""


class SqlRepositories:
    """Stand for one transaction's view of everything stored."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self.communities: Communities = SqlCommunities(connection)
        self.places: Places = SqlPlaces(connection)
        self.open_tables: OpenTables = SqlOpenTables(connection)
        self.members: Members = SqlMembers(connection)
        self.rounds: Rounds = SqlRounds(connection)
        self.aftermath: Aftermath = SqlAftermath(connection)
        self.challenges: Challenges = SqlChallenges(connection)
        self.norms: Norms = SqlNorms(connection)
        self.suggestions: Suggestions = SqlSuggestions(connection)
        self.packs: Packs = SqlPacks(connection)
        self.seasons: Seasons = SqlSeasons(connection)
        self.menus: Menus = SqlMenus(connection)
        self.jobs: Jobs = SqlJobs(connection)
        self.reports: Reports = SqlReports(connection)
        self.separations: Separations = SqlSeparations(connection)
        self.consents: Consents = SqlConsents(connection)
        self.dossier: Dossier = SqlDossier(connection)
        self.traces: Traces = SqlTraces(connection)
        self.sightings: Sightings = SqlSightings(connection)
        self.tallies: Tallies = SqlTallies(connection)
        self.retention: Retention = SqlRetention(connection)

    def pause(self) -> None:
        """Let the event loop come round, as each statement does; a driver without one has nobody waiting."""
        run_async = getattr(self._connection.connection.dbapi_connection, "run_async", None)
        if run_async is not None:
            run_async(lambda _: asyncio.sleep(0))  # noqa: TID251 - no time passes


class SqlStorage:
    """Run use cases on a database whose tables are there; `open_storage` makes sure of that."""

    def __init__(self, engine: AsyncEngine, held: AsyncExitStack | None = None) -> None:
        """Take an engine that has its keys, and what to let go of at the end."""
        self._engine = engine
        self._held = held

    async def run(self, use_case: Callable[[Repositories], R], /) -> R:
        """Run a synchronous use case and commit; roll back if it raises.

        Raise `StorageError` where the database cannot do it now; nothing is changed then.
        """

        def alone(connection: Connection) -> R:
            wait_for_turn(connection)
            return use_case(SqlRepositories(connection))

        return await self.transact(alone)

    async def transact(self, work: Callable[[Connection], R]) -> R:
        """Run synchronous work on a connection, in one transaction. For repositories outside the port."""
        try:
            async with self._engine.begin() as connection:
                return await connection.run_sync(work)
        except _OUR_FAULT:
            raise
        except (exc.DBAPIError, exc.TimeoutError, OSError) as error:
            cause = error.orig if isinstance(error, exc.DBAPIError) else error
            raise StorageError(f"the database could not do it: {cause}") from error

    async def tidy(self) -> None:
        """Empty the write-ahead log of a SQLite file: what was deleted may still stand there."""
        if self._engine.url.get_backend_name() != "sqlite":
            return
        try:
            async with self._engine.connect() as connection:
                driver = (await connection.get_raw_connection()).driver_connection
                if driver is not None:
                    await (await driver.execute("PRAGMA wal_checkpoint(TRUNCATE)")).close()
        except (exc.DBAPIError, exc.TimeoutError, OSError) as error:
            raise StorageError(f"the database could not be tidied: {type(error).__name__}") from error

    async def backup(self, target: Path) -> Path:
        """Write a checked copy of a SQLite database, while it is in use. Raise `SetupError`."""
        return await backup(self._engine, target)

    async def close(self) -> None:
        """Close the connections and let the next process in."""
        await self._engine.dispose()
        if self._held is not None:
            await self._held.aclose()


async def open_storage(url: str, *, keys: KeySource | None = None, lock: bool = True) -> SqlStorage:
    """Open the database at an address, bringing its tables up to date. Raise `SetupError`."""
    opened = await open_database(url, keys=keys, lock=lock)
    return SqlStorage(opened.engine, opened.held)
