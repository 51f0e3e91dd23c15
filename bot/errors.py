"""Every error that Kith raises on purpose.

    KithError
    |-- UserError                     what a person can mend; shown to them, privately and kindly
    |   |-- BadOption                 one option of a command is not usable
    |   |-- NotAllowed                the person may not do this here
    |   `-- NotFound                  the named thing is not there (any more)
    |-- SetupError                    what the operator can mend: configuration, database, tokens; exit code 2
    |-- StorageError                  the database could not do it now (busy, full, gone); nothing was changed
    `-- PlatformError                 a platform's refusal, as a value with a type
        |-- TemporaryPlatformError    worth another try, after `retry_after` seconds
        `-- PermanentPlatformError    no use trying again; `reason` says why

A `UserError` carries a translatable `Text`, because a member reads it. A `SetupError` carries a plain sentence,
because an operator reads it on a terminal.
"""

from enum import StrEnum

from typing_extensions import override

from bot.text.message import Text


class KithError(Exception):
    """Stand at the root of all errors raised on purpose."""


class UserError(KithError):
    """Tell a person what went wrong and what to do next."""

    def __init__(self, text: Text) -> None:
        super().__init__(text.template)
        self.text = text


class BadOption(UserError):
    """Refuse one option of a command, by name."""

    def __init__(self, option: str, text: Text) -> None:
        super().__init__(text)
        self.option = option


class NotAllowed(UserError):
    """Refuse an action that this person may not take here."""


class NotFound(UserError):
    """Say that the named thing is not there (any more)."""


class SetupError(KithError):
    """Tell the operator what to mend; the command line exits with code 2."""


class StorageError(KithError):
    """Say that a transaction did not happen, because the database is busy, full or gone; it may be tried again."""


class Refusal(StrEnum):
    """Why a platform will never do what was asked."""

    GONE = "gone"  # the channel, thread, room or server no longer exists
    FORBIDDEN = "forbidden"  # the bot lacks a permission there
    CLOSED = "closed"  # the person takes no direct messages from the bot
    LIMIT = "limit"  # a hard limit of the platform (active threads, rooms)
    INVALID = "invalid"  # the platform will never accept this content
    LOGGED_OUT = "logged out"  # the bot's own token was revoked


class PlatformError(KithError):
    """Stand for any refusal by a chat platform."""


class TemporaryPlatformError(PlatformError):
    """Say that the platform may accept the same call after `retry_after` seconds."""

    def __init__(self, detail: str, *, retry_after: float = 5.0) -> None:
        super().__init__(detail)
        self.retry_after = retry_after


class PermanentPlatformError(PlatformError):
    """Say that repeating the call is of no use, and why."""

    def __init__(self, detail: str, *, reason: Refusal) -> None:
        super().__init__(detail)
        self.reason = reason

    @override
    def __str__(self) -> str:
        return f"{self.reason.value}: {self.args[0]}"
