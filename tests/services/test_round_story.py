"""A round from its opening to its close, on the playground, with people written straight into storage."""

from contextlib import asynccontextmanager
from datetime import timedelta

import pytest
from icalendar import Calendar

from bot.domain.availability import mask_of
from bot.domain.member import Attendance, Contact
from bot.domain.rounds import GroupState, RoundState
from tests.support.kith import kith_on
from tests.support.meeting_town import WALKS, settle_town
from tests.support.playground_stage import open_stage

pytestmark = pytest.mark.timeout(60)


@asynccontextmanager
async def a_town(names, **settings):
    async with open_stage() as stage, kith_on(stage) as kith:
        yield await settle_town(kith, names, **settings)


async def test_an_odd_number_makes_one_trio_and_everybody_is_placed():
    """Seven members become two pairs and a trio, each in one place of their own."""
    async with a_town(list("abcdefg")) as town:
        await town.kith.push(days=7)
        groups = await town.groups()
        assert sorted([len(await town.seats(group)) for group in groups]) == [2, 2, 3]
        assert len({group.channel for group in groups}) == 3
        assert all(group.channel for group in groups)


async def test_a_plan_stands_as_soon_as_all_share_a_time_and_the_file_follows():
    """Two taps make a plan; its calendar file says when and where, and can be parsed."""
    async with a_town(["a", "b"]) as town:
        await town.kith.push(days=6, hours=10)
        (group,) = await town.groups()
        assert len(group.options) == 2
        first, second = town.people.values()
        await first.tap("Time 1")
        await second.tap("Either")
        await town.kith.due()
        (group,) = await town.groups()
        assert group.state is GroupState.AGREED
        files = [file for each in await first.sees() for file in each.files]
        assert [name for name, _ in files] == ["meetup.ics"]
        event = Calendar.from_ical(files[0][1]).walk("VEVENT")[0]
        assert event["DTSTART"].dt == group.meets_at == group.options[0]
        assert str(event["LOCATION"]).startswith(("Library", "Park gate"))


async def test_other_times_follow_when_all_answered_and_none_is_shared():
    """A group that cannot use the first two times is offered two others."""
    async with a_town(["a", "b"]) as town:
        await town.kith.push(days=6, hours=10)
        (before,) = await town.groups()
        first, second = town.people.values()
        await first.tap("Time 1")
        await second.tap("Neither")
        await town.kith.due()
        (after,) = await town.groups()
        assert after.options
        assert not set(after.options) & set(before.options)
        assert after.state is GroupState.PROPOSED


async def test_silence_is_nudged_once_and_then_the_one_who_answered_goes_first_next_time():
    """After 48 hours one nudge, after 72 the silent seat is free and the other one is told kindly."""
    async with a_town(["a", "b"]) as town:
        await town.kith.push(days=6, hours=10)
        active = town.people["m-a"]
        await active.tap("Time 1")
        await town.kith.push(hours=49)
        nudges = [each for each in await active.sees() if "which time suits you" in each.text]
        assert len(nudges) == 1
        await town.kith.push(hours=24)
        (group,) = await town.groups()
        assert group.state is GroupState.MISSED
        assert set((await town.seats(group)).values()) == {"released"}
        assert any("didn't come together" in each.text for each in await active.sees())
        sat_out = await town.kith.storage.run(lambda repos: repos.rounds.sat_out(WALKS))
        assert [member for _, member in sat_out] == ["m-a"]


async def test_those_left_over_by_silence_are_drawn_a_second_time():
    """Two people whose partners stayed silent are matched with each other in the same round."""
    async with a_town(list("abcd")) as town:
        await town.kith.push(days=6, hours=10)
        groups = await town.groups()
        answering = [min(await town.seats(group)) for group in groups]
        for member in answering:
            await town.people[member].tap("Time 1")
        await town.kith.push(hours=73)
        again = [group for group in await town.groups() if group.state is GroupState.PROPOSED]
        assert [sorted(await town.seats(group)) for group in again] == [sorted(answering)]


async def test_a_second_draw_never_brings_the_same_people_together_again():
    """Three who share no time are let go once, and not matched with each other again in the same minute."""
    saturday_morning = mask_of(["sat-morning"])
    async with a_town(list("abc"), times=saturday_morning) as town:
        await town.kith.push(days=6, hours=10)
        one, two, three = town.people.values()
        await one.tap("Time 1")
        await two.tap("Time 1")
        await three.tap("Time 2")
        await town.kith.due()
        assert [group.state for group in await town.groups()] == [GroupState.MISSED]


async def test_cancelling_a_trio_leaves_the_plan_standing_for_the_others():
    """One of three can't come: the other two are told, and their plan stands."""
    async with a_town(list("abc")) as town:
        await town.kith.push(days=6, hours=10)
        for human in town.people.values():
            await human.tap("Time 1")
        await town.kith.due()
        one, *others = town.people.values()
        await one.say("meet cancel")
        await town.kith.due()
        (group,) = await town.groups()
        assert group.state is GroupState.AGREED
        assert sorted((await town.seats(group)).values()) == ["active", "active", "released"]
        for other in others:
            assert any("can't make it" in each.text for each in await other.sees())


