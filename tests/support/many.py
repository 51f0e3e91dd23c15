"""Storage for tests that need thousands of databases, one after the other: each is a copy of one that is made once.

The engine stays, and with it every statement that was compiled.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache

from sqlalchemy import Engine, StaticPool, create_engine

from adapters.sql.engine import tame
from adapters.sql.migrate import upgrade
from adapters.sql.quick import QuickStorage
from adapters.sql.sealing import hand_over
from tests.support.storage import RING


@cache
def _made() -> tuple[Engine, sqlite3.Connection]:
    """Return the engine, and an empty database to copy from."""
    engine = create_engine("sqlite://", poolclass=StaticPool, hide_parameters=True)
    tame(engine)
    hand_over(engine, RING)
    empty = sqlite3.connect(":memory:", check_same_thread=False)
    with engine.connect() as connection:
        upgrade(connection)
        connection.rollback()
        connection.connection.dbapi_connection.backup(empty)
    return engine, empty


class Many(QuickStorage):
    """Be a quick storage into which a test can also look by itself."""

    def read(self, query, values=()):
        """Return the rows of a query, past everything that Kith does."""
        return self._engine.raw_connection().dbapi_connection.execute(query, values).fetchall()


@contextmanager
def empty_storage() -> Iterator[QuickStorage]:
    """Open an empty database in memory, in a millisecond; whatever was in it before is gone."""
    engine, empty = _made()
    raw = engine.raw_connection()
    empty.backup(raw.dbapi_connection)
    raw.close()
    yield Many(engine)
