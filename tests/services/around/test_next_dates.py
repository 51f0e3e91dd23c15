"""The same people again: a date of their own when all of them, or some of a larger group, said so."""

from dataclasses import replace
from datetime import timedelta

import pytest
from icalendar import Calendar

from bot.domain.care import Separation, Why
from bot.domain.community import Account
from bot.domain.member import MemberState
from bot.domain.rounds import GroupState
from bot.services.around import next_dates
from bot.services.care import parting
from tests.support.meeting_town import TOWN, WALKS
from tests.support.rounds import NEUTRAL, a_town, agreed, heard, until

pytestmark = pytest.mark.timeout(60)
AGAIN = "would be happy to meet again"


async def met(town, *, yes, no=()):
    """Let a group meet, and its people say whether they would like to again; who is in neither stays silent."""
    group = await agreed(town)
    await until(town, group.meets_at + timedelta(hours=30))
    for member, wish in [*((one, "Yes, gladly") for one in yes), *((one, "Not this time") for one in no)]:
        human = town.people[member]
        await human.tap("Yes, we met")
        await human.tap("Good")
        await human.tap(wish)
    await town.kith.due()
    return group


async def dates(town, group):
    """Return the next date of a group with who sits there, or nothing."""

    def read(repos):
        round_ = repos.rounds.following(group.id)
        found = repos.rounds.groups(round_.id) if round_ is not None else ()
        return [(each, {seat.member for seat in repos.rounds.seats(each.id)}) for each in found]

    return await town.kith.storage.run(read)


async def apart(town, one, other):
    accounts = [
        Account(platform=town.kith.stage.platform.name, user=town.user(each)) for each in (one, other)
    ]
    separation = Separation(community=TOWN, by=accounts[0], other=accounts[1], why=Why.AVOID)
    await town.kith.storage.run(lambda repos: repos.separations.add(separation))


async def test_two_who_both_said_yes_get_times_of_their_own_in_their_place_at_once():
    async with a_town() as town:
        group = await met(town, yes=("m-a", "m-b"))
        ((date, people),) = await dates(town, group)
        assert people == {"m-a", "m-b"}
        assert (date.channel, date.spot, len(date.options)) == (group.channel, group.spot, 2)
        assert date.options[0] != date.options[1]
        assert group.meets_at + timedelta(days=7) in date.options
        assert heard(await town.people["m-a"].sees(), AGAIN) == ["group"]


async def test_a_next_date_has_its_own_taps_calendar_entry_check_in_and_history():
    async with a_town(weeks=4) as town:
        group = await met(town, yes=("m-a", "m-b"))
        for human in town.people.values():
            await human.tap("Time 1")
        await town.kith.due()
        ((date, _),) = await dates(town, group)
        assert date.state is GroupState.AGREED
        files = [data for each in await town.people["m-a"].sees() for _, data in each.files]
        first, second = (Calendar.from_ical(data).walk("VEVENT")[0] for data in files)
        assert first["UID"] != second["UID"]
        assert second["DTSTART"].dt == date.meets_at
        await until(town, date.meets_at + timedelta(hours=30))
        for human in town.people.values():
            await human.tap("Yes, we met")
        ((date, _),) = await dates(town, group)
        assert date.state is GroupState.MET
        meetings = await town.kith.storage.run(lambda repos: repos.rounds.meetings(TOWN))
        assert [(each.first, each.second, each.met) for each in meetings] == [("m-a", "m-b", True)] * 2


@pytest.mark.parametrize("no", [("m-b",), ()], ids=["a no", "silence"])
async def test_a_wish_that_is_not_mutual_is_never_shown(no):
    async with a_town() as town:
        group = await met(town, yes=("m-a",), no=no)
        await town.kith.push(days=7)
        assert await dates(town, group) == []
        assert not any([heard(await human.sees(), AGAIN) for human in town.people.values()])


