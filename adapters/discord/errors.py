"""Discord's refusals as Kith's errors, and a gate that stops all sending when Discord bans the address.

10,000 refused requests in ten minutes ban an address for a while (Discord developer documentation, "Rate Limits").
So a 429 without a `Via` header, which comes from the wall in front of Discord, closes the gate: every call is then
refused here, without a request, until the wait is over.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

import aiohttp
import discord

from bot.errors import PermanentPlatformError, PlatformError, Refusal, TemporaryPlatformError
from bot.ports.clock import Clock

BANNED_WAIT = 900.0
BUSY_WAIT = 60.0
BROKEN_WAIT = 30.0
NETWORK_WAIT = 10.0
CROWDED_WAIT = 600.0

UNKNOWN_CHANNEL = 10003
UNKNOWN_GUILD = 10004
UNKNOWN_MEMBER = 10007
UNKNOWN_MESSAGE = 10008
UNKNOWN_USER = 10013
UNKNOWN_INTERACTION = 10062
ARCHIVED = 50083
MISSING_ACCESS = 50001
GONE_PEOPLE = frozenset({UNKNOWN_MEMBER, UNKNOWN_USER})

_REASONS = {
    UNKNOWN_CHANNEL: Refusal.GONE,
    UNKNOWN_GUILD: Refusal.GONE,
    UNKNOWN_MEMBER: Refusal.GONE,
    UNKNOWN_MESSAGE: Refusal.GONE,
    UNKNOWN_USER: Refusal.GONE,
    MISSING_ACCESS: Refusal.FORBIDDEN,
    50007: Refusal.CLOSED,  # takes no direct messages from us
    50278: Refusal.CLOSED,  # shares no server with us
    50013: Refusal.FORBIDDEN,
    30033: Refusal.LIMIT,  # people in a thread
    160006: Refusal.LIMIT,  # active threads
    50035: Refusal.INVALID,
}
_CROWDED = frozenset({40003, 130000})  # opening direct messages too fast; the API is overloaded


def banned(error: BaseException) -> bool:
    """Say whether this is the refusal of the wall in front of Discord and not of Discord itself."""
    return (
        isinstance(error, discord.HTTPException)
        and error.status == 429  # noqa: PLR2004 - HTTP
        and not error.response.headers.get("Via")
    )


def as_platform_error(error: discord.HTTPException) -> PlatformError:
    """Translate an answer of Discord. Its text is left out: it may quote what a member wrote."""
    detail = f"Discord answered {error.status}, code {error.code}"
    if error.status == 429:  # noqa: PLR2004 - HTTP
        return TemporaryPlatformError(detail, retry_after=BANNED_WAIT if banned(error) else BUSY_WAIT)
    if error.code in _CROWDED:
        return TemporaryPlatformError(detail, retry_after=CROWDED_WAIT)
    if error.status >= 500:  # noqa: PLR2004 - HTTP
        return TemporaryPlatformError(detail, retry_after=BROKEN_WAIT)
    return PermanentPlatformError(detail, reason=_reason(error))


def _reason(error: discord.HTTPException) -> Refusal:
    if error.status == 401:  # noqa: PLR2004 - HTTP
        return Refusal.LOGGED_OUT
    by_status = {403: Refusal.FORBIDDEN, 404: Refusal.GONE}
    return _REASONS.get(error.code) or by_status.get(error.status, Refusal.INVALID)


@contextmanager
def translated() -> Iterator[None]:
    """Let nothing but `PlatformError` out."""
    try:
        yield
    except discord.RateLimited as error:
        raise TemporaryPlatformError("Discord asks to wait", retry_after=error.retry_after) from None
    except discord.LoginFailure:
        raise PermanentPlatformError("Discord refuses the token", reason=Refusal.LOGGED_OUT) from None
    except discord.ConnectionClosed as error:
        raise _closed(error.code) from None
    except discord.HTTPException as error:
        raise as_platform_error(error) from None
    except (aiohttp.ClientError, OSError, discord.GatewayNotFound) as error:
        detail = f"Discord could not be reached ({type(error).__name__})"
        raise TemporaryPlatformError(detail, retry_after=NETWORK_WAIT) from None


def _closed(code: int | None) -> PlatformError:
    """Translate a gateway close that discord.py does not mend by itself (4004: the token is not valid)."""
    if code == 4004:  # noqa: PLR2004 - "Gateway Close Event Codes"
        return PermanentPlatformError("the gateway refuses the token", reason=Refusal.LOGGED_OUT)
    return PermanentPlatformError(f"the gateway closed with code {code}", reason=Refusal.INVALID)


class Gate:
    """Let calls through to Discord, unless Discord has shut us out."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._shut_until: datetime | None = None

    @contextmanager
    def passing(self) -> Iterator[None]:
        """Guard one or several calls; raise `TemporaryPlatformError` at once while shut out."""
        self._check()
        with translated():
            try:
                yield
            except discord.HTTPException as error:
                if banned(error):
                    self._shut_until = self._clock.now() + timedelta(seconds=BANNED_WAIT)
                raise

    def _check(self) -> None:
        if self._shut_until is None:
            return
        left = (self._shut_until - self._clock.now()).total_seconds()
        if left > 0:
            raise TemporaryPlatformError("Discord has shut this address out for a while", retry_after=left)
        self._shut_until = None
