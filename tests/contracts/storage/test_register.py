"""The register of what is stored, held against the tables themselves."""

import adapters.sql.storage  # noqa: F401 - every table is known with the repositories
from adapters.sql import tables
from adapters.sql.types import Sealed
from bot.domain.stored import Kind
from bot.services.privacy.register import REGISTER

COLUMNS = {
    (table.name, column.name): column for table in tables.metadata.sorted_tables for column in table.columns
}
FIELDS = [(entry.table, field) for entry in REGISTER for field in entry.fields]


def test_every_column_stands_in_the_register_once():
    told = [(table, field.name) for table, field in FIELDS]
    assert sorted(told) == sorted(COLUMNS)


def test_what_the_register_calls_sealed_is_sealed_and_nothing_else_is():
    told = {(table, field.name) for table, field in FIELDS if field.sealed}
    assert told == {name for name, column in COLUMNS.items() if isinstance(column.type, Sealed)}


def test_every_entry_says_what_why_and_of_what_kind_in_plain_words():
    for entry in REGISTER:
        assert entry.why.endswith("."), entry.table
        assert entry.keep.words.template.endswith("."), entry.keep
        for field in entry.fields:
            assert field.what, f"{entry.table}.{field.name}"
            assert field.kind in Kind
