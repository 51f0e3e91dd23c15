"""Rows to objects and back, for every repository alike.

Statements are made once, with a name for each value: making one anew takes longer than SQLite does to answer it.
"""

from collections.abc import Iterator, Sequence
from dataclasses import fields
from functools import cache
from typing import TYPE_CHECKING, Any, TypeVar

from sqlalchemy import (
    ColumnElement,
    Connection,
    Executable,
    Insert,
    Select,
    Table,
    Update,
    and_,
    bindparam,
    literal_column,
    select,
)
from sqlalchemy.dialects import postgresql, sqlite

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

    D = TypeVar("D", bound=DataclassInstance)
else:
    D = TypeVar("D")

T = TypeVar("T")
_PORTION = 100
"""How many rows one statement takes: enough to be quick, and the event loop is held for a few milliseconds only."""
_KEY = "key_"
"""Stands before the names of a key's values: an UPDATE sets what has a column's name."""


def portions(things: Sequence[T]) -> Iterator[Sequence[T]]:
    """Cut many things into as many as one statement takes."""
    for start in range(0, len(things), _PORTION):
        yield things[start : start + _PORTION]


@cache
def _fields_of(kind: "type[DataclassInstance]") -> tuple[str, ...]:
    return tuple(field.name for field in fields(kind))


def values_of(thing: "DataclassInstance") -> dict[str, Any]:
    """Return the fields of a domain object by name; nested objects stay as they are."""
    return {name: getattr(thing, name) for name in _fields_of(type(thing))}


def get(connection: Connection, make: type[D], table: Table, /, **values: object) -> D | None:
    """Return the first row in which columns have these values (none of them None) as an object, or None."""
    return one(connection, make, equal(table, *values), **values)


def find(
    connection: Connection, make: type[D], table: Table, /, *order: str, **values: object
) -> tuple[D, ...]:
    """Return all rows in which columns have these values (none of them None) as objects, sorted by some columns."""
    return many(connection, make, equal(table, *values, order=order), **values)


@cache
def equal(table: Table, *names: str, order: tuple[str, ...] = ()) -> Select[Any]:
    """Return the query for the rows in which some columns have the values given by their names."""
    same = (table.c[name] == bindparam(name) for name in names)
    return select(table).where(*same).order_by(*(table.c[name] for name in order))


def one(connection: Connection, make: type[D], query: Executable, /, **values: object) -> D | None:
    """Return the first row as an object, or None; `values` are those that the query leaves open."""
    row = connection.execute(query, values).first()
    return None if row is None else make(**row._asdict())


def many(connection: Connection, make: type[D], query: Executable, /, **values: object) -> tuple[D, ...]:
    """Return all rows as objects, in the query's order; `values` are those that the query leaves open."""
    return tuple(make(**row._asdict()) for row in connection.execute(query, values))


def add(connection: Connection, table: Table, *things: "DataclassInstance") -> None:
    """Insert objects as new rows."""
    for portion in portions(things):
        connection.execute(_plain_insert(table), [values_of(thing) for thing in portion])


def save(connection: Connection, table: Table, thing: "DataclassInstance") -> None:
    """Replace the row that has the object's primary key. Raise `LookupError` where there is none."""
    key = _key_of(table)
    values = {f"{_KEY}{name}" if name in key else name: value for name, value in values_of(thing).items()}
    if connection.execute(_replacement(table), values).rowcount == 0:
        raise LookupError(f"no such {table.name}")


def same_key(table: Table, values: dict[str, Any]) -> ColumnElement[bool]:
    """Return the condition that picks the row with the primary key found in `values`."""
    return and_(*(column == values[column.name] for column in table.primary_key))


def put(connection: Connection, table: Table, *rows: dict[str, Any]) -> None:
    """Insert rows that name the same columns, or replace those with the same primary keys."""
    for portion in portions(rows):
        connection.execute(_insert_or_replace(connection.dialect.name, table, *portion[0]), portion)


def add_new(connection: Connection, table: Table, values: dict[str, Any]) -> bool:
    """Insert a row unless its primary key is taken, and say whether it was inserted."""
    statement = _insert_new(connection.dialect.name, table, told=True)
    return connection.execute(statement, values).first() is not None


def add_all_new(connection: Connection, table: Table, *rows: dict[str, Any]) -> None:
    """Insert rows, except where their primary key is taken."""
    for portion in portions(rows):
        connection.execute(_insert_new(connection.dialect.name, table), portion)


@cache
def _key_of(table: Table) -> tuple[str, ...]:
    return tuple(column.name for column in table.primary_key)


@cache
def _plain_insert(table: Table) -> Insert:
    return table.insert()


@cache
def _replacement(table: Table) -> Update:
    """Return the UPDATE of one row, found by its key; all other columns are set to the values given by their names."""
    same = (column == bindparam(f"{_KEY}{column.name}") for column in table.primary_key)
    return table.update().where(*same)


@cache
def _insert_or_replace(dialect: str, table: Table, *names: str) -> sqlite.Insert | postgresql.Insert:
    key = _key_of(table)
    statement = _insert(dialect, table)
    rest = {name: statement.excluded[name] for name in names if name not in key}
    if rest:
        return statement.on_conflict_do_update(index_elements=key, set_=rest)
    return statement.on_conflict_do_nothing(index_elements=key)


@cache
def _insert_new(dialect: str, table: Table, *, told: bool = False) -> Executable:
    """Return the INSERT of rows whose key is free; `told`: with a row for each that was inserted."""
    statement = _insert(dialect, table).on_conflict_do_nothing(index_elements=_key_of(table))
    return statement.returning(literal_column("1")) if told else statement


def _insert(dialect: str, table: Table) -> sqlite.Insert | postgresql.Insert:
    """Return the dialect's own INSERT: both spell ON CONFLICT alike, but SQLAlchemy has it once per dialect."""
    return postgresql.insert(table) if dialect == "postgresql" else sqlite.insert(table)
