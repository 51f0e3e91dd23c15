"""What Kith writes about its own work, with everything secret or personal taken out.

Redaction works on the finished line, so that it also reaches tracebacks, addresses in an HTTP library's messages
and whatever else a library puts into its arguments.
"""

import logging
import re
import sys
from collections.abc import Iterable
from types import TracebackType

from pydantic import SecretStr
from typing_extensions import override

HIDDEN = "***"
SHORTEST = 6
"""A shorter secret would blank out half of every sentence, and give itself away by it."""
_TOKEN_SHAPES = (
    re.compile(r"\b[\w-]{23,28}\.[\w-]{6,7}\.[\w-]{27,}"),  # Discord
    re.compile(r"\b(?:syt|syl|mat|mct|mcr|mar)_[\w=-]{10,}"),  # Matrix access and refresh tokens
    re.compile(r"(?<=Bearer )\S{8,}|(?<=Bot )[\w.=-]{20,}"),
    re.compile(r"(?i)(?<=access_token=)[^&\s\"']+|(?<=\bpassword=)[^&\s\"']+"),
    re.compile(r"(?<=://)[^/\s:@]*:[^/\s@]+(?=@)"),  # user:password@ in an address
)
_PLATFORM_IDS = re.compile(
    r"\b\d{17,20}\b|[@!#][\w.=/+-]+:[\w-]+(?:\.[\w-]+)*\.?[a-z](?::\d+)?|\$[\w+/-]{43}\b"
)
_STANDARD = frozenset(vars(logging.makeLogRecord({}))) | {"message", "asctime", "taskName"}
QUIET_LIBRARIES = ("discord", "nio", "aiohttp", "sqlalchemy", "alembic", "aiosqlite", "asyncio")


class Redactor:
    """Take known secrets, token-shaped strings and platform ids out of a line."""

    def __init__(self, secrets: Iterable[SecretStr] = ()) -> None:
        known = {secret.get_secret_value() for secret in secrets}
        self._known = sorted((words for words in known if len(words) >= SHORTEST), key=len, reverse=True)

    def __call__(self, line: str) -> str:
        """Return the line without what must not be seen."""
        for words in self._known:
            line = line.replace(words, HIDDEN)
        for shape in _TOKEN_SHAPES:
            line = shape.sub(HIDDEN, line)
        return _PLATFORM_IDS.sub("<id>", line)


class LineFormatter(logging.Formatter):
    """Write a record as one line with its fields, and a traceback below it if there is one."""

    def __init__(self, redactor: Redactor) -> None:
        super().__init__("%(asctime)s %(levelname)-7s %(name)s: %(message)s")
        self._redactor = redactor

    @override
    def formatMessage(self, record: logging.LogRecord) -> str:
        fields = [f"{key}={value!r}" for key, value in vars(record).items() if key not in _STANDARD]
        return " ".join([super().formatMessage(record), *fields])

    @override
    def format(self, record: logging.LogRecord) -> str:
        return self._redactor(super().format(record))


def configure(level: str = "warning", secrets: Iterable[SecretStr] = ()) -> None:
    """Send all logging to standard error, redacted; libraries speak from warnings on."""
    redactor = Redactor(secrets)
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(LineFormatter(redactor))
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level.upper())
    for name in QUIET_LIBRARIES:
        logging.getLogger(name).setLevel(max(logging.WARNING, root.level))
    logging.getLogger("discord.client").setLevel(
        logging.ERROR
    )  # it warns at each start that there is no voice
    sys.excepthook = _last_words


def _last_words(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    """Report what nobody expected: one sentence, then the redacted traceback for the bug report."""
    logging.getLogger("kith").critical(
        "Kith met something that it did not expect, and stopped. Please report it with the lines below",
        exc_info=(kind, error, trace),
    )
