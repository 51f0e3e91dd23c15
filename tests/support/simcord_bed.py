"""The one module that touches simcord: a pretend Discord in memory, made a little more like the real one.

simcord replaces discord.py's HTTP client and gateway and keeps everything above them real. What it leaves out and
the tests need is added here: nonces, closed direct messages, locales, no "started a thread" line for private threads,
and quick settling. Everything private of simcord that is used is used in this file.
"""

import inspect
import itertools
import json
import re
from contextlib import suppress

import discord
import simcord
from simcord import interactions as wire
from simcord.backend.access import can_access_channel
from simcord.env import Env
from simcord.http import client as transport

from tests.support.discord_openapi import Contract

inspect.unwrap(Env._settle_internal).__kwdefaults__["idle"] = 0.002  # 3 ms an action in place of 53

_MESSAGES = re.compile(r"/channels/(\d+)/messages")
_THREAD_MEMBER = re.compile(r"/channels/\d+/thread-members/(\d+)")
_THREADS = re.compile(r"/channels/(\d+)/threads")
_USER_OPTION, _NUMBER_OPTION, _ROLE_OPTION, _FILE_OPTION = 6, 4, 8, 11
_THREAD_STARTED = 18
_BUTTON, _SELECT = 2, 3


class _Answer:
    """Be enough of an HTTP response for discord.py's exceptions."""

    def __init__(self, status=403, reason="Forbidden"):
        self.status = status
        self.reason = reason
        self.headers = {"Via": "1.1 pretend"}


