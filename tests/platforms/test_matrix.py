"""What is special to Matrix, on a real Synapse: commands, menus, forms and files."""

from dataclasses import replace

import pytest

from bot.ports.commands import PlaceKind
from bot.ports.messages import Message
from bot.text.message import T
from tests.support.inbox import ScriptedInbox, day_menu, tea_menu
from tests.support.languages import languages_in, write_language
from tests.support.matrix_stage import open_stage

pytestmark = pytest.mark.timeout(90)


async def opened(stage):
    inbox = ScriptedInbox(stage.platform)
    await stage.open(inbox)
    return inbox


async def handled(stage, event):
    await stage.notebook.wait_for(f"done/{event}")


# ---------------------------------------------------------------- commands


@pytest.mark.parametrize(
    "content",
    [
        {"body": "!kith say hello words=x"},
        {"body": "/kith say hello words=x"},
        {"body": "Kith: say hello words=x", "mentions": True},
        {"body": "Kith say hello words=x", "mentions": True},
    ],
)
async def test_a_command_in_a_room_is_understood_in_every_way_of_calling(content):
    async with open_stage() as stage:
        inbox = await opened(stage)
        ada = await stage.person("Ada")
        users = {"user_ids": [stage.bot.user_id]} if content.pop("mentions", False) else {}
        event = await ada.person.send(stage.home, {"msgtype": "m.text", "m.mentions": users, **content})
        await handled(stage, event)
        assert [call.options for call in inbox.handled] == [{"words": "x"}]
        assert inbox.handled[0].place.home == stage.home
        assert inbox.handled[0].actor.name == "Ada"


async def test_a_command_is_understood_by_its_names_in_any_language(tmp_path):
    write_language(tmp_path, "el", {}, names={"say": "πες", "hello": "γεια", "words": "λόγια"})
    with languages_in(tmp_path):
        async with open_stage() as stage:
            inbox = await opened(stage)
            ada = await stage.person("Ada")
            for body in ("!kith ΠΕΣ γεια λόγια=x", "!kith say hello words=x"):
                await handled(stage, await ada.person.send(stage.home, body))
            assert [(call.command, call.options) for call in inbox.handled] == [
                ("say hello", {"words": "x"})
            ] * 2


async def test_what_is_not_said_to_the_bot_is_not_answered():
    async with open_stage() as stage:
        inbox = await opened(stage)
        ada = await stage.person("Ada")
        first = await ada.person.send(stage.home, "a slip")
        for content in (
            {"msgtype": "m.text", "body": "say hello"},
            {"msgtype": "m.text", "body": "!coffee say hello"},
            {"msgtype": "m.notice", "body": "!kith say hello"},
            {
                "msgtype": "m.text",
                "body": "* !kith say hello",
                "m.new_content": {"msgtype": "m.text", "body": "!kith say hello"},
                "m.relates_to": {"rel_type": "m.replace", "event_id": first},
            },
        ):
            await ada.person.send(stage.home, content)
        await stage.settle()
        assert inbox.handled == []
        assert await ada.sees() == []


async def test_an_unknown_command_is_answered_with_the_nearest():
    async with open_stage() as stage:
        await opened(stage)
        ada = await stage.person("Ada")
        seen = await ada.say("say helo")
        assert (seen.where, seen.text) == (
            "public",
            'I don\'t know that. Perhaps you mean "!kith say hello"?',
        )


async def test_an_answer_stays_in_the_thread_of_its_question():
    async with open_stage() as stage:
        await opened(stage)
        ada = await stage.person("Ada")
        root = await ada.person.send(stage.home, "let us talk")
        relation = {"rel_type": "m.thread", "event_id": root}
        event = await ada.person.send(
            stage.home, {"msgtype": "m.text", "body": "!kith say hello", "m.relates_to": relation}
        )
        await handled(stage, event)
        await ada.person.sync()
        answer = ada.person.lines[-1].content
        assert answer["m.relates_to"]["rel_type"] == "m.thread"
        assert answer["m.relates_to"]["event_id"] == root
        assert (answer["msgtype"], answer["m.mentions"]) == ("m.notice", {})


