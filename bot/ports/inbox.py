"""The driving port: what adapters call when people do something."""

from dataclasses import dataclass
from typing import Protocol, TypeAlias

from bot.ids import ChannelId, HomeId, PlatformName, UserId
from bot.ports.commands import Actor, Answer, CommandSpec, Invocation, Place
from bot.ports.messages import FieldChoice, Reply


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonLeft:
    """Say that somebody left the server, the space or the room."""

    platform: PlatformName
    home: HomeId
    user: UserId


@dataclass(frozen=True, slots=True, kw_only=True)
class HomeLost:
    """Say that the bot was removed from a server, a space or a room."""

    platform: PlatformName
    home: HomeId


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceMoved:
    """Say that a room or channel lives on under another id (Matrix room upgrade).

    Both are channel ids; a home whose id is the old one moves along.
    """

    platform: PlatformName
    old: ChannelId
    new: ChannelId


PlatformEvent: TypeAlias = PersonLeft | HomeLost | PlaceMoved


class Inbox(Protocol):
    """Take what people do and answer it. Replies are rendered by the adapter that asked."""

    @property
    def specs(self) -> tuple[CommandSpec, ...]:
        """Return every command, in the catalogue's order."""
        ...

    async def handle(self, invocation: Invocation) -> Reply:
        """Run a command. Never raises: whatever goes wrong becomes a kind private reply."""
        ...

    async def answer(self, answer: Answer) -> Reply:
        """Run the command that a tap stands for. Never raises."""
        ...

    async def suggest(self, invocation: Invocation, option: str, typed: str) -> tuple[FieldChoice, ...]:
        """Return at most 25 completions for an option that is being typed."""
        ...

    async def language(self, actor: Actor, place: Place) -> str:
        """Return the language in which an adapter's own words answer somebody at a place. Never raises."""
        ...

    async def noticed(self, event: PlatformEvent) -> None:
        """Take note of what happened without a command."""
        ...
