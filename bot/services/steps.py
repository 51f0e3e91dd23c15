"""The steps that jobs name: decisions that change rows, and deliveries that say something.

A decision runs inside the transaction that finishes its job. A slow decision first looks around outside any
transaction (asks platforms, runs the matcher) and returns a decision to run inside one. A delivery says, in a
transaction, what is to be done on which platform (`Effect`, or None when there is nothing left worth saying);
after the platform did it, `settle` records the outcome in the transaction that finishes the job; after a refusal
for good, `refused` decides in that transaction how people learn of it otherwise.
"""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TypeAlias, TypeVar

from bot.domain.jobs import Job
from bot.ids import ChannelId, PlatformName, UserId
from bot.ports.messages import Message
from bot.ports.platform import PlaceRequest, Trace
from bot.ports.storage import Repositories
from bot.services.illustration import Illustration
from bot.services.kit import Kit


@dataclass(frozen=True, slots=True, kw_only=True)
class PostTo:
    """Post a message in a channel. `only` limits who may tap its menu (empty: whoever sees it).

    An `illustration` is an extra: where it can't be drawn, or the platform takes no file, the words go without it.
    """

    platform: PlatformName
    channel: ChannelId
    message: Message
    language: str
    only: tuple[UserId, ...] = ()
    illustration: Illustration | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class WriteTo:
    """Write to one person privately."""

    platform: PlatformName
    user: UserId
    message: Message
    language: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenPlace:
    """Open a private place for a group."""

    platform: PlatformName
    request: PlaceRequest


@dataclass(frozen=True, slots=True, kw_only=True)
class ClosePlace:
    """Archive a group's place."""

    platform: PlatformName
    channel: ChannelId


@dataclass(frozen=True, slots=True, kw_only=True)
class RemoveFromPlace:
    """Take one person out of a group's place."""

    platform: PlatformName
    channel: ChannelId
    user: UserId


@dataclass(frozen=True, slots=True, kw_only=True)
class ForgetPerson:
    """Take away what was written about a person somewhere on a platform."""

    platform: PlatformName
    user: UserId
    trace: Trace


Effect: TypeAlias = PostTo | WriteTo | OpenPlace | ClosePlace | RemoveFromPlace | ForgetPerson

Decision: TypeAlias = Callable[[Kit, Repositories, Job, datetime], None]
SlowDecision: TypeAlias = Callable[[Kit, Job, datetime], Awaitable[Callable[[Repositories], None]]]
Prepare: TypeAlias = Callable[[Kit, Repositories, Job], Effect | None]
Settle: TypeAlias = Callable[[Repositories, Job, str, datetime], None]
Refused: TypeAlias = Callable[[Repositories, Job, datetime], None]

_Step = TypeVar("_Step")


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """Tie a delivery's preparation to what is recorded when it is done, and to what follows when it never can be."""

    prepare: Prepare
    settle: Settle | None = None
    refused: Refused | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Steps:
    """Hold every step by name."""

    decisions: Mapping[str, Decision]
    slow_decisions: Mapping[str, SlowDecision]
    deliveries: Mapping[str, Delivery]


def merge(*parts: Steps) -> Steps:
    """Join the steps of several features; a name must be used once."""
    return Steps(
        decisions=_joined([part.decisions for part in parts]),
        slow_decisions=_joined([part.slow_decisions for part in parts]),
        deliveries=_joined([part.deliveries for part in parts]),
    )


def _joined(parts: Sequence[Mapping[str, _Step]]) -> dict[str, _Step]:
    joined: dict[str, _Step] = {}
    for part in parts:
        if twice := joined.keys() & part.keys():
            raise ValueError(f"steps named twice: {sorted(twice)}")
        joined.update(part)
    return joined