async def test_plain_words_are_enough_in_the_direct_room():
    async with open_stage() as stage:
        inbox = await opened(stage)
        ada = await stage.person("Ada")
        room = await ada.direct_room()
        for words in ("say secret", "!kith say secret", "secret"):
            await handled(stage, await ada.person.send(room, words))
        assert [call.command for call in inbox.handled] == ["say secret"] * 3
        assert all(call.place.kind is PlaceKind.DIRECT for call in inbox.handled)
        assert inbox.handled[0].place.home is None


async def test_a_sensitive_command_is_taken_out_of_the_room():
    async with open_stage() as stage:
        await opened(stage)
        ada, ben = await stage.person("Ada"), await stage.person("Ben")
        event = await ada.person.send(stage.home, "!kith wish avoid")
        await handled(stage, event)
        status, answer = await ben.person.request("GET", f"/rooms/{stage.home}/event/{event}")
        assert (status, answer["content"]) == (200, {})
        assert await ben.sees() == []
        assert (await ada.sees())[-1].where == "private"


async def test_a_private_answer_never_falls_back_to_the_room():
    async with open_stage() as stage:
        await opened(stage)
        ada, ben = await stage.person("Ada"), await stage.person("Ben")
        room = await ada.direct_room()
        # Somebody else is in the direct room now: it is none any more.
        await ada.person.invite(room, ben.user_id)
        await ben.person.join(room)
        await stage.settle()
        seen = await ada.say("say secret")
        assert seen.where == "private"
        await stage.settle()
        assert not any("secret is kept" in line.body for line in ben.person.lines)
        other = await ada.person.send(room, "say secret")
        await handled(stage, other)
        await stage.settle()
        assert not any("secret is kept" in line.body for line in ben.person.lines)


# ---------------------------------------------------------------- menus


async def test_a_private_menu_in_a_room_takes_no_answer_there_but_in_the_direct_room():
    async with open_stage() as stage:
        inbox = await opened(stage)
        ada = await stage.person("Ada")
        message = inbox.known(Message(lines=(T("Tea for all?"),), menu=tea_menu()))
        posted = await stage.platform.post(stage.home, message, language="en", key="p")
        await stage.settle()
        assert f"https://matrix.to/#/{stage.bot.user_id}" in (await ada.sees())[-1].text
        await handled(stage, await ada.person.react(stage.home, posted.message, "1\ufe0f\u20e3"))
        await handled(stage, await ada.person.reply(stage.home, posted.message, "1"))
        assert inbox.answered == []
        room = await ada.direct_room()
        await handled(stage, await ada.person.send(room, "black tea"))
        assert [(answer.keys, answer.place.home) for answer in inbox.answered] == [(("black",), stage.home)]


async def test_a_stranger_to_the_room_cannot_answer_its_menu():
    async with open_stage() as stage:
        inbox = await opened(stage)
        message = inbox.known(Message(lines=(T("Tea for all?"),), menu=tea_menu()))
        await stage.platform.post(stage.home, message, language="en", key="p")
        eve = await stage.person("Eve")
        room = await eve.direct_room()
        await eve.leave()
        await handled(stage, await eve.person.send(room, "black tea"))
        assert inbox.answered == []


async def test_several_choices_are_made_by_reactions_and_a_check_mark():
    async with open_stage() as stage:
        inbox = await opened(stage)
        ada, ben = await stage.person("Ada"), await stage.person("Ben")
        message = inbox.known(Message(lines=(T("When?"),), menu=replace(day_menu(), private=False)))
        posted = await stage.platform.post(stage.home, message, language="en", key="p")
        await ada.person.react(
            stage.home, posted.message, "1\u20e3"
        )  # without the selector, as some clients do
        await ada.person.react(stage.home, posted.message, "3\ufe0f\u20e3")
        taken_back = await ada.person.react(stage.home, posted.message, "2\ufe0f\u20e3")
        await ben.person.react(stage.home, posted.message, "2\ufe0f\u20e3")
        await ada.person.ask("PUT", f"/rooms/{stage.home}/redact/{taken_back}/t1", {})
        await handled(stage, await ada.person.react(stage.home, posted.message, "✅"))
        assert [(answer.actor.user_id, answer.keys) for answer in inbox.answered] == [
            (ada.user_id, ("day-1", "day-3"))
        ]


