"""Discord.py's real HTTP and gateway code against a loopback Discord that fails in every way we know of."""

import asyncio
import json
import sys
from contextlib import asynccontextmanager
from datetime import UTC, datetime

import aiohttp
import discord
import pytest

from adapters.discord.platform import DiscordPlatform
from adapters.discord.settings import DiscordSettings
from bot.errors import PermanentPlatformError, Refusal, TemporaryPlatformError
from bot.ids import ChannelId, HomeId, UserId
from bot.ports.clock import Clock
from bot.ports.inbox import HomeLost
from bot.ports.messages import Message
from bot.ports.platform import PlaceRequest
from bot.text.message import T
from tests.support.discord_loopback import LoopbackDiscord
from tests.support.discord_people import join
from tests.support.inbox import ScriptedInbox, tea_menu
from tests.support.notebook import MemoryNotebook

pytestmark = pytest.mark.timeout(60)


class RealClock(Clock):
    def now(self):
        return datetime.now(UTC)

    async def sleep(self, seconds):
        await asyncio.sleep(seconds)


class Setting:
    """Hold a loopback Discord with the adapter connected to it."""

    def __init__(self, server, notebook, *, clock=None):
        self.server = server
        self.clock = clock or RealClock()
        self.notebook = notebook
        self.settings = DiscordSettings(
            token="t", api_url=server.api_url, gateway_url=server.gateway_url, ready_wait=0.05
        )
        self.platform = DiscordPlatform(self.settings, notebook, self.clock)
        self.inbox = ScriptedInbox(self.platform)
        self.home = HomeId(server.world.guild)
        self.channel = ChannelId(server.world.channel)

    @asynccontextmanager
    async def connected(self):
        """Run the platform until the block ends."""
        running = asyncio.create_task(self.platform.run(self.inbox))
        try:
            await self.ready()
            yield self
        finally:
            running.cancel()
            await asyncio.gather(running, return_exceptions=True)

    async def ready(self):
        """Wait until the adapter takes calls."""
        async with asyncio.timeout(50):
            while not self.platform.connected:
                await asyncio.sleep(0.01)

    async def post(self, words="Hello", *, key="k", menu=None, look=False):
        message = self.inbox.known(Message(lines=(T(words),), menu=menu))
        return await self.platform.post(self.channel, message, language="en", key=key, look=look)

    async def open_place(self, *people, key="g", look=False):
        request = PlaceRequest(
            home=self.home,
            channel=self.channel,
            name="Ada and Bo",
            people=tuple(UserId(one) for one in people),
        )
        return await self.platform.open_place(request, key=key, look=look)

    def posted(self, channel=None):
        return self.server.world.messages[channel or self.channel]


@pytest.fixture
def addresses():
    """Give discord.py its own addresses back afterwards."""
    kept = discord.http.Route.BASE, discord.gateway.DiscordWebSocket.DEFAULT_GATEWAY
    yield
    discord.http.Route.BASE, discord.gateway.DiscordWebSocket.DEFAULT_GATEWAY = kept


@pytest.fixture
def setting(addresses):
    @asynccontextmanager
    async def opened(notebook=None):
        async with LoopbackDiscord() as server:
            async with Setting(server, notebook or MemoryNotebook()).connected() as found:
                yield found
            assert server.contract is None or server.contract.broken == []

    return opened


async def test_people_call_tap_and_fill_in_over_the_wire(setting):
    async with setting() as s:
        ada = join(s.server, "Ada")
        assert (await ada.say("say hello", words="world")).text == "Hello world"
        assert (await ada.say("tea ask")).where == "private"
        assert "You chose green" in (await ada.tap("Green")).text
        await ada.say("days ask")
        assert "day-1,day-3" in (await ada.pick("Day 1", "Day 3")).text
        assert (await ada.say("card write")).form == ("Name of the card", "A hello", "Area", "Days")
        assert "name=Adas" in (await ada.fill(name="Adas", area="harbour")).text
        assert (await ada.say("file take", list="a\nb")).text == "2 lines taken."
        assert [one["value"] for one in await ada.complete("organise shelf add", "shelf", "h")] == ["Harbour"]
        assert s.server.intents == discord.Intents(guilds=True).value


async def test_a_refused_moment_is_waited_for(setting):
    async with setting() as s:
        s.server.fail("POST", "/channels/*/messages", status=429, times=2, retry_after=0.1)
        await s.post()
        assert len(s.posted()) == 1


async def test_many_posts_keep_to_the_rate_that_discord_tells(setting):
    async with setting() as s:
        s.server.limit = (5, 0.5)
        async with asyncio.TaskGroup() as group:
            for number in range(12):
                group.create_task(s.post(key=str(number)))
        assert len(s.posted()) == 12
        assert s.server.counts["429"] == 0


async def test_a_ban_of_the_address_stops_all_sending(setting):
    async with setting() as s:
        s.server.fail("POST", "/channels/*/messages", status=429, via=False)
        with pytest.raises(TemporaryPlatformError) as first:
            await s.post()
        asked = len(s.server.requests)
        with pytest.raises(TemporaryPlatformError) as second:
            await s.open_place()
        assert len(s.server.requests) == asked
        assert first.value.retry_after == 900
        assert second.value.retry_after > 800


