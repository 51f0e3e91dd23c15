"""Measure how long the event loop stands still during a whole round: `python -m tests.benchmarks.whole_round`.

A community in a SQLite file, in which everybody met others in each of many past rounds: the round is opened, a part of
its invitations is delivered, it is previewed (twice at once), matched (read, matched, looked at again, written), and a
part of what is due then is delivered. All of it is one number at the end; nothing is asserted. The platform takes
everything at once. `--members`, `--rounds` and `--size` change the community; with `--restless 3` somebody pauses during
each of the first three matches, the previews' among them.
"""

import argparse
import asyncio
import sys
from collections.abc import Awaitable
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta
from random import Random
from typing import Any

from adapters.playground.clock import PushableClock
from adapters.sql.storage import SqlStorage
from bot.bootstrap import make_app
from bot.commands.organise_preview import preview_card
from bot.domain.member import MemberState
from bot.domain.rounds import Circle, Round, RoundState, round_of
from bot.ids import ChannelId, RoundId
from bot.matching import MatchRequest, MatchResult
from bot.ports.platform import Capabilities, Posted
from bot.ports.storage import Repositories
from bot.runtime.app import App
from bot.services.circles.schedule import plan_next_round
from bot.services.preview import preview
from tests.benchmarks.event_loop import HEAD, Stall, measured
from tests.benchmarks.requests import names, remember, settle
from tests.support.storage import open_storage
from tests.support.town import CIRCLE, COMMUNITY, NOW, PLATFORM, account, build

DELIVERING = 10  # seconds


class Willing:
    """A platform that takes everything at once, and where openings go to each member."""

    name = PLATFORM
    capabilities = Capabilities(private_replies=False, members_known=True, renders_zones=False)

    async def post(self, channel, _message, **_how):
        return Posted(channel=channel, message="posted")

    async def direct(self, user, _message, **_how):
        return Posted(channel=ChannelId(user), message="posted")

    async def open_place(self, request, *, key, look=False):
        return ChannelId(key)

    async def present(self, _home, users):
        return frozenset(users)


class Restless:
    """Match as the app does, and let one more member pause meanwhile, for the first few times."""

    def __init__(self, app: App, times: int) -> None:
        self._app, self._left = app, names(times)
        self._match = app.kit.match

    async def match(self, request: MatchRequest) -> MatchResult:
        result = await self._match(request)
        if self._left:
            name = self._left.pop()
            await self._app.kit.storage.run(lambda repos: pause(repos, name))
        return result


def pause(repos: Repositories, name) -> None:
    member = repos.members.get(name)
    repos.members.save(replace(member, state=MemberState.PAUSED))


async def for_a_while(awaitable: Awaitable[Any]) -> None:
    with suppress(TimeoutError):
        async with asyncio.timeout(DELIVERING):
            await awaitable


async def a_community(storage: SqlStorage, circle: Circle, count: int, past: int) -> Round:
    """Write the community with its past, and return its next round."""

    def move_in(repos: Repositories) -> None:
        build(repos)
        repos.rounds.save_circle(circle)

    await storage.run(move_in)
    await storage.transact(lambda connection: settle(connection, count))
    for ago in range(past, 0, -1):
        round_ = round_of(circle, circle.anchor - ago * timedelta(weeks=2), COMMUNITY.zone)
        closed = replace(round_, state=RoundState.CLOSED)
        await storage.transact(lambda connection, closed=closed: remember(connection, closed, count))
    return await storage.run(lambda repos: plan_next_round(repos, circle, COMMUNITY, NOW))


async def groups_of(app: App, round_: RoundId) -> int:
    return len(await app.kit.storage.run(lambda repos: repos.rounds.groups(round_)))


async def measure(count: int, past: int, size: int, restless: int) -> None:
    circle = replace(CIRCLE, size=size)
    async with open_storage() as storage:
        round_ = await a_community(storage, circle, count, past)
        clock = PushableClock(NOW)
        app = make_app(storage, (Willing(),), clock, Random(1))
        app.kit = replace(app.kit, match=Restless(app, restless).match)
        app = App(app.kit)
        await app.get_ready()
        sys.stdout.write(HEAD)
        idle, _ = await measured("idle", asyncio.sleep(3))
        found = [stall async for stall in parts(app, clock, circle, round_)]
        worst = found[0]
        for stall in found:
            worst = worst.worse(stall)
        groups = await groups_of(app, round_.id)
        sys.stdout.write(
            f"{groups} groups. A whole round stalls the loop {worst.above(idle)} than nothing does.\n"
        )


async def parts(app: App, clock: PushableClock, circle: Circle, round_: Round):
    """Play the round, and yield the longest stall of each part."""

    async def stall(what: str, awaitable: Awaitable[Any]) -> Stall:
        return (await measured(what, awaitable))[0]

    async def looks() -> None:
        preview_card(await preview(app.kit, COMMUNITY, circle, account("olga")), circle, COMMUNITY)

    clock.set(round_.opens_at)
    yield await stall("opened", app._scheduler.run_due())
    yield await stall("invitations, some of them", for_a_while(app._outbox.run_due()))
    yield await stall("two previews at once", asyncio.gather(looks(), looks()))
    clock.set(round_.due_at)
    yield await stall("matched: read, matched, looked at, written", app._scheduler.run_due())
    yield await stall("places, some of them", for_a_while(app._outbox.run_due()))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--members", type=int, default=10_000)
    parser.add_argument("--rounds", type=int, default=26)
    parser.add_argument("--size", type=int, default=2)
    parser.add_argument("--restless", type=int, default=0, metavar="MATCHES")
    asked = parser.parse_args()
    asyncio.run(measure(asked.members, asked.rounds, asked.size, asked.restless))


if __name__ == "__main__":
    main()
