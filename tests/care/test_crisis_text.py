"""Words that tell of a crisis: the test cases of the care page, and that nothing of them is kept."""

import logging
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.content.care.crisis import tells_of_crisis
from bot.domain.moderation import Category
from bot.ids import ChannelId, PlatformName, UserId
from bot.ports.commands import Actor, Invocation, Place, PlaceKind
from bot.text.catalogue import languages
from bot.text.render import PlainStyle, render
from tests.support.traces import STAGES, hello_of, joined, kith_at, traces

HEAVY = "I don't want to be here any more, xylophone"
WORD = "xylophone"
CARD = "Thank you for writing that. I'm a program, so I can't talk it through or keep watch, and I may have misread you."
NOT_SHOWN = "I have not saved or shown your text to anyone."
TAPS = ("Ask a moderator to write to me", "Send my text anyway", "Delete my text")
pytestmark = pytest.mark.timeout(120)


@pytest.fixture(autouse=True)
def _everything_is_logged(caplog):
    caplog.set_level(logging.INFO)


async def reports(kith):
    [community] = await kith.storage.run(lambda repos: repos.communities.all())
    return await kith.storage.run(lambda repos: repos.reports.of_community(community.id))


@pytest.mark.parametrize("platform", STAGES)
async def test_a_clear_hit_is_held_and_answered_to_its_writer_alone(platform, caplog):
    """Typed and in a form: nothing is stored before its writer says so, and nobody else sees a thing."""
    async with kith_at(platform) as (kith, olga, ada):
        await typed_words_are_held_and_deleted(kith, olga, ada, caplog)
        await words_in_a_form_are_held_and_sent_anyway(kith, ada, caplog)


async def typed_words_are_held_and_deleted(kith, olga, ada, caplog):
    """The card comes at once and in private; nothing is stored, written down or logged, also later."""
    await kith.stage.settle()
    others = await olga.sees()
    card = await ada.say("meet profile", hello=HEAVY, reach="near")
    assert card.where == "private"
    for words in (CARD, NOT_SHOWN, "findahelpline.com"):
        assert words in card.text
    assert card.labels == TAPS
    assert await hello_of(kith) == "I bake bread."
    await kith.due()
    assert await traces(kith, caplog, WORD) == []
    assert [seen for seen in await olga.sees() if seen not in others and WORD in seen.text] == []
    assert "Deleted" in (await ada.tap("Delete my text")).text
    assert await traces(kith, caplog, WORD) == []


async def words_in_a_form_are_held_and_sent_anyway(kith, ada, caplog):
    """A form is held as a typed command is; what was asked beside it is saved at once."""
    await ada.say("meet profile")
    await ada.tap("Edit the basics")
    card = await ada.fill(hello=HEAVY, reach="near")
    assert card.labels == TAPS
    assert await traces(kith, caplog, WORD) == []
    await ada.tap("Send my text anyway")
    assert await hello_of(kith) == HEAVY
    assert "member.hello" in await traces(kith, caplog, WORD), "this is how a trace would look"


@pytest.mark.parametrize("language", languages())
@pytest.mark.parametrize(
    "words",
    [
        pytest.param("this exam is killing me", id="metaphor"),
        pytest.param('Humming "I don\'t want to be here", my favourite song', id="quoted lyrics"),
        pytest.param("I am not suicidal, and never was", id="negation"),
    ],
)
async def test_what_only_sounds_like_it_is_saved_as_it_is(words, language):
    """Metaphor, quoted lyrics and negation are no crisis, whatever language Kith speaks with the writer."""
    async with kith_at("playground") as (kith, _, ada):
        await ada.say("my language", language=language)
        await ada.say("meet profile", hello=words)
        assert await hello_of(kith) == words


@pytest.mark.parametrize("language", languages())
@pytest.mark.parametrize(
    "words",
    [
        pytest.param("ich will nicht mehr leben", id="other language"),
        pytest.param("I want to kill myslef", id="typo"),
        pytest.param("someone is hurting me", id="somebody hurts the writer"),
        pytest.param("I just want to end it", id="end it"),
    ],
)
async def test_it_is_found_in_other_languages_and_with_slips(words, language):
    async with kith_at("playground") as (kith, _, ada):
        await ada.say("my language", language=language)
        card = await ada.say("challenge done", note=words)
        assert len(card.labels) == 3
        assert await hello_of(kith) == "I bake bread."


async def test_a_report_about_abuse_goes_through_with_people_named_beside_it():
    async with kith_at("playground") as (kith, _, ada):
        ben = await joined(kith.stage, "Ben")
        await ada.say("meet report", who=ben.user_id)
        await ada.tap("Something else")
        read = await ada.fill(words="He hits me, and I want to die", write="yes")
        assert "findahelpline.com" in read.text
        assert "Send my text anyway" not in read.labels
        receipt = await ada.tap("Send")
        assert receipt.where == "private"
        assert [report.words for report in await reports(kith)] == ["He hits me, and I want to die"]


