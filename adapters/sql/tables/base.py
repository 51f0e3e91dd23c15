"""What every table is made with: one set of names for keys and indexes, strict types, and short ways to declare columns."""

from collections.abc import Sequence

from sqlalchemy import Column, ForeignKey, MetaData, PrimaryKeyConstraint, Table
from sqlalchemy.schema import SchemaItem

from adapters.sql.types import WORDS

NAMES = {
    "pk": "pk_%(table_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
}
metadata = MetaData(naming_convention=NAMES)


def table(name: str, *items: SchemaItem, key: Sequence[str] = ("id",)) -> Table:
    """Make a table that accepts only the declared types (STRICT), with its primary key."""
    return Table(name, metadata, *items, PrimaryKeyConstraint(*key), sqlite_strict=True)


def words(name: str, *items: SchemaItem, null: bool = False) -> Column[str]:
    """Declare a column of text."""
    return Column(name, WORDS, *items, nullable=null)


def of(target: str, *, on_delete: str | None = "CASCADE") -> ForeignKey:
    """Refer to another table by its id."""
    return ForeignKey(f"{target}.id", ondelete=on_delete)
