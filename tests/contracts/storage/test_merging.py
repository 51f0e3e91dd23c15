"""Two members of a community become one: nothing is lost, nothing points to the one who is gone."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import String, cast, func, select

from adapters.sql import tables
from bot.domain.aftermath import Absence, BuddyCheck
from bot.domain.community import Account
from bot.domain.consent import Consent
from bot.domain.jobs import JobState
from bot.domain.member import Attendance, Contact, Enrolment, Frequency
from bot.domain.open_table import Hosting, TablePart
from bot.domain.rounds import GroupState, Meeting, SeatRole, SeatState, Turn
from bot.ids import (
    CircleId,
    CommunityId,
    GroupId,
    JobKey,
    MemberId,
    PlatformName,
    UserId,
)
from tests.support import stored
from tests.support.stored import DISCORD, MINUTE, NOW, TOWN

OLD, NEW, BEN, CY = MemberId("old-ana-4711"), MemberId("new-ana-0815"), MemberId("ben"), MemberId("cy")
SATURDAYS, BOOKS = CircleId("saturdays"), CircleId("books")
MATRIX = PlatformName("matrix")
FIRST, SECOND, THIRD = (stored.a_round(date(2026, 12, day)) for day in (5, 19, 26))


def account(user, platform=DISCORD):
    return Account(platform=platform, user=UserId(user))


def enrolment(member, circle=SATURDAYS, **wishes):
    return Enrolment(circle=circle, member=member, **({"attendance": Attendance.ASK} | wishes))


def meeting(one, other, round_=FIRST, *, met=None):
    first, second = sorted((one, other))
    return Meeting(first=first, second=second, round=round_.id, community=TOWN, slot=round_.slot, met=met)


def agreed(member, at=NOW):
    return Consent(member=member, at=at, version=1, platform=DISCORD, contact=Contact.DIRECT)


def settle(repos):
    """Store the town with both accounts of Ana, each a member, two more rounds and another group."""
    stored.settle_town(repos)
    repos.rounds.add_circle(replace(stored.circle("books"), name="Books"))
    for each in (SECOND, THIRD):
        repos.rounds.add(each)
    repos.rounds.add_group(stored.group("g2"), stored.group("g3", SECOND), stored.group("g4", SECOND))
    for name, user in ((OLD, "1"), (NEW, "2")):
        repos.members.add(stored.member(name))
        repos.members.add_account(name, account(user))
    repos.members.add_account(OLD, account("@ana:b", MATRIX))


def merge(repos):
    repos.members.merge(OLD, repos.members.get(NEW))


def full_life(repos):
    """Let the member who will be gone take part in everything there is."""
    settle(repos)
    repos.consents.add(agreed(OLD))
    for circle in (SATURDAYS, BOOKS):
        repos.members.enrol(enrolment(OLD, circle, partner=BEN))
    repos.members.enrol(enrolment(NEW, partner=OLD))
    repos.members.enrol(enrolment(BEN, partner=OLD))
    repos.open_tables.put(stored.open_table())
    repos.open_tables.put_part(TablePart(circle=SATURDAYS, member=OLD, told=True))
    repos.rounds.answer(THIRD.id, OLD, coming=True)
    repos.rounds.sit_out(FIRST.id, OLD)
    repos.rounds.note_turns(Turn(round=FIRST.id, member=OLD, level=0, had=True))
    repos.rounds.add_seat(stored.seat(OLD, "g3", round=SECOND.id), stored.seat(BEN, "g3", round=SECOND.id))
    repos.rounds.record(meeting(OLD, BEN, SECOND, met=True))
    repos.aftermath.note(Absence(member=OLD, group=GroupId("g3"), at=NOW))
    repos.aftermath.put_check(BuddyCheck(member=OLD, group=GroupId("g3"), after=60, buddy=BEN))
    repos.aftermath.put_check(BuddyCheck(member=BEN, group=GroupId("g3"), after=60, buddy=OLD))
    repos.sightings.note(OLD, date(2026, 12, 1))
    repos.jobs.add(
        stored.job("member/old", subject=OLD),
        stored.job(f"r1/round.nook/{OLD}", args={"member": OLD}),
        stored.job(
            f"r1/round.unmatched/{OLD}-nook",
            args={"members": f"{BEN},{OLD}"},
            after=JobKey(f"r1/round.nook/{OLD}"),
        ),
    )


def rows_naming(member):
    """Return how many rows of each table have a column that contains the member's id, whatever tables there are."""

    def count(connection):
        found = {}
        for table in tables.metadata.sorted_tables:
            naming = [cast(column, String).contains(member) for column in table.columns]
            for column in naming:
                hits = connection.scalar(select(func.count()).select_from(table).where(column))
                found[table.name] = found.get(table.name, 0) + hits
        return {name: hits for name, hits in found.items() if hits}

    return count


