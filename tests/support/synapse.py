"""A real Synapse on 127.0.0.1 for tests: a subprocess with SQLite, no federation and no rate limits.

The process outlives anything that a test kills, so crash tests may use it as the world that remembers.
"""

import atexit
import base64
import hashlib
import hmac
import importlib.util
import json
import os
import secrets
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from functools import cache
from pathlib import Path
from typing import Any

from tests.support.needs import need
from tests.support.scratch import scratch_folder

_OFF = {"per_second": 100_000, "burst_count": 100_000}
NO_LIMITS: dict[str, Any] = {
    **dict.fromkeys(
        (
            "rc_message",
            "rc_registration",
            "rc_room_creation",
            "rc_joins_per_room",
            "rc_media_create",
            "rc_user_directory",
            "rc_profile",
            "rc_admin_redaction",
        ),
        _OFF,
    ),
    "rc_login": {"address": _OFF, "account": _OFF, "failed_attempts": _OFF},
    "rc_joins": {"local": _OFF, "remote": _OFF},
    "rc_invites": {"per_room": _OFF, "per_user": _OFF, "per_issuer": _OFF},
}
PASSWORD = "a password for tests"
_SECRET = "registration for tests"


class Synapse:
    """Run one homeserver; `start` waits until it answers."""

    def __init__(
        self, folder: Path, *, limits: dict[str, Any] | None = None, port: int | None = None
    ) -> None:
        self.folder = folder
        self.port = port or _free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self._limits = NO_LIMITS if limits is None else limits
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> "Synapse":
        """Write the configuration and wait for /health."""
        self.folder.mkdir(parents=True, exist_ok=True)
        self._write_files()
        with (self.folder / "out").open("ab") as out:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "synapse.app.homeserver", "-c", str(self.folder / "homeserver.json")],
                stdout=out,
                stderr=out,
                env=_environment(),
            )
        for _ in range(3000):
            try:
                with urllib.request.urlopen(f"{self.url}/health", timeout=1):
                    return self
            except OSError:
                if self._process.poll() is not None:
                    break
                time.sleep(0.02)
        raise RuntimeError("Synapse did not start:\n" + (self.folder / "out").read_text()[-2000:])

    def stop(self) -> None:
        """End the process."""
        if self._process is not None:
            self._process.terminate()
            self._process.wait(20)
            self._process = None

    def request(
        self, method: str, path: str, body: object = None, token: str | None = None
    ) -> tuple[int, dict[str, Any]]:
        """Make one blocking request and return status and JSON."""
        headers = {"Content-Type": "application/json"}
        if token:
            headers["Authorization"] = f"Bearer {token}"
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(self.url + path, method=method, data=data, headers=headers)
        try:
            with urllib.request.urlopen(request, timeout=30) as answer:
                return answer.status, json.load(answer)
        except urllib.error.HTTPError as error:
            with error:
                return error.code, json.load(error)

    def register(
        self, name: str, password: str = PASSWORD, *, admin: bool = False, shown: str = ""
    ) -> dict[str, Any]:
        """Make an account, shown under its name or another one, and return its user_id, access_token and device_id."""
        path = "/_synapse/admin/v1/register"
        nonce = self.request("GET", path)[1]["nonce"]
        parts = [nonce, name, password, "admin" if admin else "notadmin"]
        mac = hmac.new(_SECRET.encode(), "\0".join(parts).encode(), hashlib.sha1).hexdigest()
        body = {"nonce": nonce, "username": name, "password": password, "admin": admin, "mac": mac}
        if shown:
            body["displayname"] = shown
        status, answer = self.request("POST", path, body)
        if status != 200:
            raise RuntimeError(f"could not register {name}: {answer}")
        return answer

    def _write_files(self) -> None:
        key = self.folder / "signing.key"
        if not key.exists():
            seed = base64.b64encode(secrets.token_bytes(32)).decode().rstrip("=")
            key.write_text(f"ed25519 a_1 {seed}\n")
        handler = {"class": "logging.FileHandler", "filename": str(self.folder / "log")}
        log = {"version": 1, "handlers": {"f": handler}, "root": {"level": "WARNING", "handlers": ["f"]}}
        (self.folder / "log.json").write_text(json.dumps({**log, "disable_existing_loggers": False}))
        listener = {
            "port": self.port,
            "bind_addresses": ["127.0.0.1"],
            "type": "http",
            "resources": [{"names": ["client"]}],
        }
        config = {
            "server_name": "localhost",
            "public_baseurl": self.url,
            "report_stats": False,
            "pid_file": str(self.folder / "pid"),
            "listeners": [listener],
            "database": {"name": "sqlite3", "args": {"database": str(self.folder / "hs.db")}},
            "media_store_path": str(self.folder / "media"),
            "signing_key_path": str(key),
            "log_config": str(self.folder / "log.json"),
            "registration_shared_secret": _SECRET,
            "macaroon_secret_key": "x",
            "form_secret": "x",
            "trusted_key_servers": [],
            "presence": {"enabled": False},
            "bcrypt_rounds": 4,
            "push": {"enabled": False},
            **self._limits,
        }
        (self.folder / "homeserver.json").write_text(json.dumps(config))  # JSON is YAML


def installed() -> bool:
    """Say whether Synapse is in this environment."""
    return importlib.util.find_spec("synapse") is not None


def shared() -> Synapse:
    """Return the one Synapse of this test run (it starts at the first call), or skip without the package."""
    need(met=installed(), reason="matrix-synapse is not installed")
    return _started()


@cache
def _started() -> Synapse:
    folder = scratch_folder("kith-synapse-")
    server = Synapse(Path(folder.name)).start()
    atexit.register(folder.cleanup)
    atexit.register(server.stop)  # runs first: last in, first out
    return server


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _environment() -> dict[str, str]:
    """Let Synapse keep its byte code: parsing it anew costs seconds at every start."""
    return {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
