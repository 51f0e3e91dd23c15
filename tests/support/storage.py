"""Storage for tests: a fresh SQLite file with our tables, copied from one that is made once."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import cache
from pathlib import Path
from urllib.parse import quote

from sqlalchemy import create_engine
from sqlalchemy.ext.asyncio import AsyncEngine

from adapters.sql.engine import make_engine, read_address, tame
from adapters.sql.keys import FILE_NAME, KeySource
from adapters.sql.migrate import upgrade
from adapters.sql.sealing import KEY_BYTES, Keyring, hand_over, written
from adapters.sql.storage import SqlStorage
from tests.support.scratch import scratch_folder

KEY = b"only tests may know such a key".ljust(KEY_BYTES, b".")
KEYS = KeySource(given=written(KEY))
RING = Keyring((KEY,))
"""Every test's database is sealed with it."""


@cache
def _empty_database() -> bytes:
    with scratch_folder("kith-test-") as folder:
        file = Path(folder) / "empty.db"
        engine = create_engine(f"sqlite:///{quote(str(file))}")
        tame(engine)
        hand_over(engine, RING)
        with engine.connect() as connection:
            upgrade(connection)
        engine.dispose()
        return file.read_bytes()


def open_engine(file: Path) -> AsyncEngine:
    """Return the engine of a test's database, with its key."""
    engine = make_engine(read_address(f"sqlite:///{quote(str(file))}"))
    hand_over(engine, RING)
    return engine


@asynccontextmanager
async def open_storage(file: Path | None = None) -> AsyncIterator[SqlStorage]:
    """Open a database: the named file (made where there is none), or a temporary one.

    Not in memory: a cancelled transaction costs its connection, and that would be the database.
    """
    with scratch_folder("kith-test-") as folder:
        place = file or Path(folder) / "kith.db"
        if not place.exists():
            place.write_bytes(_empty_database())
            KeySource(file=place.with_name(FILE_NAME)).write((KEY,))
        storage = SqlStorage(open_engine(place))
        try:
            yield storage
        finally:
            await storage.close()
