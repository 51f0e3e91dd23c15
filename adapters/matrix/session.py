"""The stored login: one device for ever, one process per device.

Logging in anew at every start would make a new device each time: transaction ids would be forgotten, people
would see a stream of unknown devices, and the server's login limits would soon shut the bot out.
"""

import contextlib
import fcntl
import json
import os
import secrets
from collections.abc import Iterator
from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError

from adapters.matrix.settings import MatrixSettings
from bot.errors import SetupError

_OTHERS = 0o077


class Session(BaseModel):
    """Hold what a login gave us; `pickle_key` locks the encryption store."""

    model_config = ConfigDict(frozen=True)

    user_id: str
    device_id: str
    access_token: str
    pickle_key: str


def session_file(settings: MatrixSettings) -> Path:
    """Return where the login is kept."""
    return settings.state / "session.json"


def keys_file(settings: MatrixSettings) -> Path:
    """Return where the cross-signing keys are kept: the file to back up apart from everything else."""
    return settings.state / "cross-signing.json"


def store_folder(settings: MatrixSettings) -> Path:
    """Return where the encryption library keeps its own database."""
    return settings.state / "crypto"


def load_session(settings: MatrixSettings) -> Session:
    """Return the stored login; raises SetupError with what to do."""
    path = session_file(settings)
    if not path.exists():
        raise SetupError(f"There is no stored Matrix login in {path}. Run `kith login matrix` once.")
    if path.stat().st_mode & _OTHERS:
        raise SetupError(f"{path} can be read by other accounts of this machine. Run `chmod 600 {path}`.")
    try:
        session = Session.model_validate_json(path.read_text())
    except ValidationError as error:
        raise SetupError(f"{path} is damaged. Run `kith login matrix` again.") from error
    if session.user_id != settings.user_id:
        raise SetupError(
            f"{path} belongs to another account than matrix.user_id. Run `kith login matrix` again."
        )
    return session


def new_pickle_key() -> str:
    """Draw a fresh key for the encryption store."""
    return secrets.token_urlsafe(32)


def write_private(path: Path, value: BaseModel | dict[str, str]) -> None:
    """Write a file that only this account can read, whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    data = value.model_dump_json() if isinstance(value, BaseModel) else json.dumps(value)
    fresh = path.with_suffix(".new")
    fresh.unlink(missing_ok=True)
    handle = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w") as stream:
        stream.write(data)
        stream.flush()
        os.fsync(stream.fileno())
    fresh.replace(path)


@contextlib.contextmanager
def only_process(settings: MatrixSettings) -> Iterator[None]:
    """Hold the device's lock: two processes on one encryption store destroy it."""
    settings.state.mkdir(parents=True, exist_ok=True, mode=0o700)
    with (settings.state / "lock").open("w") as stream:
        try:
            fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise SetupError(
                f"Another process already uses the Matrix login in {settings.state}. Stop it first."
            ) from error
        yield