async def test_cancelling_a_pair_takes_the_entry_out_of_the_other_calendar():
    """The one who is left gets a cancelled calendar entry with the same identity and a higher sequence."""
    async with a_town(["a", "b"]) as town:
        await town.kith.push(days=6, hours=10)
        one, other = town.people.values()
        await one.tap("Time 1")
        await other.tap("Time 1")
        await town.kith.due()
        await one.say("meet cancel")
        await town.kith.due()
        files = [data for each in await other.sees() for name, data in each.files if name == "meetup.ics"]
        first, last = (Calendar.from_ical(data).walk("VEVENT")[0] for data in (files[0], files[-1]))
        assert first["UID"] == last["UID"]
        assert last["SEQUENCE"] > first["SEQUENCE"]
        assert last["STATUS"] == "CANCELLED"


async def test_the_check_in_comes_the_next_morning_and_counts_only_when_answers_agree():
    """Both say that they met: the pair has met, and the group closes a week after the meeting."""
    async with a_town(["a", "b"]) as town:
        await town.kith.push(days=6, hours=10)
        for human in town.people.values():
            await human.tap("Time 1")
        await town.kith.due()
        (group,) = await town.groups()
        await town.kith.push(seconds=(group.meets_at - town.kith.clock.now()).total_seconds() + 26 * 3600)
        for human in town.people.values():
            await human.tap("Yes, we met")
            await human.tap("Good")
            await human.tap("Yes, gladly")
        await town.kith.due()
        (group,) = await town.groups()
        assert group.state is GroupState.MET
        assert any("happy to meet again" in each.text for each in await town.people["m-a"].sees())
        await town.kith.push(days=8)
        group = (await town.groups())[0]
        assert group.state is GroupState.CLOSED
        assert (group.meets_at, group.options, group.spot) == (None, (), None)
        meetings = await town.kith.storage.run(lambda repos: repos.rounds.meetings(group.community))
        assert next((each.first, each.second, each.met) for each in meetings) == ("m-a", "m-b", True)


async def test_a_disagreement_at_the_check_in_stays_unknown():
    """One says yes, the other no: nobody decides for them."""
    async with a_town(["a", "b"]) as town:
        await town.kith.push(days=6, hours=10)
        for human in town.people.values():
            await human.tap("Time 1")
        await town.kith.push(days=9)
        await town.people["m-a"].tap("Yes, we met")
        await town.people["m-b"].tap("It didn't happen")
        group = (await town.groups())[0]
        assert group.state is GroupState.UNKNOWN


async def test_the_next_rounds_repeat_nobody_while_that_can_be_avoided():
    """Four members meet three different people in three rounds."""
    async with a_town(list("abcd")) as town:
        await town.kith.push(days=7 + 2 * 14)
        pairs = await town.pairs_met()
        assert len(pairs) == 6
        assert len(set(pairs)) == 6


async def test_nobody_is_matched_without_a_yes():
    """Members who are asked each time and stay silent are not matched, and the round closes quietly."""
    async with a_town(list("abcd"), attendance=Attendance.ASK) as town:
        await town.kith.push(days=7)
        assert await town.groups() == ()
        rounds = await town.kith.storage.run(lambda repos: repos.rounds.of_circle(WALKS))
        assert [each.state for each in rounds] == [RoundState.CLOSED, RoundState.PLANNED]


async def test_somebody_alone_gets_the_neutral_sentence_and_nothing_else():
    """A single yes is answered with the one neutral sentence."""
    async with a_town(["a"]) as town:
        await town.kith.push(days=7)
        told = [each.text for each in await town.people["m-a"].sees() if each.where == "private"]
        assert len(told) == 1
        assert "This one didn't come together. You're in for the next round." in told[0]


async def test_who_wants_no_direct_messages_is_told_in_a_private_nook():
    """Without consent to direct messages the same sentence comes in a place for one, which is archived later."""
    async with a_town(["a"], contact=Contact.PLACE) as town:
        await town.kith.push(days=7)
        seen = [each for each in await town.people["m-a"].sees() if "didn't come together" in each.text]
        assert [each.where for each in seen] == ["group"]


async def test_a_round_missed_by_three_days_is_skipped_and_the_next_one_planned():
    """After a long outage the missed slot is skipped and recorded, never matched late."""
    async with a_town(list("abcd")) as town:
        town.kith.clock.push(timedelta(days=10))
        await town.kith.due()
        rounds = await town.kith.storage.run(lambda repos: repos.rounds.of_circle(WALKS))
        assert [each.state for each in rounds] == [RoundState.SKIPPED, RoundState.PLANNED]
        assert await town.groups() == ()


async def test_a_new_group_reads_hellos_and_shared_interests_in_any_spelling():
    """What members wrote for their group is shown to their group, and Bread is bread."""
    async with a_town(["a", "b"]) as town:
        await town.people["m-a"].say("meet profile", hello="I bake *bread*.", interests="Bread, trains")
        await town.people["m-b"].say("meet profile", interests="bread")
        await town.kith.push(days=6, hours=10)
        card = next(each for each in await town.people["m-b"].sees() if "You are matched" in each.text)
        assert "I bake *bread*." in card.text
        assert "You share an interest in Bread" in card.text


async def test_a_skip_says_how_the_next_round_finds_the_member_and_bothers_nobody_else():
    """Always in means in again; somebody who never joined is not asked to."""
    async with a_town(["a", "b"]) as town:
        assert "you are in again next time" in (await town.people["m-a"].say("meet skip")).text
        await town.kith.push(days=5)
        stranger = await town.kith.stage.person("stranger")
        assert "nothing is needed" in (await stranger.tap("Not this time")).text
