"""What is read of past rounds at once, for everybody: pairs, plans, seats, and who wanted to meet again."""

import asyncio
from datetime import date, timedelta

from bot.domain.rounds import GroupState, Meeting, SeatRecord, SeatRole, SeatState
from bot.ids import CircleId, MemberId
from tests.support import stored
from tests.support.stored import NOW, TOWN

ANA = MemberId("ana")
SATURDAYS = CircleId("saturdays")
ROUND = stored.a_round()


async def test_pairs_are_read_round_by_round_oldest_first(storage):
    def meeting(first, second, turn, met=None):
        names = {"first": MemberId(first), "second": MemberId(second)}
        return Meeting(**names, round=turn.id, community=TOWN, slot=turn.slot, met=met)

    earlier = stored.a_round(date(2026, 11, 21))

    def work(repos):
        stored.settle_town(repos)
        for found in (
            meeting("ana", "cy", ROUND),
            meeting("ana", "ben", ROUND, met=False),
            meeting("ben", "cy", earlier, met=True),
        ):
            repos.rounds.record(found)
        return [(turn, slot, sorted(pairs)) for turn, slot, pairs in repos.rounds.pairs_by_round(TOWN)]

    assert await storage.run(work) == [
        (earlier.id, earlier.slot, [("ben", "cy", True)]),
        (ROUND.id, ROUND.slot, [("ana", "ben", False), ("ana", "cy", None)]),
    ]


async def test_who_has_a_plan_ahead_is_listed_with_the_last_one(storage):
    soon, later = NOW + timedelta(days=1), NOW + timedelta(days=2)

    def work(repos):
        stored.settle_town(repos)
        repos.rounds.save_group(stored.group(state=GroupState.AGREED, meets_at=soon))
        repos.rounds.add_group(stored.group("g2", state=GroupState.AGREED, meets_at=later))
        repos.rounds.add_group(stored.group("g3", state=GroupState.AGREED, meets_at=NOW))
        repos.rounds.add_seat(stored.seat("ana"))
        repos.rounds.add_seat(stored.seat("ana", "g2", role=SeatRole.HOST))
        repos.rounds.add_seat(stored.seat("ben", "g2", state=SeatState.RELEASED))
        repos.rounds.add_seat(stored.seat("cy", "g3"))
        return repos.rounds.plans_ahead(SATURDAYS, NOW)

    assert await storage.run(work) == {"ana": (ROUND.id, later)}


async def test_an_extra_seat_is_told_apart_and_a_seat_given_up_is_not_the_last_one(storage):
    """Ana hosts beside Cy; Ben's trio fell apart; what is outside of the asked slots does not count."""
    days = [date(2026, 11, 7), date(2026, 11, 21), ROUND.slot]
    first, second, _ = turns = [stored.a_round(day) for day in days]

    def seat(repos, name, where, turn, **changes):
        repos.rounds.add_seat(stored.seat(name, where, round=turn.id, **changes))

    def work(repos):
        stored.settle_town(repos)
        for number, turn in enumerate(turns[:2]):
            repos.rounds.add(turn)
            for letter in "ab":
                repos.rounds.add_group(stored.group(f"{letter}{number}", turn))
        for name in ("ana", "ben", "dee"):
            seat(repos, name, "a0", first, fit=300)
        seat(repos, "ana", "a1", second, fit=501)
        seat(repos, "ben", "a1", second, fit=700, state=SeatState.RELEASED)
        seat(repos, "ana", "b1", second, fit=0, role=SeatRole.HOST)
        seat(repos, "cy", "b1", second)
        repos.rounds.add_seat(stored.seat("ana", fit=1000))
        return repos.rounds.seat_records(SATURDAYS, since=days[0], before=days[2])

    assert await storage.run(work) == {
        "ana": SeatRecord(last=days[1], hosted=days[1], fit=400),
        "ben": SeatRecord(last=days[0], fit=300),
        "cy": SeatRecord(last=days[1]),
        "dee": SeatRecord(last=days[0], fit=300),
    }


async def test_the_last_seat_is_one_that_was_kept_before_a_slot(storage):
    days = [date(2026, 11, 7), date(2026, 11, 21)]

    def work(repos):
        stored.settle_town(repos)
        for number, turn in enumerate(map(stored.a_round, days)):
            repos.rounds.add(turn)
            repos.rounds.add_group(stored.group(f"a{number}", turn))
        repos.rounds.add_seat(stored.seat("ana", "a0", round=stored.a_round(days[0]).id))
        repos.rounds.add_seat(
            stored.seat("ana", "a1", round=stored.a_round(days[1]).id, state=SeatState.RELEASED)
        )
        repos.rounds.add_seat(stored.seat("ana"))
        last = repos.rounds.last_seat
        return [last(SATURDAYS, ANA, slot) for slot in (days[0], ROUND.slot, date(2027, 1, 1))]

    assert await storage.run(work) == [None, days[0], ROUND.slot]


async def test_who_all_wanted_to_meet_again_is_listed_without_hosts_and_leavers(storage):
    def work(repos):
        stored.settle_town(repos)
        repos.rounds.save_group(stored.group(again=True))
        repos.rounds.add_group(stored.group("g2"))
        for name in ("ben", "ana"):
            repos.rounds.add_seat(stored.seat(name))
            repos.rounds.add_seat(stored.seat(name, "g2", role=SeatRole.HOST))
        repos.rounds.add_seat(stored.seat("cy", state=SeatState.RELEASED))
        repos.rounds.add_seat(stored.seat("dee", role=SeatRole.HOST))
        day = timedelta(days=1)
        now = repos.rounds.pods(SATURDAYS, since=ROUND.slot, before=ROUND.slot + day)
        return now, repos.rounds.pods(SATURDAYS, since=ROUND.slot - day, before=ROUND.slot)

    assert await storage.run(work) == (((ROUND.slot, ("ana", "ben")),), ())


async def test_in_a_pause_others_have_their_turn_while_the_transaction_stays_open(storage):
    turns, order = [], []

    async def somebody_else():
        while "long" not in order:
            turns.append("mine")
            await asyncio.sleep(0)

    def work(repos):
        stored.settle_town(repos)
        before = len(turns)
        for _ in range(3):
            repos.pause()
        order.append("long")
        return len(turns) - before

    async with asyncio.TaskGroup() as tasks:
        long = tasks.create_task(storage.run(work))
        tasks.create_task(somebody_else())
        tasks.create_task(storage.run(lambda _: order.append("short")))
    assert order == ["long", "short"]
    assert long.result() >= 2
