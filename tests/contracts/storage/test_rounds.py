"""Circles, rounds, groups, seats and meetings are kept; nobody is seated twice."""

from dataclasses import replace
from datetime import date, time, timedelta

import pytest
from sqlalchemy import insert
from sqlalchemy.exc import IntegrityError

from adapters.sql import tables
from bot.domain.recurrence import EveryWeeks, MonthlyOn
from bot.domain.rounds import (
    Acceptance,
    CircleState,
    Feeling,
    GroupState,
    Meeting,
    Met,
    Mix,
    RoundState,
    SeatRole,
    SeatState,
)
from bot.ids import ChannelId, CircleId, GroupId, MemberId, PlatformName, RoundId, SpotId
from tests.support import stored
from tests.support.stored import DISCORD, NOW, TOWN

ANA, BEN = MemberId("ana"), MemberId("ben")
ROUND = stored.a_round()


@pytest.mark.parametrize("cadence", [EveryWeeks(1), EveryWeeks(26), MonthlyOn(1, 0), MonthlyOn(-1, 6)])
async def test_a_circle_comes_back_as_written(storage, cadence):
    written = replace(
        stored.circle("other"),
        cadence=cadence,
        at=time(23, 59),
        size=5,
        pairs_only=True,
        same_area=True,
        state=CircleState.PAUSED,
        mix=frozenset({Mix.ROLES, Mix.AREAS}),
        new_faces=1,
        pods=True,
    )

    def work(repos):
        stored.settle_town(repos)
        repos.rounds.add_circle(stored.circle("other"))
        repos.rounds.save_circle(written)
        return repos.rounds.circle(CircleId("other")), repos.rounds.circles(TOWN)

    one, both = await storage.run(work)
    assert one == written
    assert both == (written, stored.circle())


async def test_rounds_are_listed_by_slot_and_change_their_state(storage):
    def work(repos):
        stored.settle_town(repos)
        for day in (date(2027, 1, 2), date(2026, 11, 21)):
            repos.rounds.add(stored.a_round(day))
        repos.rounds.save(replace(ROUND, state=RoundState.SKIPPED))
        return repos.rounds.of_circle(CircleId("saturdays")), repos.rounds.get(ROUND.id)

    rounds, one = await storage.run(work)
    assert [str(found.slot) for found in rounds] == ["2026-11-21", "2026-12-05", "2027-01-02"]
    assert one == replace(ROUND, state=RoundState.SKIPPED)


async def test_a_slot_of_a_circle_is_one_round(storage):
    def work(repos):
        stored.settle_town(repos)
        repos.rounds.add(replace(ROUND, id=RoundId("another")))

    with pytest.raises(IntegrityError):
        await storage.run(work)


async def test_a_round_is_removed_with_its_answers_until_it_is_matched(storage):
    def work(repos):
        stored.settle_town(repos)
        later = stored.a_round(date(2027, 1, 2))
        repos.rounds.add(replace(later, state=RoundState.OPEN))
        repos.rounds.answer(later.id, ANA, coming=True)
        repos.rounds.remove(later.id)
        repos.rounds.remove(later.id)
        repos.rounds.save(replace(ROUND, state=RoundState.MATCHED))
        with pytest.raises(ValueError, match="planned or open"):
            repos.rounds.remove(ROUND.id)
        return repos.rounds.answers(later.id), repos.rounds.of_circle(CircleId("saturdays"))

    answers, left = await storage.run(work)
    assert answers == {}
    assert [found.id for found in left] == [ROUND.id]


async def test_the_last_answer_to_an_opening_counts(storage):
    def work(repos):
        stored.settle_town(repos)
        repos.rounds.answer(ROUND.id, BEN, coming=True)
        repos.rounds.answer(ROUND.id, ANA, coming=True)
        repos.rounds.answer(ROUND.id, ANA, coming=False)
        return repos.rounds.answers(ROUND.id)

    assert await storage.run(work) == {"ana": False, "ben": True}


async def test_who_sat_out_is_listed_oldest_first_and_once(storage):
    def work(repos):
        stored.settle_town(repos)
        earlier = stored.a_round(date(2026, 11, 21))
        repos.rounds.add(earlier)
        for where, who in ((ROUND, BEN), (ROUND, ANA), (earlier, BEN), (ROUND, BEN)):
            repos.rounds.sit_out(where.id, who)
        return repos.rounds.sat_out(CircleId("saturdays"))

    assert await storage.run(work) == (
        (date(2026, 11, 21), "ben"),
        (date(2026, 12, 5), "ana"),
        (date(2026, 12, 5), "ben"),
    )


