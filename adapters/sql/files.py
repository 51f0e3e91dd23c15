"""What can be wrong with a SQLite file before Kith writes to it, each as one sentence that says what to do."""

import os
import sqlite3
from contextlib import closing
from pathlib import Path

from adapters.sql.engine import APPLICATION_ID
from bot.errors import SetupError

_WAIT_SECONDS = 2.0


def make_room(path: Path) -> None:
    """Make the directory of a database, for the owner only. Raise `SetupError` where that cannot be."""
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise SetupError(f"Kith cannot make the directory {path.parent} ({error.strerror}).") from error
    if path.is_dir():
        raise SetupError(f"{path} is a directory; the database address has to name a file in it.")


def check_file(path: Path, *, had_database: bool) -> None:
    """Make an empty file (owner only) where there is none; check one that is there.

    Raise `SetupError` for a file that is not a database, is another program's, is damaged, or is missing or
    empty although there was a database before.
    """
    if not path.exists() or path.stat().st_size == 0:
        if had_database:
            raise SetupError(
                f"The database {path} is missing or empty, but there was one before. Restore a backup; "
                f"to begin anew, remove {path.name}.lock."
            )
        try:
            os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))
        except OSError as error:
            raise SetupError(f"Kith cannot write {path} ({error.strerror}).") from error
        return
    try:
        with closing(sqlite3.connect(path, timeout=_WAIT_SECONDS)) as connection:
            _check_contents(path, connection)
    except sqlite3.Error as error:
        raise SetupError(_explain(path, error)) from error


def copies_before(path: Path, schema: str) -> tuple[Path, ...]:
    """Return the copies of a database, made before its migrations, whose schema is older than a given one."""
    beside = (one for one in path.parent.iterdir() if one.name.startswith(f"{path.name}.before-"))
    return tuple(copy for copy in sorted(beside) if (_schema_of(copy) or schema) < schema)


def _schema_of(copy: Path) -> str:
    """Return the schema of a copy; nothing for what is not readable as one."""
    try:
        with closing(sqlite3.connect(f"{copy.as_uri()}?mode=ro", uri=True)) as connection:
            (version,) = connection.execute("SELECT version_num FROM alembic_version").fetchone()
    except (sqlite3.Error, TypeError):
        return ""
    return str(version)


def _check_contents(path: Path, connection: sqlite3.Connection) -> None:
    """Look without changing anything: our settings would already rewrite another program's file."""
    (identity,) = connection.execute("PRAGMA application_id").fetchone()
    (tables,) = connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
    if identity != APPLICATION_ID and (identity or tables):
        raise SetupError(f"{path} is another program's database. Give Kith a file of its own.")
    (verdict,) = connection.execute("PRAGMA quick_check(1)").fetchone()
    if verdict != "ok":
        raise SetupError(f"The database {path} is damaged ({' '.join(verdict.split())}). Restore a backup.")


def _explain(path: Path, error: sqlite3.Error) -> str:
    """Say what a refusal by SQLite means to the operator."""
    match error.sqlite_errorcode & 0xFF:
        case sqlite3.SQLITE_NOTADB:
            return f"{path} is not a database. Give Kith a file of its own, or restore a backup."
        case sqlite3.SQLITE_CORRUPT:
            return f"The database {path} is damaged. Restore a backup."
        case sqlite3.SQLITE_BUSY:
            return f"Another program is holding the database {path}. Close it first."
        case _:
            return f"Kith cannot open the database {path} ({error})."
