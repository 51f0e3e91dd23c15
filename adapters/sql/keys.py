"""Where the keys of a database are, and whether they are the right ones.

The operator gives a key (as `storage.key`, which is best), or Kith makes one at the first start and keeps it in a file
beside the database. One row proves which key the database is sealed with; it changes in the same transaction as
everything else that is sealed, so of several keys it always names the one in use.
"""

import os
import stat
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from sqlalchemy import URL, Connection, inspect, select, type_coerce
from sqlalchemy.ext.asyncio import AsyncEngine

from adapters.sql import tables
from adapters.sql.engine import file_of
from adapters.sql.sealing import BrokenSeal, Keyring, hand_over, new_key, read_keys, written
from adapters.sql.types import WORDS
from bot.errors import SetupError

FILE_NAME: Final = "seal.key"
PROOF_PLACE: Final = "seal.proof"
PROOF: Final = "proof"
_SETTING = "storage.key"
_OTHERS = stat.S_IRWXG | stat.S_IRWXO
_PUT_BACK = (
    f"Put back the key that belongs to it ({FILE_NAME} or {_SETTING}, from where you keep a copy). "
    "Without it what is sealed cannot be read by anybody. Nothing was changed."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class KeySource:
    """Say where a database's keys are: the word that the operator gave, or else a file of our own."""

    given: str = ""
    file: Path | None = None

    @property
    def name(self) -> str:
        """Return what to call the place."""
        return _SETTING if self.given else str(self.file)

    def keys(self) -> tuple[bytes, ...]:
        """Read the keys; none where no key was given and no file made yet. Raise `SetupError`."""
        if self.given:
            return read_keys(self.given, _SETTING)
        if self.file is None or not self.file.exists():
            return ()
        try:
            if self.file.stat().st_mode & _OTHERS and os.name == "posix":
                raise SetupError(
                    f"{self.file} can be read by other accounts of this machine; run `chmod 600 {self.file}`."
                )
            return read_keys(self.file.read_text(encoding="ascii").strip(), str(self.file))
        except (OSError, UnicodeDecodeError) as error:
            raise SetupError(f"The key {self.file} cannot be read; check its rights and content.") from error

    def make(self) -> tuple[bytes, ...]:
        """Make a key in our own file, and return it; whoever made one in the same instant made it for both."""
        if self.file is None:
            raise SetupError(f"A key is needed to seal what members say: give one as {_SETTING}.")
        with suppress(FileExistsError):
            self.write((new_key(),), replacing=False)
        return self.keys()

    def write(self, keys: Sequence[bytes], *, replacing: bool = True) -> None:
        """Write our own file, whole or not at all, for the owner only. Raise `SetupError`."""
        if self.file is None:
            raise SetupError(f"{_SETTING} was given from outside; Kith cannot change it.")
        unfinished = self.file.with_name(f"{self.file.name}.part")
        try:
            self.file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            unfinished.unlink(missing_ok=True)
            handle = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(handle, "w", encoding="ascii") as file:
                file.write(f"{written(*keys)}\n")
                file.flush()
                os.fsync(file.fileno())
            if replacing:
                unfinished.replace(self.file)
            else:
                self.file.hardlink_to(unfinished)
            _see_onto_disk(self.file.parent)
        except FileExistsError:
            raise
        except OSError as error:
            raise SetupError(f"Kith cannot write the key {self.file} ({error.strerror}).") from error
        finally:
            with suppress(OSError):
                unfinished.unlink(missing_ok=True)


def advice(source: KeySource) -> str:
    """Say in a sentence or two where the key lies, and what would be better. Raise `SetupError` for no key."""
    keys = source.keys()
    several = " There are several: kith rotate-key finishes with the first." if len(keys) > 1 else ""
    if source.given:
        return (
            f"What members say is sealed with {_SETTING}; keep a copy of it apart from your backups.{several}"
        )
    if not keys:
        return f"The first start makes one, {source.file}; better give one as {_SETTING}, from another place."
    return (
        f"It lies in {source.file}, beside the database: whoever copies the folder can read everything. Better give it "
        f"as the systemd credential storage-key or as {_SETTING}_file, and keep a copy apart from your backups. "
        f"Without it, what is sealed is lost.{several}"
    )


def beside(url: URL) -> KeySource:
    """Return the source for a database opened without further word: a file beside it."""
    path = file_of(url)
    return KeySource(file=None if path is None else path.with_name(FILE_NAME))


async def unlock(engine: AsyncEngine, source: KeySource, *, may_make: bool) -> None:
    """Hand the engine the keys of its database, proved to be the right ones.

    A database that nothing is sealed in yet gets the first key; where there is none, one is made if that may be.
    Raise `SetupError` before anything is touched where the key is missing or wrong.
    """
    async with engine.connect() as connection:
        proof = await connection.run_sync(read_proof)
    keys = source.keys()
    if proof is not None:
        hand_over(engine, proved(keys, proof, source))
        return
    if not keys and may_make:
        keys = source.make()
    if keys:
        hand_over(engine, Keyring(keys))


def read_proof(connection: Connection) -> str | None:
    """Return the sealed proof of the key, None for a database in which nothing is sealed yet. Raise `SetupError`."""
    if not inspect(connection).has_table(tables.seal.name):
        return None
    raw = connection.scalar(select(type_coerce(tables.seal.c.proof, WORDS)).where(tables.seal.c.id == PROOF))
    if raw is None:
        raise SetupError("The database has lost the proof of its key. Restore a backup.")
    return str(raw)


def proved(keys: Sequence[bytes], proof: str, source: KeySource) -> Keyring:
    """Return the keyring whose current key is the one that the proof was sealed with. Raise `SetupError`."""
    if not keys:
        raise SetupError(f"The key of the database is missing: {source.name} is not there. {_PUT_BACK}")
    current = proof.partition(".")[0]
    try:
        ring = Keyring(keys, current)
        ring.open(proof, PROOF_PLACE)
    except (KeyError, BrokenSeal) as error:
        raise SetupError(f"The key in {source.name} is not the one of this database. {_PUT_BACK}") from error
    return ring


def _see_onto_disk(folder: Path) -> None:
    """Make a new name in a folder last."""
    if os.name != "posix":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
