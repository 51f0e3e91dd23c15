"""The open table, told on the playground: hosts who agree, a place that is told to those who asked, and kind weeks off."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.errors import TemporaryPlatformError
from bot.ids import CircleId
from bot.services.cards.open_table import ANYBODY
from tests.support.chat_town import a_place, joined
from tests.support.open_tables import (
    TABLE,
    WEDNESDAY_TEN,
    a_table,
    agree,
    circle_id,
    part_apart,
    texts,
    until,
    until_hosts_are_asked,
)
from tests.support.rounds import NEUTRAL, heard

pytestmark = pytest.mark.timeout(60)
PLACE = "Library"


async def test_a_table_takes_place_when_a_host_can_and_is_told_to_those_who_asked():
    """Ada and Ben host, Chi wants to know, Dee does not; the place reaches the first three, privately."""
    async with a_table("Ada", "Ben", "Chi", "Dee") as (kith, olga, (ada, ben, chi, dee)):
        assert "It begins once 2 hosts" in (await olga.say("organise table")).text
        await agree(kith, olga, ada, ben)
        assert "It takes place each week" in (await olga.say("organise table")).text
        await chi.say("meet table")
        card = await chi.tap("Tell me the place")
        assert PLACE in card.text
        assert "a paper boat" in card.text
        await until(kith, WEDNESDAY_TEN)
        assert "can you host the open table tomorrow" in (await texts(ada))[-1]
        await ada.tap("I can host")
        await ben.tap("Not this time")
        await kith.push(hours=9)
        told = (await texts(chi))[-1]
        for words in ("the open table is tomorrow", PLACE, "quiet", "a paper boat"):
            assert words in told
        assert "thank you for hosting tomorrow" in (await texts(ada))[-1]
        assert not any(PLACE in text for text in await texts(dee))
        assert not any("open table" in text for text in await texts(dee))
        assert "It takes place on" in (await chi.say("meet table")).text
        assert PLACE in (await chi.say("meet status")).text
        assert PLACE not in (await dee.say("meet table")).text
        assert "Open table" not in (await dee.say("meet status")).text


async def test_nobody_is_ever_told_who_hosts_or_who_comes():
    async with a_table("Ada", "Ben", "Chi") as (kith, olga, (ada, ben, chi)):
        await until_hosts_are_asked(kith, olga, (ada, ben), chi)
        await ada.tap("I can host")
        await ben.tap("I can host")
        await kith.push(days=2)
        for reader, others in ((chi, "Ada Ben"), (ada, "Ben Chi"), (ben, "Ada Chi")):
            about = [text for text in await texts(reader) if "open table" in text]
            about.append((await reader.say("meet table")).text)
            assert not [name for name in others.split() for text in about if name in text]


async def test_without_a_host_the_table_rests_and_people_are_told_kindly():
    async with a_table("Ada", "Ben", "Chi") as (kith, olga, (ada, ben, chi)):
        await until_hosts_are_asked(kith, olga, (ada, ben), chi)
        await ada.tap("Not this time")
        await kith.push(hours=9)
        told = (await texts(chi))[-1]
        assert "rests this time" in told
        assert PLACE not in told
        assert "It rests this time" in (await chi.say("meet table")).text
        await kith.push(days=7)
        assert "can you host" in "".join((await texts(ben))[-2:])


async def test_a_host_who_cannot_after_all_is_replaced_by_the_next_while_there_is_time():
    async with a_table("Ada", "Ben", "Chi") as (kith, olga, people):
        await agree(kith, olga, *people)
        await until(kith, WEDNESDAY_TEN)
        asked = [person for person in people if "can you host" in (await texts(person))[-1]]
        (waiting,) = [person for person in people if person not in asked]
        assert len(asked) == 2
        await asked[0].tap("Not this time")
        await kith.due()
        assert "can you host" in (await texts(waiting))[-1]


async def test_a_table_that_loses_its_last_host_after_it_was_told_is_called_off():
    """By a tap at once, and by leaving two hours before at the latest; a second host keeps it going."""
    async with a_table("Ada", "Ben", "Chi") as (kith, olga, (ada, ben, chi)):
        await until_hosts_are_asked(kith, olga, (ada, ben), chi)
        await ada.tap("I can host")
        await ben.tap("I can host")
        await kith.push(hours=9)
        await ada.tap("I can't after all")
        await kith.due()
        assert "the open table is tomorrow" in (await texts(chi))[-1]
        await ben.say("meet pause", until="2 weeks")
        await until(kith, datetime(2026, 11, 26, 12, 30, tzinfo=UTC))
        assert "rests this time" in (await texts(chi))[-1]


async def test_who_pauses_leaves_or_wants_to_hear_no_more_is_told_nothing():
    async with a_table("Ada", "Ben", "Chi", "Dee", "Eve") as (kith, olga, (ada, ben, chi, dee, eve)):
        await agree(kith, olga, ada, ben)
        for person in (chi, dee, eve):
            await person.say("meet table", told="yes")
        await chi.say("meet pause", until="4 weeks")
        await dee.say("meet leave")
        await eve.say("meet table", told="no")
        before = [await texts(person) for person in (chi, dee, eve)]
        await until(kith, WEDNESDAY_TEN)
        await ada.tap("I can host")
        await kith.push(hours=30)
        assert [await texts(person) for person in (chi, dee, eve)] == before
        circle, _ = await circle_id(kith)
        parts = await kith.storage.run(lambda repos: repos.open_tables.parts(CircleId(circle)))
        assert len(parts) == 4


async def test_a_member_without_direct_messages_finds_it_on_their_own_card():
    async with a_table("Ada", "Ben") as (kith, olga, (ada, ben)):
        await agree(kith, olga, ada, ben)
        cy = await joined(kith, "Cy", consent="I agree, but")
        assert "This card tells you" in (await cy.say("meet table", told="yes")).text
        await until(kith, WEDNESDAY_TEN)
        await ada.tap("I can host")
        await kith.push(hours=9)
        assert not any("the open table is tomorrow" in text for text in await texts(cy))
        assert "It takes place on" in (await cy.say("meet table")).text
        assert PLACE in (await cy.say("meet status")).text


async def test_a_held_member_is_not_told_the_place():
    """What they read is what somebody on a break reads."""
    from dataclasses import replace

    async with a_table("Ada", "Ben", "Chi") as (kith, olga, (ada, ben, chi)):
        await agree(kith, olga, ada, ben)
        await chi.say("meet table", told="yes")
        until_then = kith.clock.now() + timedelta(days=7)

        def hold(repos):
            (member,) = repos.members.of_user(kith.stage.platform.name, chi.user_id)
            repos.members.save(replace(member, held_until=until_then))

        await kith.storage.run(hold)
        count = len(await chi.sees())
        await until(kith, WEDNESDAY_TEN)
        await ada.tap("I can host")
        await kith.push(hours=9)
        assert len(await chi.sees()) == count
        assert PLACE not in (await chi.say("meet table")).text
        assert PLACE not in (await chi.say("meet status")).text


async def test_two_hosts_who_stay_apart_never_keep_the_same_table_and_notice_nothing():
    """They take turns week by week, and each question reads like any other."""
    async with a_table("Ada", "Ben") as (kith, olga, (ada, ben)):
        await agree(kith, olga, ada, ben)
        await part_apart(kith, ada, ben)
        asked = []
        for week in range(4):
            await until(
                kith, WEDNESDAY_TEN.replace(day=25) + week * (datetime(2026, 12, 2) - datetime(2026, 11, 25))
            )
            asked.append(
                [person.name for person in (ada, ben) if "can you host" in (await texts(person))[-1]]
            )
            for person in (ada, ben):
                if person.name in asked[-1]:
                    await person.tap("I can host")
            await kith.push(hours=9)
        assert [len(names) for names in asked] == [1, 1, 1, 1]
        assert asked[0] != asked[1]


async def test_the_unmatched_are_all_pointed_to_the_table_in_the_same_words():
    """Only the circle decides about the second line, never the reason for having no group (H3)."""
    async with a_table("Ada", "Ben", "Chi") as (kith, _, people):
        await part_apart(kith, people[0], people[1])
        for person in people:
            await person.say("meet profile", times="sat-morning" if person.name != "Chi" else "mon-evening")
            await person.say("meet join")
        await kith.push(days=8)
        lines = [text for person in people for text in await texts(person) if NEUTRAL in text]
        assert len(lines) == 3
        assert len(set(lines)) == 1
        assert "There is also an open table every week" in lines[0]
        assert PLACE not in lines[0]
        assert [heard(await person.sees(), NEUTRAL) for person in people] == [["private"]] * 3


async def test_naming_a_host_tells_the_organiser_nothing_about_who_takes_part():
    async with a_table("Ada") as (kith, olga, (ada,)):
        stranger = await kith.stage.person("Zoe")
        answers = {
            (await olga.say("organise table", host=who.user_id)).text.replace(who.name, "X")
            for who in (ada, stranger)
        }
        assert len(answers) == 1
        await kith.due()
        assert "would you like to host" in (await texts(ada))[-1]
        assert not any("host" in text for text in await texts(stranger))
        await ada.tap("Rather not")
        assert "Hosts who agreed: 0" in (await olga.say("organise table")).text


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({"time": "20:30"}, "between 9:00 and 20:00"),
        ({"time": "19:30"}, "between 9:00 and 20:00"),
        ({"time": "8:00"}, "between 9:00 and 20:00"),
        ({"time": "three"}, "18:00"),
        ({"spot": "Nowhere"}, "not on the list"),
        ({"spot": "Mornings only"}, "is not open then"),
        ({"sign": "x" * 61}, "under 60"),
        ({"day": "someday"}, "monday"),
    ],
)
async def test_a_table_that_does_not_fit_is_refused_with_what_would(said, words):
    async with a_place() as (_, olga):
        await olga.say("organise spots add", name="Library")
        await olga.say("organise spots add", name="Mornings only", hours="mo-su morning")
        assert words in (await olga.say("organise table", **{**TABLE, **said})).text
        assert "all three" in (await olga.say("organise table", day="monday")).text


async def test_a_table_is_set_up_in_a_form_changed_and_turned_off():
    async with a_place() as (kith, olga):
        ada = await joined(kith)
        assert "has an open table" in (await ada.say("meet table")).text
        await olga.say("organise spots add", name="Library")
        form = await olga.say("organise table")
        assert len(form.form) == 4
        _, community = await circle_id(kith)
        (spot,) = await kith.storage.run(lambda repos: repos.places.spots(community))
        card = await olga.fill(spot=spot.id, day="friday", time="11:00")
        assert "Friday at 11:00" in card.text
        await olga.tap("Change it")
        assert "Saturday at 11:00" in (await olga.fill(day="saturday")).text
        assert "It is off" in (await olga.tap("Turn it off")).text
        assert "None of your circles" in (await ada.say("meet table")).text
        await olga.tap("Turn it on")
        await olga.say("organise spots remove", name="Library")
        assert "rests until it has a spot" in (await olga.say("organise table")).text
        job = await kith.storage.run(lambda repos: repos.jobs.next_due())
        assert job is not None


async def on_thursday(kith, olga, ada, ben, chi):
    """Let Ada host the first table, and let everybody be told."""
    await until_hosts_are_asked(kith, olga, (ada, ben), chi)
    await ada.tap("I can host")
    await kith.push(hours=9)
    assert "the open table is tomorrow" in (await texts(chi))[-1]


async def test_another_sign_the_day_before_changes_nothing_else():
    async with a_table("Ada", "Ben", "Chi") as (kith, olga, (ada, ben, chi)):
        await until_hosts_are_asked(kith, olga, (ada, ben), chi)
        await ada.tap("I can host")
        await kith.push(hours=2)
        await olga.say("organise table", sign="a red scarf")
        await kith.push(hours=7)
        assert "a red scarf" in (await texts(chi))[-1]
        assert "thank you for hosting" in (await texts(ada))[-1]


@pytest.mark.parametrize("said", [{"state": "off"}, {"day": "saturday"}, {"time": "16:00"}, {"spot": "Park"}])
async def test_who_was_told_that_a_table_takes_place_is_told_when_it_is_moved_or_turned_off(said):
    """The host reads it too, the time is that of the table that was planned, and nobody else hears of it."""
    async with a_table("Ada", "Ben", "Chi") as (kith, olga, (ada, ben, chi)):
        await olga.say("organise spots add", name="Park", area="Centre")
        await on_thursday(kith, olga, ada, ben, chi)
        before = await texts(ben)
        await olga.say("organise table", **said)
        await kith.due()
        for person in (ada, chi):
            assert "rests this time" in (await texts(person))[-1]
            assert "15:00" in (await texts(person))[-1]
        assert await texts(ben) == before


async def test_a_yes_that_comes_after_people_were_told_that_it_rests_keeps_nobody_waiting_alone():
    async with a_table("Ada", "Ben", "Chi") as (kith, olga, (ada, ben, chi)):
        await until_hosts_are_asked(kith, olga, (ada, ben), chi)
        await kith.push(hours=9)
        assert "rests this time" in (await texts(chi))[-1]
        answer = await ada.say("meet table", can="yes")
        assert "It rests this time" in answer.text
        assert "You host this time" not in answer.text
        assert "rests this time" in (await chi.say("meet table")).text


async def test_a_late_yes_counts_where_the_table_takes_place_anyway():
    async with a_table("Ada", "Ben", "Chi") as (kith, olga, (ada, ben, chi)):
        await on_thursday(kith, olga, ada, ben, chi)
        assert "You host this time" in (await ben.say("meet table", can="yes")).text


@pytest.mark.parametrize(
    ("command", "said"),
    [("organise circle pause", {}), ("organise spots remove", {"name": "Library"})],
    ids=["the circle pauses", "the spot goes"],
)
async def test_a_host_reads_too_that_the_table_rests_and_nobody_reads_an_untrue_reason(command, said):
    async with a_table("Ada", "Ben", "Chi") as (kith, olga, (ada, ben, chi)):
        await on_thursday(kith, olga, ada, ben, chi)
        await olga.say(command, **said)
        await until(kith, datetime(2026, 11, 26, 12, 30, tzinfo=UTC))
        for person in (ada, chi):
            assert "rests this time" in (await texts(person))[-1]
            assert "host" not in (await texts(person))[-1]


async def test_words_that_an_outage_delays_past_midnight_do_not_say_tomorrow():
    """The platform takes nothing from the evening on; what it takes in the morning says today."""
    async with a_table("Ada", "Ben", "Chi") as (kith, olga, (ada, ben, chi)):
        await until_hosts_are_asked(kith, olga, (ada, ben), chi)
        await ada.tap("I can host")
        platform, morning = kith.stage.platform, WEDNESDAY_TEN.replace(day=26, hour=6)
        writing = platform.direct

        async def failing(*said, **how):
            if kith.clock.now() < morning:
                raise TemporaryPlatformError("a long outage", retry_after=600)
            return await writing(*said, **how)

        platform.direct = failing
        await until(kith, morning + timedelta(hours=1))
        assert "the open table is today" in (await texts(chi))[-1]
        assert "thank you for hosting today" in (await texts(ada))[-1]


async def test_the_card_says_honestly_that_anybody_may_come():
    """Whoever avoids somebody reads what everybody reads, in the card and in the help."""
    async with a_table("Ada", "Ben") as (kith, _, (ada, ben)):
        await part_apart(kith, ada, ben)
        cards = {(await person.say("meet table")).text for person in (ada, ben)}
        assert len(cards) == 1
        assert ANYBODY.template in cards.pop()
