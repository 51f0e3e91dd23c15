"""A plan that stands can move, its spot can change, and every calendar follows."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.domain.availability import mask_of
from bot.domain.community import Spot, SpotNote
from bot.domain.member import Contact
from bot.domain.rounds import Group, GroupState, RoundState, Seat
from bot.ids import SpotId
from tests.support.calendar import OwnCalendar
from tests.support.meeting_town import CENTRE, TOWN, WALKS
from tests.support.rounds import NEUTRAL, a_town, agreed, heard, matched, until

pytestmark = pytest.mark.timeout(60)


async def only_group(town):
    (group,) = await town.groups()
    return group


async def calendar_of(human):
    calendar = OwnCalendar()
    calendar.take_all(await human.sees())
    return calendar


async def everybody_taps(town, label, *names):
    for member, human in town.people.items():
        if not names or member in names:
            await human.tap(label)
    await town.kith.due()


async def test_a_plan_moves_at_anybodys_wish_and_the_entry_moves_along():
    """One asks for another time; both choose anew; the file replaces the old entry, and nobody is named."""
    async with a_town() as town:
        before = await agreed(town)
        one, other = town.people.values()
        answer = await one.tap("Another time")
        assert "No reason needed" in answer.text
        await town.kith.due()
        loose = await only_group(town)
        assert (loose.state, loose.meets_at, loose.moved_from) == (
            GroupState.PROPOSED,
            None,
            before.meets_at,
        )
        assert before.meets_at not in loose.options
        card = (await other.sees())[-1].text
        assert "Your meetup moves" in card
        assert f"@{one.name}" not in card
        assert (await calendar_of(other)).begins == [before.meets_at]
        await everybody_taps(town, "Time 2")
        after = await only_group(town)
        assert (after.state, after.meets_at, after.revision) == (GroupState.AGREED, loose.options[1], 1)
        for human in town.people.values():
            assert (await calendar_of(human)).begins == [after.meets_at]
        assert heard(await other.sees(), "The plan has changed") == ["group"]


async def test_a_plan_that_moved_is_reminded_of_and_asked_about_at_its_new_time():
    """After the first reminder the plan moves: the new time has both reminders, and its own check-in."""
    async with a_town() as town:
        before = await agreed(town)
        one, other = town.people.values()
        await until(town, before.meets_at - timedelta(hours=20))
        assert len(heard(await other.sees(), "You meet tomorrow")) == 1
        await one.tap("Another time")
        await town.kith.due()
        await everybody_taps(town, "Time 1")
        after = await only_group(town)
        await until(town, before.meets_at + timedelta(days=1, hours=3))
        assert heard(await other.sees(), "Did you meet") == []
        await until(town, after.meets_at)
        assert len(heard(await other.sees(), "You meet tomorrow")) == 2
        assert len(heard(await other.sees(), "You meet soon")) == 1
        await town.kith.push(hours=26)
        assert len(heard(await other.sees(), "Did you meet")) == 1


async def test_every_move_is_told_also_where_the_same_times_come_back():
    """Two plans in turn, back and forth: what was offered once may be offered again, and each time everybody hears."""
    async with a_town() as town:
        await agreed(town)
        one, other = town.people.values()
        offers = []
        for times in range(1, 5):
            await one.tap("Another time")
            await town.kith.due()
            offers.append((await only_group(town)).options)
            assert len(heard(await other.sees(), "Your meetup moves")) == times
            await everybody_taps(town, "Time 1")
        assert len({*offers}) < len(offers)


async def test_a_moved_plan_that_finds_no_new_time_leaves_every_calendar():
    """Nobody answers after the move: the group is told that it is over, and the entry is taken out."""
    async with a_town() as town:
        await agreed(town)
        one, other = town.people.values()
        await one.tap("Another time")
        await town.kith.push(hours=73)
        assert (await only_group(town)).state is GroupState.MISSED
        for human in (one, other):
            assert heard(await human.sees(), NEUTRAL) == ["group"]
            assert (await calendar_of(human)).entries == []


NOT_TODAY = "Your meetup is not today"


async def test_two_hours_before_the_old_time_everybody_hears_that_nobody_meets_then():
    """Moved after the first reminder, and nobody has chosen yet: who only looks at their calendar stays at home."""
    async with a_town() as town:
        before = await agreed(town)
        one, other = town.people.values()
        await until(town, before.meets_at - timedelta(hours=23))
        await one.tap("Move")
        await until(town, before.meets_at - timedelta(hours=2, minutes=1))
        assert not heard(await other.sees(), NOT_TODAY)
        await until(town, before.meets_at - timedelta(hours=1))
        for human in town.people.values():
            assert heard(await human.sees(), NOT_TODAY) == ["group"]
            assert not heard(await human.sees(), "You meet soon")


@pytest.mark.parametrize("word", ["Time 1", "It is over"])
async def test_nothing_is_said_of_an_old_time_once_a_new_one_stands_or_the_group_is_over(word):
    async with a_town() as town:
        before = await agreed(town)
        one, other = town.people.values()
        await one.tap("Another time")
        await town.kith.due()
        if word == "Time 1":
            await everybody_taps(town, word)
        else:
            await one.say("meet cancel")
        await until(town, before.meets_at)
        assert not heard(await other.sees(), NOT_TODAY)


async def test_a_plan_stays_when_there_is_no_other_time():
    """Two Saturdays, one hour: the second is the only other time, and near the first there is none."""
    async with a_town(times=mask_of(["sat-morning"])) as town:
        first = await agreed(town)
        one, _ = town.people.values()
        await one.say("meet plan", move="yes")
        await town.kith.due()
        assert "choosing a time already" in (await one.say("meet plan", move="yes")).text
        await everybody_taps(town, "Time 1")
        second = await only_group(town)
        assert second.meets_at - first.meets_at == timedelta(days=7)
        await until(town, second.meets_at - timedelta(days=9))
        assert "the plan stays as it is" in (await one.say("meet plan", move="yes")).text
        assert (await only_group(town)) == second


async def test_moving_is_over_when_the_meeting_has_begun():
    async with a_town() as town:
        group = await agreed(town)
        one, _ = town.people.values()
        await until(town, group.meets_at - timedelta(minutes=1))
        await town.kith.push(minutes=1)
        assert "has begun" in (await one.say("meet plan", move="yes")).text
        assert (await only_group(town)).state is GroupState.AGREED


async def test_a_tap_on_a_plan_that_has_changed_since_does_nothing():
    """The button under the first plan is not taken for the newer plan."""
    async with a_town() as town:
        await agreed(town)
        one, _ = town.people.values()
        entry, choice = one._find("Another time")
        await one.tap("Another time")
        await town.kith.due()
        await everybody_taps(town, "Time 1")
        stale = one._seen(await one.client.tap(one.user_id, entry.id, choice.key))
        assert "has changed already" in stale.text
        assert (await only_group(town)).state is GroupState.AGREED


async def test_another_spot_keeps_the_time_and_updates_the_entry():
    """After everybody accepted, the spot changes: same time, same entry, one more in sequence."""
    async with a_town() as town:
        before = await agreed(town)
        one, other = town.people.values()
        entry, choice = one._find("Another spot")
        await one.tap("Another spot")
        await town.kith.due()
        after = await only_group(town)
        assert (after.meets_at, after.revision) == (before.meets_at, 1)
        assert after.spot != before.spot
        (event,) = (await calendar_of(other)).entries
        assert str(event["LOCATION"]).startswith({"library": "Library", "park": "Park gate"}[after.spot])
        stale = one._seen(await one.client.tap(one.user_id, entry.id, choice.key))
        assert "has changed already" in stale.text
        assert (await only_group(town)).spot == after.spot


async def test_a_first_plan_at_another_spot_is_not_called_a_change():
    async with a_town() as town:
        await matched(town)
        one, other = town.people.values()
        await one.tap("Another spot")
        await town.kith.due()
        await everybody_taps(town, "Time 1")
        assert (await only_group(town)).revision == 0
        assert heard(await other.sees(), "The plan stands")
        assert not heard(await other.sees(), "The plan has changed")


async def test_a_first_plan_is_offered_at_no_hour_at_which_somebody_meets_a_group_of_another_circle():
    """What would be the first option is a meeting of one of them elsewhere, and could never become the plan."""
    async with a_town() as town:
        busy = (await matched(town)).options[0]
    async with a_town() as town:

        def elsewhere(repos):
            circle = replace(repos.rounds.circle(WALKS), id="tea", name="Tea")
            (round_, *_) = repos.rounds.of_circle(WALKS)
            repos.rounds.add_circle(circle)
            repos.rounds.add(replace(round_, id="tea/1", circle="tea", state=RoundState.MATCHED))
            plan = Group(
                id="tea/1/0",
                round="tea/1",
                community=TOWN,
                matched_at=town.kith.clock.now(),
                platform=circle.platform,
                state=GroupState.AGREED,
                meets_at=busy,
            )
            repos.rounds.add_group(plan)
            repos.rounds.add_seat(Seat(round="tea/1", group=plan.id, member="m-a"))

        await town.kith.storage.run(elsewhere)
        options = (await matched(town)).options
        assert len(options) == 2
        assert busy not in options


async def test_tapping_another_spot_goes_through_the_list_and_begins_again():
    async with a_town() as town:
        first = (await matched(town)).spot
        one, _ = town.people.values()
        seen = []
        for _ in range(3):
            await one.tap("Another spot")
            await town.kith.due()
            seen.append((await only_group(town)).spot)
        assert seen == [seen[0], first, seen[0]]
        assert {*seen} == {"library", "park"}


async def test_a_spot_that_is_closed_then_is_never_offered():
    """The library is open on weekday mornings only, and people are free on Saturdays and Mondays."""
    times = mask_of(["sat-morning", "mon-morning"])
    async with a_town(times=times) as town:

        def narrow(repos):
            for spot in repos.places.spots(TOWN):
                hours = mask_of(["mon-morning"]) if spot.id == "library" else mask_of(["sat-morning"])
                repos.places.save_spot(type(spot)(**{**_fields(spot), "hours": hours}))

        await town.kith.storage.run(narrow)
        group = await matched(town)
        weekdays = {at.weekday() for at in group.options}
        assert weekdays == ({0} if group.spot == "library" else {5})
        one, _ = town.people.values()
        assert "no other spot on the list for then" in (await one.tap("Another spot")).text
        await one.tap("Other times")
        await town.kith.due()
        after = await only_group(town)
        assert {at.weekday() for at in after.options} == {5 if weekdays == {0} else 0}
        assert after.spot != group.spot


def _fields(spot):
    return {name: getattr(spot, name) for name in spot.__dataclass_fields__}


async def test_cancelling_takes_the_entry_out_of_ones_own_calendar_privately():
    """One of three can't come: their own entry goes, by a file that they alone get; the plan of the others stays."""
    async with a_town(list("abc")) as town:
        group = await agreed(town)
        one, *others = town.people.values()
        await one.tap("I can't come")
        await town.kith.due()
        assert (await calendar_of(one)).entries == []
        private = [each for each in await one.sees() if each.files and each.where == "private"]
        assert len(private) == 1
        for other in others:
            assert (await calendar_of(other)).begins == [group.meets_at]