@pytest.mark.parametrize("no", [("m-c",), ()], ids=["a no", "silence"])
async def test_two_of_three_meet_again_in_a_place_of_their_own_at_an_hour_that_tells_nothing(no):
    """A no and silence are one and the same to all three, in words and in time."""
    async with a_town(list("abc"), size=3) as town:
        group = await met(town, yes=("m-a", "m-b"), no=no)
        assert not heard(await town.people["m-a"].sees(), AGAIN)
        asked = (group.meets_at + timedelta(days=1)).replace(hour=9, minute=0)
        await until(town, asked + timedelta(hours=71))
        assert await dates(town, group) == []
        await until(town, asked + timedelta(hours=73))
        ((date, people),) = await dates(town, group)
        assert people == {"m-a", "m-b"}
        assert date.channel not in (None, group.channel)
        assert heard(await town.people["m-a"].sees(), "This place is for you alone") == ["group"]
        assert not heard(await town.people["m-c"].sees(), AGAIN)
        assert len([each for each in await town.people["m-c"].sees() if "Time 1" in each.text]) == 1


async def test_three_who_all_said_yes_hear_of_it_at_once_where_they_are():
    async with a_town(list("abc"), size=3) as town:
        group = await met(town, yes=("m-a", "m-b", "m-c"))
        ((date, people),) = await dates(town, group)
        assert (len(people), date.channel) == (3, group.channel)
        await town.kith.push(days=5)
        assert len(await dates(town, group)) == 1


async def test_people_who_stay_apart_hear_of_no_wish_and_get_no_date():
    async with a_town() as town:
        await agreed(town)
        await apart(town, "m-b", "m-a")
        (group,) = await town.groups()
        await until(town, group.meets_at + timedelta(hours=30))
        for human in town.people.values():
            await human.tap("Yes, we met")
            await human.tap("Good")
            await human.tap("Yes, gladly")
        await town.kith.push(days=6)
        assert await dates(town, group) == []
        assert not any([heard(await human.sees(), AGAIN) for human in town.people.values()])


async def test_of_three_those_meet_again_of_whom_no_two_stay_apart():
    async with a_town(list("abc"), size=3) as town:
        await agreed(town)
        await apart(town, "m-b", "m-a")
        (group,) = await town.groups()
        await until(town, group.meets_at + timedelta(hours=30))
        for human in town.people.values():
            await human.tap("Yes, we met")
            await human.tap("Good")
            await human.tap("Yes, gladly")
        await town.kith.push(days=4)
        ((_, people),) = await dates(town, group)
        assert len(people) == 2
        assert "m-c" in people


async def test_somebody_on_a_break_is_not_dated():
    async with a_town(list("abc"), size=3) as town:
        group = await met_with_a_pause(town)
        ((_, people),) = await dates(town, group)
        assert people == {"m-a", "m-b"}


async def met_with_a_pause(town):
    group = await met(town, yes=("m-a", "m-b"))

    def pause(repos):
        repos.members.save(replace(repos.members.get("m-c"), state=MemberState.PAUSED))

    await town.kith.storage.run(pause)
    await town.people["m-c"].tap("Yes, we met")
    await town.people["m-c"].tap("Good")
    await town.people["m-c"].tap("Yes, gladly")
    await town.kith.push(days=4)
    return group


async def test_a_next_date_is_nobodys_turn_and_leaves_the_round_alone():
    """It counts as no round, as no seat and as no sit-out of the circle; one that fell through takes nobody's place."""
    async with a_town() as town:
        group = await met(town, yes=("m-a", "m-b"))
        before = await town.kith.storage.run(
            lambda repos: repos.rounds.last_seat(WALKS, "m-a", group_day(group))
        )
        await town.people["m-a"].say("meet cancel")
        await town.kith.due()
        ((date, _),) = await dates(town, group)
        assert date.state is GroupState.MISSED
        sat_out = await town.kith.storage.run(lambda repos: repos.rounds.sat_out(WALKS))
        rounds = await town.kith.storage.run(lambda repos: repos.rounds.of_circle(WALKS))
        assert sat_out == ()
        assert all(each.follows is None for each in rounds)
        after = await town.kith.storage.run(
            lambda repos: repos.rounds.last_seat(WALKS, "m-a", group_day(group))
        )
        assert before == after


async def test_a_date_that_fell_through_is_told_without_a_word_about_the_next_round():
    async with a_town() as town:
        await met(town, yes=("m-a", "m-b"))
        await town.people["m-a"].say("meet cancel")
        await town.kith.due()
        assert heard(await town.people["m-b"].sees(), "This one didn't come together.") == ["group"]
        assert not heard(await town.people["m-b"].sees(), NEUTRAL)


