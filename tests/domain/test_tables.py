"""Tables as spreadsheets write them: every usual encoding and separator, and out again without surprises."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.tables import decode, read_table, write_table

COLUMNS = ("name", "area", "notes", "hours")
TEXT = "name;area\r\nCafé Élan;Zuid\r\nBücherei;Köln\r\n"


@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_a_table_is_read_with_any_usual_separator(separator):
    text = f"name{separator}area\nLibrary{separator}Oost\n\nMarket{separator}West\n"
    rows = read_table(text, COLUMNS).rows
    assert [(row.line, row.cells) for row in rows] == [
        (2, {"name": "Library", "area": "Oost"}),
        (4, {"name": "Market", "area": "West"}),
    ]


def test_a_table_needs_no_heading():
    sheet = read_table("Library,Oost,quiet", COLUMNS)
    assert sheet.rows[0].cells["notes"] == "quiet"
    assert sheet.columns == COLUMNS


def test_a_heading_may_reorder_leave_out_and_rename_columns():
    sheet = read_table("Open,Place,Web\nmorning,Library,x.org\n", COLUMNS, {"place": "name", "open": "hours"})
    assert sheet.rows[0].cells == {"hours": "morning", "name": "Library", "web": "x.org"}
    assert (sheet.columns, sheet.unread) == (("name", "hours"), ("web",))


def test_a_broken_table_says_so():
    with pytest.raises(ValueError, match="unexpected end"):
        read_table('"Library,Oost', COLUMNS)


def test_quoted_cells_keep_their_separators_and_lines_are_counted_as_in_the_file():
    rows = read_table('name,notes\n"Library, ground\nfloor","quiet, free"\nPark,\n', COLUMNS).rows
    assert [(row.line, row.cells["name"]) for row in rows] == [(3, "Library, ground floor"), (4, "Park")]
    assert rows[0].cells["notes"] == "quiet, free"


def test_the_separator_that_excel_writes_above_the_table_is_taken():
    rows = read_table("sep=;\r\nname;area\r\nLibrary, old;Oost\r\n", COLUMNS).rows
    assert [(row.line, row.cells) for row in rows] == [(3, {"name": "Library, old", "area": "Oost"})]


def test_cells_beyond_the_last_column_are_not_lost_silently():
    rows = read_table("name,area\nLibrary,Oost,,quiet\nPark,West,,\n", COLUMNS).rows
    assert [row.extra for row in rows] == [("quiet",), ()]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"])
def test_whatever_a_spreadsheet_writes_is_read(encoding):
    assert [row.cells["name"] for row in read_table(decode(TEXT.encode(encoding)), COLUMNS).rows] == [
        "Café Élan",
        "Bücherei",
    ]


@pytest.mark.parametrize(
    "data", [b"PK\x03\x04rest of a workbook", b"\xd0\xcf\x11\xe0old", b"a\0b\xff\0\xfe\x01"]
)
def test_what_is_no_text_is_none(data):
    assert decode(data) is None


def test_an_empty_file_is_an_empty_text():
    assert decode(b"") == ""


@given(st.binary(max_size=200))
def test_no_file_is_too_strange_to_answer(data):
    text = decode(data)
    assert text is None or "\0" not in text


CELL = st.text(st.characters(exclude_categories=("C", "Z", "M")), max_size=12).filter(
    lambda words: words.casefold() != "name" and not words.startswith("'")
)


@given(st.lists(st.tuples(CELL.filter(bool), CELL, CELL, CELL), min_size=1, max_size=6))
def test_what_is_written_is_read_back(lines):
    """Separators, quotes and what would be a formula included."""
    from bot.domain.words import plain

    rows = read_table(decode(write_table(COLUMNS, lines)), COLUMNS).rows
    expected = [tuple(map(plain, line)) for line in lines]
    assert [tuple(row.cells[name] for name in COLUMNS) for row in rows] == [
        line for line in expected if any(line)
    ]


@pytest.mark.parametrize("cell", ["=1+1", "+31", "-2", "@home", "=HYPERLINK(1)"])
def test_nothing_that_is_written_runs_in_a_spreadsheet(cell):
    text = decode(write_table(("name",), [(cell,)]))
    assert f"'{cell}" in text
    assert read_table(text, ("name",)).rows[0].cells["name"] == cell
