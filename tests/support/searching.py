"""Looking for somebody in everything that is kept: each column of each table, a dump, and a database file's bytes."""

import json
import sqlite3
from contextlib import closing

from sqlalchemy import select

from adapters.sql import tables


async def rows_with(storage, *words):
    """Return where words stand: table and column -> how often, whatever the column holds (sealed ones are opened)."""

    def look(connection):
        found = {}
        for table in tables.metadata.sorted_tables:
            for row in connection.execute(select(table)):
                for column, value in row._mapping.items():
                    if any(word in text for word in words for text in spellings(value)):
                        place = f"{table.name}.{column}"
                        found[place] = found.get(place, 0) + 1
        return found

    return await storage.transact(look)


def spellings(value):
    """Return a value as people and as JSON would write it."""
    return repr(value), json.dumps(repr(value)), str(value)


async def counted(storage):
    """Return how many rows each table has."""

    def look(connection):
        return {
            table.name: len(connection.execute(select(table)).all())
            for table in tables.metadata.sorted_tables
        }

    return await storage.transact(look)


def dump_of(file):
    """Return a database as SQL text."""
    with closing(sqlite3.connect(f"file:{file}?mode=ro", uri=True)) as connection:
        return "\n".join(connection.iterdump())


def bytes_of(file):
    """Return everything that the database keeps in files: the main one and its logs."""
    return b"".join(each.read_bytes() for each in sorted(file.parent.glob(f"{file.name}*")))