async def test_a_group_comes_back_as_written(storage):
    written = stored.group(
        state=GroupState.AGREED,
        channel=ChannelId("!place:example.org"),
        options=(NOW + timedelta(days=4), NOW + timedelta(days=5)),
        spot=SpotId("library"),
        meets_at=NOW + timedelta(days=4),
        revision=3,
        shared_slots=7,
        again=True,
    )

    def work(repos):
        stored.settle_town(repos)
        repos.rounds.add_group(stored.group("g0"))
        repos.rounds.save_group(written)
        return repos.rounds.group(GroupId("g1")), repos.rounds.groups(ROUND.id)

    one, both = await storage.run(work)
    assert one == written
    assert both == (stored.group("g0"), written)


async def test_a_group_is_found_by_its_place_on_its_platform(storage):
    def work(repos):
        stored.settle_town(repos)
        repos.rounds.save_group(stored.group(channel=ChannelId("7")))
        found = repos.rounds.group_in
        return found(DISCORD, ChannelId("7")).id, found(PlatformName("matrix"), ChannelId("7"))

    assert await storage.run(work) == ("g1", None)


async def test_a_members_groups_are_the_open_ones_with_an_active_seat_newest_first(storage):
    def work(repos):
        stored.settle_town(repos)
        for week, state in enumerate(("proposed", "closed", "agreed", "met")):
            turn = stored.a_round(date(2027, 1, 2) + timedelta(weeks=week))
            repos.rounds.add(turn)
            name = f"w{week}"
            matched_at = NOW + timedelta(weeks=week)
            repos.rounds.add_group(stored.group(name, turn, matched_at=matched_at, state=GroupState(state)))
            seat = SeatState.RELEASED if week == 2 else SeatState.ACTIVE
            repos.rounds.add_seat(stored.seat("ana", name, round=turn.id, state=seat))
        return [group.id for group in repos.rounds.groups_of(ANA)]

    assert await storage.run(work) == ["w3", "w0"]


async def test_a_seat_comes_back_as_written(storage):
    written = stored.seat(
        "ana",
        accepted=Acceptance.EITHER,
        met=Met.PLANNING,
        feeling=Feeling.OK,
        again=False,
        role=SeatRole.HOST,
        fit=640,
    )

    def work(repos):
        stored.settle_town(repos)
        repos.rounds.add_seat(stored.seat("ben"))
        repos.rounds.add_seat(stored.seat("ana"))
        repos.rounds.save_seat(written)
        return repos.rounds.seats(GroupId("g1")), repos.rounds.seats_in(ROUND.id)

    in_group, in_round = await storage.run(work)
    assert in_group == in_round == (written, stored.seat("ben"))


async def test_a_member_is_seated_once_in_a_round(storage):
    def work(repos):
        stored.settle_town(repos)
        repos.rounds.add_group(stored.group("g2"))
        repos.rounds.add_seat(stored.seat("ana"))
        for where in ("g1", "g2"):
            with pytest.raises(ValueError, match="active seat"):
                repos.rounds.add_seat(stored.seat("ana", where))
        repos.rounds.add_seat(stored.seat("ben"))
        return repos.rounds.seats_in(ROUND.id)

    assert await storage.run(work) == (stored.seat("ana"), stored.seat("ben"))


async def test_a_host_may_hold_one_extra_seat(storage):
    def work(repos):
        stored.settle_town(repos)
        for name in ("g2", "g3"):
            repos.rounds.add_group(stored.group(name))
        repos.rounds.add_seat(stored.seat("ana"))
        repos.rounds.add_seat(stored.seat("ana", "g2", role=SeatRole.HOST))
        for role in SeatRole:
            with pytest.raises(ValueError, match="active seat"):
                repos.rounds.add_seat(stored.seat("ana", "g3", role=role))
        return [(seat.group, seat.role) for seat in repos.rounds.seats_in(ROUND.id)]

    assert await storage.run(work) == [("g1", "member"), ("g2", "host")]


