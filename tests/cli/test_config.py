"""The configuration: what is read, and how kindly everything else is refused."""

import re
from pathlib import Path

import pytest
from pydantic import BaseModel, ConfigDict, Field, SecretStr

from adapters.discord.settings import DiscordSettings
from adapters.matrix.settings import MatrixSettings
from bot import config
from bot.config import SECRETS, Config, load
from bot.errors import SetupError

CANARY = "canary-of-the-mine"


class Club(BaseModel):
    """Stand for a platform's settings."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    token: SecretStr
    rooms: int = Field(default=3, ge=1)
    loud: bool = False
    state: Path = Path("club")


@pytest.fixture
def write(tmp_path: Path):
    """Return a function that writes a configuration file and returns its path."""

    def writer(content: str | bytes) -> Path:
        path = tmp_path / "kith.toml"
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    return writer


def refusal(path: Path, environment: dict[str, str] | None = None) -> str:
    """Return the one sentence with which a configuration is refused."""
    with pytest.raises(SetupError) as caught:
        load(path, environment or {})
    sentence = str(caught.value)
    assert "\n" not in sentence
    assert sentence.endswith(".")
    return sentence


def test_an_empty_file_is_a_configuration_with_one_sqlite_file_beside_it(write, tmp_path: Path):
    settings = load(write(""), {})
    assert settings.storage.directory == tmp_path / "var"
    assert settings.database_url == f"sqlite+aiosqlite:///{tmp_path}/var/kith.db"
    assert settings.logging.level == "info"
    assert settings.tables == {}


def test_a_byte_order_mark_and_windows_line_ends_are_fine(write):
    assert load(write(b'\xef\xbb\xbf[logging]\r\nlevel = "debug"\r\n'), {}).logging.level == "debug"


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ("[loging]\n", "line 1: loging is not a table of Kith's configuration; did you mean logging."),
        ("colour = 3\n", "line 1: colour is not a table"),
        ("logging = 3\n", "line 1: logging should be a table: write [logging] on a line of its own."),
        ("\n[logging]\nlevle = 3\n", "line 3: logging.levle is not a setting of Kith; did you mean level."),
        (
            '[logging]\nlevel = "loud"\n',
            "line 2: logging.level: should be 'debug', 'info', 'warning' or 'error', ",
        ),
        ("[storage]\ndirectory = 3\n", "line 2: storage.directory: "),
        (
            '[storage]\nurl = "mysql://x/y"\n',
            "line 2: storage.url should begin with sqlite+aiosqlite:/// or ",
        ),
        ("[logging]\nlevel = \n", "line 2: this is not valid TOML: Invalid value."),
        ("[logging]\n[logging]\n", "line 2: this is not valid TOML: Cannot declare"),
        (
            '[logging]\nlevel="info"\nlevel="info"\n',
            "line 3: this is not valid TOML: Cannot overwrite a value.",
        ),
        (b'# caf\xe9\n[logging]\nlevel = "info"\n', "line 1: this is not UTF-8; save the file as UTF-8."),
        (b"\n\x00\n", "this is not valid TOML"),
        ("x = " + "[" * 20_000, "this is nested too deeply"),
        ("x = " + "9" * 10_000, "this is not valid TOML"),
        ("#" * (config.MAX_BYTES + 1), "is larger than 1 MiB"),
        ('"\\u001b[2J" = 1\n', '"\\u001b[2J" is not a table'),
    ],
    ids=lambda value: repr(value[:24]) if isinstance(value, (str, bytes)) else None,
)
def test_bad_content_is_refused_in_one_sentence_with_its_line(write, content, expected):
    assert expected in refusal(write(content))


def test_a_missing_file_a_directory_and_an_unreadable_path_are_named(tmp_path: Path):
    assert "copy config.example.toml there" in refusal(tmp_path / "none.toml")
    assert "is a directory" in refusal(tmp_path)
    (tmp_path / "loop").symlink_to("loop")
    assert "cannot be read" in refusal(tmp_path / "loop")
    assert "cannot be read" in refusal(Path("nul\0byte"))


def test_the_environment_overrides_kiths_own_tables(write):
    path = write('[logging]\nlevel = "info"\n')
    assert load(path, {"KITH_LOGGING_LEVEL": "error"}).logging.level == "error"
    assert "logging.level" in refusal(path, {"KITH_LOGGING_LEVEL": "chatty"})


def test_systemds_state_directory_is_the_default(write, tmp_path: Path):
    given = {"STATE_DIRECTORY": "/var/lib/kith:/var/lib/other"}
    assert load(write(""), given).storage.directory == Path("/var/lib/kith")
    assert load(write('[storage]\ndirectory = "here"'), given).storage.directory == tmp_path / "here"


@pytest.mark.parametrize(
    ("given", "used"),
    [
        ("sqlite:////srv/k.db", "sqlite+aiosqlite:////srv/k.db"),
        ("postgresql://kith@db/kith", "postgresql+asyncpg://kith@db/kith"),
    ],
)
def test_the_usual_short_database_addresses_are_understood(write, given, used):
    assert load(write(f'[storage]\nurl = "{given}"'), {}).database_url == used


# --- secrets -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", SECRETS, ids=lambda name: name.setting)
def test_a_secret_in_the_file_is_refused_with_three_better_places_and_never_echoed(write, name):
    value = f"postgresql://kith:{CANARY}@db/kith" if name.table == "storage" else CANARY
    sentence = refusal(write(f'[{name.table}]\n{name.key} = "{value}"\n'))
    assert "line 2" in sentence
    for place in (name.credential, f"{name.table}.{name.file_key}", name.variable):
        assert place in sentence
    assert CANARY not in sentence


def secret_file(folder: Path, words: str | bytes, *, mode: int = 0o600) -> Path:
    """Write a file that holds a secret."""
    path = folder / "discord-token"
    path.write_bytes(words if isinstance(words, bytes) else words.encode())
    path.chmod(mode)
    return path


def token(settings: Config) -> str:
    """Return the Discord token that was found."""
    return settings.secrets["discord.token"].get_secret_value()


def test_a_credential_wins_over_a_file_and_a_file_over_the_environment(write, tmp_path: Path):
    credentials = tmp_path / "credentials"
    credentials.mkdir()
    (credentials / "discord-token").write_text("from-systemd\n")
    secret_file(tmp_path, "from-file\n")
    with_file = '[discord]\ntoken_file = "discord-token"\n'
    everywhere = {"CREDENTIALS_DIRECTORY": str(credentials), "KITH_DISCORD_TOKEN": "from-environment"}

    assert token(load(write(with_file), everywhere)) == "from-systemd"
    del everywhere["CREDENTIALS_DIRECTORY"]
    assert token(load(write(with_file), everywhere)) == "from-file"
    settings = load(write("[discord]\n"), everywhere)
    assert token(settings) == "from-environment"
    assert "KITH_DISCORD_TOKEN, which other processes" in settings.warnings[0]


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o666])
def test_a_secret_file_that_others_can_read_is_refused(write, tmp_path: Path, mode):
    path = secret_file(tmp_path, CANARY, mode=mode)
    assert f"run `chmod 600 {path}`" in refusal(write('[discord]\ntoken_file = "discord-token"'))


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("", "is empty"),
        (b"\xff\xfe", "cannot be read as text"),
        ("two words", "should be one word on one line"),
    ],
)
def test_a_secret_file_with_nonsense_is_refused(write, tmp_path: Path, words, expected):
    secret_file(tmp_path, words)
    assert expected in refusal(write('[discord]\ntoken_file = "discord-token"'))


def test_a_secret_file_that_is_not_there_or_not_a_path_is_named(write):
    assert "line 2: discord.token_file names" in refusal(write('[discord]\ntoken_file = "nowhere"'))
    assert "should be the path of a file" in refusal(write("[discord]\ntoken_file = 3"))


def test_settings_never_show_their_secrets(write):
    settings = load(
        write("[discord]\n"), {"KITH_DISCORD_TOKEN": CANARY, "KITH_STORAGE_URL": f"sqlite:///{CANARY}"}
    )
    assert CANARY not in repr(settings)
    assert CANARY not in repr(settings.table("discord", DiscordSettings))


# --- the tables of the platforms -------------------------------------------------------------------------------------


def club_refusal(settings: Config) -> str:
    """Return the sentence with which the table [discord] is refused as a `Club`."""
    with pytest.raises(SetupError) as caught:
        settings.table("discord", Club)
    return str(caught.value)


def test_a_platforms_table_is_checked_by_its_own_model_and_paths_start_at_the_file(write, tmp_path: Path):
    path = write('[discord]\nrooms = 4\nstate = "keys"\n')
    club = load(path, {"KITH_DISCORD_TOKEN": CANARY}).table("discord", Club)
    assert (club.rooms, club.state, club.token.get_secret_value()) == (4, tmp_path / "keys", CANARY)


def test_a_state_folder_lies_in_the_data_directory_unless_it_is_named(write, tmp_path: Path):
    path = write('[matrix]\nhomeserver = "https://m.example"\nuser_id = "@kith:m.example"\n')
    assert load(path, {}).table("matrix", MatrixSettings).state == tmp_path / "var" / "matrix"


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("romms = 3", r"line 2: discord\.romms is not a setting of Kith; did you mean rooms\."),
        ("tokenfile = 3", r"did you mean token_file\."),
        ("rooms = 0", r"line 2: discord\.rooms: should be greater than or equal to 1, not 0\."),
        ('rooms = "many"', r'discord\.rooms: should be a valid integer.*, not "many"\.'),
        ("loud = 2", r"discord\.loud: should be a valid boolean"),
    ],
)
def test_a_platforms_wrong_setting_is_named_with_its_table(write, line, expected):
    settings = load(write(f"[discord]\n{line}\n"), {"KITH_DISCORD_TOKEN": CANARY})
    assert re.search(expected, club_refusal(settings))


def test_a_missing_token_names_every_way_to_give_it_and_the_way_without(write):
    sentence = club_refusal(load(write("[discord]\n"), {}))
    assert "discord.token is missing" in sentence
    assert "KITH_DISCORD_TOKEN" in sentence
    assert "remove the table [discord]" in sentence