class Bed:
    """Hold one pretend Discord with one server and one channel, to which one client after the other connects."""

    def __init__(self):
        self.closed = set()  # user ids whose direct messages are closed
        self.locales = {}  # user id -> locale
        self.contract = Contract.from_environment()
        self.env = None
        self.guild = None
        self.channel = None
        self._nonces = {}
        self._names = itertools.count(1)
        self._organisers = None
        self._opened = {}
        self._unwatch = lambda: None

    async def start(self, *, shards=None):
        """Make the world, with a client that does nothing yet."""
        idle = discord.Client(intents=discord.Intents(guilds=True))
        if shards:
            idle = discord.AutoShardedClient(intents=discord.Intents(guilds=True), shard_count=shards)
        self.env = Env(idle, approved_intents=discord.Intents.none(), shard_count=shards)
        await self.env.start()
        if self.contract:
            self._watch()
        self.guild = self.env.create_guild("Test town")
        self.channel = self.guild.create_text_channel("general")
        self._organisers = self.guild.create_role(
            "Organisers", permissions=discord.Permissions(manage_guild=True)
        )
        self.helpers = self.guild.create_role("Helpers")

    async def connect(self, client):
        """Connect a client in the place of the one before (a restart of the bot)."""
        await self.env.restart_bot(client)
        self._shim(client)

    async def stop(self):
        """Take the world down and raise what the bot left unsaid."""
        await self.env.shutdown()
        self._unwatch()
        self.env._raise_errors_since(self.env._errors_acknowledged)
        if self.contract:
            assert self.contract.broken == []

    def member(self, name, *, organiser=False):
        """Let somebody into the server."""
        user = self.env.create_user(f"{name.lower().replace(' ', '')}{next(self._names)}", global_name=name)
        return self.guild.add_member(user, roles=[self._organisers] if organiser else [])

    def set_helper(self, member, *, helper):
        """Give somebody the role of helpers, or take it."""
        known = self.env.backend.get_guild(self.guild.id).members[member.id]
        if helper:
            known.role_ids.append(self.helpers.id)
        else:
            known.role_ids.remove(self.helpers.id)

    def remove(self, member):
        """Let somebody leave the server."""
        self.guild.remove_member(member)

    def lose_server(self):
        """Remove the bot from the server."""
        self.env.backend.emit("GUILD_DELETE", {"id": str(self.guild.id)})

    def forget_nonces(self):
        """Play the minutes after which Discord remembers no nonce."""
        self._nonces.clear()

    async def slash(self, member, command, options):
        """Call a slash command with options as text (people by id, files by content).

        A command that Discord hides from this member is opened to them first, as a server's admin may: the bot must
        check the right itself.
        """
        self.tidy()
        self._open_to(member, command)
        return await member.slash(self.channel, command, **self._typed(member, command, options))

    def visible(self, viewer):
        """Return every message that a member sees anywhere, oldest first."""
        self.tidy()
        dm = self.env.backend.dm_channels.get(viewer.id)
        found = []
        for channel in self.env.backend.channels.values():
            if channel.guild_id is None:
                if channel.id == dm:
                    found += viewer.user.dm_channel.history()
            else:
                handle = self._handle(channel)
                if can_access_channel(self.env, channel.id, viewer, history=True):
                    found += handle.history(viewer=viewer)
        return sorted(found, key=lambda message: message.id)

    def threads(self):
        """Return the threads below the channel."""
        return [self.env.backend.channels[thread.id] for thread in self.channel.threads]

    def people_in(self, thread):
        """Return the user ids in a thread, the bot's left out."""
        return set(thread.thread_members) - {self.env.backend.bot_user.id}

    def is_group(self, channel_id):
        """Say whether a channel is a private thread."""
        return self.env.backend.channels[channel_id].type == discord.ChannelType.private_thread.value

    def is_direct(self, channel_id):
        """Say whether a channel is somebody's direct messages."""
        return self.env.backend.channels[channel_id].guild_id is None

    def bytes_at(self, url):
        """Return what was uploaded."""
        return self.env.backend.cdn.get(url)

    def message(self, channel_id, message_id):
        """Return one message, or None."""
        with suppress(simcord.BackendError):
            stored = self.env.backend.get_message(int(channel_id), int(message_id))
            return simcord.results.to_discord_message(self.env, stored)
        return None

    def outcome(self, result):
        """Return what an interaction led to: ("modal", payload), ("message", message) or ("nothing", None)."""
        record = result._interaction
        if record.modal is not None:
            return "modal", record.modal
        ids = [*record.followup_ids[-1:], record.message_id, record.source_message_id]
        for number in ids:
            message = number and self.message(record.channel_id, number)
            if message:
                return "message", message
        return "nothing", None

    async def click(self, member, message, custom_id):
        """Press a button, in the server or in direct messages."""
        actor = member.user if self.is_direct(message.channel.id) else member
        return await actor.click(message, custom_id=custom_id)

    async def choose(self, member, message, custom_id, values):
        """Choose in a select."""
        actor = member.user if self.is_direct(message.channel.id) else member
        return await actor.select(message, values, custom_id=custom_id)

    async def submit(self, member, shown, values):
        """Submit the modal that an interaction showed."""
        direct = self.is_direct(shown._interaction.channel_id)
        return await (member.user if direct else member).submit_modal(shown, values)

    def name_of(self, user_id):
        """Return how a user is called."""
        user = self.env.backend.get_user(user_id)
        return user.global_name or user.name

    def command(self, name):
        """Return a registered command's payload, by its first word."""
        return self.env.backend.find_command(name, None)

    def tidy(self):
        """Forget timers that were cancelled; simcord walks through all of them at every step."""
        timers = self.env._work.callbacks
        timers[:] = [one for one in timers if one.handle is not None and not one.handle.cancelled()]

    def _open_to(self, member, command):
        root = self.command(command.split()[0])
        if root and root.get("default_member_permissions"):
            self._opened.setdefault(int(root["id"]), {})[member] = True
            self.guild.set_command_permissions(int(root["id"]), self._opened[int(root["id"])])

    def _handle(self, channel):
        return simcord.ChannelHandle(self.env, self.guild, channel)

    def _typed(self, member, command, options):
        words = command.split()
        root = self.env.backend.find_command(words[0], self.guild.id)
        leaf, _ = wire.walk_to_subcommand(root, words[1:]) if root else ({}, [])
        kinds = {option["name"]: option["type"] for option in leaf.get("options") or ()}
        named = {name if name in kinds else name.replace("_", "-"): value for name, value in options.items()}
        return {name: self._value(kinds.get(name), value) for name, value in named.items()}

    def _value(self, kind, value):
        if kind == _USER_OPTION:
            user = simcord.UserHandle(self.env, self.env.backend.get_user(int(value)))
            return simcord.MemberActor(self.env, self.guild, user)
        if kind == _ROLE_OPTION:
            return next(role for role in self.guild.roles.values() if str(role.id) == value)
        if kind == _NUMBER_OPTION:
            return int(value)
        if kind == _FILE_OPTION:
            return ("list.csv", value if isinstance(value, bytes) else value.encode())
        return value

    def _shim(self, client):
        http = client.http
        original = http.request

        async def request(route, *, files=None, form=None, **kwargs):
            path = route.url.split("/api/v10", 1)[-1].split("?")[0]
            body = kwargs.get("json") or _payload(form)
            if route.method == "POST" and (found := _MESSAGES.fullmatch(path)):
                return await self._message(
                    int(found[1]), body or {}, lambda: original(route, files=files, form=form, **kwargs)
                )
            if route.method == "PUT" and (found := _THREAD_MEMBER.fullmatch(path)):
                self._only_members(int(found[1]))
            answer = await original(route, files=files, form=form, **kwargs)
            if route.method == "POST" and (found := _THREADS.fullmatch(path)):
                self._hush(int(found[1]))
            return answer

        http.request = request
        parsers = client._connection.parsers
        parse = parsers["INTERACTION_CREATE"]

        def parse_with_locale(data):
            user = int((data.get("member") or data)["user"]["id"])
            return parse({**data, "locale": self.locales.get(user, data["locale"])})

        parsers["INTERACTION_CREATE"] = parse_with_locale

    async def _message(self, channel, body, send):
        people = self.env.backend.channels[channel].recipient_ids or () if self._knows(channel) else ()
        if self.closed & set(people):
            raise discord.Forbidden(
                _Answer(), {"code": 50007, "message": "Cannot send messages to this user"}
            )
        nonce = body.get("nonce") if body.get("enforce_nonce") else None
        if nonce in self._nonces:
            return self._nonces[nonce]
        answer = await send()
        if nonce:
            self._nonces[nonce] = answer
        return answer

    def _only_members(self, user):
        if user not in self.env.backend.guilds[self.guild.id].members:
            raise discord.NotFound(_Answer(404, "Not Found"), {"code": 10007, "message": "Unknown Member"})

    def _knows(self, channel):
        return channel in self.env.backend.channels

    def _hush(self, parent):
        """Take away the line that Discord writes for public threads only."""
        messages = self.env.backend.messages.get(parent, {})
        for number in [number for number, one in messages.items() if one.type == _THREAD_STARTED]:
            del messages[number]

    def _watch(self):
        """Check every request against Discord's own description of its API."""
        dispatch = transport.router.dispatch

        def checked(backend, method, path, **kwargs):
            if backend is self.env.backend:
                self.contract.check(method, path, kwargs.get("json"))
            return dispatch(backend, method, path, **kwargs)

        transport.router.dispatch = checked
        self._unwatch = lambda: setattr(transport.router, "dispatch", dispatch)


def _payload(form):
    for part in form or ():
        if part["name"] == "payload_json":
            return json.loads(part["value"])
    return None


def components_of(message):
    """Return the interactive components of a message: (kind, custom_id, labels by value) each."""
    found = []
    for row in message.components:
        for child in row.children:
            if child.type.value == _BUTTON:
                found.append(("button", child.custom_id, {child.custom_id: child.label}))
            elif child.type.value == _SELECT:
                labels = {option.value: option.label for option in child.options}
                found.append(("gather" if _gathers(child) else "select", child.custom_id, labels))
    return found


def _gathers(select):
    return not (select.min_values == 1 and select.max_values == 1)


def controls_of(modal):
    """Return a modal's questions: (label, control payload) each."""
    return [(row["label"], row["component"]) for row in modal["components"]]
