"""The driven port of a chat platform, and what it can do.

Calls raise `TemporaryPlatformError` (try again later) or `PermanentPlatformError` (never); nothing else crosses
the border. Every call that creates something takes a `key`: called twice with one key, the thing exists once.
`look=True` asks the adapter to look on the platform for an earlier effect of the key before acting, because the
platform may have forgotten the key by now (`reliability.md` 1.1).
"""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Protocol

from bot.ids import ChannelId, HomeId, PlatformName, UserId
from bot.ports.commands import Place
from bot.ports.inbox import Inbox
from bot.ports.messages import Message
from bot.text.message import Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Capabilities:
    """Say how a platform can serve; the core asks this and never which platform it is."""

    private_replies: bool  # an answer in a public room that only the caller sees
    members_known: bool  # the platform tells when somebody leaves
    renders_zones: bool  # instants appear in each reader's own zone
    shows_staff_commands: Text | None = None
    """How an admin lets moderators see the commands that are hidden from members; None where nobody has to do a thing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Posted:
    """Remember one message on a platform."""

    channel: ChannelId
    message: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceRequest:
    """Ask for a private place for some people: a thread below `channel`, or a room."""

    home: HomeId
    channel: ChannelId
    name: str
    people: tuple[UserId, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Trace:
    """Say where Kith may have written about a person: in a place, or in its own conversation with somebody.

    Exactly one is set. `reader` may be the person themselves: then everything that Kith wrote there is meant.
    """

    channel: ChannelId | None = None
    reader: UserId | None = None


class ChatPlatform(Protocol):
    """Drive one chat platform."""

    @property
    def name(self) -> PlatformName:
        """Return the platform's short name ("discord")."""
        ...

    @property
    def capabilities(self) -> Capabilities:
        """Return what the platform can do."""
        ...

    async def run(self, inbox: Inbox) -> None:
        """Listen and pass everything to the inbox, until cancelled."""
        ...

    async def post(
        self, channel: ChannelId, message: Message, *, language: str, key: str, look: bool = False
    ) -> Posted:
        """Post a message in a channel, thread or room."""
        ...

    async def direct(
        self, user: UserId, message: Message, *, language: str, key: str, look: bool = False
    ) -> Posted:
        """Write to one person privately. Only people who consented are ever written to."""
        ...

    async def open_place(self, request: PlaceRequest, *, key: str, look: bool = False) -> ChannelId:
        """Open a private place for a group and let its people in."""
        ...

    async def remove_from_place(self, channel: ChannelId, user: UserId) -> None:
        """Take one person out of a private place; already out is success."""
        ...

    async def close_place(self, channel: ChannelId) -> None:
        """Take away what Kith wrote in a private place, and archive it; already archived is success (H6)."""
        ...

    async def forget(self, user: UserId, trace: Trace) -> None:
        """Take away what Kith wrote in a place that names a person, and let them out of it.

        In the person's own conversation everything of Kith goes, and what the adapter noted about them. What is gone
        already, or may not be touched, is passed over: this is done as far as the platform allows. Where there is more
        than one call can do, raise `TemporaryPlatformError`: the next one goes on.
        """
        ...

    async def can_organise(self, home: HomeId, user: UserId) -> bool:
        """Ask the platform whether this person has the right to organise, now."""
        ...

    async def can_moderate(self, home: HomeId, user: UserId, right: str) -> bool:
        """Ask the platform whether this person has the right that makes a moderator, now: a role, a power level."""
        ...

    async def present(self, home: HomeId, users: Collection[UserId]) -> frozenset[UserId]:
        """Return those of `users` who are still in the home."""
        ...

    def person(self, words: str) -> UserId | None:
        """Return the user id that words can be, or None where they name nobody on this platform."""
        ...

    def place_link(self, place: Place) -> str:
        """Return words or a link by which a reader finds a place."""
        ...