async def test_a_long_wait_is_told_and_not_slept(setting):
    async with setting() as s:
        s.server.fail("POST", "/channels/*/messages", status=429, retry_after=3600)
        with pytest.raises(TemporaryPlatformError) as refusal:
            await s.post()
        assert refusal.value.retry_after == 3600


async def test_a_message_that_was_taken_and_then_refused_is_there_once(setting):
    async with setting() as s:
        s.server.fail("POST", "/channels/*/messages", status=502, after=True)
        await s.post()
        assert len(s.posted()) == 1
        assert s.server.counts["deduped"] == 1


@pytest.mark.parametrize("menu", [None, tea_menu()], ids=["plain", "menu"])
async def test_an_earlier_post_is_found_when_the_nonce_is_forgotten(setting, menu):
    async with setting() as s:
        first = await s.post("Same words", key="one", menu=menu)
        await s.post("Same words", key="two", menu=menu)
        s.server.forget_nonces()
        assert await s.post("Same words", key="one", menu=menu, look=True) == first
        assert len(s.posted()) == 2


async def test_an_earlier_direct_message_is_found_too(setting):
    async with setting() as s:
        ada = UserId(join(s.server, "Ada").user_id)
        message = Message(title=T("A title"), lines=(T("Words"),))
        first = await s.platform.direct(ada, message, language="en", key="d")
        s.server.forget_nonces()
        assert await s.platform.direct(ada, message, language="en", key="d", look=True) == first


async def test_without_the_right_to_read_history_nothing_is_posted_blindly(setting):
    async with LoopbackDiscord() as server:
        server.world.bot_permissions &= ~(1 << 16)
        async with Setting(server, MemoryNotebook()).connected() as s:
            await s.post()
            with pytest.raises(PermanentPlatformError) as refusal:
                await s.post(look=True)
            assert refusal.value.reason is Refusal.FORBIDDEN
            assert len(s.posted()) == 1


async def test_a_thread_made_twice_by_a_repeated_request_leaves_one(setting):
    async with setting() as s:
        ada = join(s.server, "Ada")
        s.server.fail("POST", "/channels/*/threads", status=502, after=True)
        place = await s.open_place(ada.user_id)
        first, twin = s.server.world.threads()
        assert place == first["id"]
        assert (first["thread_metadata"]["archived"], twin["thread_metadata"]["archived"]) == (False, True)
        assert ada.user_id in s.server.world.people[place]


async def test_a_thread_is_found_again_after_a_crash(setting):
    async with setting() as s:
        ada = join(s.server, "Ada")
        s.server.fail("PUT", "/channels/*/thread-members/*", status=503)
        with pytest.raises(TemporaryPlatformError):
            await s.open_place(ada.user_id)
        place = await s.open_place(ada.user_id)
        assert [one["id"] for one in s.server.world.threads()] == [place]
        assert s.server.world.people[place] == {ada.user_id, s.server.world.app}


async def test_a_closed_place_is_found_again_and_not_made_anew(setting):
    async with setting() as s:
        place = await s.open_place()
        await s.platform.close_place(place)
        await s.platform.close_place(place)
        assert await s.open_place(look=True) == place
        assert not s.server.world.channels[place]["thread_metadata"]["archived"]


async def test_somebody_is_taken_out_of_an_archived_place(setting):
    async with setting() as s:
        ada, bo = join(s.server, "Ada"), join(s.server, "Bo")
        place = await s.open_place(ada.user_id, bo.user_id)
        await s.platform.close_place(place)
        await s.platform.remove_from_place(place, UserId(ada.user_id))
        await s.platform.remove_from_place(place, UserId(ada.user_id))
        assert s.server.world.people[place] == {bo.user_id, s.server.world.app}
        assert s.server.world.channels[place]["thread_metadata"]["archived"]


async def test_closed_direct_messages_are_a_value(setting):
    async with setting() as s:
        ada = join(s.server, "Ada")
        s.server.world.closed.add(ada.user_id)
        with pytest.raises(PermanentPlatformError) as refusal:
            await s.platform.direct(UserId(ada.user_id), Message(lines=(T("Hi"),)), language="en", key="k")
        assert refusal.value.reason is Refusal.CLOSED


@pytest.mark.parametrize(
    ("how", "reason"),
    [
        ({"status": 401}, Refusal.LOGGED_OUT),
        ({"status": 403, "code": 50001}, Refusal.FORBIDDEN),
        ({"status": 404, "code": 10003}, Refusal.GONE),
        ({"status": 400, "code": 50035}, Refusal.INVALID),
        ({"status": 400, "code": 160006}, Refusal.LIMIT),
    ],
)
async def test_refusals_come_with_a_reason(setting, how, reason):
    async with setting() as s:
        s.server.fail("POST", "/channels/*/threads", **how)
        with pytest.raises(PermanentPlatformError) as refusal:
            await s.open_place()
        assert refusal.value.reason is reason


