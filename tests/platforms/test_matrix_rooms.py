"""Matrix rooms on a real Synapse: rights, coming and going, direct rooms, upgrades."""

import asyncio

import pytest

from adapters.matrix.errors import refusal
from adapters.matrix.http import Http
from bot.errors import PermanentPlatformError, Refusal, TemporaryPlatformError
from bot.ports.inbox import HomeLost, PersonLeft, PlaceMoved
from bot.ports.messages import Message, Reply, say
from bot.ports.platform import PlaceRequest
from bot.text.message import T
from tests.support.inbox import ScriptedInbox, tea_menu
from tests.support.matrix_human import MatrixHuman, quoted
from tests.support.matrix_stage import open_stage

pytestmark = pytest.mark.timeout(90)


async def opened(stage):
    inbox = ScriptedInbox(stage.platform)
    await stage.open(inbox)
    return inbox


async def handled(stage, event):
    await stage.notebook.wait_for(f"done/{event}")


async def until(met, *, seconds=15):
    async with asyncio.timeout(seconds):
        while not met():
            await asyncio.sleep(0.02)


# ---------------------------------------------------------------- rights


async def test_a_demoted_organiser_organises_no_more():
    async with open_stage() as stage:
        await opened(stage)
        olga = await stage.person("Olga", organiser=True)
        assert await stage.platform.can_organise(stage.home, olga.user_id)
        await stage.owner.set_level(stage.home, olga.user_id, None)
        assert not await stage.platform.can_organise(stage.home, olga.user_id)


async def test_an_organiser_who_left_organises_no_more():
    async with open_stage() as stage:
        await opened(stage)
        olga = await stage.person("Olga", organiser=True)
        await olga.leave()
        assert not await stage.platform.can_organise(stage.home, olga.user_id)


@pytest.mark.parametrize("version", ["10", "11", "12"])
async def test_who_made_the_room_organises_it(version):
    async with open_stage() as stage:
        await opened(stage)
        room = await stage.owner.create_room(preset="public_chat", room_version=version, name="Other")
        await stage.owner.invite(room, stage.bot.user_id)
        await stage._until_in(room)
        assert await stage.platform.can_organise(room, stage.owner.user_id)
        ada = await stage.person("Ada")
        await ada.person.join(room)
        assert not await stage.platform.can_organise(room, ada.user_id)


async def test_a_room_that_the_bot_is_not_in_has_no_organisers():
    async with open_stage() as stage:
        await opened(stage)
        room = await stage.owner.create_room(preset="private_chat")
        assert not await stage.platform.can_organise(room, stage.owner.user_id)


@pytest.mark.parametrize("code", ["M_UNKNOWN", "M_USER_SUSPENDED", "M_RESOURCE_LIMIT_EXCEEDED"])
async def test_a_refusal_that_says_nothing_of_the_room_is_no_no(code, monkeypatch):
    """Whoever organises or moderates would be locked out without a word, and a report could go astray (H9)."""
    async with open_stage() as stage:
        await opened(stage)

        async def refused(*_asked, **_how):
            raise refusal(403, {"errcode": code, "error": "no"})

        monkeypatch.setattr(Http, "call", refused)
        for asked in (
            stage.platform.can_organise(stage.home, stage.owner.user_id),
            stage.platform.can_moderate(stage.home, stage.owner.user_id, "50"),
        ):
            with pytest.raises(PermanentPlatformError):
                await asked
        monkeypatch.undo()


# ---------------------------------------------------------------- coming and going


async def test_being_put_out_of_a_home_is_noticed():
    async with open_stage() as stage:
        inbox = await opened(stage)
        await stage.owner.ask(
            "POST", f"/rooms/{stage.home}/kick", {"user_id": stage.bot.user_id, "reason": "bye"}
        )
        await until(lambda: inbox.events)
        assert inbox.events == [HomeLost(platform="matrix", home=stage.home)]