async def test_no_row_of_any_table_points_to_the_member_who_is_gone(storage):
    await storage.run(full_life)
    before = await storage.transact(rows_naming(OLD))
    assert before.keys() >= {"member", "account", "enrolment", "answer", "sat_out", "seat", "meeting", "job"}
    await storage.run(merge)
    assert await storage.transact(rows_naming(OLD)) == {}


async def test_every_table_that_knows_members_takes_part_in_the_test_above(storage):
    """A table that refers to members and is empty there would prove nothing."""
    await storage.run(full_life)
    filled = await storage.transact(rows_naming(OLD))
    referring = {
        table.name
        for table in tables.metadata.sorted_tables
        for key in table.foreign_keys
        if key.column.table.name == "member"
    }
    assert referring <= filled.keys()


async def test_accounts_move_and_those_beside_another_become_extra_ones(storage):
    def work(repos):
        settle(repos)
        merge(repos)
        found = repos.members.of_account(TOWN, DISCORD, UserId("1"))
        return repos.members.get(OLD), found.id, repos.members.accounts(NEW)

    gone, found, accounts = await storage.run(work)
    assert (gone, found) == (None, NEW)
    assert accounts == (account("2"), account("1"), account("@ana:b", MATRIX))


async def test_what_was_agreed_to_under_either_name_is_kept_once(storage):
    def work(repos):
        settle(repos)
        for one in (agreed(OLD), agreed(NEW), agreed(OLD, NOW - MINUTE)):
            repos.consents.add(one)
        merge(repos)
        return repos.consents.of(NEW)

    assert await storage.run(work) == (agreed(NEW, NOW - MINUTE), agreed(NEW))


async def test_circles_of_both_are_theirs_and_their_own_word_counts(storage):
    def work(repos):
        settle(repos)
        for circle in (SATURDAYS, BOOKS):
            repos.members.enrol(
                enrolment(OLD, circle, attendance=Attendance.ALWAYS, frequency=Frequency.OTHER, partner=BEN)
            )
        repos.members.enrol(enrolment(NEW))
        repos.members.enrol(enrolment(BEN, partner=OLD))
        merge(repos)
        return repos.members.enrolments(NEW), repos.members.enrolments(BEN)

    mine, bens = await storage.run(work)
    assert mine == (
        enrolment(NEW, BOOKS, attendance=Attendance.ALWAYS, frequency=Frequency.OTHER, partner=BEN),
        enrolment(NEW, partner=BEN),
    )
    assert bens == (enrolment(BEN, partner=NEW),)


async def test_nobody_wishes_to_come_with_themselves(storage):
    def work(repos):
        settle(repos)
        repos.members.enrol(enrolment(OLD, partner=NEW))
        repos.members.enrol(enrolment(NEW, partner=OLD))
        repos.members.enrol(enrolment(NEW, BOOKS, partner=OLD))
        merge(repos)
        return [each.partner for each in repos.members.enrolments(NEW)]

    assert await storage.run(work) == [None, None]


async def test_their_own_answer_to_an_opening_counts(storage):
    def work(repos):
        settle(repos)
        for round_, old, new in ((FIRST, True, False), (SECOND, True, None), (THIRD, None, True)):
            for member, coming in ((OLD, old), (NEW, new)):
                if coming is not None:
                    repos.rounds.answer(round_.id, member, coming=coming)
        merge(repos)
        return [repos.rounds.answers(round_.id) for round_ in (FIRST, SECOND, THIRD)]

    assert await storage.run(work) == [{NEW: False}, {NEW: True}, {NEW: True}]


