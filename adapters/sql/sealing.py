"""Sealing: words that only whoever has the key can read, wherever a copy of the database ends up.

AES-256-GCM with a fresh random nonce each time. The place ("member.hello") is authenticated along with the words, so
what was sealed for one column opens in no other, and words are filled up to a multiple of 32 bytes, so that a length
tells little. What is stored is `<key id>.<base64 of nonce and sealed words>`; the key's id is a hash and gives nothing
away.

Each database has keys of its own. They reach the column types through the engine's dialect, of which every engine has
one to itself: nothing is global, and two databases in one process never mix up their keys.
"""

import os
from base64 import b64decode, b64encode
from binascii import Error as NotBase64
from collections.abc import Sequence
from hashlib import sha256

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from sqlalchemy import Dialect, Engine
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.errors import SetupError

KEY_BYTES = 32
_NONCE_BYTES = 12
_FULL = 32
_END = b"\x80"
"""Stands after the words, before what fills them up; never a byte of UTF-8 that begins a character."""
_ATTRIBUTE = "kith_keyring"


class BrokenSeal(ValueError):
    """Say that sealed words were changed, moved from another place, or sealed with a key that is not here."""


class Keyring:
    """Hold the keys of one database: the current one seals, each of them opens."""

    def __init__(self, keys: Sequence[bytes], current: str = "") -> None:
        """Take the keys; without `current` the first one seals. Raise `KeyError` for an id that is not here."""
        self._keys = {id_of(key): key for key in keys}
        self._ciphers = {name: AESGCM(key) for name, key in self._keys.items()}
        self.current = current or next(iter(self._keys))
        self._seal = self._ciphers[self.current]

    @property
    def ids(self) -> tuple[str, ...]:
        """Return the ids of all keys, in their order."""
        return tuple(self._keys)

    def with_current(self, current: str) -> "Keyring":
        """Return the same keys with another one that seals."""
        return Keyring(tuple(self._keys.values()), current)

    def seal(self, words: str, place: str) -> str:
        """Seal words for one place, a column's full name."""
        plain = words.encode() + _END
        nonce = os.urandom(_NONCE_BYTES)
        sealed = self._seal.encrypt(nonce, plain.ljust(-len(plain) // _FULL * -_FULL, b"\0"), place.encode())
        return f"{self.current}.{b64encode(nonce + sealed).decode()}"

    def open(self, sealed: str, place: str) -> str:
        """Open what was sealed for a place. Raise `BrokenSeal`."""
        name, _, body = sealed.partition(".")
        cipher = self._ciphers.get(name)
        if cipher is None:
            raise BrokenSeal(f"{place} is sealed with a key that is not here")
        try:
            raw = b64decode(body)
            plain = cipher.decrypt(raw[:_NONCE_BYTES], raw[_NONCE_BYTES:], place.encode())
        except (InvalidTag, ValueError) as error:
            raise BrokenSeal(f"what is sealed in {place} was changed, or belongs elsewhere") from error
        return plain.rstrip(b"\0")[:-1].decode()


def new_key() -> bytes:
    """Make a key."""
    return os.urandom(KEY_BYTES)


def id_of(key: bytes) -> str:
    """Return the short name by which sealed words call their key."""
    return sha256(b"kith key id" + key).hexdigest()[:8]


def written(*keys: bytes) -> str:
    """Write keys down as one word."""
    return ",".join(b64encode(key).decode() for key in keys)


def read_keys(word: str, where: str) -> tuple[bytes, ...]:
    """Read one key or several with commas between them. Raise `SetupError` naming `where` they stand."""
    try:
        keys = tuple(
            b64decode(one.replace("-", "+").replace("_", "/"), validate=True) for one in word.split(",")
        )
    except (NotBase64, ValueError):
        keys = ()
    if not keys or any(len(key) != KEY_BYTES for key in keys):
        raise SetupError(
            f"{where} should hold a key as `openssl rand -base64 32` makes one (while keys are changed: the new one, "
            "a comma, and the old one)."
        )
    return tuple(dict.fromkeys(keys))


def hand_over(engine: AsyncEngine | Engine, ring: Keyring) -> None:
    """Let the columns of a database be sealed and opened with these keys."""
    dialect = (engine.sync_engine if isinstance(engine, AsyncEngine) else engine).dialect
    setattr(dialect, _ATTRIBUTE, ring)


def ring_of(dialect: Dialect) -> Keyring:
    """Return the keys of the database that a dialect speaks to. Raise `LookupError` where none were handed over."""
    ring = getattr(dialect, _ATTRIBUTE, None)
    if not isinstance(ring, Keyring):
        raise LookupError("the database was opened without its keys")  # noqa: TRY004 - it is missing, not mistyped
    return ring
