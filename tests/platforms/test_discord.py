"""What is special to Discord: acknowledgement in time, visibility, modals, components, the command tree."""

import asyncio
import json
from contextlib import asynccontextmanager
from dataclasses import replace

import discord
import pytest

from adapters.discord import desk as desk_module
from adapters.discord.commands import MAX_FILE
from adapters.discord.invite import invite_url
from adapters.discord.settings import DiscordSettings
from bot.commands.catalogue import CATALOGUE
from bot.errors import PermanentPlatformError, Refusal
from bot.ids import ChannelId, HomeId, UserId
from bot.ports.commands import PlaceKind
from bot.ports.inbox import HomeLost
from bot.ports.messages import Action, Choice, Menu, Message, Reply, say
from bot.ports.platform import PlaceRequest
from bot.text.message import Person, T
from tests.support.discord_stage import DiscordStage
from tests.support.inbox import ScriptedInbox, card_form, tea_menu
from tests.support.notebook import MemoryNotebook

pytestmark = pytest.mark.timeout(60)


class SlowInbox(ScriptedInbox):
    """Take a moment before each answer."""

    pause = 0.05

    async def handle(self, invocation):
        await asyncio.sleep(self.pause)
        return await super().handle(invocation)

    async def answer(self, answer):
        await asyncio.sleep(self.pause)
        return await super().answer(answer)


@pytest.fixture
def impatient(monkeypatch):
    """Acknowledge after a hundredth of a second."""
    monkeypatch.setattr(desk_module, "ACKNOWLEDGE_AFTER", 0.01)


@asynccontextmanager
async def opened(inbox_type=ScriptedInbox, *, notebook=None, settings=None, shards=None):
    stage = DiscordStage(notebook=notebook, settings=settings)
    await stage.start(shards=shards)
    try:
        inbox = inbox_type(stage.platform)
        await stage.open(inbox)
        yield stage, inbox
    finally:
        await stage.close()


async def group_of(stage, *humans, key="g"):
    """Open a private place and return its channel."""
    people = tuple(UserId(human.user_id) for human in humans)
    request = PlaceRequest(
        home=HomeId(stage.home), channel=ChannelId(stage.channel), name="Ada and Bo", people=people
    )
    return await stage.platform.open_place(request, key=key)


async def test_a_slow_answer_is_acknowledged_with_the_visibility_of_its_command(impatient):
    async with opened(SlowInbox) as (stage, _):
        ada = await stage.person("Ada")
        assert (await ada.say("say secret")).where == "private"
        assert (await ada.say("say hello", words="all")).where == "public"
        assert (await ada.say("say nothing")).text == ""


async def test_a_slow_tap_still_updates_the_private_card(impatient):
    async with opened(SlowInbox) as (stage, _):
        ada = await stage.person("Ada")
        await ada.say("tea ask")
        before = len(await ada.sees())
        assert "You chose green" in (await ada.tap("Green")).text
        assert len(await ada.sees()) == before


async def test_a_form_after_an_acknowledgement_comes_behind_a_button(impatient):
    async with opened(SlowInbox) as (stage, inbox):
        ada = await stage.person("Ada")
        seen = await ada.say("card write")
        assert (seen.where, seen.labels) == ("private", ("Show the questions",))
        assert (await ada.tap("Show the questions")).form == ("Name of the card", "A hello", "Area", "Days")
        assert "name=Ada" in (await ada.fill(name="Ada", area="harbour")).text
        assert inbox.handled[-1].options["kind"] == "plain"


async def test_a_form_in_answer_to_a_form_comes_behind_a_button():
    async with opened() as (stage, inbox):
        inbox.replies["card keep"] = lambda call: Reply(form=card_form())
        ada = await stage.person("Ada")
        await ada.say("card write")
        assert (await ada.fill(name="Ada", area="harbour")).labels == ("Show the questions",)


async def test_a_form_from_days_ago_says_so_kindly():
    async with opened() as (stage, _):
        ada = await stage.person("Ada")
        await ada.say("card write")
        for key in await stage.notebook.keys("form:"):
            await stage.notebook.erase(key)
        assert "once more" in (await ada.fill(name="Ada", area="harbour")).text


async def test_forms_are_forgotten_after_two_days():
    async with opened() as (stage, _):
        ada = await stage.person("Ada")
        await ada.say("card write")
        old = await stage.notebook.keys("form:")
        stage.clock.push(4 * 86400)
        await ada.say("card write")
        assert len(await stage.notebook.keys("form:")) == 1
        assert not set(old) & set(await stage.notebook.keys("form:"))


