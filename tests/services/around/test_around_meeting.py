"""Before and at a meeting: reminders with taps, how people find each other, running late, nobody there."""

from datetime import timedelta

import pytest

from bot.domain.rounds import GroupState, SeatState
from tests.support.meeting_town import WALKS
from tests.support.rounds import a_town, agreed, heard, until

pytestmark = pytest.mark.timeout(60)
HOUR = timedelta(hours=1)


async def seat_of(town, group, member):
    seats = await town.kith.storage.run(lambda repos: repos.rounds.seats(group.id))
    return next(seat for seat in seats if seat.member == member)


def with_words(seen, words):
    return [each for each in seen if words in each.text]


async def test_a_reminder_has_the_four_taps_and_says_that_all_are_on_only_when_they_are():
    async with a_town() as town:
        group = await agreed(town)
        one, other = town.people.values()
        await until(town, group.meets_at - 24 * HOUR)
        reminder = with_words(await one.sees(), "You meet tomorrow")[-1]
        assert set(reminder.labels) >= {"Still on", "Move", "I can't come", "Running late"}
        assert "you are still on" in (await one.tap("Still on")).text
        await town.kith.due()
        assert not heard(await other.sees(), "still on"), "nobody sees who answered, nor who did not"
        await until(town, group.meets_at - 2 * HOUR)
        assert not heard(await other.sees(), "All of you are still on")


async def test_all_of_you_are_still_on_is_said_before_the_meeting_when_it_is_true():
    async with a_town() as town:
        group = await agreed(town)
        await until(town, group.meets_at - 24 * HOUR)
        for human in town.people.values():
            await human.tap("Still on")
        await until(town, group.meets_at - 2 * HOUR)
        assert heard(await town.people["m-a"].sees(), "All of you are still on.")


async def test_the_plan_card_says_how_to_find_people_and_a_line_is_erased_afterwards():
    async with a_town() as town:
        group = await agreed(town)
        one, other = town.people.values()
        card = with_words(await one.sees(), "The plan stands")[-1]
        for words in ("about an hour", "phones", "Tell someone where you are going", "head off now"):
            assert words in card.text
        asked = await one.tap("How to find me")
        assert asked.form
        await one.fill(line="green scarf")
        await town.kith.due()
        assert heard(await other.sees(), "green scarf") == ["group"]
        await until(town, group.meets_at - 2 * HOUR)
        assert "green scarf" in with_words(await other.sees(), "You meet soon")[-1].text
        assert "60 characters" in (await other.say("meet sign", line="x" * 61)).text
        await town.kith.push(days=8)
        assert (await seat_of(town, group, "m-a")).sign is None


@pytest.mark.parametrize("minutes", ["20", "30"])
async def test_running_late_takes_ten_minutes_and_can_be_made_more(minutes):
    async with a_town() as town:
        group = await agreed(town)
        one, other = town.people.values()
        await until(town, group.meets_at - timedelta(minutes=5))
        said = await one.tap("Running late")
        assert "about 10 minutes" in said.text
        await one.tap(f"About {minutes}")
        await town.kith.due()
        assert len(heard(await other.sees(), "10 minutes late")) == 1
        assert len(heard(await other.sees(), f"{minutes} minutes late")) == 1


async def test_the_hour_itself_brings_starters_of_three_depths_and_notifies_nobody():
    async with a_town() as town:
        group = await agreed(town)
        await until(town, group.meets_at)
        one = town.people["m-a"]
        card = with_words(await one.sees(), "It's time")[-1]
        assert card.labels[2:] == ("Talk: light", "Talk: middle", "Talk: deep, if all want to")
        assert "Whoever asks also answers" in card.text
        starter = await one.tap("Talk: deep")
        assert starter.where == "group"
        assert "if everyone wants to" in starter.text


async def nobody_there(town, who="m-a"):
    """Let the hour pass at which people meet, and one of them find nobody."""
    group = await agreed(town)
    await until(town, group.meets_at + timedelta(minutes=10))
    early = await town.people[who].tap("Nobody here")
    assert "Please give the others until" in early.text
    await town.kith.push(minutes=6)
    said = await town.people[who].tap("Nobody here")
    assert "Sorry it fell through. You're free to go." in said.text
    assert "You'll be placed early next round." in said.text
    return group


async def test_whoever_finds_nobody_is_free_at_once_and_goes_first_next_time():
    async with a_town() as town:
        group = await nobody_there(town)
        (after,) = await town.groups()
        assert after.state is GroupState.MISSED
        assert (await seat_of(town, group, "m-a")).state is SeatState.RELEASED
        sat_out = await town.kith.storage.run(lambda repos: repos.rounds.sat_out(WALKS))
        assert [member for _, member in sat_out] == ["m-a"]
        assert not heard(await town.people["m-b"].sees(), "fell through"), "nobody is put on the spot"


async def test_they_came_after_all_takes_it_back():
    async with a_town() as town:
        group = await nobody_there(town)
        await town.people["m-a"].tap("They came after all")
        (after,) = await town.groups()
        assert after.state is GroupState.AGREED
        assert (await seat_of(town, group, "m-a")).state is SeatState.ACTIVE
        assert await town.kith.storage.run(lambda repos: repos.rounds.sat_out(WALKS)) == ()
        await town.kith.push(days=1)
        for human in town.people.values():
            await human.tap("Yes, we met")
        assert (await town.groups())[0].state is GroupState.MET


async def test_whoever_was_missing_gets_one_neutral_question_the_next_day_and_any_word_will_do():
    async with a_town() as town:
        group = await nobody_there(town)
        other = town.people["m-b"]
        await town.kith.push(days=1)
        (question,) = with_words(await other.sees(), "All OK?")
        assert question.where == "private"
        assert question.labels == (
            *("Life happened", "Mixed up the time", "Changed my mind", "I was there", "Pause me"),
        )
        assert "Thank you" in (await other.tap("Life happened")).text
        await town.kith.push(days=5)
        assert not with_words(await other.sees(), "All OK?"), "it is asked once"
        assert not with_words(await town.people["m-a"].sees(), "All OK?")
        kept = await town.kith.storage.run(lambda repos: repos.aftermath.absences("m-b"))
        assert kept == ()
        pairs = await town.kith.storage.run(lambda repos: repos.rounds.meetings(group.community))
        assert [meeting.met for meeting in pairs] == [False]


async def test_two_others_who_met_have_met_whatever_a_third_one_says():
    async with a_town(list("abc"), size=3) as town:
        await nobody_there(town)
        (group,) = await town.groups()
        assert group.state is GroupState.AGREED, "the plan stands for the other two"
        await town.kith.push(days=1)
        for name in ("m-b", "m-c"):
            await town.people[name].tap("I was there")
            await town.people[name].tap("Yes, we met")
        (group,) = await town.groups()
        assert group.state is GroupState.MET
        meetings = await town.kith.storage.run(lambda repos: repos.rounds.meetings(group.community))
        assert {(each.first, each.second): each.met for each in meetings} == {
            ("m-a", "m-b"): False,
            ("m-a", "m-c"): False,
            ("m-b", "m-c"): True,
        }


async def test_who_was_there_too_is_no_absence_and_the_group_stays_unknown():
    async with a_town() as town:
        await nobody_there(town)
        await town.kith.push(days=1)
        await town.people["m-b"].tap("I was there")
        await town.people["m-b"].tap("Yes, we met")
        assert (await town.groups())[0].state is GroupState.UNKNOWN
        await town.kith.push(days=4)
        assert await town.kith.storage.run(lambda repos: repos.aftermath.absences("m-b")) == ()