async def test_without_direct_messages_the_answer_itself_carries_the_file():
    async with a_town(list("abc"), contact=Contact.PLACE) as town:
        await agreed(town)
        one, *_ = town.people.values()
        answer = await one.tap("I can't come")
        assert (answer.where, [name for name, _ in answer.files]) == ("private", ["meetup.ics"])
        await town.kith.due()
        assert (await calendar_of(one)).entries == []


async def test_wishes_that_no_spot_meets_are_mentioned_and_nobodys():
    """Somebody wishes for step-free: the card says kindly that something is missing, and neither what nor for whom."""
    async with a_town() as town:
        await town.people["m-a"].say("meet profile", wishes="step-free")
        await matched(town)
        for human in town.people.values():
            card = next(each.text for each in await human.sees() if "You are matched" in each.text)
            line = next(line for line in card.splitlines() if "everything that would be good to have" in line)
            assert "step-free" not in card
            assert not any(name.user_id in line or f"@{name.name}" in line for name in town.people.values())


async def test_a_spot_that_meets_more_of_the_wishes_is_taken():
    async with a_town() as town:
        level = Spot(
            id=SpotId("level"),
            community=TOWN,
            area=CENTRE.id,
            name="Level place",
            notes=frozenset({SpotNote.STEP_FREE}),
        )
        await town.kith.storage.run(lambda repos: repos.places.add_spot(level))
        await town.people["m-b"].say("meet profile", wishes="step-free, quiet, seated")
        group = await matched(town)
        assert group.spot == "level"
        card = next(each.text for each in await town.people["m-a"].sees() if "You are matched" in each.text)
        assert "Level place (step-free)" in card
        assert "everything that would be good to have" in card


async def test_a_plan_on_a_public_holiday_says_so():
    """Christmas Day 2026 is a Friday: offered all the same, and flagged."""
    async with a_town(weeks=1, times=mask_of(["fri-morning"])) as town:
        await town.kith.push(days=6 + 21, hours=10)
        newest = max(await town.groups(), key=lambda group: group.matched_at)
        assert any(f"{at:%m-%d}" == "12-25" for at in newest.options)
        cards = [
            each.text
            for each in await town.people["m-a"].sees()
            if "Which time" in each.text or "Time 1" in each.text
        ]
        flagged = [line for text in cards for line in text.splitlines() if "public holiday" in line]
        assert flagged
        assert all("25 December 2026" in line or "1 January 2027" in line for line in flagged)
        assert WALKS in newest.round
