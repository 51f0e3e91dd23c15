"""Rounds that don't go to plan: places that can't be opened, people who go at the wrong moment."""

from datetime import timedelta

import pytest

from bot.domain.availability import mask_of
from bot.domain.member import Attendance, Contact
from bot.domain.rounds import GroupState, RoundState
from bot.errors import Refusal
from bot.ports.inbox import HomeLost, PlaceMoved
from tests.support.meeting_town import WALKS
from tests.support.rounds import NEUTRAL, a_town, agreed, heard, matched, refuse_the_place, rounds_of, until

pytestmark = pytest.mark.timeout(60)


async def test_members_learn_directly_that_their_place_could_not_be_opened():
    """The place is refused for good: the neutral sentence reaches each, and they go first next time."""
    async with a_town() as town:
        await refuse_the_place(town)
        for human in town.people.values():
            assert heard(await human.sees(), NEUTRAL) == ["private"]
        (group,) = await town.groups()
        assert (group.state, set((await town.seats(group)).values())) == (GroupState.MISSED, {"released"})
        sat_out = await town.kith.storage.run(lambda repos: repos.rounds.sat_out(WALKS))
        assert [member for _, member in sat_out] == ["m-a", "m-b"]
        await town.kith.push(days=14)
        assert [each.state for each in await rounds_of(town)][:2] == [RoundState.CLOSED, RoundState.MATCHED]


async def test_a_refused_place_is_told_in_a_nook_where_no_direct_messages_are_wanted():
    """Without consent to direct messages nobody is written to; a private place for one serves."""
    async with a_town(contact=Contact.PLACE) as town:
        await refuse_the_place(town)
        for human in town.people.values():
            assert heard(await human.sees(), NEUTRAL) == ["group"]


async def test_closed_direct_messages_are_answered_with_a_nook():
    """Somebody who allowed direct messages but takes none learns of a sit-out in a private place."""
    async with a_town(["a"]) as town:
        await town.kith.push(days=6)
        town.kith.stage.world.faults.refuse_once()
        town.kith.stage.world.faults.refuse_once(Refusal.CLOSED)
        await town.kith.push(days=1)
        assert heard(await town.people["m-a"].sees(), NEUTRAL) == ["group"]


async def test_whoever_leaves_while_the_place_is_being_opened_is_taken_out_again():
    """Between the question who sits there and the platform's answer, somebody leaves: they don't stay in the room."""
    async with a_town(list("abc")) as town:
        kith, world = town.kith, town.kith.stage.world
        await kith.push(days=6)
        kith.clock.push(timedelta(hours=8))
        platform = kith.stage.platform
        opening = platform.open_place

        async def leaving(request, *, key, look=False):
            channel = await opening(request, key=key, look=look)
            await town.people["m-a"].say("meet leave")
            return channel

        platform.open_place = leaving
        await kith.due()
        (group,) = await town.groups()
        viewers = {channel.id for channel in world.channels_of(town.user("m-a"))}
        assert group.channel not in viewers
        assert group.channel in {channel.id for channel in world.channels_of(town.user("m-b"))}


async def test_when_all_leave_between_match_and_post_nothing_is_opened_and_nobody_is_written_to():
    """The match is written, then both go: no place, no message, no endless work."""
    async with a_town() as town:
        kith = town.kith
        await kith.push(days=6)
        kith.clock.push(timedelta(hours=8))
        await kith.app._scheduler.run_due()
        before = {human.name: len(await human.sees()) for human in town.people.values()}
        for human in town.people.values():
            await human.say("kith stop")
        await kith.push(days=3)
        (group,) = await town.groups()
        assert (group.state, group.channel) == (GroupState.CLOSED, None)
        assert {human.name: len(await human.sees()) - 1 for human in town.people.values()} == before


async def test_the_one_who_stays_is_told_even_when_the_place_is_not_open_yet():
    """One of two leaves before the place is open: the other learns of it directly."""
    async with a_town() as town:
        kith = town.kith
        await kith.push(days=6)
        kith.clock.push(timedelta(hours=8))
        await kith.app._scheduler.run_due()
        await town.people["m-a"].say("meet leave")
        await kith.push(days=1)
        assert heard(await town.people["m-b"].sees(), NEUTRAL) == ["private"]
        assert not any("You are matched" in each.text for each in await town.people["m-b"].sees())