async def test_who_hosts_the_open_table_under_either_name_hosts_it_and_their_own_wish_to_know_counts(storage):
    def work(repos):
        settle(repos)
        repos.open_tables.put(stored.open_table())
        for circle, old, new in ((SATURDAYS, Hosting.AGREED, Hosting.ASKED), (BOOKS, Hosting.AGREED, None)):
            repos.members.enrol(enrolment(OLD, circle))
            repos.open_tables.put_part(TablePart(circle=circle, member=OLD, told=True, hosting=old))
            if new is not None:
                repos.members.enrol(enrolment(NEW, circle))
                repos.open_tables.put_part(TablePart(circle=circle, member=NEW, hosting=new))
        merge(repos)
        return [repos.open_tables.parts(circle) for circle in (SATURDAYS, BOOKS)]

    assert await storage.run(work) == [
        (TablePart(circle=SATURDAYS, member=NEW, told=False, hosting=Hosting.AGREED),),
        (TablePart(circle=BOOKS, member=NEW, told=True, hosting=Hosting.AGREED),),
    ]


async def test_sit_outs_are_joined_and_a_seat_under_the_other_name_was_no_sit_out(storage):
    def work(repos):
        settle(repos)
        for member in (OLD, NEW):
            repos.rounds.sit_out(FIRST.id, member)
            repos.rounds.sit_out(SECOND.id, OLD)
            repos.rounds.sit_out(THIRD.id, OLD)
        repos.rounds.add_seat(stored.seat(NEW, "g3", round=SECOND.id))
        merge(repos)
        return repos.rounds.sat_out(SATURDAYS)

    assert await storage.run(work) == ((FIRST.slot, NEW), (THIRD.slot, NEW))


async def test_of_two_seats_in_a_round_the_one_whose_group_goes_on_is_kept(storage):
    def work(repos):
        settle(repos)
        repos.rounds.save_group(stored.group("g1", state=GroupState.CLOSED))
        repos.rounds.add_seat(
            stored.seat(NEW, "g1"),
            stored.seat(OLD, "g2"),
            stored.seat(NEW, "g3", round=SECOND.id),
            stored.seat(OLD, "g4", round=SECOND.id),
        )
        merge(repos)
        return {seat.group: seat.state for each in (FIRST, SECOND) for seat in repos.rounds.seats_in(each.id)}

    active, released = SeatState.ACTIVE, SeatState.RELEASED
    assert await storage.run(work) == {"g1": released, "g2": active, "g3": active, "g4": released}


async def test_two_seats_in_one_group_become_one(storage):
    def work(repos):
        settle(repos)
        repos.rounds.add_seat(
            stored.seat(NEW, state=SeatState.RELEASED), stored.seat(OLD, fit=300), stored.seat(BEN)
        )
        merge(repos)
        return repos.rounds.seats(GroupId("g1"))

    assert await storage.run(work) == (stored.seat(BEN), stored.seat(NEW, fit=300))


async def test_an_extra_seat_as_a_host_stays_beside_the_own_one(storage):
    def work(repos):
        settle(repos)
        repos.rounds.add_seat(stored.seat(NEW), stored.seat(OLD, "g2", role=SeatRole.HOST))
        merge(repos)
        return [(seat.role, seat.state) for seat in repos.rounds.seats_in(FIRST.id)]

    assert await storage.run(work) == [
        (SeatRole.MEMBER, SeatState.ACTIVE),
        (SeatRole.HOST, SeatState.ACTIVE),
    ]


@pytest.mark.parametrize(
    ("old", "new", "both"),
    [
        (True, False, True),
        (True, None, True),
        (False, True, True),
        (None, True, True),
        (False, None, None),
        (None, False, None),
        (False, False, False),
    ],
)
async def test_where_both_were_matched_with_somebody_a_real_meeting_counts_for_most(storage, old, new, both):
    def work(repos):
        settle(repos)
        repos.rounds.record(meeting(OLD, BEN, met=old), meeting(NEW, BEN, met=new), meeting(OLD, NEW))
        repos.rounds.record(meeting(OLD, CY, SECOND, met=False), meeting(BEN, CY, SECOND, met=True))
        merge(repos)
        return repos.rounds.meetings(TOWN)

    assert await storage.run(work) == (
        meeting(BEN, NEW, met=both),
        meeting(BEN, CY, SECOND, met=True),
        meeting(CY, NEW, SECOND, met=False),
    )


