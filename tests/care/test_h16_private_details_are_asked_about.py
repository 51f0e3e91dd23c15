"""H16: free text is shown to its writer and looked through for private details before anything of it is kept."""

import logging
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.commands.catalogue import CATALOGUE
from bot.domain.member import HELLO_LONGEST
from bot.ids import ChannelId, PlatformName, UserId, new_id
from bot.ports.commands import Access, Actor, Invocation, OptionKind, Place, PlaceKind, Screening
from bot.services.held import MOST_OF_ONE
from tests.support.traces import STAGES, hello_of, joined, kith_at, traces

HELLO = "Ring me at 06 12345678, xylophone"
WORD = "xylophone"
TAPS = ("Edit", "Send anyway")
pytestmark = pytest.mark.timeout(120)


@pytest.fixture(autouse=True)
def _everything_is_logged(caplog):
    caplog.set_level(logging.INFO)


@pytest.mark.parametrize("platform", STAGES)
async def test_a_private_detail_is_asked_about_before_it_is_kept(platform, caplog):
    """Typed and in a form: until its writer says so, nothing of the text is stored."""
    async with kith_at(platform) as (kith, _, ada):
        await a_typed_text_is_edited_and_sent_anyway(kith, ada, caplog)
        await a_text_in_a_form_is_edited(kith, ada, caplog)


async def a_typed_text_is_edited_and_sent_anyway(kith, ada, caplog):
    """The writer sees the text again, edits it, is asked about the new one, and sends that anyway."""
    asked = await ada.say("meet profile", hello=HELLO)
    assert asked.where == "private"
    assert "This looks like a private detail: a telephone number." in asked.text
    assert HELLO in asked.text
    assert asked.labels == TAPS
    assert await hello_of(kith) == "I bake bread."
    assert len((await ada.tap("Edit")).form) == 1
    again = await ada.fill(words="I live at Kerkstraat 12, glockenspiel")
    assert "an address" in again.text
    assert await traces(kith, caplog, WORD) == []
    assert await traces(kith, caplog, "glockenspiel") == []
    await ada.tap("Send anyway")
    assert await hello_of(kith) == "I live at Kerkstraat 12, glockenspiel"


async def a_text_in_a_form_is_edited(kith, ada, caplog):
    """What was answered beside it is saved; an edited text without a detail is saved at once."""
    await ada.say("meet profile")
    await ada.tap("Edit the basics")
    assert (await ada.fill(hello=HELLO, reach="near")).labels == TAPS
    assert await traces(kith, caplog, WORD) == []
    await ada.tap("Edit")
    assert "I like tea" in (await ada.fill(words="I like tea")).text
    assert await hello_of(kith) == "I like tea"


async def test_the_edit_form_holds_the_text():
    """Nobody has to write it all again, and the form's hold on it is in memory only."""
    async with kith_at("playground") as (kith, _, ada):
        await ada.say("meet profile", hello=HELLO)
        await ada.tap("Edit")
        [dialog] = kith.stage.world.dialogs.values()
        [field] = dialog.form.fields
        assert (field.held, field.value, field.unwritten) == (HELLO, "", True)
        assert field.longest == HELLO_LONGEST


@pytest.mark.parametrize("option", ["interests", "role", "hello"])
async def test_all_that_a_profile_says_is_looked_through(option):
    async with kith_at("playground") as (_, _, ada):
        assert (await ada.say("meet profile", **{option: "Kerkstraat 12"})).labels == TAPS


async def test_a_line_for_the_own_diary_is_looked_through_too():
    async with kith_at("playground") as (_, _, ada):
        assert (await ada.say("challenge done", note="Called mum on +31 20 123 4567")).labels == TAPS


async def test_a_text_is_held_for_a_quarter_of_an_hour(caplog):
    async with kith_at("playground") as (kith, _, ada):
        await ada.say("meet profile", hello=HELLO)
        kith.clock.push(timedelta(minutes=16))
        late = await ada.tap("Send anyway")
        assert "write it once more" in late.text
        assert await hello_of(kith) == "I bake bread."
        assert await traces(kith, caplog, WORD) == []


async def test_a_restart_forgets_what_was_held():
    async with kith_at("playground") as (kith, _, ada):
        await ada.say("meet profile", hello=HELLO)
        kith.app.kit.held._texts.clear()
        assert "write it once more" in (await ada.tap("Send anyway")).text
        assert "write it once more" in (await ada.tap("Edit")).text


async def test_a_text_is_sent_once():
    async with kith_at("playground") as (kith, _, ada):
        await ada.say("meet profile", hello=HELLO)
        [token] = kith.app.kit.held._texts
        send = called(kith, ada, "kith text", text=token, do="send")
        assert "Saved" in (await kith.app.inbox.handle(send)).message.title.template
        assert "write it once more" in (await kith.app.inbox.handle(send)).message.lines[0].template


def called(kith, human, command, /, **options):
    return Invocation(
        id=new_id(kith.app.kit.rng),
        command=command,
        actor=Actor(user_id=UserId(human.user_id)),
        place=Place(
            platform=PlatformName("playground"), home=kith.stage.home, channel=ChannelId(kith.stage.channel)
        ),
        options=options,
    )


