"""What organisers do for care: contacts that they look at twice a year, and phrases of their own."""

import pytest

from adapters.playground.render import plain
from bot.ports.messages import Message
from bot.services.cards.care import with_support
from bot.services.care.contacts import LOOK_EVERY
from bot.text.message import T
from bot.text.render import PlainStyle, render
from tests.support.chat_town import a_place, joined
from tests.support.kith import kith_on
from tests.support.meeting_town import settle_town
from tests.support.playground_stage import open_stage

pytestmark = pytest.mark.timeout(60)
CARD = "Thank you for writing that."


async def room_of(kith, organiser):
    """Let an organiser open a room for moderators, and return what they see there from then on."""
    await organiser.say("organise setup", room="new")
    await kith.push(minutes=5)
    return len(await organiser.sees())


async def test_help_lines_and_number_carry_the_day_they_were_given():
    async with a_place() as (_, olga):
        assert "Help lines last checked" not in (await olga.say("organise setup")).text
        card = await olga.say("organise setup", help="113 Helpline", emergency="112")
        assert "Help lines last checked: " in card.text
        assert "Not yet" not in card.text


async def test_organisers_are_asked_every_half_year_whether_the_contacts_are_right():
    """In the moderators' room, once each half year; a tap notes the day, and the next question is half a year on."""
    async with a_place(circle=False) as (kith, olga):
        before = await room_of(kith, olga)
        await olga.say("organise setup", help="113 Helpline", emergency="112")
        await kith.push(days=LOOK_EVERY.days - 1)
        assert not [each for each in (await olga.sees())[before:] if "Are these still right?" in each.text]
        await kith.push(days=2)
        asked = [each for each in await olga.sees() if "Are these still right?" in each.text]
        assert len(asked) == 1
        assert "113 Helpline" in asked[0].text
        card = await olga.tap("They are right")
        assert "Help lines last checked: " in card.text
        await kith.push(days=LOOK_EVERY.days + 1)
        assert len([each for each in await olga.sees() if "Are these still right?" in each.text]) == 2


async def test_new_contacts_put_the_question_off():
    async with a_place(circle=False) as (kith, olga):
        await olga.say("organise setup", help="113 Helpline")
        await kith.push(days=100)
        await olga.say("organise setup", emergency="112")
        due = await kith.app.next_due()
        assert due == kith.clock.now() + LOOK_EVERY


async def test_an_organiser_adds_and_removes_a_phrase():
    async with a_place() as (_, olga):
        added = await olga.say("organise phrases add", phrase="the black dog is back")
        assert added.where == "private"
        listed = await olga.say("organise phrases list")
        assert "Your own: the black dog is back" in listed.text
        [(name, data)] = listed.files
        assert (name, b"# en" in data) == ("phrases.txt", True)
        await olga.say("organise phrases remove", phrase="The black dog, is back!")
        assert "black dog" not in (await olga.say("organise phrases list")).text


async def test_an_added_phrase_counts_for_members_at_once_and_a_removed_one_no_longer():
    async with a_place() as (kith, olga):
        ada = await joined(kith)
        assert CARD not in (await ada.say("meet profile", hello="the black dog is back")).text
        await olga.say("organise phrases add", phrase="black dog is back")
        assert CARD in (await ada.say("meet profile", hello="The Black Dog is back")).text
        assert CARD in (await ada.say("meet profile", hello="I am suicidal")).text
        await olga.say("organise phrases remove", phrase="I am suicidal")
        assert CARD not in (await ada.say("meet profile", hello="I am suicidal")).text
        await olga.say("organise phrases add", phrase="I am suicidal")
        assert CARD in (await ada.say("meet profile", hello="I am suicidal")).text


@pytest.mark.parametrize(
    ("phrase", "words"),
    [
        ("the", "two words or more"),
        ("I want to die", "already"),
        ("...", "two words or more"),
    ],
)
async def test_a_phrase_that_does_not_fit_is_refused_kindly(phrase, words):
    async with a_place() as (_, olga):
        assert words in (await olga.say("organise phrases add", phrase=phrase)).text


async def test_removing_what_is_not_there_says_where_to_look():
    async with a_place() as (_, olga):
        answer = await olga.say("organise phrases remove", phrase="purple elephants everywhere")
        assert "There is no such phrase" in answer.text


async def test_phrases_are_for_organisers_only():
    async with a_place() as (kith, _):
        ada = await joined(kith)
        assert "Only organisers" in (await ada.say("organise phrases list")).text


async def test_every_direct_message_names_the_way_to_help():
    """The last line of whatever Kith writes to somebody by itself; a message with small print keeps it."""
    async with open_stage() as stage, kith_on(stage) as kith:
        town = await settle_town(kith, ["a"])
        await kith.push(days=30)
        human = next(iter(town.people.values()))
        channel = stage.world.direct_channel(human.user_id)
        direct = [
            plain(stage.world, each.message, "en") for each in stage.world.entries(channel.id, human.user_id)
        ]
        assert direct
        assert [text for text in direct if not text.endswith("Help and support: /kith support")] == []


def test_small_print_stays_before_the_way_to_help():
    words = with_support(Message(lines=(T("Hello."),), footer=T("Skipping is fine."))).footer
    assert render(words, PlainStyle(), "en").startswith("Skipping is fine. Help and support: ")