async def test_jobs_name_whoever_goes_on_and_none_is_done_twice(storage):
    """What is due for the gone member alone is dropped, and so is a delivery that may be on its way."""

    def work(repos):
        settle(repos)
        step = "r1/round.invite"
        repos.jobs.add(stored.job(f"{step}/{OLD}", args={"member": OLD}))
        leased = repos.jobs.claim("me", NOW, NOW + MINUTE)
        repos.jobs.add(
            stored.job("pause", subject=OLD),
            stored.job(f"r2/round.invite/{OLD}", args={"member": OLD}),
            stored.job(f"r3/round.invite/{OLD}", args={"member": OLD}),
            stored.job(f"r3/round.invite/{NEW}", args={"member": NEW}, due=NOW + timedelta(days=1)),
            stored.job("other", args={"members": f"{BEN},{OLD}x"}),
        )
        merge(repos)
        keys = ("pause", f"{step}/{NEW}", f"r2/round.invite/{NEW}", f"r3/round.invite/{NEW}", "other")
        return leased, [repos.jobs.get(JobKey(key)) for key in keys]

    leased, (pause, sent, moved, kept, other) = await storage.run(work)
    assert len(leased) == 1
    assert (pause, sent) == (None, None)
    assert (moved.args, moved.state) == ({"member": NEW}, JobState.WAITING)
    assert kept.due == NOW + timedelta(days=1)
    assert other.args == {"members": f"{BEN},{OLD}x"}


async def test_only_two_members_of_one_community_become_one(storage):
    def work(repos):
        settle(repos)
        repos.communities.add(stored.community("zoo"))
        repos.members.add(stored.member("elsewhere", within=CommunityId("zoo")))
        new = repos.members.get(NEW)
        with pytest.raises(ValueError, match="one community"):
            repos.members.merge(MemberId("elsewhere"), new)
        with pytest.raises(ValueError, match="one community"):
            repos.members.merge(NEW, new)
        with pytest.raises(LookupError):
            repos.members.merge(MemberId("nobody"), new)

    await storage.run(work)


async def test_absences_and_check_ins_with_a_buddy_move_and_nobody_is_their_own_buddy(storage):
    def work(repos):
        settle(repos)
        one, both = GroupId("g1"), GroupId("g2")
        for member, group in ((OLD, one), (OLD, both), (NEW, both)):
            repos.aftermath.note(Absence(member=member, group=group, at=NOW))
            repos.aftermath.put_check(
                BuddyCheck(member=member, group=group, after=60, buddy=NEW, accepted=True)
            )
        merge(repos)
        return repos.aftermath.absences(NEW), repos.aftermath.check(NEW, one)

    absences, check = await storage.run(work)
    assert [each.group for each in absences] == ["g1", "g2"]
    assert (check.buddy, check.accepted) == (None, False)


async def test_what_both_said_does_not_fit_counts_once(storage):
    """And what one of them said still counts."""

    def story(repos):
        settle(repos)
        for name, who in (("reach-a", OLD), ("reach-a", NEW), ("reach-b", OLD)):
            repos.packs.say_misfit(TOWN, name, repos.members.accounts(who), NOW.date())
        before = dict(repos.packs.misfits(TOWN))
        merge(repos)
        return before, repos.packs.misfits(TOWN)

    before, after = await storage.run(story)
    assert (before, after) == ({"reach-a": 2, "reach-b": 1}, {"reach-a": 1, "reach-b": 1})


@pytest.mark.parametrize(
    ("old", "new", "kept"), [("nl", "", "nl"), ("nl", "de", "de"), ("", "", ""), ("", "de", "de")]
)
async def test_the_language_of_an_app_goes_over_where_no_other_is_known(storage, old, new, kept):
    def story(repos):
        settle(repos)
        repos.sightings.note(OLD, date(2026, 12, 1), old)
        repos.sightings.note(NEW, date(2026, 12, 2), new)
        repos.members.merge(OLD, repos.members.get(NEW))
        return repos.sightings.language(NEW), repos.sightings.last(NEW)

    assert await storage.run(story) == (kept, date(2026, 12, 2))