async def test_a_private_menu_in_a_group_is_answered_privately_and_an_open_one_by_its_command():
    async with opened() as (stage, inbox):
        ada, bo = await stage.person("Ada"), await stage.person("Bo")
        place = await group_of(stage, ada, bo)
        message = inbox.known(Message(lines=(T("For you."),), menu=tea_menu()))
        await stage.platform.post(place, message, language="en", key="a")
        assert (await ada.tap("Green")).where == "private"
        assert inbox.answered[-1].place.kind is PlaceKind.GROUP
        greet = Menu(
            choices=(Choice(key="hi", label=T("Wave"), action=Action(command="say hello")),), private=False
        )
        await stage.platform.post(
            place, inbox.known(Message(lines=(T("Hello?"),), menu=greet)), language="en", key="b"
        )
        assert (await bo.tap("Wave")).where == "group"


async def test_a_tap_in_direct_messages_has_no_home_and_its_answer_stays():
    async with opened() as (stage, inbox):
        ada = await stage.person("Ada")
        message = inbox.known(Message(lines=(T("Just you."),), menu=tea_menu()))
        await stage.platform.direct(UserId(ada.user_id), message, language="en", key="d")
        assert "You chose green" in (await ada.tap("Green")).text
        answer = inbox.answered[-1]
        assert (answer.place.home, answer.place.kind, answer.actor.organiser) == (
            None,
            PlaceKind.DIRECT,
            None,
        )


async def test_only_the_mentioned_are_notified():
    async with opened() as (stage, _):
        ada, bo = await stage.person("Ada"), await stage.person("Bo")
        text = T("{ada} and {bo}", ada=Person(ada.user_id), bo=Person(bo.user_id))
        message = Message(title=T("Title"), lines=(text,), mention=(ada.user_id,))
        posted = await stage.platform.post(ChannelId(stage.channel), message, language="en", key="k")
        shown = stage.bed.message(posted.channel, posted.message)
        assert [user.id for user in shown.mentions] == [int(ada.user_id)]
        assert shown.content == f"<@{ada.user_id}>"


async def test_buttons_name_people_instead_of_mentioning_them():
    async with opened() as (stage, inbox):
        ada, bo = await stage.person("Ada"), await stage.person("Bo")
        menu = Menu(
            choices=(
                Choice(
                    key="bo",
                    label=T("Again with {who}", who=Person(bo.user_id)),
                    action=Action(command="tea keep", options={"kind": "x"}),
                ),
            )
        )
        message = inbox.known(Message(lines=(T("Again?"),), menu=menu))
        await stage.platform.direct(UserId(ada.user_id), message, language="en", key="k")
        assert (await ada.sees())[-1].labels == ("Again with Bo",)


async def test_the_readers_language_comes_with_the_call():
    async with opened() as (stage, inbox):
        ada = await stage.person("Ada")
        stage.bed.locales[int(ada.user_id)] = "de"
        await ada.say("say secret")
        assert inbox.handled[-1].actor.language == "de"


async def test_organisers_are_known_from_the_call_and_by_asking():
    async with opened() as (stage, inbox):
        ada, bo = await stage.person("Ada"), await stage.person("Bo", organiser=True)
        for human, organises in ((ada, False), (bo, True)):
            await human.say("say secret")
            assert inbox.handled[-1].actor.organiser is organises
            assert await stage.platform.can_organise(HomeId(stage.home), UserId(human.user_id)) is organises


async def test_the_tree_hides_what_only_taps_and_organisers_need():
    async with opened() as (stage, _):
        card = stage.bed.command("card")
        assert [option["name"] for option in card["options"]] == ["write"]
        organise = stage.bed.command("organise")
        manage = discord.Permissions(manage_guild=True).value
        assert int(organise["default_member_permissions"]) == manage
        assert organise["options"][0]["options"][0]["name"] == "add"
        assert stage.bed.command("say")["default_member_permissions"] is None
        assert stage.bed.command("say")["contexts"] == [0]
        depth = stage.bed.command("talk")["options"][0]
        assert [choice["value"] for choice in depth["choices"]] == ["light", "deep"]


async def test_discord_takes_the_whole_catalogue():
    class Real(ScriptedInbox):
        specs = tuple(command.spec for command in CATALOGUE)

    async with opened(Real) as (stage, _):
        bo = await stage.person("Bo", organiser=True)
        listed = set(bo.member.available_commands(stage.bed.channel))
        assert listed == {command.spec.name for command in CATALOGUE if not command.spec.tapped}
        payload = json.dumps([stage.bed.command(name.split()[0]) for name in listed])
        assert '"description": "\\u2026"' not in payload


async def test_typing_offers_completions():
    async with opened() as (stage, inbox):
        bo = await stage.person("Bo", organiser=True)
        found = await bo.member.autocomplete(stage.bed.channel, "organise shelf add", "shelf", "mi")
        assert [choice["value"] for choice in found] == ["Mill Quarter"]
        assert inbox.asked == [("shelf", "mi")]


