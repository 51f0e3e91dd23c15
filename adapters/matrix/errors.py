"""One place that turns what a homeserver refuses into the core's two kinds of platform errors."""

from collections.abc import Mapping
from typing import Any

import aiohttp
from nio.exceptions import EncryptionError, ProtocolError  # type: ignore[import-untyped]

from bot.errors import PermanentPlatformError, PlatformError, Refusal, TemporaryPlatformError

CONNECTION_ERRORS = (aiohttp.ClientError, TimeoutError, OSError)
"""What a request can raise before there is an answer, a body cut short included."""

CRYPTO_ERRORS = (EncryptionError, ProtocolError)

MALFORMED = (LookupError, TypeError, ValueError, AttributeError, AssertionError)
"""What an event of an unforeseen shape may raise; one such event is passed over, never the batch."""

_REASONS = {
    "M_UNKNOWN_TOKEN": Refusal.LOGGED_OUT,
    "M_MISSING_TOKEN": Refusal.LOGGED_OUT,
    "M_USER_DEACTIVATED": Refusal.LOGGED_OUT,
    "M_FORBIDDEN": Refusal.FORBIDDEN,
    "M_NOT_FOUND": Refusal.GONE,
    "M_RESOURCE_LIMIT_EXCEEDED": Refusal.LIMIT,
}
_TOO_MANY_REQUESTS = 429
_SERVER_FAULT = 500


class MatrixRefusal(PermanentPlatformError):
    """Say no for good, with the server's own code and answer for those who can make something of it."""

    def __init__(self, code: str, reason: Refusal, answer: Mapping[str, Any]) -> None:
        super().__init__(code, reason=reason)
        self.code = code
        self.answer = answer


def refusal(status: int, answer: Mapping[str, Any] | None, retry_after: str | None = None) -> PlatformError:
    """Return the error for an answer that is not a success.

    An answer without a Matrix error code comes from something in front of the homeserver and may pass.
    """
    code = answer.get("errcode") if answer else None
    if status == _TOO_MANY_REQUESTS or code == "M_LIMIT_EXCEEDED":
        return TemporaryPlatformError("rate limited", retry_after=_wait(answer or {}, retry_after))
    if answer is None or (status >= _SERVER_FAULT) or (not isinstance(code, str) and "flows" not in answer):
        return TemporaryPlatformError(f"the homeserver answered {status}")
    code = code if isinstance(code, str) else "M_UNAUTHORIZED"
    return MatrixRefusal(code, _REASONS.get(code, Refusal.INVALID), answer)


def _wait(answer: Mapping[str, Any], header: str | None) -> float:
    """Return the seconds to wait: the body's milliseconds (older servers), else the header, else five."""
    told = answer.get("retry_after_ms")
    if isinstance(told, int | float) and not isinstance(told, bool):
        return max(0.1, float(told) / 1000)
    return max(0.1, float(header)) if header and header.isascii() and header.isdigit() else 5.0


def unreachable(error: BaseException) -> TemporaryPlatformError:
    """Return the error for a request that got no whole answer."""
    return TemporaryPlatformError(f"no answer from the homeserver ({type(error).__name__})")


def is_code(error: PlatformError, *codes: str) -> bool:
    """Say whether the server gave one of these codes."""
    return isinstance(error, MatrixRefusal) and error.code in codes
