"""Measure how a round's request is read: `python -m tests.benchmarks.requests [members] [rounds]`.

Prints seconds, and the longest time for which nothing else got its turn; nothing is asserted.
"""

import asyncio
import random
import sys
import time
from collections.abc import Iterator
from datetime import timedelta

from sqlalchemy import Connection, insert

from adapters.sql import tables
from adapters.sql.marks import mark_of
from adapters.sql.rows import values_of
from adapters.sql.storage import SqlStorage
from bot.domain.community import Account
from bot.domain.member import Attendance, Contact, Enrolment, Member
from bot.domain.rounds import Group, GroupState, Meeting, Round, RoundState, Seat, Turn, round_of
from bot.ids import GroupId, MemberId, UserId
from bot.matching import MatchRequest
from bot.ports.storage import Repositories
from bot.services.candidates import Setting, coming, pairs_in, request_for
from tests.support.storage import open_storage
from tests.support.town import AREAS, CIRCLE, COMMUNITY, NOW, PLATFORM, build

MEMBERS, ROUNDS, SIZE = 10_000, 26, 3
TICK = 0.002


def names(count: int) -> list[MemberId]:
    return [MemberId(f"m{number:05}") for number in range(count)]


def settle(connection: Connection, count: int) -> None:
    """Write members who are always in, with an account each."""
    rng = random.Random(1)
    everybody = names(count)
    people = [
        Member(
            id=name,
            community=COMMUNITY.id,
            joined_at=NOW,
            area=rng.choice(AREAS).id,
            languages=frozenset({"en", rng.choice(("nl", "ar"))}),
            contact=rng.choice(tuple(Contact)),
            interests=tuple(rng.sample(("bread", "trains", "birds", "books"), 2)),
        )
        for name in everybody
    ]
    shared = {"community": COMMUNITY.id, "platform": PLATFORM, "extra": False}
    accounts = [
        {
            **shared,
            "user": name,
            "member": name,
            "mark": mark_of(connection, COMMUNITY.id, Account(platform=PLATFORM, user=UserId(name))),
        }
        for name in everybody
    ]
    enrolled = [Enrolment(circle=CIRCLE.id, member=name, attendance=Attendance.ALWAYS) for name in everybody]
    connection.execute(insert(tables.member), [values_of(person) for person in people])
    connection.execute(insert(tables.account), accounts)
    connection.execute(insert(tables.enrolment), [values_of(each) for each in enrolled])


def remember(connection: Connection, round_: Round, count: int) -> None:
    """Write a round in which everybody sat in a group of three and met."""
    everybody = names(count)
    random.Random(str(round_.slot)).shuffle(everybody)
    seats, groups, meetings, turns = [], [], [], []
    for number, people in enumerate(in_threes(everybody)):
        group = Group(
            id=GroupId(f"{round_.id}/{number}"),
            round=round_.id,
            community=COMMUNITY.id,
            matched_at=round_.due_at,
            platform=PLATFORM,
            state=GroupState.CLOSED,
        )
        groups.append(values_of(group))
        turns += [values_of(Turn(round=round_.id, member=name, level=number, had=False)) for name in people]
        seats += [values_of(Seat(round=round_.id, group=group.id, member=name, fit=500)) for name in people]
        meetings += [
            values_of(
                Meeting(
                    first=first,
                    second=second,
                    round=round_.id,
                    community=COMMUNITY.id,
                    slot=round_.slot,
                    met=True,
                )
            )
            for first, second in pairs_in(tuple(people))
        ]
    connection.execute(insert(tables.round_), [values_of(round_)])
    written = ((tables.group, groups), (tables.seat, seats), (tables.meeting, meetings), (tables.turn, turns))
    for table, rows in written:
        connection.execute(insert(table), rows)


def in_threes(people: list[MemberId]) -> Iterator[list[MemberId]]:
    for start in range(0, len(people), SIZE):
        yield people[start : start + SIZE]


async def longest_wait(waits: list[float]) -> None:
    """Note how late this task gets its turn, again and again."""
    while True:
        begin = time.perf_counter()
        await asyncio.sleep(TICK)
        waits.append(time.perf_counter() - begin - TICK)


async def timed(storage: SqlStorage, name: str, work) -> object:
    waits: list[float] = []
    watch = asyncio.create_task(longest_wait(waits))
    await asyncio.sleep(0)  # let it begin
    begin = time.perf_counter()
    result = await storage.run(work)
    spent = time.perf_counter() - begin
    await asyncio.sleep(2 * TICK)
    watch.cancel()
    sys.stdout.write(f"{name:28} {spent:6.2f} s, longest wait {max(waits) * 1000:4.0f} ms\n")
    return result


async def main(count: int, past: int) -> None:
    async with open_storage() as storage:
        await storage.run(build)
        await storage.transact(lambda connection: settle(connection, count))
        for ago in range(past, 0, -1):
            round_ = round_of(CIRCLE, CIRCLE.anchor - ago * timedelta(weeks=2), COMMUNITY.zone)
            closed = Round(**{**values_of(round_), "state": RoundState.CLOSED})
            await storage.transact(lambda connection, closed=closed: remember(connection, closed, count))
        due = round_of(CIRCLE, CIRCLE.anchor, COMMUNITY.zone)
        await storage.run(lambda repos: repos.rounds.add(due))
        setting = Setting(round=due, circle=CIRCLE, community=COMMUNITY)

        def build_request(repos: Repositories) -> MatchRequest:
            return request_for(repos, setting, coming(repos, setting, due.due_at))

        await timed(storage, "who is coming", lambda repos: len(coming(repos, setting, due.due_at)))
        request = await timed(storage, "the whole request", build_request)

        def unchanged(repos: Repositories) -> bool:
            return build_request(repos) == request

        same = await timed(storage, "the request, checked again", unchanged)
        assert isinstance(request, MatchRequest)
        sys.stdout.write(
            f"{len(request.candidates)} candidates, {len(request.history)} pairs, unchanged: {same}\n"
        )


if __name__ == "__main__":
    wanted = [int(word) for word in sys.argv[1:]]
    asyncio.run(main(*(wanted + [MEMBERS, ROUNDS][len(wanted) :])))