async def test_a_tap_on_times_that_were_replaced_is_not_taken_for_the_newer_ones():
    """The first message's Time 1 says so when other times are on offer by now."""
    async with a_town() as town:
        await matched(town)
        first, second = town.people.values()
        entry, choice = first._find("Time 1")
        await first.tap("Time 1")
        await second.tap("Neither")
        await town.kith.due()
        seen = first._seen(await first.client.tap(first.user_id, entry.id, choice.key))
        assert "no longer on offer" in seen.text
        (group,) = await town.groups()
        assert group.state is GroupState.PROPOSED


async def test_a_time_that_has_passed_never_becomes_the_plan():
    """One accepts early, the other after the first time has gone by: it does not stand, others are offered."""
    async with a_town() as town:
        group = await matched(town)
        first, second = town.people.values()
        await first.tap("Time 1")
        await until(town, group.options[0] + timedelta(hours=1))
        if (await town.groups())[0].state is not GroupState.PROPOSED:
            pytest.fail("the group was let go before its first time")
        assert "too near" in (await second.tap("Time 1")).text
        await second.tap("Either")
        await town.kith.due()
        (after,) = await town.groups()
        assert after.state is GroupState.PROPOSED
        assert min(after.options) > town.kith.clock.now()


async def test_cancelling_after_the_meeting_leaves_what_happened():
    """The hour has passed: a late tap on "I can't come" tells nobody that it did not come together."""
    async with a_town() as town:
        group = await agreed(town)
        await until(town, group.meets_at + timedelta(hours=2))
        one, other = town.people.values()
        assert "nothing to cancel" in (await one.say("meet cancel")).text
        await one.say("meet leave")
        await town.kith.due()
        assert not heard(await other.sees(), NEUTRAL)
        assert (await town.groups())[0].state is GroupState.AGREED


async def test_running_late_is_said_once_and_only_near_the_meeting():
    """Days ahead it is refused; in the last hours two taps are one message."""
    async with a_town() as town:
        group = await agreed(town)
        one, other = town.people.values()
        assert "last three hours" in (await one.say("meet late")).text
        await until(town, group.meets_at - timedelta(minutes=20))
        await one.say("meet late")
        await one.say("meet late")
        await town.kith.due()
        assert len(heard(await other.sees(), "10 minutes late")) == 1


async def test_a_group_in_which_all_stay_silent_is_told_that_it_is_over():
    """Nobody answered: the place says the neutral sentence once, and calls nobody."""
    async with a_town() as town:
        await matched(town)
        await town.kith.push(days=3, hours=1)
        for human in town.people.values():
            assert heard(await human.sees(), NEUTRAL) == ["group"]


async def test_a_round_is_not_announced_after_it_was_matched():
    """An organiser runs the round while its opening post waits for the platform: the post falls away."""
    async with a_town() as town:
        kith = town.kith
        (first,) = await rounds_of(town)
        kith.clock.set(first.opens_at)
        kith.stage.world.faults.fail_once(retry_after=600)
        await kith.due()
        organiser = await kith.stage.person("Olga", organiser=True)
        await organiser.say("organise run")
        await kith.push(hours=1)
        assert len(await town.groups()) == 1
        assert not heard(await town.people["m-a"].sees(), "who would like to meet")


async def test_running_a_round_twice_matches_it_once():
    """A second call right away does not run the round of two weeks later."""
    async with a_town() as town:
        organiser = await town.kith.stage.person("Olga", organiser=True)
        await organiser.say("organise run")
        await town.kith.due()
        again = await organiser.say("organise run")
        await town.kith.due()
        assert len(await town.groups()) == 1
        assert "just now" in again.text


async def test_running_a_round_that_nobody_joined_changes_nothing():
    """With fewer than two yeses the round stays as it is, and the organiser reads why."""
    async with a_town(attendance=Attendance.ASK) as town:
        organiser = await town.kith.stage.person("Olga", organiser=True)
        assert "Fewer than two" in (await organiser.say("organise run")).text
        await town.kith.due()
        assert [each.state for each in await rounds_of(town)] == [RoundState.PLANNED]


