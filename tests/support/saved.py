"""Databases as earlier versions left them."""

import sqlite3
from contextlib import closing
from pathlib import Path

from adapters.sql.engine import APPLICATION_ID


def restore(saved: Path, file: Path) -> None:
    """Make a database from a saved one (`sqlite3 kith.db .dump`)."""
    with closing(sqlite3.connect(file)) as connection:
        connection.executescript(saved.read_text(encoding="ascii"))
        connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
