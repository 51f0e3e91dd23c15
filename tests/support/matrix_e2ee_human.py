"""A person on Matrix whose client encrypts, cross-signs itself and believes only cross-signed devices.

It stands for today's clients in their strict mode: a message from a device that its owner has not signed is not
shown, and no key is given to such a device. Its cross-signing is written here anew, with another library than
the bot's, so that the two can only agree by following the specification.
"""

import base64
import json
from copy import deepcopy

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from nio import AsyncClient, AsyncClientConfig, Event, MegolmEvent, SyncResponse
from nio.crypto.attachments import decrypt_attachment
from nio.exceptions import EncryptionError
from nio.store import SqliteMemoryStore

from tests.support.matrix_human import MatrixHuman
from tests.support.scratch import scratch_folder


def _b64(data):
    return base64.b64encode(data).decode().rstrip("=")


def _unb64(words):
    return base64.b64decode(words + "=" * (-len(words) % 4))


def _canonical(value):
    bare = {key: part for key, part in value.items() if key not in {"signatures", "unsigned"}}
    return json.dumps(bare, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


class _Key:
    def __init__(self):
        self.private = Ed25519PrivateKey.generate()
        self.public = _b64(self.private.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw))

    def object(self, user, usage):
        return {"user_id": user, "usage": [usage], "keys": {f"ed25519:{self.public}": self.public}}

    def sign(self, value, user):
        signatures = {**value.get("signatures", {})}
        own = {
            **signatures.get(user, {}),
            f"ed25519:{self.public}": _b64(self.private.sign(_canonical(value))),
        }
        bare = {key: part for key, part in value.items() if key != "unsigned"}
        return {**bare, "signatures": {**signatures, user: own}}


def _signed_by(value, user, public):
    signature = value.get("signatures", {}).get(user, {}).get(f"ed25519:{public}")
    if signature is None:
        return False
    try:
        Ed25519PublicKey.from_public_bytes(_unb64(public)).verify(_unb64(signature), _canonical(value))
    except InvalidSignature:
        return False
    return True


