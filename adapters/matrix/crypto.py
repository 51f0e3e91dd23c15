"""End-to-end encryption by matrix-nio's Olm machine, with what it lacks or gets wrong done here.

- Cross-signing (`crosssign`) and a fallback key, so that the bot can be written to when all one-time keys are
  gone. Zero keys left reads as "unknown" in nio and none would ever be made again: we count ourselves.
- Before each message the room's members come from the server and every device must hold the room key: nio
  forgets a member who joins while a key is shared, and does not see one whom it has not loaded yet.
- nio leaves a failed share marked as running, and every later message waits for ever: we share below a lock of
  our own and clear the mark.
- Lost store, same device: the bot could write and not read. It refuses to start instead.
"""

import asyncio
import logging
from copy import deepcopy
from typing import Any

from nio import (  # type: ignore[import-untyped]
    AsyncClient,
    AsyncClientConfig,
    ErrorResponse,
    MatrixRoom,
    MegolmEvent,
    SyncResponse,
)
from nio import (
    Event as NioEvent,
)
from nio.store import SqliteStore  # type: ignore[import-untyped]
from nio.store.models import (  # type: ignore[import-untyped]
    DeviceKeys,
    DeviceTrustState,
    Keys,
    OlmSessions,
)

from adapters.matrix.crosssign import Signed, cross_sign
from adapters.matrix.errors import CONNECTION_ERRORS, CRYPTO_ERRORS, MALFORMED, unreachable
from adapters.matrix.events import mapping, text
from adapters.matrix.http import Http, Json
from adapters.matrix.rooms import Rooms
from adapters.matrix.session import Session, keys_file, store_folder
from adapters.matrix.settings import MatrixSettings
from bot.errors import PlatformError, SetupError, TemporaryPlatformError
from bot.ports.clock import Clock

log = logging.getLogger(__name__)
logging.getLogger("nio").setLevel(logging.CRITICAL)  # its lines name rooms, people and devices
_CURVE = "signed_curve25519"
_SHARE_SECONDS = 30.0
_UNREACHABLE_SECONDS = 600.0


