"""Settings, from one TOML file and the environment, typed and checked.

Every refusal is a `SetupError`: one sentence that names file, line, key and what is expected. The tables of the
platforms are handed on as they are; an adapter brings its own model and `Config.table` checks it the same way.

Secrets never stand in the TOML. Each is looked for in three places, and the first that has it wins:
a systemd credential (`$CREDENTIALS_DIRECTORY/discord-token`), a file that only this account can read
(`discord.token_file`), the environment (`KITH_DISCORD_TOKEN`).
"""

import json
import os
import re
import stat
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from pathlib import Path
from typing import Literal, TypeVar
from urllib.parse import urlsplit

from pydantic import BaseModel, ConfigDict, SecretStr, ValidationError
from pydantic_core import ErrorDetails

from bot.errors import SetupError

DEFAULT_PATH = Path("kith.toml")
MAX_BYTES = 1 << 20
PLATFORM_TABLES = ("discord", "matrix")
DATABASES = ("sqlite+aiosqlite:///", "postgresql+asyncpg://")
_SHORT_FORMS = {"sqlite:///": DATABASES[0], "postgresql://": DATABASES[1], "postgres://": DATABASES[1]}
_OTHERS = stat.S_IRWXG | stat.S_IRWXO
_SHOWN = 60

Table = TypeVar("Table", bound=BaseModel)
Raw = Mapping[str, object]


class StorageSettings(BaseModel):
    """Say where Kith keeps what it must not forget; without `url` that is one SQLite file in `directory`."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    directory: Path = Path("var")
    url: SecretStr = SecretStr("")


class LoggingSettings(BaseModel):
    """Say how much Kith tells about its own work."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    level: Literal["debug", "info", "warning", "error"] = "info"


OWN_TABLES: Mapping[str, type[BaseModel]] = {"storage": StorageSettings, "logging": LoggingSettings}


@dataclass(frozen=True, slots=True, kw_only=True)
class SecretName:
    """Name one secret by table and key, and so the three places where it may be."""

    table: str
    key: str

    @property
    def setting(self) -> str:
        """Return the name as settings are named: "discord.token"."""
        return f"{self.table}.{self.key}"

    @property
    def credential(self) -> str:
        """Return the name of the systemd credential: "discord-token"."""
        return f"{self.table}-{self.key}"

    @property
    def file_key(self) -> str:
        """Return the key that names a file: "token_file"."""
        return f"{self.key}_file"

    @property
    def variable(self) -> str:
        """Return the environment variable: "KITH_DISCORD_TOKEN"."""
        return f"KITH_{self.table}_{self.key}".upper()

    @property
    def ways(self) -> str:
        """Return where the secret belongs, as half a sentence."""
        return (
            f"give it as the systemd credential {self.credential}, or as {self.table}.{self.file_key} naming a file "
            f"that only this account can read, or as the environment variable {self.variable}"
        )


