"""Files that go through encrypted rooms, and files that people hand in."""

import struct
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from nio.crypto.attachments import (  # type: ignore[import-untyped]
    decrypt_attachment,
    encrypt_attachment,
)

from adapters.matrix.errors import CRYPTO_ERRORS, MALFORMED
from adapters.matrix.events import Event, mapping, text
from adapters.matrix.http import Http
from bot.domain.tables import decode
from bot.ports.messages import Attachment

_PNG, _MEASURES_AT = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", 16
LARGEST = 1_000_000
"""Bytes; a list of spots has a few thousand."""


@dataclass(frozen=True, slots=True)
class Sealed:
    """Hold an encrypted file and the keys that go into the (encrypted) message."""

    data: bytes
    keys: Mapping[str, Any]

    @classmethod
    def of(cls, data: bytes) -> "Sealed":
        """Encrypt a file with fresh keys."""
        sealed, keys = encrypt_attachment(data)
        return cls(sealed, keys)


def measures(file: Attachment) -> dict[str, int]:
    """Return a PNG's width and height, with which clients keep its place free until it is there."""
    if not file.data.startswith(_PNG):
        return {}
    width, height = struct.unpack_from(">II", file.data, _MEASURES_AT)
    return {"w": width, "h": height}


async def handed_in(http: Http, event: Event) -> str | None:
    """Return a sent file's text, or None if it is too large, damaged, or not text."""
    size = mapping(event.content.get("info")).get("size")
    if isinstance(size, int) and size > LARGEST:
        return None
    file = mapping(event.content.get("file"))
    data = await http.download(text(file.get("url") or event.content.get("url")))
    if len(data) > LARGEST:
        return None
    try:
        if file:
            key = text(mapping(file.get("key")).get("k"))
            digest = text(mapping(file.get("hashes")).get("sha256"))
            data = decrypt_attachment(data, key, digest, text(file.get("iv")))
        return decode(data)
    except (*CRYPTO_ERRORS, *MALFORMED):
        return None