async def test_nobody_sends_or_edits_the_text_of_somebody_else():
    async with kith_at("playground") as (kith, _, ada):
        ben = await joined(kith.stage, "Ben")
        await ada.say("meet profile", hello=HELLO)
        [token] = kith.app.kit.held._texts
        for do in ("send", "edit", "delete"):
            await kith.app.inbox.handle(called(kith, ben, "kith text", text=token, do=do))
        assert list(kith.app.kit.held._texts) == [token]


async def test_few_texts_are_held_for_one_person():
    async with kith_at("playground") as (kith, _, ada):
        for number in range(MOST_OF_ONE + 3):
            await ada.say("meet profile", hello=f"06 1234567{number}")
        assert len(kith.app.kit.held._texts) == MOST_OF_ONE


async def test_the_question_which_community_is_meant_keeps_no_text(caplog):
    """Its taps are stored, so what was written waits in memory, and goes on where it was meant to go."""
    async with kith_at("playground") as (kith, _, ada):

        def double(repos):
            [community] = repos.communities.all()
            [member] = repos.members.of_community(community.id)
            other = replace(community, id="other", name="Other")
            repos.communities.add(other)
            repos.members.add(replace(member, id="ada2", community="other"))
            repos.members.add_account("ada2", repos.members.accounts(member.id)[0])

        await kith.storage.run(double)
        call = called(kith, ada, "meet profile", hello="I play the xylophone")
        direct = replace(call, place=replace(call.place, home=None, kind=PlaceKind.DIRECT))
        asked = await kith.app.inbox.handle(direct)
        choices = asked.message.menu.choices
        assert len(choices) == 2
        assert await traces(kith, caplog, WORD) == []
        other = next(choice for choice in choices if choice.action.options["community"] == "other")
        await kith.app.inbox.handle(
            replace(direct, command=other.action.command, options=other.action.options)
        )
        changed = await kith.storage.run(lambda repos: repos.members.get("ada2"))
        assert changed.hello == "I play the xylophone"


def members_words():
    for command in CATALOGUE:
        if command.spec.access in {Access.ANYONE, Access.MEMBER}:
            for option in command.spec.options:
                word = option.kind is OptionKind.WORD and not option.hidden
                if (word or option.kind is OptionKind.TEXT) and not option.choices:
                    yield command.spec, option


def test_no_option_that_takes_members_words_is_left_out():
    """Whoever adds one gets the screening without asking for it."""
    assert [(spec.name, option.name) for spec, option in members_words() if option not in spec.screened] == []


async def test_no_words_go_past_the_screening_into_the_database(caplog):
    """Each command of members is called with a private detail in each of its texts; reports alone may keep it."""
    async with kith_at("playground") as (kith, _, ada):
        for spec, option in members_words():
            kith.clock.push(timedelta(minutes=1))
            words = f"xylophone {option.name} +31 6 1234 5678"
            await kith.app.inbox.handle(called(kith, ada, spec.name, **{option.name: words}))
            if option.screening is not Screening.ALONGSIDE:
                assert await traces(kith, caplog, f"{WORD} {option.name}") == [], (spec.name, option.name)


async def test_what_is_compared_with_a_list_is_kept_nowhere(caplog):
    """These options don't ask about private details, because their words are never kept as they are."""
    async with kith_at("playground") as (kith, _, ada):
        for spec, option in members_words():
            if not option.keeps_words:
                kith.clock.push(timedelta(minutes=1))
                await kith.app.inbox.handle(called(kith, ada, spec.name, **{option.name: WORD}))
                assert await traces(kith, caplog, WORD) == [], (spec.name, option.name)


async def test_the_card_after_saving_says_who_sees_the_hello():
    """What others will see is shown to the writer, with a way to edit it, before anybody is matched with them."""
    async with kith_at("playground") as (_, _, ada):
        card = await ada.say("meet profile", hello="I like tea")
        assert "Hello: I like tea" in card.text
        assert "Only the people you are matched with see your hello" in card.text
        assert "Edit the basics" in card.labels


async def test_a_form_on_matrix_keeps_answers_in_memory_and_asks_again_after_a_restart(caplog):
    """Questions come one by one there, and the record between them holds no words of one's own."""
    async with kith_at("matrix") as (kith, _, ada):
        await ada.say("meet profile")
        await ada.tap("Edit wishes")
        room = await ada.direct_room()

        async def write(words):
            return await ada._act(room, lambda room: ada.person.send(room, words))

        await write("xylophone")
        await kith.stage.restart(kith.app.inbox)
        for words in ("1", "skip"):
            await write(words)
        again = await write("gardener")
        assert "Three things to talk about" in again.text
        assert await traces(kith, caplog, WORD) == []
        for words in ("xylophone", "skip", "skip", "skip"):
            saved = await write(words)
        assert "xylophone" in saved.text
        assert "gardener" in saved.text
        assert WORD not in "\n".join(kith.stage.notebook.written)


async def test_a_form_on_discord_writes_down_no_held_text():
    """The form opens with the text; what the adapter keeps for the way back is the token alone."""
    async with kith_at("discord") as (kith, _, ada):
        await ada.say("meet profile", hello=HELLO)
        await ada.tap("Edit")
        assert HELLO in str(kith.stage.bed.outcome(ada.dialog))
        assert WORD not in "\n".join(kith.stage.notebook.written)