async def test_nobody_gets_into_a_groups_room_who_is_not_of_the_group():
    """Not by joining it, and not by an invitation of somebody who is; it is on no list (H6)."""
    async with open_stage() as stage:
        await opened(stage)
        ada, eve = await stage.person("Ada"), await stage.person("Eve")
        request = PlaceRequest(home=stage.home, channel=stage.home, name="x", people=(ada.user_id,))
        place = await stage.platform.open_place(request, key="g")
        await stage.settle()
        status, _ = await eve.person.request("POST", f"/join/{quoted(place)}", {})
        assert status == 403
        status, _ = await ada.person.request(
            "POST", f"/rooms/{quoted(place)}/invite", {"user_id": eve.user_id}
        )
        assert status == 403
        listed = await eve.person.ask("GET", "/publicRooms")
        assert place not in [room["room_id"] for room in listed["chunk"]]


async def test_leaving_a_group_is_not_leaving_the_home():
    async with open_stage() as stage:
        inbox = await opened(stage)
        ada, ben = await stage.person("Ada"), await stage.person("Ben")
        request = PlaceRequest(
            home=stage.home, channel=stage.home, name="x", people=(ada.user_id, ben.user_id)
        )
        place = await stage.platform.open_place(request, key="g")
        await stage.settle()
        await ben.person.leave_room(place)
        await stage.platform.close_place(place)
        await ada.leave()
        await stage.settle()
        assert inbox.events == [PersonLeft(platform="matrix", home=stage.home, user=ada.user_id)]
        status, _ = await ada.person.request(
            "PUT", f"/rooms/{place}/send/m.room.message/z", {"msgtype": "m.text", "body": "anybody?"}
        )
        assert status == 403


async def test_who_left_the_direct_room_is_written_to_only_when_they_ask():
    async with open_stage() as stage:
        await opened(stage)
        ada = await stage.person("Ada")
        room = await ada.direct_room()
        await ada.person.leave_room(room)
        with pytest.raises(PermanentPlatformError) as caught:
            await stage.platform.direct(ada.user_id, Message(lines=(T("Hi"),)), language="en", key="d")
        assert caught.value.reason is Refusal.CLOSED
        seen = await ada.say("say secret")
        assert "secret is kept" in seen.text
        await stage.platform.direct(ada.user_id, Message(lines=(T("Hi"),)), language="en", key="d")


async def test_what_is_private_is_checked_again_at_the_last_moment():
    async with open_stage() as stage:
        await opened(stage)
        ada, ben = await stage.person("Ada"), await stage.person("Ben")
        room = await ada.direct_room()
        await ada.person.invite(room, ben.user_id)
        await stage.settle()
        stage.platform._tools.rooms._pairs[room] = ada.user_id  # as if the join had not been seen yet
        with pytest.raises(TemporaryPlatformError):
            await stage.platform.direct(ada.user_id, Message(lines=(T("Hi"),)), language="en", key="d")
        posted = await stage.platform.direct(ada.user_id, Message(lines=(T("Hi"),)), language="en", key="d")
        assert posted.channel != room


async def test_the_account_lists_its_direct_rooms_and_keeps_what_others_listed():
    async with open_stage() as stage:
        await opened(stage)
        ada = await stage.person("Ada")
        bot = stage.bot
        path = f"/user/{bot.user_id}/account_data/m.direct"
        await bot.ask("PUT", path, {"@old:example.org": ["!old"]})
        await stage.platform.direct(ada.user_id, Message(lines=(T("Hi"),)), language="en", key="d")
        listed = await bot.ask("GET", path)
        assert listed["@old:example.org"] == ["!old"]
        room = listed[ada.user_id][0]
        for key in list(stage.notebook.entries):
            if key.startswith(("direct/", "sent/")):
                del stage.notebook.entries[key]
        posted = await stage.platform.direct(
            ada.user_id, Message(lines=(T("Again"),)), language="en", key="e"
        )
        assert posted.channel == room


async def test_the_direct_room_says_that_it_is_one_and_shows_no_alias():
    async with open_stage() as stage:
        await opened(stage)
        ada = await stage.person("Ada")
        posted = await stage.platform.direct(ada.user_id, Message(lines=(T("Hi"),)), language="en", key="d")
        member = await stage.bot.state(posted.channel, "m.room.member", ada.user_id)
        assert member["is_direct"] is True
        assert (await stage.bot.state(posted.channel, "m.room.canonical_alias")) == {}
        await ada.person.sync()
        assert ada.person.lines[-1].content["msgtype"] == "m.text"  # a notice would not ring