async def test_what_people_said_to_a_round_survives_a_change_of_its_circle():
    """An organiser renames the circle and moves the zone: who skipped the planned round stays out of it."""
    async with a_town(list("abc")) as town:
        await town.people["m-a"].say("meet skip")
        organiser = await town.kith.stage.person("Olga", organiser=True)
        await organiser.say("organise circle edit", name="Walks", time="19:00")
        await organiser.say("organise setup", zone="Europe/London")
        await town.kith.push(days=6, hours=12)
        (group,) = await town.groups()
        assert sorted(await town.seats(group)) == ["m-b", "m-c"]


async def test_a_circle_paused_and_changed_while_open_still_takes_place_as_announced():
    """The open round is matched at its own hour, then nothing more is planned."""
    async with a_town() as town:
        (first,) = await rounds_of(town)
        await until(town, first.opens_at)
        organiser = await town.kith.stage.person("Olga", organiser=True)
        await organiser.say("organise circle edit", time="10:00")
        await organiser.say("organise circle pause")
        await town.kith.push(days=3)
        assert [(each.state, each.due_at) for each in await rounds_of(town)] == [
            (RoundState.MATCHED, first.due_at)
        ]


async def test_losing_the_last_home_pauses_its_circles():
    """The bot is removed from the server: members are opted out, and no round is planned there any more."""
    async with a_town() as town:
        stage = town.kith.stage
        await town.kith.app.inbox.noticed(HomeLost(platform=stage.platform.name, home=stage.home))
        assert [each.state for each in await rounds_of(town)] == []
        await town.kith.push(days=40)
        assert await town.groups() == ()
        assert await town.kith.storage.run(lambda repos: repos.members.of_community("town")) == ()


async def test_a_moved_channel_takes_the_weekly_post_along():
    """A room inside a home lives on under another id: home and circle post there from now on."""
    async with a_town() as town:
        stage = town.kith.stage
        await town.kith.app.inbox.noticed(
            PlaceMoved(platform=stage.platform.name, old=stage.channel, new="newer")
        )
        home, circle = await town.kith.storage.run(
            lambda repos: (repos.communities.homes("town")[0], repos.rounds.circle(WALKS))
        )
        assert (home.channel, circle.channel) == ("newer", "newer")


async def test_paused_members_are_not_asked_and_those_who_left_are_not_written_to():
    """On a platform without private answers openings go out directly: only to active, consenting members."""
    async with a_town(list("abcd")) as town:
        platform = town.kith.stage.platform
        capabilities = type(platform.capabilities)(
            private_replies=False, members_known=True, renders_zones=False
        )
        type(platform).capabilities, before = property(lambda _: capabilities), type(platform).capabilities
        try:
            await town.people["m-a"].say("meet pause", until="4 weeks")
            (first,) = await rounds_of(town)
            town.kith.clock.set(first.opens_at)
            await town.kith.app._scheduler.run_due()
            await town.people["m-b"].say("meet leave")
            await town.people["m-c"].say("meet pause", until="2 weeks")
            await town.kith.due()
        finally:
            type(platform).capabilities = before
        asked = {
            human.name
            for human in town.people.values()
            if "private" in heard(await human.sees(), "who would like to meet")
        }
        assert asked == {"d"}


async def test_a_yes_beside_a_plan_that_is_ahead_is_answered():
    """With weekly rounds a plan can outlast the next match: whoever said yes again reads why they are left free."""
    async with a_town(weeks=1, times=mask_of(["sat-morning"])) as town:
        await matched(town)
        for human in town.people.values():
            await human.tap("Time 2")
        await town.kith.push(days=6)
        (group,) = await town.groups()
        assert group.state is GroupState.AGREED
        await town.people["m-a"].say("meet join")
        await town.kith.push(days=1)
        assert group.meets_at > town.kith.clock.now()
        assert heard(await town.people["m-a"].sees(), "left you free") == ["private"]
        assert heard(await town.people["m-b"].sees(), "left you free") == []
        assert len(await town.groups()) == 1