async def test_a_date_nobody_has_heard_of_yet_ends_without_a_word_when_one_avoids_the_other():
    """Two of three would meet again, and their place is not open yet: no sentence of a round, and nobody's sit-out."""
    async with a_town(list("abc"), size=3) as town:
        group = await met(town, yes=("m-a", "m-b"))
        now = town.kith.clock.now()
        await town.kith.storage.run(lambda repos: next_dates.follow(repos, group, ("m-a", "m-b"), now))
        ((date, _),) = await dates(town, group)
        assert (date.channel, date.state) == (None, GroupState.PROPOSED)
        await apart(town, "m-a", "m-b")
        await town.kith.storage.run(lambda repos: parting.part(repos, "m-a", now))
        await town.kith.push(hours=1)
        assert not any([heard(await human.sees(), NEUTRAL) for human in town.people.values()])
        assert await town.kith.storage.run(lambda repos: repos.rounds.sat_out(WALKS)) == ()


def group_day(group):
    return (group.meets_at + timedelta(days=60)).date()


async def test_the_place_is_archived_when_the_last_of_its_groups_is_closed():
    async with a_town(weeks=4) as town:
        group = await met(town, yes=("m-a", "m-b"))
        for human in town.people.values():
            await human.tap("Time 1")
        await town.kith.push(days=6)
        (closed,) = await town.groups()
        assert closed.state is GroupState.CLOSED
        world = town.kith.stage.world
        assert not world.channel(group.channel).archived
        await town.kith.push(days=9)
        assert world.channel(group.channel).archived


async def test_nobody_is_matched_over_a_date_that_stands():
    async with a_town(list("ab"), weeks=1) as town:
        group = await met(town, yes=("m-a", "m-b"))
        for human in town.people.values():
            await human.tap("Time 2")
        await town.kith.due()
        ((date, _),) = await dates(town, group)
        first, second, *_ = await town.kith.storage.run(lambda repos: repos.rounds.of_circle(WALKS))
        assert second.due_at < date.meets_at
        await until(town, second.due_at + timedelta(hours=1))
        assert [each.round for each in await town.groups()] == [first.id]


async def test_a_date_is_offered_at_no_hour_at_which_one_of_them_meets_others():
    async with a_town() as town:
        group = await agreed(town)
        busy = group.meets_at + timedelta(days=7)

        def elsewhere(repos):
            other = replace(group, id="elsewhere", channel=None, meets_at=busy)
            repos.rounds.add(replace(repos.rounds.get(group.round), id="other", follows="another"))
            repos.rounds.add_group(replace(other, round="other"))
            (seat, *_) = repos.rounds.seats(group.id)
            repos.rounds.add_seat(replace(seat, group="elsewhere", round="other"))

        await town.kith.storage.run(elsewhere)
        await until(town, group.meets_at + timedelta(hours=30))
        for human in town.people.values():
            for tap in ("Yes, we met", "Good", "Yes, gladly"):
                await human.tap(tap)
        ((date, _),) = await dates(town, group)
        assert busy not in date.options
        assert len(date.options) == 2


async def test_whoever_found_nobody_reads_nothing_of_what_the_others_wish():
    """They are still in the group's place, so those who met hear of it in one of their own."""
    async with a_town(list("abc"), size=3) as town:
        group = await agreed(town)
        await until(town, group.meets_at + timedelta(minutes=20))
        await town.people["m-c"].tap("Nobody here")
        await town.kith.push(days=1)
        for member in ("m-a", "m-b"):
            for tap in ("I was there", "Yes, we met", "Good", "Yes, gladly"):
                await town.people[member].tap(tap)
        await town.kith.due()
        ((date, people),) = await dates(town, group)
        assert people == {"m-a", "m-b"}
        assert date.channel != group.channel
        assert not heard(await town.people["m-c"].sees(), AGAIN)


async def test_whoever_is_held_back_is_dated_no_more_than_matched():
    async with a_town() as town:
        group = await agreed(town)
        await until(town, group.meets_at + timedelta(hours=30))
        until_then = town.kith.clock.now() + timedelta(days=7)

        def hold(repos):
            repos.members.save(replace(repos.members.get("m-b"), held_until=until_then))

        await town.kith.storage.run(hold)
        for human in town.people.values():
            for tap in ("Yes, we met", "Good", "Yes, gladly"):
                await human.tap(tap)
        await town.kith.push(days=5)
        assert await dates(town, group) == []