async def test_a_file_that_is_too_large_is_refused_before_it_is_read():
    async with opened() as (stage, inbox):
        ada = await stage.person("Ada")
        seen = await ada.say("file take", list=b"x" * (MAX_FILE + 1))
        assert "larger than 256 kB" in seen.text
        assert inbox.handled == []


async def test_a_spreadsheets_bytes_become_text():
    async with opened() as (stage, inbox):
        ada = await stage.person("Ada")
        await ada.say("file take", list="\ufeffname\nCafé".encode())
        assert inbox.handled[-1].options["list"] == "name\nCafé"
        await ada.say("file take", list="Café".encode("cp1252"))
        assert inbox.handled[-1].options["list"] == "Café"
        await ada.say("file take", list="name\tarea\nCafé\tNorth\n".encode("utf-16"))
        assert inbox.handled[-1].options["list"] == "name\tarea\nCafé\tNorth\n"
        handled = len(inbox.handled)
        assert "save its table as CSV" in (await ada.say("file take", list=b"PK\x03\x04a workbook")).text
        assert len(inbox.handled) == handled


async def test_commands_are_registered_anew_only_when_they_changed():
    notebook = MemoryNotebook()
    async with opened(notebook=notebook) as (stage, inbox):
        await stage.open(inbox)
        assert _syncs(stage) == 1
        await notebook.write("commands", '{"digest": "other"}')
        await stage.open(inbox)
        assert _syncs(stage) == 2


async def test_nothing_is_kept_in_memory_for_a_message():
    async with opened() as (stage, inbox):
        ada = await stage.person("Ada")
        for number in range(5):
            message = inbox.known(Message(lines=(T("Tea?"),), menu=tea_menu()))
            await stage.platform.post(ChannelId(stage.channel), message, language="en", key=str(number))
            await ada.say("tea ask")
            await ada.say("card write")
        store = stage.platform._client._connection._view_store
        assert (store._views, store._modals, store._synced_message_views) == ({}, {}, {})


async def test_old_buttons_answer_after_many_newer_ones():
    async with opened() as (stage, _):
        ada = await stage.person("Ada")
        await ada.say("tea ask")
        for _ in range(3):
            await ada.say("days ask")
        assert "You chose black" in (await ada.tap("Black")).text


async def test_a_lost_server_is_passed_on():
    async with opened() as (stage, inbox):
        stage.bed.lose_server()
        await stage.settle()
        assert inbox.events == [HomeLost(platform=stage.platform.name, home=HomeId(stage.home))]
        with pytest.raises(PermanentPlatformError) as refusal:
            await stage.platform.present(HomeId(stage.home), [UserId("1")])
        assert refusal.value.reason is Refusal.GONE


async def test_a_place_leaves_out_who_has_left_and_its_name_fits():
    async with opened() as (stage, _):
        ada, bo = await stage.person("Ada"), await stage.person("Bo")
        await bo.leave()
        request = PlaceRequest(
            home=HomeId(stage.home),
            channel=ChannelId(stage.channel),
            name="A very long name " * 20,
            people=(UserId(ada.user_id), UserId(bo.user_id)),
        )
        await stage.platform.open_place(request, key="k")
        (thread,) = stage.bed.threads()
        assert len(thread.name) <= 100
        assert stage.bed.people_in(thread) == {int(ada.user_id)}
        assert await stage.platform.present(HomeId(stage.home), request.people) == {UserId(ada.user_id)}


async def test_several_connections_serve_one_server():
    settings = DiscordSettings(token="t", sharded=True)
    async with opened(settings=settings, shards=2) as (stage, _):
        ada = await stage.person("Ada")
        assert (await ada.say("say hello", words="you")).text == "Hello you"


async def test_what_is_no_discord_id_is_refused():
    async with opened() as (stage, _):
        for wrong in ("", "abc", "-1", "0", "\uff11\uff12", str(1 << 64), "!room:example.org"):
            with pytest.raises(PermanentPlatformError) as refusal:
                await stage.platform.post(ChannelId(wrong), Message(lines=(T("x"),)), language="en", key="k")
            assert refusal.value.reason is Refusal.INVALID


async def test_a_reply_that_is_empty_in_words_only_is_shown():
    async with opened() as (stage, inbox):
        inbox.replies["say secret"] = lambda call: replace(say(), message=Message(lines=(T("{x}", x=""),)))
        ada = await stage.person("Ada")
        assert (await ada.say("say secret")).where == "private"


def test_the_invitation_asks_for_no_more_than_needed():
    url = invite_url("123456789012345678")
    assert "permissions=343597501440" in url
    assert "scope=bot+applications.commands" in url
    rights = discord.Permissions(343597501440)
    assert not any(
        (rights.administrator, rights.manage_threads, rights.mention_everyone, rights.manage_guild)
    )


def _syncs(stage):
    return sum(
        entry.method == "PUT" and entry.path.endswith("/commands") for entry in stage.bed.env.http_requests
    )
