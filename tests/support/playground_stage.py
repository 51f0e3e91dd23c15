"""The playground as a stage for tests."""

from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime

from adapters.playground.client import Client
from adapters.playground.clock import PushableClock
from adapters.playground.model import Dialog
from adapters.playground.platform import PlaygroundPlatform
from adapters.playground.render import plain, words
from adapters.playground.world import World
from bot.ports.commands import PlaceKind
from tests.support.stage import Human, Seen, Stage

START = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


@dataclass
class PlaygroundHuman(Human):
    """Act as one person of the world."""

    stage: "PlaygroundStage"
    name: str
    user_id: str

    @property
    def world(self):
        return self.stage.world

    @property
    def client(self):
        return self.stage.client

    async def say(self, command, /, **options):
        return self._seen(await self.client.type_command(self.user_id, self.stage.channel, command, options))

    async def tap(self, label):
        entry, choice = self._find(label)
        return self._seen(await self.client.tap(self.user_id, entry.id, choice.key))

    async def pick(self, *labels):
        entry = next(
            entry for entry in reversed(self._entries()) if entry.message.menu and entry.message.menu.gather
        )
        keys = [self._choice(entry, label).key for label in labels]
        return self._seen(await self.client.tap(self.user_id, entry.id, *keys))

    async def fill(self, **answers):
        dialog = next(dialog for dialog in self.world.dialogs.values() if dialog.user == self.user_id)
        return self._seen(await self.client.submit_form(self.user_id, dialog.id, answers))

    async def sees(self):
        return [self._seen(entry) for entry in self._entries()]

    async def leave(self):
        await self.client.leave(self.user_id, self.stage.home)

    def _entries(self):
        found = [
            entry
            for channel in self.world.channels_of(self.user_id)
            for entry in self.world.entries(channel.id, self.user_id)
        ]
        order = {entry.id: number for number, entry in enumerate(self.world.all_entries())}
        return sorted(found, key=lambda entry: order[entry.id])

    def _find(self, label):
        for entry in reversed(self._entries()):
            if entry.message.menu is not None and not entry.message.menu.gather:
                choice = self._choice(entry, label)
                if choice is not None:
                    return entry, choice
        raise AssertionError(f"{self.name} sees nothing to tap called {label!r}")

    def _choice(self, entry, label):
        return next(
            (
                choice
                for choice in entry.message.menu.choices
                if words(self.world, choice.label, entry.language).startswith(label)
            ),
            None,
        )

    def _seen(self, shown):
        if shown is None:
            return Seen(where="private")
        if isinstance(shown, Dialog):
            labels = tuple(words(self.world, one.label, shown.language) for one in shown.form.fields)
            return Seen(
                where="private", text=words(self.world, shown.form.title, shown.language), form=labels
            )
        menu = shown.message.menu
        return Seen(
            where=self._where(shown),
            text=plain(self.world, shown.message, shown.language),
            labels=tuple(words(self.world, choice.label, shown.language) for choice in menu.choices)
            if menu
            else (),
            files=tuple((file.name, file.data) for file in shown.message.files),
        )

    def _where(self, entry):
        kind = self.world.channel(entry.channel).kind
        if entry.seen_by is not None or kind is PlaceKind.DIRECT:
            return "private"
        return "group" if kind is PlaceKind.GROUP else "public"


class PlaygroundStage(Stage):
    """Hold a world with one home and one channel."""

    def __init__(self):
        self.clock = PushableClock(START)
        self.world = World(self.clock)
        self.platform = PlaygroundPlatform(self.world, self.clock)
        self.home = self.world.add_home("Test town")
        self.channel = self.world.add_channel(self.home, "general")
        self.client = None

    async def open(self, inbox):
        self.client = Client(self.world, inbox)

    async def person(self, name, *, organiser=False):
        user = self.world.add_person(name, self.home, organiser=organiser)
        return PlaygroundHuman(self, name, user)

    async def give_right(self, human):
        self.world.people[human.user_id].roles.add("helper")
        return "helper"

    async def take_right(self, human):
        self.world.people[human.user_id].roles.discard("helper")

    async def settle(self):
        """Do nothing: on the playground everything has happened by the time a call returns."""

    async def close(self):
        """Do nothing: a world needs no taking down."""


@asynccontextmanager
async def open_stage():
    """Give a fresh playground stage."""
    stage = PlaygroundStage()
    try:
        yield stage
    finally:
        await stage.close()