async def test_repeated_hits_have_the_same_card_and_nothing_more():
    """No escalation: the third card is the first one, and nobody was told in between."""
    async with kith_at("playground") as (kith, olga, ada):
        before = len(await olga.sees())
        cards = [await ada.say("meet profile", hello=HEAVY) for _ in range(3)]
        assert {(card.text, card.labels) for card in cards} == {(cards[0].text, TAPS)}
        await kith.push(days=3)
        assert not [seen for seen in (await olga.sees())[before:] if "Ada" in seen.text]
        assert await reports(kith) == ()


async def test_an_organisers_contacts_stand_on_the_card_and_a_directory_where_there_are_none():
    async with kith_at("playground") as (_, olga, ada):
        assert "findahelpline.com" in (await ada.say("meet profile", hello=HEAVY)).text
        await olga.say("organise setup", help="113 Helpline, day and night.", emergency="112")
        card = await ada.say("meet profile", hello=HEAVY)
        assert "these people are there to listen: 113 Helpline, day and night." in card.text
        assert "If you are in danger: 112." in card.text
        assert "Contacts last checked: " in card.text
        assert "findahelpline.com" not in card.text


async def test_words_that_waited_for_the_bot_are_answered_with_no_card():
    """The bot was offline: the moment has passed, so nothing is held, and nothing heavy is said."""
    async with kith_at("playground") as (kith, _, ada):
        call = Invocation(
            id="late",
            command="meet profile",
            actor=Actor(user_id=UserId(ada.user_id)),
            place=Place(
                platform=PlatformName("playground"),
                home=kith.stage.home,
                channel=ChannelId(kith.stage.channel),
            ),
            options={"hello": HEAVY},
            at=kith.clock.now() - timedelta(hours=2),
        )
        late = await kith.app.inbox.handle(call)
        words = " ".join(render(line, PlainStyle(), "en") for line in late.message.lines)
        assert late.private
        assert "I was away" in words
        assert "Thank you for writing that" not in words
        assert late.message.menu is None
        fresh = await kith.app.inbox.handle(replace(call, at=kith.clock.now()))
        assert fresh.until == kith.clock.now() + timedelta(minutes=15)


@pytest.mark.timeout(120)
async def test_plain_words_to_the_bot_in_a_direct_room_are_heard():
    """On Matrix people can write to the bot what is no command; there is nothing to send then."""
    async with kith_at("matrix") as (_, _, ada):
        room = await ada.direct_room()
        card = await ada._act(room, lambda room: ada.person.send(room, "I want to die"))
        assert CARD in card.text
        assert card.labels == TAPS[:1]
        other = await ada._act(room, lambda room: ada.person.send(room, "gibberish of no command"))
        assert "I don't know that" in other.text
        await ada.say("meet profile")
        await ada.tap("Edit wishes")
        await ada._act(room, lambda room: ada.person.send(room, "skip"))
        amid = await ada._act(room, lambda room: ada.person.send(room, "I want to die"))
        assert CARD in amid.text, "words that are no answer to a question with choices"
        wrong = await ada._act(room, lambda room: ada.person.send(room, "purple"))
        assert "answer with a number" in wrong.text


async def test_a_moderator_is_asked_only_when_the_writer_wishes(caplog):
    """They are told who asks and nothing else; the text stays with its writer."""
    async with kith_at("playground") as (kith, _, ada):
        await ada.say("meet profile", hello=HEAVY)
        asked = await ada.tap("Ask a moderator to write to me")
        assert "I have asked the moderators" in asked.text
        assert asked.labels == TAPS[1:]
        [report] = await reports(kith)
        assert (report.category, report.words) == (Category.HELP, "")
        assert await traces(kith, caplog, WORD) == []
        assert "Deleted" in (await ada.tap("Delete my text")).text


async def test_nothing_else_changes_for_the_writer():
    """They stay in the programme as they were: the same circle, the same answers, nobody excluded."""
    async with kith_at("playground") as (kith, _, ada):
        [community] = await kith.storage.run(lambda repos: repos.communities.all())
        before = await kith.storage.run(lambda repos: repos.members.of_community(community.id))
        await ada.say("meet profile", hello=HEAVY)
        await ada.tap("Delete my text")
        assert await kith.storage.run(lambda repos: repos.members.of_community(community.id)) == before


def test_the_same_words_always_have_the_same_answer():
    assert {tells_of_crisis(HEAVY) for _ in range(5)} == {True}


async def test_a_call_without_a_community_is_answered_too():
    """In a direct room of a person in no community: the card with the directory, before any other question."""
    async with kith_at("playground") as (kith, _, _):
        call = Invocation(
            id="direct",
            command="challenge done",
            actor=Actor(user_id=UserId("stranger")),
            place=Place(
                platform=PlatformName("playground"), home=None, channel=ChannelId("x"), kind=PlaceKind.DIRECT
            ),
            options={"note": HEAVY},
        )
        reply = await kith.app.inbox.handle(call)
        assert render(reply.message.lines[0], PlainStyle(), "en") == CARD
