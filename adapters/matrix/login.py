"""`kith login matrix`: the password once, a stored device for ever."""

import shutil
from dataclasses import dataclass
from pathlib import Path

from pydantic import SecretStr

from adapters.matrix.crosssign import Signed
from adapters.matrix.crypto import Crypto
from adapters.matrix.errors import MatrixRefusal
from adapters.matrix.events import text
from adapters.matrix.http import Http, Json
from adapters.matrix.session import (
    Session,
    keys_file,
    load_session,
    new_pickle_key,
    only_process,
    session_file,
    store_folder,
    write_private,
)
from adapters.matrix.settings import MatrixSettings
from bot.errors import PermanentPlatformError, PlatformError, SetupError
from bot.ports.clock import Clock


@dataclass(frozen=True, slots=True, kw_only=True)
class LoginSummary:
    """Say what a login led to. `backup` is the file that the operator should keep a copy of, if there is one."""

    user_id: str
    device_id: str
    new_device: bool
    session: Path
    cross_signing: Signed | None
    backup: Path | None


async def login(settings: MatrixSettings, password: SecretStr, clock: Clock) -> LoginSummary:
    """Log in and set encryption up, or check the stored login and mend what is missing.

    Raises SetupError with what to do: a wrong password, an unreachable server, a running bot.
    """
    with only_process(settings):
        async with Http(settings.homeserver, timeout=settings.request_timeout) as http:
            try:
                kept = await _kept(http, settings)
                try:
                    return await _prepared(http, settings, kept, password, clock)
                except SetupError:
                    if kept is None:
                        raise  # a device made a moment ago fits its store; a kept one may not
                return await _prepared(http, settings, None, password, clock)
            except PlatformError as error:
                raise SetupError(f"The Matrix login did not work: {error}.") from error


async def _kept(http: Http, settings: MatrixSettings) -> Session | None:
    """Return the stored login if the server still takes it."""
    try:
        session = load_session(settings)
        http.token = session.access_token
        who = await http.call("GET", "v3/account/whoami")
    except (SetupError, PermanentPlatformError):
        http.token = ""
        return None
    return session if who.get("user_id") == settings.user_id else None


async def _prepared(
    http: Http, settings: MatrixSettings, kept: Session | None, password: SecretStr, clock: Clock
) -> LoginSummary:
    session = kept or await _fresh(http, settings, password)
    http.token = session.access_token
    signed: Signed | None = None
    if settings.encryption:
        crypto = Crypto(http, settings=settings, session=session, clock=clock)
        try:
            signed = await crypto.start(password.get_secret_value())
        finally:
            await crypto.stop()
    return LoginSummary(
        user_id=session.user_id,
        device_id=session.device_id,
        new_device=kept is None,
        session=session_file(settings),
        cross_signing=signed,
        backup=keys_file(settings) if signed is Signed.DONE else None,
    )


async def _fresh(http: Http, settings: MatrixSettings, password: SecretStr) -> Session:
    """Make a new device. The old one's store is of no use to it and goes; the cross-signing keys stay."""
    old_token, http.token = http.token, ""
    body: Json = {
        "type": "m.login.password",
        "identifier": {"type": "m.id.user", "user": settings.user_id},
        "password": password.get_secret_value(),
        "initial_device_display_name": settings.device_name,
    }
    try:
        answer = await http.call("POST", "v3/login", body)
    except MatrixRefusal as error:
        raise SetupError(f"The homeserver refused the login of {settings.user_id} ({error.code}).") from error
    if text(answer.get("user_id")) != settings.user_id:
        raise SetupError(f"The homeserver logged {settings.user_id} in under another name.")
    if old_token:
        await _log_out(http, old_token)
    shutil.rmtree(store_folder(settings), ignore_errors=True)
    session = Session(
        user_id=text(answer.get("user_id")),
        device_id=text(answer.get("device_id")),
        access_token=text(answer.get("access_token")),
        pickle_key=new_pickle_key(),
    )
    write_private(session_file(settings), session)
    return session


async def _log_out(http: Http, token: str) -> None:
    http.token = token
    try:
        await http.call("POST", "v3/logout", {})
    except PlatformError:
        return  # the old device stays in the account's list, where the operator can remove it
    finally:
        http.token = ""
