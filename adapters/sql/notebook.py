"""Each adapter's own durable notebook."""

from collections.abc import Callable
from typing import Any, TypeVar

from sqlalchemy import Connection, Select, func, select

from adapters.sql import rows, tables
from adapters.sql.naming import in_text
from adapters.sql.storage import SqlStorage

R = TypeVar("R")

_NOTE = tables.note.c
_PAGE = 500
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
        """Return the keys of entries that contain some words; read page by page, for the values are sealed."""
        page = select(_NOTE.key, _NOTE.value).where(_NOTE.adapter == self._adapter)
        page = page.order_by(_NOTE.key).limit(_PAGE)
        found: list[str] = []
        query = page
        while True:
            entries = await self._page(query)
            found += [
                key for key, value in entries if words in key or words in value or in_text(words) in value
            ]
            if not entries:
                return tuple(found)
            query = page.where(_NOTE.key > entries[-1][0])

    async def _page(self, query: Select[Any]) -> list[tuple[str, str]]:
        return await self._run(lambda connection: [tuple(row) for row in connection.execute(query)])

    def _row(self, key: str, value: str) -> dict[str, str]:
        return {"adapter": self._adapter, "key": key, "value": value}

    async def _run(self, work: Callable[[Connection], R]) -> R:
        return await self._storage.transact(work)