SECRETS = (
    SecretName(table="discord", key="token"),
    SecretName(table="matrix", key="password"),
    SecretName(table="storage", key="url"),
    SecretName(table="storage", key="key"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """Remember the file's words, so that a refusal can name the line."""

    path: Path
    text: str

    def refuse(self, sentence: str, *, table: str = "", key: str = "") -> SetupError:
        """Return the error to raise: file, line if it can be found, and the sentence."""
        line = self._line(table, key)
        where = f"{self.path}, line {line}" if line else str(self.path)
        return SetupError(f"{where}: {sentence}")

    def _line(self, table: str, key: str) -> int | None:
        current, header = "", None
        for number, line in enumerate(self.text.splitlines(), start=1):
            words = line.strip()
            if words.startswith("["):
                current = words.split("]", maxsplit=1)[0].strip("[ \t")
                header = number if current == table else header
            elif current == table and key and re.split(r"[\s=.]", words, maxsplit=1)[0].strip("\"'") == key:
                return number
        return header


@dataclass(frozen=True, slots=True, kw_only=True)
class Config:
    """Hold the checked settings. `tables` are the platforms' own, unchecked; `secrets` are by setting name."""

    source: Source
    storage: StorageSettings
    logging: LoggingSettings
    tables: Mapping[str, Raw] = field(default_factory=dict)
    secrets: Mapping[str, SecretStr] = field(default_factory=dict)
    warnings: tuple[str, ...] = ()

    @property
    def storage_key(self) -> str:
        """Return the key that the operator gave to seal with; empty where Kith keeps one of its own."""
        return self.secrets.get("storage.key", SecretStr("")).get_secret_value()

    @property
    def database_url(self) -> str:
        """Return the database's address for SQLAlchemy; it may hold a password."""
        return self.storage.url.get_secret_value()

    def table(self, name: str, model: type[Table]) -> Table:
        """Check a platform's table with the platform's own model; raises SetupError naming "discord.xyz".

        Secrets that the model asks for are filled in, paths are taken from the configuration's folder, and a
        `state` folder that is not named lies in the data directory.
        """
        values = dict(self.tables.get(name, {}))
        for secret in SECRETS:
            if secret.table == name:
                values.pop(secret.file_key, None)
                if secret.key in model.model_fields and secret.setting in self.secrets:
                    values[secret.key] = self.secrets[secret.setting]
        if "state" in model.model_fields:
            values.setdefault("state", self.storage.directory / name)
        checked = _validated(self.source, name, model, values)
        relative = {
            key: self.source.path.parent / value
            for key, value in checked
            if isinstance(value, Path) and not value.is_absolute()
        }
        return checked.model_copy(update=relative)


def load(path: Path, environment: Mapping[str, str] | None = None) -> Config:
    """Read and check the configuration; raises SetupError."""
    environment = os.environ if environment is None else environment
    source = Source(path=path, text=_read(path))
    document = _parsed(source)
    _check_tables(source, document)
    secrets, warnings = _find_secrets(source, document, environment)
    storage = _storage(source, document, secrets, environment)
    logging = _own(source, "logging", LoggingSettings, document, environment)
    tables = {name: document[name] for name in PLATFORM_TABLES if name in document}
    return Config(
        source=source, storage=storage, logging=logging, tables=tables, secrets=secrets, warnings=warnings
    )


def _read(path: Path) -> str:
    try:
        with path.open("rb") as stream:
            data = stream.read(MAX_BYTES + 1)
    except FileNotFoundError:
        raise SetupError(
            f"There is no configuration file {path}; copy config.example.toml there and edit it."
        ) from None
    except IsADirectoryError:
        raise SetupError(f"{path} is a directory; name the configuration file in it.") from None
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise SetupError(f"The configuration file {path} cannot be read: {reason}.") from error
    if len(data) > MAX_BYTES:
        raise SetupError(f"{path} is larger than 1 MiB; that cannot be a configuration file.")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise SetupError(f"{path}, line {line}: this is not UTF-8; save the file as UTF-8.") from error


def _parsed(source: Source) -> dict[str, Raw]:
    try:
        document = tomllib.loads(source.text)
    except RecursionError:
        raise SetupError(f"{source.path}: this is nested too deeply to be a configuration file.") from None
    except ValueError as error:  # TOMLDecodeError, or a number of thousands of digits
        found = re.fullmatch(r"(.*) \(at line (\d+), column \d+\)", str(error), re.DOTALL)
        what, where = (found[1], f", line {found[2]}") if found else (str(error), "")
        raise SetupError(f"{source.path}{where}: this is not valid TOML: {what}.") from error
    return document


def _check_tables(source: Source, document: Mapping[str, object]) -> None:
    known = [*OWN_TABLES, *PLATFORM_TABLES]
    for name, value in document.items():
        if name not in known:
            raise source.refuse(
                f"{_named(name)} is not a table of Kith's configuration{_nearest(name, known)}.",
                table=name if isinstance(value, dict) else "",
                key=name,
            )
        if not isinstance(value, dict):
            raise source.refuse(f"{name} should be a table: write [{name}] on a line of its own.", key=name)


# --- secrets ---------------------------------------------------------------------------------------------------------


def _find_secrets(
    source: Source, document: Mapping[str, Raw], environment: Mapping[str, str]
) -> tuple[dict[str, SecretStr], tuple[str, ...]]:
    found: dict[str, SecretStr] = {}
    warnings: list[str] = []
    for name in SECRETS:
        table = document.get(name.table, {})
        _refuse_in_file(source, name, table)
        value = (
            _from_credential(name, environment)
            or _from_file(source, name, table)
            or environment.get(name.variable, "").strip()
        )
        if not value:
            continue
        if len(value.split()) != 1 or not value.isprintable():
            raise SetupError(f"{name.setting} should be one word on one line; {name.ways}.")
        found[name.setting] = SecretStr(value)
        if value == environment.get(name.variable, "").strip():
            warnings.append(
                f"{name.setting} comes from the environment variable {name.variable}, which other processes of this "
                f"account can see; {name.table}.{name.file_key} or a systemd credential is safer."
            )
    return found, tuple(warnings)


def _refuse_in_file(source: Source, name: SecretName, table: Raw) -> None:
    value = table.get(name.key)
    if value is None or (name.setting == "storage.url" and not _has_password(value)):
        return
    raise source.refuse(
        f"{name.setting} is a secret and does not belong into this file; {name.ways}.",
        table=name.table,
        key=name.key,
    )


def _has_password(value: object) -> bool:
    try:
        return isinstance(value, str) and bool(urlsplit(value).password)
    except ValueError:
        return False


def _from_credential(name: SecretName, environment: Mapping[str, str]) -> str:
    folder = environment.get("CREDENTIALS_DIRECTORY")
    path = Path(folder) / name.credential if folder else None
    return _secret_text(path, name.setting) if path and path.exists() else ""


def _from_file(source: Source, name: SecretName, table: Raw) -> str:
    value = table.get(name.file_key)
    if value is None:
        return ""
    label = f"{name.table}.{name.file_key}"
    if not isinstance(value, str) or not value:
        raise source.refuse(
            f"{label} should be the path of a file, in quotes.", table=name.table, key=name.file_key
        )
    path = source.path.parent / Path(value).expanduser()
    try:
        mode = path.stat().st_mode
    except (OSError, ValueError):
        raise source.refuse(
            f"{label} names {_shown(str(path))}, which cannot be found.", table=name.table, key=name.file_key
        ) from None
    if mode & _OTHERS:
        raise SetupError(f"{path} can be read by other accounts of this machine; run `chmod 600 {path}`.")
    text = _secret_text(path, label)
    if not text:
        raise SetupError(f"{path}, named by {label}, is empty; put the secret in it, on one line.")
    return text


def _secret_text(path: Path, label: str) -> str:
    try:
        with path.open("rb") as stream:
            return stream.read(MAX_BYTES).decode().strip()
    except (OSError, UnicodeDecodeError) as error:
        raise SetupError(
            f"{label}: the file {path} cannot be read as text; check its rights and content."
        ) from error


# --- checking with models --------------------------------------------------------------------------------------------


def _own(
    source: Source, name: str, model: type[Table], document: Mapping[str, Raw], environment: Mapping[str, str]
) -> Table:
    files = {secret.file_key for secret in SECRETS if secret.table == name}
    values = {key: value for key, value in document.get(name, {}).items() if key not in files}
    for key in model.model_fields:
        if given := environment.get(f"KITH_{name}_{key}".upper()):
            values[key] = given
    return _validated(source, name, model, values)


def _storage(
    source: Source,
    document: Mapping[str, Raw],
    secrets: Mapping[str, SecretStr],
    environment: Mapping[str, str],
) -> StorageSettings:
    given = _own(source, "storage", StorageSettings, document, environment)
    directory = given.directory
    if "directory" not in given.model_fields_set and environment.get("STATE_DIRECTORY"):
        directory = Path(environment["STATE_DIRECTORY"].split(":")[0])
    directory = (source.path.parent / directory.expanduser()).absolute()
    url = secrets.get("storage.url", given.url).get_secret_value() or f"{DATABASES[0]}{directory / 'kith.db'}"
    for short, long in _SHORT_FORMS.items():
        url = long + url.removeprefix(short) if url.startswith(short) else url
    if not url.startswith(DATABASES):
        raise source.refuse(
            f"storage.url should begin with {DATABASES[0]} or {DATABASES[1]}; leave it out for one SQLite file "
            "in storage.directory.",
            table="storage",
            key="url",
        )
    return StorageSettings(directory=directory, url=SecretStr(url))


def _validated(source: Source, name: str, model: type[Table], values: Mapping[str, object]) -> Table:
    try:
        return model.model_validate(values)
    except ValidationError as error:
        problem = error.errors(include_url=False, include_context=False)[0]
        place = problem["loc"]
        key = str(place[0]) if place else ""
        raise source.refuse(_sentence(name, model, problem), table=name, key=key) from None


def _sentence(table: str, model: type[BaseModel], problem: ErrorDetails) -> str:
    path = [str(part) for part in problem["loc"]]
    label = ".".join([table, *(_named(part) for part in path)])
    secret = next((name for name in SECRETS if path and (name.table, name.key) == (table, path[0])), None)
    kind = problem["type"]
    if kind == "extra_forbidden":
        known = [key for key in model.model_fields if SecretName(table=table, key=key) not in SECRETS]
        files = [name.file_key for name in SECRETS if name.table == table]
        return f"{label} is not a setting of Kith{_nearest(path[-1], [*known, *files])}."
    if kind == "missing" and secret is not None:
        return f"{label} is missing; {secret.ways}, or remove the table [{table}] to run without it."
    if kind == "missing":
        return f"{label} is missing; add it to the table [{table}]."
    what = problem["msg"].removeprefix("Value error, ").removeprefix("Input ")
    if secret is not None:
        return f"{label}: {what}."
    return f"{label}: {what}, not {_shown(problem['input'])}."


def _nearest(name: str, known: list[str]) -> str:
    near = get_close_matches(name, known, n=1, cutoff=0.5)
    return f"; did you mean {near[0]}" if near else f"; there are {', '.join(sorted(known))}"


def _named(key: str) -> str:
    return key if re.fullmatch(r"[A-Za-z0-9_-]{1,60}", key) else _shown(key)


def _shown(value: object) -> str:
    text = json.dumps(value, default=str)
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"
