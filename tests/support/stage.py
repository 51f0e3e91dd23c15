"""A platform with people on it, as a test sees it: one protocol, so one test body runs on every platform."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from bot.ports.inbox import Inbox
from bot.ports.platform import ChatPlatform


@dataclass(frozen=True, kw_only=True)
class Seen:
    """One message as one person sees it.

    `where` is "public", "group" or "private" (an ephemeral answer, a direct message, a dialog only they see).
    `text` is everything readable: title, lines, facts, bullets, footer. `labels` are what can be tapped or picked
    (on Matrix: the numbered lines). `form` lists the labels of the questions when a form opened instead.
    """

    where: str
    text: str = ""
    labels: tuple[str, ...] = ()
    form: tuple[str, ...] = ()
    files: tuple[tuple[str, bytes], ...] = ()


class Human(Protocol):
    """Act as one person. Every action returns what it led this person to see (the newest last)."""

    name: str
    user_id: str

    async def say(self, command: str, /, **options: str) -> Seen:
        """Call a command ("meet join") in the public channel, or where that platform takes it privately."""
        ...

    async def tap(self, label: str) -> Seen:
        """Choose the newest visible choice with this label (its text starts with it)."""
        ...

    async def pick(self, *labels: str) -> Seen:
        """Choose several on the newest visible menu that gathers, and submit."""
        ...

    async def fill(self, **answers: str) -> Seen:
        """Fill in the open form: option name -> value (comma-joined for several), others keep what they hold."""
        ...

    async def sees(self) -> Sequence[Seen]:
        """Return everything visible to this person, oldest first."""
        ...

    async def leave(self) -> None:
        """Leave the server or room for good."""
        ...


class Stage(Protocol):
    """Hold one platform, one home with one public channel, and its people."""

    platform: ChatPlatform
    home: str
    channel: str

    async def open(self, inbox: Inbox) -> None:
        """Connect the platform to the core (starts `platform.run` where that is needed)."""
        ...

    async def person(self, name: str, *, organiser: bool = False) -> Human:
        """Let somebody into the home."""
        ...

    async def give_right(self, human: Human) -> str:
        """Give somebody a right below an organiser's (a role, a power level), and return how it is named in setup."""
        ...

    async def take_right(self, human: Human) -> None:
        """Take that right away again."""
        ...

    async def settle(self) -> None:
        """Wait until everything that was set off has been shown."""
        ...

    async def close(self) -> None:
        """Take everything down."""
        ...
