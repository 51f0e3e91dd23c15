"""Discord as a stage for tests: discord.py and Kith's adapter on a pretend Discord (simcord)."""

import re
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from adapters.discord.platform import DiscordPlatform
from adapters.discord.settings import DiscordSettings
from bot.ports.clock import Clock
from tests.support.notebook import MemoryNotebook
from tests.support.simcord_bed import Bed, components_of, controls_of
from tests.support.stage import Human, Seen, Stage

START = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
_ISOLATES = "\u2066\u2067\u2068\u2069"
_ESCAPED = re.compile(r"\\([^\w\s])")
_UNSEEN = re.compile("[\u200b\U000e0000-\U000e007f]")
_MENTION = re.compile(r"<@(\d+)>")
_COMMAND = re.compile(r"</([a-z0-9 -]+):\d+>")


class StillClock(Clock):
    """Stand still; whoever sleeps moves it."""

    def __init__(self, start=START):
        self._now = start

    def now(self):
        return self._now

    async def sleep(self, seconds):
        self.push(seconds)

    def push(self, seconds):
        """Move forward."""
        self._now += timedelta(seconds=seconds)


@dataclass
class DiscordHuman(Human):
    """Act as one member of the server."""

    bed: Bed
    member: object
    name: str
    user_id: str
    dialog: object = None

    async def say(self, command, /, **options):
        return self._after(await self.bed.slash(self.member, command, options))

    async def tap(self, label):
        for message in reversed(self.bed.visible(self.member)):
            for kind, custom_id, labels in components_of(message):
                for value, shown in labels.items():
                    if kind != "gather" and _bare(shown).startswith(label):
                        return await self._use(message, kind, custom_id, [value])
        raise AssertionError(f"{self.name} sees nothing to tap called {label!r}")

    async def pick(self, *labels):
        for message in reversed(self.bed.visible(self.member)):
            for kind, custom_id, shown in components_of(message):
                values = [value for value, text in shown.items() if _bare(text).startswith(labels)]
                if kind == "gather" and len(values) == len(labels):
                    return await self._use(message, kind, custom_id, values)
        raise AssertionError(f"{self.name} sees no menu with {labels!r}")

    async def fill(self, **answers):
        shown, self.dialog = self.dialog, None
        assert shown is not None, f"{self.name} has no open form"
        values = {}
        for _, control in controls_of(self.bed.outcome(shown)[1]):
            values[control["custom_id"]] = _answered(control, answers)
        return self._after(await self.bed.submit(self.member, shown, values))

    async def sees(self):
        return [self.seen(message) for message in self.bed.visible(self.member)]

    async def leave(self):
        self.bed.remove(self.member)

    def seen(self, message):
        """Describe a message as this person sees it."""
        texts = [message.content]
        for embed in message.embeds:
            texts += [embed.title, embed.description]
            texts += [f"{field.name}: {field.value}" for field in embed.fields]
            texts.append(embed.footer.text)
        return Seen(
            where=self._where(message),
            text=self._readable("\n".join(text for text in texts if text)),
            labels=tuple(
                _bare(label) for _, _, labels in components_of(message) for label in labels.values()
            ),
            files=tuple((file.filename, self.bed.bytes_at(file.url)) for file in message.attachments),
        )

    async def _use(self, message, kind, custom_id, values):
        if kind == "button":
            return self._after(await self.bed.click(self.member, message, custom_id))
        return self._after(await self.bed.choose(self.member, message, custom_id, values))

    def _after(self, result):
        kind, shown = self.bed.outcome(result)
        if kind == "modal":
            self.dialog = result
            labels = tuple(label for label, _ in controls_of(shown))
            return Seen(where="private", text=shown["title"], form=labels)
        return self.seen(shown) if kind == "message" else Seen(where="private")

    def _where(self, message):
        if message.flags.ephemeral or self.bed.is_direct(message.channel.id):
            return "private"
        return "group" if self.bed.is_group(message.channel.id) else "public"

    def _readable(self, text):
        """Show what Discord's client would of escapes, invisible letters, commands and mentions."""
        text = _COMMAND.sub(r"/\1", _UNSEEN.sub("", _ESCAPED.sub(r"\1", text)))
        return _MENTION.sub(lambda found: "@" + self.bed.name_of(int(found[1])), text)


class DiscordStage(Stage):
    """Hold a server with one channel."""

    def __init__(self, *, clock=None, notebook=None, settings=None):
        self.clock = clock or StillClock()
        self.notebook = notebook or MemoryNotebook()
        self.settings = settings or DiscordSettings(token="not-a-token")
        self.bed = Bed()
        self.platform = DiscordPlatform(self.settings, self.notebook, self.clock)
        self.home = ""
        self.channel = ""

    async def start(self, *, shards=None):
        """Make the world."""
        await self.bed.start(shards=shards)
        self.home = str(self.bed.guild.id)
        self.channel = str(self.bed.channel.id)

    async def open(self, inbox):
        await self.bed.connect(self.platform.assemble(inbox))

    async def person(self, name, *, organiser=False):
        member = self.bed.member(name, organiser=organiser)
        return DiscordHuman(self.bed, member, name, str(member.id))

    async def give_right(self, human):
        self.bed.set_helper(human.member, helper=True)
        return str(self.bed.helpers.id)

    async def take_right(self, human):
        self.bed.set_helper(human.member, helper=False)

    async def settle(self):
        await self.bed.env.settle(idle=0.002)

    async def close(self):
        await self.bed.stop()


@asynccontextmanager
async def open_stage(*, clock=None, notebook=None):
    """Give a fresh Discord stage."""
    stage = DiscordStage(clock=clock, notebook=notebook)
    await stage.start()
    try:
        yield stage
    finally:
        await stage.close()


def _bare(label):
    return label.removeprefix("✓ ")


def _answered(control, answers):
    """Answer one control of a modal, or leave in it what it holds."""
    name = control["custom_id"]
    if "options" not in control:
        return answers.get(name, control.get("value") or "")
    if name in answers:
        by_label = {option["label"].strip(_ISOLATES): option["value"] for option in control["options"]}
        return [by_label.get(value, value) for value in answers[name].split(",") if value]
    return [option["value"] for option in control["options"] if option.get("default")]