async def test_a_number_alone_in_a_room_is_no_answer():
    async with open_stage() as stage:
        inbox = await opened(stage)
        ada = await stage.person("Ada")
        message = inbox.known(Message(lines=(T("When?"),), menu=replace(tea_menu(), private=False)))
        await stage.platform.post(stage.home, message, language="en", key="p")
        await handled(stage, await ada.person.send(stage.home, "1"))
        assert inbox.answered == []


# ---------------------------------------------------------------- forms


async def test_a_form_can_be_cancelled_and_corrected():
    async with open_stage() as stage:
        inbox = await opened(stage)
        ada = await stage.person("Ada")
        await ada.say("card write")
        room = await ada.direct_room()
        for words in ("x" * 30, "Mine", "back", "Yours", "skip", "9", "cancel"):
            await handled(stage, await ada.person.send(room, words))
        texts = [seen.text for seen in await ada.sees()]
        assert "at most 20 fit here" in texts[-7]
        assert "Cancelled" in texts[-1]
        assert [call.command for call in inbox.handled] == ["card write"]
        assert f"form/{room}" not in stage.notebook.entries


async def test_a_reply_to_a_menu_gets_through_an_open_form_and_all_else_is_the_forms():
    async with open_stage() as stage:
        inbox = await opened(stage)
        ada = await stage.person("Ada")
        await ada.say("tea ask")
        room = await ada.direct_room()
        menu = next(line.event["event_id"] for line in ada.person.lines if "Which tea?" in line.body)
        await ada.say("card write")
        question = next(line.event["event_id"] for line in ada.person.lines if "(1 of 4)" in line.body)
        await handled(stage, await ada.person.reply(room, menu, "2"))
        assert [answer.keys for answer in inbox.answered] == [("black",)]
        await handled(stage, await ada.person.reply(room, menu, "Teatime"))  # none of its choices
        await handled(stage, await ada.person.send(room, "2"))
        await handled(stage, await ada.person.reply(room, question, "2"))
        await ada.fill(days="mon")
        assert inbox.handled[-1].options["name"] == "Teatime"
        assert (inbox.handled[-1].options["hello"], inbox.handled[-1].options["area"]) == ("2", "old town")
        assert len(inbox.answered) == 1


async def test_a_command_with_the_prefix_gets_through_an_open_form():
    async with open_stage() as stage:
        inbox = await opened(stage)
        ada = await stage.person("Ada")
        await ada.say("card write")
        room = await ada.direct_room()
        await handled(stage, await ada.person.send(room, "!kith say secret"))
        await ada.fill(name="Mine", area="harbour")
        assert [call.command for call in inbox.handled] == ["card write", "say secret", "card keep"]
        assert inbox.handled[-1].place.home == stage.home  # where it all began


# ---------------------------------------------------------------- files


@pytest.mark.parametrize(("way", "encoding"), [("asked for", "utf-16"), ("caption", "cp1252")])
async def test_a_file_can_be_handed_in(way, encoding):
    async with open_stage() as stage:
        inbox = await opened(stage)
        ada = await stage.person("Ada")
        room = await ada.direct_room()
        file = {
            "msgtype": "m.file",
            "filename": "spots.csv",
            "body": "spots.csv",
            "url": await ada.person.upload("name\nLibrary café\n".encode(encoding)),
        }
        if way == "asked for":
            await ada.say("file take")
        else:
            file["body"] = "file take"
        await handled(stage, await ada.person.send(room, file))
        assert inbox.handled[-1].options == {"list": "name\nLibrary café\n"}
        assert "2 lines taken." in (await ada.sees())[-1].text


async def test_a_picture_instead_of_a_list_is_refused_kindly():
    async with open_stage() as stage:
        inbox = await opened(stage)
        ada = await stage.person("Ada")
        room = await ada.direct_room()
        address = await ada.person.upload(b"\x89PNG\xff\xfe\x00")
        file = {"msgtype": "m.file", "filename": "x.png", "body": "file take", "url": address}
        await handled(stage, await ada.person.send(room, file))
        assert inbox.handled == []
        assert "can't read that file" in (await ada.sees())[-1].text
