"""What a platform takes away when a person asks to be forgotten, and what it leaves to the others."""

import json

import pytest

from bot.errors import TemporaryPlatformError
from bot.ids import ChannelId
from bot.ports.messages import Message
from bot.ports.platform import PlaceRequest, Trace
from bot.text.message import Person, T
from tests.support.inbox import tea_menu


def about(human):
    return Message(lines=(T("{who} likes maps.", who=Person(human.user_id)),), mention=(human.user_id,))


async def opened(s, *people):
    request = PlaceRequest(
        home=s.stage.home,
        channel=s.stage.channel,
        name="Walk",
        people=tuple(human.user_id for human in people),
    )
    place = await s.platform.open_place(request, key="place-1")
    await s.stage.settle()
    return place


async def texts_in(human, where):
    return "\n".join(seen.text for seen in await human.sees() if seen.where == where)


async def test_a_place_names_somebody_no_more_and_they_are_out_of_it(scene):
    """What names nobody, and what names others, stays for those who go on; twice is fine."""
    async with scene() as s:
        ada, ben, cem = [await s.stage.person(name) for name in ("Ada", "Benedict", "Cem")]
        place = await opened(s, ada, ben, cem)
        for number, message in enumerate(
            (about(ben), about(ada), Message(lines=(T("The plan stands."),), menu=tea_menu(private=False)))
        ):
            await s.post(message, key=f"words-{number}", channel=place)
        before = await texts_in(ada, "group")
        assert before.count("likes maps") == 2
        assert "Benedict" in before
        for _ in range(2):
            await s.platform.forget(ben.user_id, Trace(channel=place))
            await s.stage.settle()
        after = await texts_in(ada, "group")
        assert "Benedict" not in after
        assert after.count("likes maps") == 1
        assert "The plan stands." in after
        assert "likes maps" not in await texts_in(ben, "group")


async def test_a_place_that_was_archived_names_somebody_no_more(scene):
    """Where the bot has left a closed place, it took its words away before."""
    async with scene() as s:
        ada, ben = [await s.stage.person(name) for name in ("Ada", "Benedict")]
        place = await opened(s, ada, ben)
        await s.post(about(ben), key="words", channel=place)
        await s.platform.close_place(place)
        await s.platform.forget(ben.user_id, Trace(channel=place))
        await s.stage.settle()
        assert "Benedict" not in await texts_in(ada, "group")


async def test_direct_messages_go_and_what_was_noted_of_the_person(scene):
    """Half-filled forms and direct rooms stand in the adapter's notebook."""
    async with scene() as s:
        ada, ben = [await s.stage.person(name) for name in ("Ada", "Benedict")]
        await ben.say("card write")
        for number in range(3):
            await s.platform.direct(
                ben.user_id, Message(lines=(T("Dear you, {n}.", n=number),)), language="en", key=f"d-{number}"
            )
        await s.platform.direct(ada.user_id, about(ben), language="en", key="to-ada")
        await s.platform.direct(ada.user_id, about(ada), language="en", key="of-ada")
        await s.stage.settle()
        assert (await texts_in(ben, "private")).count("Dear you") == 3
        assert noted(s, ben) or s.platform.name == "playground"
        await s.platform.forget(ben.user_id, Trace(reader=ben.user_id))
        await s.platform.forget(ben.user_id, Trace(reader=ada.user_id))
        await s.stage.settle()
        assert (await texts_in(ben, "private")).count("Dear you") <= 1, "the last words may stay"
        assert not noted(s, ben)
        to_ada = await texts_in(ada, "private")
        assert "Benedict" not in to_ada
        assert "Ada likes maps" in to_ada.replace("@", "")


def noted(s, human):
    """Return the notes that name a person."""
    entries = getattr(getattr(s.stage, "notebook", None), "entries", {})
    return {key: value for key, value in entries.items() if human.user_id in key + value}


async def test_a_form_of_somebody_else_that_names_the_person_is_spared_until_it_can_be_sent_no_more(scene):
    """A report that is being written about them, say; forgetting comes back for it."""
    async with scene() as s:
        ada, ben = [await s.stage.person(name) for name in ("Ada", "Benedict")]
        await ada.say("card write")
        entries = getattr(getattr(s.stage, "notebook", None), "entries", {})
        forms = [key for key in entries if key.startswith("form")]
        for key in forms:
            form = json.loads(entries[key])
            entries[key] = json.dumps(form | {"options": {"who": ben.user_id}})
        await ben.say("card write")
        if not forms:
            assert s.platform.name == "playground"
            return
        with pytest.raises(TemporaryPlatformError) as caught:
            await s.platform.forget(ben.user_id, Trace(reader=ben.user_id))
        assert 0 < caught.value.retry_after <= 3600
        assert list(noted(s, ben)) == forms, "theirs is gone, and Ada's is not"
        for key in forms:
            form = json.loads(entries[key])
            began = "at" if "at" in form else "started"
            entries[key] = json.dumps(form | {began: 0})
        await s.platform.forget(ben.user_id, Trace(reader=ben.user_id))
        assert not noted(s, ben)


async def test_whoever_was_forgotten_can_begin_anew(scene):
    """A person who comes back is answered as one who was never there."""
    async with scene() as s:
        ben = await s.stage.person("Benedict")
        await ben.say("tea ask")
        await s.platform.forget(ben.user_id, Trace(reader=ben.user_id))
        await s.stage.settle()
        seen = await ben.say("say secret")
        assert "The secret is kept." in seen.text
        await s.platform.direct(ben.user_id, about(ben), language="en", key="again")
        await s.stage.settle()
        assert "likes maps" in await texts_in(ben, "private")


async def test_a_place_that_is_gone_has_nothing_left_to_forget(scene):
    async with scene() as s:
        ben = await s.stage.person("Benedict")
        await s.platform.forget(ben.user_id, Trace(channel=ChannelId(s.nowhere)))