class EncryptingHuman(MatrixHuman):
    """Encrypt what is sent to encrypted rooms, and trust as strict clients do."""

    async def set_up(self, *, sign=True):
        """Make the device's keys and sign them as their owner."""
        self._folder = scratch_folder("kith-human-")
        config = AsyncClientConfig(store=SqliteMemoryStore, encryption_enabled=True, max_timeouts=2)
        self.nio = AsyncClient(
            self.server.url,
            self.user_id,
            device_id=self.device_id,
            store_path=self._folder.name,
            config=config,
        )
        self.nio.restore_login(self.user_id, self.device_id, self.token)
        await self.nio.keys_upload()
        if sign:
            await self._cross_sign()
        self.unreadable, self.untrusted = [], []
        return self

    async def _cross_sign(self):
        me = self.user_id
        master, self_signing, user_signing = _Key(), _Key(), _Key()
        keys = {
            "master_key": master.object(me, "master"),
            "self_signing_key": master.sign(self_signing.object(me, "self_signing"), me),
            "user_signing_key": master.sign(user_signing.object(me, "user_signing"), me),
        }
        status, answer = await self.request("POST", "/keys/device_signing/upload", keys)
        if status == 401:
            who = {"type": "m.id.user", "user": me}
            proof = {"type": "m.login.password", "identifier": who, "password": self.password}
            await self.ask(
                "POST",
                "/keys/device_signing/upload",
                {**keys, "auth": {**proof, "session": answer["session"]}},
            )
        device = (await self.devices_of(me))[1][self.device_id]
        await self.ask(
            "POST", "/keys/signatures/upload", {me: {self.device_id: self_signing.sign(device, me)}}
        )

    async def devices_of(self, user):
        """Return somebody's self-signing key (None without a valid chain) and devices, as the server has them."""
        answer = await self.ask("POST", "/keys/query", {"device_keys": {user: []}})
        devices = answer.get("device_keys", {}).get(user, {})
        master = answer.get("master_keys", {}).get(user)
        signing = answer.get("self_signing_keys", {}).get(user)
        if not master or not signing:
            return None, devices
        public = next(iter(master["keys"].values()))
        if not _signed_by(signing, user, public):
            return None, devices
        return next(iter(signing["keys"].values())), devices

    async def trusts(self, user, device):
        """Say whether a device is signed by its owner."""
        key, devices = await self.devices_of(user)
        return key is not None and device in devices and _signed_by(devices[device], user, key)

    async def absorb(self, answer):
        response = SyncResponse.from_dict(deepcopy(answer))
        assert isinstance(response, SyncResponse), response
        await self.nio.receive_response(response)
        if self.nio.olm.uploaded_key_count is None:
            self.nio.olm.uploaded_key_count = 0
        if self.nio.should_upload_keys:
            await self.nio.keys_upload()
        if self.nio.should_query_keys:
            await self.nio.keys_query()
        if self.nio.should_claim_keys:
            await self.nio.keys_claim(self.nio.get_users_for_key_claiming())
        await self.nio.send_to_device_messages()

    async def read(self, room, event):
        if event["type"] != "m.room.encrypted" or "algorithm" not in event.get("content", {}):
            return event
        sealed = Event.parse_encrypted_event(dict(event))
        assert isinstance(sealed, MegolmEvent)
        sealed.room_id = room
        try:
            opened = self.nio.decrypt_event(sealed).source
        except EncryptionError:
            self.unreadable.append(event["event_id"])
            return event
        if event["sender"] != self.user_id and not await self.trusts(event["sender"], sealed.device_id):
            self.untrusted.append(event["event_id"])
            return event
        return {**opened, "origin_server_ts": event["origin_server_ts"], "was_encrypted": True}

    async def send(self, room, content, kind="m.room.message"):
        state = await self.state(room, "m.room.encryption")
        if "algorithm" not in state or kind == "m.reaction":
            return await super().send(room, content, kind)
        if isinstance(content, str):
            content = {"msgtype": "m.text", "body": content, "m.mentions": {}}
        await self._share(room)
        kind, content = self.nio.encrypt(room, kind, content)
        return await super().send(room, content, kind)

    async def _share(self, room):
        """Give the room's key to trusted devices only."""
        await self.sync()
        known = self.nio.rooms[room]
        members = await self.ask("GET", f"/rooms/{room}/members?not_membership=leave")
        for event in members["chunk"]:
            membership = event["content"]["membership"]
            known.add_member(event["state_key"], None, None, membership == "invite")
        known.members_synced = True
        self.nio.olm.users_for_key_query.update(known.users)
        await self.nio.keys_query()
        for user in known.users:
            for device in list(self.nio.device_store.active_user_devices(user)):
                if user != self.user_id and not await self.trusts(user, device.id):
                    self.nio.blacklist_device(device)
        if self.nio.olm.should_share_group_session(room):
            await self.nio.share_group_session(room, ignore_unverified_devices=True)

    async def send_before_its_key(self, room, words):
        """Send a message whose key stays behind; return its event and what brings the key."""
        await self._share(room)
        self.nio.invalidate_outbound_session(room)
        users = list(self.nio.rooms[room].users)
        machine = self.nio.olm
        shares = list(machine.share_group_session_parallel(room, users, ignore_unverified_devices=True))
        machine.outbound_group_sessions[room].shared = True
        content = {"msgtype": "m.text", "body": words, "m.mentions": {}}
        kind, sealed = self.nio.encrypt(room, "m.room.message", content)
        event = await MatrixHuman.send(self, room, sealed, kind)

        async def bring():
            for number, (_, body) in enumerate(shares):
                await self.ask("PUT", f"/sendToDevice/m.room.encrypted/late{number}", body)

        return event, bring

    async def file_of(self, content):
        if "file" not in content:
            return await super().file_of(content)
        file = content["file"]
        data = await self.download(file["url"])
        return decrypt_attachment(data, file["key"]["k"], file["hashes"]["sha256"], file["iv"])

    async def close(self):
        await self.nio.close()
        self._folder.cleanup()


async def claim_all_one_time_keys(human, user, device, times):
    """Use up somebody's one-time keys, as many strangers would."""
    claim = {"one_time_keys": {user: {device: "signed_curve25519"}}}
    for _ in range(times):
        await human.ask("POST", "/keys/claim", claim)