# ---------------------------------------------------------------- upgrades


async def test_a_public_room_that_is_upgraded_is_followed():
    async with open_stage() as stage:
        inbox = await opened(stage)
        old = await stage.owner.create_room(preset="public_chat", room_version="11", name="Old")
        await stage.owner.invite(old, stage.bot.user_id)
        await stage._until_in(old)
        answer = await stage.owner.ask("POST", f"/rooms/{old}/upgrade", {"new_version": "12"})
        new = answer["replacement_room"]
        await until(lambda: inbox.events)
        assert inbox.events[0] == PlaceMoved(platform="matrix", old=old, new=new)
        assert await stage.platform.can_organise(new, stage.owner.user_id)


async def test_an_invite_only_room_that_is_upgraded_is_followed_once_the_bot_is_invited():
    async with open_stage() as stage:
        inbox = await opened(stage)
        old = await stage.owner.create_room(preset="private_chat", room_version="11", name="Old")
        await stage.owner.invite(old, stage.bot.user_id)
        await stage._until_in(old)
        answer = await stage.owner.ask("POST", f"/rooms/{old}/upgrade", {"new_version": "12"})
        new = answer["replacement_room"]
        await until(lambda: f"successor/{new}" in stage.notebook.entries)
        await stage.settle_owner()
        assert inbox.events == []
        await stage.owner.invite(new, stage.bot.user_id)
        await until(lambda: inbox.events)
        assert inbox.events == [PlaceMoved(platform="matrix", old=old, new=new)]


async def test_a_forged_successor_is_not_believed():
    async with open_stage() as stage:
        inbox = await opened(stage)
        other = await stage.owner.create_room(preset="public_chat", name="Not the successor")
        await stage.owner.set_state(
            stage.home, "m.room.tombstone", {"body": "moved", "replacement_room": other}
        )
        await stage._until_in(other)
        await asyncio.sleep(0.3)
        assert inbox.events == []


# ---------------------------------------------------------------- rooms that are new to the bot


async def test_what_was_said_before_the_bot_came_is_not_answered():
    async with open_stage() as stage:
        inbox = await opened(stage)
        room = await stage.owner.create_room(preset="public_chat", name="Old talk")
        for _ in range(3):
            await stage.owner.send(room, "!kith say hello words=before")
        await stage.owner.invite(room, stage.bot.user_id)
        event = await stage.owner.send(room, "!kith say hello words=after")
        await handled(stage, event)
        assert [call.options["words"] for call in inbox.handled] == ["after"]


async def test_a_named_room_of_two_is_a_home_and_not_a_direct_room():
    async with open_stage() as stage:
        inbox = await opened(stage)
        room = await stage.owner.create_room(preset="private_chat", name="Town")
        await stage.owner.invite(room, stage.bot.user_id)
        await stage._until_in(room)
        await handled(stage, await stage.owner.send(room, "!kith say hello"))
        assert inbox.handled[-1].place.home == room


async def test_a_reply_to_nobody_in_particular_says_nothing():
    async with open_stage() as stage:
        inbox = await opened(stage)
        inbox.replies["say hello"] = lambda call: Reply()
        ada = await stage.person("Ada")
        await ada.say("say hello")
        assert await ada.sees() == []
        inbox.replies["say hello"] = lambda call: say(T("Now"))
        assert (await ada.say("say hello")).text == "Now"


async def test_another_person_cannot_answer_a_menu_by_its_event():
    async with open_stage() as stage:
        inbox = await opened(stage)
        ada = await stage.person("Ada")
        eve = await MatrixHuman.arrive(
            stage.server, f"eve-{stage.bot.user_id[1:6].replace(':', '')}-{id(stage)}"
        )
        message = inbox.known(Message(lines=(T("Tea?"),), menu=tea_menu()))
        posted = await stage.platform.direct(ada.user_id, message, language="en", key="d")
        room = await eve.create_room(is_direct=True, preset="private_chat", invite=[stage.bot.user_id])
        await stage.notebook.wait_for(f"direct/{eve.user_id}")
        await handled(stage, await eve.reply(room, posted.message, "1"))
        assert inbox.answered == []
