"""People on the loopback Discord: they call, tap and fill in, and see what Discord would show them."""

import asyncio
from dataclasses import dataclass

from tests.support.discord_loopback import LoopbackDiscord
from tests.support.discord_rest import Pending
from tests.support.discord_world import DIRECT, EVERYBODY, PRIVATE_THREAD
from tests.support.stage import Human, Seen

COMMAND, COMPONENT, AUTOCOMPLETE, SUBMIT = 2, 3, 4, 5
_BUTTON, _SELECT = 2, 3
_GROUPS = (1, 2)
_USER_OPTION, _NUMBER_OPTION, _FILE_OPTION = 6, 4, 11


@dataclass
class LoopbackHuman(Human):
    """Act as one member of the server."""

    discord: LoopbackDiscord
    name: str
    user_id: str
    locale: str = "en-US"
    dialog: object = None
    lose: bool = False  # the next interaction is lost on the line and only to be had by a RESUME
    patience: float = 10.0

    async def say(self, command, /, **options):
        return await self._done(await self._interact(COMMAND, self._command(command, options)))

    async def complete(self, command, option, typed, **options):
        """Return the completions for an option."""
        data = self._command(command, options)
        leaf = data
        while leaf.get("options") and leaf["options"][0]["type"] in _GROUPS:
            leaf = leaf["options"][0]
        leaf.setdefault("options", []).append({"name": option, "type": 3, "value": typed, "focused": True})
        pending = await self._interact(AUTOCOMPLETE, data)
        await self._wait(pending.finished)
        return pending.completions

    async def tap(self, label):
        message, custom_id, kind, value = self._find(label, gathers=False)
        values = None if kind == _BUTTON else [value]
        return await self._use(message, custom_id, kind, values)

    async def pick(self, *labels):
        message, custom_id, kind, _ = self._find(labels[0], gathers=True)
        options = next(one for one in _controls(message) if one["custom_id"] == custom_id)["options"]
        values = [one["value"] for one in options if _bare(one["label"]).startswith(labels)]
        return await self._use(message, custom_id, kind, values)

    async def fill(self, **answers):
        shown, self.dialog = self.dialog, None
        data = {
            "custom_id": shown.modal["custom_id"],
            "components": [_filled(row, answers) for row in shown.modal["components"]],
        }
        return await self._done(
            await self._interact(SUBMIT, data, channel=shown.channel, source=shown.source)
        )

    async def sees(self):
        return [self.seen(message) for message in self.visible()]

    async def leave(self):
        del self.discord.world.members[self.user_id]

    def visible(self):
        """Return every message that this person sees, oldest first."""
        world = self.discord.world
        found = []
        for number, channel in world.channels.items():
            inside = channel["type"] != PRIVATE_THREAD or self.user_id in world.people[number]
            if inside and channel.get("with") in (None, self.user_id):
                found += [one for one in world.messages[number] if one["seen_by"] in (None, self.user_id)]
        return sorted(found, key=lambda message: int(message["id"]))

    def seen(self, message):
        """Describe a message as this person sees it."""
        texts = [message["content"]]
        for embed in message["embeds"]:
            texts += [embed.get("title"), embed.get("description")]
            texts += [f"{field['name']}: {field['value']}" for field in embed.get("fields") or ()]
            texts.append((embed.get("footer") or {}).get("text"))
        world = self.discord.world
        kind = world.channels[message["channel_id"]]["type"]
        where = "group" if kind == PRIVATE_THREAD else "public"
        if message["seen_by"] or kind == DIRECT:
            where = "private"
        return Seen(
            where=where,
            text="\n".join(text for text in texts if text),
            labels=tuple(_bare(label) for control in _controls(message) for label in _labels(control)),
            files=tuple(
                (file["filename"], world.files[file["url"].removeprefix(self.discord.url)])
                for file in message["attachments"]
            ),
        )

    def _find(self, label, *, gathers):
        for message in reversed(self.visible()):
            for control in _controls(message):
                if (_gathers(control)) is not gathers:
                    continue
                for shown, value in _labels(control).items():
                    if _bare(shown).startswith(label):
                        return message, control["custom_id"], control["type"], value
        raise AssertionError(f"{self.name} sees nothing called {label!r}")

    async def _use(self, message, custom_id, kind, values):
        data = {"custom_id": custom_id, "component_type": kind}
        if values is not None:
            data["values"] = values
        channel = message["channel_id"]
        return await self._done(await self._interact(COMPONENT, data, channel=channel, source=message))

    async def _done(self, pending):
        if self.lose:
            return Seen(where="private")
        await self._wait(pending.finished)
        if pending.modal:
            self.dialog = pending
            labels = tuple(row["label"] for row in pending.modal["components"])
            return Seen(where="private", text=pending.modal["title"], form=labels)
        return self.seen(pending.outcome) if pending.outcome else Seen(where="private")

    async def _wait(self, event):
        async with asyncio.timeout(self.patience):
            await event.wait()

    async def _interact(self, kind, data, *, channel=None, source=None):
        world = self.discord.world
        channel = channel or world.channel
        direct = world.channels[channel]["type"] == DIRECT
        pending = Pending(world.new_id(), f"token-{world.new_id()}", self.user_id, channel, source)
        self.discord.rest.pending[pending.token] = pending
        payload = {
            "id": pending.number,
            "application_id": world.app,
            "type": kind,
            "token": pending.token,
            "version": 1,
            "channel_id": channel,
            "channel": {**world.channels[channel], "permissions": str(EVERYBODY)},
            "locale": self.locale,
            "guild_locale": "en-US",
            "app_permissions": str(world.bot_permissions),
            "entitlements": [],
            "authorizing_integration_owners": {},
            "attachment_size_limit": 10 << 20,
            "context": 1 if direct else 0,
            "data": data,
        }
        if source is not None:
            payload["message"] = source
        if direct:
            payload["user"] = world.members[self.user_id][0]
        else:
            member = {**world.member_payload(self.user_id), "permissions": world.permissions_of(self.user_id)}
            payload |= {"guild_id": world.guild, "member": member}
        await self.discord.tell("INTERACTION_CREATE", payload, lose=self.lose)
        return pending

    def _command(self, command, options):
        words = command.split()
        node = next((one for one in self.discord.world.commands if one["name"] == words[0]), None)
        assert node is not None, f"/{words[0]} is not registered"
        data = leaf = {"id": node["id"], "name": node["name"], "type": 1}
        for word in words[1:]:
            node = next(one for one in node["options"] if one["name"] == word)
            below = {"name": word, "type": node["type"]}
            leaf["options"] = [below]
            leaf = below
        kinds = {one["name"]: one["type"] for one in node.get("options") or ()}
        resolved = {}
        leaf["options"] = [
            self._option(name.replace("_", "-"), kinds, value, resolved) for name, value in options.items()
        ]
        return {**data, "resolved": resolved} if resolved else data

    def _option(self, name, kinds, value, resolved):
        kind = kinds[name]
        world = self.discord.world
        if kind == _USER_OPTION:
            member = {**world.member_payload(value), "permissions": world.permissions_of(value)}
            resolved.setdefault("users", {})[value] = member.pop("user")
            resolved.setdefault("members", {})[value] = member
        elif kind == _FILE_OPTION:
            data = value if isinstance(value, bytes) else value.encode()
            file = world.keep_file("list.csv", data, self.discord.url)
            resolved.setdefault("attachments", {})[file["id"]] = file
            value = file["id"]
        return {"name": name, "type": kind, "value": int(value) if kind == _NUMBER_OPTION else value}


def join(discord, name, *, organiser=False):
    """Let somebody into the server."""
    return LoopbackHuman(discord, name, discord.world.add_member(name, organiser=organiser))


def _controls(message):
    return [child for row in message["components"] for child in row["components"]]


def _labels(control):
    """Return label -> value of a button or select."""
    if control["type"] == _SELECT:
        return {one["label"]: one["value"] for one in control["options"]}
    return {control["label"]: control["custom_id"]}


def _gathers(control):
    one = (control.get("min_values", 1), control.get("max_values", 1)) == (1, 1)
    return control["type"] == _SELECT and not one


def _bare(label):
    return label.removeprefix("✓ ")


def _filled(row, answers):
    control = row["component"]
    name = control["custom_id"]
    entry = {"type": control["type"], "custom_id": name, "id": 1}
    if "options" in control:
        held = [one["value"] for one in control["options"] if one.get("default")]
        entry["values"] = [one for one in answers[name].split(",") if one] if name in answers else held
    else:
        entry["value"] = answers.get(name, control.get("value") or "")
    return {"type": row["type"], "id": 2, "component": entry}
