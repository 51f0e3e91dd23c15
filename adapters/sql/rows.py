"""Rows to objects and back, for every repository alike."""

from dataclasses import fields
from typing import TYPE_CHECKING, Any, TypeVar

from sqlalchemy import ColumnElement, Connection, Executable, Table, and_, literal_column
from sqlalchemy.dialects import postgresql, sqlite

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

    D = TypeVar("D", bound=DataclassInstance)
else:
    D = TypeVar("D")


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


def add(connection: Connection, table: Table, thing: "DataclassInstance") -> None:
    """Insert an object as a new row."""
    connection.execute(table.insert().values(values_of(thing)))


def save(connection: Connection, table: Table, thing: "DataclassInstance") -> None:
    """Replace the row that has the object's primary key. Raise `LookupError` where there is none."""
    values = values_of(thing)
    if connection.execute(table.update().where(same_key(table, values)).values(values)).rowcount == 0:
        raise LookupError(f"no such {table.name}")


def same_key(table: Table, values: dict[str, Any]) -> ColumnElement[bool]:
    """Return the condition that picks the row with the primary key found in `values`."""
    return and_(*(column == values[column.name] for column in table.primary_key))


def put(connection: Connection, table: Table, values: dict[str, Any]) -> None:
    """Insert a row, or replace the one with the same primary key."""
    key = [column.name for column in table.primary_key]
    statement = _insert(connection, table).values(values)
    rest = {name: statement.excluded[name] for name in values if name not in key}
    if rest:
        connection.execute(statement.on_conflict_do_update(index_elements=key, set_=rest))
    else:
        connection.execute(statement.on_conflict_do_nothing(index_elements=key))


def add_new(connection: Connection, table: Table, values: dict[str, Any]) -> bool:
    """Insert a row unless its primary key is taken, and say whether it was inserted."""
    key = [column.name for column in table.primary_key]
    statement = _insert(connection, table).values(values).on_conflict_do_nothing(index_elements=key)
    return connection.execute(statement.returning(literal_column("1"))).first() is not None


def _insert(connection: Connection, table: Table) -> sqlite.Insert | postgresql.Insert:
    """Return the dialect's own INSERT: both spell ON CONFLICT alike, but SQLAlchemy has it once per dialect."""
    if connection.dialect.name == "postgresql":
        return postgresql.insert(table)
    return sqlite.insert(table)
