"""What is around a meeting: absences until they fade, check-ins with a buddy, and rounds that follow a group."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.domain.aftermath import Absence, BuddyCheck
from bot.domain.rounds import GroupState, RoundState, SeatState
from bot.ids import ChannelId, CircleId, GroupId, MemberId, RoundId
from tests.support import stored
from tests.support.stored import DISCORD, NOW

ANA, BEN = MemberId("ana"), MemberId("ben")
G1 = GroupId("g1")
SATURDAYS = CircleId("saturdays")
DAY = timedelta(days=1)
LOUNGE = ChannelId("lounge")


async def test_an_absence_is_kept_once_until_it_is_explained_or_fades(storage):
    def work(repos):
        stored.settle_town(repos)
        repos.rounds.add_group(stored.group("g2"))
        for group, at in (("g1", NOW), ("g1", NOW), ("g2", NOW - DAY)):
            repos.aftermath.note(Absence(member=ANA, group=GroupId(group), at=at))
        both = [each.group for each in repos.aftermath.absences(ANA)]
        repos.aftermath.fade(NOW - DAY)
        left = [each.group for each in repos.aftermath.absences(ANA)]
        repos.aftermath.explain(ANA, G1)
        repos.aftermath.explain(ANA, G1)
        return both, left, repos.aftermath.absences(ANA)

    assert await storage.run(work) == (["g2", "g1"], ["g1"], ())


async def test_a_check_in_is_replaced_found_and_dropped(storage):
    def work(repos):
        stored.settle_town(repos)
        repos.aftermath.put_check(BuddyCheck(member=ANA, group=G1, after=60))
        check = BuddyCheck(member=ANA, group=G1, after=90, buddy=BEN, accepted=True)
        repos.aftermath.put_check(check)
        found = repos.aftermath.check(ANA, G1), repos.aftermath.checks(G1)
        assert repos.aftermath.checks_with(ANA) == repos.aftermath.checks_with(BEN) == (check,)
        repos.aftermath.drop_check(ANA, G1)
        return check, found, repos.aftermath.check(ANA, G1)

    check, found, gone = await storage.run(work)
    assert found == (check, (check,))
    assert gone is None


async def test_they_go_with_the_member_and_a_buddy_who_is_gone_is_no_buddy(storage):
    def work(repos):
        stored.settle_town(repos)
        repos.aftermath.note(Absence(member=ANA, group=G1, at=NOW))
        repos.aftermath.put_check(BuddyCheck(member=ANA, group=G1, after=60, buddy=BEN))
        repos.aftermath.put_check(BuddyCheck(member=BEN, group=G1, after=60, buddy=ANA))
        repos.members.erase(ANA)
        return repos.aftermath.absences(ANA), repos.aftermath.checks(G1)

    absences, checks = await storage.run(work)
    assert absences == ()
    assert [(each.member, each.buddy) for each in checks] == [(BEN, None)]


def following(of="g1"):
    """Return a round in which a group's people meet again, on the very day of a turn of the circle."""
    turn = stored.a_round()
    return replace(turn, id=RoundId(f"again-{of}"), state=RoundState.MATCHED, follows=GroupId(of))


async def test_a_round_that_follows_a_group_is_no_turn_of_the_circle(storage):
    """Several may fall on one day, also on that of a turn; they are found by the group, and count as nobody's turn."""

    def work(repos):
        stored.settle_town(repos)
        repos.rounds.add_group(stored.group("g2"))
        for of in ("g1", "g2"):
            repos.rounds.add(following(of))
        again = replace(stored.group("g3", following()), meets_at=NOW + DAY, state=GroupState.AGREED)
        repos.rounds.add_group(again)
        repos.rounds.add_seat(stored.seat("ana", "g3", round=following().id))
        day = stored.a_round().slot + DAY
        return (
            [each.id for each in repos.rounds.of_circle(SATURDAYS)],
            repos.rounds.following(G1),
            repos.rounds.following(GroupId("g3")),
            repos.rounds.last_seat(SATURDAYS, ANA, day),
            repos.rounds.seat_records(SATURDAYS, since=stored.a_round().slot, before=day),
            repos.rounds.plans_ahead(SATURDAYS, NOW),
        )

    turns, round_, none, last, records, plans = await storage.run(work)
    assert turns == [stored.a_round().id]
    assert (round_, none, last, records) == (following(), None, None, {})
    assert plans == {ANA: (following().id, NOW + DAY)}, "a date that stands is a plan like any other"


async def test_two_turns_of_a_circle_on_one_day_are_refused_as_before(storage):
    def work(repos):
        stored.settle_town(repos)
        repos.rounds.add(replace(stored.a_round(), id=RoundId("twin")))

    with pytest.raises(Exception, match=r"(?i)unique"):
        await storage.run(work)


async def test_the_open_groups_of_a_place_come_newest_first(storage):
    def work(repos):
        stored.settle_town(repos)
        repos.rounds.save_group(stored.group("g1", channel=LOUNGE))
        newer = {"matched_at": NOW + DAY, "channel": LOUNGE}
        repos.rounds.add_group(stored.group("g2", **newer), stored.group("g3", channel=LOUNGE))
        repos.rounds.save_group(stored.group("g3", channel=LOUNGE, state=GroupState.CLOSED))
        return [each.id for each in repos.rounds.open_in(DISCORD, LOUNGE)]

    assert await storage.run(work) == ["g2", "g1"]


async def test_a_sit_out_can_be_taken_back_and_what_a_seat_holds_is_kept(storage):
    def work(repos):
        stored.settle_town(repos)
        round_ = stored.a_round()
        repos.rounds.sit_out(round_.id, ANA)
        repos.rounds.sat_after_all(round_.id, ANA)
        repos.rounds.sat_after_all(round_.id, ANA)
        seat = stored.seat("ana", state=SeatState.RELEASED, confirmed=NOW, sign="green scarf", alone=True)
        repos.rounds.add_seat(seat)
        return repos.rounds.sat_out(SATURDAYS), repos.rounds.seats(G1) == (seat,)

    assert await storage.run(work) == ((), True)
