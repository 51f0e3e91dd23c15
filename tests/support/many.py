"""Storage for tests that need many databases: each is in memory, and a copy of one that is made once.

The real one hands every statement to a thread, which takes far longer than what SQLite does with it; the tables and
every statement are the same. An engine that is free again serves the next database, and with it all statements that it
compiled. What threads, files, connections and refusals of the database do is tested with `tests.support.storage`.
"""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from functools import cache
from typing import Any, TypeVar

from sqlalchemy import Connection, Engine, StaticPool, create_engine

from adapters.sql.engine import tame
from adapters.sql.migrate import upgrade
from adapters.sql.quick import QuickStorage
from adapters.sql.sealing import hand_over
from tests.support.storage import RING

R = TypeVar("R")
_FREE: list[Engine] = []


class Many(QuickStorage):
    """Be a quick storage into which a test can also look by itself."""

    def read(self, query: str, values: tuple[object, ...] = ()) -> list[Any]:
        """Return the rows of a query, past everything that Kith does."""
        with closing(self._engine.raw_connection()) as raw:
            return raw.cursor().execute(query, values).fetchall()

    async def transact(self, work: Callable[[Connection], R]) -> R:
        """Run work on a connection, in one transaction."""
        with self._engine.begin() as connection:
            return work(connection)


def _new_engine() -> Engine:
    engine = create_engine("sqlite://", poolclass=StaticPool, hide_parameters=True)
    tame(engine)
    hand_over(engine, RING)
    return engine


@cache
def _empty() -> sqlite3.Connection:
    """Return an empty database to copy from."""
    empty = sqlite3.connect(":memory:", check_same_thread=False)
    with _new_engine().connect() as connection:
        upgrade(connection)
        connection.rollback()
        connection.connection.dbapi_connection.backup(empty)
    return empty


@contextmanager
def empty_storage() -> Iterator[Many]:
    """Open an empty database in memory, in a millisecond; it goes away with the test."""
    engine = _FREE.pop() if _FREE else _new_engine()
    with closing(engine.raw_connection()) as raw:
        _empty().backup(raw.dbapi_connection)
    try:
        yield Many(engine)
    finally:
        _FREE.append(engine)
