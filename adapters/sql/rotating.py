"""A new key: everything that is sealed is sealed anew, in one transaction together with the proof of the key.

At any instant the keys at hand open all that stands in the database: the file holds the new and the old key before
anything is sealed anew, and loses the old one last, when the old words are gone from the free pages too. So whoever is
killed half way calls again, or just starts the bot.
"""

from collections.abc import Sequence
from typing import Final

from sqlalchemy import Connection, Table, and_, bindparam, select, type_coerce
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncEngine

import adapters.sql.storage  # noqa: F401 - the tables make themselves known with the repositories that use them
from adapters.sql import tables
from adapters.sql.engine import file_of, make_engine, read_address
from adapters.sql.files import check_file
from adapters.sql.keys import KeySource, beside, proved, read_proof
from adapters.sql.lock import alone
from adapters.sql.migrate import versions
from adapters.sql.rows import portions
from adapters.sql.sealing import Keyring, hand_over, new_key
from adapters.sql.sweeping import sweep, to_sweep
from adapters.sql.types import WORDS, Sealed
from bot.errors import SetupError

_HOW: Final = (
    "The key is given as storage.key, which Kith cannot change. Make a new one with `openssl rand -base64 32`, write it "
    "in front of the old one with a comma between them, and call kith rotate-key again; afterwards take the old one away."
)


async def rotate_key(address: str, keys: KeySource | None = None) -> str:
    """Seal a database anew with another key, and say in one sentence what was done. Raise `SetupError`.

    A key of our own is made and put in the place of the old one; of keys that were given, the first is the new one.
    """
    url = read_address(address)
    path, source = file_of(url), keys or beside(url)
    if path is not None:
        if not path.is_file():
            raise SetupError(f"There is no database at {path}.")
        check_file(path, had_database=True)
    engine = make_engine(url)
    try:
        async with alone(url):
            return await _rotate(engine, source)
    except (DBAPIError, OSError) as error:
        cause = error.orig if isinstance(error, DBAPIError) else error
        raise SetupError(
            f"The database could not be sealed anew ({cause}). Nothing was changed, and the keys at hand still open it."
        ) from error
    finally:
        await engine.dispose()


async def _rotate(engine: AsyncEngine, source: KeySource) -> str:
    current, head = await versions(engine)
    if current != head:
        raise SetupError(f"The database is not at schema {head} yet: run kith migrate first.")
    async with engine.connect() as connection:
        proof = await connection.run_sync(read_proof)
    if proof is None:
        raise SetupError("The database is not sealed yet: run kith migrate first.")
    known = source.keys()
    old = proved(known, proof, source)
    first = _new_first(known, source)
    new = Keyring(first)
    if new.current != old.current:
        async with engine.begin() as connection:
            await connection.run_sync(reseal, old, new)
    hand_over(engine, new)
    await sweep(engine)
    if source.given:
        rest = " Take the old one away from storage.key now." if len(first) > 1 else ""
        return f"Everything is sealed with the first key of storage.key.{rest}"
    source.write(first[:1])
    return (
        f"Everything is sealed with the new key in {source.file}. Keep a copy of it, apart from your backups."
    )


def _new_first(known: Sequence[bytes], source: KeySource) -> Sequence[bytes]:
    """Return the keys with the one to seal with from now on first, once they are all written down.

    Where that is another one than the database is sealed with, an earlier try ended before its transaction did.
    """
    if source.given:
        if len(known) == 1:
            raise SetupError(_HOW)
        return known
    if len(known) > 1:
        return known
    both = (new_key(), *known)
    source.write(both)
    return both


def reseal(connection: Connection, old: Keyring, new: Keyring) -> None:
    """Open every sealed value with the old keys, and seal it with the new one."""
    for each in tables.metadata.sorted_tables:
        columns = [one for one in each.columns if isinstance(one.type, Sealed)]
        if columns:
            _reseal(connection, each, [one.name for one in columns], old, new)
    to_sweep(connection)


def _reseal(connection: Connection, whole: Table, names: Sequence[str], old: Keyring, new: Keyring) -> None:
    """Seal the columns of one table anew, some hundred rows at a time."""
    key = [one.name for one in whole.primary_key]
    raw = select(
        *(whole.c[name] for name in key), *(type_coerce(whole.c[name], WORDS).label(name) for name in names)
    )
    change = (
        whole.update()
        .where(and_(*(whole.c[name] == bindparam(f"key_{name}") for name in key)))
        .values({name: bindparam(f"new_{name}", type_=WORDS) for name in names})
    )
    for rows in portions(connection.execute(raw).mappings().all()):
        connection.execute(
            change,
            [
                {f"key_{name}": row[name] for name in key}
                | {f"new_{name}": _again(row[name], f"{whole.name}.{name}", old, new) for name in names}
                for row in rows
            ],
        )


def _again(sealed: str | None, place: str, old: Keyring, new: Keyring) -> str | None:
    return None if sealed is None else new.seal(old.open(sealed, place), place)
