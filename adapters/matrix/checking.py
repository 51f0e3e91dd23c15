"""What `kith check` looks at on Matrix: the stored login, the device's signature, the rooms.

Only requests are made and no file is opened that a running Kith holds, so it is not disturbed.
"""

from adapters.matrix.errors import MatrixRefusal
from adapters.matrix.events import listing, mapping, text
from adapters.matrix.http import Http
from adapters.matrix.session import Session, keys_file, load_session
from adapters.matrix.settings import MatrixSettings
from bot.errors import PlatformError, SetupError
from bot.ports.checking import Finding

_LOG_IN = "run kith login matrix"


async def check_matrix(settings: MatrixSettings) -> list[Finding]:
    """Look at the stored login and what the homeserver says of it; whatever is wrong becomes a finding."""
    try:
        session = load_session(settings)
    except SetupError as error:
        return [_bad("matrix login", "it can't be used", str(error))]
    try:
        async with Http(settings.homeserver, session.access_token, timeout=settings.request_timeout) as http:
            found = [await _login(http, settings)]
            if settings.encryption:
                found += await _encryption(http, settings, session)
            return [*found, await _rooms(http, settings)]
    except MatrixRefusal as error:
        return [_bad("matrix login", f"the homeserver refuses it ({error.code})", _LOG_IN)]
    except PlatformError as error:
        mend = "check the network and matrix.homeserver, and try again in some minutes"
        return [_bad("matrix homeserver", str(error), mend)]


async def _login(http: Http, settings: MatrixSettings) -> Finding:
    who = await http.call("GET", "v3/account/whoami")
    if who.get("user_id") != settings.user_id:
        return _bad("matrix login", "it belongs to another account", _LOG_IN)
    return _good("matrix login", "the homeserver accepts it")


async def _encryption(http: Http, settings: MatrixSettings, session: Session) -> list[Finding]:
    """See whether the account's own key signed our device; clients give keys to no other."""
    user = settings.user_id
    answer = await http.call("POST", "v3/keys/query", {"device_keys": {user: []}})
    own = mapping(mapping(mapping(answer.get("self_signing_keys")).get(user)).get("keys"))
    device = mapping(mapping(mapping(answer.get("device_keys")).get(user)).get(session.device_id))
    signatures = mapping(mapping(device.get("signatures")).get(user))
    found: list[Finding] = []
    if not any(key in signatures for key in own):
        mend = "run kith login matrix; if that does not help, give Kith an account that nobody else uses"
        found.append(_bad("matrix encryption", "Kith's device is not cross-signed", mend))
    else:
        found.append(_good("matrix encryption", "Kith's device is cross-signed"))
    path = keys_file(settings)
    if not path.exists():
        mend = f"put the copy of {path.name} back into {path.parent}"
        found.append(_bad("matrix keys", "the cross-signing keys are not there", mend))
    return found


async def _rooms(http: Http, settings: MatrixSettings) -> Finding:
    rooms = listing((await http.call("GET", "v3/joined_rooms")).get("joined_rooms"))
    if not [room for room in rooms if text(room)]:
        return _bad(
            "matrix rooms", "Kith is in none yet", f"invite {settings.user_id} to your community's room"
        )
    return _good("matrix rooms", f"Kith is in {len(rooms)}")


def _good(name: str, detail: str) -> Finding:
    return Finding(name=name, ok=True, detail=detail)


def _bad(name: str, detail: str, mend: str) -> Finding:
    return Finding(name=name, ok=False, detail=detail, mend=mend)
