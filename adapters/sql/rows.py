"""Rows to objects and back, for every repository alike."""

from collections.abc import Iterator, Sequence
from dataclasses import fields
from typing import TYPE_CHECKING, Any, TypeVar

from sqlalchemy import ColumnElement, Connection, Executable, Table, and_, literal_column
from sqlalchemy.dialects import postgresql, sqlite

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

    D = TypeVar("D", bound=DataclassInstance)
else:
    D = TypeVar("D")

T = TypeVar("T")
_PORTION = 100
"""How many rows one statement takes: enough to be quick, and the event loop is held for a few milliseconds only."""


def portions(things: Sequence[T]) -> Iterator[Sequence[T]]:
    """Cut many things into as many as one statement takes."""
    for start in range(0, len(things), _PORTION):
        yield things[start : start + _PORTION]


def values_of(thing: "DataclassInstance") -> dict[str, Any]:
    """Return the fields of a domain object by name; nested objects stay as they are."""
    return {field.name: getattr(thing, field.name) for field in fields(thing)}


def one(connection: Connection, make: type[D], query: Executable) -> D | None:
    """Return the first row as an object, or None."""
    row = connection.execute(query).first()
    return None if row is None else make(**row._asdict())


def many(connection: Connection, make: type[D], query: Executable) -> tuple[D, ...]:
    """Return all rows as objects, in the query's order."""
    return tuple(make(**row._asdict()) for row in connection.execute(query))


def add(connection: Connection, table: Table, *things: "DataclassInstance") -> None:
    """Insert objects as new rows."""
    for portion in portions(things):
        connection.execute(table.insert(), [values_of(thing) for thing in portion])


def save(connection: Connection, table: Table, thing: "DataclassInstance") -> None:
    """Replace the row that has the object's primary key. Raise `LookupError` where there is none."""
    values = values_of(thing)
    if connection.execute(table.update().where(same_key(table, values)).values(values)).rowcount == 0:
        raise LookupError(f"no such {table.name}")


def same_key(table: Table, values: dict[str, Any]) -> ColumnElement[bool]:
    """Return the condition that picks the row with the primary key found in `values`."""
    return and_(*(column == values[column.name] for column in table.primary_key))


def put(connection: Connection, table: Table, *rows: dict[str, Any]) -> None:
    """Insert rows that name the same columns, or replace those with the same primary keys."""
    key = [column.name for column in table.primary_key]
    statement = _insert(connection, table)
    for portion in portions(rows):
        rest = {name: statement.excluded[name] for name in portion[0] if name not in key}
        if rest:
            connection.execute(statement.on_conflict_do_update(index_elements=key, set_=rest), portion)
        else:
            connection.execute(statement.on_conflict_do_nothing(index_elements=key), portion)


def add_new(connection: Connection, table: Table, values: dict[str, Any]) -> bool:
    """Insert a row unless its primary key is taken, and say whether it was inserted."""
    statement = _insert_new(connection, table).values(values)
    return connection.execute(statement.returning(literal_column("1"))).first() is not None


def add_all_new(connection: Connection, table: Table, *rows: dict[str, Any]) -> None:
    """Insert rows, except where their primary key is taken."""
    for portion in portions(rows):
        connection.execute(_insert_new(connection, table), portion)


def _insert_new(connection: Connection, table: Table) -> sqlite.Insert | postgresql.Insert:
    key = [column.name for column in table.primary_key]
    return _insert(connection, table).on_conflict_do_nothing(index_elements=key)


def _insert(connection: Connection, table: Table) -> sqlite.Insert | postgresql.Insert:
    """Return the dialect's own INSERT: both spell ON CONFLICT alike, but SQLAlchemy has it once per dialect."""
    if connection.dialect.name == "postgresql":
        return postgresql.insert(table)
    return sqlite.insert(table)
