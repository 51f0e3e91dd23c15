"""Cross-signing, which matrix-nio has none of.

Clients exchange keys only with devices that their owner has signed, so a bot without this is mute and deaf in
encrypted rooms. Three Ed25519 keys are made once; the master key signs the other two, the self-signing key
signs our device. Their seeds lie in a file of their own: kept, a new device is signed without anybody being
warned of a changed identity. Specification: "Cross-signing" in the client-server API.
"""

import base64
import json
import os
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any, Protocol

from Crypto.PublicKey import ECC
from Crypto.Signature import eddsa
from pydantic import BaseModel, ValidationError

from adapters.matrix.errors import MatrixRefusal
from adapters.matrix.events import mapping, text
from adapters.matrix.http import Http, Json
from adapters.matrix.session import write_private
from bot.errors import PermanentPlatformError, SetupError

_SEED_BYTES = 32


class Signed(StrEnum):
    """What became of cross-signing."""

    DONE = "done"  # our device is signed by our own keys
    FOREIGN = "foreign"  # somebody else set cross-signing up for this account; it was left alone
    PASSWORD = "password"  # noqa: S105 - the server wants the password for this


class Seeds(BaseModel):
    """Hold the secret halves, unpadded base64, one for each usage."""

    master: str
    self_signing: str
    user_signing: str

    @classmethod
    def draw(cls) -> "Seeds":
        """Make fresh ones."""
        master, self_signing, user_signing = (_b64(os.urandom(_SEED_BYTES)) for _ in range(3))
        return cls(master=master, self_signing=self_signing, user_signing=user_signing)


class Signer(Protocol):
    """Sign with the device's own key."""

    def sign_json(self, value: Json) -> str:
        """Return the signature over the value's canonical form."""
        ...


@dataclass(frozen=True, slots=True)
class _Key:
    key: ECC.EccKey

    @classmethod
    def of(cls, seed: str) -> "_Key":
        return cls(ECC.construct(curve="Ed25519", seed=base64.b64decode(seed + "=" * (-len(seed) % 4))))

    @property
    def public(self) -> str:
        return _b64(self.key.public_key().export_key(format="raw"))

    def sign(self, value: Mapping[str, Any], user: str) -> Json:
        """Return the value with our signature added to those it has."""
        bare = {name: part for name, part in value.items() if name not in {"signatures", "unsigned"}}
        signature = _b64(eddsa.new(self.key, "rfc8032").sign(canonical(bare)))
        signatures = {owner: dict(mapping(by)) for owner, by in mapping(value.get("signatures")).items()}
        signatures.setdefault(user, {})[f"ed25519:{self.public}"] = signature
        return {**bare, "signatures": signatures}


def canonical(value: Mapping[str, Any]) -> bytes:
    """Return the canonical JSON that Matrix signs."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


async def cross_sign(
    http: Http, *, user: str, device: str, signer: Signer, path: Path, password: str | None = None
) -> Signed:
    """Set cross-signing up if it is not there, and sign our device if it is not signed.

    Device keys must be on the server already.
    """
    answer = await http.call("POST", "v3/keys/query", {"device_keys": {user: []}})
    present = mapping(mapping(answer.get("master_keys")).get(user))
    seeds = _read(path)
    if seeds is None:
        if present:
            return Signed.FOREIGN
        seeds = Seeds.draw()
        write_private(path, seeds)
    master = _Key.of(seeds.master)
    if f"ed25519:{master.public}" not in mapping(present.get("keys")):
        keys = _public_keys(seeds, user)
        own = signer.sign_json(
            {name: part for name, part in keys["master_key"].items() if name != "signatures"}
        )
        keys["master_key"]["signatures"] = {user: {f"ed25519:{device}": own}}
        if not await _upload(http, keys, user, password):
            return Signed.PASSWORD
    await _sign_device(http, answer, user, device, _Key.of(seeds.self_signing))
    return Signed.DONE


async def _sign_device(http: Http, answer: Json, user: str, device: str, key: _Key) -> None:
    known = mapping(mapping(mapping(answer.get("device_keys")).get(user)).get(device))
    if f"ed25519:{key.public}" in mapping(mapping(known.get("signatures")).get(user)):
        return
    signed = {user: {device: key.sign(known, user)}}
    result = await http.call("POST", "v3/keys/signatures/upload", signed)
    if mapping(result.get("failures")):
        raise SetupError("The homeserver did not take the signature of our device. Run `kith login matrix`.")


def _public_keys(seeds: Seeds, user: str) -> dict[str, Json]:
    master = _Key.of(seeds.master)
    made: dict[str, Json] = {"master_key": _public(master, user, "master")}
    for usage, seed in (("self_signing", seeds.self_signing), ("user_signing", seeds.user_signing)):
        made[f"{usage}_key"] = master.sign(_public(_Key.of(seed), user, usage), user)
    return made


def _public(key: _Key, user: str, usage: str) -> Json:
    return {"user_id": user, "usage": [usage], "keys": {f"ed25519:{key.public}": key.public}}


async def _upload(http: Http, keys: Mapping[str, Json], user: str, password: str | None) -> bool:
    """Upload the public keys; with the password if the server asks for it."""
    path = "v3/keys/device_signing/upload"
    try:
        await http.call("POST", path, keys)
    except MatrixRefusal as error:
        session = text(error.answer.get("session"))
        if not session:
            raise
        if password is None:
            return False
        proof = {
            "type": "m.login.password",
            "session": session,
            "identifier": {"type": "m.id.user", "user": user},
            "password": password,
        }
        try:
            await http.call("POST", path, {**keys, "auth": proof})
        except PermanentPlatformError as refused:
            raise SetupError("The homeserver refused the password for cross-signing.") from refused
    return True


def _read(path: Path) -> Seeds | None:
    if not path.exists():
        return None
    try:
        return Seeds.model_validate_json(path.read_text())
    except ValidationError as error:
        raise SetupError(f"{path} is damaged. Put its backup back, or remove it and log in again.") from error


def _b64(data: bytes) -> str:
    return base64.b64encode(data).decode().rstrip("=")