async def test_many_seats_at_once_are_all_kept_or_none(storage):
    names = [f"m{number:03}" for number in range(250)]

    def work(repos):
        repos.rounds.add_seat(*(stored.seat(name) for name in names))
        return [seat.member for seat in repos.rounds.seats_in(ROUND.id)]

    def twice(repos):
        repos.rounds.add_group(stored.group("g2"), stored.group("g3"))
        repos.rounds.add_seat(stored.seat("ana", "g2"), stored.seat("ben", "g2"), stored.seat("ana", "g3"))

    await storage.run(stored.settle_town)
    with pytest.raises(ValueError, match="active seat"):
        await storage.run(twice)
    assert await storage.run(work) == names
    with pytest.raises(ValueError, match="active seat"):
        await storage.run(lambda repos: repos.rounds.add_seat(stored.seat("new"), stored.seat("m249")))


async def test_a_released_seat_frees_its_member_for_another_group_or_the_same(storage):
    def work(repos):
        stored.settle_town(repos)
        repos.rounds.add_group(stored.group("g2"))
        repos.rounds.add_seat(stored.seat("ana"))
        repos.rounds.save_seat(stored.seat("ana", state=SeatState.RELEASED))
        repos.rounds.add_seat(stored.seat("ana", "g2"))
        repos.rounds.save_seat(stored.seat("ana", "g2", state=SeatState.RELEASED))
        repos.rounds.add_seat(stored.seat("ana"))
        return [(seat.group, seat.state) for seat in repos.rounds.seats_in(ROUND.id)]

    assert await storage.run(work) == [("g1", "active"), ("g2", "released")]


async def test_the_database_itself_forbids_a_second_active_seat(storage):
    """Whatever the code asks for: this goes past the repository, as a faulty or a second program would."""

    def past_the_repository(connection):
        rows = [{"round": ROUND.id, "group": name, "member": "ana"} for name in ("g1", "g2")]
        fixed = {"state": SeatState.ACTIVE, "accepted": Acceptance.SILENT}
        connection.execute(insert(tables.seat), [row | fixed for row in rows])

    def work(repos):
        stored.settle_town(repos)
        repos.rounds.add_group(stored.group("g2"))

    await storage.run(work)
    with pytest.raises(IntegrityError):
        await storage.transact(past_the_repository)
    assert await storage.run(lambda repos: repos.rounds.seats_in(ROUND.id)) == ()


async def test_a_seat_cannot_be_taken_back_to_life_beside_another(storage):
    def work(repos):
        stored.settle_town(repos)
        repos.rounds.add_group(stored.group("g2"))
        repos.rounds.add_seat(stored.seat("ana", state=SeatState.RELEASED))
        repos.rounds.add_seat(stored.seat("ana", "g2"))

    await storage.run(work)
    with pytest.raises(IntegrityError):
        await storage.run(lambda repos: repos.rounds.save_seat(stored.seat("ana")))


async def test_a_seat_in_a_group_that_is_not_there_is_refused(storage):
    with pytest.raises(IntegrityError):
        await storage.run(lambda repos: repos.rounds.add_seat(stored.seat("ana", "nowhere")))


async def test_meetings_are_recorded_once_per_pair_and_round_and_listed_by_slot(storage):
    def meeting(first, second, turn, met=None):
        return Meeting(
            first=MemberId(first),
            second=MemberId(second),
            round=turn.id,
            community=TOWN,
            slot=turn.slot,
            met=met,
        )

    earlier = stored.a_round(date(2026, 11, 21))

    def work(repos):
        stored.settle_town(repos)
        repos.rounds.record(meeting("ana", "ben", ROUND))
        repos.rounds.record(meeting("ana", "ben", ROUND, met=False))
        repos.rounds.record(meeting("ben", "cy", earlier, met=True))
        for wrong in (("ben", "ana"), ("ana", "ana")):
            with pytest.raises(ValueError, match="in order"):
                repos.rounds.record(meeting(*wrong, ROUND))
        return repos.rounds.meetings(TOWN)

    assert await storage.run(work) == (
        meeting("ben", "cy", earlier, met=True),
        meeting("ana", "ben", ROUND, met=False),
    )


async def test_an_instant_without_a_zone_is_refused(storage):
    await storage.run(stored.settle_town)
    with pytest.raises(Exception, match="time zone"):
        await storage.run(
            lambda repos: repos.rounds.add_group(stored.group("g2", matched_at=NOW.replace(tzinfo=None)))
        )
