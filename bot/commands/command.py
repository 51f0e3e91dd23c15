"""A command: its declaration and its handler. Handlers return a reply; they never send."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import TypeAlias

from bot.content.library import Library
from bot.domain.community import Community
from bot.domain.member import Member
from bot.errors import UserError
from bot.ports.commands import Actor, CommandSpec, Invocation, Place
from bot.ports.messages import FieldChoice, Reply
from bot.services.kit import Kit
from bot.services.shelf.library import library_of
from bot.text.message import Command as Called
from bot.text.message import T


@dataclass(frozen=True, slots=True, kw_only=True)
class CommandContext:
    """Say who calls what, where. `community` and `member` are as they stood when the call came in.

    `moderator` is asked for commands of moderators only.
    """

    kit: Kit
    invocation: Invocation
    language: str
    organiser: bool = False
    moderator: bool = False
    community: Community | None = None
    member: Member | None = None

    @property
    def actor(self) -> Actor:
        """Return who calls."""
        return self.invocation.actor

    @property
    def place(self) -> Place:
        """Return where the call came from."""
        return self.invocation.place

    @property
    def here(self) -> Community:
        """Return the community, or tell the caller that this place has none yet."""
        if self.community is None:
            raise UserError(
                T(
                    "No community is set up here yet. An organiser can start with {command}.",
                    command=Called("organise setup"),
                )
            )
        return self.community

    async def library(self) -> Library:
        """Return the library of the community; where there is none (yet), what ships with Kith."""
        community, shipped = self.community, self.kit.library
        if community is None:
            return shipped
        return await self.kit.storage.run(lambda repos: library_of(repos, community, shipped))

    @property
    def me(self) -> Member:
        """Return the calling member, or tell the caller how to join."""
        if self.member is None:
            raise UserError(
                T(
                    "You are not a member yet. {command} takes less than a minute.",
                    command=Called("meet join"),
                )
            )
        return self.member


Handler: TypeAlias = Callable[..., Awaitable[Reply]]
"""`async def handler(ctx: CommandContext, *, <options>) -> Reply`: options arrive by name (`-` becomes `_`),
as `str` (cleaned) or `int` for NUMBER; options that were not given are left out."""

Suggester: TypeAlias = Callable[[CommandContext, str, str], Awaitable[tuple[FieldChoice, ...]]]
"""`async def suggest(ctx, option, typed)`: completions for one option."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Command:
    """Tie a spec to its handler, and to completions where options ask for them.

    `homeless` commands work where no community is set up; the others get a kind refusal there.
    """

    spec: CommandSpec
    handler: Handler
    suggest: Suggester | None = None
    homeless: bool = False