@pytest.mark.parametrize(
    "how",
    [
        {"status": 503},
        {"status": 503, "body": "<html>Bad gateway</html>"},
        {"drop": True},
        {"status": 400, "code": 40003},
    ],
    ids=["503", "html", "cut", "too fast"],
)
async def test_trouble_is_temporary(setting, how):
    async with setting() as s:
        s.server.fail("POST", "/channels/*/messages", **how)
        with pytest.raises(TemporaryPlatformError):
            await s.post()
        assert (await s.post()).message == s.posted()[-1]["id"]


async def test_an_interaction_lost_on_the_line_is_answered_after_the_line_is_back(setting):
    async with setting() as s:
        ada = join(s.server, "Ada")
        await s.post()
        ada.lose = True
        await ada.say("say hello", words="again")
        await s.server.hang_up()
        async with asyncio.timeout(50):
            while not any(message["content"] == "Hello again" for message in s.posted()):
                await asyncio.sleep(0.02)
        assert (s.server.counts["resume"], s.server.counts["identify"]) == (1, 1)


async def test_buttons_and_forms_answer_after_a_restart_and_commands_are_registered_once(setting):
    notebook = MemoryNotebook()
    async with LoopbackDiscord() as server:
        async with Setting(server, notebook).connected() as before:
            ada = join(server, "Ada")
            await ada.say("tea ask")
            await ada.say("card write")
        async with Setting(server, notebook).connected() as after:
            after.inbox.menus = before.inbox.menus
            assert "Kept: area=mill" in (await ada.fill(name="A", area="mill quarter")).text
            assert "You chose black" in (await ada.tap("Black")).text
        assert len(server.calls("PUT", "/applications/*/commands")) == 1


async def test_a_server_lost_while_nobody_was_connected_is_noticed(setting):
    notebook = MemoryNotebook()
    async with LoopbackDiscord() as server:
        home = server.world.guild
        async with Setting(server, notebook).connected():
            pass
        server.world.guild = ""
        async with Setting(server, notebook).connected() as s:
            async with asyncio.timeout(50):
                while not s.inbox.events:
                    await asyncio.sleep(0.01)
            assert s.inbox.events == [HomeLost(platform=s.platform.name, home=HomeId(home))]


async def test_a_discord_in_a_process_of_its_own_is_steered_from_outside(addresses):
    command = (sys.executable, "-m", "tests.support.discord_loopback")
    process = await asyncio.create_subprocess_exec(*command, stdout=asyncio.subprocess.PIPE)
    try:
        told = json.loads(await process.stdout.readline())
        settings = DiscordSettings(token="t", **told, ready_wait=0.05)
        platform = DiscordPlatform(settings, MemoryNotebook(), RealClock())
        running = asyncio.create_task(platform.run(ScriptedInbox(platform)))
        while not platform.connected:
            await asyncio.sleep(0.02)
        async with aiohttp.ClientSession(told["api_url"].removesuffix("api/v10")) as session:

            async def steer(**step):
                async with session.post("/control", json=step) as answer:
                    return await answer.json()

            ada = (await steer(do="join", name="Ada"))["user"]
            said = await steer(do="say", user=ada, command="say hello", options={"words": "you"})
            world = await steer(do="world")
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)
    finally:
        process.kill()
        await process.wait()
    assert said["text"] == "Hello you"
    assert [one["content"] for one in world["messages"][world["channel"]]] == ["Hello you"]


async def test_a_refused_token_ends_the_run(addresses):
    async with LoopbackDiscord() as server:
        settings = DiscordSettings(token="revoked", api_url=server.api_url, gateway_url=server.gateway_url)
        platform = DiscordPlatform(settings, MemoryNotebook(), RealClock())
        with pytest.raises(PermanentPlatformError) as refusal:
            await platform.run(ScriptedInbox(platform))
        assert refusal.value.reason is Refusal.LOGGED_OUT
        server.fail("GET", "/users/@me", status=401)
        with pytest.raises(PermanentPlatformError):
            await platform.run(ScriptedInbox(platform))


class HastyClock(RealClock):
    """Cut every wait short and remember how long it was meant to be."""

    def __init__(self):
        self.waits = []

    async def sleep(self, seconds):
        self.waits.append(seconds)
        await asyncio.sleep(0.01)


async def test_a_start_without_discord_waits_longer_each_time_and_comes_through(addresses):
    async with LoopbackDiscord() as server:
        server.fail("GET", "/users/@me", status=503, times=4)
        s = Setting(server, MemoryNotebook(), clock=HastyClock())
        async with s.connected():
            await s.post()
        assert s.clock.waits == [30, 30, 30, 40]


async def test_calls_before_the_connection_are_temporary():
    platform = DiscordPlatform(DiscordSettings(token="t"), MemoryNotebook(), RealClock())
    with pytest.raises(TemporaryPlatformError):
        await platform.can_organise(HomeId("1"), UserId("1"))