class Crypto:
    """Encrypt and decrypt for one device."""

    def __init__(
        self,
        http: Http,
        *,
        settings: MatrixSettings,
        session: Session,
        clock: Clock,
        rooms: Rooms | None = None,
    ) -> None:
        self._http = http
        self._settings = settings
        self._session = session
        self._rooms = rooms
        self._clock = clock
        self._locks: dict[str, asyncio.Lock] = {}
        self._keyless: dict[tuple[str, str], float] = {}
        folder = store_folder(settings)
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        config = AsyncClientConfig(
            store=SqliteStore,
            encryption_enabled=True,
            pickle_key=session.pickle_key,
            max_limit_exceeded=5,
            max_timeouts=2,
            request_timeout=settings.request_timeout,
        )
        self._nio = AsyncClient(
            settings.homeserver,
            session.user_id,
            device_id=session.device_id,
            store_path=str(folder),
            config=config,
        )

    async def start(self, password: str | None = None) -> Signed:
        """Load the store, publish our keys and sign our device.

        Raises SetupError where the server holds other keys for this device: the store was lost.
        """
        self._nio.restore_login(self._session.user_id, self._session.device_id, self._session.access_token)
        await self._check_own_keys()
        await self._publish(force=not self._olm.account.shared)
        return await cross_sign(
            self._http,
            user=self._session.user_id,
            device=self._session.device_id,
            signer=self._olm,
            path=keys_file(self._settings),
            password=password,
        )

    async def stop(self) -> None:
        """Close the connection and the store."""
        await self._nio.close()
        if self._nio.store is not None:
            self._nio.store.database.close()

    @property
    def _olm(self) -> Any:  # noqa: ANN401 - nio carries no types
        return self._nio.olm

    async def _check_own_keys(self) -> None:
        user, device = self._session.user_id, self._session.device_id
        answer = await self._http.call("POST", "v3/keys/query", {"device_keys": {user: [device]}})
        known = mapping(
            mapping(mapping(mapping(answer.get("device_keys")).get(user)).get(device)).get("keys")
        )
        for name, value in self._olm.account.identity_keys.items():
            if known and known.get(f"{name}:{device}") != value:
                raise SetupError(
                    "The encryption store does not fit the stored Matrix login. Run `kith login matrix` again."
                )

    # ---- what comes in

    async def absorb(self, answer: Json) -> None:
        """Take in the keys and memberships of a sync, and keep our own keys in supply."""
        response = SyncResponse.from_dict(deepcopy(answer))  # it takes parts out of what it is given
        if not isinstance(response, SyncResponse):
            log.warning("a sync could not be read for encryption")
            return
        try:
            await self._nio.receive_response(response)
        except (*CRYPTO_ERRORS, *MALFORMED):
            log.exception("a sync was only partly taken in for encryption")
        counts = mapping(answer.get("device_one_time_keys_count"))
        left = counts.get(_CURVE, 0)
        self._olm.uploaded_key_count = left if isinstance(left, int) else 0
        unused = answer.get("device_unused_fallback_key_types")
        try:
            await self._publish(fallback=isinstance(unused, list) and _CURVE not in unused)
            await self._upkeep()
        except PlatformError:
            log.warning("keys could not be kept in supply")

    async def _publish(self, *, force: bool = False, fallback: bool = False) -> None:
        """Upload device keys, one-time keys and a fallback key where they are missing."""
        if force or self._nio.should_upload_keys:
            await self._ask(self._nio.keys_upload())
        if force or fallback:
            await self._http.call("POST", "v3/keys/upload", self._fallback_key())
            self._olm.mark_keys_as_published()
            self._olm.save_account()

    def _fallback_key(self) -> Json:
        account = self._olm.account._account  # noqa: SLF001 - the machine below can, nio does not offer it
        account.generate_fallback_key()
        ((name, key),) = account.fallback_key.items()
        body: Json = {"key": key if isinstance(key, str) else key.to_base64(), "fallback": True}
        signature = self._olm.sign_json(dict(body))
        user, device = self._session.user_id, self._session.device_id
        signed = {**body, "signatures": {user: {f"ed25519:{device}": signature}}}
        return {"fallback_keys": {f"{_CURVE}:{name}": signed}}

    async def _upkeep(self) -> None:
        """Do what nio's own loop does between syncs: query keys, heal broken sessions, send what waits."""
        if self._nio.should_query_keys:
            await self._ask(self._nio.keys_query())
        if self._nio.should_claim_keys:
            await self._ask(self._nio.keys_claim(self._nio.get_users_for_key_claiming()))
        await self._ask(self._nio.send_to_device_messages())

    async def _ask(self, request: Any) -> None:  # noqa: ANN401 - nio carries no types
        """Await one of nio's own requests, with the core's errors; its error answers do not all fit its types."""
        self._nio.access_token = self._session.access_token  # a refused share reads as a logout in nio
        try:
            answer = await request
        except (*CONNECTION_ERRORS, *CRYPTO_ERRORS, *MALFORMED) as error:
            raise unreachable(error) from error
        if isinstance(answer, ErrorResponse):
            raise TemporaryPlatformError("the homeserver refused a request for keys")

    def open(self, room: str, raw: object) -> object:
        """Return a decrypted event, or the very same object where it cannot be read (yet)."""
        source = mapping(raw)
        if source.get("type") != "m.room.encrypted" or "state_key" in source:
            return raw
        try:
            event = NioEvent.parse_encrypted_event(dict(source))
            if not isinstance(event, MegolmEvent):
                return raw
            event.room_id = room
            opened = self._nio.decrypt_event(event)
        except (*CRYPTO_ERRORS, *MALFORMED):
            return raw
        plain = mapping(getattr(opened, "source", None))
        return {**plain, "unsigned": source.get("unsigned", {})} if text(plain.get("type")) else raw

    def forget(self, user: str) -> None:
        """Delete the keys of somebody's devices and the sessions with them, here and in the store.

        Whoever writes to the bot again brings their keys along again.
        """
        store = self._nio.store
        curves = [device.curve25519 for device in self._nio.device_store.active_user_devices(user)]
        self._nio.device_store._entries.pop(user, None)  # noqa: SLF001 - nio has no way to let somebody go
        self._olm.tracked_users.discard(user)
        self._olm.users_for_key_query.discard(user)
        for curve in curves:
            self._olm.session_store._entries.pop(curve, None)  # noqa: SLF001 - the same
        store.database.execute_sql("PRAGMA secure_delete=ON")  # or the rows' words would stand on in the file
        with store.database.bind_ctx(store.models), store.database.atomic():
            theirs = DeviceKeys.select(DeviceKeys.id).where(DeviceKeys.user_id == user)
            for table in (Keys, DeviceTrustState):
                table.delete().where(table.device.in_(theirs)).execute()
            DeviceKeys.delete().where(DeviceKeys.user_id == user).execute()
            OlmSessions.delete().where(OlmSessions.sender_key.in_(curves)).execute()

    # ---- what goes out

    async def seal(self, room: str, kind: str, content: dict[str, Any]) -> tuple[str, dict[str, Any]]:
        """Encrypt for everybody in the room, after every one of their devices was given the key."""
        async with self._locks.setdefault(room, asyncio.Lock()):
            known = self._room(room)
            await self._load_members(known)
            await self._share(room, known)
            try:
                sealed_kind, sealed = self._nio.encrypt(room, kind, content)
            except CRYPTO_ERRORS as error:
                raise TemporaryPlatformError("the room's key is not shared yet") from error
            return str(sealed_kind), dict(sealed)

    def _room(self, room: str) -> Any:  # noqa: ANN401 - nio carries no types
        """Return nio's own picture of a room; it learns of a new one only with the next sync."""
        known = self._nio.rooms.setdefault(room, MatrixRoom(room, self._session.user_id, encrypted=True))
        known.encrypted = True
        return known

    async def _load_members(self, known: Any) -> None:  # noqa: ANN401
        members = await self._rooms.members(known.room_id) if self._rooms is not None else {}
        for user, membership in members.items():
            known.add_member(user, None, None, membership == "invite")
        gone = [user for user in known.users if user not in members]
        for user in gone:
            known.remove_member(user)
        if gone:
            self._nio.invalidate_outbound_session(known.room_id)
        known.members_synced = True
        self._olm.update_tracked_users(known)
        if self._nio.should_query_keys:
            await self._ask(self._nio.keys_query())

    async def _share(self, room: str, known: Any) -> None:  # noqa: ANN401
        session = self._olm.outbound_group_sessions.get(room)
        if session is not None and session.shared and self._without_key(known):
            self._nio.invalidate_outbound_session(room)
        if not self._olm.should_share_group_session(room):
            return
        try:
            async with asyncio.timeout(_SHARE_SECONDS):
                await self._ask(self._nio.share_group_session(room, ignore_unverified_devices=True))
        except TimeoutError as error:
            raise unreachable(error) from error
        finally:
            self._nio.sharing_session.pop(room, None)
        self._judge(known)

    def _judge(self, known: Any) -> None:  # noqa: ANN401
        """See who did not get the key: a device without any key is left out for a while, a lost request is not."""
        missing = self._without_key(known)
        now = self._clock.now().timestamp()
        for user, device, curve in missing:
            if self._olm.session_store.get(curve):
                self._nio.invalidate_outbound_session(known.room_id)
                raise TemporaryPlatformError("the room's key did not reach everybody")
            self._keyless[user, device] = now + _UNREACHABLE_SECONDS

    def _without_key(self, known: Any) -> list[tuple[str, str, str]]:  # noqa: ANN401
        session = self._olm.outbound_group_sessions.get(known.room_id)
        held = session.users_shared_with | session.users_ignored if session is not None else set()
        now = self._clock.now().timestamp()
        return [
            (user, device.id, device.curve25519)
            for user in known.users
            for device in self._nio.device_store.active_user_devices(user)
            if device.id != self._session.device_id
            and (user, device.id) not in held
            and self._keyless.get((user, device.id), 0.0) <= now
        ]
