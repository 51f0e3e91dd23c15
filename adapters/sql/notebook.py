"""Each adapter's own durable notebook."""

from collections.abc import Callable
from typing import TypeVar

from sqlalchemy import Connection, func, select

from adapters.sql import rows, tables
from adapters.sql.naming import may_name
from adapters.sql.storage import SqlStorage

R = TypeVar("R")

_NOTE = tables.note.c
_LAST_CHARACTER = chr(0x10FFFF)


class SqlNotebook:
    """Keep one adapter's entries apart from all others'."""

    def __init__(self, storage: SqlStorage, adapter: str) -> None:
        self._storage = storage
        self._adapter = adapter

    async def read(self, key: str) -> str | None:
        """Return an entry."""
        query = select(_NOTE.value).where(_NOTE.adapter == self._adapter, _NOTE.key == key)
        return await self._run(lambda connection: connection.scalar(query))

    async def write(self, key: str, value: str) -> None:
        """Write or replace an entry."""
        await self._run(lambda connection: rows.put(connection, tables.note, self._row(key, value)))

    async def erase(self, key: str) -> None:
        """Remove an entry."""
        gone = tables.note.delete().where(_NOTE.adapter == self._adapter, _NOTE.key == key)
        await self._run(lambda connection: connection.execute(gone).rowcount)

    async def first_time(self, key: str) -> bool:
        """Write the key down and say whether it was new."""
        return await self._run(lambda connection: rows.add_new(connection, tables.note, self._row(key, "")))

    async def keys(self, prefix: str) -> tuple[str, ...]:
        """Return the keys that start with a prefix; LIKE would ignore case on SQLite."""
        query = select(_NOTE.key).where(_NOTE.adapter == self._adapter).order_by(_NOTE.key)
        if prefix:
            query = query.where(
                _NOTE.key >= prefix,
                _NOTE.key <= prefix + _LAST_CHARACTER,
                func.substr(_NOTE.key, 1, len(prefix)) == prefix,
            )
        return await self._run(lambda connection: tuple(connection.scalars(query)))

    async def naming(self, words: str) -> tuple[str, ...]:
        """Return the keys of entries that contain some words."""
        query = select(_NOTE.key).where(_NOTE.adapter == self._adapter).order_by(_NOTE.key)
        query = query.where(may_name((_NOTE.key, _NOTE.value), (words,)))
        return await self._run(lambda connection: tuple(connection.scalars(query)))

    def _row(self, key: str, value: str) -> dict[str, str]:
        return {"adapter": self._adapter, "key": key, "value": value}

    async def _run(self, work: Callable[[Connection], R]) -> R:
        return await self._storage.transact(work)
