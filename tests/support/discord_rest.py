"""The REST routes of the loopback Discord: as much as Kith calls, and what a test wants to look at."""

import asyncio
import re

from tests.support.discord_world import ATTACH_FILES, DIRECT, EPHEMERAL, EPOCH, READ_HISTORY, Refused

MESSAGE, DEFERRED, DEFERRED_UPDATE, UPDATE, COMPLETIONS, MODAL = 4, 5, 6, 7, 8, 9


class Pending:
    """Follow one interaction until it is answered."""

    def __init__(self, number, token, user, channel, source=None):
        self.number, self.token = number, token
        self.user, self.channel, self.source = user, channel, source
        self.kind = None
        self.message = None
        self.modal = None
        self.completions = None
        self.followups = []
        self.acknowledged = asyncio.Event()
        self.finished = asyncio.Event()

    @property
    def outcome(self):
        """Return the newest message that the interaction led to, or None."""
        return (self.followups or [self.message])[-1]


class Rest:
    """Answer requests from the world."""

    def __init__(self, discord):
        self.discord = discord
        self.world = discord.world
        self.pending = {}  # token -> Pending
        self._routes = [(method, re.compile(pattern), answer) for method, pattern, answer in self._table()]

    def _table(self):
        channel = r"/channels/(\d+)"
        hook = r"/webhooks/\d+/([\w-]+)"
        return [
            ("GET", "/users/@me", lambda *_: (200, self.world.bot)),
            ("GET", r"/users/(\d+)", self._user),
            ("GET", "/(?:oauth2/)?applications/@me", self._application),
            ("GET", "/gateway/bot", self._gateway),
            ("PUT", r"/applications/\d+/commands", self._commands),
            ("POST", "/users/@me/channels", self._direct),
            ("GET", "/users/@me/guilds", self._guilds),
            ("GET", r"/guilds/(\d+)", self._guild),
            ("GET", r"/guilds/(\d+)/members/(\d+)", self._member),
            ("GET", r"/guilds/(\d+)/members", self._members),
            ("GET", r"/guilds/(\d+)/roles", lambda *_: (200, self.world.roles())),
            ("GET", r"/guilds/(\d+)/threads/active", self._active),
            ("GET", channel, lambda number, *_: (200, self.world.channel_payload(number))),
            ("PATCH", channel, self._change_channel),
            ("POST", channel + "/threads", self._open_thread),
            ("GET", channel + r"/users/@me/threads/archived/private", self._archived),
            ("PUT", channel + r"/thread-members/(\d+)", self._let_in),
            ("DELETE", channel + r"/thread-members/(\d+)", self._take_out),
            ("GET", channel + "/thread-members", self._people),
            ("GET", channel + "/messages", self._history),
            ("POST", channel + "/messages", self._post),
            ("GET", channel + r"/messages/(\d+)", lambda one, two, *_: (200, self.world.message(one, two))),
            ("DELETE", channel + r"/messages/(\d+)", self._delete),
            ("POST", r"/interactions/(\d+)/([\w-]+)/callback", self._callback),
            ("POST", hook, self._followup),
            ("PATCH", hook + "/messages/@original", self._edit_original),
            ("DELETE", hook + "/messages/@original", self._delete_original),
        ]

    async def handle(self, method, path, body, files, query):
        """Answer one request."""
        for verb, pattern, answer in self._routes:
            found = pattern.fullmatch(path)
            if verb == method and found:
                result = answer(*found.groups(), body, files, query)
                return await result if asyncio.iscoroutine(result) else result
        raise Refused(404, 0, "404: Not Found")

    def _user(self, number, *_):
        if number not in self.world.members:
            raise Refused(404, 10013, "Unknown User")
        return 200, self.world.members[number][0]

    def _application(self, *_):
        names = ("icon", "team")
        owner = {"id": "1", "username": "owner", "discriminator": "0", "avatar": None}
        return 200, {
            "id": self.world.app,
            "name": "Kith",
            "description": "",
            "bot_public": True,
            "bot_require_code_grant": False,
            "verify_key": "0" * 64,
            "flags": 0,
            "owner": owner,
            "rpc_origins": [],
            "interactions_endpoint_url": self.world.elsewhere,
            **dict.fromkeys(names),
        }

    def _gateway(self, *_):
        limit = {"total": 1000, "remaining": 999, "reset_after": 1, "max_concurrency": 1}
        return 200, {"url": self.discord.gateway_url, "shards": 1, "session_start_limit": limit}

    def _commands(self, body, *_):
        self.world.commands = [
            {
                "default_member_permissions": None,
                "type": 1,
                **command,
                "id": self.world.new_id(),
                "application_id": self.world.app,
                "version": "1",
            }
            for command in body
        ]
        return 200, self.world.commands

    def _direct(self, body, *_):
        return 200, self.world.direct_channel(str(body["recipient_id"]))

    def _guilds(self, *_):
        here = {"id": self.world.guild, "name": "Test town", "icon": None, "owner": False, "features": []}
        return 200, [{**here, "permissions": str(self.world.bot_permissions)}] if self.world.guild else []

    def _guild(self, number, *_):
        if number != self.world.guild:
            raise Refused(404, 10004, "Unknown Guild")
        return 200, self.world.guild_payload()

    def _member(self, guild, number, *_):
        if guild != self.world.guild:
            raise Refused(404, 10004, "Unknown Guild")
        return 200, self.world.member_payload(number)

    def _members(self, guild, *_):
        return 200, [self.world.member_payload(number) for number in self.world.members]

    def _active(self, guild, *_):
        threads = [one for one in self.world.threads() if not one["thread_metadata"]["archived"]]
        return 200, {"threads": threads, "members": []}

    def _archived(self, parent, *_):
        threads = [one for one in self.world.threads() if one["thread_metadata"]["archived"]]
        mine = [one for one in threads if one["parent_id"] == parent]
        return 200, {"threads": mine, "members": [], "has_more": False}

    def _change_channel(self, number, body, *_):
        channel = self.world.channel_payload(number)
        if "archived" in body:
            channel["thread_metadata"]["archived"] = body["archived"]
        return 200, channel

    def _open_thread(self, parent, body, *_):
        self.world.channel_payload(parent)
        return 201, self.world.open_thread(parent, body)

    def _let_in(self, thread, number, *_):
        self._open_thread_only(thread)
        self.world.member_payload(number)
        self.world.people[thread].add(number)
        return 204, None

    def _take_out(self, thread, number, *_):
        self._open_thread_only(thread)
        if number not in self.world.people[thread]:
            raise Refused(404, 10007, "Unknown Member")
        self.world.people[thread].discard(number)
        return 204, None

    def _open_thread_only(self, thread):
        if self.world.channel_payload(thread)["thread_metadata"]["archived"]:
            raise Refused(400, 50083, "Thread is archived")

    def _people(self, thread, *_):
        return 200, [
            {"id": thread, "user_id": number, "join_timestamp": EPOCH, "flags": 0}
            for number in sorted(self.world.people[thread])
        ]

    def _history(self, number, body, files, query):
        channel = self.world.channel_payload(number)
        if channel["type"] != DIRECT and not self.world.bot_permissions & READ_HISTORY:
            return 200, []  # what Discord does without the right to read
        kept = [
            one for one in self.world.messages[number] if one["seen_by"] is None and not one.get("deleted")
        ]
        if "before" in query:
            kept = [one for one in kept if int(one["id"]) < int(query["before"])]
        return 200, list(reversed(kept))[: int(query.get("limit", 50))]

    def _post(self, number, body, files, _query):
        channel = self.world.channel_payload(number)
        if channel.get("with") in self.world.closed:
            raise Refused(403, 50007, "Cannot send messages to this user")
        if files and channel["type"] != DIRECT and not self.world.bot_permissions & ATTACH_FILES:
            raise Refused(403, 50013, "Missing Permissions")
        key = (number, body.get("nonce"))
        if body.get("enforce_nonce") and key in self.world.nonces:
            self.discord.counts["deduped"] += 1
            return 200, self.world.nonces[key]
        message = self.world.add_message(number, body, files, base=self.discord.url)
        if body.get("nonce"):
            message["nonce"] = body["nonce"]
            self.world.nonces[key] = message
        return 200, message

    def _delete(self, number, message, *_):
        """Take a message away for everybody; the world remembers that it stood there."""
        if self.world.channel_payload(number).get("thread_metadata", {}).get("archived"):
            raise Refused(400, 50083, "Thread is archived")
        self.world.message(number, message)["deleted"] = True
        return 204, None

    def _callback(self, number, token, body, files, _query):
        pending = self._pending(token)
        if pending.acknowledged.is_set():
            raise Refused(400, 40060, "Interaction has already been acknowledged")
        pending.kind, data = body["type"], body.get("data") or {}
        if pending.kind in (MESSAGE, DEFERRED):
            hidden = pending.user if data.get("flags", 0) & EPHEMERAL else None
            if pending.kind == DEFERRED:
                data = {**data, "content": "thinking"}
            pending.message = self.world.add_message(
                pending.channel, data, files, seen_by=hidden, base=self.discord.url
            )
        elif pending.kind == UPDATE:
            self.world.change_message(pending.source, data, files, base=self.discord.url)
            pending.message = pending.source
        elif pending.kind == DEFERRED_UPDATE:
            pending.message = pending.source
        elif pending.kind == MODAL:
            pending.modal = data
        elif pending.kind == COMPLETIONS:
            pending.completions = data["choices"]
        pending.acknowledged.set()
        if pending.kind not in (DEFERRED, DEFERRED_UPDATE):
            pending.finished.set()
        return 200, self._acknowledgement(pending)

    def _acknowledgement(self, pending):
        about = {"id": pending.number, "type": 2}
        if pending.message is None:
            return {"interaction": about}
        return {"interaction": about, "resource": {"type": pending.kind, "message": pending.message}}

    def _followup(self, token, body, files, _query):
        pending = self._pending(token)
        hidden = pending.user if body.get("flags", 0) & EPHEMERAL else None
        message = self.world.add_message(pending.channel, body, files, seen_by=hidden, base=self.discord.url)
        pending.followups.append(message)
        pending.finished.set()
        return 200, message

    def _edit_original(self, token, body, files, _query):
        pending = self._pending(token)
        self.world.change_message(pending.message, body, files, base=self.discord.url)
        pending.finished.set()
        return 200, pending.message

    def _delete_original(self, token, *_):
        pending = self._pending(token)
        self.world.messages[pending.channel].remove(pending.message)
        pending.message = None
        pending.finished.set()
        return 204, None

    def _pending(self, token):
        if token not in self.pending:
            raise Refused(404, 10062, "Unknown interaction")
        return self.pending[token]
