"""Tables that people hand in and take along: bytes of whatever a spreadsheet writes, CSV in and out."""

import csv
import re
from codecs import BOM_UTF8, BOM_UTF16_BE, BOM_UTF16_LE
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from io import StringIO

from bot.domain.words import plain

_WORKBOOKS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
"""How files of spreadsheets begin that are no text at all."""
_SEPARATOR = re.compile(r'"?sep=(.)"?\r?\n', re.IGNORECASE)
_FORMULA = re.compile(r"[=+\-@\t\r]")
_HALF = 0.3


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """Hold one line of a table; `line` counts from 1 as in the file, `extra` are cells beyond the last column."""

    line: int
    cells: dict[str, str]
    extra: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """Hold a table's lines, the columns that are read, and those that are not."""

    rows: tuple[Row, ...]
    columns: tuple[str, ...]
    unread: tuple[str, ...] = ()


def decode(data: bytes) -> str | None:
    """Return a text file's text: UTF-8, UTF-16 or Windows-1252, as spreadsheets write them; None for no text."""
    if data.startswith(_WORKBOOKS):
        return None
    if data.startswith((BOM_UTF16_LE, BOM_UTF16_BE)):
        return _decoded(data, "utf-16")
    if wide := _wide(data):
        return _decoded(data, wide)
    text = _decoded(data.removeprefix(BOM_UTF8), "utf-8") or data.decode("cp1252", errors="replace")
    return None if "\0" in text else text


def _decoded(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        return None


def _wide(data: bytes) -> str:
    """Return the encoding of text in units of two bytes without a mark, by where its empty bytes are."""
    high, low = data[1::2].count(0), data[0::2].count(0)
    if max(high, low) <= len(data) // 2 * _HALF:
        return ""
    return "utf-16-le" if high > low else "utf-16-be"


def read_table(text: str, columns: Sequence[str], also: dict[str, str] | None = None) -> Sheet:
    """Read CSV with commas, semicolons or tabs; a first line that names the columns may reorder them or leave some out.

    `also` are other names of columns. Raise `ValueError` with the reason where the text is not a table.
    """
    body = text.lstrip("\ufeff")
    delimiter = ""
    if said := _SEPARATOR.match(body):
        delimiter, body = said[1], body[said.end() :]
    head = body.lstrip("\r\n").split("\n", maxsplit=1)[0]
    reader = csv.reader(
        StringIO(body, newline=""), delimiter=delimiter or max(",;\t", key=head.count), strict=True
    )
    try:
        lines = [(reader.line_num + bool(said), [_opened(cell) for cell in cells]) for cells in reader]
    except csv.Error as error:
        raise ValueError(str(error)) from error
    filled = [(number, cells) for number, cells in lines if any(cells)]
    order = _order(filled[0][1], also or {}) if filled else []
    headed = columns[0] in order
    if headed:
        filled = filled[1:]
    else:
        order = list(columns)
    return Sheet(
        rows=tuple(_row(number, cells, order) for number, cells in filled),
        columns=tuple(name for name in columns if name in order),
        unread=tuple(name for name in order if name and name not in columns),
    )


def _order(cells: Sequence[str], also: dict[str, str]) -> list[str]:
    folded = [cell.casefold() for cell in cells]
    return [also.get(cell, cell) for cell in folded]


def _row(number: int, cells: Sequence[str], order: Sequence[str]) -> Row:
    extra = tuple(cell for cell in cells[len(order) :] if cell)
    return Row(line=number, cells=dict(zip(order, cells, strict=False)), extra=extra)


def write_table(columns: Sequence[str], lines: Iterable[Sequence[str]]) -> bytes:
    """Write CSV that spreadsheets open rightly: UTF-8 with its mark, and nothing that would run as a formula."""
    out = StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(columns)
    writer.writerows([[_closed(cell) for cell in cells] for cells in lines])
    return BOM_UTF8 + out.getvalue().encode()


def _closed(cell: str) -> str:
    return f"'{cell}" if _FORMULA.match(cell) else cell


def _opened(cell: str) -> str:
    """Return a cell's plain words, without the mark that keeps a spreadsheet from running them."""
    clean = plain(cell)
    return clean[1:] if clean.startswith("'") and _FORMULA.match(clean[1:]) else clean
